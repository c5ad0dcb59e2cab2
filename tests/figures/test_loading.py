"""Published figures come in from files: every row of the software's, and of others all but the broken ones."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from port2port.base.refusal import NotAllowed
from port2port.figures import actions
from port2port.figures.actions import loading
from port2port.figures.models import Figure, Kind, Series
from port2port.figures.reading import COLUMNS, read_figures, text_of
from port2port.figures.refusals import MissingColumns, NoText
from port2port.figures.starting import packaged_figures, packaged_series
from port2port.members.actions.places import load_places
from port2port.site.command import main
from tests.personas import NOW

HEAD = ",".join(COLUMNS)
GOOD = "cocaine_seized,BEANR,2024-01-01,2024-12-31,44,t,about,a newspaper,2025-01-09,"


def a_file(*rows: str) -> str:
    return "\n".join([HEAD, *rows])


@pytest.fixture
def series(db) -> None:
    actions.load_series()


def test_every_figure_that_comes_with_the_software_is_accepted(db):
    load_places()

    loaded = actions.load_packaged(now=NOW)

    rows = list(csv.DictReader(packaged_figures().splitlines()))
    assert (loaded.made, loaded.here, loaded.refused) == (len(rows), 0, ())
    assert len(rows) == 148
    antwerp = Figure.objects.get(value=Decimal("109.89448"))
    assert (antwerp.port.locode, antwerp.from_on, antwerp.published_on) == ("BEANR", date(2022, 1, 1), "2023-01")
    assert Figure.objects.get(place="Province of Antwerp").port is None


def test_loading_twice_changes_nothing(db):
    actions.load_packaged(now=NOW)
    before = list(Figure.objects.values_list("pk", "digest"))

    again = actions.load_packaged(now=NOW)

    assert (again.made, again.here) == (0, 148)
    assert list(Figure.objects.values_list("pk", "digest")) == before


def test_a_withdrawn_figure_does_not_come_back_by_loading(secretariat):
    actions.load_packaged(now=NOW)
    wrong = Figure.objects.get(value=Decimal(64))
    actions.withdraw_figure(member=secretariat, figure=wrong, reason="The page is gone.", now=NOW)

    actions.load_packaged(now=NOW)

    assert Figure.objects.standing().count() == 147
    assert Figure.objects.count() == 148


def test_what_somebody_added_and_withdrew_keeps_no_figure_of_another_out(secretariat, coordinator):
    actions.load_series()
    text = packaged_figures()
    actions.load_figures(text=text, member=coordinator, now=NOW)
    for one in Figure.objects.all():
        actions.withdraw_figure(member=coordinator, figure=one, reason="Mine no more.", now=NOW)

    again = actions.load_packaged(now=NOW)

    assert again.made == 148
    assert Figure.objects.standing().count() == 148


def test_what_stands_is_not_added_by_another_hand(coordinator):
    actions.load_packaged(now=NOW)

    again = actions.load_figures(text=packaged_figures(), member=coordinator, now=NOW)

    assert (again.made, again.here) == (0, 148)


def test_a_comma_without_quotes_is_refused_with_its_line(db):
    actions.load_series()
    head, first, *_rest = packaged_figures().splitlines()

    loaded = actions.load_figures(text=f"{head}\n{first}\n{first},more\n", member=None, now=NOW)

    assert (loaded.made, [fault.line for fault in loaded.refused]) == (1, [3])


def test_every_series_has_its_name_in_four_languages_and_every_mass_seized_says_what_it_is_not(db):
    actions.load_series()

    for one in Series.objects.all():
        assert set(one.names) == {"en", "nl", "fr", "de"}
        assert all(one.names.values()), one.slug
        # A series of kilograms or tonnes of drugs that were found, whatever its kind may be called.
        assert bool(one.caveat) == (one.unit in {"t", "kg"}), one.slug
    assert {row["slug"] for row in csv.DictReader(packaged_series().splitlines())} == set(
        Series.objects.values_list("slug", flat=True)
    )
    assert set(Series.objects.values_list("kind", flat=True)) == set(Kind.values)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("gold_seized,BEANR,2024-01-01,2024-12-31,4,t,,a newspaper,2025,", "No series has this name"),
        ("cocaine_seized,,2024-01-01,2024-12-31,4,t,,a newspaper,2025,", "Name the place"),
        ("cocaine_seized,BEANR,2024-12-31,2024-01-01,4,t,,a newspaper,2025,", "first and the last day"),
        ("cocaine_seized,BEANR,2024-01-01,,4,t,,a newspaper,2025,", "first and the last day"),
        ("cocaine_seized,BEANR,2024-02-30,2024-12-31,4,t,,a newspaper,2025,", "first and the last day"),
        ("cocaine_seized,BEANR,2024-01-01,2024-12-31,four,t,,a newspaper,2025,", "number with a decimal point"),
        ("cocaine_seized,BEANR,2024-01-01,2024-12-31,NaN,t,,a newspaper,2025,", "number with a decimal point"),
        ("cocaine_seized,BEANR,2024-01-01,2024-12-31,1e40,t,,a newspaper,2025,", "number with a decimal point"),
        ("cocaine_seized,BEANR,2024-01-01,2024-12-31,1.0000001,t,,a newspaper,2025,", "number with a decimal point"),
        ("cocaine_seized,BEANR,2024-01-01,2024-12-31,4,seizures,,a newspaper,2025,", "in the unit of its series"),
        ("cocaine_seized,BEANR,2024-01-01,2024-12-31,4,t,,,2025,", "without a source is refused"),
        ("cocaine_seized,BEANR,2024-01-01,2024-12-31,4,t,,a newspaper,2025-13,", "a year, a year and month"),
        ("cocaine_seized,BEANR,2024-01-01,2024-12-31,4,t,,a newspaper,2999,", "still to come"),
        (f"cocaine_seized,BEANR,2024-01-01,2024-12-31,4,t,{'a' * 201},a newspaper,2025,", "too long"),
        ("cocaine_seized,BEANR", "number with a decimal point"),
    ],
)
def test_a_broken_row_is_told_with_its_line_and_loses_nothing_else(series, broken, says):
    loaded = actions.load_figures(text=a_file(GOOD, broken, GOOD.replace("44", "45")), member=None, now=NOW)

    (fault,) = loaded.refused
    assert fault.line == 3
    assert says in str(fault.words)
    assert loaded.made == 2


def test_the_same_row_twice_in_a_file_is_one_figure(series):
    loaded = actions.load_figures(text=a_file(GOOD, GOOD), member=None, now=NOW)

    assert (loaded.made, loaded.here) == (1, 1)


def test_what_another_load_keeps_meanwhile_is_here_and_the_rest_is_kept(series, monkeypatch):
    """Two at once: the other's rows come after this one looked, and before it wrote."""
    give_ports, others = loading.give_ports, [GOOD]

    def given(figures):
        if others:
            actions.load_figures(text=a_file(others.pop()), member=None, now=NOW)
        give_ports(figures)

    monkeypatch.setattr(loading, "give_ports", given)

    loaded = actions.load_figures(text=a_file(GOOD, GOOD.replace("44", "45")), member=None, now=NOW)

    assert (loaded.made, loaded.here, loaded.refused) == (1, 1, ())
    assert Figure.objects.count() == 2


def test_a_line_number_counts_the_lines_of_a_cell_that_has_several(series):
    two_lines = GOOD.replace("about", '"about\nso"')

    _rows, faults = read_figures(a_file(two_lines, GOOD.replace("44", "x")))

    assert [fault.line for fault in faults] == [2, 4]


def test_a_file_without_the_columns_or_not_in_utf_8_is_refused_whole(series):
    with pytest.raises(MissingColumns):
        actions.load_figures(text="a,b\n1,2\n", member=None, now=NOW)
    with pytest.raises(MissingColumns):
        actions.load_figures(text="", member=None, now=NOW)
    with pytest.raises(NoText):
        text_of(b"\xff\xfe\x00")


def test_a_seat_that_keeps_no_figures_loads_none(series, author, guest):
    for member in (author, guest):
        with pytest.raises(NotAllowed):
            actions.load_figures(text=a_file(GOOD), member=member, now=NOW)


def test_the_command_says_what_it_did_and_ends_with_one_when_a_row_was_refused(db, capsys, tmp_path):
    file = tmp_path / "figures.csv"
    file.write_text(a_file(GOOD, GOOD.replace("BEANR", "")))

    assert main(["load-figures", str(file)]) == 1
    told = capsys.readouterr()
    assert "line 3: Name the place" in told.err
    assert "1 figures loaded, 0 were here, 1 rows refused." in told.out
    assert main(["load-figures"]) == 0
    assert main(["load-figures", str(tmp_path / "missing.csv")]) == 1
