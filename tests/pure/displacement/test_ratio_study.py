"""The ratio study against 80 networks, and what must hold whatever the counts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from port2port.pure.displacement.counts import StudyCounts
from port2port.pure.displacement.crosscheck import cross_check
from port2port.pure.displacement.faults import Fault, NoComparison, StudyRefused, WindowTooShort
from port2port.pure.displacement.study import FORCING, Reason, Verdict, displacement, ratio_study
from tests.pure.displacement.cases import panels, rows, simulated, study_of

PANELS = panels()
RESULTS = [(weeks, row) for weeks in ("52", "all") for row in rows(f"panel_results_{weeks}_weeks.csv")]
CHANGES = {"target": "target_change", "elsewhere": "elsewhere_change", "net": "net_change"}


def figures(report) -> dict[str, float | None]:
    """A report as a row of the reference."""
    found: dict[str, float | None] = {
        "minimum_detectable_share": report.minimum_detectable_share,
        "tipping_drift": report.tipping_drift,
    }
    for name, field in CHANGES.items():
        change = getattr(report, field)
        found |= {
            f"{name}_change": change and change.estimate,
            f"{name}_low": change and change.low,
            f"{name}_high": change and change.high,
        }
    share = report.displaced_share
    found |= {
        "share": share and share.estimate,
        "share_low": share and share.interval and share.interval.low,
        "share_high": share and share.interval and share.interval.high,
    }
    return found


@pytest.mark.parametrize(("weeks", "row"), RESULTS, ids=[f"{row['panel']}-{weeks}" for weeks, row in RESULTS])
def test_every_panel_gives_the_figures_and_the_verdict_of_the_reference(weeks: str, row: dict[str, str]):
    counts = study_of(PANELS[row["panel"]], 52 if weeks == "52" else 156)

    report = displacement(counts)

    said = report.verdict if report.verdict != Verdict.NOT_ASSESSABLE else f"not_assessable:{report.reasons[0]}"
    assert said == row["verdict"]
    for name, value in figures(report).items():
        assert value == (pytest.approx(float(row[name]), abs=1e-6) if row[name] else None), name


@given(seed=st.integers(0, 500), factor=st.integers(2, 9))
@settings(deadline=None, max_examples=25)
def test_with_all_counts_so_many_times_larger_estimates_and_errors_grow_as_much(seed: int, factor: int):
    counts = simulated(seed, share=0.6)
    larger = replace(
        counts, target=factor * counts.target, elsewhere=factor * counts.elsewhere, external=factor * counts.external
    )

    small, large = ratio_study(counts), ratio_study(larger)
    # What scatters more than Poisson does so by the same share when all is multiplied; what does not stays at 1.
    free = small.dispersion > 1

    assert large.estimate == pytest.approx(factor * small.estimate)
    assert large.dispersion[free] == pytest.approx(factor * small.dispersion[free])
    assert large.variance[free] == pytest.approx(factor**2 * small.variance[free])


@given(seed=st.integers(0, 500), order=st.permutations(range(9)))
@settings(deadline=None, max_examples=25)
def test_in_which_order_the_other_ports_stand_makes_no_difference(seed: int, order: list[int]):
    counts = simulated(seed, share=0.6)

    assert displacement(replace(counts, elsewhere=counts.elsewhere[:, order])) == displacement(counts)


@given(seed=st.integers(0, 500), more=st.integers(1, 60), week=st.integers(156, 207), port=st.integers(0, 8))
@settings(deadline=None, max_examples=25)
def test_one_incident_more_elsewhere_after_is_one_more_in_the_change_and_in_no_other(seed, more, week, port):
    counts = simulated(seed)
    elsewhere = counts.elsewhere.copy()
    elsewhere[week, port] += more

    before, after = ratio_study(counts), ratio_study(replace(counts, elsewhere=elsewhere))

    assert after.estimate - before.estimate == pytest.approx([0, more, more])


@given(seed=st.integers(0, 500))
@settings(deadline=None, max_examples=25)
def test_the_changes_of_both_are_those_of_each_and_the_share_has_the_opposite_sign(seed: int):
    report = displacement(simulated(seed, share=0.5, scale=4.0))

    target, others, both = report.target_change, report.elsewhere_change, report.net_change

    assert both.estimate == pytest.approx(target.estimate + others.estimate)
    assert report.displaced_share.estimate * target.estimate == pytest.approx(-others.estimate)
    assert (report.displaced_share.estimate > 0) == (others.estimate > 0)


@given(seed=st.integers(0, 500), narrow=st.floats(0.5, 0.8), wide=st.floats(0.81, 0.99))
@settings(deadline=None, max_examples=25)
def test_a_higher_level_never_gives_a_narrower_interval(seed: int, narrow: float, wide: float):
    counts = simulated(seed)

    inner, outer = (displacement(counts, level=level).elsewhere_change for level in (narrow, wide))

    assert outer.low < inner.low < inner.estimate < inner.high < outer.high


def test_a_network_that_merely_moves_with_the_outside_has_moved_nothing():
    weeks = np.arange(208)
    wave = 20 + (weeks % 13)

    found = ratio_study(
        StudyCounts(target=2 * wave, elsewhere=np.stack([wave, 3 * wave], axis=1), external=5 * wave, start_week=156)
    )

    assert found.estimate == pytest.approx([0, 0, 0])
    assert found.dispersion == pytest.approx([1, 1, 1])


def test_without_a_comparison_from_outside_there_is_no_verdict_and_no_figure():
    report = displacement(replace(simulated(share=1.0, scale=4.0), external=None))

    assert report.verdict is Verdict.NOT_ASSESSABLE
    assert report.reasons == (Reason.NO_EXTERNAL_COMPARISON,)
    assert report.target_change is report.elsewhere_change is report.displaced_share is None
    with pytest.raises(NoComparison):
        ratio_study(replace(simulated(), external=None))


def test_a_comparison_that_may_receive_what_is_displaced_counts_as_none():
    report = displacement(replace(simulated(share=1.0, scale=4.0), external_weight=0.01))

    assert report.reasons == (Reason.NO_EXTERNAL_COMPARISON,)
    assert report.target_change is None


@pytest.mark.parametrize("window", [slice(0, 156), slice(156, 208)], ids=["before", "after"])
def test_fewer_than_fifty_incidents_outside_are_no_comparison(window: slice):
    counts = simulated(scale=4.0)
    thin = counts.external.copy()
    thin[window] = 0
    thin[window.start] = 49
    enough = thin.copy()
    enough[window.start] = 50

    assert displacement(replace(counts, external=thin)).reasons == (Reason.NO_EXTERNAL_COMPARISON,)
    assert displacement(replace(counts, external=enough)).target_change is not None


@pytest.mark.parametrize("change", [{"weeks_before": 25}, {"weeks_after": 25}])
def test_less_than_half_a_year_on_one_side_is_too_short(change: dict):
    counts = replace(simulated(scale=4.0), **change)

    assert displacement(counts).reasons == (Reason.WINDOW_TOO_SHORT,)
    with pytest.raises(WindowTooShort):
        ratio_study(counts)


def test_with_half_a_year_on_each_side_there_is_an_answer():
    report = displacement(replace(simulated(scale=4.0), weeks_before=26, weeks_after=26))

    assert report.verdict is not Verdict.NOT_ASSESSABLE
    assert report.freedom == 4


def test_weeks_between_the_announcement_and_the_start_belong_to_neither_window():
    counts = replace(simulated(), announced_week=150, weeks_before=52)
    rumour = counts.elsewhere.copy()
    rumour[150:156] += 40

    assert (counts.before.first, counts.before.end, counts.after.first) == (98, 150, 156)
    assert ratio_study(replace(counts, elsewhere=rumour)).estimate == pytest.approx(ratio_study(counts).estimate)


@pytest.mark.parametrize(("week", "is_inside"), [(103, False), (104, False), (105, True), (156, True), (207, True)])
def test_a_change_in_counting_inside_the_windows_leaves_no_verdict(week: int, is_inside: bool):
    counts = replace(simulated(scale=4.0), weeks_before=52, recording_changes=(week,))

    report = displacement(counts)

    assert (report.reasons == (Reason.RECORDING_CHANGE,)) == is_inside
    assert (report.displaced_share is None) == is_inside


def test_hardly_any_incident_is_too_few():
    counts = simulated(scale=4.0)
    thin = np.zeros_like(counts.elsewhere)
    thin[[10, 60, 120, 160, 170, 180, 190, 195, 200], 0] = 1

    assert displacement(replace(counts, elsewhere=thin)).reasons == (Reason.TOO_FEW_COUNTS,)
    thin[205, 0] = 1
    assert displacement(replace(counts, elsewhere=thin)).reasons[-1] is Reason.EXACT_INTERVAL_USED


def test_small_counts_are_judged_by_the_exact_ratio():
    counts = simulated(scale=4.0, seed=11)
    few = np.zeros_like(counts.elsewhere)
    few[[10, 50, 90], 0] = 1
    few[158:190:2, 1] = 2

    report = displacement(replace(counts, elsewhere=few))

    assert report.elsewhere_change.before == 3
    assert report.elsewhere_change.ratio.low > 1
    assert (report.verdict, report.reasons) == (Verdict.DISPLACED, (Reason.EXACT_INTERVAL_USED,))
    # The outside may have shrunk by itself down to where the lower limit of the ratio is one.
    assert 1 + report.tipping_drift == pytest.approx(1 / report.elsewhere_change.ratio.low)


def test_finds_without_known_effort_say_so_and_are_finds_only():
    counts = replace(simulated(scale=4.0), is_enforcement=True)
    effort = np.ones((208, 10))
    effort[156:, 0] = 2
    effort[156:, 1:] = 0.5

    assert displacement(counts).reasons == (Reason.EFFORT_UNKNOWN, Reason.ENFORCEMENT_OUTCOME_ONLY)
    known = displacement(replace(counts, effort=effort))
    assert known.reasons == (Reason.ENFORCEMENT_OUTCOME_ONLY,)
    assert (known.effort.target, known.effort.elsewhere) == (2.0, 0.5)


def test_where_nobody_looked_before_the_effort_has_no_ratio():
    counts = replace(simulated(), effort=np.vstack([np.zeros((156, 10)), np.ones((52, 10))]))

    assert displacement(counts).effort.target is None


def test_a_target_that_did_not_fall_has_no_share():
    report = displacement(simulated(reduction=0.0))

    assert report.reasons == (Reason.TARGET_UNCHANGED,)
    assert report.verdict is Verdict.NOT_ASSESSABLE
    assert report.displaced_share is report.minimum_detectable_share is report.tipping_drift is None
    assert report.target_change is not None


def test_every_reason_that_applies_is_named_the_most_important_first():
    counts = replace(
        simulated(), external=None, is_enforcement=True, recording_changes=(150,), weeks_after=20, weeks_before=52
    )

    report = displacement(counts)

    assert report.reasons == (
        Reason.NO_EXTERNAL_COMPARISON,
        Reason.RECORDING_CHANGE,
        Reason.WINDOW_TOO_SHORT,
        Reason.EFFORT_UNKNOWN,
        Reason.ENFORCEMENT_OUTCOME_ONLY,
    )
    assert list(report.reasons) == sorted(report.reasons, key=list(Reason).index)
    assert set(FORCING[:3]) == {Reason.NO_EXTERNAL_COMPARISON, Reason.TARGET_UNCHANGED, Reason.RECORDING_CHANGE}


def test_a_port_that_first_appears_after_the_measure_is_named():
    counts = simulated()
    elsewhere = counts.elsewhere.copy()
    elsewhere[:156, 4] = 0

    assert displacement(replace(counts, elsewhere=elsewhere)).silent_before == (5,)
    assert displacement(counts).silent_before == ()


def test_of_a_million_where_there_was_nothing_before_no_drift_of_the_comparison_is_the_reason():
    counts = simulated(scale=4.0, seed=11)
    elsewhere = np.zeros_like(counts.elsewhere)
    elsewhere[156:] = 10_000

    report = displacement(replace(counts, elsewhere=elsewhere))

    assert (report.verdict, report.elsewhere_change.before) == (Verdict.DISPLACED, 0)
    assert report.elsewhere_change.ratio is report.tipping_drift is None
    assert report.smallest_tipping_drift == report.target_tipping_drift


@pytest.mark.parametrize(
    "change",
    [{"level": 1.0}, {"level": 0.9999999999999999}, {"level": 0.0}, {"block_weeks": 0}, {"power": 1.0}, {"alpha": 0.0}],
)
def test_a_setting_out_of_its_range_is_refused(change: dict):
    with pytest.raises(StudyRefused) as refused:
        displacement(simulated(), **change)

    assert refused.value.fault is Fault.BAD_SETTING


def test_blocks_so_long_that_hardly_any_fits_are_refused():
    with pytest.raises(StudyRefused) as refused:
        displacement(simulated(), block_weeks=100)

    assert refused.value.fault is Fault.BAD_SETTING


@given(
    seed=st.integers(0, 10_000),
    sizes=st.tuples(*[st.floats(-2.5, 3.0)] * 3),
    weeks=st.integers(60, 220),
    gaps=st.sampled_from(["none", "nothing before", "nothing after", "now and then"]),
    block_weeks=st.sampled_from([1, 8, 13]),
)
@settings(deadline=None, max_examples=80)
def test_whatever_was_counted_there_is_an_answer_with_finite_figures_or_a_refusal(
    seed, sizes, weeks, gaps, block_weeks
):
    rng = np.random.default_rng(seed)
    target, other, external = (rng.poisson(10**size, weeks).astype(float) for size in sizes)
    start = weeks // 2
    emptied = {"none": [], "nothing before": slice(start), "nothing after": slice(start, None)}
    other[emptied.get(gaps, rng.random(weeks) < 0.9)] = 0

    is_copied = (target == external).all() or (other == external).all()
    if is_copied or not (target.any() and other.any() and external.any()):
        with pytest.raises(StudyRefused):
            StudyCounts(target=target, elsewhere=other[:, None], external=external, start_week=start)
        return
    counts = StudyCounts(target=target, elsewhere=other[:, None], external=external, start_week=start)
    report = displacement(counts, block_weeks=block_weeks)

    assert (report.verdict is Verdict.NOT_ASSESSABLE) == any(reason in FORCING for reason in report.reasons)
    assert all(value is None or np.isfinite(value) for value in figures(report).values())
    if report.elsewhere_change is not None:
        checked = cross_check(counts, rng=rng, draws=100, block_weeks=block_weeks)
        limits = [limit for one in (checked.target, checked.elsewhere) for limit in (one.low, one.high)]
        assert np.isfinite(limits).all()
