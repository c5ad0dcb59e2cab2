"""The reference numbers, read; and studies of simulated counts."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from port2port.pure.displacement.counts import StudyCounts
from port2port.pure.panels import PanelDesign, simulate

HERE = Path(__file__).parent / "reference"


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def answers(name: str) -> list[dict]:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def panels() -> dict[str, tuple[np.ndarray, np.ndarray | None, dict[str, str]]]:
    """Counts [weeks, ports], the external series, and what a study may know, by panel."""
    counts: dict[str, list[dict[str, str]]] = {}
    for row in rows("panel_counts.csv"):
        counts.setdefault(row["panel"], []).append(row)
    known = {row["panel"]: row for row in rows("panels.csv")}
    found = {}
    for panel, weeks in counts.items():
        ports = np.array([[float(row[f"port_{port}"]) for port in range(1, 11)] for row in weeks])
        is_declared = known[panel]["external_declared"] == "1"
        external = np.array([float(row["external"]) for row in weeks]) if is_declared else None
        found[panel] = (ports, external, known[panel])
    return found


def study_of(panel: tuple[np.ndarray, np.ndarray | None, dict[str, str]], weeks_before: int) -> StudyCounts:
    ports, external, known = panel
    change = known["recording_change_week"]
    return StudyCounts(
        target=ports[:, 0],
        elsewhere=ports[:, 1:],
        external=external,
        start_week=int(known["measure_week"]),
        weeks_before=weeks_before,
        recording_changes=(int(change),) if change else (),
    )


def simulated(seed: int = 7, **settings) -> StudyCounts:
    """A study of one simulated network."""
    panel, _truth = simulate(PanelDesign(**settings), rng=np.random.default_rng(seed))
    return StudyCounts.of_panel(panel, start_week=156)


def prop99() -> tuple[np.ndarray, list[str], list[int]]:
    """Packs a head [years, states], the states and the years."""
    table = rows("prop99_panel.csv")
    states, years = sorted({row["state"] for row in table}), sorted({int(row["year"]) for row in table})
    packs = np.zeros((len(years), len(states)))
    for row in table:
        packs[years.index(int(row["year"])), states.index(row["state"])] = float(row["packs_per_capita"])
    return packs, states, years


def file_of(panel: tuple[np.ndarray, np.ndarray | None, dict[str, str]]) -> dict:
    """A panel as `port2port study` reads it; its first week is that of 6 January 2020."""
    ports, external, known = panel
    mondays = [str(date(2020, 1, 6) + timedelta(days=7 * week)) for week in range(len(ports))]
    rows_ = [{"week": monday, "counts": [int(n) for n in row]} for monday, row in zip(mondays, ports, strict=True)]
    file = {
        "format": "port2port-study-panel-1.0",
        "measure": "Patrols along the fence",
        "outcome": "intrusions",
        "ports": [f"port_{port}" for port in range(1, ports.shape[1] + 1)],
        "target": known["target"],
        "starts_on": mondays[int(known["measure_week"])],
        "weeks_before": int(known["measure_week"]),
        "weeks": rows_,
    }
    if known["recording_change_week"]:
        file["recording_changes"] = [{"on": mondays[int(known["recording_change_week"])], "what": "A new form"}]
    if external is not None:
        file["external"] = {
            "series": "A port far away",
            "reason": "port_outside_the_substitution_set",
            "because": "Another country and another sea; none of the groups known here is seen there.",
        }
        for row, n in zip(rows_, external, strict=True):
            row["external"] = int(n)
    return file
