"""Whom a proposal would reach, in words for whoever approves it: by name those that this reader may know of."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.members.member import Member
from port2port.members.models import Circle, CircleMembership, Organisation
from port2port.members.readers import readers_of_community
from port2port.sharing.models import Tlp
from port2port.studies.actions import receivers_beyond
from port2port.studies.models import Study, StudyResult, Widening


@dataclass(frozen=True, slots=True)
class Reach:
    """circles   chosen ones, by name where the reader knows of them        words   sentences: who would read it anew"""

    circles: list[str]
    words: list[str]


def reach_of(widening: Widening, member: Member) -> Reach:
    """As it is now. Who asks, sees all names; others those of circles that show them who is in."""
    study = widening.result.study
    receivers = receivers_beyond(widening, now=widening.at).organisations
    beyond = receivers - _reading(widening)
    is_own = study.originator_id == member.organisation_id
    known = beyond if is_own else beyond & _known(widening, member)
    names = list(Organisation.objects.filter(pk__in=known).order_by("name").values_list("name", flat=True))
    return Reach(list(_circles(widening, member)), list(_words(widening, names, number=len(beyond))))


def _reading(widening: Widening) -> set[int]:
    """Organisations of the study's circle that read the result today: newcomers may not, though they are in it."""
    stays = CircleMembership.objects.current().filter(circle=widening.result.study.circle_id)
    inside = set(stays.values_list("organisation_id", flat=True))
    if widening.result.study.circle.shows_history:
        return inside
    # What one seat that reads studies sees of a circle's result, all of its organisation see.
    seats = (one for one in readers_of_community() if one.organisation in inside)
    with_a_reader = frozenset(one.organisation for one in seats if one.member.function in Study.readers)
    return set(StudyResult.objects.all().open_among(widening.result, with_a_reader))


def _known(widening: Widening, member: Member) -> set[int]:
    """Of the chosen circles, whom this reader may know to be in; the own organisation."""
    seen = CircleMembership.objects.visible_to(member).current().filter(circle__in=widening.circles.all())
    return set(seen.values_list("organisation_id", flat=True))


def _circles(widening: Widening, member: Member) -> Iterator[str]:
    chosen = widening.circles.all()
    known = list(Circle.objects.visible_to(member).filter(pk__in=chosen.values("pk")).order_by("name"))
    yield from (one.name for one in known)
    hidden = chosen.count() - len(known)
    if hidden:
        yield ngettext(
            "%(n)s circle that your organisation is not in", "%(n)s circles that your organisation is not in", hidden
        ) % {"n": hidden}


def _words(widening: Widening, names: list[str], *, number: int) -> Iterator[str]:
    values = {"n": number}
    if not number:
        yield _("As things stand, nobody new would read it.")
    elif widening.tlp == Tlp.CLEAR:
        yield (
            ngettext(
                "All with an account would read it, clients and guests too: %(n)s organisation besides the circle.",
                "All with an account would read it, clients and guests too: %(n)s organisations besides the circle.",
                number,
            )
            % values
        )
    elif widening.tlp == Tlp.GREEN:
        yield (
            ngettext(
                "Every member organisation would read it: %(n)s besides the circle.",
                "Every member organisation would read it: %(n)s besides the circle.",
                number,
            )
            % values
        )
    else:
        yield from _of_closed(names, others=number - len(names))


def _of_closed(names: list[str], *, others: int) -> Iterator[str]:
    if names:
        yield _("New readers would be: %(names)s.") % {"names": ", ".join(names)}
    if others:
        yield ngettext(
            "It would reach %(n)s organisation that you cannot be shown. Ask who proposes it.",
            "It would reach %(n)s organisations that you cannot be shown. Ask who proposes it.",
            others,
        ) % {"n": others}
