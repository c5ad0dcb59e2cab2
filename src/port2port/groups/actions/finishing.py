"""Draft, prepared, amended by those who were there, final; afterwards only a corrigendum."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from port2port.groups.actions.shared import acting_seat, meeting_of, seat_of
from port2port.groups.drafting import draft_of
from port2port.groups.models import AgendaItem, Amendment, Attendance, Meeting, Minutes, Task, WorkingGroup
from port2port.groups.refusals import (
    AmendmentsOpen,
    AmendmentsOver,
    AmendmentsRun,
    AnsweredBefore,
    ItemUndecided,
    MinutesPrepared,
    MinutesStand,
    NobodyThere,
    NoSuchPassage,
    NothingPrepared,
    NotTheChair,
    NotThere,
    SayWhy,
    TaskIncomplete,
)
from port2port.groups.rules import ANSWER, INSTEAD, MINUTES, PASSAGE, markdown
from port2port.ledger import store
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.pure.audience import Tlp
from port2port.pure.envelope import Kind
from port2port.reports.rules import BadField, cleaned, own_organisation
from port2port.reports.texts_guard import finds_in, not_personal_of

AMENDED_FOR = timedelta(days=7)


@transaction.atomic
def save_draft(*, member: Member, meeting: Meeting, text: str | None = None, now: datetime) -> Minutes:
    """The draft, filled from the meeting; with `text` as the secretary has written it.

    Raises NotTheChair, MinutesPrepared, BadField.
    """
    row = meeting_of(member, meeting)
    draft = Minutes.objects.filter(meeting=row).newest().first()
    if draft is None:
        draft = Minutes(meeting=row, language=row.group.language, made_at=now, by_id=acting_seat(member))
    elif draft.state != Minutes.State.DRAFT:
        raise MinutesPrepared
    draft.text = draft_of(row) if text is None else markdown("text", text, MINUTES)
    draft.by_id = acting_seat(member)
    draft.save()
    return draft


@transaction.atomic
def prepare(*, member: Member, meeting: Meeting, not_personal: frozenset[str] = frozenset(), now: datetime) -> Minutes:
    """Lay the draft before those who were there, for seven days.

    not_personal   finds of the share guard that the secretary says are none, by their tokens
    Raises NotTheChair, NobodyThere, MinutesPrepared, PersonalDataFound.
    """
    row = meeting_of(member, meeting)
    minutes = _newest(row)
    if minutes.state != Minutes.State.DRAFT:
        raise MinutesPrepared
    if not Attendance.objects.filter(meeting=row).exists():
        raise NobodyThere
    minutes.not_personal = not_personal_of({"text": minutes.text}, not_personal)
    minutes.state, minutes.open_until = Minutes.State.PREPARED, now + AMENDED_FOR
    minutes.save(update_fields=["state", "open_until", "not_personal"])
    return minutes


def _newest(meeting: Meeting) -> Minutes:
    minutes = Minutes.objects.select_for_update(of=("self",)).filter(meeting=meeting).newest().first()
    if minutes is None:
        raise NothingPrepared
    return minutes


@transaction.atomic
def amend_minutes(
    *,
    member: Member,
    meeting: Meeting,
    passage: str,
    instead: str,
    not_personal: frozenset[str] = frozenset(),
    now: datetime,
) -> Amendment:
    """Instead of a passage, another; an empty one adds at the end. By those who were there.

    Raises NotThere, NothingPrepared, MinutesStand, AmendmentsOver, NoSuchPassage, BadField, PersonalDataFound.
    """
    seat = seat_of(member, meeting.group)
    attended = Attendance.objects.filter(meeting=meeting, organisation_id=own_organisation(member)).exists()
    if seat is None or not attended or not Meeting.objects.visible_to(member).filter(pk=meeting.pk).exists():
        raise NotThere
    minutes = _prepared(meeting)
    if minutes.open_until is None or now >= minutes.open_until:
        raise AmendmentsOver
    passage = cleaned("passage", passage, PASSAGE)
    if passage and passage not in minutes.text:
        raise BadField("passage", NoSuchPassage.words)
    instead = markdown("instead", instead, INSTEAD)
    not_personal_of({"instead": instead}, not_personal | frozenset(minutes.not_personal))
    return Amendment.objects.create(
        minutes=minutes,
        organisation_id=own_organisation(member),
        by_id=acting_seat(member),
        passage=passage,
        instead=instead,
        at=now,
    )


def _prepared(meeting: Meeting) -> Minutes:
    minutes = _newest(meeting)
    if minutes.state == Minutes.State.FINAL:
        raise MinutesStand
    if minutes.state == Minutes.State.DRAFT:
        raise NothingPrepared
    return minutes


@transaction.atomic
def answer_amendment(
    *, member: Member, amendment: Amendment, accept: bool, answer: str = "", now: datetime
) -> Amendment:
    """Accepted, the passage is replaced; declined, a reason stands beside it. By the chair.

    Raises NotTheChair, MinutesStand, AnsweredBefore, NoSuchPassage, BadField.
    """
    meeting = meeting_of(member, amendment.minutes.meeting)
    if not WorkingGroup.objects.chaired_by(member).filter(pk=meeting.group_id).exists():
        raise NotTheChair
    minutes = _prepared(meeting)
    row = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    if row.state != Amendment.State.OPEN or row.minutes_id != minutes.pk:
        raise AnsweredBefore
    row.answer = cleaned("answer", answer, ANSWER)
    if not accept and not row.answer:
        raise BadField("answer", SayWhy.words)
    if accept:
        minutes.text = _amended(minutes.text, row)
        # Who proposed it has weighed what its words tell; what shows only beside the text, the chair has read.
        minutes.not_personal = sorted({one.token for one in finds_in({"text": minutes.text})})
        minutes.save(update_fields=["text", "not_personal"])
    row.state = Amendment.State.ACCEPTED if accept else Amendment.State.DECLINED
    row.answered_at = now
    row.save(update_fields=["state", "answer", "answered_at"])
    return row


def _amended(text: str, amendment: Amendment) -> str:
    if not amendment.passage:
        return markdown("text", f"{text.rstrip()}\n\n{amendment.instead}\n", MINUTES)
    if amendment.passage not in text:
        raise NoSuchPassage
    return markdown("text", text.replace(amendment.passage, amendment.instead, 1), MINUTES)


@transaction.atomic
def finish(*, member: Member, meeting: Meeting, now: datetime) -> Minutes:
    """The minutes stand; their digest goes into the ledger. By the chair, once the seven days are over.

    Raises NotTheChair, NothingPrepared, AmendmentsRun, AmendmentsOpen, TaskIncomplete, ItemUndecided.
    """
    row = meeting_of(member, meeting)
    if not WorkingGroup.objects.chaired_by(member).filter(pk=row.group_id).exists():
        raise NotTheChair
    minutes = _prepared(row)
    if Amendment.objects.filter(minutes=minutes, state=Amendment.State.OPEN).exists():
        raise AmendmentsOpen
    if minutes.open_until is None or now < minutes.open_until:
        raise AmendmentsRun
    _check_whole(row)
    return _stand(minutes, row, member, now=now)


def _check_whole(meeting: Meeting) -> None:
    tasks = Task.objects.filter(meeting=meeting)
    if tasks.filter(organisation=None).exists() or tasks.filter(due_on=None).exists():
        raise TaskIncomplete
    points = AgendaItem.objects.filter(meeting=meeting, kind=AgendaItem.Kind.DECIDE, is_carried_over=False)
    if points.exclude(proposals__decision__isnull=False).exists():
        raise ItemUndecided


def _stand(minutes: Minutes, meeting: Meeting, member: Member, *, now: datetime) -> Minutes:
    minutes.sha256 = sha256(minutes.text.encode()).hexdigest()
    minutes.state, minutes.final_at = Minutes.State.FINAL, now
    organisation = Organisation.objects.get(pk=own_organisation(member))
    entry = store.append(
        organisation=str(organisation.key),
        actor=str(member.actor),
        handling={"tlp": Tlp(meeting.group.tlp).stix, "pap": "amber", "of": str(meeting.key)},
        objects=[
            {"type": "minutes", "of": str(meeting.key), "version": minutes.version, "sha256": minutes.sha256},
        ],
        prev=None,
        kind=Kind.COMMITMENT,
        now=now,
    )
    minutes.position = entry.position
    minutes.save()
    return minutes


@transaction.atomic
def correct(
    *,
    member: Member,
    meeting: Meeting,
    text: str,
    reason: str,
    not_personal: frozenset[str] = frozenset(),
    now: datetime,
) -> Minutes:
    """A corrigendum: the next version, final at once; the one before stays readable. By the chair.

    Raises NotTheChair, NothingPrepared, MinutesPrepared, BadField, PersonalDataFound.
    """
    row = meeting_of(member, meeting)
    if not WorkingGroup.objects.chaired_by(member).filter(pk=row.group_id).exists():
        raise NotTheChair
    before = _newest(row)
    if before.state != Minutes.State.FINAL:
        raise MinutesPrepared
    reason = cleaned("reason", reason, ANSWER)
    if not reason:
        raise BadField("reason", SayWhy.words)
    text = markdown("text", text, MINUTES)
    # What was weighed in the version before need not be weighed again.
    weighed = not_personal | frozenset(before.not_personal)
    made = Minutes(
        meeting=row,
        version=before.version + 1,
        text=text,
        not_personal=not_personal_of({"text": text, "reason": reason}, weighed),
        language=before.language,
        reason=reason,
        by_id=acting_seat(member),
        made_at=now,
    )
    return _stand(made, row, member, now=now)
