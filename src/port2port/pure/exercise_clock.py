"""The clock of an exercise: seconds that have passed in it, folded from its moves.

The moves may come in any order and more than once; what makes no sense where it stands (a pause while it is paused,
anything after the stop but setting it back) changes nothing. The time of an exercise never runs backwards; a clock that
is set back waits anew, and nothing of the run before counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Move(StrEnum):
    """What somebody does with the clock, in the order in which moves of one moment count."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    RESET = "reset"


class State(StrEnum):
    """How it stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


ALLOWED: dict[State, dict[Move, State]] = {
    State.WAITING: {Move.START: State.RUNNING},
    State.RUNNING: {Move.PAUSE: State.PAUSED, Move.STOP: State.STOPPED},
    State.PAUSED: {Move.RESUME: State.RUNNING, Move.STOP: State.STOPPED},
    State.STOPPED: {Move.RESET: State.WAITING},
}
_RANK = {move: number for number, move in enumerate(Move)}


@dataclass(frozen=True, slots=True)
class Moved:
    """One move and its moment."""

    move: Move
    at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock shows: how it stands, seconds that have passed, since when it stands so, when it began."""

    state: State
    elapsed_s: float
    since: datetime | None = None
    began_at: datetime | None = None


def may(state: State, move: Move) -> bool:
    """Whether the move makes sense where the clock stands."""
    return move in ALLOWED[state]


def read(moves: Iterable[Moved], at: datetime) -> Reading:
    """What the clock shows at a moment; moves after it are not known yet."""
    state, elapsed, since, began = State.WAITING, timedelta(), None, None
    for step in _steps(moved for moved in moves if moved.at <= at):
        if state is State.RUNNING and since is not None:
            elapsed += step.at - since
        began = began or step.at
        state, since = ALLOWED[state][step.move], step.at
    if state is State.RUNNING and since is not None:
        elapsed += at - since
    return Reading(state, elapsed.total_seconds(), since, began)


def falls_due(moves: Sequence[Moved], offset_s: int) -> datetime | None:
    """The moment at which so many seconds of the exercise have passed, as far as the moves tell.

    None where the clock does not come that far: it waits, it is paused before, or it was stopped before.
    """
    passed, running_since = timedelta(), None
    wanted = timedelta(seconds=offset_s)
    for step in _steps(moves):
        if running_since is not None:
            if running_since + (wanted - passed) <= step.at:
                return running_since + (wanted - passed)
            passed += step.at - running_since
        running_since = step.at if step.move in {Move.START, Move.RESUME} else None
    return None if running_since is None else running_since + (wanted - passed)


def set_back_at(moves: Iterable[Moved]) -> datetime | None:
    """When it was set back last; None where it never was."""
    return max((one.at for one in moves if one.move is Move.RESET), default=None)


def _steps(moves: Iterable[Moved]) -> list[Moved]:
    """Those that make sense since it was set back last, one after the other."""
    state, steps = State.WAITING, list[Moved]()
    for moved in sorted(moves, key=lambda one: (one.at, _RANK[one.move])):
        if may(state, moved.move):
            state = ALLOWED[state][moved.move]
            steps = [] if moved.move is Move.RESET else [*steps, moved]
    return steps
