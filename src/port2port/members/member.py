"""Who is asking: one frozen value for a person in a seat, a service account, or nobody."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Function(StrEnum):
    """What a seat is for (design: one function a seat, one active seat a login)."""

    GUARD = "guard"
    OFFICER = "officer"
    ANALYST = "analyst"
    COORDINATOR = "coordinator"
    TRAINER = "trainer"
    SECRETARIAT = "secretariat"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class Standing(StrEnum):
    """What the organisation is to the community."""

    MEMBER = "member"
    CLIENT = "client"
    GUEST = "guest"


class Act(StrEnum):
    """The vocabulary of what a member may do; whether it may do it to THIS row is the queryset's business."""

    READ = "read"
    PUBLISH = "publish"
    ANSWER = "answer"
    REPLY = "reply"
    ASK = "ask"
    ADVISE = "advise"
    PROPOSE = "propose"
    SUBSCRIBE = "subscribe"
    LOG = "log"
    KEEP_DUTIES = "keep_duties"
    CONFIRM_LEVELS = "confirm_levels"
    REPORT_LEVELS = "report_levels"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_CIRCLES = "manage_circles"
    MANAGE_TOKENS = "manage_tokens"
    MANAGE_CLIENTS = "manage_clients"
    ADMIT = "admit"
    COMPARE_LOGS = "compare_logs"
    LEARN = "learn"
    TEACH = "teach"
    ASSIGN = "assign"
    DRILL = "drill"
    AUDIT = "audit"
    OPERATE = "operate"


_COMMON = frozenset({Act.READ, Act.SUBSCRIBE, Act.LEARN})
# Write courses, and give them to people: the trainer's and the officer's, who see what came of it.
_TEACHES = frozenset({Act.TEACH, Act.ASSIGN})
# Ask the others, and answer what they ask.
_ASKS = frozenset({Act.ASK, Act.ADVISE})
# The log is open to members, and its size counts what all of them publish: for those who watch over it only.
_WATCH = frozenset({Act.COMPARE_LOGS})
_OFFICER = (
    _COMMON
    | _WATCH
    | _ASKS
    | _TEACHES
    | {
        Act.PUBLISH,
        Act.ANSWER,
        Act.REPLY,
        Act.LOG,
        Act.KEEP_DUTIES,
        Act.DRILL,
        Act.REPORT_LEVELS,
        Act.CONFIRM_LEVELS,
    }
)

ACTS: dict[Function, frozenset[Act]] = {
    Function.GUARD: frozenset({Act.READ, Act.LOG, Act.PROPOSE, Act.LEARN}),
    Function.OFFICER: _OFFICER,
    Function.ANALYST: _COMMON | _WATCH | _ASKS | {Act.PUBLISH, Act.ANSWER, Act.REPLY},
    Function.COORDINATOR: _COMMON
    | _WATCH
    | _ASKS
    | {
        Act.PUBLISH,
        Act.ANSWER,
        Act.REPLY,
        Act.KEEP_DUTIES,
        Act.DRILL,
        Act.REPORT_LEVELS,
        Act.CONFIRM_LEVELS,
        Act.MANAGE_PEOPLE,
        Act.MANAGE_CIRCLES,
        Act.MANAGE_TOKENS,
        Act.MANAGE_CLIENTS,
    },
    Function.TRAINER: _ASKS | _TEACHES | {Act.READ, Act.LEARN},
    Function.SECRETARIAT: _COMMON
    | _WATCH
    | _ASKS
    | {
        Act.PUBLISH,
        Act.ANSWER,
        Act.REPLY,
        Act.TEACH,
        Act.DRILL,
        Act.ADMIT,
        Act.MANAGE_CIRCLES,
        Act.MANAGE_PEOPLE,
    },
    Function.AUDITOR: _WATCH | {Act.AUDIT, Act.LEARN},
    Function.OPERATOR: _WATCH | {Act.OPERATE, Act.LEARN},
}
# Which functions a seat may hand out in its own organisation. Log entries and training are what a coordinator gives
# without holding it: results are for the trainer and the officer alone. Auditor and operator seats are made on the
# server only (docs/adr/0005-seats.md).
GIVES: dict[Function, frozenset[Function]] = {
    Function.COORDINATOR: frozenset(
        {Function.GUARD, Function.OFFICER, Function.ANALYST, Function.TRAINER, Function.COORDINATOR}
    ),
    Function.SECRETARIAT: frozenset({Function.SECRETARIAT, Function.ANALYST, Function.COORDINATOR}),
}
# A client or guest organisation never does more than this, whatever the function.
STANDING_LIMIT: dict[Standing, frozenset[Act] | None] = {
    Standing.MEMBER: None,
    Standing.CLIENT: frozenset(
        {
            Act.READ,
            Act.SUBSCRIBE,
            Act.ANSWER,
            Act.REPLY,
            Act.ASK,
            Act.PROPOSE,
            Act.LOG,
            Act.KEEP_DUTIES,
            Act.LEARN,
            Act.ASSIGN,
            Act.DRILL,
            Act.MANAGE_PEOPLE,
        }
    ),
    Standing.GUEST: frozenset({Act.READ, Act.ASK, Act.PROPOSE, Act.LEARN, Act.MANAGE_PEOPLE}),
}


@dataclass(frozen=True, slots=True)
class Member:
    """Everyone who acts: resolved once at the door, never stored.

    actor      random id written into envelopes; says nothing about the person
    limit      acts that the token in use was made for; None when signed in by session
    """

    actor: UUID
    name: str = ""
    function: Function | None = None
    standing: Standing | None = None
    organisation_id: int | None = None
    person_id: int | None = None
    seat_id: int | None = None
    service_id: int | None = None
    port_id: int | None = None
    facility_id: int | None = None
    limit: frozenset[Act] | None = field(default=None)

    @property
    def is_known(self) -> bool:
        """True for everyone but the anonymous visitor."""
        return self.organisation_id is not None

    def may(self, act: Act) -> bool:
        """Whether the seat, the organisation's standing and the token all allow the act."""
        if self.function is None or self.standing is None:
            return False
        bound = STANDING_LIMIT[self.standing]
        return (
            act in ACTS[self.function] and (bound is None or act in bound) and (self.limit is None or act in self.limit)
        )

    def may_give(self, function: Function) -> bool:
        """Whether this seat may hand out the function in its own organisation."""
        return self.function is not None and self.may(Act.MANAGE_PEOPLE) and function in GIVES.get(self.function, ())


NOBODY = Member(actor=UUID(int=0))
