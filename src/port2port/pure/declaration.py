"""A Declaration of Security between a ship and a port facility: its states, what moves it, and what it lists.

The state follows from what happened and from the time; nothing has to run for a declaration to begin or to end.
Source: ISPS A/5 and B/5, Regulation (EC) 725/2004; the eleven activities follow the model of part B (to verify).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

# A request that nobody has acknowledged for longer is pressed (A/5.3).
ACKNOWLEDGED_WITHIN = timedelta(hours=1)
# A house limit, no law: a declaration for a ship that comes often is made anew once a year.
LONGEST = timedelta(days=366)
LEVELS = (1, 2, 3)
ACTIVITIES = (
    "duties",
    "restricted",
    "access_facility",
    "access_ship",
    "watch_facility",
    "watch_ship",
    "cargo",
    "stores",
    "baggage",
    "persons",
    "communication",
)


class State(StrEnum):
    """Where a declaration stands."""

    REQUESTED = "requested"
    ACKNOWLEDGED = "acknowledged"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    ENDED = "ended"
    DECLINED = "declined"


class Move(StrEnum):
    """What somebody does to it."""

    CHANGE = "change"
    ACKNOWLEDGE = "acknowledge"
    DECLINE = "decline"
    AGREE = "agree"
    END = "end"
    REVISE = "revise"
    ERASE = "erase"


class Trigger(StrEnum):
    """Why it is asked for. The first five are a ship's reasons (A/5.2), `pfso` is B/5.3, `state` A/5.1."""

    SHIP_HIGHER = "a5_2_1"
    GOVERNMENTS = "a5_2_2"
    INCIDENT = "a5_2_3"
    PORT_WITHOUT_PLAN = "a5_2_4"
    SHIP_WITHOUT_PLAN = "a5_2_5"
    PFSO = "pfso"
    STATE = "state"


OF_THE_SHIP = frozenset(one for one in Trigger if one not in {Trigger.PFSO, Trigger.STATE})
# END from acknowledged: the talk came to nothing; from agreed: the ship does not come.
ALLOWED: dict[State, frozenset[Move]] = {
    State.REQUESTED: frozenset({Move.CHANGE, Move.ACKNOWLEDGE, Move.DECLINE}),
    State.ACKNOWLEDGED: frozenset({Move.CHANGE, Move.AGREE, Move.END}),
    State.AGREED: frozenset({Move.END, Move.REVISE}),
    State.IN_FORCE: frozenset({Move.END, Move.REVISE}),
    State.ENDED: frozenset({Move.ERASE}),
    State.DECLINED: frozenset({Move.ERASE}),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """What a declaration's state follows from; times are aware, None is not yet."""

    from_at: datetime
    to_at: datetime
    acknowledged_at: datetime | None = None
    declined_at: datetime | None = None
    agreed_at: datetime | None = None
    ended_at: datetime | None = None


def state_at(facts: Happened, at: datetime) -> State:
    """The state at a moment: agreed before it begins, in force from its start to its end, the end excluded."""
    if facts.declined_at is not None:
        return State.DECLINED
    if facts.ended_at is not None and facts.ended_at <= at:
        return State.ENDED
    if facts.agreed_at is None:
        return State.REQUESTED if facts.acknowledged_at is None else State.ACKNOWLEDGED
    if facts.to_at <= at:
        return State.ENDED
    return State.IN_FORCE if facts.from_at <= at else State.AGREED


def may(state: State, move: Move) -> bool:
    """Whether a declaration in that state makes the move."""
    return move in ALLOWED[state]


def keep_until(to_at: datetime, *, ended_at: datetime | None, years: int) -> date:
    """The last day of the time that it is kept: years after the later of its end on paper and in fact."""
    last = max(to_at, ended_at or to_at).date()
    try:
        return last.replace(year=last.year + years)
    except ValueError:
        # 29 February in a year without one.
        return last.replace(year=last.year + years, month=3, day=1)


def needs_revision(*, agreed: tuple[int, int], now: tuple[int, int]) -> bool:
    """Whether the levels of facility and ship are no longer those that both had in view (B/5.4.2)."""
    return agreed != now


def in_order(codes: Iterable[str]) -> list[str]:
    """The activities in the order of the form, each once. Raises KeyError for one that is not on it."""
    chosen = set(codes)
    if unknown := chosen - set(ACTIVITIES):
        raise KeyError(min(unknown))
    return [code for code in ACTIVITIES if code in chosen]
