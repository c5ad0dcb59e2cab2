"""Figures as rows of a file, under the names by which they are loaded: an export loaded again changes nothing."""

from collections.abc import Iterator, Sequence

from port2port.figures.models import Figure
from port2port.figures.reading import COLUMNS, MARK, TO_VERIFY
from port2port.pure.sheets import Column

WIDTHS = {"series": 34, "place_locode_or_name": 26, "qualifier": 30, "source": 50, "supersedes_note": 40}
# Last, so that no row of mass seized leaves without it.
CAVEAT = "caveat"


def columns() -> list[Column]:
    """The names of the file, the same in every language."""
    return [Column(name, WIDTHS.get(name, 14)) for name in (*COLUMNS, MARK, CAVEAT)]


def cells(figures: Sequence[Figure]) -> Iterator[Sequence[str]]:
    """One figure a row, as it was published."""
    for one in figures:
        yield [
            one.series.slug,
            one.place,
            one.from_on.isoformat() if one.from_on else "",
            one.to_on.isoformat() if one.to_on else "",
            f"{one.value.normalize():f}",
            one.unit,
            one.qualifier,
            one.source,
            one.published_on,
            one.supersedes,
            TO_VERIFY if one.is_to_verify else "",
            str(one.series.caveat),
        ]
