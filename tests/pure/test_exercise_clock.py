"""The clock of an exercise: it folds, never runs backwards, and knows when something falls due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.exercise_clock import Move, Moved, State, falls_due, may, read
from port2port.pure.phone_clock import TOLERANCE, settle

ZERO = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
moments = st.integers(0, 7200).map(lambda second: ZERO + timedelta(seconds=second))
moves = st.lists(st.builds(Moved, st.sampled_from(Move), moments), max_size=12)


def at(minutes: float) -> datetime:
    return ZERO + timedelta(minutes=minutes)


RUN = [
    Moved(Move.START, at(0)),
    Moved(Move.PAUSE, at(10)),
    Moved(Move.RESUME, at(25)),
    Moved(Move.STOP, at(40)),
]


@pytest.mark.parametrize(
    ("minute", "state", "elapsed"),
    [
        (-1, State.WAITING, 0),
        (0, State.RUNNING, 0),
        (5, State.RUNNING, 300),
        (10, State.PAUSED, 600),
        (20, State.PAUSED, 600),
        (30, State.RUNNING, 900),
        (40, State.STOPPED, 1500),
        (99, State.STOPPED, 1500),
    ],
)
def test_it_stands_still_while_it_is_paused_and_after_the_stop(minute, state, elapsed):
    shown = read(RUN, at(minute))

    assert (shown.state, shown.elapsed_s) == (state, elapsed)


@pytest.mark.parametrize(
    ("offset", "due"),
    [
        (0, at(0)),
        (599, at(10) - timedelta(seconds=1)),
        (600, at(10)),
        (601, at(25) + timedelta(seconds=1)),
        (1500, at(40)),
        (1501, None),
    ],
)
def test_an_offset_falls_due_in_the_time_of_the_exercise(offset, due):
    assert falls_due(RUN, offset) == due


def test_nothing_falls_due_before_the_start_or_while_it_is_paused():
    assert falls_due([], 0) is None
    assert falls_due(RUN[:2], 601) is None
    assert falls_due(RUN[:3], 6000) == at(25) + timedelta(seconds=5400)


def test_what_makes_no_sense_changes_nothing():
    odd = [
        *RUN,
        Moved(Move.START, at(50)),
        Moved(Move.PAUSE, at(12)),
        Moved(Move.RESUME, at(-3)),
        Moved(Move.STOP, at(60)),
    ]

    assert read(odd, at(99)) == read(RUN, at(99))
    assert not may(State.STOPPED, Move.START)


@given(moves, st.randoms(), moments)
def test_the_order_in_which_moves_are_told_makes_no_difference(given_moves, chance, moment):
    shuffled = [*given_moves, *given_moves]
    chance.shuffle(shuffled)

    assert read(shuffled, moment) == read(given_moves, moment)
    assert falls_due(shuffled, 300) == falls_due(given_moves, 300)


@given(moves, moments, moments)
def test_it_never_runs_backwards_nor_faster_than_time(given_moves, one, other):
    early, late = sorted([one, other])

    passed = read(given_moves, late).elapsed_s - read(given_moves, early).elapsed_s

    assert 0 <= passed <= (late - early).total_seconds()


@given(moves, moments, st.integers(0, 7200))
def test_due_is_when_the_clock_shows_as_much(given_moves, moment, offset):
    due = falls_due([one for one in given_moves if one.at <= moment], offset)
    shown = read(given_moves, moment)

    is_due = due is not None and due <= moment
    assert is_due == (shown.state is not State.WAITING and shown.elapsed_s >= offset)


# The phone's clock


@pytest.mark.parametrize("wait", [timedelta(), timedelta(minutes=1), timedelta(hours=1), timedelta(days=2)])
def test_a_phone_that_waited_is_believed(wait):
    told = settle(observed_at=ZERO, sent_at=ZERO + wait, received_at=ZERO + wait)

    assert (told.at, told.skew_s, told.is_flagged) == (ZERO, 0, False)


@pytest.mark.parametrize("ahead", [timedelta(minutes=3), timedelta(hours=-2), timedelta(days=40)])
def test_a_wrong_clock_is_set_right_and_says_so(ahead):
    told = settle(observed_at=ZERO + ahead, sent_at=at(60) + ahead, received_at=at(60))

    assert (told.at, told.skew_s, told.is_flagged) == (ZERO, ahead.total_seconds(), True)


def test_a_small_difference_is_no_news():
    told = settle(observed_at=ZERO, sent_at=at(60) + TOLERANCE, received_at=at(60))

    assert (told.at, told.skew_s, told.is_flagged) == (ZERO, 120, False)


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)), moments)
def test_nothing_is_seen_after_it_was_received_whatever_a_phone_claims(observed, sent, received):
    told = settle(observed_at=observed, sent_at=sent, received_at=received)

    assert told.at <= received


def test_a_forged_moment_in_the_future_is_kept_now_and_flagged():
    told = settle(observed_at=at(600), sent_at=at(0), received_at=at(0))

    assert (told.at, told.is_flagged) == (at(0), True)
