# ruff: noqa: S608 - only placeholders and whole numbers are ever put into these statements
"""Files each record under its audience, and reads the newest of what a member may see.

Lists are a merge of a few index walks, one a token: the time they take follows the page, not the table.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from math import prod

from django.db import connection
from django.db.models import QuerySet

from port2port.base.prepared import cursor, each, listed
from port2port.members.member import Member
from port2port.pure.audience import Handling, Key, audience, microseconds, moment_of, tombstone_audience
from port2port.sharing.access import held_keys, reading_of
from port2port.sharing.models import AudienceEntry, Shareable

CAP = 1000
MOST_COMBINED = 16
# Two of these and the bar between them are one facet.
MOST_OF_A_PAIR = 29
# SQLite takes at most 500 parts in one compound question.
MOST_BRANCHES = 400
Groups = Sequence[Sequence[str]]
type Param = str | int | list[str] | list[int]
_ENTRIES = "SELECT a.record_id, a.at_us FROM sharing_audienceentry a WHERE a.record_type = %s"
_FILE = """
INSERT INTO sharing_audienceentry (record_type, record_id, at_us, first_us, marks, token, facet)
SELECT %s, %s, %s, %s, %s, token.value, facet.value FROM {token}, {facet}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in a list, newest first."""

    at: datetime
    record_id: int


def tokens_of(record: Shareable) -> frozenset[str]:
    """The tokens that a published, standing record is filed under."""
    return filed_under(record, record.handling())


def filed_under(record: Shareable, handling: Handling) -> frozenset[str]:
    """The same, where the handling is known already."""
    return audience(handling) | {f"o{one}" for one in record.kept_for()}


def file_record(
    record: Shareable, *, tokens: frozenset[str], is_first: bool = False, facets: frozenset[str] | None = None
) -> None:
    """Write the record's entries anew, in the caller's transaction; `is_first` when it has none yet.

    facets   those it is found by, where that is not all of them
    """
    if record.published_at is None:
        raise ValueError("a draft is not filed")
    if not is_first:
        entries_of(record).delete()
    at = record.withdrawn_at or record.revised_at or record.published_at
    marks = record.marks() if facets is None else _marks_of(type(record), facets)
    same = (record.record_type, record.pk, microseconds(at), microseconds(record.published_at), marks)
    with cursor() as writing:
        # Each token with each facet: dozens of rows a publication, in one statement of always the same words.
        sql = _FILE.format(token=each("token", "text"), facet=each("facet", "text"))
        writing.execute(sql, [*same, listed(sorted(tokens)), listed(found_by(record, facets))])


def found_by(record: Shareable, facets: frozenset[str] | None = None) -> list[str]:
    """The words under which each token of the record is filed; `facets` where these are not all of its own."""
    found = record.facets() if facets is None else facets
    return sorted({"", *found, *_pairs(type(record), found)})


def _marks_of(model: type[Shareable], facets: frozenset[str]) -> int:
    marks = 0
    for facet in facets:
        mark = model.mark(facet)
        marks |= mark[1] if mark is not None else 0
    return marks


def _pairs(model: type[Shareable], facets: Iterable[str]) -> set[str]:
    """Both facets of the pair in one word: two filters that seldom meet are then one short walk, not a long one."""
    if model.paired is None:
        return set()
    many, one = (
        [facet for facet in facets if facet.partition(":")[0] == name and len(facet) <= MOST_OF_A_PAIR]
        for name in model.paired
    )
    return {f"{left}|{right}" for left in many for right in one}


def file_tombstone(record: Shareable, *, organisations: Sequence[int], people: Sequence[int]) -> frozenset[str]:
    """File a withdrawn record under those who had it only, found by what its tombstone says; returns the tokens."""
    tokens = tombstone_audience(organisations, people)
    # Who had an earlier version must not learn by a filter what the newest one said.
    kept = frozenset(facet for facet in record.facets() if facet.partition(":")[0] in record.tombstone_facets)
    file_record(record, tokens=tokens, facets=kept)
    return tokens


def entries_of(record: Shareable) -> QuerySet[AudienceEntry]:
    """The index rows of one record."""
    return AudienceEntry.objects.filter(record_type=record.record_type, record_id=record.pk)


def newest(
    model: type[Shareable],
    member: Member,
    *,
    groups: Groups = (),
    before: Place | None = None,
    after: Place | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 50,
) -> list[Place]:
    """The newest records that the member may see and that carry one facet of each group, newest first.

    before   older than this place; after: the nearest ones newer than this place, still newest first
    """
    walk = _walk(model, member, groups)
    if walk is None:
        return []
    bounds = _Bounds(before=before, after=after, since=since, until=until)
    rows = walk.page(bounds, limit=limit, ascending=after is not None)
    places = [Place(at=moment_of(at), record_id=record_id) for at, record_id in rows]
    return places[::-1] if after is not None else places


def count_up_to(
    model: type[Shareable],
    member: Member,
    *,
    groups: Groups = (),
    since: datetime | None = None,
    until: datetime | None = None,
    cap: int = CAP,
) -> int:
    """How many there are, never counting further than cap + 1."""
    walk = _walk(model, member, groups)
    if walk is None:
        return 0
    return walk.count(_Bounds(since=since, until=until), cap=cap)


@dataclass(frozen=True, slots=True)
class _Bounds:
    before: Place | None = None
    after: Place | None = None
    since: datetime | None = None
    until: datetime | None = None

    def sql(self) -> tuple[str, list[str | int]]:
        parts: list[str] = []
        params: list[str | int] = []
        for place, sign in ((self.before, "<"), (self.after, ">")):
            if place is not None:
                parts.append(f" AND (a.at_us, a.record_id) {sign} (%s, %s)")
                params += [microseconds(place.at), place.record_id]
        for moment, sign in ((self.since, ">="), (self.until, "<")):
            if moment is not None:
                parts.append(f" AND a.at_us {sign} %s")
                params.append(microseconds(moment))
        return "".join(parts), params


@dataclass(frozen=True, slots=True)
class _Test:
    """Bits of an entry's marks that must hold one of some values; read from the index entry itself."""

    mask: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Walk:
    """One index walk for each of the reader's tokens and each facet of the driving group.

    tests    groups that the marks answer        others   groups that need a look-up each
    """

    record_type: str
    held: tuple[Key, ...]
    driver: tuple[str, ...]
    tests: tuple[_Test, ...] = ()
    others: tuple[tuple[str, ...], ...] = ()

    def page(self, bounds: _Bounds, *, limit: int, ascending: bool) -> list[tuple[int, int]]:
        """(at_us, record id) of the nearest ones in that direction, each record once."""
        way = "ASC" if ascending else "DESC"
        rows: set[tuple[int, ...]] = set()
        for inner, params in self._chunks(bounds, way=way, limit=limit):
            rows |= set(_rows(f"SELECT DISTINCT at_us, record_id FROM ({inner}) merged", params))
        return [(at_us, record_id) for at_us, record_id in sorted(rows, reverse=not ascending)[:limit]]

    def count(self, bounds: _Bounds, *, cap: int) -> int:
        """How many records, never counting further than cap + 1."""
        # Many tokens seldom need a thousand of each: a little of every walk is mostly more than the cap together.
        little = 4 * cap // (len(self.held) * len(self.driver) or 1)
        number = self._count(bounds, cap=cap, limit=little) if little < cap else 0
        return number if number > cap else self._count(bounds, cap=cap, limit=cap + 1)

    def _count(self, bounds: _Bounds, *, cap: int, limit: int) -> int:
        # Newest first like the page, so that both walk the same stretch of the index.
        found: set[int] = set()
        for inner, params in self._chunks(bounds, way="DESC", limit=limit):
            rows = _rows(f"SELECT DISTINCT record_id FROM ({inner}) merged LIMIT {int(cap) + 1}", params)
            found |= {record_id for (record_id,) in rows}
        return min(len(found), cap + 1)

    def _chunks(self, bounds: _Bounds, *, way: str, limit: int) -> Iterator[tuple[str, list[Param]]]:
        tail = f" ORDER BY a.at_us {way}, a.record_id {way} LIMIT {int(limit)}"
        walks = [(key, facet) for key in self.held for facet in self.driver]
        if connection.vendor == "postgresql":
            # One walk for each of a list: PostgreSQL would plan each branch of a union anew, at every question.
            yield self._lateral(walks, bounds, tail)
            return
        branches = [self._branch(key, facet, bounds, tail) for key, facet in walks]
        for start in range(0, len(branches), MOST_BRANCHES):
            chunk = branches[start : start + MOST_BRANCHES]
            yield " UNION ALL ".join(sql for sql, _ in chunk), [one for _, params in chunk for one in params]

    def _branch(self, key: Key, facet: str, bounds: _Bounds, tail: str) -> tuple[str, list[Param]]:
        params: list[Param] = [self.record_type, key.token, facet]
        sql = f"{_ENTRIES} AND a.token = %s AND a.facet = %s"
        if key.since is not None:
            sql += " AND a.first_us >= %s"
            params.append(microseconds(key.since))
        more, more_params = self._conditions(bounds)
        return f"SELECT * FROM ({sql}{more}{tail}) branch", [*params, *more_params]

    def _lateral(self, walks: list[tuple[Key, str]], bounds: _Bounds, tail: str) -> tuple[str, list[Param]]:
        more, more_params = self._conditions(bounds)
        parts, params = list[str](), list[Param]()
        # Only a dated token asks for the first moment, which lies outside the index.
        for dated in (False, True):
            asked = [(key, facet) for key, facet in walks if (key.since is not None) is dated]
            if not asked:
                continue
            since = " AND a.first_us >= held.since" if dated else ""
            inner = f"{_ENTRIES} AND a.token = held.token AND a.facet = held.facet{since}{more}{tail}"
            parts.append(
                "SELECT branch.* FROM unnest(%s::text[], %s::text[], %s::bigint[]) held (token, facet, since)"
                f" CROSS JOIN LATERAL ({inner}) branch"
            )
            moments = [microseconds(key.since) if key.since is not None else 0 for key, _facet in asked]
            params += [[key.token for key, _facet in asked], [facet for _key, facet in asked], moments]
            params += [self.record_type, *more_params]
        return " UNION ALL ".join(parts), params

    def _conditions(self, bounds: _Bounds) -> tuple[str, list[Param]]:
        sql, params = "", list[Param]()
        for test in _merged(self.tests):
            # Of one value said as equal: SQLite builds a table for every list it is given.
            is_single = len(test.values) == 1
            sql += " AND (a.marks & %s) = %s" if is_single else f" AND (a.marks & %s) IN ({_places(test.values)})"
            params += [test.mask, *test.values]
        for group in self.others:
            sql += (
                " AND EXISTS (SELECT 1 FROM sharing_audienceentry b WHERE b.record_type = a.record_type"
                f" AND b.token = a.token AND b.facet IN ({_places(group)}) AND b.at_us = a.at_us"
                " AND b.record_id = a.record_id)"
            )
            params += group
        limits, limit_params = bounds.sql()
        return sql + limits, [*params, *limit_params]


def _places(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _rows(sql: str, params: list[Param]) -> list[tuple[int, ...]]:
    with cursor() as reading:
        reading.execute(sql, params)
        rows: list[tuple[int, ...]] = reading.fetchall()
        return rows


def _walk(model: type[Shareable], member: Member, groups: Groups) -> _Walk | None:
    reading = reading_of(model, member)
    if reading is None:
        return None
    wanted = [tuple(group) for group in groups if group]
    if reading.facet:
        wanted.append((reading.facet,))
    held = held_keys(member)
    wanted = _with_pair(model, wanted)
    tested = [(group, _test(model, group)) for group in wanted]
    looked_up = [group for group, test in tested if test is None]
    marked = [(group, test) for group, test in tested if test is not None]
    if looked_up:
        driver = _rarest(model.record_type, held, looked_up)
    elif marked:
        driver = _rarest(model.record_type, held, [group for group, _ in marked])
    else:
        driver = ("",)
    return _Walk(
        model.record_type,
        held,
        driver,
        tests=tuple(test for group, test in marked if group != driver),
        others=tuple(group for group in looked_up if group != driver),
    )


def _with_pair(model: type[Shareable], wanted: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The two groups of the pair as one group of pairs, as long as these stay few; marks go on testing the second."""
    if model.paired is None:
        return list(wanted)
    many, one = (next((group for group in wanted if _is_of(group, name)), ()) for name in model.paired)
    if not many or not one or len(many) * len(one) > MOST_COMBINED:
        return list(wanted)
    both = tuple(f"{left}|{right}" for left, right in product(many, one))
    return [both, *(group for group in wanted if group != many)]


def _is_of(group: tuple[str, ...], name: str) -> bool:
    return all(facet.partition(":")[0] == name and len(facet) <= MOST_OF_A_PAIR for facet in group)


def _test(model: type[Shareable], group: tuple[str, ...]) -> _Test | None:
    """The group as a test on marks; None where one of its facets is not marked, or they share no place."""
    marks = [model.mark(facet) for facet in group]
    known = [mark for mark in marks if mark is not None]
    if len(known) != len(group) or len({mask for mask, _ in known}) != 1:
        return None
    return _Test(known[0][0], tuple(value for _, value in known))


def _merged(tests: Sequence[_Test]) -> Sequence[_Test]:
    """One test for them all, of each combination of their values, as long as these stay few."""
    mask = sum(test.mask for test in tests)
    is_apart = mask.bit_count() == sum(test.mask.bit_count() for test in tests)
    if len(tests) < 2 or not is_apart or prod(len(test.values) for test in tests) > MOST_COMBINED:
        return tests
    # They lie at different bits, so the values of a combination add up.
    return [_Test(mask, tuple(sum(one) for one in product(*(test.values for test in tests))))]


def _rarest(record_type: str, held: tuple[Key, ...], groups: list[tuple[str, ...]]) -> tuple[str, ...]:
    if len(groups) == 1:
        return groups[0]
    return min(groups, key=lambda group: _Walk(record_type, held, group).count(_Bounds(), cap=CAP))
