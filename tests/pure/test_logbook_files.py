"""Files that would deceive a reader, or take all memory, and honest ones in every alphabet."""

import struct
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.logbook import LogbookFault, LogbookRefusedError, read
from port2port.pure.logbook_bounds import MAX_BYTES, MAX_ROWS
from tests.pure.logbooks import make

ROWS = [["Datum", "Uur", "Omschrijving"], ["01/02/2025", "10u", "café, naïef; œuvre"]]
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def fault_of(raw: bytes, name: str = "log") -> LogbookFault:
    with pytest.raises(LogbookRefusedError) as refused:
        read(raw, name)
    return refused.value.fault


def xlsx(**parts: str) -> bytes:
    """An honest workbook in which parts are replaced: `sheet` or `strings`."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["Datum", "Uur", "Omschrijving"])
    names = {
        "sheet": "xl/worksheets/sheet1.xml",
        "strings": "xl/sharedStrings.xml",
        "rels": "xl/_rels/workbook.xml.rels",
    }
    changed = {names[part]: text for part, text in parts.items()}
    return repacked(out.getvalue(), changed)


def repacked(raw: bytes, changed: dict[str, str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
    return out.getvalue()


def sheet_xml(rows: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{rows}</sheetData></worksheet>"
    )


HEADINGS = "".join(
    f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>'
    for letter, text in zip("ABC", ["Datum", "Uur", "Omschrijving"], strict=True)
)


def with_cell(place: str) -> bytes:
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return xlsx(sheet=sheet_xml(f'<row r="1">{HEADINGS}</row><row r="{row}"><c r="{place}"><v>1</v></c></row>'))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_file_is_read_in_each_alphabet_and_with_each_separator(encoding: str, separator: str):
    (sheet,) = read(make.written(ROWS, separator, encoding), "log.csv")

    assert [list(sheet.headings), list(sheet.rows[0].cells)] == ROWS


def test_the_line_in_which_excel_names_the_separator_is_no_row():
    (sheet,) = read(b"sep=;\r\nDatum;Uur;Omschrijving\r\n01/02/2025;10u;x, y\r\n", "log.csv")

    assert sheet.headings == ("Datum", "Uur", "Omschrijving")
    assert sheet.rows[0].cells[2] == "x, y"


def test_what_a_file_is_counts_and_not_what_it_is_called():
    raw = (make.HERE / "dutch.xlsx").read_bytes()

    assert read(raw, "log.csv")[0].headings == read(raw, "log.xlsx")[0].headings
    assert read((make.HERE / "english.csv").read_bytes(), "log.xls")[0].headings[0] == "Ref"


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", LogbookFault.EMPTY),
        (b" \r\n \r\n", LogbookFault.EMPTY),
        (b"Datum;Uur\r\n" + b"x" * MAX_BYTES, LogbookFault.TOO_LARGE),
        (b"<html><table><tr><td>Datum</td></tr></table></html>", LogbookFault.WEB_PAGE),
        (b"\x00\x01\x02\x03binary", LogbookFault.UNKNOWN),
        (b"Datum;Uur\r\n\x81\x8d;1\r\n", LogbookFault.ENCODING),
        (b"Datum;Uur\r\n\x07;1\r\n", LogbookFault.ENCODING),
        (b"een;twee\r\n1;2\r\n", LogbookFault.NO_TABLE),
        (b"PK\x03\x04" + b"nonsense" * 20, LogbookFault.BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, LogbookFault.BROKEN),
        (b"a," * 300 + b"\r\n", LogbookFault.TOO_MANY_COLUMNS),
        (b"a\r\n" * (MAX_ROWS + 1), LogbookFault.TOO_MANY_ROWS),
    ],
    ids=lambda value: value.value if isinstance(value, LogbookFault) else "",
)
def test_a_file_that_is_no_logbook_is_refused_with_its_reason(raw: bytes, fault: LogbookFault):
    assert fault_of(raw) is fault


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def zipped(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"%PDF-1.7\n1 0 obj", LogbookFault.PDF),
        (b"\n%PDF-1.4\n", LogbookFault.PDF),
        (b"\x89PNG\r\n\x1a\n\x00\x00", LogbookFault.PICTURE),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", LogbookFault.PICTURE),
        (b"\x00\x00\x00\x18ftypheic\x00", LogbookFault.PICTURE),
        (b"{\\rtf1\\ansi hello}", LogbookFault.DOCUMENT),
        (OLE + "WordDocument".encode("utf-16-le"), LogbookFault.DOCUMENT),
        (OLE + "PowerPoint Document".encode("utf-16-le"), LogbookFault.DOCUMENT),
        (zipped("a.txt", "b/log.csv"), LogbookFault.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", LogbookFault.ARCHIVE),
        (b"BZh91AY&SY\x00\x04", LogbookFault.ARCHIVE),
        (zipped("[Content_Types].xml", "xl/workbook.bin"), LogbookFault.BINARY_WORKBOOK),
        (b"\x81\x8d\x8f not a workbook", LogbookFault.UNKNOWN),
        (b"dear colleague, the figures follow", LogbookFault.TEXT),
    ],
    ids=lambda value: value.value if isinstance(value, LogbookFault) else "",
)
def test_a_workbook_in_name_alone_is_told_by_what_it_is(raw: bytes, fault: LogbookFault):
    assert fault_of(raw, "log.xlsx") is fault


@pytest.mark.parametrize("heading", [b"BM", b"BZhoek"])
def test_a_text_that_begins_as_a_picture_or_an_archive_does_is_a_text(heading: bytes):
    assert read(heading + b";Datum;Omschrijving\r\n1;2026-02-01;x\r\n", "log.csv")[0].rows


@pytest.mark.parametrize("name", ["dutch.xlsx", "german.xls", "french.ods"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_half_a_file_is_broken(name: str, share: float):
    raw = (make.HERE / name).read_bytes()

    assert fault_of(raw[: int(len(raw) * share)]) is LogbookFault.BROKEN


def test_a_workbook_with_a_password_is_said_to_have_one():
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 400
    manifest = make.packed(ODS, "<x/>")
    sealed = repacked(manifest, {"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"})

    assert fault_of(compound) is LogbookFault.ENCRYPTED
    assert fault_of(sealed) is LogbookFault.ENCRYPTED


def test_an_old_workbook_with_a_password_is_said_to_have_one():
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, "Datum")
    out = BytesIO()
    book.save(out)
    # The record that names the method of encryption follows the first one of the workbook.
    raw = bytearray(out.getvalue())
    place = raw.index(b"\x09\x08\x10\x00") + 20
    raw[place : place + 10] = struct.pack("<HHHHH", 0x2F, 6, 0, 1, 1)

    assert fault_of(bytes(raw)) in {LogbookFault.ENCRYPTED, LogbookFault.BROKEN}


def test_a_million_empty_rows_are_no_rows():
    rows = "".join(f'<row r="{row}" ht="15"><c r="A{row}" s="1"/></row>' for row in range(3, 200_000, 50))
    last = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    entry = '<row r="2"><c r="A2" t="inlineStr"><is><t>01/02/2025</t></is></c></row>'

    (sheet,) = read(xlsx(sheet=sheet_xml(f'<row r="1">{HEADINGS}</row>{entry}{rows}{last}')), "log.xlsx")

    assert [row.number for row in sheet.rows] == [2]


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("A1048576", LogbookFault.TOO_MANY_ROWS),
        ("XFD2", LogbookFault.TOO_MANY_COLUMNS),
        ("XFD1048576", LogbookFault.TOO_MANY_ROWS),
        ("GR50000", LogbookFault.TOO_MANY_CELLS),
    ],
)
def test_one_cell_far_away_takes_no_memory(place: str, fault: LogbookFault):
    assert fault_of(with_cell(place)) is fault


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1048576"><c><v>1</v></c></row>',
        "<row r='1048576'><c t='n'><v>1</v></c></row>",
        (
            '<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="1048576">'
            "<x:c><x:v>1</x:v></x:c></x:row>"
        ),
        '<row r="2"><c note="&quot; r=A2" x=\'r="A2"\' r="A1048576"><v>1</v></c></row>',
        '<row r="2"><c r="A1048576"><!-- <c r="A2"> --><v>1</v></c></row>',
        f'<row r="2"><c {"x" * 5000}="" r="A1048576"><v>1</v></c></row>',
        '<row r="2"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>',
        '<row r="2"><c r="A1048576"><f>1+1</f><v>2</v></c></row>',
    ],
)
def test_a_far_cell_cannot_be_hidden(row: str):
    assert fault_of(xlsx(sheet=sheet_xml(f'<row r="1">{HEADINGS}</row>{row}'))) in {
        LogbookFault.TOO_MANY_ROWS,
        LogbookFault.BROKEN,
    }


def test_a_sheet_under_another_name_is_measured_too():
    far = sheet_xml(f'<row r="1">{HEADINGS}</row><row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    raw = xlsx()
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        rels = archive.read("xl/_rels/workbook.xml.rels").decode()

    moved = repacked(
        raw, {"xl/styles.xml": far, "xl/_rels/workbook.xml.rels": rels.replace("worksheets/sheet1", "styles")}
    )
    foreign = repacked(raw, {"xl/_rels/workbook.xml.rels": rels.replace("worksheets/sheet1.xml", "media/a.png")})

    assert fault_of(moved) is LogbookFault.TOO_MANY_ROWS
    assert fault_of(foreign) is LogbookFault.BROKEN


def test_a_sheet_in_utf_16_is_not_trusted():
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(xlsx())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.decode().encode("utf-16") if "sheet1.xml" in name else content)

    assert fault_of(out.getvalue()) is LogbookFault.BROKEN


def test_one_long_text_named_again_and_again_takes_no_memory():
    strings = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"x" * 30_000}</t></si></sst>'
    )
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(2, 5_000))

    assert fault_of(xlsx(sheet=sheet_xml(f'<row r="1">{HEADINGS}</row>{rows}'), strings=strings)) in {
        LogbookFault.TOO_MANY_CELLS,
        LogbookFault.BOMB,
    }


def test_a_zip_bomb_is_one():
    assert fault_of(xlsx(strings="<sst>" + " " * 60_000_000 + "</sst>")) is LogbookFault.BOMB


DOWN, RIGHT = "table:number-rows-repeated", "table:number-columns-repeated"
NUMBER = 'office:value-type="float" office:value="1"'
CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
WORDS = f'<table:table-cell {RIGHT}="100"><text:p>x</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (f'<table:table-row {DOWN}="1048576">{CELL}</table:table-row>', LogbookFault.TOO_MANY_ROWS),
        (f'<table:table-row {DOWN}="1048570"/><table:table-row>{CELL}</table:table-row>', LogbookFault.TOO_MANY_ROWS),
        (
            f'<table:table-row><table:table-cell {RIGHT}="16384" {NUMBER}/></table:table-row>',
            LogbookFault.TOO_MANY_COLUMNS,
        ),
        (
            f'<table:table-row {DOWN}="50000"><table:table-cell {RIGHT}="100" {NUMBER}/></table:table-row>',
            LogbookFault.TOO_MANY_CELLS,
        ),
        (f'<table:table-row {DOWN}="50000">{WORDS}</table:table-row>', LogbookFault.TOO_MANY_CELLS),
        ("<table:table-row><!-- --></table:table-row>", LogbookFault.BROKEN),
    ],
)
def test_repeated_cells_take_no_memory(row: str, fault: LogbookFault):
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="a">{row}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )

    assert fault_of(make.packed(ODS, content)) is fault


def test_an_old_workbook_with_a_far_cell_is_refused():
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    sheet.write(0, 0, "Datum")
    sheet.write(65_535, 0, "x")
    out = BytesIO()
    book.save(out)

    assert fault_of(out.getvalue()) is LogbookFault.TOO_MANY_ROWS


def test_a_text_document_is_no_logbook():
    assert fault_of(make.packed("application/vnd.oasis.opendocument.text", "<x/>")) is LogbookFault.DOCUMENT


@given(st.sampled_from(["dutch.xlsx", "german.xls", "french.ods", "english.csv"]), st.data())
def test_a_damaged_file_is_read_or_refused(name: str, data: st.DataObject):
    raw = (make.HERE / name).read_bytes()
    place = data.draw(st.integers(0, len(raw) - 1))
    damaged = raw[:place] + data.draw(st.binary(max_size=6)) + raw[place + data.draw(st.integers(0, 40)) :]

    with suppress(LogbookRefusedError):
        assert read(damaged, name)
