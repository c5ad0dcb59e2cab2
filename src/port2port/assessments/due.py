"""What of assessments waits for a seat's word, as lines for the pages that gather."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from port2port.assessments.models import Assessment, Kind
from port2port.duties.access import keeps_duties
from port2port.members.member import Act, Member

State = Assessment.State
MOST = 6


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing that waits for this seat."""

    words: str
    title: str
    address: str
    icon: str
    due: datetime | None


def due_in_assessments(member: Member) -> list[DueLine]:
    """To agree, to take up again, and parts that another organisation gave; one question to the database.

    What the own organisation gives its own people is an action, and stands there.
    """
    if not member.may(Act.ANSWER) or member.organisation_id is None:
        return []
    waits = Q(state__in=[State.SUBMITTED, State.IN_REVIEW, State.RETURNED])
    given = Q(state=State.DRAFT) & ~Q(organisation_id=member.organisation_id)
    rows = Assessment.objects.reached_by(member).filter(waits | given, withdrawn_at=None, round__frozen_at=None)
    found = (_line(row, member) for row in rows.select_related("facility", "round", "submitted_by")[: 4 * MOST])
    return [line for line in found if line is not None][:MOST]


def _line(row: Assessment, member: Member) -> DueLine | None:
    words = _words(row, member)
    if not words:
        return None
    end = timezone.make_aware(datetime.combine(row.round.closes_on, time(23, 59)))
    return DueLine(words, row.facility.name, row.get_absolute_url(), "clipboard-check", end)


def _words(row: Assessment, member: Member) -> str:
    is_own = row.organisation_id == member.organisation_id and row.assessor_id is None
    is_kept = is_own or row.assessor_id == member.organisation_id
    if row.state == State.RETURNED:
        return _("An assessment came back") if is_kept and keeps_duties(member) else ""
    if row.state == State.DRAFT:
        named = {row.buddy_id, row.assessor_id}
        return "" if member.organisation_id in named else _("Controls to answer for another organisation")
    submitted = row.submitted_by.person_id if row.submitted_by else None
    agrees = row.kind != Kind.PEER and (is_own or member.organisation_id in {row.buddy_id, row.assessor_id})
    if not agrees or (is_own and submitted == member.person_id):
        return ""
    return _("An assessment waits for your word")
