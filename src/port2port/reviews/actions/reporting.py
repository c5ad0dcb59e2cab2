"""What reviewers observe, what the facility replies, and the report that both agree."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.assessments.actions import agree_by_review
from port2port.base.refusal import NotAllowed
from port2port.duties.actions.promises import Promise, promise
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned
from port2port.reviews.actions.shared import State, What, check_in, held, kept, note, own, seat_of
from port2port.reviews.models import Finding, Grade, Kind, Review, Reviewer
from port2port.reviews.refusals import NotNow, RepliesMissing
from port2port.vocabulary import lookup

TEXT = Room(characters=2_000, byte_count=8_000, lines=True, required=True)
CHOOSE = gettext_lazy("Choose one of the values offered.")
LATEST_VISIT = timedelta(days=365)
# Within which who was reviewed reviews another (P3), and by when an improvement is looked at.
IN_TURN, AFTER_REPORT = timedelta(days=18 * 30), timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a reviewer saw. grade   of an improvement, or empty"""

    control: str
    kind: str
    text: str
    grade: str = ""


@transaction.atomic
def set_visit(*, member: Member, review: Review, day: date, now: datetime) -> Review:
    """When the reviewers come; their access ends 30 days later. Raises NotAllowed, NotNow, BadField."""
    row = kept(member, review)
    check_in(row, State.READY)
    today = timezone.localdate(now)
    if not today <= day <= today + LATEST_VISIT:
        raise BadField("day", _("Choose a day within the next year."))
    row.visit_on = day
    note(row, What.VISIT, organisation=own(member), now=now)
    return row


@transaction.atomic
def observe(*, member: Member, review: Review, said: Seen, now: datetime) -> Finding:
    """A reviewer writes what it saw at a control of the scope. Raises NotAllowed, NotNow, BadField."""
    row = held(review)
    reviewer = _reviewing(member, row)
    check_in(row, State.READY)
    if said.control not in row.scope:
        raise BadField("control", CHOOSE)
    if said.kind not in Kind.values:
        raise BadField("kind", CHOOSE)
    if said.grade and (said.grade not in Grade.values or said.kind != Kind.IMPROVEMENT):
        raise BadField("grade", _("Only an improvement is graded."))
    return Finding.objects.create(
        review=row,
        reviewer=reviewer,
        control=said.control,
        kind=said.kind,
        text=cleaned("text", said.text, TEXT),
        grade=said.grade,
        made_at=now,
    )


def _reviewing(member: Member, review: Review) -> Reviewer:
    if not Review.objects.reviewed_by(member).filter(pk=review.pk).exists():
        raise NotAllowed
    row = Reviewer.objects.standing().filter(review=review, seat_id=seat_of(member)).first()
    if row is None:
        raise NotAllowed
    return row


@transaction.atomic
def take_out(*, member: Member, finding: Finding, now: datetime) -> None:
    """Its reviewer takes it out before the report is handed over. Raises NotAllowed."""
    row = held(finding.review)
    check_in(row, State.READY)
    if not Finding.objects.editable_by(member).filter(pk=finding.pk).update(taken_out_at=now):
        raise NotAllowed


def _lead(member: Member, review: Review) -> Reviewer:
    row = _reviewing(member, review)
    if not row.is_lead:
        raise NotAllowed
    return row


@on_rights
@transaction.atomic
def hand_over(*, member: Member, review: Review, now: datetime) -> Review:
    """The lead reviewer hands the report over to the facility. Raises NotAllowed, NotNow, BadField."""
    row = held(review)
    lead = _lead(member, row)
    check_in(row, State.READY)
    if row.visit_on is None or row.visit_on > timezone.localdate(now) or not row.findings.standing().exists():
        raise NotNow(gettext_lazy("The report follows the visit, and says at least one thing."))
    row.state = State.REPORTED
    note(row, What.REPORTED, organisation=lead.organisation_id, now=now)
    return row


@transaction.atomic
def take_back(*, member: Member, review: Review, now: datetime) -> Review:
    """The lead takes the report back to change it, as long as it is not agreed. Raises NotAllowed, NotNow."""
    row = held(review)
    lead = _lead(member, row)
    check_in(row, State.REPORTED)
    row.state = State.READY
    _disagree(row)
    note(row, What.BACK, organisation=lead.organisation_id, now=now)
    return row


def _disagree(row: Review) -> None:
    """Neither side has agreed any more."""
    row.facility_agreed_at = row.facility_agreed_by = row.lead_agreed_at = row.lead_agreed_by = None


@transaction.atomic
def reply(*, member: Member, finding: Finding, text: str, now: datetime) -> Finding:
    """The facility's word on an observation; said anew, both sides agree anew.

    Raises NotAllowed, NotNow, BadField.
    """
    review = kept(member, finding.review)
    check_in(review, State.REPORTED)
    row = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if row.taken_out_at is not None:
        raise NotNow
    row.reply, row.replied_by_id, row.replied_at = cleaned("reply", text, TEXT), seat_of(member), now
    row.save()
    if review.facility_agreed_at or review.lead_agreed_at:
        _disagree(review)
        note(review, What.REPLIED, organisation=own(member), now=now)
    return row


@on_rights
@transaction.atomic
def agree_report(*, member: Member, review: Review, now: datetime) -> Review:
    """The facility, or the lead reviewer, agrees; once both have, improvements are the facility's actions.

    Raises NotAllowed, NotNow, RepliesMissing.
    """
    row = held(review)
    check_in(row, State.REPORTED)
    if Review.objects.editable_by(member).filter(pk=row.pk).exists():
        _agreed_by_facility(member, row, now=now)
    else:
        lead = _lead(member, row)
        row.lead_agreed_by_id, row.lead_agreed_at = seat_of(member), now
        note(row, What.LEAD, organisation=lead.organisation_id, now=now)
    if row.facility_agreed_at and row.lead_agreed_at:
        row.state, row.agreed_at = State.AGREED, now
        row.save()
        row.findings.update(agreed_at=now)
        row.reviewers.update(agreed_at=now)
        agree_by_review(assessment=row.assessment, by=row.lead_agreed_by_id or seat_of(member), now=now)
    return row


def _agreed_by_facility(member: Member, row: Review, *, now: datetime) -> None:
    improvements = row.findings.standing().filter(kind=Kind.IMPROVEMENT)
    if improvements.filter(reply="").exists():
        raise RepliesMissing
    for one in improvements.filter(action=None):
        # The facility's own seat promises, so that what it does is its own word.
        one.action = promise(member=member, wish=_improve(row, one, now=now), now=now)
        one.save(update_fields=["action"])
    if not row.steps.filter(what=What.FACILITY).exists():
        promise(member=member, wish=_in_turn(row, now=now), now=now)
    row.facility_agreed_by_id, row.facility_agreed_at = seat_of(member), now
    note(row, What.FACILITY, organisation=own(member), now=now)


def _improve(row: Review, one: Finding, *, now: datetime) -> Promise:
    first = one.text.splitlines()[0]
    return Promise(
        title=f"{one.control.upper()}: {first}"[:200],
        due_on=timezone.localdate(now + AFTER_REPORT),
        language=lookup.reader_language(),
        facility=row.assessment.facility,
        source=("review", row.key),
    )


def _in_turn(row: Review, *, now: datetime) -> Promise:
    return Promise(
        title=_("Review another facility in turn"),
        due_on=timezone.localdate(now + IN_TURN),
        language=lookup.reader_language(),
        facility=row.assessment.facility,
        source=("review", row.key),
    )
