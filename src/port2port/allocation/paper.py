"""A roster on paper: the own ports alone, the label on each sheet, and across it for whom, and when."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from port2port.allocation.drawing import Drawn
from port2port.allocation.models import Roster
from port2port.allocation.sheets import LABEL
from port2port.reports.printing import STYLES as REPORT_STYLES
from port2port.reports.printing import pdf_of_sheets

PDF_TYPE = "application/pdf"
STYLES = Path(__file__).parent / "static" / "allocation" / "paper.css"
# So often stands for whom it is across a sheet: what is cut off or photographed still says it.
MARKS = range(8)


def pdf_of_roster(roster: Roster, ports: Sequence[Drawn], *, reader: str, language: str, now: datetime) -> bytes | None:
    """The PDF in the reader's language; None where this machine makes none. reader   of which organisation"""
    context = {
        "roster": roster,
        "ports": ports,
        "label": LABEL,
        "reader": reader,
        "language": language,
        "now": now,
        "marks": MARKS,
        "is_demo": settings.DEMO,
    }
    return pdf_of_sheets(render_to_string("allocation/roster_pdf.html", context), styles=[REPORT_STYLES, STYLES])
