"""What readers say back, for machines: replies, and one answer an organisation."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from port2port.base.api import WRITES, answers, json_body
from port2port.base.clock import now
from port2port.members.middleware import member_of
from port2port.pure.audience import Tlp
from port2port.reports import actions
from port2port.reports.actions.machines import act_once
from port2port.reports.api.schemas import AnswerOut, AnswerSaid, ReplyOut, ReplySaid
from port2port.reports.api.sent import SendingKey, content_of
from port2port.reports.api.shown import organisation_line
from port2port.reports.models import Answer, Reply, Report
from port2port.reports.timeline import replier
from port2port.sharing.came import named_organisations

router = Router(tags=["answers"])
router.add_decorator(json_body, mode="view")


def _visible(request: HttpRequest, key: UUID) -> Report:
    reports = Report.objects.visible_to(member_of(request)).select_related("originator", "port", "facility")
    return get_object_or_404(reports, key=key)


@router.get("reports/{uuid:key}/replies", response=answers(200, list[ReplyOut], 422), summary="Read the thread")
def replies(request: HttpRequest, key: UUID) -> list[ReplyOut]:
    """The replies that this reader may see, oldest first."""
    row = _visible(request, key)
    lines = Reply.objects.visible_to(member_of(request)).filter(report=row).select_related("organisation", "to")
    shown = named_organisations(row, member_of(request))
    return [_reply(request, row, one, shown) for one in lines]


def _reply(request: HttpRequest, row: Report, one: Reply, shown: frozenset[int] = frozenset()) -> ReplyOut:
    member, gone = member_of(request), one.withdrawn_at is not None
    return ReplyOut(
        key=one.key,
        who=replier(row, one, member, shown),
        is_own=one.organisation_id == member.organisation_id,
        to_author_only=one.to_id is not None,
        tlp=Tlp(one.tlp).label,
        text="" if gone else one.text,
        language=one.language,
        at=one.at,
        withdrawn_at=one.withdrawn_at,
    )


@router.post("reports/{uuid:key}/replies", response=answers(201, ReplyOut, *WRITES), summary="Reply")
def reply(request: HttpRequest, key: UUID, said: ReplySaid, idempotency_key: SendingKey = "") -> Status[ReplyOut]:
    """Say something to all who can see the report, or to its author alone."""
    member, row = member_of(request), _visible(request, key)

    def act() -> UUID:
        return actions.reply(
            member=member,
            report=row,
            text=said.text,
            language=said.language,
            to_author_only=said.to_author_only,
            now=now(),
        ).key

    made = act_once(member=member, key=idempotency_key, act="reply", content=content_of(request), now=now(), do=act)
    one = get_object_or_404(Reply.objects.visible_to(member).select_related("organisation"), report=row, key=made)
    return Status(201, _reply(request, row, one))


@router.delete(
    "reports/{uuid:key}/replies/{uuid:reply_key}", response=answers(204, None, *WRITES), summary="Take a reply back"
)
def take_back_reply(request: HttpRequest, key: UUID, reply_key: UUID) -> Status[None]:
    """Its place in the thread stays, its text goes."""
    member, row = member_of(request), _visible(request, key)
    one = get_object_or_404(Reply.objects.editable_by(member), report=row, key=reply_key)
    actions.take_back_reply(member=member, reply=one, now=now())
    return Status(204, None)


@router.get("reports/{uuid:key}/answers", response=answers(200, list[AnswerOut], 422), summary="Read the answers")
def answers_of(request: HttpRequest, key: UUID) -> list[AnswerOut]:
    """For the author every answer, for each other organisation its own."""
    row = _visible(request, key)
    lines = Answer.objects.visible_to(member_of(request)).filter(report=row)
    return [_answer(request, one) for one in lines.select_related("organisation", "sighting")]


def _answer(request: HttpRequest, one: Answer) -> AnswerOut:
    own = one.organisation_id == member_of(request).organisation_id
    return AnswerOut(
        organisation=organisation_line(one.organisation),
        is_own=own,
        state=one.state,
        note=one.note,
        language=one.language,
        at=one.at,
        changed_at=one.changed_at,
        sighting=one.sighting.key if own and one.sighting else None,
    )


@router.put("reports/{uuid:key}/answer", response=answers(200, AnswerOut, *WRITES), summary="Answer")
def answer(request: HttpRequest, key: UUID, said: AnswerSaid) -> AnswerOut:
    """What the own organisation did; it may change its mind, and the same sent twice is one answer."""
    member, row = member_of(request), _visible(request, key)
    given = actions.answer(
        member=member, report=row, state=Answer.State(said.state), note=said.note, language=said.language, now=now()
    )
    return _answer(request, given)
