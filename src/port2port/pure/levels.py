"""The security level that binds a facility, from the entries that are valid (rule R2: ISPS and OCAD never mix)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Breadth(IntEnum):
    """How narrow a scope is; at a facility the narrowest exemption wins."""

    COUNTRY = 1
    PORT = 2
    FACILITY = 3


@dataclass(frozen=True, slots=True)
class IspsEntry:
    """One ISPS level that concerns a facility.

    level          1 to 3
    until          when it ends; None = until further notice
    is_confirmed   by the authority or the port's officer; before that it is only reported
    """

    level: int
    breadth: Breadth
    since: datetime
    until: datetime | None = None
    exempts: bool = False
    is_confirmed: bool = True

    def is_valid(self, at: datetime) -> bool:
        """True from its start until its end, the end itself excluded."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class IspsLevel:
    """The level that binds; `entry` None means that none was entered and 1 is assumed."""

    level: int
    entry: IspsEntry | None = None


def effective_isps(entries: Iterable[IspsEntry], *, at: datetime) -> IspsLevel:
    """The valid exempting entry at the narrowest scope if any, else the highest valid entry; 1 when there is none.

    Among entries of one scope a newer confirmed one replaces everything older; one that is only reported may raise the
    level and never lowers it. An exemption lowers protection, so it counts once it is confirmed.
    Source: norms design, level board.
    """
    valid = [entry for entry in entries if entry.is_valid(at)]
    exempting = [entry for entry in valid if entry.exempts and entry.is_confirmed]
    if exempting:
        narrowest = max(exempting, key=lambda entry: (entry.breadth, entry.since))
        return IspsLevel(narrowest.level, narrowest)
    standing = _standing(entry for entry in valid if not entry.exempts)
    if not standing:
        return IspsLevel(1)
    highest = max(standing, key=lambda entry: (entry.level, entry.breadth))
    return IspsLevel(highest.level, highest)


def _standing(entries: Iterable[IspsEntry]) -> list[IspsEntry]:
    confirmed: dict[Breadth, IspsEntry] = {}
    reported: dict[Breadth, IspsEntry] = {}
    for entry in sorted(entries, key=lambda entry: entry.since):
        if entry.is_confirmed:
            confirmed[entry.breadth] = entry
            reported.pop(entry.breadth, None)
        else:
            reported[entry.breadth] = entry
    return [*confirmed.values(), *reported.values()]
