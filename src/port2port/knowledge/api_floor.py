"""Guards' questions for machines: written for the own officers, seen by them, put away with a reason."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from port2port.base.api import READS, WRITES, Said, answers, json_body
from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.floor_page import FloorLine, floor_lines, lines_of
from port2port.knowledge.models import FloorQuestion
from port2port.members.middleware import member_of
from port2port.reports.api.schemas import LanguageWord
from port2port.reports.api.sent import SendingKey

router = Router(tags=["questions"])
router.add_decorator(json_body, mode="view")


class FloorSaid(Said):
    """What a guard would like to have asked."""

    title: str = Field(max_length=200)
    text: str = Field(max_length=4_000)
    language: LanguageWord = "en"


class PutAwaySaid(Said):
    """Why it is not asked; the guard who wrote it reads it."""

    reason: str = Field(max_length=500)


class FloorOut(Schema):
    """A guard's question. state   one of waiting, sent, answered, ended, put-away

    question   key of what was asked for it, for those who read that
    """

    key: UUID
    state: str
    title: str
    text: str
    language: str
    made_at: datetime
    done_at: datetime | None
    reason: str
    question: UUID | None


def _out(line: FloorLine) -> FloorOut:
    row = line.row
    return FloorOut(
        key=row.key,
        state=row.state.value,
        title=row.title,
        text=row.text,
        language=row.language,
        made_at=row.made_at,
        done_at=row.done_at,
        reason=row.reason,
        question=line.asked.key if line.asked else None,
    )


def _one(request: HttpRequest, row: FloorQuestion) -> FloorOut:
    return _out(next(lines_of([row], member_of(request))))


@router.get("questions/guards", response=answers(200, list[FloorOut], *READS), summary="List questions of guards")
def floor_questions(request: HttpRequest) -> list[FloorOut]:
    """A guard's own, or those of the own organisation's guards: the hundred that wait or came last."""
    return [_out(line) for line in floor_lines(member_of(request))]


@router.post("questions/guards", response=answers(201, FloorOut, *WRITES), summary="Write a question for the officers")
def propose_question(request: HttpRequest, said: FloorSaid, idempotency_key: SendingKey = "") -> Status[FloorOut]:
    """A guard's question to the officers of its own organisation, read by nobody else."""
    made = actions.propose_question(
        member=member_of(request),
        title=said.title,
        text=said.text,
        language=said.language,
        key=idempotency_key,
        now=now(),
    )
    return Status(201, _one(request, made))


@router.post(
    "questions/guards/{uuid:key}/put-away", response=answers(200, FloorOut, *WRITES), summary="Put a question away"
)
def put_away(request: HttpRequest, key: UUID, said: PutAwaySaid) -> FloorOut:
    """Not to be asked, with the reason; to send it on, name it as `proposal` when asking."""
    row = get_object_or_404(FloorQuestion.objects.visible_to(member_of(request)), key=key)
    return _one(request, actions.put_away(member=member_of(request), proposal=row, reason=said.reason, now=now()))
