"""A file of counts is written whole or not at all, the same file twice changes nothing, and an import can be undone."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from port2port.base.refusal import NotAllowed
from port2port.counts import actions
from port2port.counts.actions.importing import MOST_UPLOADS, choose_sheet, drop_upload, try_upload
from port2port.counts.models import CountImport, CountSeries, CountUpload, Effort, WeekCount
from port2port.counts.refusals import NothingToUndo
from port2port.counts.rules import WeekSaid
from port2port.counts.sheet_words import BadSheet, RowsRefused, UndoneAlready
from port2port.counts.trial_page import refused_of
from port2port.log.logbook_words import BadLogbook
from port2port.members.models import Port
from port2port.pure.count_cells import Why
from tests.counts.conftest import Count
from tests.personas import NOW, Community

LATER = NOW + timedelta(hours=1)
HEAD = "week;port;outcome;category;number;kilograms;effort;amount\n"
FILE = (
    HEAD
    + "2026-W05;BENOR;seizures;;3;120,5;;\n"
    + "2026-W06;BENOR;seizures;;;;;\n"
    + "2026-W05;North;drones;DRN-RECON;2;;;\n"
    + "2026-W05;BENOR;;;;;containers_scanned;4100\n"
)
W5, W6 = date(2026, 1, 26), date(2026, 2, 2)
Keep = Callable[..., CountUpload]


@pytest.fixture
def keep(community: Community) -> Keep:
    def kept(text: str = FILE, *, by: str = "author", now=NOW) -> CountUpload:
        return actions.keep_upload(member=community.member(by), content=text.encode(), name="counts.csv", now=now)

    return kept


def standing() -> list[tuple[str, str, date, int | None]]:
    rows = WeekCount.objects.standing().order_by("series__outcome", "week")
    return list(rows.values_list("series__outcome", "series__category", "week", "number"))


def test_a_file_becomes_counts_and_effort_with_their_source(community: Community, keep: Keep) -> None:
    record = actions.import_upload(member=community.member("author"), upload=keep(), now=LATER)

    assert record is not None
    assert (record.made, record.corrected, record.same) == (4, 0, 0)
    assert standing() == [
        ("drone_sightings", "DRN-RECON", W5, 2),
        ("seizures", "", W5, 3),
        ("seizures", "", W6, None),
    ]
    assert set(WeekCount.objects.values_list("source", "file")) == {("import", record.key)}
    assert WeekCount.objects.get(number=3).kilograms == Decimal("120.5")
    assert Effort.objects.standing().get().amount == 4100
    assert not CountUpload.objects.exists()


def test_the_same_file_twice_changes_nothing(community: Community, keep: Keep) -> None:
    author = community.member("author")
    actions.import_upload(member=author, upload=keep(), now=LATER)
    before = list(WeekCount.objects.values())

    again = keep()
    trial = try_upload(member=author, upload=again, now=LATER)
    record = actions.import_upload(member=author, upload=again, now=LATER + timedelta(hours=1))

    assert (trial.new, trial.changed, trial.same) == (0, 0, 4)
    assert record is None
    assert list(WeekCount.objects.values()) == before
    assert CountImport.objects.count() == 1


def test_one_refused_row_keeps_all_of_them_out_and_the_file_waits(community: Community, keep: Keep) -> None:
    upload = keep(FILE + "2026-02-03;BENOR;seizures;;-1;;;\n")

    trial = try_upload(member=community.member("author"), upload=upload, now=NOW)
    with pytest.raises(RowsRefused):
        actions.import_upload(member=community.member("author"), upload=upload, now=LATER)

    assert [(one.row, one.why) for one in trial.sheet.remarks] == [(6, Why.NOT_A_MONDAY), (6, Why.NEGATIVE)]
    assert not CountSeries.objects.exists()
    assert CountUpload.objects.get() == upload


def test_what_would_be_new_and_what_would_change_is_told_before(community: Community, count: Count, keep: Keep) -> None:
    author = community.member("author")
    series = count(author, outcome="seizures")
    actions.enter_weeks(member=author, series=series, said={W5: WeekSaid(7), W6: WeekSaid(None)}, now=NOW)

    seizures = next(one for one in try_upload(member=author, upload=keep(), now=NOW).parts if one.name == "seizures")

    assert (seizures.new, seizures.same) == (0, 1)
    (change,) = seizures.changes
    assert (change.row, change.week) == (2, W5)
    assert (change.before, change.after) == (WeekSaid(7), WeekSaid(3, Decimal("120.5")))


def test_an_import_is_undone_as_far_as_it_stands(community: Community, count: Count, keep: Keep) -> None:
    author = community.member("author")
    series = count(author, outcome="seizures")
    actions.enter_weeks(member=author, series=series, said={W5: WeekSaid(7)}, now=NOW)
    actions.enter_effort(
        member=author, port=community.ports["north"], kind="containers_scanned", said={W5: Decimal(99)}, now=NOW
    )
    record = actions.import_upload(member=author, upload=keep(), now=LATER)
    drones = CountSeries.objects.get(outcome="drone_sightings")
    actions.enter_weeks(member=author, series=drones, said={W5: WeekSaid(8)}, now=LATER + timedelta(hours=1))

    undone = actions.undo_import(member=author, record=record, now=LATER + timedelta(hours=2))

    assert undone == 3
    assert standing() == [("drone_sightings", "DRN-RECON", W5, 8), ("seizures", "", W5, 7)]
    assert Effort.objects.standing().get().amount == 99
    with pytest.raises(UndoneAlready):
        actions.undo_import(member=author, record=record, now=LATER + timedelta(hours=3))


def test_an_import_of_which_nothing_stands_cannot_be_undone(community: Community, keep: Keep) -> None:
    author = community.member("author")
    record = actions.import_upload(member=author, upload=keep(HEAD + "2026-W05;BENOR;seizures;;3;;;\n"), now=LATER)
    series = CountSeries.objects.get()
    actions.enter_weeks(member=author, series=series, said={W5: WeekSaid(8)}, now=LATER + timedelta(hours=1))

    with pytest.raises(NothingToUndo):
        actions.undo_import(member=author, record=record, now=LATER + timedelta(hours=2))

    assert standing() == [("seizures", "", W5, 8)]


def test_a_port_of_another_organisation_is_refused_like_one_that_is_not_there(community: Community, keep: Keep) -> None:
    upload = keep(HEAD + "2026-W05;BESOU;seizures;;3;;;\n2026-W05;XXXXX;seizures;;3;;;\n")

    trial = try_upload(member=community.member("author"), upload=upload, now=NOW)

    assert [one.why for one in trial.sheet.remarks] == [Why.UNKNOWN_PORT, Why.UNKNOWN_PORT]


def test_a_port_without_a_locode_is_counted_by_its_name_and_two_of_one_name_are_not_guessed(
    community: Community, keep: Keep
) -> None:
    Port.objects.filter(slug="north").update(locode="", name="Ghent")
    Port.objects.filter(slug="south").update(name="Gent")

    by_name = keep(HEAD + "2026-W05;Haven van GAND;seizures;;3;;;\n")
    actions.import_upload(member=community.member("author"), upload=by_name, now=LATER)
    unclear = keep(HEAD + "2026-W06;gent;seizures;;3;;;\n", by="secretariat")
    trial = try_upload(member=community.member("secretariat"), upload=unclear, now=NOW)

    assert standing() == [("seizures", "", W5, 3)]
    assert CountSeries.objects.get().port == community.ports["north"]
    (line,) = refused_of(trial, trial.sheet.remarks)
    assert (line.row, line.shown) == (2, "gent")
    assert "Ghent (north)" in line.words
    assert "Gent (BESOU)" in line.words


@pytest.mark.parametrize("name", ["trainer", "guard", "auditor", "operator", "client", "guest", "nobody"])
def test_who_keeps_no_counts_brings_no_file(community: Community, name: str) -> None:
    with pytest.raises(NotAllowed):
        actions.keep_upload(member=community.member(name), content=FILE.encode(), name="counts.csv", now=NOW)


@pytest.mark.parametrize("name", ["coordinator", "colleague", "peer", "outsider", "secretariat"])
def test_a_waiting_file_is_its_own_seats_alone(community: Community, keep: Keep, name: str) -> None:
    upload, other = keep(), community.member(name)

    assert not CountUpload.objects.visible_to(other).exists()
    for act in (
        lambda: actions.import_upload(member=other, upload=upload, now=LATER),
        lambda: drop_upload(member=other, upload=upload),
        lambda: choose_sheet(member=other, upload=upload, sheet="x"),
    ):
        with pytest.raises((NotAllowed, RowsRefused)):
            act()
    assert CountUpload.objects.count() == 1
    assert not WeekCount.objects.exists()


def test_another_organisation_neither_sees_nor_undoes_an_import(community: Community, keep: Keep) -> None:
    record = actions.import_upload(member=community.member("author"), upload=keep(), now=LATER)

    for name in ("peer", "peer_coordinator", "outsider", "secretariat", "auditor", "guest"):
        assert not CountImport.objects.visible_to(community.member(name)).exists()
        with pytest.raises(NotAllowed):
            actions.undo_import(member=community.member(name), record=record, now=LATER)
    assert CountImport.objects.visible_to(community.member("coordinator")).exists()
    assert WeekCount.objects.standing().count() == 3


def test_a_seat_of_one_port_does_not_see_what_others_imported(community: Community, keep: Keep) -> None:
    actions.import_upload(member=community.member("author"), upload=keep(), now=LATER)

    assert CountImport.objects.visible_to(community.scoped("author", port="north")).exists()
    assert not CountImport.objects.visible_to(community.scoped("coordinator", port="north")).exists()


def test_files_wait_for_a_day_and_at_most_three_of_a_seat(
    keep: Keep, django_capture_on_commit_callbacks, settings
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for minute in range(MOST_UPLOADS + 2):
            keep(now=NOW + timedelta(minutes=minute))
        assert CountUpload.objects.count() == MOST_UPLOADS
        assert actions.forget_uploads(now=NOW + timedelta(hours=23)) == 0
        assert actions.forget_uploads(now=NOW + timedelta(days=2)) == MOST_UPLOADS

    assert not CountUpload.objects.exists()


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", BadLogbook),
        (b"<html><body>", BadLogbook),
        (b"PK\x03\x04xl/workbook.xml", BadLogbook),
        (b"a;b;c\n1;2;3\n", BadSheet),
        (b"week;port;outcome\n2026-W05;BENOR;seizures\n", BadSheet),
    ],
)
def test_a_file_that_cannot_be_read_is_not_kept(community: Community, raw: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        actions.keep_upload(member=community.member("author"), content=raw, name="x", now=NOW)

    assert not CountUpload.objects.exists()
