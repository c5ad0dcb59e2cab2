"""What waits for a seat among the practices: its own organisation's reviews, and others' texts that want a word."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.knowledge.listing import in_state
from port2port.knowledge.models import Approval, Practice, State
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
    given = Approval.objects.filter(
        practice=OuterRef("pk"), sha256=OuterRef("sha256"), organisation_id=member.organisation_id or 0
    )
    waiting = in_state(Practice.objects.approvable_by(member), State.PROPOSED, today=today).exclude(Exists(given))
    number = waiting[:MOST_COUNTED].count()
    if number:
        words = ngettext("%(n)d practice", "%(n)d practices", number) % {"n": number}
        address = f"{reverse('knowledge:list')}?state={State.PROPOSED}"
        lines.append(PracticeLine(_("Waiting for a second organisation"), words, address))
    return lines
