"""What a watch may not do: run past its year, sound without a comparison, give counts back, or be shopped for."""

import csv
import json
from datetime import date, timedelta
from io import StringIO
from uuid import uuid4

import numpy as np
import pytest
from django.urls import reverse

from port2port.counts import actions as counting
from port2port.counts.actions import InterventionFields
from port2port.earlywarning import actions
from port2port.earlywarning.actions import reading
from port2port.earlywarning.board_page import record_of
from port2port.earlywarning.history import baseline_of, history_in, last_week_of, window_of
from port2port.earlywarning.models import Alarm, Calibration, Stop, WatchedMeasure, WatchWeek
from port2port.earlywarning.refusals import BudgetStands
from port2port.earlywarning.threshold_job import made_for
from port2port.earlywarning.thresholds import Gaps, make, world
from port2port.pure.outbreak import YEAR, Baseline, drawn_paths, from_paths
from port2port.pure.panels import PanelDesign, nulls
from port2port.pure.weeks import WEEK
from port2port.site.api import api
from tests.earlywarning.watching import AFTER, BEFORE, DESIGN, begun, lay_out
from tests.personas import NOW
from tests.reports.machines import Machine

BOARD = reverse("earlywarning:board")
PROGRAMS = ("reports", "practices", "questions", "me")


@pytest.fixture
def scene(community):
    return lay_out(community)


@pytest.fixture
def ask(client, community):
    def get(name, address):
        client.force_login(community.person(name))
        return client.get(address)

    return get


def rows_of(response):
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


def test_a_watch_ends_with_its_year_and_a_new_one_is_offered(scene, ask):
    watch = begun(scene)
    last = last_week_of(scene.start)
    mondays = [scene.start + WEEK * number for number in range(AFTER, YEAR + 6)]
    late = NOW + WEEK * 13
    for slug in ("north", "south"):
        scene.enter(slug, dict.fromkeys(mondays, 30), now=late)
    scene.compare(dict.fromkeys(mondays, 30), now=late)

    actions.read_weeks(now=late)

    watch.refresh_from_db()
    assert (watch.stop, watch.read_until) == (Stop.YEAR_OVER, last)
    assert WatchWeek.objects.filter(watch=watch).count() == YEAR
    page = ask("author", watch.get_absolute_url()).text
    assert "Its year is over" in page
    assert "Watch the next year" in page
    assert WatchedMeasure.objects.running().count() == 0


def test_the_next_year_is_watched_with_history_since_the_measure_alone(scene, author):
    begun(scene)
    mondays = [scene.start + WEEK * number for number in range(AFTER, YEAR + 6)]
    late = NOW + WEEK * 13
    for slug in ("north", "south"):
        scene.enter(slug, dict.fromkeys(mondays, 9), now=late)
    scene.compare(dict.fromkeys(mondays, 30), now=late)
    actions.read_weeks(now=late)

    watch = actions.start_watch(member=author, said=scene.fields(), seed=12, now=late)

    assert (watch.start_week, watch.year) == (scene.start + WEEK * YEAR, 2)
    history = history_in(window_of(watch), until=watch.start_week)
    assert (history.weeks[0], history.measure_week) == (scene.start, YEAR)
    assert np.isfinite(history.counts[:YEAR]).all(), "the year before is history, though it was announced earlier"


def test_without_a_comparison_for_more_than_four_weeks_no_alarm_sounds_and_pages_say_so(scene, ask):
    for slug, place in (("north", 0), ("south", 1)):
        scene.enter(slug, {week: int(1.4 * DESIGN.means[place]) for week in scene.weeks(BEFORE, BEFORE + AFTER)})
    scene.compare(dict.fromkeys(scene.weeks(BEFORE, BEFORE + AFTER)))
    watch = begun(scene)

    weeks = list(WatchWeek.objects.filter(watch=watch))
    assert [one.stands_still for one in weeks] == [False] * 4 + [True] * (len(weeks) - 4)
    assert len({(one.directed, one.max_port) for one in weeks[3:]}) == 1
    assert not Alarm.objects.filter(watch=watch).exists()
    page = ask("peer", BOARD).text
    for words in ("Stands still", "Not counted: the comparison", f"missing in {len(weeks)} weeks"):
        assert words in page
    assert "more than four weeks in a row" in ask("peer", watch.get_absolute_url()).text


def test_an_alarm_says_in_how_many_weeks_the_comparison_was_missing(scene, ask):
    scene.compare(dict.fromkeys(scene.weeks(BEFORE, BEFORE + 3)))
    begun(scene)

    alarm = Alarm.objects.order_by("number").first()
    assert alarm.outside_gaps == 3
    assert "The comparison is missing in 3 weeks" in ask("peer", alarm.get_absolute_url()).text


def test_a_file_holds_steps_of_five_percent_and_nothing_once_a_loan_has_ended(scene, ask, peer):
    watch = begun(scene)
    alarm = Alarm.objects.first()
    address = reverse("earlywarning:export_watch", args=[watch.key])
    columns = ("directed_percent_of_threshold", "max_port_percent_of_threshold")
    for row in rows_of(ask("author", address)):
        assert all(int(row[one]) % 5 == 0 for one in columns)
    assert "of its threshold" in ask("author", alarm.get_absolute_url()).text

    counting.take_back(member=peer, loan=scene.loans["south"], now=NOW + timedelta(hours=1))

    for row in rows_of(ask("author", address)):
        assert [row[one] for one in (*columns, "loudest_port", "has_fallen")] == [""] * 4
    board = rows_of(ask("author", reverse("earlywarning:export")))[0]
    assert [board[one] for one in (*columns, "loudest_port", "has_fallen")] == [""] * 4
    for page in (BOARD, watch.get_absolute_url(), alarm.get_absolute_url()):
        assert "of its threshold" not in ask("author", page).text


def test_what_is_lent_anew_gives_nothing_of_a_stopped_watch_back(scene, ask, peer):
    watch = begun(scene)
    at = NOW + timedelta(hours=1)
    counting.take_back(member=peer, loan=scene.loans["south"], now=at)
    for later in (at, at + timedelta(days=8)):
        actions.read_weeks(now=later)
    first = scene.weeks(0, 1)[0]
    counting.lend(
        member=peer, series=scene.series["south"], circle=scene.circle, from_week=first, now=at + timedelta(days=9)
    )

    rows = rows_of(ask("author", reverse("earlywarning:export_watch", args=[watch.key])))

    assert {row["directed_percent_of_threshold"] for row in rows} == {""}


def test_a_thin_history_gets_thresholds_that_keep_the_budget_there():
    means, weeks = (14.0, 7.0, 5.0, 4.0, 3.0, 2.0), 104
    design = PanelDesign(means=means, weeks=weeks + YEAR, measure_week=weeks, size_k=6.0, external_mean=40.0)
    thin = np.zeros((weeks, len(means)), dtype=bool)
    thin[:-26, 2:] = True
    gaps = Gaps(thin, np.zeros(weeks, dtype=bool))
    before = Baseline(np.array(means), np.array(40.0), np.array(6.0), np.array(1.0))

    made = make(before, gaps, draws=300, rng=np.random.default_rng(1), step=lambda _done, _total: None)

    fresh = {kind.value: world(one, gaps) for kind, one in nulls(design).items()}
    found = drawn_paths(fresh, measure_week=weeks, n=300, rng=np.random.default_rng(2))
    whole = {kind.value: world(one) for kind, one in nulls(design).items()}
    full = from_paths(drawn_paths(whole, measure_week=weeks, n=300, rng=np.random.default_rng(1)), budget_per_year=0.2)
    kept = Calibration(thresholds=made.thresholds).for_budget(20)
    false, before_mending = (
        max(float((one.first_alarm(limits) > 0).mean()) for one in found.values()) for limits in (kept, full.thresholds)
    )
    assert false < 0.2 + 3 * np.sqrt(2 * 0.2 * 0.8 / 300)
    assert before_mending > false


def test_thresholds_of_a_watch_are_drawn_with_the_gaps_of_its_counts(scene, author):
    scene.enter("south", dict.fromkeys(scene.weeks(0, BEFORE - 30)))
    watch = actions.start_watch(member=author, said=scene.fields(), seed=1, now=NOW)

    thin = made_for(watch, draws=60, step=lambda _done, _total: None)
    history = history_in(window_of(watch), until=watch.start_week)

    assert np.isnan(history.counts[:BEFORE, 1]).sum() == BEFORE - 30
    gaps = Gaps(np.zeros((BEFORE, 2), dtype=bool), np.zeros(BEFORE, dtype=bool))
    whole = make(baseline_of(history), gaps, draws=60, rng=np.random.default_rng(1), step=lambda _done, _total: None)
    assert thin.thresholds["20"]["max_port"] != whole.thresholds["20"]["max_port"]


def restarted(scene, watch, author, budget):
    actions.stop_watch(member=author, watch=watch, why="Again.", now=NOW)
    again = actions.start_watch(member=author, said=scene.fields(), seed=99, now=NOW)
    made = made_for(again, draws=40, step=lambda _done, _total: None)
    actions.keep_thresholds(member=author, watch=again, made=made, now=NOW)
    return actions.begin_watch(member=author, watch=again, budget=budget, now=NOW)


def test_a_watch_started_again_keeps_budget_and_thresholds_and_counts_its_weeks_once(scene, author, ask):
    watch = begun(scene, budget=39)
    before = record_of(WatchedMeasure.objects.visible_to(author))
    with pytest.raises(BudgetStands, match="39"):
        restarted(scene, watch, author, 5)

    again = WatchedMeasure.objects.get(stopped_at=None)
    actions.begin_watch(member=author, watch=again, budget=39, now=NOW)

    after = record_of(WatchedMeasure.objects.visible_to(author))
    assert (after.years, after.alarms, after.expected) == (before.years, before.alarms, before.expected)
    assert again.seed == watch.seed
    assert again.calibration.thresholds == watch.calibration.thresholds
    for one, other in ((watch, again), (again, watch)):
        page = ask("peer", one.get_absolute_url()).text
        assert "The same weeks were watched before or after" in page
        assert other.get_absolute_url() in page


def test_another_measure_at_the_same_port_from_the_same_week_changes_nothing(scene, author, community):
    watch = begun(scene, budget=39)
    actions.stop_watch(member=author, watch=watch, why="Again.", now=NOW)
    said = InterventionFields(
        title="The same, called otherwise",
        language="en",
        port=community.ports["north"],
        announced_on=scene.start,
        starts_on=scene.start + timedelta(days=3),
        circle=scene.circle,
    )
    other = counting.declare_intervention(member=author, said=said, now=NOW - timedelta(days=1))
    again = actions.start_watch(member=author, said=scene.fields(intervention=other), seed=99, now=NOW)
    made = made_for(again, draws=20, step=lambda _done, _total: None)
    actions.keep_thresholds(member=author, watch=again, made=made, now=NOW)

    with pytest.raises(BudgetStands):
        actions.begin_watch(member=author, watch=again, budget=20, now=NOW)


def test_alarms_that_corrections_make_or_take_are_marked_and_move_no_rate(scene, author, ask):
    watch = begun(scene)
    before = record_of(WatchedMeasure.objects.visible_to(author))
    first = Alarm.objects.filter(watch=watch).order_by("number").first()
    weeks = scene.weeks(BEFORE, BEFORE + AFTER)

    for turn in range(2):
        at = NOW + timedelta(minutes=1 + 2 * turn)
        scene.enter("south", dict.fromkeys(weeks, 0), now=at)
        actions.read_weeks(now=at)
        rise = {week: 0 if number < 30 + 4 * turn else 40 for number, week in enumerate(weeks)}
        scene.enter("south", rise, now=at + timedelta(minutes=1))
        actions.read_weeks(now=at + timedelta(minutes=1))

    after = record_of(WatchedMeasure.objects.visible_to(author))
    corrected = Alarm.objects.filter(watch=watch, is_first_reading=False)
    assert corrected.exists()
    assert (after.alarms, after.rate_high) == (before.alarms, before.rate_high)
    assert after.corrected == corrected.count()
    assert "show it no more" in ask("peer", first.get_absolute_url()).text
    assert "show it no more" in ask("peer", watch.get_absolute_url()).text
    assert "Only after counts were added or corrected" in ask("peer", corrected.first().get_absolute_url()).text
    assert "heard only after counts were added or corrected" in ask("peer", BOARD).text


def test_the_title_of_a_measure_that_was_withdrawn_is_told_to_nobody(scene, author, ask):
    watch = begun(scene)
    alarm = Alarm.objects.first()
    counting.withdraw(member=author, declared=scene.intervention, now=NOW)

    for stopped in (False, True):
        if stopped:
            actions.read_weeks(now=NOW)
        for address in (
            BOARD,
            watch.get_absolute_url(),
            alarm.get_absolute_url(),
            reverse("earlywarning:export"),
        ):
            page = ask("peer", address).content.decode()
            assert "Night patrols" not in page, address
            assert "a measure that was withdrawn" in page, address


def test_alarms_are_in_no_feed_stix_or_program_interface(scene, ask):
    watch = begun(scene)
    alarm = Alarm.objects.first()
    program = Machine(scene.community, "peer", "read")

    for address in PROGRAMS:
        response = program.get(address)
        assert response.status_code == 200, address
        text = b"".join(response) if response.streaming else response.content
        for word in (str(alarm.key), str(watch.key), "Night patrols", "watch-board", "Alarm on the watch"):
            assert word.encode() not in text, (address, word)
    for address in ("/open/reports.atom", "/reports/", "/search/?q=Night+patrols"):
        page = ask("peer", address)
        assert page.status_code == 200, address
        assert str(alarm.key) not in page.text
        assert str(watch.key) not in page.text


def test_no_address_for_programs_leads_into_the_watch_board():
    schema = json.dumps(api.get_openapi_schema())
    assert "/api/v1/reports" in schema
    for word in ("watch-board", "earlywarning", "watchedmeasure"):
        assert word not in schema.lower()


def test_the_year_ends_on_a_monday():
    assert last_week_of(date(2026, 1, 5)) == date(2026, 12, 28)


def test_a_watch_that_fails_keeps_no_other_from_being_read(scene, monkeypatch):
    first = begun(scene)
    WatchedMeasure.objects.bulk_create([copied(first, outcome="drone_sightings")])
    read_one, asked = reading._read_one, []

    def fails_once(key, *, now):
        asked.append(key)
        if key == first.pk:
            raise ZeroDivisionError
        return read_one(key, now=now)

    monkeypatch.setattr(reading, "_read_one", fails_once)
    with pytest.raises(ExceptionGroup) as told:
        actions.read_weeks(now=NOW)

    assert set(asked) == set(WatchedMeasure.objects.values_list("pk", flat=True))
    assert [type(one) for one in told.value.exceptions] == [ZeroDivisionError]


def copied(watch, **other):
    """The same watch of something else, not saved."""
    fields = {one.attname: getattr(watch, one.attname) for one in WatchedMeasure._meta.concrete_fields}
    return WatchedMeasure(**fields | {"id": None, "key": uuid4()} | other)
