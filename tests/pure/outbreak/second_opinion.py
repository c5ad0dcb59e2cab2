"""Hears R's surveillance on drawn series and on those of the reference, and compares alarms week by week.

make surveillance              says in one line that R is not there, and ends well
SURVEILLANCE=required make …   is an error where R is not there
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from shutil import which

import numpy as np
from numpy.typing import NDArray

from port2port.pure.outbreak import Detection, bayes_bound, ears, farrington, farrington_flexible, rki_bound
from tests.pure.outbreak.reference_files import series

FIRST, LAST = 209, 260
WEEKS = np.arange(FIRST - 1, LAST)
SCRIPT = Path(__file__).with_name("surveillance.R")
type Counts = NDArray[np.float64]

OURS: dict[str, Callable[[Counts], Detection]] = {
    "farrington": lambda y: farrington(y, WEEKS),
    "farrington_b2_w5": lambda y: farrington(y, WEEKS, years_back=2, half_window=5, alpha=0.05),
    "flexible": lambda y: farrington_flexible(y, WEEKS),
    "flexible_w2_n7": lambda y: farrington_flexible(y, WEEKS, half_window=2, alpha=0.005, seasons=7, skip_weeks=20),
    "ears_c1": lambda y: ears(y, WEEKS, method="C1"),
    "ears_c2": lambda y: ears(y, WEEKS, method="C2"),
    "ears_c3": lambda y: ears(y, WEEKS, method="C3", present_week=False),
    "bayes": lambda y: bayes_bound(y, WEEKS),
    "rki": lambda y: rki_bound(y, WEEKS),
}


def drawn(number: int, *, seed: int = 20) -> Counts:
    """Series of all sizes, with seasons, trends, outbreaks and stretches of nothing: [weeks, series]."""
    rng = np.random.default_rng(seed)
    weeks = np.arange(LAST)[:, None]
    level = np.exp(np.linspace(np.log(0.3), np.log(60), number))
    season = 1 + rng.uniform(0, 0.7, number) * np.sin(2 * np.pi * weeks / 52 + rng.uniform(0, 6, number))
    mean = level * season * np.exp(rng.normal(0, 0.3, number) * weeks / LAST)
    outbreaks = np.where(rng.random((LAST, number)) < 0.03, 3.0, 1.0)
    size = rng.uniform(1, 20, number)
    return rng.negative_binomial(size, size / (size + mean * outbreaks)).astype(float)


def r_is_there() -> bool:
    """Whether Rscript runs, with surveillance."""
    if which("Rscript") is None:
        return False
    asked = ["Rscript", "-e", 'quit(status = !requireNamespace("surveillance", quietly = TRUE))']
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def heard(counts: Counts, folder: Path, methods: list[str], *, first: int = FIRST) -> dict[str, tuple[Counts, Counts]]:
    """R's bounds and alarms by method, each [weeks, series]."""
    file = folder / "counts.csv"
    names = ",".join(f"s{number}" for number in range(counts.shape[1]))
    np.savetxt(file, counts, fmt="%d", delimiter=",", header=names, comments="")
    asked = ["Rscript", str(SCRIPT), str(file), str(folder), str(first), str(len(counts)), ",".join(methods)]
    subprocess.run(asked, check=True, capture_output=True)
    found = {}
    for name in methods:
        table = np.genfromtxt(folder / f"{name}.csv", delimiter=",")
        width = counts.shape[1]
        found[name] = table[:, 1 : 1 + width], table[:, 1 + width :]
    return found


def compared(name: str, counts: Counts, theirs: tuple[Counts, Counts]) -> int:
    """Prints one line, and one for each alarm that differs; gives how many do."""
    ours = OURS[name](counts)
    upper, alarm = theirs
    both = ours.assessed & np.isfinite(upper)
    gap = np.where(both, np.abs(ours.upper - upper), 0.0)
    differ = ours.alarm != (alarm == 1)
    print(f"{name:<18}{differ.size:>7}{int((alarm == 1).sum()):>8}{int(differ.sum()):>8}{gap.max():>12.2g}")
    for week, one in np.argwhere(differ):
        says = f"ours {ours.upper[week, one]:.4f}, R {upper[week, one]:.4f}, count {ours.count[week, one]:.0f}"
        print(f"    week {ours.weeks[week] + 1}, series {one}: {says}")
    return int(differ.sum())


def main() -> int:
    """0: the same alarms, or R is not there; 1 otherwise."""
    if not r_is_there():
        print("R with surveillance is not installed (Debian: r-cran-surveillance): nothing was compared")
        return 1 if os.environ.get("SURVEILLANCE") == "required" else 0
    published = np.column_stack([series(name)[:LAST] for name in ("agona", "hadar")])
    counts = np.column_stack([published, drawn(18)])
    with tempfile.TemporaryDirectory() as folder:
        theirs = heard(counts, Path(folder), list(OURS))
    print(f"{'method':<18}{'weeks':>7}{'alarms':>8}{'differ':>8}{'bound, most':>12}")
    return 1 if sum(compared(name, counts, theirs[name]) for name in OURS) else 0


if __name__ == "__main__":
    sys.exit(main())
