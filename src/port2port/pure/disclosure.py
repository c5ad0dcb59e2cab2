"""When figures of a group may be shown to its members: enough contributors, none that dominates, nothing to difference.

A contribution is one unit's level on a scale of few steps, with the operator that it belongs to. What leaves here is a
band: three steps and a rounded number of contributors. The rules (docs/explanation/health.md):

R1  without the largest operator, at least `others` units are left: whoever reads and leaves its own out, sees a crowd
R2  at least `operators` operators             R3  at least `ports` ports
R4  no operator has more than half             R5  no two have 85 % or more
R8  a band is replaced only when at least `changed` units of as many operators differ from those that it was made of
R6, R7  over groups of one whole: pure/disclosure_groups.py
R10 a band says lower quartile, median and upper quartile as whole steps and the number of units as a floor
R11 each view of a band is on record for the auditor of the viewer's organisation: who, which figures, which quarter

It stops a single operator that joins and leaves at will; it does not stop all but one that conspire.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

FLOORS = (100, 50, 20, 10)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One unit's level, a whole step of its figure's scale. port is empty where units belong to none."""

    unit: str
    operator: str
    level: int
    port: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of the rules above."""

    others: int = 8
    operators: int = 5
    ports: int = 3
    largest: Fraction = Fraction(1, 2)
    two_largest: Fraction = Fraction(85, 100)
    changed: int = 3


@dataclass(frozen=True, slots=True)
class Band:
    """What may be shown. floor: at least so many units contributed, or about ten where nine did."""

    lower: int
    middle: int
    upper: int
    floor: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What one round shows, and of which contributions the newest band was made; those never leave the server.

    band    None: too few to show
    kept    the newest band that was ever made, shown again as long as too little changed
    made_of its contributions by unit; they stay what the next round is held against, also while nothing is shown
    """

    band: Band | None = None
    kept: Band | None = None
    made_of: Mapping[str, Contribution] = field(default_factory=dict)


def may_show(contributions: Collection[Contribution], rules: Rules) -> bool:
    """Whether a group of contributions is large and mixed enough (R1 to R5)."""
    by_operator = Counter(one.operator for one in contributions)
    return is_mixed(by_operator.values(), ports=len({one.port for one in contributions}), rules=rules)


def is_mixed(by_operator: Iterable[int], *, ports: int, rules: Rules) -> bool:
    """R1 to R5 of a group, by its numbers alone.

    by_operator   how many units each operator has in it, none of them nought       ports   how many ports they lie in
    """
    sizes = sorted(by_operator, reverse=True)
    number = sum(sizes)
    if len(sizes) < rules.operators or ports < rules.ports or not hides_one(sizes, rules):
        return False
    return Fraction(sizes[0], number) <= rules.largest and Fraction(sum(sizes[:2]), number) < rules.two_largest


def hides_one(by_operator: Iterable[int], rules: Rules) -> bool:
    """R1 alone: whoever reads, and leaves its own out, still sees enough others."""
    sizes = list(by_operator)
    return bool(sizes) and sum(sizes) - max(sizes) >= rules.others


def band_of(contributions: Collection[Contribution]) -> Band:
    """The quartiles by nearest rank, each a whole step, and the floor of their number (R10)."""
    levels = sorted(one.level for one in contributions)
    number = len(levels)
    lower, middle, upper = (levels[-(-number * quarter // 4) - 1] for quarter in (1, 2, 3))
    return Band(lower, middle, upper, next((floor for floor in FLOORS if number >= floor), FLOORS[-1]))


def differs_enough(earlier: Mapping[str, Contribution], later: Mapping[str, Contribution], rules: Rules) -> bool:
    """Whether enough units of enough operators joined, left or changed their level (R8)."""
    units = [unit for unit in earlier.keys() | later.keys() if earlier.get(unit) != later.get(unit)]
    operators = {one.operator for unit in units for one in (earlier.get(unit), later.get(unit)) if one is not None}
    return len(units) >= rules.changed and len(operators) >= rules.changed


def next_round(before: Shown, contributions: Collection[Contribution], rules: Rules) -> Shown:
    """What the next round shows, given what the round before it showed; a unit contributes once."""
    later = {one.unit: one for one in contributions}
    if len(later) != len(contributions):
        raise ValueError("a unit contributes once")
    if not may_show(contributions, rules):
        return Shown(None, before.kept, before.made_of)
    if before.kept is not None and not differs_enough(before.made_of, later, rules):
        return Shown(before.kept, before.kept, before.made_of)
    band = band_of(contributions)
    return Shown(band, band, later)
