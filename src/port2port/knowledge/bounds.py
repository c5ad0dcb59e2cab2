"""What a practice was made from may bound its readers: `check_bounds` asks before it goes to any, `carry` keeps it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from port2port.knowledge.models import Practice
from port2port.pure.audience import Handling


@dataclass(frozen=True, slots=True)
class Bound:
    """What a later room knows. check: raises a Refusal for readers that its source did not agree to.

    carried   called with a practice and the draft that took its place
    """

    check: Callable[[Practice, Handling, datetime], None]
    carried: Callable[[Practice, Practice], None]


_rooms: dict[str, Bound] = {}


def bring_bound(room: str, bound: Bound) -> None:
    """Say how a room bounds practices."""
    _rooms[room] = bound


def check_bounds(practice: Practice, handling: Handling, *, now: datetime) -> None:
    """That every source agreed to these readers. Raises the Refusal of the room that did not."""
    for one in _rooms.values():
        one.check(practice, handling, now)


def carry(practice: Practice, draft: Practice) -> None:
    """The draft that took the place of a practice is bound as that was."""
    for one in _rooms.values():
        one.carried(practice, draft)
