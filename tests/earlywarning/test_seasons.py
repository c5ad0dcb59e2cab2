"""Practice seasons: drawn on the server, played a week at a time, told only at the end, and nobody else's."""

from dataclasses import replace

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from port2port.base.refusal import NotAllowed
from port2port.earlywarning import actions
from port2port.earlywarning.models import Answer, Season
from port2port.earlywarning.refusals import NoAnswer, NoSuchMove, NothingToAsk, NoWeekLeft, SeasonOver, UnknownBudget
from port2port.earlywarning.season_page import page_of, record_of
from port2port.earlywarning.seasons import BEFORE, CHANCES, DESIGN, WEEKS, Truth, draw_season, followed, made
from port2port.earlywarning.thresholds import BUDGETS, reckoned, world
from port2port.pure.outbreak import drawn_paths
from port2port.pure.panels import nulls
from tests.personas import NOW


def seed_of(truth: Truth) -> int:
    return next(seed for seed in range(200) if draw_season(seed).truth == truth)


def started(member, truth=Truth.MOVED, budget=20):
    return actions.start_season(member=member, budget=budget, seed=seed_of(truth), now=NOW)


def test_before_the_first_week_there_is_nothing_to_ask_about(author):
    season = started(author)

    with pytest.raises(NothingToAsk):
        actions.play(member=author, season=season, week=0, move="ask")

    season.refresh_from_db()
    assert (season.week, season.asked) == (0, [])


def test_every_truth_comes_up_as_often_as_the_page_says():
    found = [draw_season(seed).truth for seed in range(600)]

    for truth, chance in CHANCES.items():
        assert abs(found.count(truth) / 600 - chance) < 4 * np.sqrt(chance * (1 - chance) / 600)


def test_the_same_seed_is_the_same_season():
    assert draw_season(7) == draw_season(7)
    assert draw_season(7) != draw_season(8)


def test_thresholds_that_come_with_the_software_are_those_of_the_worlds_drawn_anew():
    still = {kind.value: world(one) for kind, one in nulls(DESIGN).items()}
    rng = np.random.default_rng(99)
    fresh = drawn_paths(still, measure_week=BEFORE, n=400, rng=rng)

    found = reckoned(fresh, {}, draws=400)

    for budget in BUDGETS:
        kept = made()["thresholds"][str(budget)]
        assert set(kept) == {"directed", "max_port"}
        for name, value in kept.items():
            assert value == pytest.approx(found.thresholds[str(budget)][name], rel=0.25)
        for name in fresh:
            rate = made()["table"][str(budget)][name]["alarms"]
            assert rate <= budget / 100 + 0.01
            assert abs(rate - found.table[str(budget)][name]["alarms"]) < 0.08


def test_the_larger_the_budget_the_more_is_heard():
    heard = [made()["table"][str(budget)]["share_60"]["alarms"] for budget in BUDGETS]

    assert heard == sorted(heard)
    assert heard[0] > 0.3


def test_a_season_goes_on_by_weeks_and_a_form_sent_twice_changes_nothing(author):
    season = started(author)

    season = actions.play(member=author, season=season, week=0, move="wait")
    season = actions.play(member=author, season=season, week=0, move="wait")
    season = actions.play(member=author, season=season, week=1, move="month")
    season = actions.play(member=author, season=season, week=5, move="ask")

    assert (season.week, season.asked) == (6, [5])


def test_the_board_of_a_season_is_reckoned_without_any_later_week(author):
    season = actions.play(member=author, season=started(author), week=0, move="month")
    changed = Season.objects.get(pk=season.pk)
    ports = [list(row) for row in changed.drawn["ports"]]
    for row in ports[BEFORE + 4 :]:
        row[1] += 1000
    changed.drawn = {"ports": ports, "outside": changed.drawn["outside"]}

    assert page_of(changed) == replace(page_of(season), season=changed)


def test_the_year_ends_after_52_weeks_and_then_only_an_answer_is_taken(author):
    season = started(author)
    while season.week < WEEKS:
        season = actions.play(member=author, season=season, week=season.week, move="month")

    with pytest.raises(NoWeekLeft):
        actions.play(member=author, season=season, week=season.week, move="wait")
    season = actions.conclude(member=author, season=season, answer="moved", now=NOW)

    assert (season.is_right, season.is_exact) == (True, True)


@pytest.mark.parametrize(
    ("truth", "answer", "right", "exact"),
    [
        (Truth.MOVED, "moved", True, True),
        (Truth.MOVED, "drop", False, False),
        (Truth.SHOCK, "nothing", True, False),
        (Truth.RECORDING, "recording", True, True),
        (Truth.DROP, "moved", False, False),
        (Truth.DROP, "unsure", None, False),
    ],
)
def test_an_answer_is_judged_by_whether_something_moved(author, truth, answer, right, exact):
    season = actions.conclude(member=author, season=started(author, truth), answer=answer, now=NOW)

    assert (season.is_right, season.is_exact) == (right, exact)


def test_what_the_board_would_have_said_is_that_of_the_whole_year(author):
    season = started(author, Truth.MOVED)
    drawn = draw_season(season.seed)
    whole = followed(drawn.ports, drawn.outside, budget=20)
    first = next((one.week for one in whole.readings if one.alarm), 0)

    ended = actions.conclude(member=author, season=season, answer="unsure", now=NOW)

    assert ended.board_week == first
    assert ended.board_is_right == bool(first)
    assert page_of(ended).end.truth == Truth.MOVED.label


def test_the_record_counts_the_player_beside_the_board(author):
    for truth, answer in ((Truth.MOVED, "moved"), (Truth.DROP, "moved"), (Truth.NOTHING, "unsure")):
        actions.conclude(member=author, season=started(author, truth), answer=answer, now=NOW)
    running = started(author)

    record = record_of(list(Season.objects.visible_to(author)))

    assert (record.played, record.right, record.unsure, record.exact) == (3, 1, 1, 1)
    assert record.board_right == sum(one.board_is_right for one in Season.objects.over())
    assert running not in record.seasons


def test_who_has_a_running_season_goes_on_with_it(author):
    first = started(author, Truth.MOVED)

    assert started(author, Truth.DROP, budget=5) == first
    assert Season.objects.count() == 1


def test_ports_that_are_asked_say_only_how_they_count(author):
    honest = {}
    for truth in Truth:
        season = started(author, truth)
        season = actions.play(member=author, season=season, week=0, move="wait")
        season = actions.play(member=author, season=season, week=1, move="ask")
        honest[truth] = page_of(season).replies[0].words
        actions.conclude(member=author, season=season, answer="unsure", now=NOW)

    assert len(set(honest.values())) == 2
    assert [truth for truth in Truth if "another way" in honest[truth]] == [Truth.RECORDING]


def test_nobody_plays_or_sees_the_season_of_another(author, colleague, peer):
    season = started(author)

    for other in (colleague, peer):
        assert not Season.objects.visible_to(other).exists()
        with pytest.raises(NotAllowed):
            actions.play(member=other, season=season, week=0, move="wait")
        with pytest.raises(NotAllowed):
            actions.conclude(member=other, season=season, answer="moved", now=NOW)


def test_who_does_not_read_the_board_plays_no_season(guard, trainer, auditor, operator, guest, forwarder, nobody):
    for member in (guard, trainer, auditor, operator, guest, forwarder, nobody):
        with pytest.raises(NotAllowed):
            actions.start_season(member=member, budget=20, seed=1, now=NOW)
        with pytest.raises(NotAllowed):
            actions.forget_seasons(member=member)


def test_what_no_season_takes_is_refused_in_words(author):
    with pytest.raises(UnknownBudget):
        actions.start_season(member=author, budget=10, seed=1, now=NOW)
    season = started(author)
    with pytest.raises(NoSuchMove):
        actions.play(member=author, season=season, week=0, move="peek")
    with pytest.raises(NoAnswer):
        actions.conclude(member=author, season=season, answer="", now=NOW)
    actions.conclude(member=author, season=season, answer=Answer.UNSURE, now=NOW)
    with pytest.raises(SeasonOver):
        actions.play(member=author, season=season, week=0, move="wait")
    with pytest.raises(SeasonOver):
        actions.conclude(member=author, season=season, answer="moved", now=NOW)


@pytest.mark.parametrize("change", [{"truth": "drop"}, {"seed": 1}, {"budget": 5}, {"drawn": {}}])
def test_what_was_drawn_stands(author, change):
    season = started(author)

    with pytest.raises(IntegrityError), transaction.atomic():
        Season.objects.filter(pk=season.pk).update(**change)


def test_an_answer_stands_and_can_be_forgotten(author, peer):
    season = actions.conclude(member=author, season=started(author), answer="drop", now=NOW)
    others = started(peer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Season.objects.filter(pk=season.pk).update(answer="moved")
    assert actions.forget_seasons(member=author) == 1
    assert list(Season.objects.all()) == [others]
