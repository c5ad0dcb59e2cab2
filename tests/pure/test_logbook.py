from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.logbook import (
    Applied,
    Field,
    LogbookFault,
    LogbookRefusedError,
    Mapping,
    Note,
    Order,
    Reason,
    Sheet,
    apply,
    categories,
    guess,
    guessed,
    mapping_from_json,
    read,
    suggestions,
)
from port2port.pure.logbook_mapping import MappingFaultError
from port2port.pure.logbook_tables import Left
from port2port.pure.sheets import Column, csv_file
from tests.house.tree import ROOT
from tests.pure.logbooks import make

BRUSSELS = ZoneInfo("Europe/Brussels")
SAMPLES = Path(make.__file__).parent


def only(raw: bytes, name: str = "log.csv") -> Sheet:
    (sheet,) = read(raw, name)
    return sheet


def applied(sheet: Sheet, **changes: object) -> Applied:
    return apply(sheet, replace(guessed(sheet.headings, guess(sheet)), **changes), zone=BRUSSELS)


def sample(name: str) -> Applied:
    return applied(only((SAMPLES / name).read_bytes(), name))


def log(*rows: Sequence[str]) -> Sheet:
    headings = ["Datum", "Uur", "Plaats", "Soort", "Omschrijving", "Genomen maatregelen"]
    return only(make.written([headings, *rows], ";", "utf-8"))


def local(entry) -> str:
    return entry.occurred_at.astimezone(BRUSSELS).strftime("%d.%m.%Y %H:%M")


def test_a_dutch_workbook_is_read_under_its_titles():
    sheet = only((SAMPLES / "dutch.xlsx").read_bytes())
    found = applied(sheet)

    assert (sheet.name, sheet.heading_row, sheet.year) == ("Logboek", 4, 2025)
    assert sheet.left_out == ((9, Left.HEADING), (14, Left.TOTAL))
    assert found.errors == ()
    assert [(entry.number, local(entry), entry.place, entry.what) for entry in found.entries] == [
        (5, "01.03.2025 06:15", "Poort 2", "Beschadigde omheining"),
        (6, "01.03.2025 14:30", "Kaai 12", "Drone"),
        (7, "01.03.2025 22:30", "Loods 4", "Verdacht persoon"),
        (10, "03.03.2025 09:30", "Gate 1", "Foute vrijgave"),
        (12, "30.03.2025 03:30", "Poort 2", "Alarm"),
    ]
    assert found.entries[0].told == ("Havenkapiteinsdienst", "politie")
    assert found.entries[0].on_duty == ("Wachter poort 2",)
    assert found.entries[3].text == ("Chauffeur zonder vrijgave geweigerd.\nKwam om 11u terug met een juiste code.")
    assert found.entries[3].notes == (Note.CONTINUED,)
    assert found.entries[4].notes == (Note.CLOCK_GAP,)


def test_a_formula_counts_by_the_value_that_was_kept_for_it():
    assert [entry.reference for entry in sample("dutch.xlsx").entries] == ["1", "2", "3", "4", "5"]


def test_an_old_german_workbook_is_read():
    found = sample("german.xls")

    assert found.errors == ()
    assert [(local(entry), entry.place, entry.action_taken) for entry in found.entries] == [
        ("03.03.2025 14:30", "Tor 1", "Platzverweis"),
        ("03.03.2025 22:00", "Kai 4", ""),
        ("04.03.2025 06:05", "Halle 7", "Container gesperrt"),
        ("04.03.2025 23:50", "Tor 1", "Abgewiesen"),
        ("26.10.2025 02:30", "Tor 2", "Geprüft"),
    ]
    assert found.entries[3].notes == (Note.DATE_CARRIED,)
    assert found.entries[4].notes == (Note.CLOCK_TWICE,)
    assert found.entries[4].occurred_at == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_a_french_opendocument_sheet_is_read_to_its_last_blank_row():
    found = sample("french.ods")

    assert found.errors == ()
    assert [(local(entry), entry.what, entry.text) for entry in found.entries] == [
        ("03.03.2025 14:30", "Intrusion", "Deux personnes."),
        ("03.03.2025 22:15", "Drone", "Drone au-dessus du quai.\nDirection nord."),
        ("01.04.2025 06:00", "Clôture endommagée", "Trou dans la clôture."),
    ]


def test_a_dutch_csv_file_in_the_windows_alphabet_is_read():
    found = sample("dutch-windows.csv")

    assert [(local(entry), entry.what) for entry in found.entries] == [
        ("31.12.2024 23:59", "Alarm"),
        ("01.01.2025 00:10", "Verdachte vraag"),
        ("03.01.2025 00:00", "Indringing"),
    ]
    assert found.entries[0].text == "Vuurwerk tegen het hek;\nniets beschadigd."
    assert found.entries[2].text.endswith("café aan de overkant.")


def test_one_column_may_hold_date_and_time():
    found = sample("english.csv")

    assert [(local(entry), entry.has_time, entry.reference) for entry in found.entries] == [
        ("31.12.2024 14:30", True, "A-1"),
        ("31.12.2024 23:10", True, "A-2"),
        ("01.02.2025 00:00", False, "A-3"),
        ("03.02.2025 08:15", True, "A-4"),
    ]
    assert (found.order, found.is_order_proven) == (Order.DAY_FIRST, True)


def test_a_french_file_in_utf_16_with_tabs_is_read():
    found = sample("french-utf16.csv")

    assert [(local(entry), entry.text) for entry in found.entries] == [
        ("03.03.2025 14:30", "Colis suspect près du bollard."),
        ("04.03.2025 07:05", "Serrure forcée."),
    ]
    assert found.entries[1].notes == (Note.ORDER_ASSUMED, Note.RANGE_BEGUN)


@pytest.mark.parametrize("name", make.SAMPLES)
def test_the_samples_are_what_the_script_makes(name: str):
    made = read(make.SAMPLES[name](), name)

    assert made == read((SAMPLES / name).read_bytes(), name)


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["Datum", "Tijdstip", "Plaats", "Feiten", "Genomen maatregelen"], "date time place text action-taken"),
        (["Datum feiten", "Uur", "Zone", "Omschrijving", "Gemeld aan"], "date time place text told"),
        (["Date", "Heure", "Lieu", "Faits", "Mesures prises", "Averti"], "date time place text action-taken told"),
        (["Datum", "Uhrzeit", "Ort", "Vorfall", "Maßnahmen", "Wachmann"], "date time place text action-taken on-duty"),
        (["No.", "Date/time", "Location", "Type", "Details", "Outcome"], "reference date place what text outcome"),
    ],
)  # fmt: skip
def test_headings_of_four_languages_are_known(headings: list[str], fields: str):
    sheet = only(make.written([headings, ["1"] * len(headings)], ",", "utf-8"))

    assert " ".join(one.field for one in guess(sheet)) == fields
    assert all(0 < one.score <= 1 for one in guess(sheet))


def test_an_impossible_day_is_an_error_of_its_row_alone():
    found = applied(log(["31/02/2025", "10u", "Kaai", "", "a", ""], ["28/02/2025", "10u", "Kaai", "", "b", ""]))

    assert [entry.text for entry in found.entries] == ["b"]
    assert [(one.number, one.heading, one.reason, one.text) for one in found.errors] == [
        (2, "Datum", Reason.NO_SUCH_DAY, "31/02/2025")
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", "10u", "", "", "first of all", "", ""], Reason.NO_DATE),
        (["gisteren", "10u", "", "", "x", ""], Reason.NOT_A_DATE),
        (["31/12", "10u", "", "", "x", ""], Reason.NO_YEAR),
        (["01/02/2025", "25u10", "", "", "x", ""], Reason.NOT_A_TIME),
        (["01/02/2025", "10u", "Kaai", "", "", ""], Reason.NOTHING_SAID),
        (["01/02/2025", "10u", "", "", "x" * 32_768, ""], Reason.TOO_LONG),
    ],
)
def test_each_row_error_has_its_reason(row: list[str], reason: Reason):
    found = applied(log(row))

    assert [one.reason for one in found.errors] == [reason]
    assert all(len(one.text) <= 200 for one in found.errors)
    assert found.entries == ()


def test_more_text_below_a_row_in_error_is_no_entry_of_its_own():
    found = applied(log(["31/02/2025", "10u", "", "", "a", ""], ["", "", "", "", "more of a", ""]))

    assert found.entries == ()
    assert [one.number for one in found.errors] == [2, 3]


def test_the_column_tells_in_which_order_day_and_month_stand():
    american = applied(log(["03/04/2025", "", "", "", "a", ""], ["12/31/2024", "", "", "", "b", ""]))
    belgian = applied(log(["03/04/2025", "", "", "", "a", ""], ["31/12/2024", "", "", "", "b", ""]))
    unknown = applied(log(["03/04/2025", "", "", "", "a", ""], ["04/04/2025", "", "", "", "b", ""]))

    assert (american.order, american.is_order_proven) == (Order.MONTH_FIRST, True)
    assert local(american.entries[0]).startswith("04.03.2025")
    assert (belgian.order, belgian.is_order_proven) == (Order.DAY_FIRST, True)
    assert local(belgian.entries[0]).startswith("03.04.2025")
    assert (unknown.order, unknown.is_order_proven) == (Order.DAY_FIRST, False)
    assert [Note.ORDER_ASSUMED in entry.notes for entry in unknown.entries] == [True, False]


def test_the_order_may_be_said_by_the_mapping():
    found = applied(log(["03/04/2025", "", "", "", "a", ""]), order=Order.MONTH_FIRST)

    assert local(found.entries[0]).startswith("04.03.2025")
    assert found.is_order_proven
    assert Note.ORDER_ASSUMED not in found.entries[0].notes


def test_the_same_file_gives_the_same_digests_and_equal_rows_two_of_them():
    row = ["01/02/2025", "10u", "Kaai", "Drone", "x", ""]
    first = applied(log(row, row))
    later = applied(log(["31/01/2025", "9u", "Kaai", "Drone", "y", ""], row, row))

    digests = [entry.digest for entry in first.entries]
    assert len(set(digests)) == 2
    assert [entry.digest for entry in later.entries][1:] == digests


def test_a_digest_does_not_hang_on_the_order_of_the_columns_nor_on_the_mapping():
    one = only(b"Datum;Uur;Omschrijving;Soort\n01/02/2025;10u;x;Drone\n")
    other = only(b"Soort;Omschrijving;Uur;Datum\nDrone;x;10u;01/02/2025\n")
    mapped = applied(one, values=(("drone", ("DRN-RECON",)),))

    assert applied(one).entries[0].digest == applied(other).entries[0].digest == mapped.entries[0].digest
    assert mapped.entries[0].codes == ("DRN-RECON",)


def test_categories_are_counted_and_those_without_a_code_are_told():
    sheet = log(["01/02/2025", "", "", "Drone", "x", ""], ["02/02/2025", "", "", "Alarm", "y", ""])
    mapping = replace(guessed(sheet.headings, guess(sheet)), values=(("drone", ("DRN-RECON",)),))

    assert categories(sheet, mapping) == {"Drone": 1, "Alarm": 1}
    assert apply(sheet, mapping, zone=BRUSSELS).unmapped == (("Alarm", 1),)


LABELS = {
    "DRN-RECON": ["Drone reconnaissance", "Verkenning met drone", "Aufklärung mit Drohne"],
    "INT-FENCE": ["Damaged or cut fence", "Beschadigde of doorgeknipte omheining", "Clôture endommagée"],
    "DRG-EXT-PIN": ["Misused PIN or release", "Misbruik van pincode of vrijgave", "Missbrauch der PIN"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("Drone", "DRN-RECON"),
        ("Dronewaarneming", "DRN-RECON"),
        ("Drohnen", "DRN-RECON"),
        ("Beschadigde omheining", "INT-FENCE"),
        ("clôtures endommagées", "INT-FENCE"),
        ("Foute vrijgave", "DRG-EXT-PIN"),
        ("drg-ext-pin", "DRG-EXT-PIN"),
    ],
)
def test_a_category_suggests_the_code_that_shares_its_words(value: str, code: str):
    found = suggestions([value], LABELS)[value]

    assert found[0].code == code
    assert 0 < found[0].score <= 1


def test_a_category_that_shares_no_word_suggests_nothing():
    assert suggestions(["Varia", "", "??"], LABELS) == {"Varia": (), "": (), "??": ()}


def test_a_mapping_comes_back_from_its_json():
    sheet = log(["01/02/2025", "", "", "Drone", "x", ""])
    mapping = replace(
        guessed(sheet.headings, guess(sheet), language="nl"),
        values=(("drone", ("DRN-RECON",)),),
        order=Order.DAY_FIRST,
    )

    assert mapping_from_json(mapping.as_json()) == mapping
    assert mapping_from_json(mapping.as_json()).as_json() == mapping.as_json()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "columns": [], "values": [], "order": null, "language": ""}',
        '{"version": 1, "columns": [["a", "nonsense"]], "values": [], "order": null, "language": ""}',
        '{"version": 1, "columns": [["a", "date"], ["b", "date"]], "values": [], "order": null, "language": ""}',
        '{"version": 1, "columns": [[1, "date"]], "values": [], "order": null, "language": ""}',
        "[" * 100_000,
    ],
)
def test_a_mapping_that_is_none_is_refused(text: str):
    with pytest.raises(MappingFaultError):
        mapping_from_json(text)


def test_a_saved_mapping_reads_next_month_s_file_whatever_its_columns():
    sheet = log(["01/02/2025", "10u", "Kaai 1", "Drone", "x", ""])
    saved = mapping_from_json(guessed(sheet.headings, guess(sheet)).as_json())
    later = only(b"OMSCHRIJVING,Extra,datum,UUR\ny,z,02/03/2025,11u\n")

    entry = apply(later, saved, zone=BRUSSELS).entries[0]

    assert (entry.text, local(entry), entry.place) == ("y", "02.03.2025 11:00", "")


def test_what_stands_beside_the_table_is_not_passed_over():
    sheet = only(b"Datum;Uur;Omschrijving\n01/02/2025;10u;x;scribble\n;;;alone\n")
    found = applied(sheet)

    assert sheet.headings == ("Datum", "Uur", "Omschrijving", "")
    assert [entry.text for entry in found.entries] == ["x"]
    assert [(one.number, one.reason) for one in found.errors] == [(3, Reason.NOTHING_SAID)]


def test_a_mapping_that_fits_no_column_makes_an_error_of_every_row():
    found = apply(log(["01/02/2025", "10u", "", "", "x", ""]), Mapping(((("nothing"), Field.DATE),)), zone=BRUSSELS)

    assert [one.reason for one in found.errors] == [Reason.NO_DATE]


def test_what_the_log_exports_comes_back_as_it_was():
    columns = [Column("Datum"), Column("Uur"), Column("Plaats"), Column("Omschrijving")]
    raw = csv_file(columns, [["2025-03-01", "06:15", "Poort 2", 'Een "gat";\nin het hek, 1 m']])

    (entry,) = applied(only(raw)).entries

    assert (local(entry), entry.text) == ("01.03.2025 06:15", 'Een "gat";\nin het hek, 1 m')


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["01/02/2025", "31/02/2025", "3 maart", "14u30", "24:00", "Totaal", "", "45000,5", "1.1.", "-", "0"]
    ),
)


@given(st.lists(st.lists(CELLS, max_size=7), max_size=8), st.sampled_from(";,\t"), st.sampled_from(["utf-8", "utf-16"]))
def test_any_rows_are_read_or_said_to_be_wrong(rows: list[list[str]], separator: str, encoding: str):
    headings = ["Datum", "Uur", "Plaats", "Soort", "Omschrijving", "Maatregelen"]
    clean = [[cell.encode("utf-8", "ignore").decode() for cell in row] for row in [headings, *rows]]
    try:
        sheets = read(make.written(clean, separator, encoding), "log.csv")
    except LogbookRefusedError:
        return
    for sheet in sheets:
        found = applied(sheet)
        numbers = [one.number for one in (*found.entries, *found.errors)]
        assert len(set(numbers)) == len(numbers)
        assert set(numbers) <= {row.number for row in sheet.rows}
        assert len({entry.digest for entry in found.entries}) == len(found.entries)


def test_a_wide_sheet_of_many_rows_is_read_whole():
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Datum", "Uur", "Omschrijving"])
        for row in range(1, 2001):
            sheet.write_row(row, 0, ["01/02/2025", "10:00", f"entry {row}"])

    found = applied(only(out.getvalue(), "log.xlsx"))

    assert len(found.entries) == 2000
    assert len({entry.digest for entry in found.entries}) == 2000


def test_the_reference_page_tells_every_reason_and_note():
    page = (ROOT / "docs" / "reference" / "logbook-import.md").read_text()

    assert [code for code in (*LogbookFault, *Reason, *Note, *Field) if f"`{code}`" not in page] == []
