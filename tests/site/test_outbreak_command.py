"""`port2port outbreak run`: the figures of the reference by every method, and each refusal with its place."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import numpy as np
import pytest

from port2port.pure.panels import PanelDesign, draw
from port2port.site.command import main
from port2port.site.commands.outbreak import METHODS
from tests.pure.outbreak.reference_files import FOLDER, columns

AGONA = str(FOLDER / "salmonella_agona.csv")
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "docs" / "reference" / "outbreak-1.1.json").read_text())
)


@pytest.fixture
def network(tmp_path: Path) -> str:
    drawn = draw(PanelDesign(share=1.0, scale=4.0), 1, rng=np.random.default_rng(3))
    rows = [f"{week},{','.join(map(str, drawn.ports[0, week]))},{drawn.external[0, week]}" for week in range(208)]
    file = tmp_path / "network.csv"
    file.write_text("\n".join([f"week,{','.join(f'P{port}' for port in range(10))},outside", *rows]))
    return str(file)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["outbreak", "run", *arguments, "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    SCHEMA.validate(document)
    return document


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["outbreak", "run", *arguments]) == 2
    shown = capsys.readouterr()
    assert not shown.out
    return shown.err


@pytest.mark.parametrize(
    ("method", "name", "options"),
    [
        ("farrington", "farrington_b3_w3_a01", []),
        ("farrington", "farrington_b3_w3_a05_noreweight", ["--alpha", "0.05", "--no-reweight"]),
        ("flexible", "flexible_nb_b3_w3_a01", []),
        ("ears-c1", "ears_c1", ["--min-sigma", "0"]),
        ("ears-c2", "ears_c2", ["--min-sigma", "0"]),
        ("ears-c3", "ears_c3", ["--min-sigma", "0", "--no-present-week"]),
        ("bayes", "bayes_b2_w4_a01", []),
        ("rki", "rki_b2_w4", []),
        ("cusum", "cusum_k1.04_h2.26", []),
        ("glr", "glrnb_c5", []),
    ],
)
def test_the_published_alarms_come_out_of_the_reference_data(
    capsys: pytest.CaptureFixture[str], method: str, name: str, options: list[str]
) -> None:
    expected = columns(f"salmonella_agona_{name}")
    first = str(int(expected["week"][0]))

    document = printed(capsys, AGONA, "--method", method, "--from", first, *options)

    assert [row["alarm"] for row in document["rows"]] == (expected["alarm"] == 1).tolist()
    assert [row["count"] for row in document["rows"]] == expected["count"].tolist()


@pytest.mark.parametrize("method", [method for method in METHODS if method not in {"watch", "scan"}])
def test_every_method_prints_its_answer_by_the_schema_and_in_words(
    capsys: pytest.CaptureFixture[str], method: str
) -> None:
    document = printed(capsys, AGONA, "--method", method)

    assert document["method"] == method
    assert len(document["rows"]) > 50
    assert main(["outbreak", "run", AGONA, "--method", method]) == 0
    assert capsys.readouterr().out.strip()


def test_the_watch_hears_what_moved_and_says_whether_it_fell_at_the_source(
    capsys: pytest.CaptureFixture[str], network: str
) -> None:
    document = printed(capsys, network, "--method", "watch", "--external", "outside", "--from", "156", "--draws", "100")

    assert document["rows"][-1]["alarm"]
    assert document["rows"][-1]["source_has_fallen"]
    assert not document["rows"][0]["alarm"]
    assert (
        main(
            [
                "outbreak",
                "run",
                network,
                *["--method", "watch", "--external", "outside", "--from", "156", "--draws", "50"],
            ]
        )
        == 0
    )
    assert "it has fallen at P0" in capsys.readouterr().out


@pytest.mark.parametrize("method", ["watch", "scan"])
def test_a_network_is_judged_up_to_the_last_week_that_is_asked_for(
    capsys: pytest.CaptureFixture[str], network: str, method: str
) -> None:
    drawn = ["--draws", "50"] if method == "watch" else []
    asked = ["--method", method, "--external", "outside", "--from", "156", *drawn]

    whole, part = (printed(capsys, network, *asked, *more)["rows"] for more in ([], ["--to", "170"]))

    assert [row["week"] for row in part] == [str(week) for week in range(156, 171)]
    assert part == whole[:15]
    assert "--from lies after --to" in refused(capsys, network, *asked, "--to", "150")


def test_the_model_of_all_series_is_fitted_to_the_weeks_that_are_asked_for(
    capsys: pytest.CaptureFixture[str], network: str
) -> None:
    rows = printed(capsys, network, "--method", "hhh4", "--from", "20", "--to", "120")["rows"]

    assert {row["week"] for row in rows} == {str(week) for week in range(21, 121)}
    assert "--from lies after --to" in refused(capsys, network, "--method", "glr", "--from", "100", "--to", "90")


def test_one_loud_week_of_the_comparison_hides_no_rise_from_the_scan(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "network.csv"
    lines = [f"{week},9,{4 + 6 * (week >= 100)},4,{90 if week == 103 else 30}" for week in range(104)]
    file.write_text("\n".join(["week,A,B,C,outside", *lines]))

    rows = printed(capsys, str(file), "--method", "scan", "--external", "outside", "--from", "100")["rows"]

    assert rows[-1]["ports"] == ["B"]
    # Four weeks of 4 by a factor of 1, and of .6 + .4·3 in the last, against 40.
    assert rows[-1]["score"] == pytest.approx(40 * np.log(40 / 19.2) - (40 - 19.2))


def test_the_scan_names_ports_other_than_the_source(capsys: pytest.CaptureFixture[str], network: str) -> None:
    document = printed(capsys, network, "--method", "scan", "--external", "outside", "--from", "156")

    named = {port for row in document["rows"] for port in row["ports"]}
    assert named <= {f"P{port}" for port in range(1, 10)}
    assert named


def test_a_series_with_too_few_cases_everywhere_is_not_assessed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "few.csv"
    file.write_text("week,A\n" + "\n".join(f"{week},{int(week == 3)}" for week in range(1, 200)))

    assert main(["outbreak", "run", str(file)]) == 1
    assert "0 of 40 weeks of 1 series assessed, 0 alarms" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("week,A\n1,2\n2,-1\n", "line 3, column A: -1 is below zero."),
        ("week,A\n1,2\n2,1.5\n", "line 3, column A: 1.5 is not a whole number"),
        ("week,A\n2024-01-01,2\n2024-01-15,1\n", "line 3, column week: Between 2024-01-01 and 2024-01-15"),
        ("week,A\n1,2\n2,3\n", "159 weeks must come before"),
    ],
)
def test_bad_input_is_refused_with_its_row(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(text)

    assert says in refused(capsys, str(file))


def test_a_port_that_opened_last_month_is_refused_by_name(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    lines = [f"{week},{week % 5},{week % 3 if week > 205 else ''}" for week in range(1, 210)]
    file.write_text("\n".join(["week,Antwerp,New quay", *lines]))

    said = refused(capsys, str(file))

    assert "series New quay" in said
    assert "from week 206 on" in said


def test_a_port_that_opened_during_the_measure_is_named_by_the_watch(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "network.csv"
    lines = [f"{week},{9 + week % 3},{week % 4},{week % 3 if week > 90 else ''},30" for week in range(1, 105)]
    file.write_text("\n".join(["week,A,B,New quay,outside", *lines]))

    said = refused(capsys, str(file), "--method", "watch", "--source", "B", "--external", "outside", "--from", "70")

    assert "series New quay: It was counted in 0 weeks" in said


def test_settings_that_cannot_be_are_refused_with_the_reason(capsys: pytest.CaptureFixture[str], network: str) -> None:
    assert "0.1" in refused(capsys, AGONA, "--from", "0.1")
    assert "week 100" in refused(capsys, AGONA, "--from", "100")
    assert "--external" in refused(capsys, network, "--method", "watch")
    assert "no series Ostend" in refused(capsys, network, "--method", "scan", "--external", "Ostend")
    assert "26 weeks before" in refused(capsys, network, "--method", "watch", "--external", "outside", "--from", "20")
    assert "--from lies after --to" in refused(capsys, AGONA, "--from", "300", "--to", "200")
    assert "h is above 0" in refused(capsys, AGONA, "--method", "cusum", "--h=-5")
    assert "trend_p" in refused(capsys, AGONA, "--method", "flexible", "--trend-p", "2")
    assert "seasons" in refused(capsys, AGONA, "--method", "flexible", "--seasons", "100000")
    assert "alpha" in refused(capsys, AGONA, "--alpha", "2")


@pytest.mark.parametrize(
    "option",
    [
        "--h=nan",
        "--h=inf",
        "--k=1e999",
        "--trend-p=nan",
        "--years-back=-1",
        "--seed=-1",
        "--draws=0",
        "--draws=100000000",
    ],
)
def test_an_option_that_is_no_such_number_ends_with_2(
    capsys: pytest.CaptureFixture[str], network: str, option: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["outbreak", "run", network, "--method", "watch", "--external", "outside", option])

    assert ended.value.code == 2
    assert option.partition("=")[0] in capsys.readouterr().err


def test_a_file_that_is_not_there_or_is_no_text_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "picture.csv").write_bytes(b"\xff\xfe\x00week")

    assert "No such file" in refused(capsys, str(tmp_path / "none.csv"))
    assert "UTF-8" in refused(capsys, str(tmp_path / "picture.csv"))


@pytest.mark.anywhere
def test_the_command_needs_no_django() -> None:
    script = (
        "import sys; sys.modules['django'] = None\n"
        "from port2port.site.command import main\n"
        f"sys.exit(main(['outbreak', 'run', {AGONA!r}, '--from', '209']))"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)

    assert (answer.returncode, answer.stderr) == (0, "")
    assert "9 alarms" in answer.stdout


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command line, with the input and the output that a shell gives it."""
    called = f"{sys.executable} -c 'import sys; from port2port.site.command import main; sys.exit(main())' {command}"
    return subprocess.run(["bash", "-c", called], cwd=folder, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.anywhere
@pytest.mark.parametrize("command", ["outbreak run", "study run", "allocate"])
def test_a_closed_standard_input_is_said_in_words(command: str, tmp_path: Path) -> None:
    answer = shell(f"{command} - <&-", tmp_path)

    assert answer.returncode == 2
    assert "standard input is closed" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.anywhere
def test_a_reader_that_has_left_ends_the_command_without_a_word(tmp_path: Path) -> None:
    answer = shell(f"outbreak run {AGONA} --json | true; exit ${{PIPESTATUS[0]}}", tmp_path)

    assert (answer.returncode, answer.stderr) == (141, "")


@pytest.mark.anywhere
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_an_answer_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    answer = shell(f"outbreak run {AGONA} --json > /dev/full", tmp_path)

    assert answer.returncode == 74
    assert answer.stderr == "port2port outbreak: the answer could not be written: No space left on device\n"


@pytest.mark.anywhere
@pytest.mark.parametrize("command", ["outbreak run", "study run", "allocate"])
def test_an_input_without_an_end_is_read_no_further_than_to_its_limit(command: str, tmp_path: Path) -> None:
    answer = shell(f"{command} /dev/zero", tmp_path)

    assert answer.returncode == 2
    assert "larger than" in answer.stderr


FUNCTIONS = {"farrington", "flexible", "ears-c1", "ears-c2", "ears-c3", "bayes", "rki", "cusum", "glr", "hhh4"}


@pytest.mark.parametrize("method", sorted(FUNCTIONS))
def test_every_setting_in_force_is_written_and_giving_it_changes_nothing(
    capsys: pytest.CaptureFixture[str], method: str
) -> None:
    found = printed(capsys, AGONA, "--method", method)

    settings = found["settings"]
    words = [f"--{name.replace('_', '-')}" for name in settings]
    given = []
    for word, value in zip(words, settings.values(), strict=True):
        if isinstance(value, bool):
            given.append(word if value else word.replace("--", "--no-"))
        else:
            given.append(f"{word}={value}")
    assert printed(capsys, AGONA, "--method", method, *given) == found


def test_the_settings_of_a_network_are_written(capsys: pytest.CaptureFixture[str], network: str) -> None:
    asked = (network, "--external", "outside")

    watched = printed(capsys, *asked, "--method", "watch", "--draws", "50")["settings"]
    scanned = printed(capsys, *asked, "--method", "scan")["settings"]

    both = {"source": "P0", "external": "outside", "from": "156", "to": "207"}
    assert watched == {"budget": 0.2, "draws": 50, "seed": 0} | both
    assert scanned == {"windows": [4, 8, 13, 26]} | both


def test_weeks_that_are_dates_are_matched_by_the_iso_week_unless_a_period_is_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "dated.csv"
    monday = date(2020, 1, 6)
    lines = [f"{monday + timedelta(days=7 * week)},{4 + week % 5}" for week in range(209)]
    file.write_text("\n".join(["week,A", *lines]))

    assert printed(capsys, str(file))["settings"]["period"] == "iso_week"
    assert printed(capsys, str(file), "--period", "52")["settings"]["period"] == 52


@pytest.mark.parametrize(
    ("method", "option", "has"),
    [
        ("cusum", ["--years-back", "9"], "--h"),
        ("rki", ["--alpha", "0.1"], "--period"),
        ("ears-c1", ["--present-week"], "--baseline"),
        ("glr", ["--seed", "0"], "--threshold"),
        ("hhh4", ["--transform", "standard"], "--family"),
        ("farrington", ["--source", "cases"], "--years-back"),
    ],
)
def test_an_option_that_the_method_does_not_have_is_refused_with_those_it_has(
    capsys: pytest.CaptureFixture[str], method: str, option: list[str], has: str
) -> None:
    says = refused(capsys, AGONA, "--method", method, *option)

    assert f"{method} has no {option[0]}; it has " in says
    assert has in says.partition("it has")[2]
