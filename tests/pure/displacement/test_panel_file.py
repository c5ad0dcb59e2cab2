"""A study as a file: what it gives, and the row at which it is refused."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from port2port.pure.displacement.faults import Fault
from port2port.pure.displacement.json_fields import FileFault, PanelRefused
from port2port.pure.displacement.panel_file import Outcome, read_panel
from port2port.pure.displacement.study import Settings
from tests.pure.displacement.cases import file_of, panels

PANEL = panels()["D021"]
MONDAY = date(2020, 1, 6)


def read(change: Callable[[dict], object] = lambda _file: None):
    file = file_of(PANEL)
    change(file)
    return read_panel(json.dumps(file).encode())


def refused(change: Callable[[dict], object]) -> tuple[str, str]:
    with pytest.raises(PanelRefused) as error:
        read(change)
    return error.value.fault, error.value.where


def test_a_file_gives_the_counts_that_it_holds():
    ports, external, _known = PANEL

    panel = read()

    assert (panel.counts.target == ports[:, 0]).all()
    assert (panel.counts.elsewhere == ports[:, 1:]).all()
    assert (panel.counts.external == external).all()
    assert (panel.counts.start_week, panel.counts.weeks_before) == (156, 156)
    assert (panel.week(156), panel.first_week) == (MONDAY + 156 * timedelta(days=7), MONDAY)
    assert (panel.ports[0], panel.outcome, panel.settings) == ("port_1", Outcome.INTRUSIONS, Settings())


def test_the_target_comes_first_wherever_it_stands_in_the_file():
    ports, _external, _known = PANEL

    panel = read(lambda file: file.update(target="port_4"))

    assert panel.ports == ("port_4", "port_1", "port_2", "port_3", *(f"port_{port}" for port in range(5, 11)))
    assert (panel.counts.target == ports[:, 3]).all()
    assert (panel.counts.elsewhere[:, 0] == ports[:, 0]).all()


def test_days_within_a_week_belong_to_that_week():
    def change(file: dict) -> None:
        file["starts_on"] = str(MONDAY + timedelta(days=156 * 7 + 3))
        file["announced_on"] = str(MONDAY + timedelta(days=150 * 7 + 6))
        file["opened"] = {"port_3": str(MONDAY - timedelta(days=30)), "port_9": str(MONDAY + timedelta(days=1))}
        file["weeks_before"] = 149

    panel = read(change)

    assert (panel.counts.start_week, panel.counts.announced_week) == (156, 150)
    assert panel.counts.opened == (0, 0, -4, 0, 0, 0, 0, 0, 1, 0)


@pytest.mark.parametrize(
    ("days", "recoded", "weeks"),
    [(0, False, (10,)), (2, False, (10, 11)), (2, True, ()), (-700, False, ()), (9999, False, ())],
)
def test_a_change_in_counting_in_mid_week_leaves_that_week_mixed(days: int, recoded: bool, weeks: tuple[int, ...]):
    on = str(MONDAY + timedelta(days=70 + days))

    panel = read(lambda file: file.update(recording_changes=[{"on": on, "what": "A new form", "recoded": recoded}]))

    assert panel.counts.recording_changes == weeks


def test_effort_and_categories_that_cannot_move_come_with_the_rows():
    def change(file: dict) -> None:
        file["still_categories"] = ["theft of lunch", "graffiti"]
        for row, week in enumerate(file["weeks"]):
            week["effort"] = [row / 2] * 10
            week["still"] = [row % 3, row % 5]

    panel = read(change)

    assert panel.counts.effort.shape == (208, 10)
    assert panel.counts.effort[7, 3] == 3.5
    assert (panel.counts.still == np.stack([np.arange(208) % 3, np.arange(208) % 5])).all()


def test_settings_are_those_of_the_file():
    panel = read(lambda file: file.update(settings={"level": 0.8, "block_weeks": 4}, expected_reduction=90))

    assert panel.settings == Settings(level=0.8, block_weeks=4)
    assert panel.expected_reduction == 90


def week(file: dict, row: int) -> dict:
    return file["weeks"][row]


BAD_ROWS = [
    (lambda file: week(file, 17)["counts"].__setitem__(3, None), Fault.MISSING_WEEK, "row 17 (2020-05-04), port_4"),
    (lambda file: week(file, 17)["counts"].__setitem__(0, -2), Fault.NEGATIVE_COUNT, "row 17 (2020-05-04), port_1"),
    (lambda file: week(file, 17)["counts"].__setitem__(0, 2.5), Fault.FRACTIONAL_COUNT, "row 17 (2020-05-04), port_1"),
    (lambda file: week(file, 17).update(external=None), Fault.MISSING_WEEK, "row 17 (2020-05-04), external"),
    (
        lambda file: week(file, 17)["counts"].__setitem__(3, float("nan")),
        Fault.NOT_A_NUMBER,
        "row 17 (2020-05-04), port_4",
    ),
    (lambda file: week(file, 17)["counts"].__setitem__(3, 10**400), Fault.NOT_A_NUMBER, "row 17 (2020-05-04), port_4"),
    (lambda file: week(file, 17)["counts"].__setitem__(3, 10**7), FileFault.TOO_LARGE, "row 17 (2020-05-04), port_4"),
    (lambda file: week(file, 17)["counts"].__setitem__(3, "12"), FileFault.WRONG_KIND, "row 17 (2020-05-04), port_4"),
    (lambda file: week(file, 17)["counts"].__setitem__(3, True), FileFault.WRONG_KIND, "row 17 (2020-05-04), port_4"),
    (lambda file: week(file, 17)["counts"].pop(), Fault.SHAPE_MISMATCH, "row 17 (2020-05-04), counts"),
    (lambda file: week(file, 17).pop("external"), FileFault.MISSING_FIELD, "weeks[17].external"),
    (lambda file: week(file, 17).update(extrenal=3), FileFault.UNKNOWN_FIELD, "weeks[17].extrenal"),
    (lambda file: week(file, 17).update(effort=[1] * 10), FileFault.UNKNOWN_FIELD, "weeks[17].effort"),
    (lambda file: file["weeks"].pop(17), Fault.MISSING_WEEK, "row 17 (2020-05-04)"),
    (lambda file: week(file, 17).update(week="2020-05-05"), FileFault.NO_MONDAY, "row 17 (2020-05-05)"),
    (lambda file: week(file, 17).update(week="2020-04-27"), FileFault.WEEK_TWICE, "row 17 (2020-04-27)"),
    (lambda file: week(file, 17).update(week="4 May"), FileFault.WRONG_KIND, "weeks[17].week"),
    (lambda file: file["weeks"].__setitem__(17, [1, 2]), FileFault.WRONG_KIND, "weeks[17]"),
]


@pytest.mark.parametrize(("change", "fault", "where"), BAD_ROWS, ids=[str(number) for number in range(len(BAD_ROWS))])
def test_a_row_that_is_none_is_pointed_at(change, fault, where):
    assert refused(change) == (fault, where)


def late_port(file: dict) -> None:
    for row in range(204):
        week(file, row)["counts"][8] = None


def outside(made: Callable[[list[int]], int]) -> Callable[[dict], None]:
    def change(file: dict) -> None:
        for row in file["weeks"]:
            row["external"] = made(row["counts"])

    return change


def silent(file: dict) -> None:
    for row in file["weeks"]:
        row["external"] = 0


BAD_FILES = [
    (lambda file: file.update(format="other"), FileFault.ANOTHER_FORMAT, "format"),
    (lambda file: file.pop("target"), FileFault.MISSING_FIELD, "target"),
    (lambda file: file.update(anounced_on="2022-12-26"), FileFault.UNKNOWN_FIELD, "anounced_on"),
    (lambda file: file.update(outcome="kilograms"), FileFault.KILOGRAMS, "outcome"),
    (lambda file: file.update(outcome="crime"), FileFault.UNKNOWN_OUTCOME, "outcome"),
    (lambda file: file.update(target="port_11"), FileFault.UNKNOWN_PORT, "target"),
    (lambda file: file["ports"].__setitem__(1, "port_1"), FileFault.PORT_TWICE, "ports"),
    (lambda file: file.update(weeks=[]), FileFault.NO_WEEKS, "weeks"),
    (lambda file: file.update(weeks={}), FileFault.WRONG_KIND, "weeks"),
    (lambda file: file["external"].update(reason="because"), FileFault.UNKNOWN_REASON, "external.reason"),
    (
        lambda file: file["external"].update(because="It is far." + 40 * " "),
        FileFault.REASON_TOO_SHORT,
        "external.because",
    ),
    (
        lambda file: file["external"].update(substitution_weight=-1),
        Fault.BAD_SETTING,
        "external.substitution_weight",
    ),
    (lambda file: file.pop("external"), FileFault.MISSING_EXTERNAL, "external"),
    (lambda file: file.update(starts_on="2026-01-05"), Fault.START_OUTSIDE, "the week of 2026-01-05"),
    (lambda file: file.update(starts_on="2010-01-04"), Fault.START_OUTSIDE, "the week of 2010-01-04"),
    (lambda file: file.update(announced_on="2023-01-09"), Fault.ANNOUNCED_AFTER_START, "row 157 (2023-01-09)"),
    (lambda file: file.update(weeks_after=60), Fault.WINDOW_OUTSIDE, "the week of 2024-02-19"),
    (lambda file: file["external"].update(reason=["hinterland_series"]), FileFault.WRONG_KIND, "external.reason"),
    (lambda file: file.update(weeks_before=-5), Fault.WINDOW_OUTSIDE, "weeks_before"),
    (lambda file: file.update(weeks_before=0), Fault.WINDOW_OUTSIDE, "weeks_before"),
    (lambda file: file.update(weeks_before=200_000), Fault.WINDOW_OUTSIDE, "weeks_before"),
    (lambda file: file.update(weeks_after=10**400), Fault.WINDOW_OUTSIDE, "weeks_after"),
    (lambda file: file.update(opened={"port_2": "9999-12-31"}), Fault.PORT_OPENED_LATE, "port_2"),
    (lambda file: file.update(settings={"level": 1}), Fault.BAD_SETTING, "settings.level"),
    (lambda file: file.update(settings={"block_weeks": 0}), Fault.BAD_SETTING, "settings.block_weeks"),
    (lambda file: file.update(settings={"alpha": 2}), Fault.BAD_SETTING, "settings.alpha"),
    (lambda file: file.update(settings={"level": "high"}), FileFault.WRONG_KIND, "settings.level"),
    (lambda file: file.update(expected_reduction=0), Fault.BAD_SETTING, "expected_reduction"),
    (lambda file: file.update(opened={"port_11": "2020-01-06"}), FileFault.UNKNOWN_FIELD, "opened.port_11"),
    (lambda file: file.update(opened={"port_2": "2022-01-03"}), Fault.PORT_OPENED_LATE, "row 104 (2022-01-03), port_2"),
    (late_port, Fault.PORT_OPENED_LATE, "row 204 (2023-12-04), port_9"),
    (outside(lambda counts: counts[4]), Fault.EXTERNAL_IS_A_PORT, "port_5"),
    (outside(lambda counts: 2 * counts[2]), Fault.EXTERNAL_IS_A_MULTIPLE, "port_3"),
    (outside(sum), Fault.EXTERNAL_IS_A_SUM, "external"),
    (outside(lambda counts: 3 * sum(counts)), Fault.EXTERNAL_IS_A_SUM, "external"),
    (outside(lambda counts: sum(counts[1:])), Fault.EXTERNAL_IS_A_SUM, "external"),
    (lambda file: file["external"].update(series=" Port_3"), FileFault.EXTERNAL_NAMED_AS_PORT, "external.series"),
    (silent, Fault.ALL_ZERO, "external"),
]


@pytest.mark.parametrize(("change", "fault", "where"), BAD_FILES, ids=[where for _change, _fault, where in BAD_FILES])
def test_a_file_that_is_no_study_is_refused_with_the_place(change, fault, where):
    assert refused(change) == (fault, where)


def test_an_outside_that_shares_all_but_one_week_with_the_ports_is_still_read():
    def change(file: dict) -> None:
        outside(sum)(file)
        week(file, 40)["external"] += 1

    assert read(change).counts.external[40] == read(change).counts.columns[40, :-1].sum() + 1


def test_a_level_that_never_changes_makes_no_port_of_an_outside():
    def change(file: dict) -> None:
        for row in file["weeks"]:
            row["counts"][3], row["external"] = 5, 10

    assert (read(change).counts.external == 10).all()


@pytest.mark.parametrize("content", [b"", b"week,count", b"\xff\xfe", b"[" * 100_000, b'{"a": 1,}'])
def test_what_is_no_json_is_refused(content: bytes):
    with pytest.raises(PanelRefused) as error:
        read_panel(content)

    assert error.value.fault is FileFault.NOT_JSON


@pytest.mark.parametrize("content", [b"[]", b"null", b'"panel"', b"12"])
def test_what_is_no_object_is_refused(content: bytes):
    with pytest.raises(PanelRefused) as error:
        read_panel(content)

    assert error.value.fault is FileFault.WRONG_KIND


@pytest.mark.parametrize("name", ["D\x1b[31m", "two\nlines", "x" * 1001])
def test_a_name_that_a_terminal_would_obey_is_refused(name: str):
    assert refused(lambda file: file.update(measure=name)) == (FileFault.WRONG_KIND, "measure")
    assert "\x1b" not in refused(lambda file: file.update({name: 1}))[1]


def test_a_field_that_comes_twice_is_refused():
    content = json.dumps(file_of(PANEL))[:-1] + ', "external": null}'

    with pytest.raises(PanelRefused) as error:
        read_panel(content.encode())

    assert (error.value.fault, error.value.where) == (FileFault.FIELD_TWICE, "external")


def test_a_file_larger_than_any_study_is_not_even_read():
    with pytest.raises(PanelRefused) as error:
        read_panel(b" " * 20_000_001)

    assert error.value.fault is FileFault.TOO_LARGE
