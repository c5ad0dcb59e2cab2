"""Reach and effect of a campaign in counts: when it runs, shares with their interval, and what others may see of it.

A quiz has three questions; who holds the talk counts hands. The answers of one person hang together, so a share is
given the interval of as many answers as there were people, which is wider rather than narrower. The interval of the
difference treats before and after as two groups (Newcombe 1998, method 10), for nobody notes who raised which hand.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt

from port2port.pure.disclosure import Rules, is_mixed

QUESTIONS = 3
LEAST_ANSWERS = 30
# For what was held on the last day and is written down later.
LATE = timedelta(days=14)
# Organisations without a port count too; the other rules stand as everywhere.
RULES = Rules(ports=1)
FLOORS = (100, 50, 20, 10, 5)
Z95 = 1.959963984540054


class State(StrEnum):
    """Where a campaign stands; it follows from its days."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    EVALUATED = "evaluated"


def state_on(today: date, *, from_on: date, to_on: date, is_evaluated: bool) -> State:
    """Where it stands on that day; its last day belongs to it."""
    if is_evaluated:
        return State.EVALUATED
    if today > to_on:
        return State.ENDED
    return State.RUNNING if today >= from_on else State.PLANNED


def takes_counts(today: date, *, to_on: date) -> bool:
    """Whether talks may still be written down, two weeks after its last day included."""
    return today <= to_on + LATE


@dataclass(frozen=True, slots=True)
class Tally:
    """Hands that were right in the three questions, out of so many people."""

    asked: int = 0
    right: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.asked + other.asked, self.right + other.right)

    @property
    def share(self) -> float:
        """Right answers of all, from 0 to 1. Raises ZeroDivisionError where nobody was asked."""
        return self.right / (QUESTIONS * self.asked)


@dataclass(frozen=True, slots=True)
class Effect:
    """Shares in whole per cent, and the difference with its 95 % interval in percentage points."""

    before: int
    after: int
    change: int
    low: int
    high: int


def wilson(share: float, number: int) -> tuple[float, float]:
    """The 95 % interval of a share, each from 0 to 1 (E. B. Wilson, 1927)."""
    middle = (share + Z95**2 / (2 * number)) / (1 + Z95**2 / number)
    half = Z95 * sqrt(share * (1 - share) / number + Z95**2 / (4 * number**2)) / (1 + Z95**2 / number)
    return max(0.0, middle - half), min(1.0, middle + half)


def effect_of(before: Tally, after: Tally) -> Effect | None:
    """What changed between the quiz before and after; None where one of them was not held."""
    if not before.asked or not after.asked:
        return None
    low_before, high_before = wilson(before.share, before.asked)
    low_after, high_after = wilson(after.share, after.asked)
    change = after.share - before.share
    low = change - sqrt((after.share - low_after) ** 2 + (high_before - before.share) ** 2)
    high = change + sqrt((high_after - after.share) ** 2 + (before.share - low_before) ** 2)
    return Effect(*(round(100 * one) for one in (before.share, after.share, change, low, high)))


@dataclass(frozen=True, slots=True)
class Given:
    """What one operator gave: people in talks, sheets put up, and the quizzes of talks that had both."""

    people: int = 0
    put_up: int = 0
    before: Tally = Tally()
    after: Tally = Tally()


@dataclass(frozen=True, slots=True)
class Sums:
    """What others may see; None: too few for that figure. Numbers are rounded down, shares are whole per cent."""

    organisations: int | None = None
    people: int | None = None
    put_up: int | None = None
    effect: Effect | None = None


def sums_of(given: Collection[Given]) -> Sums:
    """The sums over operators that may leave them; each figure is judged by itself."""
    people = _rounded([one.people for one in given])
    floor = next((one for one in FLOORS if sum(1 for each in given if each.people) >= one), None)
    return Sums(
        organisations=floor if people is not None else None,
        people=people,
        put_up=_rounded([one.put_up for one in given]),
        effect=_effect(given),
    )


def _rounded(counts: list[int]) -> int | None:
    return sum(counts) // 10 * 10 if _may_leave([one for one in counts if one]) else None


def _effect(given: Collection[Given]) -> Effect | None:
    both = [one for one in given if one.before.asked and one.after.asked]
    if not all(_may_leave([getattr(one, name).asked for one in both]) for name in ("before", "after")):
        return None
    return effect_of(
        sum((one.before for one in both), Tally()),
        sum((one.after for one in both), Tally()),
    )


def _may_leave(counts: list[int]) -> bool:
    return sum(counts) >= LEAST_ANSWERS and is_mixed(counts, ports=RULES.ports, rules=RULES)
