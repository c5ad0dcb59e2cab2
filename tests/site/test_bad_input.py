"""What each command on a file refuses: exit status, reason and row, and no answer that a program could read."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from port2port.site.command import main
from tests.house.tree import ROOT

PANEL = (ROOT / "docs" / "reference" / "examples" / "panel.json").read_text()
GAME = json.loads((ROOT / "tests/pure/games/reference/three-ports.json").read_text())["game"]
type File = dict[str, Any]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 2) -> str:
    assert main([*arguments, "--json"]) == status
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def without_a_row(file: File) -> None:
    del file["weeks"][17]


def count(value: object, *, row: int = 17, port: int = 3) -> Callable[[File], None]:
    def change(file: File) -> None:
        file["weeks"][row]["counts"][port] = value

    return change


def of_port(number: int, value: Callable[[int], object]) -> Callable[[File], None]:
    def change(file: File) -> None:
        for row, week in enumerate(file["weeks"]):
            week["counts"][number] = value(row)

    return change


def outside(value: Callable[[File], object]) -> Callable[[File], None]:
    def change(file: File) -> None:
        for week in file["weeks"]:
            week["external"] = value(week)

    return change


def field(name: str, value: object) -> Callable[[File], None]:
    def change(file: File) -> None:
        file[name] = value

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (without_a_row, "row 17"),
        (count(None), "row 17 (2020-05-04), port_4: the count of this week is missing"),
        (count(-1), "row 17 (2020-05-04), port_4: there cannot be fewer incidents than none"),
        (count(1.5), "row 17 (2020-05-04), port_4: incidents are whole numbers"),
        (count(float("nan")), "row 17 (2020-05-04), port_4: this is not a number"),
        (field("opened", {"port_4": "2023-11-27"}), "port_4: this port was not there for the whole of the weeks"),
        (of_port(0, lambda _row: 0), "port_1: not one incident was ever counted here"),
        (outside(lambda _week: 0), "not one incident was ever counted here"),
        (field("starts_on", "1/2/2023"), "starts_on: a day as 2025-01-06 belongs here."),
        (count("12"), "row 17 (2020-05-04), port_4: a whole number without quotes belongs here."),
        (field("ports", "port_1"), "ports: a list in brackets belongs here."),
        (count(float("inf")), "row 17 (2020-05-04), port_4: this is not a number"),
        (field("measure", 3), "measure: a line of words in quotes belongs here."),
        (field("weeks", []), "weeks: there is not one week."),
        (field("settings", {"level": 1}), "settings.level: a number above 0 and below 1 belongs here."),
        (field("settings", {"block_weeks": 500}), "settings.block_weeks: a number of weeks of which three fit"),
        (outside(lambda week: 2 * week["counts"][2]), "port_3: the series from outside is in every week this port's"),
        (outside(lambda week: sum(week["counts"])), "external: this series is in every week the sum of the ports"),
        (
            field("starts_on", "2031-01-06"),
            "the week of 2031-01-06: the measure began outside the weeks that are given",
        ),
        (field("starts_on", "2019-12-30"), "the measure began outside the weeks that are given"),
        (outside(lambda week: week["counts"][2]), "port_3: the series from outside is that of this port"),
    ],
    ids=[
        *("a missing row", "a missing week", "a negative count", "a fractional count", "NaN", "opened last month"),
        *(
            "all zeros",
            "all zeros outside",
            "a day of another kind",
            "a count in quotes",
            "no list",
            *("infinity", "a number as words", "no weeks", "a level of 1", "blocks of years"),
            *("an external series that is twice a port", "an external series that is the sum"),
            "a measure after the data",
            "a measure before the data",
        ),
        "an external series that is a port",
    ],
)
def test_a_study_is_refused(
    change: Callable[[File], None], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, path = json.loads(PANEL), tmp_path / "panel.json"
    change(file)
    path.write_text(json.dumps(file))

    assert says in refused(capsys, "study", "run", str(path))


def test_a_list_as_a_study_is_told_what_a_study_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "panel.json"
    path.write_text("[]")

    assert f"{path}: an object in braces belongs here." in refused(capsys, "study", "run", str(path))


def lines(change: dict[int, str]) -> str:
    """Two ports and an outside by week, with other words in some of the rows."""
    rows = {row: f"{row},{4 + row % 5},{2 + row % 3},{30 + row % 7}" for row in range(1, 210)} | change
    return "\n".join(["week,North,South,outside", *(text for text in rows.values() if text)])


SILENT = lines({row: f"{row},4,2,{int(row == 209)}" for row in range(1, 210)})
COPIED, TWICE, SUMMED = (
    lines({row: f"{row},{4 + row % 5},{2 + row % 3},{outside}" for row, outside in enumerate(made, 1)})
    for made in (
        [2 + row % 3 for row in range(1, 210)],
        [4 + 2 * (row % 3) for row in range(1, 210)],
        [6 + row % 5 + row % 3 for row in range(1, 210)],
    )
)
WATCH = ("--method", "watch", "--external", "outside", "--draws", "50")


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        (lines({17: ""}), (), "line 18, column week: Between 16 and 18 a week is missing"),
        (lines({17: "17,-1,2,3"}), (), "line 18, column North: -1 is below zero"),
        (lines({17: "17,1,2.5,3"}), (), "line 18, column South: 2.5 is not a whole number"),
        (lines({17: "17,1,nan,3"}), (), "line 18, column South: “nan” is no count"),
        (lines({row: f"{row},4,,3" for row in range(1, 206)}), (), "series South: South has counts from week 206 on"),
        (lines({row: f"{row},4,0,3" for row in range(1, 210)}), (), "column South: In South nothing was ever counted"),
        (lines({}), (*WATCH, "--from", "300"), "There is no week 300; the file has 1 to 209"),
        (lines({}), (*WATCH, "--from", "10"), "A watch needs 26 weeks before the measure, not 9"),
        (lines({}), ("--method", "watch"), "This method needs --external, a series from outside the network"),
        (lines({}), (*WATCH, "--source", "outside"), "its comparison is none of them"),
        (
            lines({row: f"{row},4,2,5" for row in range(1, 210)}).replace("5\n", "0\n"),
            WATCH,
            "The comparison from outside has no counts",
        ),
        (COPIED, WATCH, "column outside: It equals South in every week: it is made of what is counted inside"),
        (COPIED, ("--method", "scan", "--external", "outside"), "column outside: It equals South in every week"),
        (TWICE, WATCH, "column outside: It equals South times 2 in every week"),
        (SUMMED, WATCH, "column outside: It equals the sum of the ports, or of all but the port of the measure, in"),
    ],
    ids=[
        *("a missing row", "a negative count", "a fractional count", "NaN", "opened last month", "all zeros"),
        *("a measure outside the data", "too little before the measure", "no external series"),
        *("an external series that is a port", "an external series of zeros", "a copy", "a copy for the scan"),
        *("twice a port", "the sum"),
    ],
)
def test_counts_are_refused(
    text: str, options: tuple[str, ...], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(text)

    assert says in refused(capsys, "outbreak", "run", str(path), *options)


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"harm": [float("nan"), *GAME["harm"][1:]]}, 2, "not-finite: port 0, route 0: harm is not a number"),
        ({"harm": [-1, *GAME["harm"][1:]]}, 2, "not-positive: port 0, route 0: harm must be above 0"),
        ({"own_units": [1, 9, 1]}, 2, "above-capacity: port 1: more own units than routes to cover"),
        ({"mobile_units": 60}, 2, "above-capacity: own and mobile units together are more than there are routes"),
        ({"min_coverage": [1] * len(GAME["harm"])}, 1, "infeasible: port 2: the floors ask for 2 units"),
    ],
    ids=["NaN", "negative harm", "own budget above capacity", "budgets above capacity", "infeasible"],
)
def test_a_game_is_refused(
    change: File, status: int, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "game.json"
    path.write_text(json.dumps(GAME | change))

    assert says in refused(capsys, "allocate", str(path), status=status)


def test_a_port_that_opened_last_month_and_has_zeros_before_is_warned_of_before_the_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, path = json.loads(PANEL), tmp_path / "panel.json"
    of_port(3, lambda row: 7 * (row >= 204))(file)
    path.write_text(json.dumps(file))

    main(["study", "run", str(path), "--draws", "0", "--placebos", "0"])

    said = capsys.readouterr().out
    assert said.startswith("WARNING: without any incident before, with some after: port_4. If nobody counted there yet")
    assert "`opened`" in said.splitlines()[0]


@pytest.mark.parametrize("options", [("--method", "farrington"), WATCH], ids=["farrington", "watch"])
def test_zeros_before_a_port_opened_are_warned_of_before_the_alarms(
    options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(lines({row: f"{row},{4 + row % 5},{7 * (row > 205)},{30 + row % 7}" for row in range(1, 210)}))

    assert main(["outbreak", "run", str(path), *options]) == 0
    said = capsys.readouterr().out
    assert said.startswith("WARNING: nothing but zeros before the first incident")
    assert "judged: South. If nobody counted" in said
    assert main(["outbreak", "run", str(path), *options, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["summary"]["silent_before"] == ["South"]


def test_a_port_with_incidents_in_its_history_is_not_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(lines({row: f"{row},4,{7 * (row > 205 or row == 9)},3" for row in range(1, 210)}))

    assert main(["outbreak", "run", str(path), "--json"]) == 0
    assert "silent_before" not in json.loads(capsys.readouterr().out)["summary"]
