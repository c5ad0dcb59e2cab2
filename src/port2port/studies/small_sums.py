"""What may leave the circle: sums of five or more, of cells that no other sum that left shares in part.

Beyond the circle a result shows sums over whole windows: at the port of the measure, at the others, at all of them, and
outside. Sums that share some of their cells (port, week, outcome, category) tell by subtraction what lies between, two
of them or many; sums of disjoint or of the very same cells tell nothing more than themselves. So nothing else leaves
(foresight D1, D2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from port2port.counts.categories import is_below
from port2port.studies.models import StudyResult

LEAST = 5


@dataclass(frozen=True, slots=True)
class Sum:
    """Its cells, every place in every week from first to last (Mondays), and how many incidents; category "": all."""

    places: frozenset[str]
    first: date
    last: date
    outcome: str
    category: str
    amount: int

    def shares(self, other: "Sum") -> bool:
        """Whether they have a cell in common; a category holds those below it, all together hold each of them."""
        nested = is_below(self.category, other.category) or is_below(other.category, self.category)
        is_alike = self.outcome == other.outcome and nested
        return is_alike and bool(self.places & other.places) and self.first <= other.last and other.first <= self.last

    def is_of_the_same(self, other: "Sum") -> bool:
        """Whether they have all cells in common."""
        mine, its = ((one.places, one.first, one.last, one.category) for one in (self, other))
        return mine == its


def may_leave(result: StudyResult, earlier: Iterable[StudyResult]) -> bool:
    """Whether no count below five can be worked out from this result and all that left before."""
    parts, wholes = sums_of(result), wholes_of(result)
    if any(one.amount < LEAST for one in parts):
        return False
    for other in earlier:
        pairs = ((parts, sums_of(other)), (wholes, wholes_of(other)))
        if not all(_holds(one, shown) for mine, its in pairs for one in mine for shown in its):
            return False
    return True


def _holds(one: Sum, other: Sum) -> bool:
    """Whether the two tell no small number; corrected since, the same cells differ by nothing or by five or more."""
    if not one.shares(other):
        return True
    apart = abs(one.amount - other.amount)
    return one.is_of_the_same(other) and (apart == 0 or apart >= LEAST)


def sums_of(result: StudyResult) -> list[Sum]:
    """Those that a reader beyond the circle sees: of the port, of the others, and of the comparison from outside."""
    ports = _ports(result)
    target = str(result.study.intervention.port_id)
    sides: list[tuple[frozenset[str], slice]] = [(frozenset({target}), slice(0, 1)), (ports - {target}, slice(1, None))]
    found = [_sum(result, places, window, column) for places, column in sides for window in _windows(result)]
    if "external" in result.panel:
        outside = frozenset({f"outside {result.study.comparison_id}"})
        found += [_sum(result, outside, window, None) for window in _windows(result)]
    return found


def wholes_of(result: StudyResult) -> list[Sum]:
    """All ports together, the net."""
    return [_sum(result, _ports(result), window, slice(None)) for window in _windows(result)]


def _ports(result: StudyResult) -> frozenset[str]:
    return frozenset(str(one) for one in result.study.series.values_list("port_id", flat=True))


def _windows(result: StudyResult) -> list[tuple[date, date]]:
    stored = (result.figures["before"], result.figures["after"])
    return [(date.fromisoformat(one["first_week"]), date.fromisoformat(one["last_week"])) for one in stored]


def _sum(result: StudyResult, places: frozenset[str], window: tuple[date, date], column: slice | None) -> Sum:
    """column   of the panel; None: the comparison from outside."""
    panel: dict[str, Any] = result.panel
    rows = [row for row in panel["weeks"] if window[0] <= date.fromisoformat(row["week"]) <= window[1]]
    amount = sum(row["external"] if column is None else sum(row["counts"][column]) for row in rows)
    category = "" if column is None else result.study.category
    return Sum(places, *window, result.study.outcome, category, amount)
