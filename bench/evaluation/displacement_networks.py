"""Networks of which the truth is known, studied by the thousand: what the tables of displacement are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from port2port.pure.displacement.counts import StudyCounts, Window
from port2port.pure.displacement.ratio import Changes, changes, tally
from port2port.pure.panels import Networks, Noise, Panel, PanelDesign, draw

NETWORKS = 2_000
START = 156
SHARES = (-0.3, 0.0, 0.3, 0.6, 1.0)
YEARS = (52, 156)
SCALES = (1.0, 4.0)
NOISES = {
    "gamma": {},
    "lognormal": {"noise": Noise.LOGNORMAL},
    "strong common shocks (sd .3)": {"common_sd": 0.3},
    "own shocks of each port (sd .2)": {"own_sd": 0.2},
}
OWN = "own shocks of each port (sd .2)"
type Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cell:
    """What 2,000 studies of one kind of network found. covered: of the others' interval; distance: Kolmogorov's."""

    covered: float
    displaced: float
    diffused: float
    distance: float


def series_of(drawn: Networks) -> tuple[Floats, Floats]:
    """A, B and A + B [n, 3, weeks], and the outside [n, weeks]."""
    target, others = drawn.ports[:, :, 0].astype(float), drawn.ports[:, :, 1:].sum(axis=2).astype(float)
    return np.stack([target, others, target + others], axis=1), drawn.external.astype(float)


def studied(drawn: Networks, years: int, *, block_weeks: int = 8) -> Changes:
    """Every network's study."""
    series, outside = series_of(drawn)
    windows = (Window(START - years, START), Window(START, 208))
    return changes(*(tally(series, outside, window, block_weeks=block_weeks) for window in windows))


def judged(found: Changes, truth: Floats) -> Cell:
    """How the studies of a cell fared. truth: what was added at the others, by network."""
    error = np.sqrt(found.variance)
    half = found.quantile(0.9) * error
    low, high = found.estimate - half, found.estimate + half
    has_fallen = high[:, 0] < 0
    rank = np.sort(stdtr(found.freedom, (truth - found.estimate[:, 1]) / error[:, 1]))
    even = (np.arange(len(rank)) + 0.5) / len(rank)
    return Cell(
        float(((low[:, 1] <= truth) & (truth <= high[:, 1])).mean()),
        float((has_fallen & (low[:, 1] > 0)).mean()),
        float((has_fallen & (high[:, 1] < 0)).mean()),
        float(np.abs(rank - even).max()),
    )


def cell(design: PanelDesign, *, seed: int = 7, n: int = NETWORKS) -> dict[int, Cell]:
    """One cell of the tables, with one and with three years before."""
    drawn = draw(design, n, rng=np.random.default_rng(seed))
    truth = design.share * drawn.removed.sum(axis=1)
    return {years: judged(studied(drawn, years), truth) for years in YEARS}


def each(drawn: Networks) -> list[StudyCounts]:
    """A study of every network."""
    return [
        StudyCounts.of_panel(Panel(ports, outside), start_week=START)
        for ports, outside in zip(drawn.ports, drawn.external, strict=True)
    ]
