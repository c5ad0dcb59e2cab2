"""The list of reports: what an address asks for, and the page that answers it under the one rule."""

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
from port2port.sharing import audience_index, search
from port2port.sharing.audience_index import CAP
from port2port.sharing.filters import Wanted, read_filter

PAGE = 50
MOST_OPEN = 300
PERIODS = {"1": 1, "7": 7, "30": 30, "90": 90, "365": 365}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
class Listed:
    """One page: rows newest first, how many there are in words, and the cursors of its neighbours."""

    rows: list[Report]
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


def listed(asked: Asked, *, member: Member, now: datetime) -> Listed:
    """The page that answers. A cursor that is not this reader's opens the first page."""
    if asked.is_open:
        return _open_alerts(asked, member, now=now)
    return _found(asked, member) if asked.wanted.words else _newest(asked, member)


def count_words(number: int, *, cap: int = CAP) -> str:
    """The number as lists say it: exact up to the cap."""
    if number > cap:
        return _("%(n)s+ reports") % {"n": number_format(cap, force_grouping=True)}
    return ngettext("%(n)s report", "%(n)s reports", number) % {"n": number_format(number, force_grouping=True)}


def _newest(asked: Asked, member: Member) -> Listed:
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
    count = audience_index.count_up_to(Report, member, groups=groups, since=asked.since)
    has_newer = way == "older" or (way == "newer" and more)
    has_older = way == "newer" or more
    return Listed(
        rows=_rows([one.record_id for one in places], member),
        count=count_words(count),
        newer=_cursor("newer", places[0].at, places[0].record_id, asked, member) if places and has_newer else "",
        older=_cursor("older", places[-1].at, places[-1].record_id, asked, member) if places and has_older else "",
    )


def _found(asked: Asked, member: Member) -> Listed:
    words, groups = asked.wanted.words, asked.wanted.groups
    if asked.since is not None:
        return _found_since(asked, member, since=asked.since)
    _way, place = _opened(asked, member)
    found = search.find(Report, member, words, groups=groups, before=place.id if place else None, limit=PAGE)
    older = _cursor("older", _EPOCH, found.last, asked, member) if found.last is not None else ""
    return Listed(
        rows=_rows(found.ids, member),
        count=count_words(search.count_up_to(Report, member, words, groups=groups)),
        older=older,
    )


def _found_since(asked: Asked, member: Member, *, since: datetime) -> Listed:
    # The search keeps no times, so a period is cut out of its newest thousand.
    found = search.find(Report, member, asked.wanted.words, groups=asked.wanted.groups, limit=CAP + 1)
    rows = [row for row in _rows(found.ids, member) if newest_moment(row) >= since]
    return Listed(rows=rows[: 4 * PAGE], count=count_words(len(rows)))


def _open_alerts(asked: Asked, member: Member, *, now: datetime) -> Listed:
    """Few by nature, so the filter is asked of each."""
    alerts = Report.objects.visible_to(member).open_alerts(at=now).newest_first().select_related("originator", "port")
    if asked.wanted.words:
        ids = search.find(Report, member, asked.wanted.words, groups=asked.wanted.groups, limit=CAP).ids
        alerts = alerts.filter(pk__in=ids)
    rows = [row for row in alerts[:MOST_OPEN] if _carries(row, asked)]
    return Listed(rows=rows, count=count_words(len(rows)))


def _carries(row: Report, asked: Asked) -> bool:
    if asked.since is not None and newest_moment(row) < asked.since:
        return False
    facets = row.facets()
    return all(any(facet in facets for facet in group) for group in asked.wanted.groups)


def newest_moment(row: Report) -> datetime:
    """The moment that lists order by: of the newest version."""
    return row.withdrawn_at or row.revised_at or row.published_at or row.changed_at


def _rows(ids: list[int], member: Member) -> list[Report]:
    found = Report.objects.visible_to(member).filter(pk__in=ids).select_related("originator", "port").in_bulk()
    return [found[one] for one in ids if one in found]


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
