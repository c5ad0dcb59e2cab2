"""A declaration on paper: what both sign, and the same for reading in the other languages."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from port2port.levels.models import Dos
from port2port.levels.wording import ACTIVITY_WORDS
from port2port.pure.declaration import ACTIVITIES
from port2port.reports.printing import makes_pdf, pdf_of_parts

PDF_TYPE = "application/pdf"
STYLES = Path(__file__).parent / "static" / "levels" / "paper.css"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One activity, and who does it."""

    code: str
    words: str | Promise
    facility: bool
    ship: bool


def matrix_of(by_facility: list[str], by_ship: list[str]) -> list[MatrixRow]:
    """All eleven activities in the order of the form."""
    return [MatrixRow(code, ACTIVITY_WORDS[code], code in by_facility, code in by_ship) for code in ACTIVITIES]


def paper_context(row: Dos, *, language: str, now: datetime) -> dict[str, object]:
    """What the paper shows in that language."""
    return {
        "dos": row,
        "language": language,
        "matrix": matrix_of(row.by_facility, row.by_ship),
        "is_translation": language != row.language,
        "now": now,
    }


def pdf_of_declaration(row: Dos, *, language: str, now: datetime) -> bytes | None:
    """The PDF in that language; None where this machine makes none."""
    if not makes_pdf():
        return None
    with translation.override(language):
        html = render_to_string("levels/pdf.html", paper_context(row, language=language, now=now))
    return pdf_of_parts([html], styles=STYLES)


def file_name(row: Dos, *, language: str) -> str:
    """A name that says which declaration it is, and nothing of the ship."""
    return f"{row.number} {language}.pdf"
