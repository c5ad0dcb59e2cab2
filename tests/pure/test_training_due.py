"""What is covered until when, what is due, and that the fast list says the same as the slow one."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.calendar_rules import State
from port2port.pure.training_due import Cover, Learner, Need, cover_on, covered_until, covers_of, due_list

TODAY = date(2026, 11, 30)
NEED = Need(("b18-2-1", "b18-2-2"), ("guard", "security-duties"), 24)


def learner(**more) -> Learner:
    said = {"key": 1, "needs": (NEED,), "since": date(2026, 1, 31), "passed": {}, "proofs": {}}
    return Learner(**(said | more))


@pytest.mark.parametrize(
    ("until", "cover"),
    [
        (None, Cover.MISSING),
        (TODAY - timedelta(1), Cover.EXPIRED),
        (TODAY, Cover.EXPIRING),
        (TODAY + timedelta(60), Cover.EXPIRING),
        (TODAY + timedelta(61), Cover.COVERED),
    ],
)
def test_the_last_day_counts_to_its_end_and_sixty_days_are_a_warning(until, cover):
    assert cover_on(until, TODAY) == cover


def test_the_latest_pass_of_any_course_of_the_need_counts_by_the_calendar():
    passed = {"guard": date(2024, 2, 29), "security-duties": date(2023, 1, 1), "drones": date(2026, 1, 1)}

    assert covered_until(NEED, passed) == date(2026, 2, 28)
    assert covered_until(NEED, {"drones": TODAY}) is None


def test_proof_from_elsewhere_covers_its_codes_alone():
    found = covers_of(learner(proofs={"b18-2-1": date(2028, 1, 1)}), TODAY)

    assert found["b18-2-1"] == (Cover.COVERED, date(2028, 1, 1))
    assert found["b18-2-2"] == (Cover.MISSING, None)


def test_who_is_new_has_three_months():
    (due,) = due_list([learner(since=date(2026, 8, 31))], TODAY)

    assert (due.due, due.until, due.state) == (date(2026, 11, 30), None, State.SOON)


def test_what_is_overdue_longest_stands_first():
    people = [learner(key=1), learner(key=2, since=date(2025, 1, 1)), learner(key=3, passed={"guard": TODAY})]

    assert [(one.key, one.state) for one in due_list(people, TODAY)] == [(2, State.OVERDUE), (1, State.OVERDUE)]


days = st.dates(date(2020, 1, 1), date(2028, 12, 31))


@given(
    st.dictionaries(st.sampled_from(["guard", "security-duties", "drones"]), days),
    st.dictionaries(st.sampled_from(["b18-2-1", "b18-2-2"]), days),
    days,
    days,
)
def test_the_list_of_many_says_what_day_by_day_reckoning_says(passed, proofs, since, today):
    own = [passed[course] for course in NEED.courses if course in passed]
    by_pass = max(own) + relativedelta(months=24) if own else None
    each = [max(filter(None, (by_pass, proofs.get(code))), default=None) for code in NEED.codes]
    until = min(each) if all(each) else None
    due = until or since + relativedelta(months=3)

    found = due_list([learner(passed=passed, proofs=proofs, since=since)], today)

    assert [one.due for one in found] == ([due] if (due - today).days <= 30 else [])
