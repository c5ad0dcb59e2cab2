"""Duties kept in time, counted once each."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.calendar_rules import Reckoned, Reckoning
from port2port.pure.in_time import Settled, settled

QUARTERLY = Reckoned(Reckoning.MONTHS, 3)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def day(month: int, of: int) -> date:
    return date(2026, month, of)


def test_one_held_on_the_last_day_is_in_time_and_the_day_after_is_late() -> None:
    assert settled(QUARTERLY, [day(1, 10), day(4, 10)], today=day(4, 20)) == [Settled(day(4, 10), is_kept=True)]
    assert settled(QUARTERLY, [day(1, 10), day(4, 11)], today=day(4, 20)) == [Settled(day(4, 10), is_kept=False)]


def test_what_is_due_is_missed_only_once_its_day_is_over() -> None:
    assert settled(QUARTERLY, [day(1, 10)], today=day(4, 10)) == []
    assert settled(QUARTERLY, [day(1, 10)], today=day(4, 11)) == [Settled(day(4, 10), is_kept=False)]


def test_a_moved_day_holds_and_never_comes_nearer() -> None:
    moved = {day(4, 10): day(6, 1)}
    assert settled(QUARTERLY, [day(1, 10), day(5, 30)], today=day(6, 20), moved=moved)[0].is_kept
    assert not settled(QUARTERLY, [day(1, 10), day(6, 2)], today=day(6, 20), moved=moved)[0].is_kept
    assert settled(QUARTERLY, [day(1, 10), day(4, 9)], today=day(4, 20), moved={day(4, 10): day(2, 1)})[0].is_kept


def test_the_first_time_and_a_duty_without_period_say_nothing() -> None:
    assert settled(QUARTERLY, [], today=day(4, 11)) == []
    assert settled(Reckoned(Reckoning.OWN), [day(1, 1), day(9, 1)], today=day(12, 1)) == []


@given(held=st.lists(DAYS, max_size=12), today=DAYS)
def test_each_time_is_settled_once_and_never_ahead(held: list[date], today: date) -> None:
    known = [one for one in held if one <= today]
    found = settled(QUARTERLY, known, today=today)
    assert len(found) <= len(set(known))
    assert all(one.on <= today for one in found)
    assert [one.on for one in found] == sorted(one.on for one in found)
