"""A result on one page of paper: the sentence, both charts, the numbers, what bounds them, the hashes."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from port2port.reports.printing import pdf_of_sheets
from port2port.studies.models import Study
from port2port.studies.page import Shown, registered_of

PDF_TYPE = "application/pdf"
STYLES = Path(__file__).parent / "static" / "studies" / "paper.css"


def pdf_of_result(study: Study, shown: Shown, *, language: str, now: datetime) -> bytes | None:
    """The PDF in the reader's language; None where this machine makes none."""
    context = {
        "row": study,
        "shown": shown,
        "registered": registered_of(study),
        "language": language,
        "now": now,
        "is_demo": settings.DEMO,
    }
    return pdf_of_sheets(render_to_string("studies/pdf.html", context), styles=[STYLES])
