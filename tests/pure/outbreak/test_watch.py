"""The weekly watch: thresholds that hold where nothing moved, alarms that come where it did."""

from dataclasses import replace

import numpy as np
import pytest

from port2port.pure.outbreak import (
    BadCount,
    BadSetting,
    HistoryTooShort,
    NothingCounted,
    ShapeMismatch,
    Thresholds,
    TooFewCounts,
    Watch,
    baseline,
    calibrate,
    drawn_paths,
    from_paths,
    paths,
    power_table,
)
from port2port.pure.panels import ON_TWO, PanelDesign, draw, nulls

DESIGN = PanelDesign(weeks=208, measure_week=156)
SOME = Thresholds(5.0, 5.0)
N = 400


def world(design: PanelDesign):
    return lambda n, rng: draw(design, n, rng=rng)


@pytest.fixture(scope="module")
def null_worlds():
    worlds = {kind.value: world(design) for kind, design in nulls(DESIGN).items()}
    return drawn_paths(worlds, measure_week=156, n=N, rng=np.random.default_rng(1))


@pytest.fixture(scope="module")
def fresh_worlds():
    worlds = {kind.value: world(design) for kind, design in nulls(DESIGN).items()}
    return drawn_paths(worlds, measure_week=156, n=N, rng=np.random.default_rng(2))


def followed(counts, external, thresholds=SOME, *, until=52):
    before = baseline(counts[:156], external[:156])
    weights = before.means[1:] / before.means[1:].sum()
    watch = Watch(before, weights, thresholds=thresholds)
    return watch, [watch.update(week + 1, counts[156 + week], external[156 + week]) for week in range(until)]


@pytest.mark.parametrize("budget", [0.05, 0.2, 0.39])
def test_fresh_worlds_in_which_nothing_moved_keep_the_budget(null_worlds, fresh_worlds, budget):
    found = from_paths(null_worlds, budget_per_year=budget)

    for name, one in fresh_worlds.items():
        rate = (one.first_alarm(found.thresholds) > 0).mean()
        # Three standard errors of the fresh draw and three of the thresholds'.
        assert rate <= budget + 3 * np.sqrt(2 * budget * (1 - budget) / N), name
        assert rate > budget / 8, name


def test_a_drop_at_the_port_of_the_measure_alone_raises_no_more_alarms_than_nothing(fresh_worlds, null_worlds):
    thresholds = from_paths(null_worlds, budget_per_year=0.2).thresholds

    dropped = (fresh_worlds["drop_only"].first_alarm(thresholds) > 0).mean()

    assert dropped < 0.25


def test_what_moved_is_heard_more_often_the_more_it_was_and_the_larger_the_budget(null_worlds):
    cases = {
        "share .6": world(replace(DESIGN, share=0.6)),
        "share 1": world(replace(DESIGN, share=1.0)),
        "two ports": world(replace(DESIGN, share=0.6, weights=ON_TWO)),
    }

    moved = drawn_paths(cases, measure_week=156, n=N, rng=np.random.default_rng(3))
    found = power_table(null_worlds, moved, budgets=(0.05, 0.2))

    small, large = found[0.05], found[0.2]
    assert 0.3 < small["share .6"].alarms < large["share .6"].alarms
    assert 0.75 < small["share 1"].alarms < large["share 1"].alarms
    assert large["two ports"].alarms > 0.9
    assert 12 < large["share 1"].week < small["share .6"].week < 45


def test_each_threshold_is_the_largest_that_a_world_asks_for(null_worlds):
    found = from_paths(null_worlds, budget_per_year=0.2)

    assert found.thresholds.directed == max(one.directed for one in found.asked.values())
    assert found.thresholds.max_port == max(one.max_port for one in found.asked.values())
    assert set(found.false_alarms) == {"plain", "common_shock", "drop_only", "recording_change", "own_shocks"}
    assert max(found.false_alarms.values()) <= 0.2


def test_calibration_gives_the_same_thresholds_for_the_same_seed():
    worlds = {"plain": world(nulls(DESIGN)["plain"])}

    one, other = (calibrate(worlds, measure_week=156, n=50, rng=np.random.default_rng(4)) for _ in range(2))

    assert one.thresholds == other.thresholds


def test_a_watch_week_by_week_is_what_the_calibration_saw():
    drawn = draw(replace(DESIGN, share=1.0), 3, rng=np.random.default_rng(5))
    seen = paths(drawn.ports, drawn.external, measure_week=156)

    for number in range(3):
        watch, _alarms = followed(drawn.ports[number], drawn.external[number])
        assert watch.state.directed == pytest.approx(seen.directed[number, -1], abs=1e-9)
        assert max(watch.state.by_port) == pytest.approx(seen.max_port[number, -1], abs=1e-9)


def test_an_alarm_names_its_statistic_and_its_port_and_says_when_it_is_new():
    rng = np.random.default_rng(6)
    counts, external = rng.poisson(np.full((208, 5), 6.0)), rng.poisson(np.full(208, 30.0))
    counts[170:, 3] += 12

    _watch, alarms = followed(counts, external)

    first = next(alarm for alarm in alarms if alarm)
    later = alarms[first.week]
    assert (first.port, first.is_new, later.is_new) == (3, True, False)
    assert "max_port" in first.detectors
    assert 14 < first.week < 20
    assert not first.has_fallen


def test_whether_the_port_of_the_measure_fell_changes_the_words_and_no_statistic():
    rng = np.random.default_rng(7)
    counts, external = rng.poisson(np.full((208, 5), 6.0)), rng.poisson(np.full(208, 30.0))
    counts[156:, 2] += 10
    fallen = counts.copy()
    fallen[156:, 0] //= 3

    _one, still = followed(counts, external)
    _two, down = followed(fallen, external)

    assert [alarm and (alarm.directed, alarm.max_port) for alarm in still] == [
        alarm and (alarm.directed, alarm.max_port) for alarm in down
    ]
    assert not still[-1].has_fallen
    assert down[-1].has_fallen


def test_a_watch_goes_on_from_a_kept_state():
    drawn = draw(DESIGN, 1, rng=np.random.default_rng(8))
    counts, external = drawn.ports[0], drawn.external[0]
    whole, _alarms = followed(counts, external)
    half, _alarms = followed(counts, external, until=20)

    again = Watch(half.before, half.substitution, thresholds=SOME, state=half.state)
    for week in range(20, 52):
        again.update(week + 1, counts[156 + week], external[156 + week])

    assert again.state == whole.state


def test_after_four_weeks_without_the_comparison_nothing_is_added_until_it_is_back():
    drawn = draw(DESIGN, 1, rng=np.random.default_rng(9))
    watch, _alarms = followed(drawn.ports[0], drawn.external[0], until=10)
    high = np.full(10, 100.0)
    for week in range(11, 15):
        assert watch.update(week, high, np.nan) is not None
    before = watch.state

    assert watch.update(15, high, np.nan) is None
    assert watch.state == replace(before, week=15, alone=5)
    assert watch.state.stands_still
    alarm = watch.update(16, high, 40.0)

    assert alarm is not None
    assert not alarm.is_new
    assert watch.state.directed > before.directed
    assert not watch.state.stands_still


def test_a_week_that_nobody_counted_leaves_both_statistics_as_they_were():
    drawn = draw(DESIGN, 1, rng=np.random.default_rng(9))
    watch, _alarms = followed(drawn.ports[0], drawn.external[0], until=10)
    before = watch.state

    watch.update(11, np.full(10, np.nan), np.nan)

    assert watch.state == replace(before, week=11, alone=1)


def test_missing_port_weeks_before_the_measure_are_not_zeros():
    drawn = draw(DESIGN, 1, rng=np.random.default_rng(10))
    counts = drawn.ports[0].astype(float)
    missing = counts.copy()
    missing[::3, 1] = np.nan

    whole, holed = baseline(counts[:156], drawn.external[0, :156]), baseline(missing[:156], drawn.external[0, :156])

    assert holed.means[1] == pytest.approx(whole.means[1], rel=0.15)
    assert holed.means[2] == whole.means[2]


def test_the_size_of_drawn_counts_is_found_again():
    drawn = draw(replace(DESIGN, weeks=2000, measure_week=1900, scale=8.0), 4, rng=np.random.default_rng(11))

    found = baseline(drawn.ports[:, :1900], drawn.external[:, :1900])

    # The evened-out factor is not the true one: the watch takes the counts for somewhat wider than they are.
    assert ((found.size > 4) & (found.size < 6.5)).all()


def test_a_watch_that_cannot_run_is_refused_with_the_reason():
    counts, external = np.full((60, 3), 4.0), np.full(60, 30.0)
    before = baseline(counts, external)
    watch = Watch(before, [0.5, 0.5], thresholds=SOME)

    with pytest.raises(BadSetting, match="comes week 1, not 2"):
        watch.update(2, counts[0], 30)
    with pytest.raises(ShapeMismatch):
        watch.update(1, counts[0, :2], 30)
    with pytest.raises(BadCount):
        watch.update(1, [1, -1, 2], 30)
    assert watch.state.week == 0
    with pytest.raises(ShapeMismatch):
        Watch(before, [1.0], thresholds=SOME)
    with pytest.raises(BadSetting, match="adds up to 1"):
        Watch(before, [0.5, 0.6], thresholds=SOME)
    with pytest.raises(HistoryTooShort):
        baseline(counts[:20], external[:20])
    opened_late = counts.copy()
    opened_late[:40, 2] = np.nan
    with pytest.raises(HistoryTooShort, match="20 weeks") as caught:
        baseline(opened_late, external)
    assert caught.value.series == 2
    with pytest.raises(TooFewCounts, match="15 incidents"):
        baseline(counts, np.tile([0.0, 0, 0, 1], 15))
    with pytest.raises(BadCount):
        baseline(counts - 5, external)
    with pytest.raises(NothingCounted, match="outside"):
        baseline(counts, np.zeros(60))
    with pytest.raises(ShapeMismatch):
        baseline(counts, external[:50])
    with pytest.raises(BadSetting, match="budget"):
        from_paths({}, budget_per_year=0)
    with pytest.raises(BadSetting, match="at least one world"):
        from_paths({}, budget_per_year=0.2)
    with pytest.raises(ShapeMismatch, match="52 after it"):
        paths(np.ones((2, 60, 3)), np.ones((2, 60)), measure_week=40)
