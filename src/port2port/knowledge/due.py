"""What waits for a seat among the practices: its own organisation's reviews, and others' texts that want a word."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.knowledge.listing import in_state
from port2port.knowledge.models import Practice, State
from port2port.knowledge.models.practice import DUE_BEFORE
from port2port.members.member import Member

MOST_REVIEWS, MOST_COUNTED = 5, 100


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """One line. due   the review date; None where none presses"""

    words: str
    title: str
    address: str
    due: date | None = None
    language: str = ""


def practice_lines(member: Member, *, now: datetime) -> list[PracticeLine]:
    """Own practices at their review date, then how many of others wait for the own organisation's word."""
    today = timezone.localdate(now)
    mine = (
        Practice.objects.editable_by(member)
        .standing()
        .filter(approved_at__isnull=False, review_by_on__lte=today + DUE_BEFORE)
    )
    lines = [
        PracticeLine(_("Is this still true?"), one.title, one.get_absolute_url(), one.review_by_on, one.language)
        for one in mine.order_by("review_by_on", "pk")[:MOST_REVIEWS]
    ]
    proposed, renewed = _waiting(member, today)
    page = reverse("knowledge:list")
    if proposed:
        address = f"{page}?state={State.PROPOSED}"
        lines.append(PracticeLine(_("Waiting for a second organisation"), _number(proposed), address))
    if renewed:
        address = f"{page}?next=1"
        lines.append(PracticeLine(_("A new wording waits for your approval"), _number(renewed), address))
    return lines


def _waiting(member: Member, today: date) -> tuple[int, int]:
    """How many proposed practices, and next wordings of others, the own organisation has not approved; one question."""
    approvable = Practice.objects.approvable_by(member)
    proposed = in_state(approvable, State.PROPOSED, today=today).waits_for(member)
    renewed = in_state(approvable, None, today=today).next_waits_for(member)
    counted = approvable.filter(Q(pk__in=proposed.values("pk")) | Q(pk__in=renewed.values("pk"))).aggregate(
        proposed=Count("pk", filter=Q(pk__in=proposed.values("pk"))),
        renewed=Count("pk", filter=Q(pk__in=renewed.values("pk"))),
    )
    return min(counted["proposed"] or 0, MOST_COUNTED), min(counted["renewed"] or 0, MOST_COUNTED)


def _number(number: int) -> str:
    return ngettext("%(n)d practice", "%(n)d practices", number) % {"n": number}
