"""What an import would do, as its page shows it: series by series, week by week where something changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from port2port.counts.categories import category_words
from port2port.counts.models import EffortKind, Outcome
from port2port.counts.rules import WeekSaid
from port2port.counts.sheet_reading import Part, Trial
from port2port.counts.sheet_words import heading_words, why_words
from port2port.pure.count_sheet import Remark
from port2port.pure.sheets import Column

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A series or a kind of effort. changed: number of weeks"""

    name: str
    first: date
    last: date
    new: int
    changed: int
    same: int
    missing: int


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A week that would say something else."""

    name: str
    week: date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A cell at fault."""

    row: int
    heading: str
    shown: str
    words: str


def lines_of(trial: Trial) -> list[Line]:
    """One a series."""
    return [
        Line(_name(trial, one), one.first, one.last, one.new, len(one.changes), one.same, len(one.gaps))
        for one in trial.parts
    ]


def changes_of(trial: Trial) -> list[ChangeLine]:
    """The weeks that would say something else."""
    return [
        ChangeLine(_name(trial, part), one.week, said_words(one.before), said_words(one.after))
        for part in trial.parts
        for one in part.changes
    ]


def refused_of(trial: Trial, remarks: Sequence[Remark]) -> list[RefusedLine]:
    """The cells at fault."""
    return [RefusedLine(one.row, heading_words(one), one.shown, why_words(one, trial.ports)) for one in remarks]


def columns() -> list[Column]:
    """The headings of the file of what was refused."""
    return [
        Column(_("Row in the file"), 10),
        Column(_("Column"), 20),
        Column(_("What stands there"), 40),
        Column(_("Why, and what to do"), 80),
    ]


def cells(trial: Trial) -> Iterator[Sequence[str]]:
    """What was refused."""
    return ([str(one.row), one.heading, one.shown, one.words] for one in refused_of(trial, trial.sheet.remarks))


def said_words(said: WeekSaid | Decimal) -> str:
    """A week's number, with its mass."""
    if isinstance(said, Decimal):
        return formats.localize(said.normalize() + 0)
    if said.number is None:
        return pgettext("count of a week", "missing")
    number = formats.localize(said.number)
    return number if said.kilograms is None else f"{number} ({formats.localize(said.kilograms.normalize() + 0)} kg)"


def _name(trial: Trial, part: Part) -> str:
    if trial.comparison is not None:
        return trial.comparison.title
    port = trial.ports[part.port].name
    if part.is_effort:
        return f"{port}: {EffortKind(part.name).label}"
    name = f"{port}: {Outcome(part.name).label}"
    return f"{name} · {category_words(part.category)}" if part.category else name
