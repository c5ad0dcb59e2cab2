"""The commands on the files that the reference pages name give the figures that stand in those pages."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from port2port.site.command import main
from tests.house.tree import ROOT

PAGES = ROOT / "docs" / "reference"
FOLDER = ROOT / "tests" / "pure"


def rows(page: str) -> dict[str, list[str]]:
    """The table of published figures: cells by what is named in code in the first one."""
    part = (PAGES / page).read_text().split("## The published figures")[1].split("\n## ")[0]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if "| `" in line[:4]]
    return {re.findall(r"`([^`]+)`", cells[0])[0]: cells[1:] for cells in lines}


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main([*arguments, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def figure(words: str) -> float:
    return float(words.replace("−", "-"))


def test_the_study_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    published = rows("study-panel.md")
    path = PAGES / "examples" / "panel.json"

    found = printed(capsys, "study", "run", str(path), "--draws", "100", "--placebos", "19")

    with (FOLDER / "displacement" / "reference" / "panel_counts.csv").open(encoding="utf-8", newline="") as file:
        reference = [row for row in csv.DictReader(file) if row["panel"] == "D021"]
    weeks = json.loads(path.read_text())["weeks"]
    counts = [[int(row[f"port_{port}"]) for port in range(1, 11)] for row in reference]
    assert [week["counts"] for week in weeks] == counts
    assert [week["external"] for week in weeks] == [int(row["external"]) for row in reference]
    assert found["verdict"] == "displaced"
    assert len(published) == 6
    for name, (value, interval) in published.items():
        one = found[name]
        if not interval:
            assert one == pytest.approx(figure(value), abs=1e-6)
            continue
        low, high = one["interval"] if name == "displaced_share" else (one["low"], one["high"])
        wanted = [figure(value), *map(figure, interval.split(" to "))]
        assert [one["estimate"], low, high] == pytest.approx(wanted, abs=1e-6)


def test_the_how_to_shows_what_its_command_prints(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "how-to" / "study-displacement.md").read_text()
    command, *shown = [line[3:] for line in page.split("```text\n")[1].split("   ```")[0].splitlines()]
    monkeypatch.chdir(ROOT)

    assert main([*command.split()[2:], "--draws", "0", "--placebos", "0"]) == 0

    assert capsys.readouterr().out.splitlines()[: len(shown)] == shown


def test_the_counts_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    published = rows("outbreak.md")
    path = str(FOLDER / "outbreak" / "reference" / "salmonella_agona.csv")

    assert set(published) == {"farrington", "flexible", "bayes", "rki", "cusum", "glr"}
    for method, (alarms,) in published.items():
        found = printed(capsys, "outbreak", "run", path, "--from", "209", "--method", method)
        weeks = [row["week"] for row in found["rows"] if row["alarm"]]
        assert f"{len(weeks)} weeks" == alarms if "weeks" in alarms else weeks == alarms.split(", ")


def test_the_game_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    published = rows("allocation.md")
    path = FOLDER / "games" / "reference" / "ten-ports-mobile-30.json"
    weakest = figure(published.pop("--objective weakest_link")[0])

    found = printed(capsys, "allocate", str(path))

    assert set(published) == {f"{plan}.harm_per_week" for plan in ("plan", "uncoordinated", "pro_rata")}
    for name, (value,) in published.items():
        assert found[name.partition(".")[0]]["harm_per_week"] == pytest.approx(figure(value), rel=1e-8)
    found = printed(capsys, "allocate", str(path), "--objective", "weakest_link")
    assert found["plan"]["best_attacker_utility"] == pytest.approx(weakest, abs=1e-8)


@pytest.mark.parametrize("page", ["study-panel.md", "outbreak.md", "allocation.md"])
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    text = (PAGES / page).read_text()
    named = re.findall(
        r"(?:tests/pure/\S+?/reference/|(?:docs/reference/)?examples/)(?:[\w-]+\.(?:json|csv|md))?", text
    )

    assert named
    for path in named:
        assert (Path(PAGES if path.startswith("examples") else ROOT) / path).exists()
