from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.quiet import QuietHours, quiet_until

BRUSSELS = ZoneInfo("Europe/Brussels")
NIGHT = QuietHours(time(22), time(7), BRUSSELS)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        (utc(2026, 3, 2, 20, 59, 59), None),
        (utc(2026, 3, 2, 21, 0), utc(2026, 3, 3, 6, 0)),
        (utc(2026, 3, 2, 23, 30), utc(2026, 3, 3, 6, 0)),
        (utc(2026, 3, 3, 5, 59, 59), utc(2026, 3, 3, 6, 0)),
        (utc(2026, 3, 3, 6, 0), None),
    ],
)
def test_a_night_begins_one_day_and_ends_the_next(moment: datetime, ends: datetime | None) -> None:
    assert quiet_until(moment, NIGHT) == ends


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    friday = QuietHours(time(22), time(7), BRUSSELS, frozenset({4}))

    assert quiet_until(utc(2026, 3, 6, 22, 0), friday) == utc(2026, 3, 7, 6, 0)
    assert quiet_until(utc(2026, 3, 7, 5, 0), friday) == utc(2026, 3, 7, 6, 0)
    assert quiet_until(utc(2026, 3, 6, 5, 0), friday) is None
    assert quiet_until(utc(2026, 3, 7, 22, 0), friday) is None


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        # The night of the change to summer time is an hour shorter, that of the change back an hour longer.
        (utc(2026, 3, 28, 21, 0), utc(2026, 3, 29, 5, 0)),
        (utc(2026, 10, 24, 20, 0), utc(2026, 10, 25, 6, 0)),
    ],
)
def test_the_end_is_where_the_clock_says_so_though_it_was_turned(moment: datetime, ends: datetime) -> None:
    assert quiet_until(moment, NIGHT) == ends


def test_an_hour_that_the_clock_shows_twice_is_quiet_both_times() -> None:
    hours = QuietHours(time(1), time(2, 30), BRUSSELS)

    assert quiet_until(utc(2026, 10, 25, 0, 45), hours) == utc(2026, 10, 25, 1, 30)
    assert quiet_until(utc(2026, 10, 25, 1, 29), hours) == utc(2026, 10, 25, 1, 30)


def test_an_end_that_the_clock_leaps_over_comes_all_the_same() -> None:
    hours = QuietHours(time(1), time(2, 30), BRUSSELS)

    assert quiet_until(utc(2026, 3, 29, 0, 15), hours) == utc(2026, 3, 29, 1, 30)
    assert quiet_until(utc(2026, 3, 29, 1, 30), hours) is None


@given(
    st.integers(0, 4 * 366 * 24 * 60).map(lambda minutes: utc(2024, 1, 1) + timedelta(minutes=minutes)),
    st.times(),
    st.times(),
    st.sets(st.integers(0, 6)),
)
def test_quiet_ends_within_a_day_and_is_over_then_or_begins_anew(
    moment: datetime, start: time, until: time, days: set[int]
) -> None:
    hours = QuietHours(start.replace(microsecond=0), until.replace(microsecond=0), BRUSSELS, frozenset(days))

    ends = quiet_until(moment, hours)

    if ends is not None:
        assert moment < ends <= moment + timedelta(hours=26)
        again = quiet_until(ends, hours)
        assert again is None or again > ends
