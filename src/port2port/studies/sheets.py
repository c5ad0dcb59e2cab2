"""The weeks of a result as rows: of the table beside the charts, and of the CSV file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from port2port.pure.sheets import Column
from port2port.studies.models import StudyResult

SIDES = ("target", "others")
PARTS = ("recorded", "expected", "low", "high")


@dataclass(frozen=True, slots=True)
class SideOfWeek:
    """One side in one week; expected, low, high: None where nothing was to be expected."""

    recorded: int
    expected: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week. window: before, between or after."""

    week: date
    window: str
    target: SideOfWeek
    others: SideOfWeek
    outside: int | None


def rows_of(result: StudyResult) -> list[WeekRow]:
    """Every week from the first before to the last after."""
    return [
        WeekRow(
            date.fromisoformat(one["week"]), one["window"], _side(one, "target"), _side(one, "others"), one["outside"]
        )
        for one in result.rows
    ]


def _side(stored: dict[str, Any], side: str) -> SideOfWeek:
    return SideOfWeek(stored[side], stored[f"{side}_expected"], stored[f"{side}_low"], stored[f"{side}_high"])


def columns() -> list[Column]:
    """The names of the file, the same in every language."""
    names = ["week", "window", *(f"{side}_{part}" for side in SIDES for part in PARTS), "outside"]
    return [Column(name, 16) for name in names]


def cells(rows: Sequence[WeekRow]) -> Iterator[Sequence[str]]:
    """One week a row; what is not there is empty."""
    for row in rows:
        sides = [_text(getattr(getattr(row, side), part)) for side in SIDES for part in PARTS]
        yield [row.week.isoformat(), row.window, *sides, _text(row.outside)]


def _text(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
