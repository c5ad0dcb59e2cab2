"""On networks whose truth is known: intervals hold it as often as they say, and nothing is found where nothing moved.

400 networks a cell; docs/reference/evaluation.md has the whole tables. Bounds are those of the plan, three standard
errors of 400 networks wider.
"""

import numpy as np
import pytest

from port2port.pure.displacement.counts import Window
from port2port.pure.displacement.ratio import Changes, changes, tally
from port2port.pure.panels import Networks, Noise, PanelDesign, draw

NETWORKS = 400
CELLS = {
    "base": {},
    "four times the counts": {"scale": 4.0},
    "lognormal": {"noise": Noise.LOGNORMAL},
    "strong common shocks": {"common_sd": 0.3},
    "own shocks": {"own_sd": 0.2},
}


def studied(share: float, cell: str, *, seed: int = 17) -> tuple[Changes, Networks]:
    design = PanelDesign(share=share, **CELLS[cell])
    drawn = draw(design, NETWORKS, rng=np.random.default_rng(seed))
    target, others = drawn.ports[:, :, 0].astype(float), drawn.ports[:, :, 1:].sum(axis=2).astype(float)
    series = np.stack([target, others, target + others], axis=1)
    windows = (tally(series, drawn.external.astype(float), window) for window in (Window(0, 156), Window(156, 208)))
    return changes(*windows), drawn


def limits(found: Changes) -> tuple[np.ndarray, np.ndarray]:
    half = found.quantile(0.9) * np.sqrt(found.variance)
    return found.estimate - half, found.estimate + half


def false_verdicts(found: Changes) -> tuple[float, float]:
    low, high = limits(found)
    has_fallen = high[:, 0] < 0
    return float((has_fallen & (low[:, 1] > 0)).mean()), float((has_fallen & (high[:, 1] < 0)).mean())


@pytest.mark.parametrize("share", [-0.3, 0.0, 0.6, 1.0])
@pytest.mark.parametrize("cell", list(CELLS))
def test_nine_of_ten_intervals_hold_the_truth(cell: str, share: float):
    found, drawn = studied(share, cell)

    removed = drawn.removed.sum(axis=1)
    truth = np.stack([-removed, share * removed, (share - 1) * removed], axis=1)
    low, high = limits(found)
    covered = ((low <= truth) & (truth <= high)).mean(axis=0)

    at_least, at_most = (0.84, 0.94) if cell == "own shocks" else (0.87, 0.94)
    wider = 3 * (0.9 * 0.1 / NETWORKS) ** 0.5
    assert (covered[1] >= at_least - wider) & (covered[1] <= at_most + wider)
    assert covered.min() >= at_least - wider


@pytest.mark.parametrize("cell", list(CELLS))
def test_where_crime_merely_fell_hardly_any_study_finds_that_it_moved(cell: str):
    found, _drawn = studied(0.0, cell)

    displaced, diffused = false_verdicts(found)

    at_most = 0.09 if cell == "own shocks" else 0.07
    assert max(displaced, diffused) <= at_most + 3 * (at_most * (1 - at_most) / NETWORKS) ** 0.5


def test_what_moved_is_found_more_often_the_more_of_it_there_was():
    shares = [false_verdicts(studied(share, "four times the counts")[0])[0] for share in (0.0, 0.3, 0.6, 1.0)]

    assert shares == sorted(shares)
    assert shares[2] == pytest.approx(0.8, abs=0.08)
    assert shares[3] > 0.95


def test_inside_the_network_alone_the_same_crime_that_moved_by_size_is_invisible():
    """The first port is the target, the second the neighbour, the rest controls: WDQ with and without an outside."""
    inside, outside = [], []
    for share in (0.0, 0.6, 1.0):
        _found, drawn = studied(share, "four times the counts")
        b, c = drawn.ports[:, :, 1:4].sum(axis=2), drawn.ports[:, :, 4:].sum(axis=2)
        a, x = drawn.ports[:, :, 0], drawn.external
        inside.append(np.median(quotient(a, b, c)))
        outside.append(np.median(quotient(a, b + c, x)))

    assert np.abs(inside).max() < 0.1
    assert outside == pytest.approx([0.0, -0.6, -1.0], abs=0.1)


def quotient(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    """WDQ of each network, whatever A did."""
    (a0, a1), (b0, b1), (c0, c1) = ((one[:, :156].sum(1), one[:, 156:].sum(1)) for one in (a, b, c))
    return (b1 / c1 - b0 / c0) / (a1 / c1 - a0 / c0)
