"""What a later room knows of an event that runs: whether its clock has begun, and how to stop it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from port2port.drills.models import Event
from port2port.members.member import Member


@dataclass(frozen=True, slots=True)
class Runs:
    """has_begun: its plan stands from then on. ends: called with `event, member, now` when the event was held.

    was_played   whether it began once, also where its clock was set back since
    """

    has_begun: Callable[[Event], bool]
    was_played: Callable[[Event], bool]
    ends: Callable[[Event, Member, datetime], None]


_rooms: dict[str, Runs] = {}


def bring_clock(room: str, runs: Runs) -> None:
    """Say how a room runs events."""
    _rooms[room] = runs


def has_begun(event: Event) -> bool:
    """Whether it has begun to run, or something was observed in it."""
    return any(one.has_begun(event) for one in _rooms.values())


def was_played(event: Event) -> bool:
    """Whether it began once, also where its clock was set back since: its players wrote what they did."""
    return any(one.was_played(event) for one in _rooms.values())


def end_clock(event: Event, *, member: Member, now: datetime) -> None:
    """Nothing arrives any more in an event that was held."""
    for one in _rooms.values():
        one.ends(event, member, now)
