"""A page of paper: HTML to PDF where the machine has what that needs."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from PIL import ImageFile

STYLES = Path(__file__).parent / "static" / "reports" / "paper.css"
# Where a sheet's number stands, in points from the left and the lower edge of A4.
NUMBER_AT = (51, 25)


def pdf_of(html: str) -> bytes | None:
    """The PDF, or None where WeasyPrint or the libraries of Pango are missing."""
    paper = _weasyprint()
    if paper is None:
        return None
    styles = [paper.CSS(filename=str(STYLES))]
    made: bytes = paper.HTML(string=html, url_fetcher=_nothing).write_pdf(stylesheets=styles)
    return made


def pdf_of_sheets(html: str, *, styles: Iterable[Path]) -> bytes | None:
    """The PDF of a page whose sheets are laid out by these styles alone; None where this machine makes none."""
    paper = _weasyprint()
    if paper is None:
        return None
    made: bytes = paper.HTML(string=html, url_fetcher=_nothing).write_pdf(
        stylesheets=[paper.CSS(filename=str(one)) for one in styles], pdf_variant="pdf/ua-1"
    )
    return made


def makes_pdf() -> bool:
    """Whether this machine can make PDF files at all."""
    return _weasyprint() is not None


def pdf_of_parts(parts: Iterable[str], *, styles: Path) -> bytes:
    """One PDF of many pieces of HTML, each laid out by itself, its sheets numbered n / m from the first to the last.

    A long document is set piece by piece so that whoever waits sees how far it is and can stop it. How many sheets
    there are is known after the last, so the numbers are put onto the sheets when they are written.
    """
    paper = _weasyprint()
    if paper is None:
        raise OSError("WeasyPrint or Pango is missing; ask makes_pdf() first")
    sheet = paper.CSS(filename=str(styles))
    laid = [paper.HTML(string=html, url_fetcher=_nothing).render(stylesheets=[sheet]) for html in parts]
    whole = laid[0].copy([page for one in laid for page in one.pages])
    made: bytes = whole.write_pdf(finisher=_number_sheets)
    return made


def _number_sheets(_document: object, pdf: Any) -> None:
    # Comes with WeasyPrint and is as untyped.
    pydyf: Any = import_module("pydyf")

    font = pydyf.Dictionary({"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Helvetica"})
    pdf.add_object(font)
    objects: list[Any] = pdf.objects
    tables = {one.number: one for one in objects if hasattr(one, "get")}
    sheets = [one for one in tables.values() if one.get("Type") == "/Page"]
    for sheet in sheets:
        fonts = tables[_number_of(tables[_number_of(sheet["Resources"])]["Font"])]
        fonts["SheetNumber"] = font.reference
    x, y = NUMBER_AT
    for place, sheet in enumerate(sheets, start=1):
        # First on the sheet, before the page's own coordinates begin, and marked as no part of the text.
        words = (
            f"/Artifact BMC q 0.29 0.36 0.41 rg BT /SheetNumber 7 Tf {x} {y} Td ({place} / {len(sheets)}) Tj ET Q EMC"
        )
        stamp = pydyf.Stream([words])
        pdf.add_object(stamp)
        sheet["Contents"] = pydyf.Array([stamp.reference, sheet["Contents"]])


def _number_of(reference: bytes) -> int:
    return int(reference.split()[0])


def _weasyprint() -> Any:
    try:
        # Loads Pango when imported: on a machine without it that fails, and the print page stands in.
        import weasyprint  # noqa: PLC0415
    except (ImportError, OSError):
        return None
    finally:
        # Importing it makes Pillow lenient in the whole process; a photo that is cut off must go on being refused.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def _nothing(url: str, **_options: Any) -> dict[str, Any]:
    # The page brings everything along; nothing in a report makes the server fetch an address.
    raise ValueError(url)
