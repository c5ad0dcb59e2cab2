"""Drone sightings of several ports in one time window: the own log's and those that reached this reader.

Everything here is made from rows that the reader may see, read anew each time: what is hidden is in no list, count or
window, and its absence moves nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from port2port.base.templatetags.ui import tlp, when
from port2port.log.access import reads_log
from port2port.log.models import Observation, Occurrence
from port2port.log.observed import report_words, span_words, summary_words
from port2port.members.member import Member
from port2port.reports.models import Kind, Precision, Report

MOST = 500
FINE = frozenset({"", Precision.MINUTE.value, Precision.HOUR.value})
DRONES = "DRN"
# Whole reports are long texts; these are the columns that a line says something of, or that tell a drone.
_SHOWN = (
    *("key", "kind", "tlp", "version", "title", "language", "medium", "methods"),
    *("happened_from", "happened_precision", "port__name", "originator__name", "originator__short_name"),
    *("drone_bearing_deg", "drone_heading_deg", "drone_height_band", "drone_lights", "drone_sound"),
    *("drone_count", "drone_duration_s", "drone_remote_id"),
)


@dataclass(frozen=True, slots=True)
class Window:
    """How near in time sightings lie to be shown together; without a span, on one day."""

    code: str
    words: str | Promise
    span: timedelta | None


WINDOWS = (
    Window("30", gettext_lazy("Within 30 minutes"), timedelta(minutes=30)),
    Window("120", gettext_lazy("Within 2 hours"), timedelta(hours=2)),
    Window("day", gettext_lazy("On the same day"), None),
)
PERIODS: dict[str, tuple[int, str | Promise]] = {
    "7": (7, gettext_lazy("Last 7 days")),
    "30": (30, gettext_lazy("Last 30 days")),
    "90": (90, gettext_lazy("Last 90 days")),
    "365": (365, gettext_lazy("Last 365 days")),
}


@dataclass(frozen=True, slots=True)
class Spotted:
    """One sighting of the list; `is_exact` where the time of day is known, `tlp` of a report only."""

    at: datetime
    is_exact: bool
    moment: str
    port: str
    title: str
    address: str
    author: str
    facts: str
    language: str = ""
    tlp: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """What lies in one window, oldest first."""

    heading: str
    count: str
    ports: list[str]
    rows: list[Spotted]

    @property
    def is_of_several_ports(self) -> bool:
        """Whether more than one port saw something."""
        return len(self.ports) > 1


def window_of(code: str) -> Window:
    """The window of an address; the middle one for anything else."""
    return next((one for one in WINDOWS if one.code == code), WINDOWS[1])


def period_of(code: str) -> str:
    """The period of an address; thirty days for anything else."""
    return code if code in PERIODS else "30"


def spotted_by(member: Member, *, period: str, now: datetime) -> list[Spotted]:
    """Everything of the period that the member may see, oldest first."""
    since = now - timedelta(days=PERIODS[period][0])
    rows = [*_own(member, since=since), *_shared(member, since=since)]
    return sorted(rows, key=lambda row: (row.at, row.port, row.address))


def together(rows: Iterable[Spotted], window: Window) -> list[Together]:
    """The windows, newest first; on one day also what is known by the day alone."""
    cut = _by_day(rows) if window.span is None else _by_span(rows, window.span)
    return [_group(part, window) for part in reversed(list(cut))]


def known_by_day(rows: Iterable[Spotted]) -> list[Spotted]:
    """What has no time of day and so lies in no window of hours, newest first."""
    return [row for row in reversed(list(rows)) if not row.is_exact]


def _by_span(rows: Iterable[Spotted], span: timedelta) -> Iterator[list[Spotted]]:
    part: list[Spotted] = []
    for row in rows:
        if not row.is_exact:
            continue
        if part and row.at - part[0].at > span:
            yield part
            part = []
        part.append(row)
    if part:
        yield part


def _by_day(rows: Iterable[Spotted]) -> Iterator[list[Spotted]]:
    days: dict[object, list[Spotted]] = {}
    for row in rows:
        days.setdefault(timezone.localtime(row.at).date(), []).append(row)
    yield from days.values()


def _group(rows: list[Spotted], window: Window) -> Together:
    first, last = rows[0].at, rows[-1].at
    heading = date_format(timezone.localtime(first), "DATE_FORMAT") if window.span is None else span_words(first, last)
    count = ngettext("%(n)d sighting", "%(n)d sightings", len(rows)) % {"n": len(rows)}
    return Together(heading, count, list(dict.fromkeys(row.port for row in rows if row.port)), rows)


def _own(member: Member, *, since: datetime) -> Iterator[Spotted]:
    if not reads_log(member):
        return
    entries = Occurrence.objects.visible_to(member).standing().of_drones().filter(happened_at__gte=since)
    rows = list(entries.newest_first().select_related("facility__port")[:MOST])
    seen: dict[int, list[Observation]] = {}
    for one in Observation.objects.visible_to(member).standing().filter(occurrence_id__in=[row.pk for row in rows]):
        seen.setdefault(one.occurrence_id, []).append(one)
    for row in rows:
        exact = row.happened_precision in FINE
        yield Spotted(
            at=row.happened_at,
            is_exact=exact,
            moment=_moment(row.happened_at, exact=exact),
            port=row.facility.port.name,
            title=f"{row.number} · {row.facility.name}",
            address=row.get_absolute_url(),
            author=_("Log"),
            facts=summary_words(seen.get(row.pk, [])),
        )


def _shared(member: Member, *, since: datetime) -> Iterator[Spotted]:
    # A day stands at its midnight, so the first day of the period is taken whole.
    first = datetime.combine(timezone.localtime(since).date(), time.min, tzinfo=timezone.get_current_timezone())
    reports = Report.objects.visible_to(member).standing().filter(kind=Kind.SIGHTING, happened_from__gte=first)
    rows = reports.order_by("-happened_from", "-pk").select_related("port", "originator").only(*_SHOWN)
    # The methods lie in a list of codes, which no database here looks into alike.
    for row in [row for row in rows[: 4 * MOST] if _is_of_a_drone(row)][:MOST]:
        if row.happened_from is None:
            continue
        exact = row.happened_precision in FINE
        yield Spotted(
            at=row.happened_from,
            is_exact=exact,
            moment=_moment(row.happened_from, exact=exact),
            port=row.port.name if row.port else "",
            title=row.title,
            address=row.get_absolute_url(),
            author=row.originator.label,
            facts=report_words(row),
            language=row.language,
            tlp=tlp(row.tlp),
        )


def _is_of_a_drone(row: Report) -> bool:
    return row.medium == "drone" or row.has_drone or any(code.startswith(DRONES) for code in row.methods)


def _moment(at: datetime, *, exact: bool) -> str:
    return when(at) if exact else date_format(timezone.localtime(at), "DATE_FORMAT")
