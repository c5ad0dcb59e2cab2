"""Instrument B: how ripe the community's own norm is at a site, as whole levels 1-5 and never as a mean.

Each control has two levels, documented and implemented. An objective, which is a family of controls, stands at a level
only when every key control stands there on both.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class Rated:
    """An answer to one control of an objective; both levels None: not answered yet.

    is_key          the objective's level rests on it
    is_applicable   False: left out of everything
    """

    documented: int | None = None
    implemented: int | None = None
    is_key: bool = False
    is_applicable: bool = True

    @property
    def level(self) -> int | None:
        """The lower of the two; None unless both are answered."""
        if self.documented is None or self.implemented is None:
            return None
        return min(self.documented, self.implemented)


@dataclass(frozen=True, slots=True)
class Objective:
    """Where a site stands with one objective.

    documented, implemented, level   None: not rated, for a key control is unanswered or none is left
    median                           of all answered controls, the lower one of two; None without an answer
    """

    documented: int | None
    implemented: int | None
    median: int | None

    @property
    def level(self) -> int | None:
        """The level: the lower of the two."""
        if self.documented is None or self.implemented is None:
            return None
        return min(self.documented, self.implemented)


def objective(answers: Iterable[Rated]) -> Objective:
    """The objective by its controls. Raises ValueError for a level that is no whole step from 1 to 5."""
    applicable = [one for one in answers if one.is_applicable]
    for one in applicable:
        for level in (one.documented, one.implemented):
            if level is not None and not LOWEST <= level <= HIGHEST:
                raise ValueError(f"{level} is no level")
    keys = [one for one in applicable if one.is_key]
    levels = sorted(one.level for one in applicable if one.level is not None)
    is_rated = bool(keys) and all(one.level is not None for one in keys)
    return Objective(
        documented=min(one.documented for one in keys if one.documented is not None) if is_rated else None,
        implemented=min(one.implemented for one in keys if one.implemented is not None) if is_rated else None,
        median=levels[-(-len(levels) // 2) - 1] if levels else None,
    )


def gap(level: int | None, *, target: int) -> int | None:
    """Steps from the level to the target, never below nought; None where nothing is rated."""
    return None if level is None else max(0, target - level)


@dataclass(frozen=True, slots=True)
class Link:
    """One facility of a chain that a box passes."""

    facility: str
    operator: str
    level: int


# Fewer than these, and "you are the lowest" would say who the others are.
CHAIN_FACILITIES, CHAIN_OPERATORS = 5, 4


def chain_level(chain: Collection[Link]) -> int | None:
    """The level of a chain: that of its lowest facility; None for a chain too short to speak of."""
    if not _may_speak(chain):
        return None
    return min(one.level for one in chain)


def is_lowest(chain: Collection[Link], facility: str) -> bool | None:
    """Whether a facility is a lowest of its chain, all that it may learn; None for a chain too short to speak of."""
    if not _may_speak(chain):
        return None
    own = [one.level for one in chain if one.facility == facility]
    return bool(own) and min(own) == min(one.level for one in chain)


def _may_speak(chain: Collection[Link]) -> bool:
    return (
        len({one.facility for one in chain}) >= CHAIN_FACILITIES
        and len({one.operator for one in chain}) >= CHAIN_OPERATORS
    )


@dataclass(frozen=True, slots=True)
class Average:
    """What CyFun's own tool computes; for the export to it alone, and labelled so."""

    documented: float
    implemented: float


def cyfun_average(answers: Iterable[Rated]) -> Average | None:
    """The means of the answered, applicable controls. Source: CyFun self-assessment tool, cyfun.eu, 2025."""
    found = [one for one in answers if one.is_applicable and one.level is not None]
    if not found:
        return None
    number = len(found)
    return Average(
        sum(one.documented or 0 for one in found) / number, sum(one.implemented or 0 for one in found) / number
    )
