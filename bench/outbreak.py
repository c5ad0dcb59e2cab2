"""The detectors on a thousand series beside R's surveillance, the weekly watch of a large country, and calibration.

Floors are the least that a solver of this kind spends: a small least squares (10 µs) for each step of each fit, five
steps a fit and two fits a week; for calibration the drawing of the networks itself. R runs where it is installed, on a few
of the same series. Seconds of the processor, one thread. Growth is the time for twice as many, over the time for half.

    python bench/outbreak.py       BENCH_SERIES=100 for a quick look
"""

from __future__ import annotations

import os
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "src")]

# As `port2port` sets it, and before numpy is there: a thread that waits for work counts as time of the processor.
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402

from clock import best, both  # noqa: E402
from port2port.pure.outbreak import Terms, Thresholds, Watch, baseline, farrington, farrington_flexible, hhh4, paths  # noqa: E402
from port2port.pure.outbreak.calibrate import CHUNK  # noqa: E402
from port2port.pure.outbreak.scan import WINDOWS, scan_window  # noqa: E402
from port2port.pure.panels import PanelDesign, draw  # noqa: E402
from tests.pure.outbreak.reference_files import table  # noqa: E402
from tests.pure.outbreak.second_opinion import heard, r_is_there  # noqa: E402

SERIES = int(os.environ.get("BENCH_SERIES", "1000"))
NETWORKS = int(os.environ.get("BENCH_NETWORKS", "1000"))
WEEKS, JUDGED = 312, np.arange(208, 312)
SMALL_FIT_S = 10e-6
R_SERIES = 3
PORTS, CATEGORIES = 1_000, 20
kept = True


def main() -> None:
    """Print a table; ends with 1 where a promise is not kept."""
    print(f"{'work':<46}{'figure':>11}{'floor':>11}{'ratio':>8}{'target':>10}{'growth':>8}{'at most':>9}")
    models()
    spread()
    calibration()
    watch()
    sys.exit(0 if kept else 1)


def line(
    work: str, figure: float, floor: float | None, target: float, growth: float | None, most: float | None
) -> None:
    """One row; target is of the ratio where there is a floor, else of the figure in seconds."""
    global kept  # noqa: PLW0603
    missed = (figure / floor if floor else figure) > target or (growth is not None and growth > (most or 0))
    kept &= not missed
    beside = f"{floor * 1e3:8.2f} ms{figure / floor:8.2g}" if floor else f"{'–':>11}{'–':>8}"
    wanted = f"≤ {target:g}" + ("" if floor else " s")
    grown = f"{growth:8.2f}{f'≤ {most:g}':>9}" if growth is not None else f"{'–':>8}{'–':>9}"
    print(f"{work:<46}{figure * 1e3:8.2f} ms{beside}{wanted:>10}{grown}{' !' if missed else ''}", flush=True)


def counts(series: int) -> np.ndarray:
    """Counts of all sizes from a third to sixty a week, with seasons."""
    rng = np.random.default_rng(1)
    level = np.exp(rng.uniform(np.log(0.3), np.log(60), series))
    season = 1 + rng.uniform(0, 0.6, series) * np.sin(2 * np.pi * np.arange(WEEKS)[:, None] / 52)
    return rng.negative_binomial(4, 4 / (4 + level * season)).astype(float)


def models() -> None:
    """Farrington and its flexible form, a series."""
    given = counts(SERIES)
    half = given[:, : SERIES // 2].copy()
    theirs = beside_r(given) if r_is_there() else {}
    # Fits × steps × weeks judged; the flexible one solves for eleven terms.
    plans = (("farrington", farrington, 1.0, 3.0), ("flexible", farrington_flexible, 1.2, 4.0))
    for name, method, heavier, target in plans:
        # Twice the same series: how many steps a fit takes hangs on its counts.
        whole, growth = both(
            partial(method, np.tile(half, 2), JUDGED), partial(method, half, JUDGED), least_runs=2, least_s=0.3
        )
        floor = 2 * 5 * JUDGED.size * SMALL_FIT_S * heavier
        line(f"{name}, 104 weeks, a series of {SERIES:,}", whole / SERIES, floor, target, growth, 2.1)
        if name in theirs:
            # At least ten times as fast as R: ours at most a tenth of its time.
            line(
                f"    R surveillance {theirs[name] * 1e3:.0f} ms a series: ours over R's",
                whole / SERIES,
                theirs[name],
                0.1,
                None,
                None,
            )
        else:
            print("    R surveillance: not installed")


def beside_r(given: np.ndarray) -> dict[str, float]:
    """R's seconds a series by method, by R's own clock and without its start."""
    with tempfile.TemporaryDirectory() as folder:
        heard(given[:, :R_SERIES], Path(folder), ["farrington", "flexible"])
        lines = (Path(folder) / "seconds.txt").read_text().split("\n")
    return {name: float(seconds) / R_SERIES for name, seconds in (one.split() for one in lines if one.strip())}


def spread() -> None:
    """hhh4 on the measles of 17 districts, and on twice as many."""
    near = (table("measles_neighbourhood_order") == 1).astype(float)
    given, share = table("measles_counts"), table("measles_population_share")[0]
    twice, nearby = np.tile(given, 2), np.kron(np.eye(2), near)

    def fit(y: np.ndarray, w: np.ndarray, e: np.ndarray) -> object:
        return hhh4(y, weights=w, offset=e, ne=Terms(), end=Terms(trend=True, harmonics=1))

    _, growth = both(lambda: fit(twice, nearby, np.tile(share, 2)), lambda: fit(given, near, share))
    line("hhh4, 103 weeks × 17 units", best(lambda: fit(given, near, share)), None, 0.2, growth, 2.5)


def calibration() -> None:
    """Both statistics and the scan over networks of 208 weeks and ten ports, drawing included."""
    design = PanelDesign()

    def draws(n: int) -> object:
        return draw(design, n, rng=np.random.default_rng(2))

    def whole(n: int) -> None:
        networks = draw(design, n, rng=np.random.default_rng(2))
        paths(networks.ports, networks.external, measure_week=156)
        # A part at a time, as `paths` goes over them: the caches hold it.
        for start in range(0, n, CHUNK):
            ports = networks.ports[start : start + CHUNK]
            mean = ports[:, :156, 1:].mean(axis=1)[:, None] * np.ones((1, 52, 1))
            for window in WINDOWS:
                scan_window(ports[:, 156:, 1:].astype(float), np.maximum(mean, 0.01), window)

    floor = best(lambda: draws(NETWORKS))
    figure, growth = both(lambda: whole(NETWORKS), lambda: whole(NETWORKS // 2), least_runs=2)
    line(f"calibrate, {NETWORKS:,} × 208 × 10, with the scan", figure, floor, 6, growth, 2.1)


def watch() -> None:
    """One week of a country: both statistics for each category, and Farrington for each series."""
    rng = np.random.default_rng(3)
    history = rng.poisson(rng.uniform(0.2, 6, PORTS * CATEGORIES), (209, PORTS * CATEGORIES)).astype(float)
    outside = rng.poisson(40, 209).astype(float)
    watches = []
    for category in range(CATEGORIES):
        part = history[:, category * PORTS : (category + 1) * PORTS]
        watches.append(
            Watch(baseline(part[:156], outside[:156]), np.full(PORTS - 1, 1 / (PORTS - 1)), thresholds=Thresholds(6, 6))
        )

    def week() -> None:
        for category, one in enumerate(watches):
            one.update(one.state.week + 1, history[156, category * PORTS : (category + 1) * PORTS], outside[156])
        farrington(history, [208])

    line(f"weekly watch, {PORTS:,} ports × {CATEGORIES} categories", best(week), None, 10, None, None)


if __name__ == "__main__":
    main()
