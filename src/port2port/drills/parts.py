"""What later rooms offer on the page of an event: leading it, observing it, what was learnt from it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from port2port.drills.models import Event
from port2port.members.member import Member


@dataclass(frozen=True, slots=True)
class Part:
    """A link among the acts of the page. is_first: it is what this seat most likely wants now."""

    words: str
    icon: str
    address: str
    is_first: bool = False


type Offers = Callable[[Event, Member], Iterable[Part]]
_offers: dict[str, Offers] = {}


def bring(room: str, offers: Offers) -> None:
    """Say what a room offers; the function is asked for an event that the member sees, and tells only what it sees."""
    _offers[room] = offers


def parts_of(event: Event, member: Member) -> list[Part]:
    """Everything that is offered to this member, in the order of the rooms' names."""
    return [part for room in sorted(_offers) for part in _offers[room](event, member)]
