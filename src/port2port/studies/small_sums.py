"""What may leave the circle: sums of five or more, that differ by five or more from every sum that left before.

Beyond the circle a result shows two sums before and two after: at the port of the measure and at the others. Where one
lies inside another that was shown, the rest can be worked out, so the rest is held against the same bound (foresight
D1, D2).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from port2port.studies.models import StudyResult

LEAST = 5
type Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sum:
    """The cells that it adds up, port and week, with their counts."""

    cells: dict[Cell, int]


def sums_of(result: StudyResult) -> list[Sum]:
    """Those that a reader beyond the circle sees: of the port, of the others, and of the comparison from outside."""
    panel, figures = result.panel, result.figures
    ports = list(panel["ports"])
    sides = ([0], list(range(1, len(ports))))
    windows = [_window(figures["before"]), _window(figures["after"])]
    sums = [Sum(dict(_cells(panel, ports, side, window))) for side in sides for window in windows]
    if "external" in panel:
        sums += [Sum(dict(_outside(panel, window))) for window in windows]
    return sums


def may_leave(result: StudyResult, earlier: Iterable[StudyResult]) -> bool:
    """Whether no count below five can be worked out from this result, alone or with one that left before."""
    mine = sums_of(result)
    if any(sum(one.cells.values()) < LEAST for one in mine):
        return False
    shown = [one for other in earlier if _is_alike(result, other) for one in sums_of(other)]
    return all(_holds(one, other) for one in mine for other in shown)


def _is_alike(result: StudyResult, other: StudyResult) -> bool:
    return all(str(result.panel[name]) == str(other.panel[name]) for name in ("outcome", "category"))


def _holds(one: Sum, other: Sum) -> bool:
    """Whether the rest of two sums that have cells in common is nothing at all, or five or more on each side."""
    if not one.cells.keys() & other.cells.keys():
        return True
    rests = [
        sum(one.cells[cell] for cell in one.cells.keys() - other.cells.keys()),
        sum(other.cells[cell] for cell in other.cells.keys() - one.cells.keys()),
    ]
    left = [one.cells.keys() - other.cells.keys(), other.cells.keys() - one.cells.keys()]
    if any(cells and rest < LEAST for cells, rest in zip(left, rests, strict=True)):
        return False
    # Corrected since: the difference of the same weeks must not tell a small number either.
    apart = abs(sum(one.cells[cell] - other.cells[cell] for cell in one.cells.keys() & other.cells.keys()))
    return apart == 0 or apart >= LEAST


def _window(stored: dict[str, str]) -> tuple[date, date]:
    return date.fromisoformat(stored["first_week"]), date.fromisoformat(stored["last_week"])


def _cells(
    panel: dict[str, Any], ports: list[str], side: list[int], window: tuple[date, date]
) -> Iterator[tuple[Cell, int]]:
    for row in panel["weeks"]:
        if window[0] <= date.fromisoformat(row["week"]) <= window[1]:
            for port in side:
                yield (ports[port], row["week"]), int(row["counts"][port])


def _outside(panel: dict[str, Any], window: tuple[date, date]) -> Iterator[tuple[Cell, int]]:
    name = f"outside: {panel['external']['series']}"
    for row in panel["weeks"]:
        if window[0] <= date.fromisoformat(row["week"]) <= window[1]:
            yield (name, row["week"]), int(row["external"])
