"""A logbook into the log: all or nothing, never twice, without names, and struck out as a whole."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from port2port.base.refusal import NotAllowed, Refusal
from port2port.ledger.models import TrailLine
from port2port.log.actions import import_logbook, save_mapping, strike_entry, strike_import, write_entry
from port2port.log.actions.importing import Imported, ImportStruck, TooLateToStrike, plan_import, write_import
from port2port.log.logbook_words import BadLogbook, ColumnsMissing, WhichSheet
from port2port.log.models import Line, LogImport, LogMapping, LogYear, Occurrence, Version
from port2port.pure import logbook
from tests.log.conftest import said
from tests.personas import NOW

SAMPLES = Path(__file__).parents[1] / "pure" / "logbooks"
HEAD = "Datum;Uur;Plaats;Soort;Omschrijving;Maatregelen;Verwittigd;Wachter;Nr\n"
TWO = (
    HEAD
    + "01/03/2025;14u30;Poort 2;Drone;Boven de kaai.;Gemeld;politie;wachter;17\n"
    + "13/03/2025;;Loods 4;Alarm;Vals alarm.;;;;18\n"
)


def mapping_of(content: bytes, name: str, **more) -> logbook.Mapping:
    sheet = logbook.read(content, name)[0]
    return logbook.guessed(sheet.headings, logbook.guess(sheet), language="nl")


@pytest.fixture
def bring(author, quay):
    def brought(text: str | bytes = TWO, *, name: str = "log.csv", member=author, facility=quay, now=NOW, **more):
        content = text.encode() if isinstance(text, str) else text
        mapping = more.pop("mapping", None) or mapping_of(content, name)
        return import_logbook(
            member=member, facility=facility, content=content, name=name, mapping=mapping, now=now, **more
        )

    return brought


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.[coxt]*")), ids=lambda one: one.name)
def test_each_sample_is_written_once_however_often_it_comes(bring, path: Path):
    if path.suffix == ".py":
        pytest.skip("makes the samples")
    first = bring(path.read_bytes(), name=path.name)
    again = bring(path.read_bytes(), name=path.name)

    if first.is_refused:
        assert not Occurrence.objects.exists()
        return
    assert first.fresh
    assert (again.fresh, again.known, again.record) == ((), len(first.fresh), None)
    assert Occurrence.objects.count() == len(first.fresh)


def test_rows_become_closed_entries_with_wording_words_and_their_own_number(bring, write):
    write()

    done = bring()

    rows = list(Occurrence.objects.filter(batch=done.record).order_by("sequence"))
    assert [(row.number, row.reference, row.happened_precision) for row in rows] == [
        ("2026-0002", "17", "minute"),
        ("2026-0003", "18", "day"),
    ]
    assert rows[0].happened_at.isoformat() == "2025-03-01T13:30:00+00:00"
    assert (rows[0].noted_at, rows[0].closed_at, rows[0].source) == (NOW, NOW, "import")
    assert rows[0].text == "Drone: Boven de kaai."
    assert " drone " in rows[0].words
    assert Version.objects.get(occurrence=rows[0]).said["text"] == rows[0].text
    assert Line.objects.get(occurrence=rows[0]).to == "politie"
    assert rows[0].on_duty == ["wachter"]
    assert TrailLine.objects.get(act="import_log").subject == "2 entries"


def test_the_next_number_follows_the_last_imported_one(bring, write):
    bring()

    assert write().number == "2026-0003"


def test_an_import_writes_the_same_row_as_the_form_would(bring, author, quay):
    row = Occurrence.objects.filter(batch=bring().record).earliest("sequence")

    by_hand = write_entry(
        member=author,
        facility=quay,
        said=said(happened_at=row.happened_at, tile="other", place="Poort 2", text=row.text, language="nl",
                  action_taken="Gemeld", on_duty=("wachter",), reference="17"),
        now=NOW,
    )  # fmt: skip

    assert set(by_hand.words.split()) - set(row.words.split()) <= {"20260003", "0003"}
    assert Version.objects.get(occurrence=by_hand).said == Version.objects.get(occurrence=row).said


def test_a_dry_run_writes_nothing_and_says_the_same(bring):
    dry = bring(dry_run=True)

    assert (len(dry.fresh), dry.known, dry.record) == (2, 0, None)
    assert not Occurrence.objects.exists()
    assert not LogImport.objects.exists()


def test_one_rejected_row_and_none_is_written(bring):
    done = bring(TWO + "31/02/2025;10u;Poort 1;Alarm;Op een dag die er niet is.;;;;19\n")

    (one,) = done.rows.rejected
    assert (one.number, one.heading, one.shown) == (4, "Datum", "31/02/2025")
    assert "does not exist" in str(one.words)
    assert not Occurrence.objects.exists()


@pytest.mark.parametrize(
    ("row", "heading"),
    [
        ("01/03/2031;10u;;Alarm;Later.;;;;1\n", "Datum"),
        ("01/03/1985;10u;;Alarm;Vroeger.;;;;1\n", "Datum"),
        (f"01/03/2025;10u;{'x' * 201};Alarm;Ver.;;;;1\n", "Plaats"),
        (f"01/03/2025;10u;;Alarm;{'x' * 20_001};;;;1\n", "Omschrijving"),
        (f"01/03/2025;10u;;Alarm;Nr.;;;;{'9' * 61}\n", "Nr"),
    ],
)
def test_what_the_log_does_not_take_is_rejected_by_row_and_heading(bring, row: str, heading: str):
    done = bring(HEAD + row)

    assert [(one.number, one.heading) for one in done.rows.rejected] == [(2, heading)]
    assert not Occurrence.objects.exists()


def test_a_longer_file_brings_only_what_is_new(bring):
    bring()

    done = bring(TWO + "14/03/2025;10u;Poort 1;Alarm;Nog een.;;;;19\n")

    assert (len(done.fresh), done.known) == (1, 2)
    assert Occurrence.objects.count() == 3


def test_names_stay_behind_and_roles_come_along(bring):
    text = HEAD + "01/03/2025;14u30;Poort 2;Drone;Boven.;;Jan Janssens, politie;J. Peeters + wachter poort 2;1\n"

    done = bring(text)

    row = Occurrence.objects.get()
    assert row.on_duty == ["wachter poort 2"]
    assert [one.to for one in row.lines.all()] == ["politie"]
    assert {(one.number, one.heading, one.shown) for one in done.rows.left_out} == {
        (2, "Verwittigd", ""),
        (2, "Wachter", ""),
    }
    assert done.record is not None
    assert done.record.left_out == 2
    stored = str(list(Version.objects.values_list("said", flat=True))) + row.words
    assert "eeters" not in stored
    assert "anssens" not in stored


def test_an_import_is_struck_out_as_a_whole_and_can_come_again(bring, author):
    first = bring()
    strike_entry(member=author, occurrence=Occurrence.objects.earliest("sequence"), reason="By hand.", now=NOW)

    strike_import(member=author, record=first.record, reason="Wrong columns.", now=NOW + timedelta(hours=23))
    again = bring()

    reasons = Occurrence.objects.filter(batch=first.record).order_by("sequence").values_list("struck_reason", flat=True)
    assert list(reasons) == ["By hand.", "Wrong columns."]
    assert len(again.fresh) == 2
    with pytest.raises(ImportStruck):
        strike_import(member=author, record=first.record, reason="Again.", now=NOW)


def test_a_struck_entry_does_not_come_back_with_the_same_file(bring, author):
    bring()
    strike_entry(member=author, occurrence=Occurrence.objects.earliest("sequence"), reason="Not ours.", now=NOW)

    assert bring().known == 2


def test_after_a_day_an_import_stands(bring, author):
    first = bring()

    with pytest.raises(TooLateToStrike):
        strike_import(member=author, record=first.record, reason="Late.", now=NOW + timedelta(hours=25))
    assert not Occurrence.objects.exclude(struck_at=None).exists()


@pytest.mark.parametrize(
    "who", ["guard", "coordinator", "trainer", "auditor", "operator", "peer", "forwarder", "guest"]
)
def test_nobody_else_imports_here_or_strikes_it_out(bring, community, request, who: str):
    done = bring()
    other = request.getfixturevalue(who)

    with pytest.raises(NotAllowed):
        bring(member=other, dry_run=True)
    with pytest.raises(NotAllowed):
        strike_import(member=other, record=done.record, reason="Mine.", now=NOW)
    assert not LogMapping.objects.visible_to(other).exists()
    if who in {"peer", "forwarder", "guard"}:
        assert not LogImport.objects.visible_to(other).exists()


def test_a_seat_of_one_facility_imports_nowhere_else(bring, community):
    with pytest.raises(NotAllowed):
        bring(member=community.scoped("author", facility="south"))


def test_a_mapping_is_the_organisations_own(author, peer):
    mapping = mapping_of(TWO.encode(), "log.csv")
    first = save_mapping(member=author, name="Gate book", mapping=mapping, now=NOW)
    again = save_mapping(member=author, name="Gate book", mapping=mapping, now=NOW + timedelta(days=1))
    other = save_mapping(member=peer, name="Gate book", mapping=mapping, now=NOW)

    assert first.pk == again.pk != other.pk
    assert list(LogMapping.objects.visible_to(author)) == [first]
    assert logbook.mapping_from_json(again.mapping) == mapping


def test_a_sheet_must_be_named_where_there_are_several(bring):
    content, mapping = _two_sheets(), mapping_of(TWO.encode(), "log.csv")

    with pytest.raises(WhichSheet) as refused:
        bring(content, name="log.xlsx", mapping=mapping)
    assert "“2024”, “2025”" in str(refused.value)
    assert len(bring(content, name="log.xlsx", mapping=mapping, sheet="2025").fresh) == 1


def test_without_a_date_column_nothing_is_read(bring):
    with pytest.raises(ColumnsMissing):
        bring(mapping=logbook.Mapping((("omschrijving", logbook.Field.TEXT),)))


def _two_sheets() -> bytes:
    from io import BytesIO

    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for year in ("2024", "2025"):
            sheet = book.add_worksheet(year)
            sheet.write_row(0, 0, ["Datum", "Uur", "Omschrijving"])
            sheet.write_row(1, 0, [f"13/01/{year}", "10:00", "Alarm."])
    return out.getvalue()


def _bomb() -> bytes:
    from io import BytesIO
    from zipfile import ZIP_DEFLATED, ZipFile

    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    return out.getvalue()


def _bad() -> dict[str, tuple[str, bytes]]:
    whole = (SAMPLES / "dutch.xlsx").read_bytes()
    return {
        "half": ("log.xlsx", whole[: len(whole) // 2]),
        "empty": ("log.csv", b""),
        "bomb": ("log.xlsx", _bomb()),
        "encrypted": ("log.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5_000),
        "picture": ("log.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 500),
        "web-page": ("log.xls", b"<html><table><tr><td>Datum</td></tr></table></html>"),
    }


@pytest.mark.parametrize("which", ["half", "empty", "bomb", "encrypted", "picture", "web-page"])
def test_a_file_that_cannot_be_read_is_refused_in_words(bring, which: str):
    name, content = _bad()[which]

    with pytest.raises(BadLogbook) as refused:
        bring(content, name=name, mapping=mapping_of(TWO.encode(), "log.csv"))
    assert str(refused.value).endswith(".")
    assert not Occurrence.objects.exists()


def test_an_import_that_breaks_off_leaves_nothing(bring):
    class Stopped(Refusal):
        words = "Stopped."

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        bring(step=stop)
    assert not Occurrence.objects.exists()
    assert not LogImport.objects.exists()
    assert len(bring().fresh) == 2


def test_an_import_that_fails_while_it_writes_leaves_nothing(bring, monkeypatch):
    def broken(_rows: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("port2port.log.actions.importing.Line.objects.bulk_create", broken)
    with pytest.raises(ZeroDivisionError):
        bring()

    assert not Occurrence.objects.exists()
    assert not LogImport.objects.exists()
    assert not LogYear.objects.exists()


def test_what_came_into_the_log_while_a_file_was_read_is_not_written_twice(bring, author, quay):
    raw = TWO.encode()
    planned = plan_import(
        member=author, facility=quay, content=raw, name="log.csv", mapping=mapping_of(raw, "log.csv"), now=NOW
    )
    bring()

    done = write_import(member=author, planned=planned, now=NOW)

    assert (done.fresh, done.known, done.record) == ((), 2, None)
    assert Occurrence.objects.count() == 2


def test_nothing_is_held_while_a_file_is_read_and_checked(bring, author, quay):
    raw = TWO.encode()

    with CaptureQueriesContext(connection) as asked:
        plan_import(
            member=author, facility=quay, content=raw, name="log.csv", mapping=mapping_of(raw, "log.csv"), now=NOW
        )

    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []


def test_formulas_and_windows_letters_are_kept_as_text(bring):
    done: Imported = bring((HEAD + '13/03/2025;10u;Qué;Alarm;"=1+1 élève";;;;1\n').encode("cp1252"))

    assert done.fresh
    assert Occurrence.objects.get().text == "Alarm: =1+1 élève"
