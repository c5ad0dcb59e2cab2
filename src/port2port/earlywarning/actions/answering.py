"""What organisations do about an alarm: they acknowledge it, ask for information, and later say what it was."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from port2port.base.refusal import NotAllowed
from port2port.earlywarning.models import Acknowledgement, Alarm, AlarmRequest, Judged, Judgement
from port2port.earlywarning.refusals import NoJudgement, NothingSaid
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.reports.actions import save_draft
from port2port.reports.fields import Readers, ReportFields
from port2port.reports.models import Kind, Report
from port2port.reports.rules import BadField

LONGEST = 500
TIME_TO_ANSWER = timedelta(days=14)


@transaction.atomic
def acknowledge(*, member: Member, alarm: Alarm, done: str, language: str, now: datetime) -> Acknowledgement:
    """Say what this organisation did; it stands, and more may be said later. Raises NotAllowed, BadField."""
    row = Alarm.objects.visible_to(member).filter(pk=alarm.pk).first()
    if row is None or member.organisation_id is None or member.seat_id is None:
        raise NotAllowed
    said = Acknowledgement.objects.create(
        alarm=row,
        organisation_id=member.organisation_id,
        by_id=member.seat_id,
        at=now,
        language=language,
        done=_words(done, "done"),
    )
    record_act(member=member, act="acknowledge_alarm", subject=f"alarm:{row.key}", now=now)
    return said


@transaction.atomic
def judge(*, member: Member, alarm: Alarm, judged: str, why: str, language: str, now: datetime) -> Judgement:
    """Say what it was; said again, the newest counts. Raises NotAllowed, BadField."""
    row = Alarm.objects.editable_by(member).filter(pk=alarm.pk).first()
    if row is None or member.organisation_id is None or member.seat_id is None:
        raise NotAllowed
    if judged not in Judged.values:
        raise BadField("judged", NoJudgement.words)
    said = Judgement.objects.create(
        alarm=row,
        organisation_id=member.organisation_id,
        by_id=member.seat_id,
        at=now,
        language=language,
        judged=judged,
        why=_words(why, "why"),
    )
    record_act(member=member, act="judge_alarm", subject=f"alarm:{row.key}", now=now)
    return said


@transaction.atomic
def ask_about(*, member: Member, alarm: Alarm, language: str, now: datetime) -> Report:
    """A draft request for information to the circle, for a person to look through and send; the one there is, if any.

    It names no port and no number: whoever widens its audience tells nobody of the counts. Raises NotAllowed, BadField.
    """
    row = Alarm.objects.visible_to(member).select_related("watch").filter(pk=alarm.pk).first()
    if row is None or member.organisation_id is None or member.seat_id is None:
        raise NotAllowed
    before = draft_of(member, row)
    if before is not None:
        return before
    readers = Readers(circles=frozenset({row.watch.circle_id}))
    draft = save_draft(member=member, said=_request(language, now), readers=readers, now=now)
    AlarmRequest.objects.create(
        alarm=row, organisation_id=member.organisation_id, by_id=member.seat_id, at=now, report=draft.key
    )
    record_act(member=member, act="ask_about_alarm", subject=f"alarm:{row.key}", now=now)
    return draft


def draft_of(member: Member, alarm: Alarm) -> Report | None:
    """The draft that this organisation opened about the alarm and has not sent, if this seat may go on with it."""
    if member.organisation_id is None:
        return None
    keys: list[UUID] = list(
        AlarmRequest.objects.filter(alarm=alarm, organisation_id=member.organisation_id).values_list(
            "report", flat=True
        )
    )
    return Report.objects.editable_by(member).filter(key__in=keys, version=0).first() if keys else None


def _request(language: str, now: datetime) -> ReportFields:
    return ReportFields(
        kind=Kind.REQUEST,
        title=_("What was different in the last weeks?"),
        facts=_(
            "The watch board of our circle has heard more than was expected. That is a question, no finding. Was more "
            "checked than before? Is something counted or entered in another way? Was a backlog entered, or was there "
            "a large operation? What did you see yourselves?"
        ),
        answer_by=now + TIME_TO_ANSWER,
        language=language,
    )


def _words(text: str, name: str) -> str:
    """Raises BadField."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise BadField(name, str(NothingSaid(LONGEST)))
    return text
