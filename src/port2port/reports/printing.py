"""A page of paper: HTML to PDF where the machine has what that needs."""

from pathlib import Path
from typing import Any

from PIL import ImageFile

STYLES = Path(__file__).parent / "static" / "reports" / "paper.css"


def pdf_of(html: str) -> bytes | None:
    """The PDF, or None where WeasyPrint or the libraries of Pango are missing."""
    try:
        # Loads Pango when imported: on a machine without it that fails, and the print page stands in.
        import weasyprint  # noqa: PLC0415
    except (ImportError, OSError):
        return None
    finally:
        # Importing it makes Pillow lenient in the whole process; a photo that is cut off must go on being refused.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    paper: Any = weasyprint
    styles = [paper.CSS(filename=str(STYLES))]
    made: bytes = paper.HTML(string=html, url_fetcher=_nothing).write_pdf(stylesheets=styles)
    return made


def _nothing(url: str, **_options: Any) -> dict[str, Any]:
    # The page brings everything along; nothing in a report makes the server fetch an address.
    raise ValueError(url)
