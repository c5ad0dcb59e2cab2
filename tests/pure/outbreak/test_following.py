"""A watch followed from its start: the same as week by week, with gaps as gaps."""

import numpy as np
import pytest

from port2port.pure.outbreak import ShapeMismatch, Thresholds, Watch, baseline, by_size, follow
from port2port.pure.panels import PanelDesign, draw

DESIGN = PanelDesign(weeks=208, measure_week=156, share=1.0)
LOW = Thresholds(4.0, 4.0)


@pytest.fixture(scope="module")
def network():
    drawn = draw(DESIGN, 1, rng=np.random.default_rng(4))
    return drawn.ports[0].astype(float), drawn.external[0].astype(float)


def test_following_is_the_watch_week_by_week(network):
    counts, external = network
    before = baseline(counts[:156], external[:156])
    watch = Watch(before, by_size(before), thresholds=LOW)

    found = follow(counts, external, measure_week=156, thresholds=LOW)

    alarms = [watch.update(week + 1, counts[156 + week], external[156 + week]) for week in range(52)]
    assert [reading.alarm for reading in found.readings] == alarms
    assert found.readings[-1].state == watch.state
    assert any(alarms)


def test_weeks_that_come_later_change_nothing_of_those_before(network):
    counts, external = network

    some = follow(counts[:170], external[:170], measure_week=156, thresholds=LOW)
    all_of_them = follow(counts, external, measure_week=156, thresholds=LOW)

    assert some.readings == all_of_them.readings[:14]
    assert follow(counts[:156], external[:156], measure_week=156, thresholds=LOW).readings == ()


def test_what_nobody_counted_is_none_and_names_its_column(network):
    counts, external = network[0].copy(), network[1].copy()
    counts[160, 3] = np.nan
    external[161] = np.nan

    found = follow(counts, external, measure_week=156, thresholds=LOW)

    assert found.readings[4].missing == (3,)
    assert found.readings[4].counted[3] is None
    assert found.readings[5].outside is None
    assert found.readings[5].state.factor == found.readings[4].state.factor


def test_episodes_begin_where_an_alarm_is_new(network):
    counts, external = network

    found = follow(counts, external, measure_week=156, thresholds=LOW)

    episodes = found.episodes()
    weeks = {week for first, last in episodes for week in range(first.week, last.week + 1)}
    assert weeks == {reading.week for reading in found.readings if reading.alarm}
    assert [first.week for first, _last in episodes] == [
        reading.week for reading in found.readings if reading.alarm and reading.alarm.is_new
    ]


def test_a_start_outside_the_counts_is_refused(network):
    with pytest.raises(ShapeMismatch):
        follow(*network, measure_week=300, thresholds=LOW)
