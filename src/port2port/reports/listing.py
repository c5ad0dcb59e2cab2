"""The list of reports: what an address asks for, and the page that answers it under the one rule."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.members.member import Member
from port2port.pure import cursors
from port2port.reports.models import Report
from port2port.reports.thin import Thin
from port2port.sharing import audience_index, search
from port2port.sharing.audience_index import CAP
from port2port.sharing.filters import Wanted, read_filter

PAGE = 50
MOST_OPEN = 300
PERIODS = {"1": 1, "7": 7, "30": 30, "90": 90, "365": 365}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
type Load[R] = Callable[[list[int], Member], list[R]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `since` follows from its period."""

    wanted: Wanted
    since: datetime | None
    is_open: bool
    cursor: str
    filters: bytes

    @property
    def is_everything(self) -> bool:
        """True without any filter."""
        return self.wanted.is_everything and self.since is None and not self.is_open


@dataclass(frozen=True, slots=True)
class Listed[R: (Report, Thin)]:
    """One page: rows newest first, how many there are in words, and the cursors of its neighbours."""

    rows: list[R]
    count: str
    newer: str = ""
    older: str = ""


def asked_in(query: QueryDict, *, now: datetime) -> Asked:
    """The filter in an address; what is no filter is left out."""
    wanted = read_filter(Report, query.urlencode())
    days = PERIODS.get(query.get("period", ""))
    is_open = query.get("state") == "open"
    named = f"{wanted.query}|{days}|{is_open}"
    return Asked(
        wanted=wanted,
        since=now - timedelta(days=days) if days else None,
        is_open=is_open,
        cursor=query.get("cursor", "")[:200],
        filters=cursors.filter_digest(named),
    )


def listed[R: (Report, Thin)](asked: Asked, *, member: Member, now: datetime, load: Load[R]) -> Listed[R]:
    """The page that answers. A cursor that is not this reader's opens the first page.

    load   how its rows are read: thin, or whole (finding.rows_of)
    """
    if asked.is_open:
        return _open_alerts(asked, member, load, now=now)
    return _found(asked, member, load) if asked.wanted.words else _newest(asked, member, load)


def count_words(number: int, *, cap: int = CAP) -> str:
    """The number as lists say it: exact up to the cap."""
    if number > cap:
        return _("%(n)s+ reports") % {"n": number_format(cap, force_grouping=True)}
    return ngettext("%(n)s report", "%(n)s reports", number) % {"n": number_format(number, force_grouping=True)}


def _newest[R: (Report, Thin)](asked: Asked, member: Member, load: Load[R]) -> Listed[R]:
    way, place = _opened(asked, member)
    at = audience_index.Place(place.at, place.id) if place else None
    groups = asked.wanted.groups
    places = audience_index.newest(
        Report,
        member,
        groups=groups,
        before=at if way == "older" else None,
        after=at if way == "newer" else None,
        since=asked.since,
        limit=PAGE + 1,
    )
    more = len(places) > PAGE
    places = places[1:] if more and way == "newer" else places[:PAGE]
    is_all = not more and not way
    count = len(places) if is_all else audience_index.count_up_to(Report, member, groups=groups, since=asked.since)
    has_newer = way == "older" or (way == "newer" and more)
    has_older = way == "newer" or more
    return Listed(
        rows=load([one.record_id for one in places], member),
        count=count_words(count),
        newer=_cursor("newer", places[0].at, places[0].record_id, asked, member) if places and has_newer else "",
        older=_cursor("older", places[-1].at, places[-1].record_id, asked, member) if places and has_older else "",
    )


def _found[R: (Report, Thin)](asked: Asked, member: Member, load: Load[R]) -> Listed[R]:
    words, groups = asked.wanted.words, asked.wanted.groups
    if asked.since is not None:
        return _found_since(asked, member, load, since=asked.since)
    _way, place = _opened(asked, member)
    if place is None:
        found, count = search.find_first(Report, member, words, groups=groups, limit=PAGE)
    else:
        found = search.find(Report, member, words, groups=groups, before=place.id, limit=PAGE)
        count = search.count_up_to(Report, member, words, groups=groups)
    older = _cursor("older", _EPOCH, found.last, asked, member) if found.last is not None else ""
    return Listed(rows=load(found.ids, member), count=count_words(count), older=older)


def _found_since[R: (Report, Thin)](asked: Asked, member: Member, load: Load[R], *, since: datetime) -> Listed[R]:
    # The search keeps no times, so a period is cut out of its newest thousand.
    found = search.find(Report, member, asked.wanted.words, groups=asked.wanted.groups, limit=CAP + 1)
    rows = [row for row in load(found.ids, member) if newest_moment(row) >= since]
    return Listed(rows=rows[: 4 * PAGE], count=count_words(len(rows)))


def _open_alerts[R: (Report, Thin)](asked: Asked, member: Member, load: Load[R], *, now: datetime) -> Listed[R]:
    """Few by nature, so the filter is asked of each."""
    alerts = Report.objects.visible_to(member).open_alerts(at=now).newest_first()
    if asked.wanted.words:
        ids = search.find(Report, member, asked.wanted.words, groups=asked.wanted.groups, limit=CAP).ids
        alerts = alerts.filter(pk__in=ids)
    rows = load(
        [row.pk for row in alerts.select_related("originator", "port")[:MOST_OPEN] if _carries(row, asked)], member
    )
    return Listed(rows=rows, count=count_words(len(rows)))


def _carries(row: Report, asked: Asked) -> bool:
    if asked.since is not None and newest_moment(row) < asked.since:
        return False
    facets = row.facets()
    return all(any(facet in facets for facet in group) for group in asked.wanted.groups)


def newest_moment(row: Report | Thin) -> datetime:
    """The moment that lists order by: of the newest version."""
    return row.withdrawn_at or row.revised_at or row.published_at or row.changed_at


def _reader(member: Member) -> str:
    return f"{member.actor}"


def _cursor(way: str, at: datetime, record: int, asked: Asked, member: Member) -> str:
    place = cursors.Place(at=at, id=record)
    return cursors.made(place, reader=_reader(member) + way, filters=asked.filters, key=settings.SECRET_KEY.encode())


def _opened(asked: Asked, member: Member) -> tuple[str, cursors.Place | None]:
    for way in ("older", "newer"):
        try:
            key = settings.SECRET_KEY.encode()
            return way, cursors.opened(asked.cursor, reader=_reader(member) + way, filters=asked.filters, key=key)
        except cursors.BadCursorError:
            continue
    return "", None
