"""What the comparison could have done by itself, and what a study could see before it is made."""

from dataclasses import replace
from math import log

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from port2port.pure.displacement.counts import StudyCounts
from port2port.pure.displacement.drift import earlier_drift, wander
from port2port.pure.displacement.faults import Fault, NoCounts, ShapeMismatch, StudyRefused, WindowTooShort
from port2port.pure.displacement.finding import finding, weekly
from port2port.pure.displacement.planning import minimum_detectable_share
from port2port.pure.displacement.ratio import students
from port2port.pure.displacement.study import Change, DisplacementReport, Reason, Verdict, displacement
from port2port.pure.panels import PanelDesign, draw
from tests.pure.displacement.cases import simulated


def limits_under(change: Change, report: DisplacementReport, drift: float) -> tuple[float, float]:
    """The interval of a change if the outside had grown by this share on its own."""
    expected = change.expected / (1 + drift)
    shape = 1 / change.before + 1 / report.external_before + 1 / report.external_after
    half = students(report.freedom, 0.9) * (change.dispersion * (change.after + expected**2 * shape)) ** 0.5
    return change.after - expected - half, change.after - expected + half


@given(seed=st.integers(0, 999), share=st.sampled_from([-0.8, 1.0, 1.5]))
@settings(deadline=None, max_examples=40)
def test_at_the_tipping_drift_the_limit_reaches_nothing_and_the_verdict_goes(seed: int, share: float):
    report = displacement(simulated(seed, share=share, scale=3.0))
    assume(report.verdict in {Verdict.DISPLACED, Verdict.DIFFUSED})

    low, high = limits_under(report.elsewhere_change, report, report.tipping_drift)

    assert (low if report.verdict is Verdict.DISPLACED else high) == pytest.approx(0, abs=1e-6)
    assert (report.tipping_drift < 0) == (report.verdict is Verdict.DISPLACED)
    assert limits_under(report.target_change, report, report.target_tipping_drift)[1] == pytest.approx(0, abs=1e-6)


def test_without_a_verdict_that_could_go_there_is_no_tipping_drift():
    report = displacement(simulated(3, share=0.0))

    assert report.verdict is Verdict.INCONCLUSIVE
    assert report.tipping_drift is None


@pytest.mark.parametrize("moves", [0.05, 0.2])
def test_a_comparison_that_sways_is_seen_to_wander_as_far_as_it_does(moves: float):
    weeks = np.arange(156)
    sways = np.round(1e6 * np.exp(moves * np.sin(2 * np.pi * weeks / 104)))

    found = wander(np.full(156, 1e6), sways, dispersion=1.0)

    # Means of 26 weeks keep 2√2/π of such a wave; a quarter of a period apart, their differences sway √2 times as far.
    assert found == pytest.approx(moves * 2 * np.sqrt(2) / np.pi, rel=0.02)


def test_what_merely_scatters_as_counts_do_is_not_taken_for_wandering():
    rng = np.random.default_rng(4)

    found = [wander(rng.poisson(80.0, 156), rng.poisson(120.0, 156), dispersion=1.0) for _network in range(60)]

    assert np.median(found) < 0.01
    assert (
        np.median([wander(rng.poisson(80.0, 156), rng.poisson(120.0, 156), dispersion=0.0) for _n in "x" * 60]) > 0.02
    )


def test_too_few_weeks_or_halves_without_incidents_have_no_wander():
    ones = np.ones(52)

    assert wander(ones, ones, dispersion=1.0) is None
    assert wander(np.zeros(104), np.ones(104), dispersion=1.0) is None
    with pytest.raises(StudyRefused):
        wander(ones, np.ones(60), dispersion=1.0)


def test_a_comparison_that_has_wandered_further_than_the_verdict_bears_makes_it_fragile():
    counts = replace(simulated(14, share=1.0, scale=4.0), weeks_before=52)
    external = counts.external.copy()
    external[:52] *= 2

    calm, restless = displacement(counts), displacement(replace(counts, external=external))

    assert calm.elsewhere_change == restless.elsewhere_change
    assert calm.verdict is restless.verdict is Verdict.DISPLACED
    assert not calm.is_fragile
    assert restless.wander > abs(log(1 + restless.tipping_drift))
    assert restless.is_fragile
    assert Reason.COMPARISON_DRIFTED in restless.reasons


def test_a_steady_drift_is_named_as_far_as_it_would_go_between_the_windows():
    weeks = np.arange(156)
    outside = np.round(1e6 * 0.9 ** (weeks / 52))

    found = earlier_drift(np.full(156, 1e6), outside, dispersion=1.0, apart=104, t=2.0)

    assert found.estimate == pytest.approx(0.9**2 - 1, abs=1e-4)
    assert found.low < found.estimate < found.high < 0
    assert found.is_seen


def test_a_comparison_that_does_not_drift_is_seen_to_drift_as_often_as_chance_allows():
    drawn = draw(PanelDesign(), 500, rng=np.random.default_rng(6))
    seen = 0
    for ports, outside in zip(drawn.ports, drawn.external, strict=True):
        others = ports[:156, 1:].sum(axis=1)
        found = earlier_drift(others, outside[:156], dispersion=2.3, apart=104, t=students(23, 0.9))
        seen += found.is_seen

    # One in ten, give or take three standard errors and what the dispersion, taken as known here, is off.
    assert 0.05 < seen / 500 < 0.16


def test_less_than_a_year_or_half_of_it_without_incidents_has_no_drift():
    ones = np.ones(60)

    assert earlier_drift(ones[:51], ones[:51], dispersion=1.0, apart=52, t=2.0) is None
    assert earlier_drift(np.r_[0 * ones, ones], np.r_[ones, ones], dispersion=1.0, apart=52, t=2.0) is None


def test_a_comparison_that_drifted_steadily_the_way_that_would_explain_the_answer_makes_it_fragile():
    reports = [displacement(simulated(seed, scale=20.0, size_k=30.0, external_trend=-0.08)) for seed in range(6)]

    assert all(one.verdict is Verdict.DISPLACED and one.is_fragile for one in reports)
    # Half years that all differ alike do not wander: only the steady drift tells.
    assert max(one.wander for one in reports) < 0.02
    # The other way round it would only have hidden what moved.
    moved = [displacement(simulated(seed, share=2.0, scale=20.0, size_k=30.0, external_trend=0.1)) for seed in range(6)]
    assert all(one.earlier_drift.low > 0 and one.verdict is Verdict.DISPLACED for one in moved)
    assert not any(one.is_fragile for one in moved)


@given(
    reduction=st.floats(20, 2000),
    more=st.floats(1.01, 3),
    power=st.floats(0.6, 0.9),
    alpha=st.floats(0.01, 0.2),
    seed=st.integers(0, 99),
)
@settings(deadline=None, max_examples=30)
def test_what_can_be_seen_shrinks_with_a_larger_measure_and_grows_with_what_is_asked(
    reduction, more, power, alpha, seed
):
    counts = simulated(seed)
    before = counts.others[:156], counts.external[:156]

    def smallest(**change: float) -> float:
        given_ = {"expected_reduction": reduction, "weeks_after": 52, "power": power, "alpha": alpha} | change
        return minimum_detectable_share(*before, **given_)

    assert smallest(expected_reduction=more * reduction) == pytest.approx(smallest() / more)
    assert smallest(power=0.95) > smallest()
    assert smallest(alpha=alpha / 2) > smallest()


@given(seed=st.integers(0, 99), factor=st.integers(2, 6))
@settings(deadline=None, max_examples=20)
def test_more_counts_of_the_same_scatter_make_less_visible_never_more(seed: int, factor: int):
    """Counts and the reduction grow alike: what is Poisson shrinks against them."""
    rng = np.random.default_rng(seed)
    others, outside = rng.poisson(20.0, 156), rng.poisson(30.0, 156)

    one = minimum_detectable_share(others, outside, expected_reduction=200, weeks_after=52)
    many = minimum_detectable_share(
        rng.poisson(20.0 * factor, 156),
        rng.poisson(30.0 * factor, 156),
        expected_reduction=200 * factor,
        weeks_after=52,
    )

    # Half again for the dispersion, which is estimated.
    assert many < one * factor**-0.5 * 1.5


@pytest.mark.parametrize(
    ("weeks", "scale", "published"), [(52, 1.0, 0.9), (156, 1.0, 0.74), (52, 4.0, 0.69), (156, 4.0, 0.57)]
)
def test_a_cut_of_forty_percent_makes_about_the_published_shares_visible(weeks: int, scale: float, published: float):
    drawn = draw(PanelDesign(reduction=0.0, scale=scale), 200, rng=np.random.default_rng(3))
    reduction = 0.4 * 12 * scale * 48.5

    found = [
        minimum_detectable_share(
            ports[156 - weeks : 156, 1:].sum(axis=1), outside[156 - weeks : 156],
            expected_reduction=reduction, weeks_after=52,
        )
        for ports, outside in zip(drawn.ports, drawn.external, strict=True)
    ]  # fmt: skip

    assert np.mean(found) == pytest.approx(published, rel=0.08)


def test_a_plan_that_cannot_be_is_refused():
    ones = np.ones(52)
    for change in ({"expected_reduction": 0.0}, {"weeks_after": 0}, {"power": 1.0}, {"alpha": 0.0}, {"block_weeks": 0}):
        with pytest.raises(StudyRefused) as refused:
            minimum_detectable_share(ones, ones, **({"expected_reduction": 10.0, "weeks_after": 52} | change))
        assert refused.value.fault is Fault.BAD_SETTING
    with pytest.raises(ShapeMismatch):
        minimum_detectable_share(ones, np.ones(51), expected_reduction=10, weeks_after=52)
    with pytest.raises(WindowTooShort):
        minimum_detectable_share(ones[:15], ones[:15], expected_reduction=10, weeks_after=52)
    with pytest.raises(NoCounts):
        minimum_detectable_share(ones, 0 * ones, expected_reduction=10, weeks_after=52)


def test_the_sentence_speaks_of_so_many_fewer_or_more_in_one_direction():
    report = displacement(simulated(5, share=1.0, scale=4.0))

    numbers = finding(report)

    assert (numbers.weeks, numbers.others, numbers.verdict) == (52, 9, Verdict.DISPLACED)
    assert numbers.target.is_lower
    assert numbers.target.amount == -report.target_change.estimate
    assert 0 < numbers.target.low < numbers.target.amount < numbers.target.high
    assert not numbers.elsewhere.is_lower
    assert (numbers.elsewhere.low, numbers.elsewhere.high) == (
        report.elsewhere_change.low,
        report.elsewhere_change.high,
    )


def test_without_a_comparison_the_sentence_has_no_numbers_and_the_chart_no_band():
    counts = replace(simulated(), external=None)
    report = displacement(counts)

    assert finding(report).target is finding(report).elsewhere is None
    assert weekly(counts, report, is_target=True) is None


def test_week_by_week_the_expectation_adds_up_to_that_of_the_study_and_most_weeks_before_lie_in_the_band():
    counts = simulated(5, share=1.0, scale=4.0)
    report = displacement(counts)

    shown = weekly(counts, report, is_target=False)

    after = shown.weeks >= 156
    assert shown.expected[after].sum() == pytest.approx(report.elsewhere_change.expected)
    assert (shown.recorded == counts.others[shown.weeks]).all()
    inside = (shown.low <= shown.recorded) & (shown.recorded <= shown.high)
    assert 0.8 < inside[~after].mean() < 0.99
    assert inside[after].mean() < inside[~after].mean()
    assert shown.low.min() >= 0


def barely_fallen() -> StudyCounts:
    """Others that clearly rose, beside a target whose fall a small growth of the comparison would explain."""
    return replace(simulated(8, share=0.0, reduction=0.0, scale=30.0, size_k=200.0, common_sd=0.0), weeks_before=52)


def scaled_after(counts: StudyCounts, *, target: float, others: float) -> StudyCounts:
    at_target, elsewhere = counts.target.copy(), counts.elsewhere.copy()
    at_target[156:] = np.round(at_target[156:] * target)
    elsewhere[156:] = np.round(elsewhere[156:] * others)
    return replace(counts, target=at_target, elsewhere=elsewhere)


def test_the_drift_that_is_said_is_the_smaller_of_both_that_end_the_verdict():
    report = displacement(scaled_after(barely_fallen(), target=0.92, others=1.5))

    assert report.verdict is Verdict.DISPLACED
    assert 0 < report.target_tipping_drift < -report.tipping_drift
    assert finding(report).tipping_drift == report.target_tipping_drift
    other = displacement(scaled_after(barely_fallen(), target=0.5, others=1.08))
    assert finding(other).tipping_drift == other.tipping_drift < 0


def test_a_comparison_that_wandered_further_than_the_fall_of_the_target_bears_makes_it_fragile():
    counts = scaled_after(barely_fallen(), target=0.92, others=1.5)
    external = counts.external.copy()
    external[:52] = np.round(1.3 * external[:52])

    calm, restless = displacement(counts), displacement(replace(counts, external=external))

    assert not calm.is_fragile
    assert log(1 + restless.target_tipping_drift) < restless.wander < abs(log(1 + restless.tipping_drift))
    assert restless.is_fragile


def test_a_comparison_that_grew_steadily_as_far_as_explains_the_fall_of_the_target_makes_it_fragile():
    counts = scaled_after(barely_fallen(), target=1.02, others=1.65)
    external = np.round(counts.external * 1.1 ** (np.arange(208) / 52))

    report = displacement(replace(counts, external=external))

    assert report.earlier_drift.estimate > report.target_tipping_drift > 0
    assert report.wander < log(1 + report.target_tipping_drift)
    assert report.is_fragile
