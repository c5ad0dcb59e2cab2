from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.logbook_dates import (
    NEXT_MIDNIGHT,
    Note,
    Order,
    Reason,
    UnreadableError,
    clock_of,
    day_of,
    evidence,
    moment_of,
)

BRUSSELS = ZoneInfo("Europe/Brussels")
DAYS = st.dates(date(1980, 1, 1), date(2079, 12, 31))
CLOCKS = st.times().map(lambda clock: clock.replace(microsecond=0, tzinfo=None))
MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
WEEKDAYS = {
    "nl": ["ma", "di", "wo", "do", "vr", "za", "zo"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "de": ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}


def read(cell, *, order=Order.DAY_FIRST, year=None):
    return day_of(cell, order=order, year=year)


@pytest.mark.parametrize(
    "written",
    [
        "31/12/2024",
        "31-12-24",
        "2024-12-31",
        "31.12.2024",
        "31. 12. 2024",
        "31 12 2024",
        "20241231",
        "2024/12/31",
        "di 31 december 2024",
        "dinsdag 31 dec. 2024",
        "31 décembre 2024",
        "mardi 31 déc 2024",
        "31. Dezember 2024",
        "Di., 31. Dez. 2024",
        "31-dec-24",
        "December 31, 2024",
        "45657",
        45657,
        45657.0,
        date(2024, 12, 31),
        datetime(2024, 12, 31, tzinfo=UTC).replace(tzinfo=None),
    ],
)
def test_one_day_is_read_however_it_is_written(written):
    found = read(written)

    assert (found.date, found.clock, found.notes) == (date(2024, 12, 31), None, ())


@pytest.mark.parametrize(
    "written",
    [
        "31/12/2024 14:30",
        "31/12/2024 om 14u30",
        "31.12.2024, 14.30 Uhr",
        "31 décembre 2024 à 14h30",
        "2024-12-31T14:30",
        "2024-12-31 14:30:00",
        "45657,604166667",
        45657.604166667,
        datetime(2024, 12, 31, 14, 30, tzinfo=UTC).replace(tzinfo=None),
    ],
)
def test_a_date_may_carry_its_time(written):
    found = read(written)

    assert (found.date, found.clock) == (date(2024, 12, 31), time(14, 30))


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("14u30", time(14, 30)),
        ("14h30", time(14, 30)),
        ("14:30", time(14, 30)),
        ("14:30:15", time(14, 30, 15)),
        ("14.30 Uhr", time(14, 30)),
        ("14 u 30", time(14, 30)),
        ("14u", time(14)),
        ("14 uur", time(14)),
        ("14 heures", time(14)),
        ("8h", time(8)),
        ("1430", time(14, 30)),
        ("0930 hrs", time(9, 30)),
        ("2:30 PM", time(14, 30)),
        ("12.15 a.m.", time(0, 15)),
        ("ca. 14u30", time(14, 30)),
        ("24:00", NEXT_MIDNIGHT),
        (0.604166666, time(14, 30)),
        (45657.604166666, time(14, 30)),
        (1430, time(14, 30)),
        (time(14, 29, 59, 942000), time(14, 30)),
        (timedelta(hours=14, minutes=30), time(14, 30)),
        (datetime(1899, 12, 31, 14, 30, tzinfo=UTC).replace(tzinfo=None), time(14, 30)),
    ],
)
def test_one_time_is_read_however_it_is_written(written, clock):
    assert clock_of(written) == (clock, ())


def test_of_a_range_the_beginning_counts():
    assert clock_of("14u30 - 15u") == (time(14, 30), (Note.RANGE_BEGUN,))
    assert clock_of("22:00 tot 06:00") == (time(22), (Note.RANGE_BEGUN,))


@pytest.mark.parametrize("written", ["25:00", "14:61", "avond", "24:01", "13 pm", -0.5, 0.5001 + 2, 9999, True, None])
def test_what_is_no_time_is_said_to_be_none(written):
    with pytest.raises(UnreadableError) as refused:
        clock_of(written)

    assert refused.value.reason is Reason.NOT_A_TIME


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("31/02/2025", Reason.NO_SUCH_DAY),
        ("29 februari 2025", Reason.NO_SUCH_DAY),
        ("2025-13-01", Reason.NO_SUCH_DAY),
        ("2025-02-30T10:00", Reason.NO_SUCH_DAY),
        ("31/12", Reason.NO_YEAR),
        ("31 december", Reason.NO_YEAR),
        ("gisteren", Reason.NOT_A_DATE),
        ("12 xyz 2025", Reason.NOT_A_DATE),
        ("31/12/2024 laat", Reason.NOT_A_TIME),
        (12.5, Reason.NOT_A_DATE),
        (True, Reason.NOT_A_DATE),
        (None, Reason.NO_DATE),
        ("", Reason.NO_DATE),
    ],
)
def test_what_is_no_day_is_said_to_be_none(written, reason):
    with pytest.raises(UnreadableError) as refused:
        read(written)

    assert refused.value.reason is reason


def test_a_date_without_a_year_takes_that_of_the_sheet():
    assert read("31/12", year=2024) == read("31 december", year=2024)
    assert read("31/12", year=2024).date == date(2024, 12, 31)
    assert read("31/12", year=2024).notes == (Note.YEAR_ADDED,)
    assert read("31/12 14:30", year=2024).clock == time(14, 30)


def test_years_of_two_figures_are_of_this_century_up_to_79():
    assert read("01/02/79").date == date(2079, 2, 1)
    assert read("01/02/80").date == date(1980, 2, 1)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (["01/02/2025", "13/02/2025"], (Order.DAY_FIRST, True)),
        (["01/02/2025", "02/13/2025"], (Order.MONTH_FIRST, True)),
        (["01/02/2025"], (Order.DAY_FIRST, False)),
        (["13/02/2025", "02/13/2025"], (Order.DAY_FIRST, False)),
        (["2025-02-13", 45657, None, "3 maart 2025"], (Order.DAY_FIRST, False)),
        ([], (Order.DAY_FIRST, False)),
    ],
)
def test_the_order_of_day_and_month_is_told_by_the_column(cells, told):
    assert evidence(cells) == told


def test_a_moment_that_the_clock_skips_is_read_as_winter_time():
    moment, notes = moment_of(date(2025, 3, 30), time(2, 30), zone=BRUSSELS)

    assert moment == datetime(2025, 3, 30, 1, 30, tzinfo=UTC)
    assert notes == (Note.CLOCK_GAP,)


def test_of_a_moment_that_the_clock_shows_twice_the_first_is_meant():
    moment, notes = moment_of(date(2025, 10, 26), time(2, 30), zone=BRUSSELS)

    assert moment == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert notes == (Note.CLOCK_TWICE,)


def test_midnight_at_the_end_of_a_day_begins_the_next():
    clock, _ = clock_of("24:00")

    assert moment_of(date(2025, 1, 1), clock, zone=BRUSSELS) == (datetime(2025, 1, 1, 23, tzinfo=UTC), ())


def test_a_time_with_its_offset_is_taken_at_its_word():
    found = read("2025-07-01T10:00:00Z")

    assert moment_of(found.date, found.clock, zone=BRUSSELS) == (datetime(2025, 7, 1, 10, tzinfo=UTC), ())


@given(DAYS, CLOCKS, st.sampled_from(["nl", "fr", "de", "en"]))
def test_every_day_comes_back_from_every_way_to_write_it(day: date, clock: time, language: str):
    month = MONTHS[language][day.month - 1]
    weekday = WEEKDAYS[language][day.weekday()]
    written = [
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%y}",
        f"{day:%d.%m.%Y}",
        f"{day:%Y-%m-%d}",
        f"{day.day} {month} {day.year}",
        f"{weekday} {day.day} {month} {day.year}",
        f"{weekday} {day.day}. {month[:3]} {day.year}" if month not in {"juin", "juillet"} else f"{day:%d/%m/%Y}",
    ]
    for text in written:
        assert read(text).date == day
        found = read(f"{text} {clock:%H:%M:%S}")
        assert (found.date, found.clock) == (day, clock)
    assert read(f"{day:%m/%d/%Y}", order=Order.MONTH_FIRST).date == day


@given(
    st.text() | st.floats(allow_nan=False) | st.integers(-(10**6), 10**6) | st.text("0123456789/.-:uh ", max_size=16)
)
def test_any_cell_is_read_or_said_to_be_none(cell):
    for reader in (read, clock_of):
        with suppress(UnreadableError):
            assert reader(cell) is not None


@given(DAYS, CLOCKS)
def test_the_place_s_clock_comes_back_from_utc_unless_it_skipped(day: date, clock: time):
    moment, notes = moment_of(day, clock, zone=BRUSSELS)

    assert moment.tzinfo is UTC
    if Note.CLOCK_GAP not in notes:
        assert moment.astimezone(BRUSSELS).replace(tzinfo=None, fold=0) == datetime.combine(day, clock)
