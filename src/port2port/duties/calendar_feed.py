"""The calendar of a seat: days of duties, actions and what later contexts bring, and of their content nothing.

A calendar program hands what it reads to other machines, so each line says its kind and leads to the page.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from port2port.duties.access import reads_duties
from port2port.duties.clocks import lines_of
from port2port.duties.models import Action
from port2port.duties.notices import untold_of
from port2port.members.member import Member

CALENDAR_TYPE = "text/calendar; charset=utf-8"
REMIND = timedelta(days=-7)
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: its kind, its day or moment, and where it leads. `name` is lasting.

    end        of an appointment, which takes its time; None for a day on which something is due
    sequence   rises with each change of an appointment
    """

    name: str
    words: str
    start: date | datetime
    address: str
    end: datetime | None = None
    sequence: int = 0
    is_cancelled: bool = False


type Bring = Callable[[Member, datetime], Iterator[Entry]]
_brought: list[Bring] = []


def bring_entries(bring: Bring) -> None:
    """Make known what a later context puts into the calendar of a seat; called once, when it starts."""
    _brought.append(bring)


def entries_of(member: Member, *, now: datetime) -> list[Entry]:
    """Everything with a date that this seat may see, earliest first."""
    found = [*_actions(member), *(_duties(member, now) if reads_duties(member) else ())]
    found += [entry for bring in _brought for entry in bring(member, now)]
    return sorted(found, key=lambda entry: (_day(entry.start), entry.name))[:MOST]


def _duties(member: Member, now: datetime) -> Iterator[Entry]:
    for line in lines_of(member, today=timezone.localdate(now)):
        if line.clock.due is not None:
            # Drill, exercise, review: the rule's own name, known to everybody; the place stays at home.
            yield Entry(f"{line.rule.code}/{line.place.key}", line.rule.label, line.clock.due, line.address)
    for notice in untold_of(member, now=now):
        if notice.due is not None and notice.notice is not None:
            yield Entry(f"notice/{notice.notice.key}", _("A notice is due"), notice.due, notice.address)


def _actions(member: Member) -> Iterator[Entry]:
    pending = Action.objects.visible_to(member).filter(organisation_id=member.organisation_id or 0).pending()
    for action in pending.due_first()[:MOST]:
        yield Entry(f"action/{action.key}", _("An action is due"), action.due_on, action.get_absolute_url())


def _day(start: date | datetime) -> date:
    return timezone.localdate(start) if isinstance(start, datetime) else start


def calendar_of(member: Member, *, now: datetime) -> bytes:
    """The calendar as RFC 5545 writes it, in the reader's language."""
    whole = Calendar()
    whole.add("prodid", "-//Port2Port//Duties//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", _("Duties · %(community)s") % {"community": settings.COMMUNITY_NAME})
    whole.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for entry in entries_of(member, now=now):
        whole.add_component(_appointment(entry, now) if entry.end else _event(entry, now))
    whole.add_missing_timezones()
    made: bytes = whole.to_ical()
    return made


def uid_of(name: str) -> str:
    """The lasting id of an entry; it is a digest, so no name of an organisation's row stands in it."""
    return f"{uuid5(NAMESPACE_URL, f'{settings.SITE_URL}/duties/{name}')}@port2port"


def _appointment(entry: Entry, now: datetime) -> Event:
    """A meeting: when, and that it is one; cancelled ones stay, so that calendars take them off."""
    event = Event()
    event.add("uid", uid_of(entry.name))
    event.add("dtstamp", now)
    event.add("summary", entry.words)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("url", settings.SITE_URL + entry.address)
    event.add("transp", "OPAQUE")
    event.add("class", "CONFIDENTIAL")
    return event


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid_of(entry.name))
    event.add("dtstamp", now)
    event.add("summary", entry.words)
    event.add("dtstart", entry.start)
    event.add("url", settings.SITE_URL + entry.address)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.words)
    alarm.add("trigger", REMIND)
    event.add_component(alarm)
    return event
