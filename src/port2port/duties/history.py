"""What happened with one clock: fulfilments, struck ones too, derogations, and the two tests of exercises."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from port2port.duties.clocks import Place, Setting
from port2port.duties.models import Derogation, Fulfilment
from port2port.duties.rulebook import ClockRule
from port2port.members.member import Member
from port2port.pure.calendar_rules import Gap, gaps, missed_years


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the history; exactly one of the two is there."""

    at: datetime
    fulfilment: Fulfilment | None = None
    derogation: Derogation | None = None


@dataclass(frozen=True, slots=True)
class Tests:
    """Two tests that a place passes or fails apart: the gaps, and the full calendar years since it began.

    since   from which day years are asked for; None = not known, so the year test cannot be told
    """

    gaps: list[Gap]
    years: list[int]
    since: date | None


def where(rule: ClockRule, place: Place) -> dict[str, object]:
    """The rows of one clock."""
    return {
        "rule": rule.code,
        "facility_id": place.facility_id,
        "port_id": place.port_id,
        "organisation_id": place.organisation_id,
    }


def history_of(member: Member, rule: ClockRule, place: Place) -> list[Event]:
    """Newest first, by when it was entered."""
    fulfilments = Fulfilment.objects.visible_to(member).filter(**where(rule, place))
    derogations = Derogation.objects.visible_to(member).filter(**where(rule, place))
    events = [Event(row.entered_at, fulfilment=row) for row in fulfilments.select_related("entered_by", "undone_by")]
    names = ("asked_by", "approved_by", "ended_by")
    events += [Event(row.asked_at, derogation=row) for row in derogations.select_related(*names)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def tests_of(events: Iterable[Event], setting: Setting, *, today: date) -> Tests:
    """Gap and year, judged today."""
    rows = [event.fulfilment for event in events if event.fulfilment is not None]
    days = [row.on for row in rows if row.undone_at is None]
    since = setting.starts_on or min(days, default=None)
    years = missed_years(days, start=since, judged=today) if since else []
    return Tests(gaps(days, judged=today), years, since)
