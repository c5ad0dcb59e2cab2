"""What was reached, what is drawn, when it can be tried again."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.quiz import again_from, answers_end, drawn, is_right, score

ONE = UUID(int=1)
VECTOR = ("q4", "q1", "q3", "q2")
IDS = [f"q{number}" for number in range(1, 21)]
NOW = datetime(2026, 3, 28, 23, 55, tzinfo=UTC)


@pytest.mark.parametrize(
    ("right", "asked", "per_cent", "passed"),
    [(8, 10, 80, True), (7, 9, 77, False), (0, 3, 0, False), (3, 3, 100, True), (4, 5, 80, True), (79, 99, 79, False)],
)
def test_the_score_is_whole_per_cent_rounded_down(right, asked, per_cent, passed):
    wanted = {f"q{number}": {0} for number in range(asked)}
    chosen = {f"q{number}": {0} if number < right else {1} for number in range(asked)}

    found = score(wanted, chosen, pass_mark=80)

    assert (found.right, found.asked, found.per_cent, found.passed) == (right, asked, per_cent, passed)


@pytest.mark.parametrize(
    ("chosen", "right"), [({1}, False), ({1, 2, 3}, False), ({1, 2}, True), (set(), False), ({2, 1}, True)]
)
def test_a_question_is_right_only_if_the_chosen_set_is_the_right_one(chosen, right):
    assert is_right(chosen, {1, 2}) == right


def test_a_question_left_out_is_wrong_and_no_question_passes_nothing():
    assert score({"q1": {0}}, {}, pass_mark=1).right == 0
    assert not score({}, {}, pass_mark=1).passed


def test_an_answer_to_a_question_that_was_not_asked_counts_nothing():
    assert score({"q1": {0}}, {"q1": {1}, "q2": {0}}, pass_mark=50).per_cent == 0


def test_the_same_attempt_draws_the_same_questions_in_the_same_order():
    assert drawn(ONE, IDS, 10) == drawn(ONE, reversed(IDS), 10)


def test_the_draw_of_a_known_attempt_never_changes():
    # SHA-256 of the attempt's id in its usual form, followed by the question's id.
    assert drawn(ONE, ["q1", "q2", "q3", "q4"]) == VECTOR


def test_another_attempt_draws_others():
    assert len({drawn(UUID(int=number), IDS, 10) for number in range(50)}) == 50


@given(st.uuids(), st.lists(st.sampled_from(IDS), unique=True, min_size=1), st.integers(0, 25))
def test_a_draw_takes_as_many_as_asked_and_none_twice(attempt, ids, number):
    found = drawn(attempt, ids, number)

    assert len(found) == len(set(found)) == min(number or len(ids), len(ids))
    assert set(found) <= set(ids)


def test_every_question_comes_up_about_as_often():
    counts = dict.fromkeys(IDS, 0)
    for number in range(2_000):
        for one in drawn(UUID(int=number), IDS, 10):
            counts[one] += 1

    assert min(counts.values()) > 900
    assert max(counts.values()) < 1_100


def test_after_a_fail_it_can_be_taken_again_in_ten_minutes_whatever_the_clocks_do():
    assert again_from(NOW) == datetime(2026, 3, 29, 0, 5, tzinfo=UTC)


def test_single_answers_stay_for_ninety_days():
    assert answers_end(NOW) - NOW == timedelta(days=90)
