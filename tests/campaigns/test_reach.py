"""Shares, intervals and what may leave: by hand-reckoned values and by properties."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.reach import Effect, Given, State, Tally, effect_of, state_on, sums_of, takes_counts, wilson

pytestmark = pytest.mark.anywhere
FROM, TO = date(2026, 3, 1), date(2026, 3, 31)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 2, 28), State.PLANNED),
        (date(2026, 3, 1), State.RUNNING),
        (date(2026, 3, 31), State.RUNNING),
        (date(2026, 4, 1), State.ENDED),
    ],
)
def test_where_a_campaign_stands_follows_from_its_days(today, expected):
    assert state_on(today, from_on=FROM, to_on=TO, is_evaluated=False) == expected
    assert state_on(today, from_on=FROM, to_on=TO, is_evaluated=True) == State.EVALUATED


def test_talks_are_written_down_until_two_weeks_after():
    assert takes_counts(date(2026, 4, 14), to_on=TO)
    assert not takes_counts(date(2026, 4, 15), to_on=TO)


def test_the_interval_of_a_share_is_wilsons():
    low, high = wilson(0.9, 10)

    assert (round(low, 4), round(high, 4)) == (0.5958, 0.9821)


def test_the_interval_of_a_difference_is_newcombes():
    # Newcombe (1998), table II, case a: 56/70 against 48/80 gives 0.0524 to 0.3339.
    found = effect_of(Tally(80, 144), Tally(70, 168))

    assert found == Effect(before=60, after=80, change=20, low=5, high=33)


def test_without_one_of_the_quizzes_there_is_no_effect():
    assert effect_of(Tally(), Tally(10, 20)) is None
    assert effect_of(Tally(10, 20), Tally()) is None


@given(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, 3 * n))),
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, 3 * n))),
)
def test_the_interval_holds_what_was_seen_and_stays_within_what_is_possible(before, after):
    found = effect_of(Tally(*before), Tally(*after))

    assert found is not None
    assert -100 <= found.low <= found.change <= found.high <= 100


def gave(people: int) -> Given:
    return Given(people, 4, Tally(people, people), Tally(people, 2 * people))


def test_five_houses_and_thirty_answers_may_leave():
    sums = sums_of([gave(12)] * 5)

    assert (sums.organisations, sums.people) == (5, 60)
    assert sums.effect is not None
    assert (sums.effect.before, sums.effect.after) == (33, 67)


@pytest.mark.parametrize(
    "groups",
    [
        [],
        [12] * 4,
        [5] * 5,
        [100, 3, 3, 3, 3],
        [40, 40, 4, 4, 4],
        [12, 12, 12, 12, 0],
    ],
)
def test_few_or_lopsided_houses_may_not(groups):
    sums = sums_of([gave(people) for people in groups])

    assert sums.people is None
    assert sums.organisations is None
    assert sums.effect is None


@given(st.lists(st.integers(0, 60), max_size=9))
def test_what_leaves_is_always_of_five_houses_and_thirty_answers(groups):
    sums = sums_of([gave(people) for people in groups])

    if sums.people is not None or sums.effect is not None:
        assert sum(1 for people in groups if people) >= 5
        assert sum(groups) >= 30
        assert max(groups) * 2 <= sum(groups)
        assert sums.people is None or sums.people % 10 == 0


def test_an_effect_is_of_talks_that_had_both_quizzes():
    only_before = Given(12, 0, Tally(12, 0), Tally())

    assert sums_of([gave(12)] * 5 + [only_before]).effect == sums_of([gave(12)] * 5).effect
