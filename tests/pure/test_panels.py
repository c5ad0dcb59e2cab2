"""Simulated networks: their means, their variance and their truth are those of the design."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from port2port.pure.panels import MEANS, ON_TWO, BadDesign, Noise, Null, PanelDesign, draw, nulls, simulate

STILL = PanelDesign(reduction=0.0, common_sd=0.0, season=0.0)


def chance(seed: int = 7) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_the_same_seed_gives_the_same_network_and_another_seed_another():
    first, second, other = (simulate(PanelDesign(), rng=chance(seed))[0] for seed in (1, 1, 2))

    assert (first.ports == second.ports).all()
    assert (first.external == second.external).all()
    assert (first.ports != other.ports).any()


def test_networks_have_one_row_a_week_and_one_column_a_port_and_whole_counts():
    drawn = draw(PanelDesign(), 3, rng=chance())

    assert drawn.ports.shape == (3, 208, 10)
    assert drawn.external.shape == drawn.common.shape == (3, 208)
    assert drawn.ports.dtype == drawn.external.dtype == np.int64
    assert drawn.ports.min() >= 0


@pytest.mark.parametrize("noise", list(Noise))
def test_counts_scatter_as_the_design_says(noise: Noise):
    design = replace(STILL, noise=noise, scale=4.0)

    drawn = draw(design, 400, rng=chance()).ports.reshape(-1, 10)

    mean = 4 * np.array(MEANS)
    variance = mean + (mean**2 / 6 if noise is not Noise.POISSON else 0)
    assert np.allclose(drawn.mean(0), mean, rtol=0.01)
    assert np.allclose(drawn.var(0), variance, rtol=0.05)


def test_the_common_factor_is_one_on_average_and_the_outside_shares_it():
    drawn = draw(PanelDesign(common_sd=0.3, reduction=0.0, season=0.0), 1000, rng=chance())

    assert abs(drawn.common.mean() - 1) < 0.01
    assert abs(np.log(drawn.common).std() - 0.3) < 0.01
    assert abs(np.corrcoef(np.log(drawn.common[:, 99]), np.log(drawn.common[:, 100]))[0, 1] - 0.8) < 0.05
    assert abs(drawn.external.mean() - 30) < 0.3
    assert np.corrcoef(drawn.external.ravel(), drawn.common.ravel())[0, 1] > 0.7


def test_own_shocks_move_a_port_alone():
    drawn = draw(replace(STILL, own_sd=0.3, scale=50.0, noise=Noise.POISSON), 200, rng=chance())

    apart = np.corrcoef(drawn.ports.reshape(-1, 10).T)

    assert np.abs(apart - np.eye(10)).max() < 0.1
    assert abs(np.log(drawn.ports[:, :, 0]).std() - 0.3) < 0.02


@given(share=st.floats(-0.3, 1.2), reduction=st.floats(0.05, 0.9), seed=st.integers(0, 999))
@settings(deadline=None, max_examples=25)
def test_what_came_back_is_the_share_of_what_was_removed(share: float, reduction: float, seed: int):
    design = PanelDesign(share=share, reduction=reduction)

    _counts, truth = simulate(design, rng=chance(seed))

    assert truth.removed > 0
    assert truth.added == pytest.approx(share * truth.removed)
    assert truth.by_port.sum() == pytest.approx(truth.added)
    assert truth.by_port[0] == 0


def test_counts_follow_the_truth():
    design = PanelDesign(share=0.6, weights=ON_TWO, scale=2.0)

    drawn = draw(design, 500, rng=chance())

    without = draw(replace(design, reduction=0.0), 500, rng=chance()).ports
    moved = (drawn.ports - without)[:, 156:].sum(1).mean(0)
    removed = drawn.removed.sum(1).mean()
    # Eight weeks of ramp take three and a half weeks off the fifty-two.
    assert removed == pytest.approx(0.4 * 24 * 48.5, rel=0.02)
    assert np.allclose(moved, removed * np.array([-1, 0, 0, 0.36, 0, 0.24, 0, 0, 0, 0]), atol=15)
    assert (drawn.ports - without)[:, :156].mean() == pytest.approx(0, abs=0.03)


def test_a_design_without_a_measure_has_no_share():
    _counts, truth = simulate(PanelDesign(reduction=0.0, share=0.6), rng=chance())

    assert truth.share is None
    assert truth.removed == truth.added == 0


def test_the_outside_may_move_by_itself_and_the_target_be_counted_otherwise():
    design = replace(STILL, external_jump=-0.1, recording_factor=1.5)

    drawn = draw(design, 300, rng=chance())

    assert drawn.external[:, 156:].mean() / drawn.external[:, :156].mean() == pytest.approx(0.9, abs=0.01)
    assert drawn.ports[:, 156:, 0].mean() / drawn.ports[:, :156, 0].mean() == pytest.approx(1.5, abs=0.02)
    assert drawn.ports[:, 156:, 1:].mean() / drawn.ports[:, :156, 1:].mean() == pytest.approx(1.0, abs=0.02)


def test_in_no_null_anything_moves_to_the_other_ports():
    found = nulls(PanelDesign(share=0.6))

    assert set(found) == set(Null)
    assert all(design.share == 0 for design in found.values())
    assert found[Null.DROP_ONLY].reduction == 0.4
    assert found[Null.PLAIN].reduction == 0
    assert found[Null.COMMON_SHOCK].common_sd == 0.3
    assert found[Null.RECORDING_CHANGE].recording_factor == 1.5
    assert found[Null.OWN_SHOCKS].own_sd == 0.2


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("means", {"means": (3.0,)}),
        ("means", {"means": (3.0, 0.0)}),
        ("weeks", {"weeks": 0}),
        ("measure_week", {"measure_week": 209}),
        ("ramp_weeks", {"ramp_weeks": -1}),
        ("reduction", {"reduction": 1.1}),
        ("weights", {"weights": (0.5, 0.5)}),
        ("weights", {"weights": (0.0,) * 9}),
        ("share", {"share": -5.0}),
        ("scale", {"scale": 0.0}),
        ("size_k", {"size_k": 0.0}),
        ("common_sd", {"own_sd": -0.1}),
        ("common_rho", {"common_rho": 1.0}),
        ("season", {"season": 1.0}),
        ("external_mean", {"external_mean": -1.0}),
        ("external_jump", {"external_jump": -1.5}),
        ("recording_factor", {"recording_factor": -1.0}),
    ],
)
def test_a_design_that_no_network_can_have_is_refused_by_its_field(field: str, change: dict):
    with pytest.raises(BadDesign) as refused:
        PanelDesign(**change)

    assert refused.value.field == field
