"""Pages of reports for machines: the same filters as the list's, with a cursor that is bound to its reader."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.members.member import Member
from port2port.pure import cursors
from port2port.reports.access import Reports
from port2port.reports.listing import Asked, listed, newest_moment
from port2port.reports.models import Report
from port2port.sharing import audience_index, search
from port2port.sharing.audience_index import CAP

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A period is cut out of a search's results while they are read; a page reads at most so many.
_ROUNDS, _AT_ONCE = 10, 500


class BadCursor(Refusal):
    status = 400
    words = _("This cursor was made for another reader or another filter. Start again without one.")


@dataclass(frozen=True, slots=True)
class Wished:
    """What a machine asks for; `groups` and `words` as the audience index and the search take them."""

    groups: tuple[tuple[str, ...], ...]
    words: str
    since: datetime | None
    until: datetime | None
    limit: int
    cursor: str

    @property
    def filters(self) -> bytes:
        """What a cursor is bound to beside its reader."""
        return cursors.filter_digest(repr((self.groups, self.words, self.since, self.until)))


@dataclass(frozen=True, slots=True)
class Found:
    """A page, newest first; `count` goes up to the cap, and is None where counting would take as long as reading."""

    rows: list[Report]
    count: int | None
    next: str


def found(wished: Wished, *, member: Member) -> Found:
    """The page that answers. Raises BadCursor."""
    return _searched(wished, member) if wished.words else _newest(wished, member)


def _newest(wished: Wished, member: Member) -> Found:
    place = _opened(wished, member)
    places = audience_index.newest(
        Report,
        member,
        groups=wished.groups,
        before=audience_index.Place(place.at, place.id) if place else None,
        since=wished.since,
        until=wished.until,
        limit=wished.limit + 1,
    )
    shown = places[: wished.limit]
    count = audience_index.count_up_to(Report, member, groups=wished.groups, since=wished.since, until=wished.until)
    more = len(places) > wished.limit
    return Found(
        rows=rows_of([one.record_id for one in shown], member),
        count=count,
        next=_made(cursors.Place(at=shown[-1].at, id=shown[-1].record_id), wished, member) if more else "",
    )


def _searched(wished: Wished, member: Member) -> Found:
    opened = _opened(wished, member)
    before, rows, last = opened.id if opened else None, list[Report](), None
    in_a_period = wished.since is not None or wished.until is not None
    for _round in range(_ROUNDS if in_a_period else 1):
        hits = search.find(
            Report,
            member,
            wished.words,
            groups=wished.groups,
            before=before,
            limit=min(_AT_ONCE, wished.limit - len(rows)),
        )
        page = rows_of(hits.ids, member)
        rows += [row for row in page if _within(row, wished)]
        before = last = hits.last
        passed = bool(page) and wished.since is not None and newest_moment(page[-1]) < wished.since
        if last is None or passed or len(rows) >= wished.limit:
            last = None if passed else last
            break
    count = None if in_a_period else search.count_up_to(Report, member, wished.words, groups=wished.groups)
    return Found(
        rows=rows,
        count=count,
        next=_made(cursors.Place(at=_EPOCH, id=last), wished, member) if last is not None else "",
    )


def _within(row: Report, wished: Wished) -> bool:
    moment = newest_moment(row)
    return (wished.since is None or moment >= wished.since) and (wished.until is None or moment < wished.until)


def _reader(member: Member) -> str:
    return f"api:{member.actor}"


def _made(place: cursors.Place, wished: Wished, member: Member) -> str:
    return cursors.made(place, reader=_reader(member), filters=wished.filters, key=settings.SECRET_KEY.encode())


def _opened(wished: Wished, member: Member) -> cursors.Place | None:
    if not wished.cursor:
        return None
    try:
        key = settings.SECRET_KEY.encode()
        return cursors.opened(wished.cursor, reader=_reader(member), filters=wished.filters, key=key)
    except cursors.BadCursorError as bad:
        raise BadCursor from bad


def rows_of(ids: list[int], member: Member) -> list[Report]:
    """The rows in the order of their ids, each asked of the one rule again."""
    return list(_rows(ids, Report.objects.visible_to(member)))


def _rows(ids: list[int], among: Reports) -> Iterator[Report]:
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        rows = among.filter(pk__in=part).select_related("originator", "port").in_bulk()
        yield from (rows[one] for one in part if one in rows)


def standing_rows(asked: Asked, *, member: Member, most: int, now: datetime) -> list[Report]:
    """What the list's address asks for, newest first, without what was withdrawn; for feeds and sheets."""
    if asked.is_open:
        return [row for row in listed(asked, member=member, now=now, load=rows_of).rows if not row.is_withdrawn][:most]
    return list(_standing(_ids(asked, member, most=most), asked, member))[:most]


def _ids(asked: Asked, member: Member, *, most: int) -> list[int]:
    groups, words = asked.wanted.groups, asked.wanted.words
    # A withdrawn one is left out below; some more are asked for in its place.
    wanted = most + min(most, CAP)
    if words:
        return search.find(Report, member, words, groups=groups, limit=wanted).ids
    places = audience_index.newest(Report, member, groups=groups, since=asked.since, limit=wanted)
    return [one.record_id for one in places]


def _standing(ids: list[int], asked: Asked, member: Member) -> Iterable[Report]:
    for row in _rows(ids, Report.objects.visible_to(member).standing()):
        if asked.since is None or newest_moment(row) >= asked.since:
            yield row
