"""A certificate on paper: the holder's name beside a code that leads to the check; the token inside the file."""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from port2port.certificates.covering import covered
from port2port.certificates.models import Certificate
from port2port.concerns.links import drawn
from port2port.reports.printing import makes_pdf, pdf_of_parts

PDF_TYPE = "application/pdf"
STYLES = Path(__file__).parent / "static" / "certificates" / "paper.css"


def check_address(row: Certificate) -> str:
    """Where the paper's code leads: it names the certificate by a random number, and holds no token."""
    return f"{settings.SITE_URL}{reverse('certificates:checked', args=[row.check_code])}"


def paper_context(row: Certificate, *, language: str) -> dict[str, object]:
    """What the paper shows in that language."""
    address = check_address(row)
    return {
        "certificate": row,
        "language": language,
        "address": address,
        "qr": drawn(address),
        "codes": covered(row.codes),
        "community": settings.COMMUNITY_NAME,
    }


def pdf_of_certificate(row: Certificate, *, language: str) -> bytes | None:
    """The PDF in that language; None where this machine makes none."""
    if not makes_pdf():
        return None
    with translation.override(language):
        html = render_to_string("certificates/pdf.html", paper_context(row, language=language))
    return pdf_of_parts([html], styles=STYLES)
