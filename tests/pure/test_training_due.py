"""What is covered until when, what is due, and that the fast list says the same as the slow one."""

from datetime import date, timedelta

import numpy as np
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.calendar_rules import State
from port2port.pure.due_list import Crowd, due_list
from port2port.pure.training_due import Cover, Learner, Need, Passed, cover_on, covered_until, covers_of

TODAY = date(2026, 11, 30)
NEED = Need(("b18-2-1", "b18-2-2"), ("guard", "security-duties"), 24)


def learner(**more) -> Learner:
    said = {"key": 1, "needs": (NEED,), "since": date(2026, 1, 31), "passed": {}, "proofs": {}}
    return Learner(**(said | more))


def table(rows, columns):
    return np.array(rows, dtype=np.int64).reshape(-1, columns)


def crowd(people):
    """Each of them in a role of its own, as one person with the number of its seat."""
    passed, proofs = {}, {}
    for one in people:
        for course, (on, months) in one.passed.items():
            passed.setdefault(course, []).append((one.key, on.toordinal(), months))
        for code, until in one.proofs.items():
            proofs.setdefault(code, []).append((one.key, until.toordinal()))
    keys = np.array([one.key for one in people])
    return Crowd(
        keys=keys,
        people=keys,
        roles=np.arange(len(people)),
        since=np.array([one.since.toordinal() for one in people]),
        needs=[one.needs for one in people],
        passed={course: table(rows, 3) for course, rows in passed.items()},
        proofs={code: table(rows, 2) for code, rows in proofs.items()},
    )


def due_of(people, today):
    return list(due_list(crowd(people), today))


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
    days = {"guard": date(2024, 2, 29), "security-duties": date(2023, 1, 1), "drones": date(2026, 1, 1)}
    passed = {course: Passed(day) for course, day in days.items()}

    assert covered_until(NEED, passed) == date(2026, 2, 28)
    assert covered_until(NEED, {"drones": Passed(TODAY)}) is None


@pytest.mark.parametrize(("months", "until"), [(0, "2028-11-30"), (12, "2027-11-30"), (36, "2028-11-30")])
def test_a_pass_covers_no_longer_than_the_role_asks_nor_than_its_certificate_runs(months, until):
    assert covered_until(NEED, {"guard": Passed(TODAY, months)}) == date.fromisoformat(until)


def test_an_earlier_pass_whose_certificate_runs_longer_is_the_one_that_covers():
    passed = {"guard": Passed(TODAY, 3), "security-duties": Passed(date(2026, 1, 1), 24)}

    assert covered_until(NEED, passed) == date(2028, 1, 1)


def test_proof_from_elsewhere_covers_its_codes_alone():
    found = covers_of(learner(proofs={"b18-2-1": date(2028, 1, 1)}), TODAY)

    assert found["b18-2-1"] == (Cover.COVERED, date(2028, 1, 1))
    assert found["b18-2-2"] == (Cover.MISSING, None)


def test_who_is_new_has_three_months():
    (due,) = due_of([learner(since=date(2026, 8, 31))], TODAY)

    assert (due.due, due.until, due.state) == (date(2026, 11, 30), None, State.SOON)


def test_what_is_overdue_longest_stands_first():
    new, old = learner(key=1), learner(key=2, since=date(2025, 1, 1))
    people = [new, old, learner(key=3, passed={"guard": Passed(TODAY)})]

    assert [(one.key, one.state) for one in due_of(people, TODAY)] == [(2, State.OVERDUE), (1, State.OVERDUE)]


def test_the_list_knows_who_owes_and_since_when_without_its_lines():
    late, soon = learner(key=7, since=date(2025, 1, 1)), learner(key=5, since=TODAY - timedelta(days=80))
    found = due_list(crowd([late, soon, learner(key=3, passed={"guard": Passed(TODAY)})]), TODAY)

    assert (found.who(), found.who(only_soon=True)) == ({5, 7}, {5})
    assert found.first_days() == {one.key: one.due for one in reversed(list(found))}
    assert (found[0].key, found[-1].key, [one.key for one in found[1:]], len(found)) == (7, 5, [5], 2)


def test_of_nobody_nothing_is_due():
    assert due_of([], TODAY) == []


days = st.dates(date(2020, 1, 1), date(2028, 12, 31))
passes = st.builds(Passed, days, st.sampled_from([0, 1, 12, 24, 240]))
codes = ["b18-2-1", "b18-2-2", "p2p-drone"]
NEEDS = (NEED, Need(("p2p-drone",), ("drones", "guard"), 7), Need(("b18-2-2", "p2p-drone"), (), 12))
people = st.builds(
    Learner,
    key=st.integers(1, 10**9),
    needs=st.sampled_from([NEEDS, NEEDS[:1], NEEDS[1:], ()]),
    since=days,
    passed=st.dictionaries(st.sampled_from(["guard", "security-duties", "drones", "none"]), passes),
    proofs=st.dictionaries(st.sampled_from(codes), days),
)


def owed_by(one, today):
    """What one person owes, day by day."""
    for place, need in enumerate(one.needs):
        own = [one.passed[course] for course in need.courses if course in one.passed]
        by_pass = [on + relativedelta(months=min(need.renew_months, months or 999)) for on, months in own]
        each = [max([*by_pass, *filter(None, [one.proofs.get(code)])], default=None) for code in need.codes]
        until = min(each) if all(each) else None
        due = until or one.since + relativedelta(months=3)
        if (due - today).days <= 30:
            yield due, place, need, until, State.OVERDUE if due < today else State.SOON


@given(st.lists(people, max_size=8, unique_by=lambda one: one.key), days)
def test_the_list_of_many_says_what_day_by_day_reckoning_says(many, today):
    wanted = [
        (due, number, place, one.key, need, until, state)
        for number, one in enumerate(many)
        for due, place, need, until, state in owed_by(one, today)
    ]

    found = [tuple(one) for one in due_of(many, today)]

    assert found == [(due, *rest) for due, _number, _place, *rest in sorted(wanted, key=lambda one: one[:3])]
