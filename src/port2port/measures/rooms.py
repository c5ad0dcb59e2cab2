"""The working groups that decide about measures, as far as this context may know them: by their public names.

`site` brings the real ones; without them nobody chairs anything and no decision is found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from port2port.members.member import Member


@dataclass(frozen=True, slots=True)
class Link:
    """What is named, in words, and its page."""

    words: str
    address: str


type Choice = tuple[str, str]


class Rooms(Protocol):
    """What is asked of them. group: `group:` and a key; decision: `decision:` and a key."""

    def chairs(self, member: Member, group: str) -> bool:
        """Whether this person chairs the group now."""

    def chair_of(self, group: str) -> Member | None:
        """Who chairs it, whoever asks; None where there is no such group or its chair has no open seat."""

    def chaired(self, member: Member) -> Sequence[str]:
        """The groups that this person chairs."""

    def groups(self, member: Member) -> Sequence[Choice]:
        """Those that this member sees and that decide, as name and words."""

    def group(self, member: Member, group: str) -> Link | None:
        """The group, for who sees it."""

    def decisions(self, member: Member, group: str) -> Sequence[Choice]:
        """Decisions of the group in force that this member sees, the newest first."""

    def decision(self, member: Member, decision: str) -> Link | None:
        """The decision, for who sees it."""

    def started(self, *, member: Member, decision: str, measure: str, now: datetime) -> None:
        """Write beside the decision which measure it is about. Raises Refusal."""


class NoRooms:
    """Nobody chairs anything."""

    def chairs(self, member: Member, group: str) -> bool:
        """Nobody does."""
        del member, group
        return False

    def chair_of(self, group: str) -> Member | None:
        """Nobody."""
        del group
        return None

    def chaired(self, member: Member) -> Sequence[str]:
        """None."""
        del member
        return ()

    def groups(self, member: Member) -> Sequence[Choice]:
        """None."""
        del member
        return ()

    def group(self, member: Member, group: str) -> Link | None:
        """None."""
        del member, group
        return None

    def decisions(self, member: Member, group: str) -> Sequence[Choice]:
        """None."""
        del member, group
        return ()

    def decision(self, member: Member, decision: str) -> Link | None:
        """None."""
        del member, decision
        return None

    def started(self, *, member: Member, decision: str, measure: str, now: datetime) -> None:
        """Nothing to write."""
        del member, decision, measure, now


_brought: list[Rooms] = [NoRooms()]


def bring(rooms: Rooms) -> None:
    """Make known the groups of this installation; called once, when it starts."""
    _brought[:] = [rooms]


def rooms() -> Rooms:
    """Those that were brought."""
    return _brought[0]
