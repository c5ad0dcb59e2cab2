# ruff: noqa: S608 - only placeholders and whole numbers are ever put into these statements
"""Files each record under its audience, and reads the newest of what a member may see.

Lists are a merge of a few index walks, one a token: the time they take follows the page, not the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from port2port.members.member import Member
from port2port.pure.audience import Key, audience, microseconds, moment_of, tombstone_audience
from port2port.sharing.access import held_keys, reading_of
from port2port.sharing.models import AudienceEntry, Shareable

CAP = 1000
Groups = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in a list, newest first."""

    at: datetime
    record_id: int


def tokens_of(record: Shareable) -> frozenset[str]:
    """The tokens that a published, standing record is filed under."""
    return audience(record.handling())


def file_record(record: Shareable, *, tokens: frozenset[str]) -> None:
    """Write the record's entries anew, in the caller's transaction."""
    if record.published_at is None:
        raise ValueError("a draft is not filed")
    entries_of(record).delete()
    at = record.withdrawn_at or record.revised_at or record.published_at
    AudienceEntry.objects.bulk_create(
        AudienceEntry(
            record_type=record.record_type,
            record_id=record.pk,
            token=token,
            facet=facet,
            at_us=microseconds(at),
            first_us=microseconds(record.published_at),
        )
        for token in sorted(tokens)
        for facet in sorted({"", *record.facets()})
    )


def file_tombstone(record: Shareable, *, organisations: Sequence[int], people: Sequence[int]) -> frozenset[str]:
    """File a withdrawn record under those who had it only; returns the tokens."""
    tokens = tombstone_audience(organisations, people)
    file_record(record, tokens=tokens)
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
    sql, params = walk.page(bounds, limit=limit, ascending=after is not None)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = [Place(at=moment_of(at), record_id=record_id) for record_id, at in cursor.fetchall()]
    return rows[::-1] if after is not None else rows


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
    sql, params = walk.count(_Bounds(since=since, until=until), cap=cap)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class _Bounds:
    before: Place | None = None
    after: Place | None = None
    since: datetime | None = None
    until: datetime | None = None

    def sql(self) -> tuple[str, list[object]]:
        parts: list[str] = []
        params: list[object] = []
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
class _Walk:
    """One index walk for each of the reader's tokens and each facet of the rarest group."""

    record_type: str
    held: tuple[Key, ...]
    driver: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]

    def _branches(self, bounds: _Bounds, *, tail: str) -> tuple[str, list[object]]:
        parts: list[str] = []
        params: list[object] = []
        limits, limit_params = bounds.sql()
        for key in self.held:
            for facet in self.driver:
                sql = (
                    "SELECT a.record_id, a.at_us FROM sharing_audienceentry a"
                    " WHERE a.record_type = %s AND a.token = %s AND a.facet = %s"
                )
                params += [self.record_type, key.token, facet]
                if key.since is not None:
                    sql += " AND a.first_us >= %s"
                    params.append(microseconds(key.since))
                for group in self.others:
                    marks = ", ".join(["%s"] * len(group))
                    sql += (
                        " AND EXISTS (SELECT 1 FROM sharing_audienceentry b WHERE b.record_type = a.record_type"
                        f" AND b.token = a.token AND b.facet IN ({marks}) AND b.at_us = a.at_us"
                        " AND b.record_id = a.record_id)"
                    )
                    params += group
                params += limit_params
                parts.append(f"SELECT * FROM ({sql}{limits}{tail}) branch")
        return " UNION ALL ".join(parts), params

    def page(self, bounds: _Bounds, *, limit: int, ascending: bool) -> tuple[str, list[object]]:
        way = "ASC" if ascending else "DESC"
        tail = f" ORDER BY a.at_us {way}, a.record_id {way} LIMIT {int(limit)}"
        inner, params = self._branches(bounds, tail=tail)
        # UNION ALL and one GROUP BY: a record filed under two of the reader's circles is one row.
        return (
            f"SELECT record_id, at_us FROM ({inner}) merged GROUP BY record_id, at_us"
            f" ORDER BY at_us {way}, record_id {way} LIMIT {int(limit)}"
        ), params

    def count(self, bounds: _Bounds, *, cap: int) -> tuple[str, list[object]]:
        # Newest first like the page, so that both walk the same stretch of the index.
        inner, params = self._branches(bounds, tail=f" ORDER BY a.at_us DESC, a.record_id DESC LIMIT {int(cap) + 1}")
        return (
            f"SELECT COUNT(*) FROM (SELECT DISTINCT record_id FROM ({inner}) merged LIMIT {int(cap) + 1}) counted"
        ), params


def _walk(model: type[Shareable], member: Member, groups: Groups) -> _Walk | None:
    reading = reading_of(model, member)
    if reading is None:
        return None
    wanted = [tuple(group) for group in groups if group]
    if reading.facet:
        wanted.append((reading.facet,))
    held = held_keys(member)
    if not wanted:
        return _Walk(model.record_type, held, ("",), ())
    if len(wanted) > 1:
        wanted.sort(key=lambda group: _rarity(model.record_type, held, group))
    return _Walk(model.record_type, held, wanted[0], tuple(wanted[1:]))


def _rarity(record_type: str, held: tuple[Key, ...], group: tuple[str, ...]) -> int:
    sql, params = _Walk(record_type, held, group, ()).count(_Bounds(), cap=CAP)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.fetchone()[0])
