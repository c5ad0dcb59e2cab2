"""What a budget buys, as a table in words: false alarms where nothing moved, and what is heard where something did."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from port2port.earlywarning.thresholds import BUDGETS, MOVED, null_names


@dataclass(frozen=True, slots=True)
class Heard:
    """Of a world in which something moves: years of a hundred with an alarm, and the median week of the first."""

    years: int
    week: int | None


@dataclass(frozen=True, slots=True)
class Budget:
    """One row. false_low, false_high: years of a hundred with a false alarm, over the worlds in which nothing moved.

    heard   by the words of what moves; None: there are too few ports for it
    """

    percent: int
    words: str
    false_low: int
    false_high: int
    heard: list[tuple[str, Heard | None]]
    is_chosen: bool


def budget_words(percent: int) -> str:
    """A budget as one says it."""
    return {
        5: _("5 % a year: a false alarm about once in twenty years"),
        20: _("20 % a year: about once in five years"),
        39: _("39 % a year: about once in two years"),
    }[percent]


def moved_words() -> list[str]:
    """The columns of what moves."""
    return [
        pgettext("table of budgets", "30 % comes back"),
        pgettext("table of budgets", "60 % comes back"),
        pgettext("table of budgets", "all of it"),
        pgettext("table of budgets", "60 %, at two ports"),
    ]


def budgets_of(table: Mapping[str, Mapping[str, Any]], *, chosen: int | None) -> list[Budget]:
    """The rows, from what was reckoned."""
    return [_budget(percent, table[str(percent)], percent == chosen) for percent in BUDGETS]


def _budget(percent: int, cells: Mapping[str, Any], is_chosen: bool) -> Budget:  # noqa: FBT001
    false = [round(100 * cells[name]["alarms"]) for name in null_names()]
    heard = [
        (words, _heard(cells[name]) if name in cells else None)
        for words, name in zip(moved_words(), MOVED, strict=True)
    ]
    return Budget(percent, budget_words(percent), min(false), max(false), heard, is_chosen)


def _heard(cell: Mapping[str, Any]) -> Heard:
    return Heard(round(100 * cell["alarms"]), None if cell["week"] is None else round(cell["week"]))
