"""Clocks as rows of a sheet."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from port2port.duties.clocks import ClockLine
from port2port.duties.wording import STATES
from port2port.pure.sheets import Column


def columns() -> list[Column]:
    """The headings in the reader's language."""
    return [
        Column(_("Where"), 30),
        Column(_("Port"), 20),
        Column(_("Duty"), 36),
        Column(_("Code"), 16),
        Column(_("Basis"), 36),
        Column(_("Last done"), 12),
        Column(_("Due"), 12),
        Column(_("Due without derogation"), 12),
        Column(_("State"), 18),
        Column(_("Derogation because"), 40),
    ]


def cells(lines: Iterable[ClockLine]) -> Iterator[Sequence[str]]:
    """One clock a row, in the order of the headings; days are ISO 8601."""
    for line in lines:
        yield [
            line.place.name,
            line.place.port,
            line.rule.label,
            line.rule.code,
            line.rule.basis,
            _day(line.clock.last),
            _day(line.clock.due),
            _day(line.clock.original),
            str(STATES[line.clock.state][0]),
            line.derogation.reason if line.derogation else "",
        ]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def file_name(ending: str, *, now: datetime) -> str:
    """The name of the file."""
    return f"duties {now:%Y-%m-%d %H%M}.{ending}"
