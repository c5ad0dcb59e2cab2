"""Measures, and the adoption at the own facilities, as rows of a file."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from port2port.measures.adoption import Row, state_words
from port2port.measures.models import Cost, Measure, State
from port2port.measures.texts import titles
from port2port.pure.audience import Tlp
from port2port.pure.sheets import Column

MOST_ROWS = 2_000


def columns() -> list[Column]:
    """The headings of the list."""
    return [
        Column("TLP", 20),
        Column(_("Number"), 14),
        Column(_("Title"), 40),
        Column(_("State"), 20),
        Column(_("Controls"), 30),
        Column(_("Methods it helps against"), 30),
        Column(_("Written by"), 24),
        Column(_("Looked at again on"), 16),
        Column(_("Key"), 38),
    ]


def cells(rows: Sequence[Measure]) -> Iterable[list[str]]:
    """A row for each measure."""
    words = titles(rows)
    for one in rows:
        yield [
            Tlp(one.tlp).label,
            one.number,
            words[one.pk][0],
            str(State(one.state).label),
            ", ".join(one.controls),
            ", ".join(one.methods),
            one.originator.label,
            one.review_on.isoformat() if one.review_on else "",
            str(one.key),
        ]


def adoption_columns() -> list[Column]:
    """The headings of the matrix, a line a cell."""
    return [
        Column(_("Measure"), 40),
        Column(_("Number"), 14),
        Column(_("Facility"), 24),
        Column(_("Port"), 20),
        Column(_("State"), 28),
        Column(_("Why it does not apply"), 30),
        Column(_("What it cost in the first year"), 20),
        Column(_("Effect"), 40),
        Column(_("Verified"), 14),
    ]


def adoption_cells(rows: Sequence[Row]) -> Iterable[list[str]]:
    """A row for each measure and facility."""
    for row in rows:
        for cell in row.cells:
            said = cell.adoption
            yield [
                row.title,
                row.measure.number,
                cell.facility.name,
                cell.facility.port.name,
                state_words(said) if said else cell.words,
                said.reason if said else "",
                str(Cost(said.cost).label) if said and said.cost else "",
                said.effect_note if said else "",
                said.verified_at.date().isoformat() if said and said.verified_at else "",
            ]
