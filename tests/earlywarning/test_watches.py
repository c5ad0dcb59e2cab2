"""Watches: set up on what is lent, read when new weeks come in, silent about what is missing, stopped with a reason."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from port2port.base.refusal import NotAllowed
from port2port.counts import actions as counting
from port2port.counts.actions import ChangeFields
from port2port.counts.models import Outcome
from port2port.earlywarning import actions
from port2port.earlywarning.history import history_in, loans_hold, newest_week, window_of
from port2port.earlywarning.models import PAUSE, Alarm, Calibration, Stop, WatchedMeasure, WatchWeek
from port2port.earlywarning.refusals import (
    BegunAlready,
    NoOthers,
    NoThresholds,
    NotInCircle,
    StoppedAlready,
    TargetNotLent,
    TooShort,
    UnknownBudget,
    WatchedAlready,
)
from port2port.earlywarning.thresholds import Made
from port2port.ledger.models import TrailLine
from port2port.members.models import CircleMembership
from port2port.pure.outbreak import follow
from port2port.pure.weeks import WEEK
from port2port.reports.rules import BadField
from port2port.sharing.models import Notification
from tests.earlywarning.watching import AFTER, BEFORE, begun, lay_out, set_up
from tests.personas import NOW

LATER = NOW + timedelta(hours=3)


@pytest.fixture
def scene(community):
    return lay_out(community)


def test_a_watch_says_week_by_week_what_the_arithmetic_says(scene):
    watch = begun(scene)

    table, outside = scene.drawn.ports[0].astype(float), scene.drawn.external[0].astype(float)
    thresholds = watch.calibration.for_budget(20)
    found = follow(table, outside, measure_week=BEFORE, thresholds=thresholds)
    rows = list(WatchWeek.objects.filter(watch=watch))
    assert [(one.number, one.directed, one.max_port, one.is_alarm) for one in rows] == [
        (one.week, pytest.approx(one.directed), pytest.approx(one.max_port), one.alarm is not None)
        for one in found.readings
    ]
    assert rows[0].week == scene.start
    assert (watch.read_until, rows[-1].week) == (scene.newest, scene.newest)
    assert [one.number for one in Alarm.objects.order_by("number")] == [first.week for first, _ in found.episodes()]
    assert Alarm.objects.exists()


def test_thresholds_are_made_for_the_own_counts_and_stand(scene, author):
    watch = set_up(scene)

    kept = Calibration.objects.get(watch=watch)
    assert set(kept.thresholds) == set(kept.buys) == {"5", "20", "39"}
    assert kept.thresholds["5"]["directed"] >= kept.thresholds["39"]["directed"]
    assert set(kept.buys["5"]) >= {"plain", "own_shocks", "share_60"}
    assert "two_ports" not in kept.buys["5"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Calibration.objects.filter(pk=kept.pk).update(thresholds={})
    assert actions.keep_thresholds(member=author, watch=watch, made=Made(1, {}, {}), now=LATER).made_at == NOW


def test_a_week_is_read_when_all_have_counted_it_or_a_week_later_without_the_late(community):
    scene = lay_out(community, weeks=BEFORE + AFTER - 2)
    second, newest = scene.newest - WEEK, scene.newest
    watch = begun(scene)
    assert watch.read_until == newest - 2 * WEEK

    scene.enter("north", {second: 4, newest: 4})
    scene.compare({second: 60, newest: 60})
    assert newest_week(window_of(watch), now=NOW) == second
    assert actions.read_weeks(now=LATER) == 1

    row = WatchWeek.objects.get(watch=watch, week=second)
    assert row.missing == ["South"]
    assert not WatchWeek.objects.filter(watch=watch, week=newest).exists()
    before = WatchWeek.objects.get(watch=watch, week=second - WEEK)
    assert (row.directed, row.max_port) == (before.directed, before.max_port), "missing is no zero"

    scene.enter("south", {second: 30, newest: 30})
    assert actions.read_weeks(now=LATER) == 1
    row = WatchWeek.objects.get(watch=watch, week=second)
    assert row.missing == []
    assert row.directed > before.directed
    watch.refresh_from_db()
    assert watch.read_until == newest


def test_nothing_new_is_not_read_again(scene):
    begun(scene)

    assert actions.read_weeks(now=LATER) == 0


def test_an_alarm_stands_though_late_counts_take_its_reason_away(scene):
    watch = begun(scene)
    alarm = Alarm.objects.order_by("number").first()

    scene.enter("south", dict.fromkeys(scene.weeks(BEFORE, BEFORE + AFTER), 0))
    actions.read_weeks(now=LATER)

    assert not WatchWeek.objects.filter(watch=watch, is_alarm=True).exists()
    assert Alarm.objects.get(pk=alarm.pk).directed == alarm.directed
    with pytest.raises(IntegrityError), transaction.atomic():
        Alarm.objects.filter(pk=alarm.pk).update(directed=0)


def test_an_alarm_is_told_once_to_readers_of_the_circle_and_names_nothing(scene, community):
    begun(scene)
    actions.read_weeks(now=LATER)
    scene.enter("south", {scene.newest: 31})
    actions.read_weeks(now=LATER)

    told = Notification.objects.filter(record_type="alarm")
    alarms = Alarm.objects.count()
    by_seat = {name: told.filter(seat=community.seats[name]).count() for name in community.seats}
    assert {name for name, count in by_seat.items() if count} == {
        "author", "colleague", "coordinator", "peer", "peer_coordinator",
    }  # fmt: skip
    assert set(by_seat.values()) == {0, alarms}


def test_a_loan_taken_back_pauses_the_watch_and_after_a_week_stops_it_with_the_reason(scene, peer):
    watch = begun(scene)
    weeks = WatchWeek.objects.filter(watch=watch).count()

    counting.take_back(member=peer, loan=scene.loans["south"], now=LATER)
    assert actions.read_weeks(now=LATER) == 1
    watch.refresh_from_db()
    assert (watch.stop, watch.paused_at) == ("", LATER)
    assert actions.read_weeks(now=LATER + PAUSE - timedelta(seconds=1)) == 0
    actions.read_weeks(now=LATER + PAUSE)

    watch.refresh_from_db()
    assert (watch.stop, watch.stopped_at) == (Stop.NOT_LENT, LATER + PAUSE)
    assert "South" in watch.stop_words
    assert WatchWeek.objects.filter(watch=watch).count() == weeks
    assert actions.read_weeks(now=LATER + PAUSE) == 0


def test_a_loan_given_again_within_the_week_lets_the_watch_go_on(scene, peer):
    watch = begun(scene)
    counting.take_back(member=peer, loan=scene.loans["south"], now=LATER)
    actions.read_weeks(now=LATER)

    soon = LATER + timedelta(days=2)
    first = scene.weeks(0, 1)[0]
    counting.lend(member=peer, series=scene.series["south"], circle=scene.circle, from_week=first, now=soon)
    assert not loans_hold(WatchedMeasure.objects.get(pk=watch.pk))
    actions.read_weeks(now=soon + timedelta(hours=1))

    watch = WatchedMeasure.objects.get(pk=watch.pk)
    assert (watch.stop, watch.paused_at) == ("", None)
    assert loans_hold(watch)


@pytest.mark.parametrize(("slug", "stop"), [("south", Stop.NOT_LENT), ("north", Stop.OWNER_LEFT)])
def test_who_leaves_the_circle_stops_the_watch(scene, slug, stop):
    watch = begun(scene)

    stays = CircleMembership.objects.filter(circle=scene.circle, organisation__slug=slug)
    stays.update(left_at=LATER)
    actions.read_weeks(now=LATER)
    actions.read_weeks(now=LATER + PAUSE)

    watch.refresh_from_db()
    assert watch.stop == stop


def test_a_comparison_or_measure_that_is_withdrawn_stops_it(scene, author):
    watch = begun(scene)

    counting.withdraw(member=author, declared=scene.comparison, now=LATER)
    actions.read_weeks(now=LATER)

    watch.refresh_from_db()
    assert watch.stop == Stop.NO_COMPARISON


def test_a_watch_is_stopped_by_hand_by_its_organisation_only(scene, author, peer, outsider):
    watch = begun(scene)

    for other in (peer, outsider):
        with pytest.raises(NotAllowed):
            actions.stop_watch(member=other, watch=watch, why="x", now=LATER)
    with pytest.raises(BadField):
        actions.stop_watch(member=author, watch=watch, why=" ", now=LATER)
    stopped = actions.stop_watch(member=author, watch=watch, why="It is over.", now=LATER)

    assert (stopped.stop, stopped.stop_words) == (Stop.BY_HAND, "It is over.")
    with pytest.raises(StoppedAlready):
        actions.stop_watch(member=author, watch=watch, why="Again.", now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        WatchedMeasure.objects.filter(pk=watch.pk).update(stop_words="other")


def test_the_budget_is_chosen_once_and_only_after_the_thresholds(scene, author, peer):
    watch = actions.start_watch(member=author, said=scene.fields(), seed=1, now=NOW)
    with pytest.raises(NoThresholds):
        actions.begin_watch(member=author, watch=watch, budget=20, now=NOW)
    actions.stop_watch(member=author, watch=watch, why="To begin anew.", now=NOW)
    watch = set_up(scene)
    with pytest.raises(UnknownBudget):
        actions.begin_watch(member=author, watch=watch, budget=50, now=NOW)
    with pytest.raises(NotAllowed):
        actions.begin_watch(member=peer, watch=watch, budget=20, now=NOW)
    actions.begin_watch(member=author, watch=watch, budget=20, now=NOW)

    with pytest.raises(BegunAlready):
        actions.begin_watch(member=author, watch=watch, budget=5, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        WatchedMeasure.objects.filter(pk=watch.pk).update(budget=5)


def test_what_cannot_be_watched_is_refused_in_words(scene, community, author, outsider, guard):
    with pytest.raises(NotAllowed):
        actions.start_watch(member=guard, said=scene.fields(), seed=1, now=NOW)
    with pytest.raises(NotInCircle):
        actions.start_watch(member=outsider, said=scene.fields(), seed=1, now=NOW)
    with pytest.raises(BadField) as caught:
        actions.start_watch(member=author, said=scene.fields(outcome=Outcome.SEIZURES_PER_1000), seed=1, now=NOW)
    assert caught.value.name == "what"
    with pytest.raises(TargetNotLent):
        actions.start_watch(member=author, said=scene.fields(outcome=Outcome.DRONE_SIGHTINGS), seed=1, now=NOW)
    counting.take_back(member=community.member("peer"), loan=scene.loans["south"], now=NOW)
    with pytest.raises(NoOthers):
        actions.start_watch(member=author, said=scene.fields(), seed=1, now=NOW)


def test_a_measure_is_watched_once_in_a_circle(scene, author, peer):
    actions.start_watch(member=author, said=scene.fields(), seed=1, now=NOW)

    with pytest.raises(WatchedAlready):
        actions.start_watch(member=peer, said=scene.fields(), seed=2, now=NOW)


def test_a_measure_or_comparison_kept_to_oneself_is_not_shared_by_a_watch(scene, author):
    for name in ("intervention", "comparison"):
        row = getattr(scene, name)
        row.circle = None
        with pytest.raises(BadField) as caught:
            actions.start_watch(member=author, said=scene.fields(**{name: row}), seed=1, now=NOW)
        assert caught.value.name == name
        row.refresh_from_db()


def test_too_few_weeks_before_are_refused(community, author):
    scene = lay_out(community)
    scene.enter("south", dict.fromkeys(scene.weeks(0, BEFORE - 20)))

    with pytest.raises(TooShort, match="South"):
        actions.start_watch(member=author, said=scene.fields(), seed=1, now=NOW)


def test_weeks_counted_in_an_older_way_are_no_history(scene, community, peer):
    on = scene.weeks(60, 61)[0]
    said = ChangeFields(
        port=community.ports["south"], outcome=Outcome.INTRUSIONS, on=on, what="A new form", language="en"
    )
    counting.declare_recording_change(member=peer, said=said, now=NOW)

    watch = set_up(scene)
    history = history_in(window_of(watch), until=scene.newest)

    assert sum(history.counts[:BEFORE, 1] == history.counts[:BEFORE, 1]) == BEFORE - 60
    assert sum(history.counts[:BEFORE, 0] == history.counts[:BEFORE, 0]) == BEFORE


@pytest.mark.parametrize(("counted", "declared"), [("INT-TRES", "INT"), ("INT", "INT-TRES")])
def test_weeks_counted_in_an_older_way_in_part_are_no_history_either(community, peer, counted, declared):
    scene = lay_out(community, category=counted)
    on = scene.weeks(60, 61)[0]
    said = ChangeFields(
        port=community.ports["south"],
        outcome=Outcome.INTRUSIONS,
        category=declared,
        on=on,
        what="A new form",
        language="en",
    )
    counting.declare_recording_change(member=peer, said=said, now=NOW)
    watch = actions.start_watch(
        member=community.member("author"), said=scene.fields(category=counted, is_meant=True), seed=1, now=NOW
    )

    history = history_in(window_of(watch), until=scene.newest)

    assert sum(history.counts[:BEFORE, 1] == history.counts[:BEFORE, 1]) == BEFORE - 60


def test_every_step_is_in_the_trail_without_a_count(scene, author):
    watch = begun(scene)
    actions.stop_watch(member=author, watch=watch, why="It is over.", now=LATER)

    lines = TrailLine.objects.filter(subject=f"watch:{watch.key}")
    assert set(lines.values_list("act", flat=True)) >= {"start_watch", "begin_watch", "stop_watch"}
