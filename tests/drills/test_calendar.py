"""The calendars: for a seeded year of 198 facilities every status equals what counting day by day gives."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from port2port.base.clock import now
from port2port.drills import actions, suggesting
from port2port.drills.calendars import month_of, rows_of
from port2port.duties.models import Fulfilment
from port2port.members.models import Facility
from port2port.pure.calendar_rules import State
from tests.drills.conftest import planned
from tests.personas import NOW

TODAY = date(2026, 12, 31)
FACILITIES = 198
DECEMBER = datetime(2026, 12, 10, 9, tzinfo=UTC)


def _fulfilment(community, facility, rule, day):
    by, whose = community.seats["author"], facility.organisation
    given = {"rule": rule, "on": day, "tested": ["b15_11.access"], "entered_by": by, "entered_at": NOW}
    return Fulfilment(organisation=whose, facility=facility, **given)


@pytest.fixture
def year(community):
    """198 facilities, each with drills and exercises on days of its own of two years."""
    random, north = Random(198), community.organisations["north"]
    Facility.objects.bulk_create(
        Facility(organisation=north, port=community.ports["north"], name=f"Quay {number}", kind="quay", isps="inside")
        for number in range(FACILITIES - 1)
    )
    rows = []
    for facility in Facility.objects.filter(organisation=north).select_related("organisation"):
        for rule, most in (("drill", 7), ("exercise", 3)):
            days = [TODAY - timedelta(days=random.randrange(1, 730)) for _number in range(random.randrange(most))]
            rows += [_fulfilment(community, facility, rule, day) for day in days]
    Fulfilment.objects.bulk_create(rows)
    return rows


def _day_by_day(days, due_after):
    """How it stands: walk from the last one, a day at a time, until it is due, then on to today."""
    if not days:
        return State.UNKNOWN
    last = due = max(days)
    while due < due_after(last):
        due += timedelta(days=1)
    left = 0
    while due - timedelta(days=left) > TODAY:
        left += 1
    if due < TODAY:
        return State.OVERDUE
    return State.SOON if left <= 30 else State.FINE


def _drill_due(last):
    return last + relativedelta(months=3)


def _exercise_due(last):
    return min(last + relativedelta(months=18), date(last.year + 1, 12, 31))


def test_every_status_is_what_counting_day_by_day_gives(author, year):
    days = {}
    for row in year:
        days.setdefault((row.facility_id, row.rule), []).append(row.on)
    rows = [row for row in rows_of(author, today=TODAY) if row.line.rule.code in {"drill", "exercise"}]

    assert len(rows) == 2 * FACILITIES
    for row in rows:
        code, facility = row.line.rule.code, row.line.place.facility_id
        held = days.get((facility, code), [])
        assert row.line.clock.state == _day_by_day(held, _drill_due if code == "drill" else _exercise_due)
        if code == "exercise" and held:
            years = {day.year for day in held}
            # Before its first exercise nothing was asked; a year that had begun is not asked for.
            first = min(held)
            asked = range(first.year if (first.month, first.day) == (1, 1) else first.year + 1, TODAY.year)
            assert row.tests.years == [one for one in asked if one not in years]
            ends = [*sorted(set(held))[1:], None]
            late = [
                one for one, after in zip(sorted(set(held)), ends, strict=True)
                if (after or TODAY) > one + relativedelta(months=18)
            ]  # fmt: skip
            assert [gap.after for gap in row.tests.gaps] == late
    assert {row.line.clock.state for row in rows} == {State.UNKNOWN, State.OVERDUE, State.SOON, State.FINE}


@pytest.mark.parametrize("query", ["", "?month=2026-12"])
def test_the_page_asks_at_most_twelve_statements_of_its_own(client, community, author, year, query):
    actions.plan(member=author, said=planned(community.facilities["north"], planned_at=DECEMBER), now=NOW)
    client.force_login(community.person("author"))

    def asked(address):
        client.get(address)
        with CaptureQueriesContext(connection) as statements:
            assert client.get(address).status_code == 200
        return len(statements)

    # Session, seat, unread lines: what every page asks for its frame.
    frame = asked(reverse("drills:library"))
    assert asked(reverse("drills:calendar") + query) - frame <= 12


def test_a_month_has_whole_weeks_and_its_due_days(author, year):
    rows = rows_of(author, today=TODAY)
    weeks = month_of(rows, author, first=date(2027, 2, 1))

    assert {len(week) for week in weeks} == {7}
    due = [line for week in weeks for day in week for line in day.due]
    assert due
    assert all(line.clock.due is not None for line in due)


def test_a_guard_of_the_floor_has_no_calendar(guard):
    assert rows_of(guard, today=TODAY) == [] or all(row.line.clock.last is None for row in rows_of(guard, today=TODAY))


def test_what_was_never_tested_is_suggested_before_what_was(author, year):
    found = suggesting.suggestions(author, now=now())

    assert found
    assert all(one.element != "b15_11.access" for one in found)
    assert len(found) <= suggesting.MOST
