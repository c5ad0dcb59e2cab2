"""By when: the vectors of the plan, across the ends of months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.concern_days import (
    Days,
    Due,
    acknowledge_by,
    assess_by,
    erase_on,
    feedback_by,
    may_forward_from,
    next_due,
)

NOVEMBER, AUGUST = date(2026, 11, 23), date(2026, 8, 31)


def test_the_vectors():
    assert acknowledge_by(NOVEMBER) == date(2026, 11, 30)
    assert assess_by(NOVEMBER) == date(2026, 12, 14)
    assert feedback_by(NOVEMBER, date(2026, 11, 30)) == date(2027, 2, 28)
    assert feedback_by(NOVEMBER, None) == date(2027, 2, 28)
    assert feedback_by(AUGUST, AUGUST) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("received", "acknowledged", "feedback"),
    [
        (date(2027, 11, 22), date(2027, 11, 29), date(2028, 2, 29)),
        (date(2026, 11, 23), date(2026, 12, 20), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 9, 28), None, date(2027, 1, 5)),
    ],
)
def test_feedback_across_the_ends_of_months_and_after_a_late_acknowledgement(received, acknowledged, feedback):
    assert feedback_by(received, acknowledged) == feedback


@given(st.dates(date(2020, 1, 1), date(2050, 1, 1)), st.integers(0, 400))
def test_a_late_acknowledgement_never_wins_time(received: date, late: int):
    acknowledged = date.fromordinal(received.toordinal() + late)

    assert feedback_by(received, acknowledged) <= feedback_by(received, None)


def test_what_is_owed_next():
    assert next_due(Days(NOVEMBER)) == Due("acknowledge", date(2026, 11, 30))
    assert next_due(Days(NOVEMBER, NOVEMBER)) == Due("assess", date(2026, 12, 14))
    assert next_due(Days(NOVEMBER, NOVEMBER, NOVEMBER)) == Due("feedback", date(2027, 2, 23))
    assert next_due(Days(NOVEMBER, NOVEMBER, NOVEMBER, feedback_on=NOVEMBER)) is None
    assert next_due(Days(NOVEMBER, closed_on=NOVEMBER)) is None


def test_the_content_goes_twelve_months_after_closing():
    assert erase_on(NOVEMBER) == date(2027, 11, 23)
    assert erase_on(date(2028, 2, 29)) == date(2029, 2, 28)


def test_it_is_handed_on_at_once_with_consent_and_after_five_days_without_objection():
    assert may_forward_from(None, agreed=True) == date.min
    assert may_forward_from(NOVEMBER, agreed=False) == date(2026, 11, 28)
    assert may_forward_from(None, agreed=False) is None
