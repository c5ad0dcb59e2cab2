"""Placebos keep their floor and are even under the null; the simulated intervals are close to the closed ones."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.displacement.counts import StudyCounts
from port2port.pure.displacement.crosscheck import cross_check
from port2port.pure.displacement.faults import Fault, NoComparison, StudyRefused
from port2port.pure.displacement.placebo import Placebo, PlaceboReport, placebo
from port2port.pure.displacement.study import displacement
from port2port.pure.panels import Panel, PanelDesign, draw
from tests.pure.displacement.cases import simulated


def chance(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


def still(seed: int, categories: int) -> np.ndarray:
    """[categories, weeks]: what cannot move, and moves with the outside alone."""
    drawn = draw(PanelDesign(means=(12.0,) + (5.0,) * categories, reduction=0.0), 1, rng=chance(seed))
    return drawn.ports[0, :, 1:].T


@given(
    statistic=st.floats(-9, 9), placebos=st.lists(st.floats(-9, 9), min_size=1, max_size=50).map(np.array)
)  # fmt: skip
def test_p_is_one_more_than_those_as_extreme_and_never_below_its_floor(statistic: float, placebos: np.ndarray):
    report = PlaceboReport(Placebo.SPACE, statistic, placebos)

    assert report.floor == 1 / (len(placebos) + 1)
    assert report.floor <= report.p <= 1
    assert report.p == (1 + sum(abs(one) >= abs(statistic) for one in placebos)) / (1 + len(placebos))


@pytest.mark.parametrize(("kind", "n", "floor"), [("time", 99, 0.01), ("space", 99, 0.1), ("category", 99, 0.2)])
def test_there_are_as_many_placebos_as_are_asked_for_or_as_there_are(kind: str, n: int, floor: float):
    report = placebo(replace(simulated(), still=still(1, 4)), kind=Placebo(kind), n=n, rng=chance())

    assert report.floor == pytest.approx(floor)


def test_of_few_blocks_there_are_so_many_orders_and_p_is_no_smaller_however_many_are_drawn():
    counts = replace(simulated(8, share=1.5, scale=6.0, reduction=0.7), weeks_before=26, weeks_after=26)

    report = placebo(counts, kind=Placebo.TIME, n=999, rng=chance(), block_weeks=13)

    # Two blocks before and two after.
    assert report.floor == 1 / 6
    assert report.p >= 1 / 6


def test_fewer_ports_can_be_asked_for_than_there_are():
    report = placebo(simulated(), kind=Placebo.SPACE, n=4, rng=chance())

    assert len(report.placebos) == 4
    assert len(set(report.placebos)) == 4


def test_a_large_change_is_found_at_the_floor_of_each_kind():
    counts = replace(simulated(8, share=1.5, scale=6.0, reduction=0.7), still=still(1, 19))

    for kind, n in (("time", 499), ("space", 9), ("category", 19)):
        report = placebo(counts, kind=Placebo(kind), n=n, rng=chance())
        assert report.p == report.floor if kind != "time" else report.p <= 0.02


# A p of ten placebos takes the values .1, .2, … 1; each should be taken equally often.
@pytest.mark.parametrize("kind", list(Placebo))
def test_where_nothing_happened_every_p_is_equally_likely(kind: Placebo):
    networks = 400
    drawn = draw(
        PanelDesign(means=(3.0,) * 10, reduction=0.0, scale=4.0, common_sd=0.2), networks, rng=chance(11)
    )  # fmt: skip
    rng, found = chance(5), []
    for ports, external in zip(drawn.ports, drawn.external, strict=True):
        if kind is Placebo.CATEGORY:
            counts = StudyCounts(target=ports[:, 0], elsewhere=ports[:, :1], external=external, start_week=156)
            counts = replace(counts, still=ports[:, 1:].T)
        else:
            counts = StudyCounts.of_panel(Panel(ports, external), start_week=156)
        found.append(placebo(counts, kind=kind, n=9, rng=rng).p)

    times = np.bincount(np.round(10 * np.array(found)).astype(int), minlength=11)[1:]

    assert times.sum() == networks
    # Chi-squared with 9 degrees of freedom: beyond 27.9 once in a thousand seeds.
    assert ((times - networks / 10) ** 2 / (networks / 10)).sum() < 27.9


def test_placebos_need_a_comparison_one_draw_and_categories_that_cannot_move():
    with pytest.raises(NoComparison):
        placebo(replace(simulated(), external=None), kind=Placebo.TIME, n=9, rng=chance())
    with pytest.raises(StudyRefused) as refused:
        placebo(simulated(), kind=Placebo.TIME, n=0, rng=chance())
    assert refused.value.fault is Fault.BAD_SETTING
    with pytest.raises(StudyRefused) as refused:
        placebo(simulated(), kind=Placebo.CATEGORY, n=9, rng=chance())
    assert refused.value.fault is Fault.TOO_FEW_UNITS


@pytest.mark.parametrize("settings_", [{}, {"scale": 4.0}, {"common_sd": 0.3}, {"noise": "lognormal"}, {"own_sd": 0.2}])
def test_the_simulated_intervals_lie_close_to_the_closed_ones(settings_: dict):
    counts = simulated(21, share=0.6, **settings_)
    report = displacement(counts)

    checked = cross_check(counts, rng=chance(), draws=2000)

    assert checked.apart < 0.12
    for change, interval in ((report.target_change, checked.target), (report.elsewhere_change, checked.elsewhere)):
        width = change.high - change.low
        assert abs(interval.low - change.low) <= checked.apart * width + 1e-9
        assert abs(interval.high - change.high) <= checked.apart * width + 1e-9


def test_a_wider_level_and_another_seed_move_the_simulated_intervals():
    counts = simulated(21)

    narrow, wide = (cross_check(counts, rng=chance(), draws=500, level=level).elsewhere for level in (0.5, 0.95))
    other = cross_check(counts, rng=chance(4), draws=500, level=0.5).elsewhere

    assert wide.low < narrow.low < narrow.high < wide.high
    assert other != narrow


def test_too_few_draws_are_refused():
    with pytest.raises(StudyRefused) as refused:
        cross_check(simulated(), rng=chance(), draws=99)

    assert refused.value.fault is Fault.BAD_SETTING
