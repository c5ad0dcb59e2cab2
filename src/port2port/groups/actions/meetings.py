"""A meeting is planned, changed, called off; its agenda; who was there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from port2port.base.refusal import NotAllowed
from port2port.groups.actions.shared import acting_seat, meeting_of, run_by, seat_of, touch
from port2port.groups.models import (
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    Minutes,
    TitledCalendar,
    VotingSeat,
    WorkingGroup,
)
from port2port.groups.refusals import (
    ChooseOne,
    EndsBefore,
    MeetingOver,
    MinutesPrepared,
    NotInTheGroup,
    NotNow,
    NoWebAddress,
    SayWhy,
)
from port2port.groups.rules import ANSWER, NAME, PAPERS, PLACE, TITLE
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.reports.rules import BadField, cleaned

LONGEST_ITEM = 480
CHECKED_IN_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFields:
    """When, where, and by which link."""

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFields:
    """One point of the agenda. `minutes` is how long it takes."""

    title: str
    kind: str = AgendaItem.Kind.DISCUSS
    minutes: int = 15
    papers: str = ""
    lead: Organisation | None = None


@transaction.atomic
def plan(*, member: Member, group: WorkingGroup, said: MeetingFields, now: datetime) -> Meeting:
    """A meeting; decisions that are due for review by then are on its agenda. Raises NotTheChair, BadField."""
    row = run_by(member, group)
    meeting = Meeting(group=row, made_at=now)
    _apply(said, meeting, now=now)
    due = Decision.objects.in_force().filter(group=row, review_on__lte=timezone.localdate(meeting.starts_at))
    with translation.override(row.language):
        for number, decision in enumerate(due.order_by("review_on", "pk"), start=1):
            words = _("Review of decision %(number)s: %(title)s") % {"number": decision.number, "title": decision.title}
            if not row.circle.shows_history:
                # Who joined after it was decided reads this agenda, and not what it was about.
                words = _("Review of decision %(number)s") % {"number": decision.number}
            AgendaItem.objects.create(
                meeting=meeting, number=number, kind=AgendaItem.Kind.DECIDE, title=words[: TITLE.characters]
            )
    return meeting


@transaction.atomic
def change_meeting(*, member: Member, meeting: Meeting, said: MeetingFields, now: datetime) -> Meeting:
    """Another time or place; calendars take the change over. Raises NotTheChair, MeetingOver, BadField."""
    row = _standing(meeting_of(member, meeting))
    row.sequence += 1
    _apply(said, row, now=now)
    return row


def _apply(said: MeetingFields, meeting: Meeting, *, now: datetime) -> None:
    if said.ends_at <= said.starts_at:
        raise BadField("ends_at", EndsBefore.words)
    if said.link and not said.link.startswith(("https://", "http://")):
        raise BadField("link", NoWebAddress.words)
    meeting.title = cleaned("title", said.title, NAME)
    meeting.place = cleaned("place", said.place, PLACE)
    meeting.link = said.link
    meeting.starts_at, meeting.ends_at, meeting.changed_at = said.starts_at, said.ends_at, now
    meeting.save()


@transaction.atomic
def cancel(*, member: Member, meeting: Meeting, reason: str, now: datetime) -> Meeting:
    """Call it off; it stays in calendars as cancelled. Raises NotTheChair, MeetingOver, BadField."""
    row = _standing(meeting_of(member, meeting))
    reason = cleaned("reason", reason, ANSWER)
    if not reason:
        raise BadField("reason", SayWhy.words)
    row.state, row.reason, row.changed_at = Meeting.State.CANCELLED, reason[:300], now
    row.sequence += 1
    row.save(update_fields=["state", "reason", "sequence", "changed_at"])
    return row


def _standing(meeting: Meeting) -> Meeting:
    if meeting.state == Meeting.State.CANCELLED:
        raise MeetingOver
    return meeting


@transaction.atomic
def add_item(*, member: Member, meeting: Meeting, said: ItemFields, now: datetime) -> AgendaItem:
    """The next point. Raises NotTheChair, MeetingOver, MinutesPrepared, BadField."""
    row = _before_minutes(meeting_of(member, meeting))
    last = AgendaItem.objects.filter(meeting=row).aggregate(last=Max("number"))["last"] or 0
    item = AgendaItem(meeting=row, number=last + 1)
    _apply_item(said, item)
    touch(row, now)
    return item


@transaction.atomic
def change_item(*, member: Member, item: AgendaItem, said: ItemFields, now: datetime) -> AgendaItem:
    """Other words for a point. Raises NotTheChair, MeetingOver, MinutesPrepared, BadField."""
    row = _before_minutes(meeting_of(member, item.meeting))
    _apply_item(said, item)
    touch(row, now)
    return item


@transaction.atomic
def remove_item(*, member: Member, item: AgendaItem, now: datetime) -> None:
    """Take a point off; its lines and tasks stay with the meeting. Raises NotTheChair, MinutesPrepared."""
    row = _before_minutes(meeting_of(member, item.meeting))
    item.delete()
    touch(row, now)


@transaction.atomic
def carry_over(*, member: Member, item: AgendaItem, now: datetime) -> AgendaItem:
    """It goes to the next meeting, and says so. Raises NotTheChair, MinutesPrepared."""
    _before_minutes(meeting_of(member, item.meeting))
    item.is_carried_over = True
    item.save(update_fields=["is_carried_over"])
    return item


def _apply_item(said: ItemFields, item: AgendaItem) -> None:
    if said.kind not in AgendaItem.Kind.values or not 0 < said.minutes <= LONGEST_ITEM:
        raise BadField("kind", ChooseOne.words)
    item.title = cleaned("title", said.title, TITLE)
    item.papers = cleaned("papers", said.papers, PAPERS)
    item.kind, item.minutes, item.lead = said.kind, said.minutes, said.lead
    item.save()


def _before_minutes(meeting: Meeting) -> Meeting:
    if Minutes.objects.filter(meeting=meeting).exclude(state=Minutes.State.DRAFT).exists():
        raise MinutesPrepared
    return _standing(meeting)


@transaction.atomic
def mark_attendance(
    *, member: Member, meeting: Meeting, organisations: frozenset[int], now: datetime
) -> list[Attendance]:
    """Which organisations with a seat were there; who noted itself there is left as it is unless taken off.

    Raises NotTheChair, MeetingOver, MinutesPrepared.
    """
    row = _before_minutes(meeting_of(member, meeting))
    known = set(VotingSeat.objects.filter(group=row.group_id).values_list("organisation_id", flat=True))
    wanted = organisations & known
    Attendance.objects.filter(meeting=row).exclude(organisation_id__in=wanted).delete()
    for organisation in sorted(wanted):
        Attendance.objects.get_or_create(meeting=row, organisation_id=organisation, defaults={"at": now})
    return list(Attendance.objects.filter(meeting=row))


def is_near(meeting: Meeting, now: datetime) -> bool:
    """Whether people say now that they are there."""
    return abs(meeting.starts_at - now) < CHECKED_IN_WITHIN


@transaction.atomic
def check_in(*, member: Member, meeting: Meeting, now: datetime) -> Attendance:
    """I am here, for my organisation's seat; who was there amends the minutes, so it is said on the day.

    Raises NotInTheGroup, MeetingOver, MinutesPrepared, NotNow.
    """
    row = _before_minutes(Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk))
    seat = seat_of(member, row.group)
    if seat is None or not Meeting.objects.visible_to(member).filter(pk=row.pk).exists():
        raise NotInTheGroup
    if not is_near(row, now):
        raise NotNow
    made, _is_new = Attendance.objects.update_or_create(
        meeting=row,
        organisation_id=seat.organisation_id,
        defaults={"person_id": member.person_id, "at": now},
    )
    return made


@transaction.atomic
def choose_titles(*, member: Member, wanted: bool, now: datetime) -> None:
    """Whether titles of meetings stand in the own calendar. Raises NotAllowed for machines and tokens."""
    seat = acting_seat(member)
    if member.limit is not None:
        raise NotAllowed
    if wanted:
        TitledCalendar.objects.get_or_create(seat_id=seat, defaults={"since_at": now})
    else:
        TitledCalendar.objects.editable_by(member).delete()
