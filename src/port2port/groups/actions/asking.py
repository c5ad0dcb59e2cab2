"""A group asks an organisation to do something; taken on, it is an action of that organisation's own."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.duties.actions import promises
from port2port.groups.actions.shared import acting_seat, run_by
from port2port.groups.models import AgendaItem, Decision, Meeting, Minutes, Task, VotingSeat, WorkingGroup
from port2port.groups.refusals import AnsweredBefore, DayPast, MinutesPrepared, NoSeatThere, SayWhy, TaskIncomplete
from port2port.groups.rules import ANSWER, TITLE, known_language
from port2port.members.member import Member
from port2port.members.models import Organisation, Seat
from port2port.reports.rules import BadField, cleaned


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked, of whom, by when; the last two may follow until the minutes are final."""

    title: str
    language: str
    organisation: Organisation | None = None
    due_on: date | None = None


@transaction.atomic
def ask(
    *,
    member: Member,
    group: WorkingGroup,
    wish: Wish,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    decision: Decision | None = None,
    task: Task | None = None,
    now: datetime,
) -> Task:
    """Ask in a meeting or from a decision; with `task`, complete one that nobody has taken on.

    Raises NotTheChair, NoSeatThere, AnsweredBefore, MinutesPrepared, BadField.
    """
    row = run_by(member, group)
    _check_source(row, meeting, item, decision)
    if wish.organisation is not None and not _sits(row, wish.organisation):
        raise NoSeatThere
    if wish.due_on is not None and wish.due_on < timezone.localdate(now):
        raise BadField("due_on", DayPast.words)
    if task is None:
        task = Task(group=row, meeting=meeting, item=item, decision=decision, by_id=acting_seat(member), made_at=now)
    elif task.group_id != row.pk or task.state != Task.State.ASKED:
        raise AnsweredBefore
    _check_minutes(task)
    task.title, task.language = cleaned("title", wish.title, TITLE), known_language(wish.language)
    task.organisation, task.due_on, task.changed_at = wish.organisation, wish.due_on, now
    task.save()
    return task


def _check_source(
    group: WorkingGroup, meeting: Meeting | None, item: AgendaItem | None, decision: Decision | None
) -> None:
    owners = {one.group_id for one in (meeting, decision) if one is not None}
    if item is not None:
        owners.add(item.meeting.group_id)
    if owners - {group.pk}:
        raise NotAllowed


def _sits(group: WorkingGroup, organisation: Organisation) -> bool:
    return VotingSeat.objects.running().filter(group=group, organisation=organisation).exists()


def _check_minutes(task: Task) -> None:
    """What stands in final minutes stays as it was written there."""
    if task.meeting_id and Minutes.objects.filter(meeting=task.meeting_id, state=Minutes.State.FINAL).exists():
        raise MinutesPrepared


@transaction.atomic
def drop_task(*, member: Member, task: Task, now: datetime) -> None:
    """Ask it no longer, while nobody has taken it on. Raises NotTheChair, AnsweredBefore, MinutesPrepared."""
    run_by(member, task.group)
    row = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if row.state != Task.State.ASKED:
        raise AnsweredBefore
    _check_minutes(row)
    row.delete()


@transaction.atomic
def take_on(*, member: Member, task: Task, owner: Seat | None = None, now: datetime) -> Task:
    """The organisation promises it, an Action with an owner of its own.

    Raises NotAllowed, AnsweredBefore, TaskIncomplete, WrongOwner.
    """
    row = _asked_of(member, task)
    if row.due_on is None:
        raise TaskIncomplete
    action = promises.promise(
        member=member,
        wish=promises.Promise(
            title=row.title,
            due_on=row.due_on,
            language=row.language,
            owner=owner or Seat.objects.get(pk=acting_seat(member)),
            source=_source_of(row, member),
            is_shared=True,
        ),
        now=now,
    )
    row.state, row.action, row.changed_at = Task.State.TAKEN, action.key, now
    row.save(update_fields=["state", "action", "changed_at"])
    return row


def _source_of(task: Task, member: Member) -> tuple[str, UUID] | None:
    """What the action comes from; none that the circle hides from who takes it on, who would not see its own action."""
    if task.decision is not None:
        seen = Decision.objects.visible_to(member).filter(pk=task.decision.pk).exists()
        return ("decision", task.decision.key) if seen else None
    if task.meeting is not None:
        seen = Meeting.objects.visible_to(member).filter(pk=task.meeting.pk).exists()
        return ("meeting", task.meeting.key) if seen else None
    return None


@transaction.atomic
def decline(*, member: Member, task: Task, reason: str, now: datetime) -> Task:
    """Not by us, and why. Raises NotAllowed, AnsweredBefore, BadField."""
    row = _asked_of(member, task)
    reason = cleaned("reason", reason, ANSWER)
    if not reason:
        raise BadField("reason", SayWhy.words)
    row.state, row.reason, row.changed_at = Task.State.DECLINED, reason[:300], now
    row.save(update_fields=["state", "reason", "changed_at"])
    return row


def _asked_of(member: Member, task: Task) -> Task:
    row = Task.objects.select_for_update(of=("self",)).select_related("meeting", "decision").get(pk=task.pk)
    if Task.objects.answerable_by(member).filter(pk=row.pk).exists():
        return row
    if row.organisation_id == member.organisation_id and row.state != Task.State.ASKED:
        raise AnsweredBefore
    raise NotAllowed
