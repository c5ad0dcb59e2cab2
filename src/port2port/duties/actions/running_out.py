"""Duties that run out are told to those who keep them: once a duty and stage, by the obligation clock."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from port2port.duties.access import keeps_duties
from port2port.duties.clocks import ClockLine, Place, entered_by_all, is_asked_for, place_of, reckon
from port2port.duties.models import RunningOut
from port2port.members.member import Member
from port2port.members.models import Facility, Organisation, Port
from port2port.members.readers import Placed, readers_of_community
from port2port.pure.calendar_rules import Stage, stage_on
from port2port.sharing.actions import open_own_news, tell_own_news

# What was overdue for longer when it was entered, or when this began, is no news: it stands on Now and on its page.
FRESH = timedelta(days=14)
# A batch is one transaction: small, so that it never holds the database for long.
BATCH = 100

type Mark = tuple[UUID, str, date, str]


def tell_running_out(*, now: datetime) -> int:
    """Tell of every clock that came to a new stage; how many clocks that were. Safe to repeat."""
    today = timezone.localdate(now)
    lines = {_mark(line, stage): line for line, stage in _standing(today)}
    # What is over and was due before all that stands tells nothing any more, however much of it there is.
    earliest = min((due for _place, _rule, due, _stage in lines), default=date.max)
    asked = RunningOut.objects.filter(Q(over_at=None) | Q(due__gte=earliest))
    known: dict[Mark, RunningOut] = {(row.place_id, row.rule, row.due, row.stage): row for row in asked}
    _bring_up_to_date(known, set(lines), now)
    fresh = [(mark, line) for mark, line in lines.items() if mark not in known and _is_fresh(line, today)]
    community = readers_of_community() if fresh else []
    for some in batched(fresh, BATCH, strict=False):
        _tell(some, community, now)
    return len(fresh)


def end_running_out(*, place: UUID, rule: str, now: datetime) -> None:
    """Something was said of the clock: what it told before is no news. In the caller's transaction.

    Where it stands as it did, the next round says so again without telling anybody.
    """
    RunningOut.objects.filter(place_id=place, rule=rule, over_at=None).update(over_at=now)


def open_running_out(*, member: Member, news: RunningOut, now: datetime) -> None:
    """The seat has opened it."""
    open_own_news(member=member, news=news, now=now)


def _standing(today: date) -> Iterable[tuple[ClockLine, Stage]]:
    for line in reckon(_places(), entered_by_all(), today=today):
        stage = stage_on(line.clock, today)
        if stage is not None and is_asked_for(line):
            yield line, stage


def _places() -> list[Place]:
    active = {"organisation__state": Organisation.State.ACTIVE}
    facilities = Facility.objects.filter(is_active=True, **active).select_related("port", "organisation")
    ports = Port.objects.filter(manager__state=Organisation.State.ACTIVE).select_related("manager")
    places = [place_of(row, organisation=row.organisation) for row in facilities]
    places += [place_of(row, organisation=row.manager) for row in ports if row.manager is not None]
    whole = Organisation.objects.filter(state=Organisation.State.ACTIVE)
    return [*places, *(place_of(row, organisation=row) for row in whole)]


def _mark(line: ClockLine, stage: Stage) -> Mark:
    return (line.place.key, line.rule.code, line.clock.due or date.max, stage)


def _is_fresh(line: ClockLine, today: date) -> bool:
    return line.clock.due is not None and today - line.clock.due <= FRESH


@transaction.atomic
def _bring_up_to_date(known: dict[Mark, RunningOut], standing: set[Mark], now: datetime) -> None:
    over = [row.pk for mark, row in known.items() if row.over_at is None and mark not in standing]
    again = [row.pk for mark, row in known.items() if row.over_at is not None and mark in standing]
    if over:
        RunningOut.objects.filter(pk__in=over).update(over_at=now)
    if again:
        RunningOut.objects.filter(pk__in=again).update(over_at=None)


@transaction.atomic
def _tell(some: Iterable[tuple[Mark, ClockLine]], community: list[Placed], now: datetime) -> None:
    rows = [row for mark, line in some if (row := _kept(line, mark, now)) is not None]
    tell_own_news([(row, _keepers(row, community)) for row in rows], now=now)


def _kept(line: ClockLine, mark: Mark, now: datetime) -> RunningOut | None:
    """The row, if this round is the first to write it."""
    place, rule, due, stage = mark
    row, is_new = RunningOut.objects.get_or_create(
        place_id=place,
        rule=rule,
        due=due,
        stage=stage,
        defaults={
            "organisation_id": line.place.organisation_id,
            "facility_id": line.place.facility_id,
            "port_id": line.place.port_id,
            "made_at": now,
        },
    )
    return row if is_new else None


def _keepers(row: RunningOut, community: list[Placed]) -> list[Placed]:
    """Seats of its organisation that keep this very duty."""
    own = (one for one in community if one.organisation == row.organisation_id and keeps_duties(one.member))
    return [one for one in own if RunningOut.objects.editable_by(one.member).filter(pk=row.pk).exists()]
