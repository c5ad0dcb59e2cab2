"""Dates of duties: the vectors of the design, dateutil as the oracle, and what must always be true."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.calendar_rules import (
    Clock,
    Done,
    Moved,
    Reckoned,
    Reckoning,
    Stage,
    State,
    clock,
    exercise_due,
    first_due,
    gaps,
    hours_after,
    missed_years,
    months_after,
    plus_months,
    reminders,
    stage_on,
    state_on,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
DRILL = Reckoned(Reckoning.MONTHS, 3)
REVIEW = Reckoned(Reckoning.MONTHS, 60)
EXERCISE = Reckoned(Reckoning.EXERCISE)
CERTIFICATE = Reckoned(Reckoning.END_DATE)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        ("2026-01-15", "2026-04-15"),
        ("2026-01-31", "2026-04-30"),
        ("2026-05-31", "2026-08-31"),
        ("2026-08-31", "2026-11-30"),
        ("2026-11-29", "2027-02-28"),
        ("2026-11-30", "2027-02-28"),
        ("2027-11-30", "2028-02-29"),
        ("2028-02-29", "2028-05-29"),
    ],
)
def test_a_drill_is_due_three_months_after_the_last(last, due):
    assert clock(DRILL, [Done(day(last))], today=day(last)).due == day(due)


@pytest.mark.parametrize(
    ("last", "due"),
    [
        ("2026-01-02", "2027-07-02"),
        ("2026-05-31", "2027-11-30"),
        ("2026-06-30", "2027-12-30"),
        ("2026-07-01", "2027-12-31"),
        ("2026-08-31", "2027-12-31"),
        ("2026-12-01", "2027-12-31"),
        ("2026-12-31", "2027-12-31"),
        ("2028-02-29", "2029-08-29"),
    ],
)
def test_an_exercise_is_due_by_the_earlier_of_its_two_conditions(last, due):
    assert exercise_due(day(last)) == day(due)


@pytest.mark.parametrize(
    ("held", "broken", "missed"),
    [
        (["2026-01-02", "2027-07-02"], [], []),
        (["2026-01-02", "2027-07-03"], [1], []),
        (["2026-12-01", "2028-01-15"], [], [2027]),
        (["2026-01-02", "2026-12-30", "2028-01-03"], [], [2027]),
        (["2026-02-01", "2028-11-01"], [458], [2027]),
    ],
)
def test_gap_and_year_are_two_tests(held, broken, missed):
    days = [day(one) for one in held]
    judged = max(day("2028-01-01"), *days)

    assert [gap.late_days for gap in gaps(days, judged=judged)] == broken
    assert missed_years(days, start=day("2026-01-01"), judged=day("2028-01-01")) == missed


def test_an_exercise_that_is_still_missing_is_a_gap_without_an_end():
    assert gaps([day("2026-01-02")], judged=day("2027-07-03"))[0].late_days is None
    assert gaps([day("2026-01-02")], judged=day("2027-07-02")) == []


def test_without_any_exercise_there_is_no_gap_and_each_year_is_missed():
    assert gaps([], judged=day("2028-01-01")) == []
    assert missed_years([], start=day("2026-01-01"), judged=day("2028-01-01")) == [2026, 2027]


def test_a_year_that_had_begun_before_the_start_is_not_asked_for():
    assert missed_years([], start=day("2026-01-02"), judged=day("2028-05-01")) == [2027]


@pytest.mark.parametrize(
    ("rule", "start", "due"),
    [
        (DRILL, "2026-01-31", "2026-04-30"),
        (EXERCISE, "2026-06-30", "2026-12-31"),
        (EXERCISE, "2026-07-01", "2027-12-31"),
        (EXERCISE, "2026-12-31", "2027-12-31"),
        (REVIEW, "2028-02-29", "2033-02-28"),
    ],
)
def test_the_first_one_counts_from_the_start(rule, start, due):
    assert first_due(rule, day(start)) == day(due)


def test_five_years_from_a_leap_day_end_in_february():
    assert clock(REVIEW, [Done(day("2028-02-29"))], today=day("2028-03-01")).due == day("2033-02-28")


def test_a_certificate_is_due_when_it_says():
    done = [Done(day("2026-01-10"), until=day("2031-01-09")), Done(day("2021-01-10"), until=day("2026-01-09"))]

    assert clock(CERTIFICATE, done, today=day("2026-02-01")) == Clock(
        State.FINE, day("2031-01-09"), day("2031-01-09"), day("2026-01-10")
    )


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-06-30", State.FINE),
        ("2026-07-01", State.SOON),
        ("2026-07-31", State.SOON),
        ("2026-08-01", State.OVERDUE),
    ],
)
def test_on_the_due_day_it_is_soon_and_the_day_after_overdue(today, state):
    assert state_on(day("2026-07-31"), day(today)) == state


def test_what_was_never_entered_cannot_be_told():
    assert clock(DRILL, [], today=day("2026-01-01")) == Clock(State.UNKNOWN)
    assert clock(Reckoned(Reckoning.OWN), [Done(day("2026-01-01"))], today=day("2026-02-01")).state == State.UNKNOWN


@pytest.mark.parametrize(
    ("today", "state"),
    [("2026-04-10", State.DEROGATED), ("2026-06-15", State.DEROGATED), ("2026-06-16", State.OVERDUE)],
)
def test_a_derogation_moves_the_date_and_is_never_fine(today, state):
    seen = clock(
        DRILL, [Done(day("2026-01-15"))], today=day(today), derogated=Moved(day("2026-04-15"), day("2026-06-15"))
    )

    assert (seen.state, seen.due, seen.original) == (state, day("2026-06-15"), day("2026-04-15"))


@pytest.mark.parametrize(("held", "due"), [("2026-06-01", "2026-09-01"), ("2026-03-10", "2026-06-10")])
def test_a_drill_that_is_held_after_all_ends_the_derogation(held, due):
    done = [Done(day("2026-01-15")), Done(day(held))]

    moved = Moved(day("2026-04-15"), day("2026-06-15"))

    assert clock(DRILL, done, today=day("2026-06-10"), derogated=moved).due == day(due)


def test_a_major_change_asks_for_the_review_at_once_until_it_is_done():
    before = clock(REVIEW, [Done(day("2025-01-01"))], today=day("2026-03-02"), changed=day("2026-03-01"))
    after = clock(REVIEW, [Done(day("2026-03-05"))], today=day("2026-03-06"), changed=day("2026-03-01"))

    assert (before.state, before.due) == (State.OVERDUE, day("2026-03-01"))
    assert after.due == day("2031-03-05")


@pytest.mark.parametrize(
    ("aware", "hours", "due"),
    [
        ("2027-03-27T12:00", 24, "2027-03-28T13:00"),
        ("2027-03-27T12:00", 72, "2027-03-30T13:00"),
        ("2026-10-24T12:00", 24, "2026-10-25T11:00"),
    ],
)
def test_hours_are_elapsed_hours_across_the_change_of_the_clocks(aware, hours, due):
    moment = datetime.fromisoformat(aware).replace(tzinfo=BRUSSELS)

    assert hours_after(moment, hours) == datetime.fromisoformat(due).replace(tzinfo=BRUSSELS).astimezone(UTC)


def test_a_month_after_a_notification_is_clipped_to_the_months_end():
    notified = datetime(2027, 1, 31, 10, 0, tzinfo=BRUSSELS)

    assert months_after(notified, 1, BRUSSELS).astimezone(BRUSSELS) == datetime(2027, 2, 28, 10, 0, tzinfo=BRUSSELS)


def test_reminders_come_at_sixty_thirty_and_seven_days():
    assert reminders(day("2026-03-31")) == [day("2026-01-30"), day("2026-03-01"), day("2026-03-24")]


@given(DAYS, st.integers(0, 240))
def test_months_are_those_of_dateutil(start, months):
    assert plus_months(start, months) == start + relativedelta(months=months)


@given(DAYS)
def test_an_exercise_is_never_due_later_than_either_condition(last):
    due = exercise_due(last)

    assert due in {last + relativedelta(months=18), date(last.year + 1, 12, 31)}
    assert last < due <= last + relativedelta(months=18)
    assert due <= date(last.year + 1, 12, 31)


@given(DAYS, DAYS)
def test_a_later_fulfilment_is_never_due_earlier(one, other):
    first, second = sorted([one, other])

    for rule in (DRILL, REVIEW, EXERCISE):
        due = [clock(rule, [Done(held)], today=second).due for held in (first, second)]
        assert due == sorted(due)


@given(st.lists(DAYS, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_entry_is_irrelevant(held, random):
    shuffled = list(held)
    random.shuffle(shuffled)

    for rule in (DRILL, EXERCISE):
        assert clock(rule, [Done(one) for one in held], today=max(held)) == clock(
            rule, [Done(one) for one in shuffled], today=max(held)
        )
    assert gaps(held, judged=max(held)) == gaps(shuffled, judged=max(held))


@given(DAYS, st.integers(1, 90), st.integers(-100, 200))
def test_a_derogated_clock_is_never_fine_before_it_ends_and_overdue_after(held, more, offset):
    due = plus_months(held, 3)
    until = due + timedelta(days=more)
    today = due + timedelta(days=offset)

    seen = clock(DRILL, [Done(held)], today=today, derogated=Moved(due, until))

    assert seen.state == (State.DEROGATED if today <= until else State.OVERDUE)
    assert seen.original == due


@given(DAYS, st.integers(1, 48))
def test_exercises_within_both_conditions_break_neither_test(start, step):
    held = [start]
    while len(held) < 6:
        held.append(exercise_due(held[-1]) - timedelta(days=step))

    assert gaps(held, judged=held[-1]) == []
    assert missed_years(held, start=start, judged=held[-1]) == []


@pytest.mark.parametrize(
    ("left", "stage"),
    [(31, None), (30, Stage.SOON), (8, Stage.SOON), (7, Stage.WEEK), (0, Stage.WEEK), (-1, Stage.OVERDUE)],
)
def test_a_clock_is_worth_telling_thirty_days_and_a_week_before_and_when_it_is_over(left: int, stage: Stage | None):
    today = date(2026, 3, 2)
    due = today + timedelta(days=left)

    assert stage_on(Clock(state_on(due, today), due=due, original=due), today) == stage


def test_what_cannot_be_told_has_no_stage():
    assert stage_on(Clock(State.UNKNOWN), date(2026, 3, 2)) is None


def test_ten_thousand_random_dates_agree_with_the_oracle():
    random = Random(18_5)
    for _number in range(10_000):
        last = date(1990, 1, 1) + timedelta(days=random.randrange(36_500))
        months = random.randrange(1, 121)
        eighteen, year = last + relativedelta(months=18), date(last.year + 1, 12, 31)
        assert plus_months(last, months) == last + relativedelta(months=months)
        assert exercise_due(last) == min(eighteen, year)
