"""Sheets of weekly counts: what they say is read whole, and what they cannot say is refused by row and column."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from port2port.pure.count_cells import MOST, Why
from port2port.pure.count_sheet import (
    MOST_ROWS,
    CountRow,
    CountSheet,
    EffortRow,
    Known,
    SheetFault,
    SheetRefusedError,
    read_counts,
)
from port2port.pure.logbook_bounds import LogbookFault, LogbookRefusedError
from port2port.pure.port_names import port_words
from port2port.pure.sheets import Column, csv_file
from port2port.pure.weeks import WEEK

NEWEST = date(2026, 2, 16)
KNOWN = Known(
    ports=port_words({"BEANR": ("BEANR", "Antwerp"), "BEGNE": ("BEGNE", "Ghent")}),
    categories={"drg ext team": "DRG-EXT-TEAM", "intruding extraction crew": "DRG-EXT-TEAM"},
    newest=NEWEST,
)
LOGBOOKS = Path(__file__).parent / "logbooks"
HEAD = "week;port;outcome;category;number;kilograms\n"


def read(text: str, *, encoding: str = "utf-8", known: Known = KNOWN) -> CountSheet:
    return read_counts(text.encode(encoding), "counts.csv", known=known)


def whys(sheet: CountSheet) -> list[tuple[int, str, Why]]:
    return [(one.row, one.heading, one.why) for one in sheet.remarks]


def xlsx(*tables: tuple[str, list[list[object]]]) -> bytes:
    out = BytesIO()
    with Workbook(out) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in tables:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, (date, datetime)):
                        sheet.write_datetime(number, column, cell, day)
                    elif isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(number, column, cell, None, "#DIV/0!" if "/0" in cell else 7)
                    elif cell is not None:
                        sheet.write(number, column, cell)
    return out.getvalue()


def test_a_plain_file_is_read_whole() -> None:
    sheet = read(
        HEAD
        + "2026-02-02;BEANR;seizures;;3;120,5\n2026-W07;be anr;Seizures;DRG-EXT-TEAM;0;\n16/02/2026;Gent;drones;;;\n"
    )

    assert sheet.counts == (
        CountRow(2, "BEANR", "seizures", "", date(2026, 2, 2), 3, Decimal("120.5")),
        CountRow(3, "BEANR", "seizures", "DRG-EXT-TEAM", date(2026, 2, 9), 0),
        CountRow(4, "BEGNE", "drone_sightings", "", NEWEST, None),
    )
    assert sheet.rejected == 0


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("Week,Haven,Wat wordt geteld,Categorie,Aantal,Kilogram", "2026-W06,beanr,inbeslagnames,alle,4,12"),
        ("Semaine,Port,Ce qui est compté,Catégorie,Nombre,Kilogrammes", "W06 2026,beanr,saisies,toutes,4,12"),
        ("Kalenderwoche,Hafen,Was gezählt wird,Kategorie,Anzahl,kg", "KW 6/2026,beanr,Sicherstellungen,alle,4,12"),
        ("week (Monday),port,what is counted,category,number,kg", "2026-02-02,beanr,seizures,all,4,12"),
    ],
)
def test_headings_are_known_in_four_languages(heading: str, row: str) -> None:
    (found,) = read(f"{heading}\n{row}\n").counts

    assert found == CountRow(2, "BEANR", "seizures", "", date(2026, 2, 2), 4, Decimal(12))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_whatever_program_wrote_the_file_it_says_the_same(encoding: str, mark: str) -> None:
    text = HEAD.replace("number", "anzahl").replace(";", mark) + mark.join(
        ["2026-W06", "BEANR", "drohnen", "", "4", ""]
    )

    (found,) = read(text.replace("category", "catégorie"), encoding=encoding).counts

    assert found == CountRow(2, "BEANR", "drone_sightings", "", date(2026, 2, 2), 4)


def test_effort_stands_in_the_same_file() -> None:
    text = "week;port;outcome;number;effort;amount\n2026-W06;beanr;drones;2;;\n2026-W06;beanr;;;patrouille-uren;37,5\n"

    sheet = read(text)

    assert sheet.counts == (CountRow(2, "BEANR", "drone_sightings", "", date(2026, 2, 2), 2),)
    assert sheet.efforts == (EffortRow(3, "BEANR", "patrol_hours", date(2026, 2, 2), Decimal("37.5")),)


def test_a_workbook_says_dates_and_numbers_as_it_holds_them() -> None:
    rows: list[list[object]] = [
        ["Counts of 2026"],
        [],
        ["week", "port", "outcome", "number", "remark"],
        [date(2026, 2, 2), "BEANR", "intrusions", 5, "quiet"],
        [date(2026, 2, 9), "BEANR", "intrusions", None],
        ["Total", None, None, 5],
    ]

    sheet = read_counts(xlsx(("2026", rows)), "counts.xlsx", known=KNOWN)

    assert [(one.row, one.week, one.number) for one in sheet.counts] == [
        (4, date(2026, 2, 2), 5),
        (5, date(2026, 2, 9), None),
    ]
    assert sheet.unread == ("remark",)
    assert sheet.left_out == (6,)


@pytest.mark.parametrize(
    ("row", "heading", "why"),
    [
        (";BEANR;drones;;1;", "week", Why.NO_WEEK),
        ("soon;BEANR;drones;;1;", "week", Why.NOT_A_WEEK),
        ("02-02;BEANR;drones;;1;", "week", Why.NOT_A_WEEK),
        ("2026-02-02 12:00;BEANR;drones;;1;", "week", Why.NOT_A_WEEK),
        ("2026-02-30;BEANR;drones;;1;", "week", Why.NOT_A_WEEK),
        ("2026-W54;BEANR;drones;;1;", "week", Why.NO_SUCH_WEEK),
        ("2025-W53;BEANR;drones;;1;", "week", Why.NO_SUCH_WEEK),
        ("2026-02-03;BEANR;drones;;1;", "week", Why.NOT_A_MONDAY),
        ("2026-02-23;BEANR;drones;;1;", "week", Why.WEEK_NOT_OVER),
        ("2062-W07;BEANR;drones;;1;", "week", Why.WEEK_NOT_OVER),
        ("1926-W07;BEANR;drones;;1;", "week", Why.TOO_OLD),
        ("2026-W06;;drones;;1;", "port", Why.NO_PORT),
        ("2026-W06;NLRTM;drones;;1;", "port", Why.UNKNOWN_PORT),
        ("2026-W06;BEANR;;;1;", "outcome", Why.NO_OUTCOME),
        ("2026-W06;BEANR;parking fines;;1;", "outcome", Why.UNKNOWN_OUTCOME),
        ("2026-W06;BEANR;kilograms;;1;", "outcome", Why.KILOGRAMS_NO_OUTCOME),
        ("2026-W06;BEANR;seizures_per_1000_inspected;;1;", "outcome", Why.DERIVED_OUTCOME),
        ("2026-W06;BEANR;drones;weather;1;", "category", Why.UNKNOWN_CATEGORY),
        ("2026-W06;BEANR;drones;;-1;", "number", Why.NEGATIVE),
        ("2026-W06;BEANR;drones;;−4,5;", "number", Why.NEGATIVE),
        ("2026-W06;BEANR;drones;;1,5;", "number", Why.FRACTIONAL),
        ("2026-W06;BEANR;drones;;0.5;", "number", Why.FRACTIONAL),
        ("2026-W06;BEANR;drones;;1.234;", "number", Why.THOUSANDS),
        ("2026-W06;BEANR;drones;;1 234;", "number", Why.THOUSANDS),
        ("2026-W06;BEANR;drones;;NaN;", "number", Why.NOT_A_NUMBER),
        ("2026-W06;BEANR;drones;;inf;", "number", Why.NOT_A_NUMBER),
        ("2026-W06;BEANR;drones;;٣;", "number", Why.NOT_A_NUMBER),
        ("2026-W06;BEANR;drones;;1e3;", "number", Why.NOT_A_NUMBER),
        ("2026-W06;BEANR;drones;;#N/A;", "number", Why.NOT_A_NUMBER),
        ("2026-W06;BEANR;drones;;-;", "number", Why.NOT_A_NUMBER),
        ("2026-W06;BEANR;drones;;1000001;", "number", Why.TOO_LARGE),
        ("2026-W06;BEANR;drones;;=1+1;", "number", Why.FORMULA),
        ("2026-W06;BEANR;drones;;+1;", "number", Why.FORMULA),
        ("2026-W06;BEANR;drones;;-1+cmd|'/c calc'!A1;", "number", Why.FORMULA),
        ("2026-W06;=HYPERLINK(1);drones;;1;", "port", Why.FORMULA),
        ("2026-W06;BEANR;@SUM(1);;1;", "outcome", Why.FORMULA),
        ("=A1;BEANR;drones;;1;", "week", Why.FORMULA),
        ("2026-W06;BEANR;drones;;1;5", "kilograms", Why.KILOGRAMS_OF_SEIZURES),
        ("2026-W06;BEANR;seizures;;0;5", "kilograms", Why.KILOGRAMS_OF_NOTHING),
        ("2026-W06;BEANR;seizures;;;5", "kilograms", Why.KILOGRAMS_OF_NOTHING),
        ("2026-W06;BEANR;seizures;;;0", "kilograms", Why.KILOGRAMS_OF_NOTHING),
        ("2026-W06;BEANR;seizures;;1;1000001", "kilograms", Why.TOO_LARGE),
        ("2026-W06;BEANR;seizures;;1;-5", "kilograms", Why.NEGATIVE),
        ("2026-W06;BEANR;seizures;;1;1.234", "kilograms", Why.THOUSANDS),
        ("2026-W06;BEANR;seizures;;1;0.12345", "kilograms", Why.TOO_PRECISE),
    ],
)
def test_each_fault_is_told_with_its_row_and_column(row: str, heading: str, why: Why) -> None:
    sheet = read(HEAD + "2026-W05;BEANR;drones;;1;\n" + row + "\n")

    assert whys(sheet) == [(3, heading, why)]
    assert [one.row for one in sheet.counts] == [2]


def test_every_fault_of_a_row_is_told_at_once() -> None:
    sheet = read(HEAD + "2026-02-03;NLRTM;parking;weather;-1;x\n")

    assert [why for _row, _heading, why in whys(sheet)] == [
        Why.NOT_A_MONDAY,
        Why.UNKNOWN_PORT,
        Why.UNKNOWN_OUTCOME,
        Why.UNKNOWN_CATEGORY,
        Why.NEGATIVE,
        Why.NOT_A_NUMBER,
    ]
    assert sheet.rejected == 1


def test_a_week_told_twice_names_the_row_that_told_it_first() -> None:
    sheet = read(HEAD + "2026-W06;BEANR;drones;;1;\n2026-02-02;Antwerp;drones;all;1;\n")

    assert [(one.row, one.why, one.other) for one in sheet.remarks] == [(3, Why.DOUBLED, 2)]


def test_what_a_formula_or_an_error_left_in_a_workbook_is_no_number() -> None:
    rows: list[list[object]] = [
        ["week", "port", "outcome", "number"],
        [date(2026, 2, 2), "BEANR", "intrusions", "=SUM(A1:A9)"],
        [date(2026, 2, 9), "BEANR", "intrusions", "=1/0"],
        [date(2026, 2, 16), "BEANR", "intrusions", 2],
    ]

    sheet = read_counts(xlsx(("A", [["notes"], ["=1/0"]]), ("B & C", rows)), "counts.xlsx", known=KNOWN)

    assert whys(sheet) == [(2, "number", Why.WORKED_OUT), (3, "number", Why.WORKED_OUT)]
    assert [one.number for one in sheet.counts] == [2]


def test_a_number_merged_over_weeks_is_not_counted_twice() -> None:
    out = BytesIO()
    with Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["week", "port", "outcome", "number"])
        for row, week in enumerate(["2026-W05", "2026-W06"], start=1):
            page.write_row(row, 0, [week, None, "drones"])
        page.merge_range(1, 1, 2, 1, "BEANR")
        page.merge_range(1, 3, 2, 3, 9)

    sheet = read_counts(out.getvalue(), "counts.xlsx", known=KNOWN)

    assert whys(sheet) == [(3, "number", Why.MERGED)]
    assert [(one.port, one.number) for one in sheet.counts] == [("BEANR", 9)]


def test_two_sheets_with_counts_are_asked_about_and_one_of_them_is_read() -> None:
    head: list[object] = ["week", "port", "outcome", "number"]
    raw = xlsx(
        ("2025", [head, ["2025-W06", "BEANR", "drones", 1]]),
        ("Notes", [["What", "Who", "When"]]),
        ("2026", [head, ["2026-W06", "BEANR", "drones", 2]]),
    )

    with pytest.raises(SheetRefusedError) as refused:
        read_counts(raw, "counts.xlsx", known=KNOWN)
    sheet = read_counts(raw, "counts.xlsx", known=KNOWN, sheet="2026")

    assert (refused.value.fault, refused.value.names) == (SheetFault.SEVERAL, ("2025", "2026"))
    assert [one.number for one in sheet.counts] == [2]
    with pytest.raises(SheetRefusedError) as refused:
        read_counts(raw, "counts.xlsx", known=KNOWN, sheet="2027")
    assert refused.value.fault == SheetFault.NO_SUCH_SHEET


@pytest.mark.parametrize(
    ("text", "fault", "names"),
    [
        ("a;b;c\n1;2;3\n", SheetFault.NO_COLUMNS, ()),
        ("week;port;outcome\n2026-W06;BEANR;drones\n", SheetFault.MISSING, ("number",)),
        ("week;outcome;number\n2026-W06;drones;1\n", SheetFault.MISSING, ("port",)),
        ("week;port;effort\n2026-W06;BEANR;teu\n", SheetFault.MISSING, ("amount",)),
        ("week;maandag;port;outcome;number\n", SheetFault.TWICE, ("week", "maandag")),
        ("week;port;outcome;number\n", SheetFault.NO_ROWS, ()),
    ],
)
def test_a_sheet_that_cannot_be_read_says_what_it_lacks(text: str, fault: SheetFault, names: tuple[str, ...]) -> None:
    with pytest.raises(SheetRefusedError) as refused:
        read(text)

    assert (refused.value.fault, refused.value.names) == (fault, names)


def test_more_rows_than_the_limit_are_refused_whole() -> None:
    with pytest.raises(SheetRefusedError) as refused:
        read(HEAD + "2026-W06;BEANR;drones;;1;\n" * (MOST_ROWS + 1))

    assert refused.value.fault == SheetFault.TOO_MANY_ROWS


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", LogbookFault.EMPTY),
        (b"<html><table></table></html>", LogbookFault.WEB_PAGE),
        (b"week;port\x00\x01\xff\xfe", LogbookFault.UNKNOWN),
        (b"\x81\x8d\x8f;\x90\x9d;caf\xe9", LogbookFault.ENCODING),
        (b"PK\x03\x04 xl/workbook.xml of nothing", LogbookFault.BROKEN),
        (b"PK\x03\x04 content.xml", LogbookFault.BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), LogbookFault.OLD_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), LogbookFault.ENCRYPTED),
        ((LOGBOOKS / "french.ods").read_bytes(), LogbookFault.OPEN_WORKBOOK),
        ((LOGBOOKS / "german.xls").read_bytes(), LogbookFault.OLD_WORKBOOK),
    ],
)
def test_bytes_that_are_no_sheet_are_refused(raw: bytes, fault: LogbookFault) -> None:
    with pytest.raises(LogbookRefusedError) as refused:
        read_counts(raw, "counts.csv", known=KNOWN)

    assert refused.value.fault == fault


def test_weeks_between_that_the_sheet_does_not_say_are_listed() -> None:
    sheet = read(HEAD + "2026-W04;BEANR;drones;;1;\n2026-W07;BEANR;drones;;1;\n2026-W07;BEGNE;drones;;1;\n")

    assert sheet.gaps == {("BEANR", "drone_sightings", ""): (date(2026, 1, 26), date(2026, 2, 2))}


WEEKS = st.integers(0, 1300).map(lambda back: NEWEST - back * WEEK)
COUNTS = st.builds(
    CountRow,
    row=st.just(0),
    port=st.sampled_from(["BEANR", "BEGNE"]),
    outcome=st.sampled_from(["seizures", "intrusions", "drone_sightings", "tampered_seals"]),
    category=st.sampled_from(["", "DRG-EXT-TEAM"]),
    week=WEEKS,
    number=st.none() | st.integers(0, MOST),
)


@given(st.lists(COUNTS, min_size=1, max_size=30, unique_by=lambda one: (one.port, one.outcome, one.category, one.week)))
def test_what_is_written_is_read_again_the_same(rows: list[CountRow]) -> None:
    columns = [Column(word) for word in ("week", "port", "outcome", "category", "number")]
    lines = [
        [one.week.isoformat(), one.port, one.outcome, one.category, "" if one.number is None else str(one.number)]
        for one in rows
    ]

    sheet = read_counts(csv_file(columns, lines), "counts.csv", known=KNOWN)

    assert not sheet.remarks
    assert [(c.port, c.outcome, c.category, c.week, c.number) for c in sheet.counts] == [
        (c.port, c.outcome, c.category, c.week, c.number) for c in rows
    ]


CELLS = st.text(alphabet=st.characters(exclude_characters=';"\r\n\0', exclude_categories=["Cs", "Cc"]), max_size=12)
LIKELY = st.sampled_from(
    [
        "2026-W06",
        "2026-02-02",
        "03/02/2026",
        "BEANR",
        "drones",
        "seizures",
        "",
        "7",
        "-1",
        "1,5",
        "=A1",
        "NaN",
        "٣",
        "²",
    ]
)


@given(st.lists(st.lists(CELLS | LIKELY, min_size=6, max_size=6), min_size=1, max_size=15))
def test_whatever_stands_there_a_row_is_taken_or_refused_and_never_lost(lines: list[list[str]]) -> None:
    text = HEAD + "".join(";".join(line) + "\n" for line in lines) + "2026-W05;BEGNE;tampered seals;;1;\n"

    sheet = read(text)

    told = [*(one.row for one in sheet.counts), *(one.row for one in sheet.remarks)]
    said = {row for row, line in enumerate(lines, start=2) if any(cell.strip("\u200b\ufeff").strip() for cell in line)}
    assert said - set(told) - set(sheet.left_out) == set()
    assert not {one.row for one in sheet.remarks} & {one.row for one in sheet.counts}
    for one in sheet.counts:
        assert one.week.weekday() == 0
        assert one.week <= NEWEST
        assert one.number is None or 0 <= one.number <= MOST
        assert one.kilograms is None or (one.outcome == "seizures" and one.kilograms >= 0)


@given(st.integers(0, MOST), st.sampled_from(["", " ", "\u00a0"]))
def test_a_float_of_a_workbook_that_is_whole_is_that_number(number: int, blank: str) -> None:
    sheet = read(HEAD + f"2026-W06;BEANR;drones;;{blank}{number}{blank};\n")

    assert [one.number for one in sheet.counts] == [number]
