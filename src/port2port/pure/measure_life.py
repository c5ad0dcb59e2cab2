"""The life of a common measure: which step follows on which state, who takes it, and what must hold before it.

An idea becomes a draft, is put to the ports, decided, tried where the group wants that, adopted, and looked at again.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

OPEN_DAYS = 21
PORTS = 3
LANGUAGES = 2
# Twelve months and twenty-four, by the calendar.
LONGEST_PILOT, LATEST_REVIEW = 12, 24


class State(StrEnum):
    """Where a measure stands."""

    IDEA = "idea"
    DRAFTING = "drafting"
    CONSULTATION = "consultation"
    DECISION = "decision"
    PILOT = "pilot"
    ADOPTED = "adopted"
    REVIEWED = "reviewed"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """A step."""

    DRAFT = "draft"
    CONSULT = "consult"
    CLOSE = "close"
    PILOT = "pilot"
    BEGIN = "begin"
    CONCLUDE = "conclude"
    ADOPT = "adopt"
    BACK = "back"
    REVIEW = "review"
    KEEP = "keep"
    CHANGE = "change"
    WITHDRAW = "withdraw"


class Role(StrEnum):
    """Who takes a step: any officer, analyst or secretariat of the organisation that writes it; its lead; the chair."""

    WRITER = "writer"
    LEAD = "lead"
    CHAIR = "chair"


class Fault(StrEnum):
    """Why a step is refused."""

    NO_SUCH_MOVE = "no-such-move"
    NOT_A_WRITER = "not-a-writer"
    NOT_THE_LEAD = "not-the-lead"
    NOT_THE_CHAIR = "not-the-chair"
    NO_PROBLEM = "no-problem"
    NO_CODE = "no-code"
    NO_LEAD = "no-lead"
    TOO_FEW_LANGUAGES = "too-few-languages"
    TOO_EARLY = "too-early"
    TOO_FEW_PORTS = "too-few-ports"
    UNANSWERED = "unanswered"
    NO_DECISION = "no-decision"
    BEGUN = "begun"
    NOT_BEGUN = "not-begun"
    NO_SITE = "no-site"
    BAD_END = "bad-end"
    NO_MEASURE_OF_EFFECT = "no-measure-of-effect"
    NO_RESULT = "no-result"
    NO_EFFECTIVE_DAY = "no-effective-day"
    BAD_REVIEW_DAY = "bad-review-day"
    NO_EFFECT_FOUND = "no-effect-found"
    NO_REASON = "no-reason"


class MoveRefusedError(ValueError):
    """A step that the rules do not allow."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known when a step is asked for; what does not matter to it may be left out.

    codes           controls and methods          languages    in which the wording is whole
    opened_at       of the consultation           ports        from which a reply came
    fewer_reason    of the chair, why fewer ports are enough
    unanswered      replies without an answer     decision     the reference was given, found, and holds
    begun           the pilot has its place, its end and its measure of effect
    sites           facilities of the pilot       result       what the pilot showed; cannot tell is a result
    effect_found    what the review found; cannot tell is one too
    """

    now: datetime
    today: date
    problem: str = ""
    codes: int = 0
    has_lead: bool = False
    languages: int = 0
    opened_at: datetime | None = None
    ports: int = 0
    fewer_reason: str = ""
    unanswered: int = 0
    decision: bool = False
    begun: bool = False
    sites: int = 0
    ends_on: date | None = None
    measure_of_effect: str = ""
    result: str = ""
    effective_on: date | None = None
    review_on: date | None = None
    effect_found: str = ""
    reason: str = ""


WAYS: dict[tuple[State, Move], tuple[State, Role]] = {
    (State.IDEA, Move.DRAFT): (State.DRAFTING, Role.WRITER),
    (State.DRAFTING, Move.CONSULT): (State.CONSULTATION, Role.LEAD),
    (State.CONSULTATION, Move.CLOSE): (State.DECISION, Role.LEAD),
    (State.DECISION, Move.PILOT): (State.PILOT, Role.CHAIR),
    (State.DECISION, Move.ADOPT): (State.ADOPTED, Role.CHAIR),
    (State.DECISION, Move.BACK): (State.DRAFTING, Role.CHAIR),
    # What is tried, where and until when is named before it begins.
    (State.PILOT, Move.BEGIN): (State.PILOT, Role.LEAD),
    (State.PILOT, Move.CONCLUDE): (State.DECISION, Role.LEAD),
    (State.ADOPTED, Move.REVIEW): (State.REVIEWED, Role.CHAIR),
    (State.REVIEWED, Move.KEEP): (State.ADOPTED, Role.CHAIR),
    (State.REVIEWED, Move.CHANGE): (State.DRAFTING, Role.CHAIR),
    (State.REVIEWED, Move.WITHDRAW): (State.WITHDRAWN, Role.CHAIR),
}
_NOT_THE_ROLE = {Role.WRITER: Fault.NOT_A_WRITER, Role.LEAD: Fault.NOT_THE_LEAD, Role.CHAIR: Fault.NOT_THE_CHAIR}


def moves(state: State, roles: Collection[Role]) -> tuple[Move, ...]:
    """The steps that these roles may take from here, in order, whether or not their conditions hold."""
    return tuple(move for (at, move), (_to, role) in WAYS.items() if at == state and role in roles)


def step(state: State, move: Move, roles: Collection[Role], facts: Facts) -> State:
    """The state after the step. Raises MoveRefusedError with the first reason against it."""
    way = WAYS.get((state, move))
    if way is None:
        raise MoveRefusedError(Fault.NO_SUCH_MOVE)
    to, role = way
    if role not in roles:
        raise MoveRefusedError(_NOT_THE_ROLE[role])
    for holds, fault in _conditions(move, facts):
        if not holds:
            raise MoveRefusedError(fault)
    return to


def missing(move: Move, facts: Facts) -> tuple[Fault, ...]:
    """Everything that the step still lacks."""
    return tuple(fault for holds, fault in _conditions(move, facts) if not holds)


def opens_until(opened_at: datetime) -> datetime:
    """Until when a consultation is open at least."""
    return opened_at + timedelta(days=OPEN_DAYS)


def months_later(day: date, months: int) -> date:
    """The same day so many months later; at the end of a shorter month its last day."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    last = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)).day
    return first.replace(day=min(day.day, last))


def share_of(in_place: Iterable[int]) -> int:
    """How large a part has it in place: 0 under 25 %, 1 to under 50, 2 to under 75, 3 from 75 % on.

    in_place   1 or 0 for each facility, of one at least
    """
    whole = list(in_place)
    return min(3, 4 * sum(whole) // len(whole))


def _conditions(move: Move, facts: Facts) -> list[tuple[bool, Fault]]:
    by_move: dict[Move, list[tuple[bool, Fault]]] = {
        Move.DRAFT: [
            (bool(facts.problem.strip()), Fault.NO_PROBLEM),
            (facts.codes >= 1, Fault.NO_CODE),
            (facts.has_lead, Fault.NO_LEAD),
        ],
        Move.CONSULT: [(facts.languages >= LANGUAGES, Fault.TOO_FEW_LANGUAGES)],
        Move.CLOSE: [
            (facts.opened_at is not None and facts.now >= opens_until(facts.opened_at), Fault.TOO_EARLY),
            (facts.ports >= PORTS or bool(facts.fewer_reason.strip()), Fault.TOO_FEW_PORTS),
            (facts.unanswered == 0, Fault.UNANSWERED),
        ],
        Move.PILOT: [(facts.decision, Fault.NO_DECISION)],
        Move.BEGIN: [(not facts.begun, Fault.BEGUN), *_of_pilot(facts)],
        Move.CONCLUDE: [(facts.begun, Fault.NOT_BEGUN), (bool(facts.result.strip()), Fault.NO_RESULT)],
        Move.ADOPT: [
            (facts.decision, Fault.NO_DECISION),
            (facts.effective_on is not None, Fault.NO_EFFECTIVE_DAY),
            (_is_reviewed_in_time(facts.review_on, facts.effective_on), Fault.BAD_REVIEW_DAY),
        ],
        Move.BACK: [(facts.decision, Fault.NO_DECISION)],
        Move.KEEP: [
            (bool(facts.effect_found.strip()), Fault.NO_EFFECT_FOUND),
            (_is_reviewed_in_time(facts.review_on, facts.today), Fault.BAD_REVIEW_DAY),
        ],
        Move.CHANGE: [(bool(facts.effect_found.strip()), Fault.NO_EFFECT_FOUND)],
        Move.WITHDRAW: [
            (bool(facts.effect_found.strip()), Fault.NO_EFFECT_FOUND),
            (bool(facts.reason.strip()), Fault.NO_REASON),
        ],
    }
    return by_move.get(move, [])


def _of_pilot(facts: Facts) -> list[tuple[bool, Fault]]:
    end = facts.ends_on
    return [
        (end is not None and facts.today < end <= months_later(facts.today, LONGEST_PILOT), Fault.BAD_END),
        (bool(facts.measure_of_effect.strip()), Fault.NO_MEASURE_OF_EFFECT),
        # Last, so that whoever leaves out something else learns nothing of who tries it already.
        (facts.sites >= 1, Fault.NO_SITE),
    ]


def _is_reviewed_in_time(review_on: date | None, after: date | None) -> bool:
    if review_on is None or after is None:
        return False
    return after < review_on <= months_later(after, LATEST_REVIEW)
