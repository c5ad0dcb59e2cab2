"""At how many sites a practice is used, as far as the reader may know: exactly below ten, then in tens."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.knowledge.models import Practice, Use
from port2port.members.member import Member

BAND = 10


def sites_in(uses: Iterable[Use]) -> int:
    """What these organisations say together; who does not say how many has one at least."""
    return sum(one.sites or 1 for one in uses)


def sites_used(practices: Iterable[Practice], member: Member) -> dict[int, int]:
    """For each practice, by its id, the sites of the uses that this reader may see."""
    rows = list(practices)
    found: dict[int, int] = {}
    if rows:
        for one in Use.objects.visible_to(member).filter(practice__in=[row.pk for row in rows]):
            found[one.practice_id] = found.get(one.practice_id, 0) + (one.sites or 1)
    return found


def banded(number: int) -> int:
    """The number below ten, else the tens that are full."""
    return number if number < BAND else number - number % BAND


def used_at_words(number: int) -> str:
    """In words; empty where nobody told."""
    if not number:
        return ""
    if number >= BAND:
        return _("used at %(n)d+ sites") % {"n": banded(number)}
    return ngettext("used at %(n)d site", "used at %(n)d sites", number) % {"n": number}
