"""What an import could not take, as a sheet to work through."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from port2port.log.logbook_rows import Rows
from port2port.pure.sheets import Column


def remark_columns() -> list[Column]:
    """The headings in the reader's language."""
    return [
        Column(_("Row in the file"), 10),
        Column(_("Column"), 24),
        Column(_("Result"), 14),
        Column(_("Reason"), 60),
        Column(_("What stands there"), 60),
    ]


def remark_cells(rows: Rows) -> Iterator[Sequence[str]]:
    """Rejected rows first, then cells that were left out."""
    for words, remarks in ((_("Rejected"), rows.rejected), (_("Left out"), rows.left_out)):
        for one in remarks:
            yield [str(one.number), one.heading, words, str(one.words), one.shown]
