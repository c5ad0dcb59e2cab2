"""One run of a study: its file read, the study made, and checked in three other ways; no database, no words."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from platform import python_version
from typing import Any

import numpy as np

from port2port.pure.displacement.crosscheck import cross_check
from port2port.pure.displacement.faults import StudyRefused
from port2port.pure.displacement.finding import Expected, weekly
from port2port.pure.displacement.panel_file import StudyPanel, read_panel
from port2port.pure.displacement.panel_model import panel_model
from port2port.pure.displacement.placebo import Placebo, placebo
from port2port.pure.displacement.planning import minimum_detectable_share
from port2port.pure.displacement.result_file import Value, cross_checked, modelled, placebo_of, result
from port2port.pure.displacement.study import DisplacementReport, displacement

DRAWS, PLACEBOS = 2_000, 999
PROGRAMS = ("port2port", "numpy", "scipy")
STEPS = 4
type Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a run found, as it is stored."""

    verdict: str
    figures: dict[str, Value]
    rows: list[dict[str, Value]]
    versions: dict[str, str]
    input_sha256: str


def reckon(content: bytes, *, seed: int, step: Step) -> Reckoned:
    """The study of a file. Raises PanelRefused, StudyRefused, and what `step` raises when it was cancelled."""
    step(0, STEPS)
    panel = read_panel(content)
    report = displacement(panel.counts)
    digest = sha256(content).hexdigest()
    figures = result(panel, report)
    figures |= {"planned_minimum_detectable_share": _planned(panel), "seed": seed, "input_sha256": digest}
    figures |= _checks(panel, report, seed=seed, step=step)
    versions = {"python": python_version()} | {name: version(name) for name in PROGRAMS}
    return Reckoned(report.verdict.value, figures, list(_rows(panel, report)), versions, digest)


def _checks(panel: StudyPanel, report: DisplacementReport, *, seed: int, step: Step) -> dict[str, Value]:
    """Simulated intervals, placebos and the model of all ports, where the counts allow them."""
    found: dict[str, Value] = {"cross_check": None, "placebos": [], "panel_model": None}
    if report.elsewhere_change is None:
        return found
    rng = np.random.default_rng(seed)
    step(1, STEPS)
    found["cross_check"] = cross_checked(cross_check(panel.counts, rng=rng, draws=DRAWS))
    step(2, STEPS)
    kinds = (Placebo.TIME, Placebo.SPACE)
    found["placebos"] = [placebo_of(placebo(panel.counts, kind=kind, n=PLACEBOS, rng=rng)) for kind in kinds]
    step(3, STEPS)
    try:
        found["panel_model"] = modelled(panel_model(panel.counts))
    except StudyRefused:
        found["panel_model"] = None
    return found


def _planned(panel: StudyPanel) -> float | None:
    """What could have been seen, from the weeks before alone."""
    counts = panel.counts
    if panel.expected_reduction is None or counts.comparison is None:
        return None
    before = slice(counts.before.first, counts.before.end)
    try:
        return minimum_detectable_share(
            counts.others[before],
            counts.comparison[before],
            expected_reduction=panel.expected_reduction,
            weeks_after=counts.after.weeks,
        )
    except StudyRefused:
        return None


def _rows(panel: StudyPanel, report: DisplacementReport) -> list[dict[str, Value]]:
    """Week by week from the first of the window before to the last after; nothing is expected in between."""
    counts, first, end = panel.counts, report.before.first, report.after.end
    lines = {
        name: _by_week(weekly(counts, report, is_target=is_target))
        for name, is_target in (("target", True), ("others", False))
    }
    rows: list[dict[str, Value]] = []
    for week in range(first, end):
        row: dict[str, Value] = {
            "week": panel.week(week).isoformat(),
            "window": _window(week, report),
            "target": int(counts.target[week]),
            "others": int(counts.others[week]),
            "outside": None if counts.comparison is None else int(counts.comparison[week]),
        }
        for name, line in lines.items():
            values = line.get(week, (None, None, None))
            row |= {f"{name}_{part}": value for part, value in zip(("expected", "low", "high"), values, strict=True)}
        rows.append(row)
    return rows


def _window(week: int, report: DisplacementReport) -> str:
    if week < report.before.end:
        return "before"
    return "after" if week >= report.after.first else "between"


def _by_week(expected: Expected | None) -> dict[int, tuple[Any, ...]]:
    if expected is None:
        return {}
    lines = (np.round(line, 2).tolist() for line in (expected.expected, expected.low, expected.high))
    return dict(zip(expected.weeks.tolist(), zip(*lines, strict=True), strict=True))
