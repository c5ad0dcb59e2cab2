"""`port2port allocate`: the numbers of the reference, by the schema and in words, and each refusal with its place."""

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from port2port.pure.games import file as game_file
from port2port.site.command import main
from port2port.site.commands.allocate import OBJECTIVES
from tests.house.tree import ROOT

PAGES = ROOT / "docs" / "reference"
REFERENCE = ROOT / "tests" / "pure" / "games" / "reference"
NAMES = sorted(path.stem for path in REFERENCE.glob("*.json"))
ANSWER = jsonschema.Draft202012Validator(json.loads((PAGES / "allocation-1.2.json").read_text()))
GAME = jsonschema.Draft202012Validator(json.loads((PAGES / "game-1.0.json").read_text()))
THREE = json.loads((REFERENCE / "three-ports.json").read_text())["game"]


def path_of(name: str) -> str:
    return str(REFERENCE / f"{name}.json")


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["allocate", *arguments, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    ANSWER.validate(found)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_published_numbers_come_out_of_the_reference_games(capsys: pytest.CaptureFixture[str], name: str) -> None:
    whole = json.loads((REFERENCE / f"{name}.json").read_text())
    known = whole["answer"]
    GAME.validate(whole["game"])

    found = printed(capsys, path_of(name))

    assert found["plan"]["harm_per_week"] == pytest.approx(float(known["least_harm"]["harm_per_week"]), rel=1e-9)
    assert found["plan"]["lower_bound"] == pytest.approx(float(known["least_harm"]["lower_bound"]), rel=1e-9)
    assert found["plan"]["coverage"] == pytest.approx(known["least_harm"]["coverage"], abs=1e-6)
    assert found["pro_rata"]["harm_per_week"] == pytest.approx(known["pro_rata"]["harm_per_week"], rel=1e-9)
    assert found["uncoordinated"]["harm_per_week"] == pytest.approx(known["uncoordinated"]["harm_per_week"], rel=1e-7)
    for row, wanted in zip(found["displacement_matrix"], known["displacement_matrix_at_least_harm"], strict=True):
        assert row == pytest.approx(wanted, abs=1e-8)
    assert found["reappearing_share_by_port"] == pytest.approx(known["reappearing_share_by_port"], abs=1e-9)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_every_objective_is_answered_by_the_schema_and_in_words(
    capsys: pytest.CaptureFixture[str], objective: str
) -> None:
    name = path_of("five-ports-types-scenarios")

    found = printed(capsys, name, "--objective", objective)

    assert found["objective"] == objective
    assert found["cooperation"]["percentile_5"] <= found["cooperation"]["percentile_95"]
    assert main(["allocate", name, "--objective", objective]) == 0
    words = capsys.readouterr().out
    assert f"{found['plan']['value']:,.4f}" in words
    assert "Joint use saves" in words
    assert words.rstrip().endswith("none was measured.")


def test_the_table_puts_first_where_attempts_rise_and_says_what_keeps_a_port_from_that(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["allocate", path_of("five-ports-one-of-low-harm")]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Least expected harm a week: 51.3093; proven: no plan is below 51.309")
    assert lines[3].startswith("port 4 ")
    assert any(line.startswith("More attempts than with each port for itself at: port 4.") for line in lines)
    assert any(line.startswith("units that stay unused") for line in lines)


def test_a_roster_is_drawn_only_when_asked_and_from_each_ports_own_routes(capsys: pytest.CaptureFixture[str]) -> None:
    name = path_of("ten-ports-mobile-30")

    assert printed(capsys, name)["roster"] is None

    found = printed(capsys, name, "--roster")
    ports = json.loads(Path(name).read_text())["game"]["port_of_target"]
    for port, routes in enumerate(found["roster"]):
        assert {ports[route] for route in routes} <= {port}
        assert abs(len(routes) - found["plan"]["units_by_port"][port]) < 1
    assert main(["allocate", name, "--roster"]) == 0
    assert "Routes with a unit this week" in capsys.readouterr().out


def changed(tmp_path: Path, **changes: Any) -> str:
    game = copy.deepcopy(THREE)
    for key, value in changes.items():
        if isinstance(value, tuple):
            game[key][value[0]] = value[1]
        else:
            game[key] = value
    file = tmp_path / "game.json"
    file.write_text(json.dumps({key: value for key, value in game.items() if value != "left out"}))
    return str(file)


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({"harm": (2, 0)}, 2, "not-positive: port 1, route 2: harm must be above 0"),
        ({"harm": (2, float("nan"))}, 2, "not-finite: port 1, route 2: harm is not a number"),
        ({"harm": (2, None)}, 2, "not-finite: port 1, route 2: harm is not a number"),
        ({"harm": (2, "7")}, 2, "not-finite: port 1, route 2: harm is not a number"),
        ({"reward": (5, 10**400)}, 2, "not-finite: port 2, route 5: reward is not a number"),
        ({"harm": [1.0, 2.0]}, 2, "wrong-shape: harm has 2 values for 6 routes"),
        ({"detect_prob": (0, 1.5)}, 2, "out-of-range: port 0, route 0: detect_prob is above 1"),
        ({"port_of_target": (3, 1.5)}, 2, "unreadable: route 3: port_of_target must hold whole numbers"),
        ({"port_of_target": [0, 0, 0, 0, 2, 2]}, 2, "no-route: port 1: has own units and no route"),
        ({"own_units": [0.7, 0.4]}, 2, "out-of-range: route 4: ports are counted from 0, and there are 2 of own_units"),
        ({"port_of_target": (0, -1)}, 2, "out-of-range: route 0: ports are counted from 0"),
        ({"port_of_target": [], "harm": []}, 2, "no-route: port 0: has own units and no route"),
        ({"own_units": [0.1, 0.1, 0.1, float("nan")]}, 2, "no-route: port 3: has own units"),
        ({"own_units": (1, 2.5)}, 2, "above-capacity: port 1: more own units than routes to cover: 2.5 for 2"),
        ({"own_units": (1, -1)}, 2, "out-of-range: port 1: own units are below 0"),
        ({"port_of_target": (0, 1e300)}, 2, "out-of-range: route 0: ports are counted from 0"),
        (
            {"mobile_units": 6},
            2,
            "above-capacity: own and mobile units together are more than there are routes: 1.5 and 6 for 6",
        ),
        ({"potential_attempts_per_week": 0}, 2, "not-positive: potential_attempts_per_week must be above 0"),
        ({"min_coverage": [0, 0, 2, 0, 0, 0]}, 2, "out-of-range: port 1, route 2: min_coverage is not between 0 and 1"),
        ({"min_coverage": [0, 0, 0]}, 2, "wrong-shape: min_coverage has 3 values for 6 routes"),
        ({"min_coverage": [0, 0, None, 0, 0, 0]}, 2, "not-finite: port 1, route 2: min_coverage is not a number"),
        (
            {"scenarios": [{"weight": 1, "potential_attempts_per_week": -1}]},
            2,
            "not-positive: scenarios 0: potential_attempts_per_week must be above 0",
        ),
        ({"scenarios": [{"weight": 1, "floor": 1}]}, 2, "unreadable: scenarios 0: floor cannot differ"),
        ({"mobile_units": True}, 2, "not-finite: mobile_units is not a number"),
        ({"rationality": 0}, 2, "not-positive: rationality must be above 0"),
        ({"rationality": 1e30}, 2, "out-of-range: rationality times the largest utility"),
        ({"min_coverage": [0, 0, 0.9, 0.9, 0, 0]}, 1, "infeasible: port 1: the floors ask for 1.8 units"),
        ({"access_cost": "left out"}, 2, "unreadable: access_cost is missing"),
        ({"colour": "red"}, 2, "unreadable: nothing is known of colour"),
        ({"colour\x1b[2J": "red"}, 2, r"unreadable: nothing is known of 'colour\x1b[2J'"),
        ({"port_names": ["A"]}, 2, "wrong-shape: port_names must be a list of 3 names"),
        ({"port_names": ["A", {"b": 1}, "C"]}, 2, "unreadable: port 1: its name must be words on one line"),
        ({"port_names": ["A", "B", 3]}, 2, "unreadable: port 2: its name must be words on one line"),
        ({"port_names": ["A\x1b[2J", "B", "C"]}, 2, "unreadable: port 0: its name must be words on one line"),
        ({"port_names": ["A", "B", "\ud800"]}, 2, "unreadable: port 2: its name must be words on one line"),
        ({"port_names": ["A", "B" * 201, "C"]}, 2, "unreadable: port 1: its name must be words on one line"),
        ({"scenarios": [{"weight": 1, "\x1bc": 1}]}, 2, r"unreadable: scenarios 0: '\x1bc' cannot differ"),
        ({"scenarios": [{"weight": 1, "name": ["x"]}]}, 2, "unreadable: scenarios 0: its name must be words on one"),
        ({"scenarios": [{"weight": 1e308}, {"weight": 1e308}]}, 2, "out-of-range: scenarios 0: its weight is above"),
        ({"scenarios": [{"weight": 1}, {"weight": 1, "harm": [1] * 5}]}, 2, "wrong-shape: scenarios 1: harm has 5"),
        ({"scenarios": [{"weight": 0}]}, 2, "not-positive: scenarios 0: its weight must be above 0"),
        ({"scenarios": [{"harm": [1] * 6}]}, 2, "unreadable: scenarios 0: weight is missing"),
        (
            {"attacker_types": [{"weight": 1, "own_units": []}]},
            2,
            "unreadable: attacker_types 0: own_units cannot differ",
        ),
        ({"attacker_types": 5}, 2, "unreadable: attacker_types must be a list"),
    ],
)
def test_a_game_that_cannot_be_is_refused_with_the_reason_and_the_row(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, changes: dict[str, Any], status: int, says: str
) -> None:
    assert main(["allocate", changed(tmp_path, **changes)]) == status

    shown = capsys.readouterr()
    assert says in shown.err
    assert not shown.out


GAPS: dict[str, Any] = {
    "port_of_target": [1, 1, 2, 2, 4, 4],
    "own_units": [0, 0.7448, 0.4275, 0, 0.3277, 0],
    "port_names": ["Bare", "A", "B", "Empty", "C", "Last"],
}


def test_ports_without_routes_are_named_and_the_others_planned_as_without_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pictures = [{"weight": 1}, {"weight": 2, "rationality": 0.9}]
    without = printed(capsys, changed(tmp_path, scenarios=pictures))
    name = changed(tmp_path, **GAPS, scenarios=pictures)
    GAME.validate(json.loads(Path(name).read_text()))

    found = printed(capsys, name, "--roster")

    assert without["ports_without_routes"] == []
    assert found["ports_without_routes"] == ["Bare", "Empty", "Last"]
    assert found["port_names"] == GAPS["port_names"]
    assert found["plan"]["coverage"] == without["plan"]["coverage"]
    for plan in ("plan", "pro_rata", "uncoordinated"):
        for figure in ("units_by_port", "mobile_by_port", "attempts_by_port", "harm_by_port"):
            a, b, c = without[plan][figure]
            assert found[plan][figure] == [0, a, b, 0, c, 0]
    shares = without["reappearing_share_by_port"]
    assert found["reappearing_share_by_port"] == [None, shares[0], shares[1], None, shares[2], None]
    assert [row[1] for row in found["displacement_matrix"]][1:3] == [
        row[0] for row in without["displacement_matrix"][:2]
    ]
    assert set(found["displacement_matrix"][3]) == {0}
    assert {port for port, routes in enumerate(found["roster"]) if routes} <= {1, 2, 4}
    assert found["cooperation"]["worst_port"] in {"A", "B", "C"}
    assert main(["allocate", name]) == 0
    words = capsys.readouterr().out
    assert "No route at: Bare, Empty, Last. Without one a port is left out of the plan." in words
    assert main(["allocate", changed(tmp_path)]) == 0
    assert "No route at" not in capsys.readouterr().out


def test_a_refusal_counts_ports_as_the_file_does(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for changes, says in (
        ({"harm": (4, 0)}, "not-positive: port 4, route 4: harm must be above 0"),
        ({"min_coverage": [0, 0, 0, 0, 0.9, 0.9]}, "infeasible: port 4: the floors ask for 1.8 units"),
        (
            {"scenarios": [{"weight": 1, "harm": [1, 1, 1, 1, 1, 0]}]},
            "not-positive: port 4, route 5: scenarios 0: harm",
        ),
    ):
        assert main(["allocate", changed(tmp_path, **GAPS | changes)]) in {1, 2}
        assert says in capsys.readouterr().err


def test_a_share_that_cannot_be_named_is_null_and_never_something_that_is_no_json(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    one_port = {"port_of_target": [0] * 6, "own_units": [1.0], "mobile_units": 1.0, "outside_utility": -1e6}

    found = printed(capsys, changed(tmp_path, **one_port))

    assert found["reappearing_share_by_port"] == [None]


ALL_GIVE_UP = {"outside_utility": 1e5}
ALL_ARE_FOUND = {"detect_prob": [1.0] * 6, "own_units": [2, 2, 2], "mobile_units": 0}


@pytest.mark.parametrize(
    ("changes", "objective"),
    # The weakest link asks only that no route is worth more than the others, not that all are covered.
    [(ALL_GIVE_UP, one) for one in OBJECTIVES] + [(ALL_ARE_FOUND, one) for one in OBJECTIVES if one != "weakest_link"],
)
def test_a_game_in_which_nothing_gets_through_is_answered_with_no_harm(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, changes: dict[str, Any], objective: str
) -> None:
    pictures = [{"weight": 1}, {"weight": 2, "rationality": 0.9}]
    name = changed(tmp_path, **changes, attacker_types=pictures, scenarios=pictures)

    found = printed(capsys, name, "--objective", objective)

    assert found["plan"]["harm_per_week"] == 0
    assert found["cooperation"]["percentile_50"] == 0
    assert main(["allocate", name, "--objective", objective]) == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "unreadable: this is no JSON: it breaks off or goes wrong at line 1, column 2\n"),
        (b"\xff\xfe", "unreadable: this is no JSON: it is not text in UTF-8\n"),
        (b"[1, 2]", "unreadable: the file must be an object"),
        (b'{"game": 3}', "unreadable: game must be an object"),
        (b'{"harm": [1], "note": "", "harm": [2]}', "unreadable: harm stands twice in one object"),
        (b'{"\\u001bc": 1, "\\u001bc": 2}', r"unreadable: '\x1bc' stands twice in one object"),
        (b'{"mobile_units": ' + b"7" * 5_000 + b"}", "unreadable: a number has more digits than can be read"),
        (b"[" * 100_000, "unreadable: this is no JSON: there are more brackets within brackets"),
    ],
)
def test_what_is_no_game_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "game.json"
    file.write_bytes(content)

    assert main(["allocate", str(file)]) == 2

    assert says in capsys.readouterr().err


def test_a_file_that_begins_with_a_byte_order_mark_is_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    file.write_bytes(b"\xef\xbb\xbf" + (REFERENCE / "three-ports.json").read_bytes())

    assert printed(capsys, str(file))["plan"] == printed(capsys, path_of("three-ports"))["plan"]


def test_a_file_without_an_end_is_read_no_further_than_to_its_limit(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["allocate", "/dev/zero"]) == 2

    assert "unreadable: the file is larger than 50 MB" in capsys.readouterr().err


def test_more_scenarios_than_there_is_room_to_reckon_with_are_refused_before_any_is_built(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(game_file, "MOST_CELLS", 12)
    two = [{"weight": 1}, {"weight": 1}]
    printed(capsys, changed(tmp_path, scenarios=two))

    assert main(["allocate", changed(tmp_path, scenarios=[*two, {"weight": 1}])]) == 2

    assert "out-of-range: scenarios: 3 of 6 routes are more than 12 routes in all" in capsys.readouterr().err


def test_a_standard_input_that_is_closed_is_said_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # What Python makes of a shell's `<&-`.
    monkeypatch.setattr(sys, "stdin", None)

    assert main(["allocate", "-"]) == 2

    assert "standard input is closed" in capsys.readouterr().err


@pytest.mark.parametrize("seed", ["-1", "x", "7" * 5_000])
def test_a_seed_that_is_no_whole_number_is_refused_in_words(capsys: pytest.CaptureFixture[str], seed: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["allocate", path_of("three-ports"), f"--seed={seed}"])

    assert left.value.code == 2
    assert "a whole number from 0 on" in capsys.readouterr().err


def test_a_file_that_is_not_there_and_an_objective_without_its_pictures_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["allocate", str(tmp_path / "none.json")]) == 2
    assert "No such file" in capsys.readouterr().err
    assert main(["allocate", path_of("three-ports"), "--objective", "mean"]) == 2
    assert "wrong-shape: scenarios: none is given" in capsys.readouterr().err


def test_it_needs_no_django_and_reads_standard_input() -> None:
    code = (
        "import sys; from port2port.site.command import main; status = main(['allocate', '-', '--json']);"
        "sys.exit(status or int('django' in sys.modules))"
    )
    content = (REFERENCE / "three-ports.json").read_bytes()

    done = subprocess.run([sys.executable, "-c", code], input=content, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    ANSWER.validate(json.loads(done.stdout))
