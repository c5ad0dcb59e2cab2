"""Scenarios, records and the port's form on paper: HTML of the page, and PDF where the machine makes one."""

from datetime import datetime
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from port2port.drills.library import Scenario
from port2port.reports.printing import makes_pdf, pdf_of_parts

PDF_TYPE = "application/pdf"
STYLES = Path(__file__).parent / "static" / "drills" / "paper.css"


def pdf_of_page(template: str, context: dict[str, object], *, language: str) -> bytes | None:
    """The PDF in that language; None where this machine makes none."""
    if not makes_pdf():
        return None
    with translation.override(language):
        html = render_to_string(template, context | {"language": language})
    return pdf_of_parts([html], styles=STYLES)


def scenario_context(found: Scenario, *, language: str, now: datetime) -> dict[str, object]:
    """What the sheets of a scenario show in that language."""
    return {
        "scenario": found,
        "language": language,
        "title": found.title[language],
        "texts": {name: getattr(found, name)[language] for name in ("purpose", "setting", "safety")},
        "objectives": [(one.code, one.text[language], one.control, one.elements) for one in found.objectives],
        "injects": [
            (_offset(one.offset_s), one.to_role, one.channel, one.text[language], one.expected[language])
            for one in found.injects
        ],
        "observe": [(one.objective, one.text[language]) for one in found.observe],
        "variants": [one[language] for one in found.variants],
        "now": now,
    }


def _offset(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}"
