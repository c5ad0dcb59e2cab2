"""The clocks of drills and exercises: all facilities and ports of the scope, both tests of an exercise, and a month.

Facility (ISPS B/18) and port (Dir. 2005/65) are two calendars and stay apart.
"""

from calendar import Calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from port2port.drills.models import Event
from port2port.duties.clocks import COLUMNS, ClockLine, Key, entered_for, own_places, reckon
from port2port.duties.history import Tests
from port2port.duties.models import Fulfilment
from port2port.members.member import Member
from port2port.pure.calendar_rules import State, gaps, missed_years

RULES = ("drill", "exercise", "pfsa-review", "port-exercise", "psa-psp-review")
TESTED = ("exercise", "port-exercise")


@dataclass(frozen=True, slots=True)
class Row:
    """One clock of one place; `tests` where gap and year are two tests."""

    line: ClockLine
    tests: Tests | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the month: what is due, and what is planned or was held."""

    day: date
    is_inside: bool
    due: list[ClockLine] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def rows_of(member: Member, *, today: date) -> list[Row]:
    """Every clock of the calendars that runs, in the order of places."""
    lines = reckon(own_places(member), entered_for(member), today=today)
    days = _exercise_days(member)
    return [_row(line, days, today) for line in lines if line.rule.code in RULES and not line.is_off]


def _exercise_days(member: Member) -> Mapping[Key, list[date]]:
    rows = Fulfilment.objects.visible_to(member).standing().filter(rule__in=TESTED)
    found: dict[Key, list[date]] = {}
    for facility, port, organisation, rule, on in rows.order_by().values_list(*COLUMNS, "on"):
        found.setdefault((facility, port, organisation, rule), []).append(on)
    return found


def _row(line: ClockLine, days: Mapping[Key, list[date]], today: date) -> Row:
    if line.rule.code not in TESTED:
        return Row(line)
    held = days.get(line.place.key_of(line.rule.code), [])
    since = line.setting.starts_on or min(held, default=None)
    years = missed_years(held, start=since, judged=today) if since else []
    return Row(line, Tests(gaps(held, judged=today), years, since))


def counts(rows: Iterable[Row]) -> dict[State, int]:
    """How many clocks stand how; every state is there."""
    found = dict.fromkeys(State, 0)
    for row in rows:
        found[row.line.clock.state] += 1
    return found


def next_drill(rows: Iterable[Row]) -> date | None:
    """The day on which the next drill is due."""
    days = [row.line.clock.due for row in rows if row.line.rule.code == "drill" and row.line.clock.due]
    return min(days, default=None)


def month_of(rows: Iterable[Row], member: Member, *, first: date) -> list[list[Day]]:
    """The weeks of the month that begins on `first`, Monday to Sunday."""
    days = {one: Day(one, one.month == first.month) for one in Calendar().itermonthdates(first.year, first.month)}
    for row in rows:
        if row.line.clock.due in days:
            days[row.line.clock.due].due.append(row.line)
    for event in _events(member, min(days), max(days)):
        days[event.held_on or timezone.localdate(event.planned_at)].events.append(event)
    whole = list(days.values())
    return [whole[start : start + 7] for start in range(0, len(whole), 7)]


def _events(member: Member, first: date, last: date) -> list[Event]:
    start = timezone.make_aware(datetime.combine(first, time()))
    end = timezone.make_aware(datetime.combine(last, time())) + timedelta(days=1)
    seen = Event.objects.visible_to(member).exclude(state="cancelled").with_names()
    planned = Q(held_on=None, planned_at__gte=start, planned_at__lt=end)
    return list(seen.filter(planned | Q(held_on__range=(first, last))).order_by("planned_at", "pk"))
