"""`port2port study run`: the published numbers, words that a policy officer understands, and the row on bad input."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from port2port.pure.displacement.faults import Fault
from port2port.pure.displacement.json_fields import FileFault
from port2port.pure.displacement.study import Reason
from port2port.site.command import main
from port2port.site.commands.study_words import REASONS, REFUSED
from tests.house.tree import ROOT
from tests.pure.displacement.cases import file_of, panels, rows

PANELS = panels()
SCHEMAS = ROOT / "docs" / "reference"


def schema(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((SCHEMAS / f"study-{name}-1.0.json").read_text()))


@pytest.fixture
def written(tmp_path: Path):
    def write(panel: str, **change: object) -> str:
        path = tmp_path / f"{panel}.json"
        path.write_text(json.dumps(file_of(PANELS[panel]) | change))
        return str(path)

    return write


# One panel of each case of the reference.
@pytest.mark.parametrize("panel", ["D001", "D002", "D007", "D021", "D028", "D032", "D035", "D079"])
def test_the_reference_panels_give_the_published_numbers(panel: str, written, capsys):
    expected = next(row for row in rows("panel_results_all_weeks.csv") if row["panel"] == panel)

    code = main(["study", "run", written(panel), "--json", "--draws", "100", "--placebos", "19"])

    found = json.loads(capsys.readouterr().out)
    verdict = found["verdict"] + (f":{found['reasons'][0]}" if found["verdict"] == "not_assessable" else "")
    assert verdict == expected["verdict"]
    assert code == (1 if found["verdict"] == "not_assessable" else 0)
    for name in ("target", "elsewhere", "net"):
        change = found[f"{name}_change"]
        for figure, column in (("estimate", "change"), ("low", "low"), ("high", "high")):
            value = expected[f"{name}_{column}"]
            assert (change and change[figure]) == (pytest.approx(float(value), abs=1e-6) if value else None)
    for name in ("tipping_drift", "minimum_detectable_share"):
        assert found[name] == (pytest.approx(float(expected[name]), abs=1e-6) if expected[name] else None)
    schema("result").validate(found)


@pytest.mark.parametrize("panel", ["D021", "D032", "D035"])
def test_files_that_are_read_follow_the_published_schema(panel: str):
    schema("panel").validate(file_of(PANELS[panel]))


def test_the_example_of_the_reference_page_follows_the_schema():
    page = (SCHEMAS / "study-panel.md").read_text()

    schema("panel").validate(json.loads(page.split("```json")[1].split("```")[0]))


def test_the_same_seed_gives_the_same_result_and_another_seed_other_draws(written, capsys):
    path, found = written("D021"), []
    for seed in ("1", "1", "2"):
        main(["study", "run", path, "--json", "--draws", "100", "--placebos", "49", "--seed", seed])
        found.append(json.loads(capsys.readouterr().out))

    assert found[0] == found[1]
    assert found[0]["cross_check"] != found[2]["cross_check"]
    assert found[0]["elsewhere_change"] == found[2]["elsewhere_change"]


def test_the_finding_is_said_with_what_could_not_have_been_seen_and_three_rivals(written, capsys):
    assert main(["study", "run", written("D021", expected_reduction=900), "--draws", "100", "--placebos", "19"]) == 0

    said = capsys.readouterr().out
    assert "recorded incidents at port_1 were 1,100 [758, 1,442] lower than expected" in said
    assert "At the 9 other ports they were 868 [474, 1,262] higher." in said
    assert "A displaced share below 0.52 would not have been visible." in said
    assert "drifted by -8.6% on its own" in said
    assert said.index("Before any count was read") < said.index("In the 52 weeks")
    assert all(rival in said for rival in ("more checking", "less production", "another method"))
    assert "never below 0.050 (19)" in said


def test_without_a_comparison_from_outside_it_says_in_words_why_there_is_no_verdict(written, capsys):
    assert main(["study", "run", written("D035")]) == 1

    said = capsys.readouterr().out
    assert "Whether anything moved cannot be assessed." in said
    assert "no comparison from outside the network" in said
    assert "waterbed" not in said
    assert "p =" not in said


def test_a_comparison_that_may_receive_what_is_displaced_is_said_to_be_none(written, capsys):
    external = file_of(PANELS["D021"])["external"] | {"substitution_weight": 0.2}

    assert main(["study", "run", written("D021", external=external), "--json"]) == 1

    assert json.loads(capsys.readouterr().out)["reasons"] == ["no_external_comparison"]


def test_the_checks_can_be_left_out(written, capsys):
    main(["study", "run", written("D021"), "--json", "--draws", "0", "--placebos", "0"])

    found = json.loads(capsys.readouterr().out)
    assert (found["cross_check"], found["placebos"]) == (None, [])
    assert found["panel_model"]["elsewhere"]["low"] > 0
    schema("result").validate(found)


def test_a_bad_count_ends_with_2_and_names_the_row_and_the_port(written, capsys):
    file = file_of(PANELS["D021"])
    file["weeks"][17]["counts"][3] = None

    assert main(["study", "run", written("D021", weeks=file["weeks"])]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert "row 17 (2020-05-04), port_4: the count of this week is missing" in said.err


def test_kilograms_are_refused_in_words(written, capsys):
    assert main(["study", "run", written("D021", outcome="kilograms")]) == 2

    assert "kilograms are no outcome" in capsys.readouterr().err


def test_a_file_that_is_not_there_ends_with_2(tmp_path: Path, capsys):
    assert main(["study", "run", str(tmp_path / "none.json")]) == 2

    assert "No such file" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--draws", "--placebos"])
def test_more_draws_than_any_figure_needs_are_refused(option: str, written, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["study", "run", written("D035"), f"{option}=100000000"])

    assert ended.value.code == 2
    assert "a whole number from 0 to 100,000" in capsys.readouterr().err


def test_a_million_incidents_where_there_were_none_have_an_answer_all_the_same(written, capsys):
    file = file_of(PANELS["D021"])
    for row, week in enumerate(file["weeks"]):
        week["counts"][1:] = [10_000 if row >= 156 else 0] * 9

    assert main(["study", "run", written("D021", weeks=file["weeks"]), "--json", "--draws", "100"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["verdict"], found["tipping_drift"]) == ("displaced", None)
    schema("result").validate(found)


@pytest.mark.parametrize("bad", ["-1", "many", "1.5", "٣", "9" * 5000])
def test_an_option_that_is_no_number_ends_with_2(bad: str, written, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["study", "run", written("D021"), f"--draws={bad}"])

    assert ended.value.code == 2
    assert "a whole number from 0 to" in capsys.readouterr().err


def test_every_fault_and_every_reason_has_words():
    assert set(REFUSED) == {*Fault, *FileFault}
    assert set(REASONS) == set(Reason)


def test_a_study_needs_no_django(written):
    code = "import sys; from port2port.site.command import main; main(sys.argv[1:]); sys.exit('django' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", code, "study", "run", written("D021")], capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr
