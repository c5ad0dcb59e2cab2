"""A displacement study, its cross-check, synthetic difference in differences and the drawing of networks, beside their floors.

The floor of a study is one numpy pass for each sum that it cannot do without; that of drawing is the gamma and Poisson
numbers themselves. diff-diff is heard as a peer in the same run, where it is installed. Each figure is the least of several.

    python bench/displacement.py
"""

from __future__ import annotations

import csv
import json
import os
import sys
import warnings
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

# As `port2port` sets it, and before numpy is there: a thread that waits for work counts as time of the processor.
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np

from clock import best
from port2port.pure.displacement.counts import StudyCounts
from port2port.pure.displacement.crosscheck import cross_check
from port2port.pure.displacement.panel_file import read_panel
from port2port.pure.displacement.panel_model import panel_model
from port2port.pure.displacement.placebo import Placebo, placebo
from port2port.pure.displacement.study import displacement
from port2port.pure.displacement.synthetic import Method, synthetic
from port2port.pure.panels import PanelDesign, draw, simulate

PROP99 = Path(__file__).resolve().parents[1] / "tests/pure/displacement/reference/prop99_panel.csv"
STUDY_RATIO, GROWTH, SYNTHETIC_S, FULL_S, DRAW_RATIO = 5.0, 2.2, 0.2, 5.0, 3.0


def least(act: Callable[[], object], *, times: int) -> float:
    """Seconds of the processor of the fastest of so many runs."""
    return best(act, least_s=0.0, least_runs=times)


def main() -> int:
    """1 where a promise is not kept."""
    print(f"{'what':44}{'figure':>12}{'floor':>12}{'ratio':>8}  promise")
    kept = [study(), full(), did(), drawing()]
    return 0 if all(kept) else 1


def line(what: str, figure: str, floor: str, ratio: float, promise: str, *, is_kept: bool) -> bool:
    """One line of the table."""
    print(f"{what:44}{figure:>12}{floor:>12}{ratio:8.1f}  {promise}{'' if is_kept else '  NOT KEPT'}")
    return is_kept


def network(weeks: int, start: int) -> StudyCounts:
    """A study over all weeks of a network of ten ports."""
    panel, _truth = simulate(PanelDesign(weeks=weeks, measure_week=start, share=0.6), rng=np.random.default_rng(1))
    counts = StudyCounts.of_panel(panel, start_week=start, weeks_before=start)
    return StudyCounts(
        target=counts.target, elsewhere=counts.elsewhere, external=counts.external, start_week=start,
        weeks_before=start, weeks_after=weeks - start,
    )  # fmt: skip


def study() -> bool:
    """208 weeks of ten ports, checked and studied; and twice as many weeks."""
    figures = {}
    for weeks, start in ((208, 156), (416, 312)):
        counts = network(weeks, start)
        target, elsewhere, external = counts.target, counts.elsewhere, counts.external
        assert external is not None

        def whole(
            target: np.ndarray = target,
            elsewhere: np.ndarray = elsewhere,
            external: np.ndarray = external,
            weeks: int = weeks,
            start: int = start,
        ) -> None:
            displacement(
                StudyCounts(
                    target=target,
                    elsewhere=elsewhere,
                    external=external,
                    start_week=start,
                    weeks_before=start,
                    weeks_after=weeks - start,
                )
            )

        figures[weeks] = (
            least(whole, times=300),
            least(partial(passes, target, elsewhere, external, start), times=300),
        )
    (figure, floor), (double, _floor) = figures[208], figures[416]
    kept = line(
        "study, 208 weeks × 10 ports", f"{figure * 1e3:.2f} ms", f"{floor * 1e3:.3f} ms", figure / floor,
        f"≤ {STUDY_RATIO:g}× floor", is_kept=figure <= STUDY_RATIO * floor,
    )  # fmt: skip
    grown = line(
        "  twice the weeks", f"{double * 1e3:.2f} ms", f"{figure * 1e3:.2f} ms", double / figure, f"≤ {GROWTH:g}×",
        is_kept=double <= GROWTH * figure,
    )  # fmt: skip
    return kept and grown


def passes(target: np.ndarray, elsewhere: np.ndarray, external: np.ndarray, start: int) -> None:
    """One pass a sum: the check of every count, three series and the outside, whole and in blocks, in both windows; and every half year of the weeks before."""
    for series in (target, elsewhere, external):
        _whole = (series >= 0).all(), (series == np.floor(series)).all()
    others = elsewhere.sum(axis=1)
    for series in (target, others, target + others, external):
        for window in (series[:start], series[start:]):
            blocks = window[: len(window) // 8 * 8].reshape(-1, 8).sum(axis=1)
            _sums = window.sum(), (blocks * blocks).sum()
    for series in (others, external):
        sums = np.cumsum(series[:start])
        _halves = np.log(sums[26:] - sums[:-26])


def full() -> bool:
    """A file read, studied, modelled, cross-checked by 2,000 draws and held against 999 placebos."""
    panel, _truth = simulate(PanelDesign(share=0.6), rng=np.random.default_rng(1))
    monday = date(2020, 1, 6)
    content = json.dumps(
        {
            "format": "port2port-study-panel-1.0", "measure": "Bench", "outcome": "intrusions",
            "ports": [f"port {port}" for port in range(10)], "target": "port 0", "starts_on": str(monday + timedelta(days=7 * 156)),
            "external": {"series": "outside", "reason": "hinterland_series", "because": "A series that nothing displaced can ever reach."},
            "weeks": [
                {"week": str(monday + timedelta(days=7 * week)), "counts": ports.tolist(), "external": int(outside)}
                for week, (ports, outside) in enumerate(zip(panel.ports, panel.external, strict=True))
            ],
        }
    ).encode()  # fmt: skip

    def whole() -> None:
        counts, rng = read_panel(content).counts, np.random.default_rng(1)
        displacement(counts)
        panel_model(counts)
        cross_check(counts, rng=rng, draws=2000)
        for kind in (Placebo.TIME, Placebo.SPACE):
            placebo(counts, kind=kind, n=999, rng=rng)

    rng = np.random.default_rng(1)
    # Two series in 27 blocks: a share and a count for each draw.
    floor = least(lambda: rng.binomial(400, rng.beta(4.0, 8.0, (2000, 2, 27))), times=5)
    figure = least(whole, times=5)
    return line(
        "full study, 2,000 draws, 999 placebos", f"{figure:.3f} s", f"{floor:.3f} s", figure / floor, f"≤ {FULL_S:g} s",
        is_kept=figure <= FULL_S,
    )  # fmt: skip


def did() -> bool:
    """39 states, 31 years, three estimates; the peer makes one of them."""
    with PROP99.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    states, years = sorted({row["state"] for row in rows}), sorted({int(row["year"]) for row in rows})
    packs = np.zeros((len(years), len(states)))
    for row in rows:
        packs[years.index(int(row["year"])), states.index(row["state"])] = float(row["packs_per_capita"])
    treated = states.index("California")
    figure = least(
        lambda: [synthetic(packs, treated=treated, first_after=19, method=method) for method in Method], times=5
    )
    peer = heard(rows)
    return line(
        "SDiD, SC, DiD, 39 × 31 (beside: diff-diff)", f"{figure:.3f} s", "–" if peer is None else f"{peer:.3f} s",
        figure / peer if peer else 0.0, f"≤ {SYNTHETIC_S:g} s", is_kept=figure <= SYNTHETIC_S,
    )  # fmt: skip


def heard(rows: list[dict[str, str]]) -> float | None:
    """Seconds of diff-diff for one estimate with its two cheapest placebo draws; None where it is not installed."""
    try:
        import diff_diff
        import pandas as pd  # type: ignore[import-untyped]
    except ImportError:
        return None
    table = pd.DataFrame(
        [
            {"state": row["state"], "year": int(row["year"]), "packs": float(row["packs_per_capita"]), "treated": int(row["state"] == "California")}
            for row in rows
        ]
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return least(
            lambda: diff_diff.SyntheticDiD(n_bootstrap=2, seed=1).fit(
                table, outcome="packs", treatment="treated", unit="state", time="year", post_periods=list(range(1989, 2001))
            ),
            times=3,
        )  # fmt: skip


def drawing() -> bool:
    """1,000 networks, beside the random numbers alone."""
    rng, size = np.random.default_rng(1), (1000, 208, 10)
    figure = least(lambda: draw(PanelDesign(share=0.6), 1000, rng=rng), times=5)
    floor = least(lambda: rng.poisson(3.3 * rng.standard_gamma(6.0, size) / 6), times=5)
    return line(
        "drawing 1,000 networks × 208 × 10", f"{figure:.3f} s", f"{floor:.3f} s", figure / floor, f"≤ {DRAW_RATIO:g}× floor",
        is_kept=figure <= DRAW_RATIO * floor,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
