import csv
import re
from datetime import UTC, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from port2port.pure import sheets
from port2port.pure.audience import Tlp
from port2port.pure.filetypes import identify

NOW = datetime(2026, 3, 2, 14, 5, 7, tzinfo=UTC)
COLUMNS = [sheets.Column("Title", 40), sheets.Column("Port")]
ROWS = [["=1+1", "BEANR"], ['Één, "twee"\nregels', "0042"], ["https://ports.example", "-12"]]


def read_csv(raw: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(raw.decode("utf-8-sig"), newline="")))


def test_a_csv_file_opens_in_an_office_program_without_running_anything():
    raw = sheets.csv_file(COLUMNS, ROWS)

    assert raw.startswith(b"\xef\xbb\xbf")
    assert read_csv(raw) == [["Title", "Port"], ["'=1+1", "BEANR"], *ROWS[1:]]
    assert identify(raw, name="reports.csv").media_type == "text/csv"


def test_a_csv_file_comes_row_by_row():
    def endless():
        while True:
            yield ["x", "y"]

    lines = sheets.csv_lines(COLUMNS, endless())

    assert [next(lines) for _ in range(4)][1:] == [b"Title,Port\r\n", b"x,y\r\n", b"x,y\r\n"]


def test_a_sheet_has_text_cells_and_the_label_on_its_tab_and_pages():
    raw = sheets.xlsx_file(COLUMNS, ROWS, title="Reports & alerts", label=Tlp.AMBER_STRICT.label, made_at=NOW)

    book = CalamineWorkbook.from_filelike(BytesIO(raw))
    assert book.sheet_names == ["TLP AMBER+STRICT Reports & aler"]
    assert book.get_sheet_by_index(0).to_python() == [["Title", "Port"], ["'=1+1", "BEANR"], *ROWS[1:]]
    with ZipFile(BytesIO(raw)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.namelist()
    assert "<f>" not in page
    assert "hyperlink" not in page
    assert set(re.findall(r'<c [^>]*t="(\w+)"', page)) == {"s"}
    assert page.count("&amp;L&amp;BTLP:AMBER+STRICT") == 2
    assert not any("hyperlink" in name for name in names)
    assert identify(raw, name="reports.xlsx").extension == "xlsx"


def test_the_same_rows_give_the_same_bytes():
    first, second = (sheets.xlsx_file(COLUMNS, ROWS, title="Reports", label="TLP:GREEN", made_at=NOW) for _ in range(2))

    assert first == second


def test_a_sheet_refuses_what_it_cannot_hold(monkeypatch):
    monkeypatch.setattr(sheets, "XLSX_ROWS", 3)

    sheets.xlsx_file(COLUMNS, ROWS, title="Reports", label=Tlp.GREEN.label, made_at=NOW)
    with pytest.raises(sheets.TooManyRowsError):
        sheets.xlsx_file(COLUMNS, ROWS * 2, title="Reports", label=Tlp.GREEN.label, made_at=NOW)
    with pytest.raises(ValueError, match="cells"):
        sheets.csv_file(COLUMNS, [["only one"]])


@pytest.mark.parametrize("tlp", Tlp)
def test_every_label_stands_whole_in_the_name_of_the_tab(tlp):
    name = sheets.sheet_name(tlp.label, "a/very: long [title] with *?\\ and 'quotes'")

    assert name.startswith(tlp.label.replace(":", " ") + " ")
    assert len(name) <= 31
    assert not set(name) & set("[]:*?/\\'")


@given(st.lists(st.text(st.characters(exclude_categories=[])), min_size=2, max_size=2))
def test_any_text_gives_files_that_open(row):
    raw = sheets.csv_file(COLUMNS, [row])
    book = CalamineWorkbook.from_filelike(
        BytesIO(sheets.xlsx_file(COLUMNS, [row], title="".join(row), label=Tlp.RED.label, made_at=NOW))
    )

    # A lone carriage return is a cell's text, and stays inside its quotes.
    assert len(read_csv(raw)) == 2
    assert len(book.sheet_names) == 1
