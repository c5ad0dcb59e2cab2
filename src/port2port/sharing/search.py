"""Full-text search under the one rule.

Each published record is one row of words: its text, folded and stemmed (prefix w), the tokens of its audience
(prefix a) and its filter facets (prefix f); what is scarce beside reports also its kind (prefix k). A search asks the
engine for all of them at once, so that a hidden record is never even looked at. SQLite keeps the rows in an
FTS5 table, PostgreSQL in a tsvector with a GIN index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from math import log

from django.db import connection

from port2port.base.prepared import cursor
from port2port.members.member import Member
from port2port.pure.audience import Key
from port2port.pure.fold import Group, index_words
from port2port.pure.stop_words import telling
from port2port.sharing.access import held_keys, reading_of
from port2port.sharing.audience_index import CAP, Groups
from port2port.sharing.models import SearchEntry, Shareable
from port2port.vocabulary import lookup

# PostgreSQL looks through so many of the newest rows first: how many of them answer says how far to go.
PROBE = 256
# Somewhat further than that promises; and from one in ten on, the rows themselves sooner than the index of words.
FURTHER, DENSE = 1.5, PROBE // 10
# Rows of one stretch share a word (prefix s), so that the index of words can be asked for the newest stretches alone:
# of stretches of three lengths that in which four are enough, for each word more is asked of every hit.
STRETCHES, MOST_STRETCHES = (1 << 12, 1 << 15, 1 << 18), 4
# Each word alone is a question of its own.
MOST_ALONE = 6
_ENTRY = "INSERT INTO sharing_searchentry (record_type, record_id, first_at) VALUES (%s, %s, %s)"
_WORDS_OF_LAST = "INSERT INTO sharing_searchwords (rowid, words) VALUES (last_insert_rowid(), %s)"
_ENTRY_WITH_WORDS = (
    f"WITH entry AS ({_ENTRY} RETURNING id)"  # noqa: S608
    " INSERT INTO sharing_searchwords (id, words) SELECT id, array_to_tsvector(%s::text[] || ARRAY["
    + ", ".join(f"'s{length}x' || id / {length}" for length in STRETCHES)
    + "]) FROM entry"
)
type Param = str | datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of record ids, newest first; `last` continues it."""

    ids: list[int]
    last: int | None


def words_of(record: Shareable, *, tokens: frozenset[str]) -> list[str]:
    """The row of words under which the record is found."""
    texts = record.search_texts()
    text = {f"w{word}" for language, said in texts for word in index_words(said, language)}
    facets = {facet_word(facet) for facet in record.facets()}
    kind = {kind_word(type(record))} if record.is_scarce else set()
    return sorted(text | {f"a{token}" for token in tokens} | facets | kind)


def index(record: Shareable, *, tokens: frozenset[str], is_first: bool = False) -> None:
    """Index the newest version, in the caller's transaction; the new row id keeps the newest on top.

    is_first   it has no entry yet
    """
    if not is_first:
        remove(record)
    first_at = connection.ops.adapt_datetimefield_value(record.published_at or record.changed_at)
    entry = (record.record_type, record.pk, first_at)
    words = words_of(record, tokens=tokens)
    with cursor() as writing:
        if connection.vendor == "sqlite":
            writing.execute(_ENTRY, entry)
            writing.execute(_WORDS_OF_LAST, [" ".join(_plain(word) for word in words)])
        else:
            writing.execute(_ENTRY_WITH_WORDS, [*entry, words])


def remove(record: Shareable) -> None:
    """Take the record out of every search."""
    entries = SearchEntry.objects.filter(record_type=record.record_type, record_id=record.pk)
    pks = list(entries.values_list("pk", flat=True))
    if not pks:
        return
    column = "rowid" if connection.vendor == "sqlite" else "id"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM sharing_searchwords WHERE {column} = %s", [(pk,) for pk in pks])  # noqa: S608
    entries.delete()


def find(
    model: type[Shareable],
    member: Member,
    query: str,
    *,
    groups: Groups = (),
    before: int | None = None,
    limit: int = 50,
) -> Found:
    """The newest visible records that hold every word of the query and one facet of each group."""
    asked = _asked(model, member, query, groups)
    if asked is None:
        return Found([], None)
    rows = _rows(asked, before=before, limit=limit)
    return Found([record_id for _, record_id in rows], rows[-1][0] if len(rows) == limit else None)


def find_first(
    model: type[Shareable], member: Member, query: str, *, groups: Groups = (), limit: int = 50, cap: int = CAP
) -> tuple[Found, int]:
    """The first page and how many there are, never counting further than cap + 1: one question for both."""
    asked = _asked(model, member, query, groups)
    rows = [] if asked is None else _rows(asked, before=None, limit=max(limit, cap + 1))
    page = rows[:limit]
    return Found([record_id for _, record_id in page], page[-1][0] if len(page) == limit else None), len(rows)


def count_up_to(model: type[Shareable], member: Member, query: str, *, groups: Groups = (), cap: int = CAP) -> int:
    """How many there are, never counting further than cap + 1."""
    asked = _asked(model, member, query, groups)
    return 0 if asked is None else len(_rows(asked, before=None, limit=cap + 1))


def holding_some(
    model: type[Shareable], member: Member, words: Sequence[Group], *, groups: Groups = (), limit: int = 50
) -> list[int]:
    """Visible records that hold some of the words, best first: who holds more of them, rare ones above all.

    Of each word only the newest thousand count, and only the first words that tell something.
    """
    weights: dict[int, float] = {}
    for word in telling(words)[:MOST_ALONE]:
        asked = _asked_for(model, member, [word], groups)
        rows = [] if asked is None else _rows(asked, before=None, limit=CAP)
        for _entry, record_id in rows:
            weights[record_id] = weights.get(record_id, 0.0) + 1 / (1 + log(len(rows)))
    # Of equals the newer first, as the last one written has the highest id.
    return sorted(weights, key=lambda one: (-weights[one], -one))[:limit]


@dataclass(frozen=True, slots=True)
class _Asked:
    record_type: str
    held: tuple[Key, ...]
    required: tuple[tuple[str, ...], ...]
    is_scarce: bool


def _asked(model: type[Shareable], member: Member, query: str, groups: Groups) -> _Asked | None:
    return _asked_for(model, member, lookup.asked(query), groups)


def _asked_for(model: type[Shareable], member: Member, words: Sequence[Group], groups: Groups) -> _Asked | None:
    reading = reading_of(model, member)
    if reading is None or not words:
        return None
    required = [tuple(sorted(f"w{form}" for form in forms)) for forms in words]
    required += [tuple(facet_word(facet) for facet in group) for group in groups if group]
    if reading.facet:
        required.append((facet_word(reading.facet),))
    if model.is_scarce:
        required.append((kind_word(model),))
    return _Asked(model.record_type, held_keys(member), tuple(required), model.is_scarce)


def _rows(asked: _Asked, *, before: int | None, limit: int) -> list[tuple[int, int]]:
    """(entry id, record id), newest first; one question for the plain tokens, one for each dated one."""
    plain = [key.token for key in asked.held if key.since is None]
    rows = set(_ask(asked, plain, since=None, before=before, limit=limit))
    for key in asked.held:
        if key.since is not None:
            rows |= set(_ask(asked, [key.token], since=key.since, before=before, limit=limit))
    return sorted(rows, reverse=True)[:limit]


def _ask(
    asked: _Asked, tokens: list[str], *, since: datetime | None, before: int | None, limit: int
) -> list[tuple[int, int]]:
    groups = groups_of(asked, tokens)
    ask = _ask_fts5 if connection.vendor == "sqlite" else _ask_gin_alone if asked.is_scarce else _ask_gin
    where, params = " AND e.record_type = %s", list[Param]([asked.record_type])
    if since is not None:
        where += " AND e.first_at >= %s"
        params.append(connection.ops.adapt_datetimefield_value(since))
    return ask(groups, where, params, before=before, limit=limit)


def _ask_fts5(
    groups: list[tuple[str, ...]], where: str, params: list[Param], *, before: int | None, limit: int
) -> list[tuple[int, int]]:
    # FTS5 without detail takes no column name: the match is asked of the table.
    older = "" if before is None else f" AND w.rowid < {int(before)}"
    sql = (
        "SELECT e.id, e.record_id FROM sharing_searchwords w JOIN sharing_searchentry e ON e.id = w.rowid"  # noqa: S608
        f" WHERE w.sharing_searchwords MATCH %s{older}{where} ORDER BY w.rowid DESC LIMIT {int(limit)}"
    )
    return _pairs(sql, [_fts5(groups), *params])


def _ask_gin(
    groups: list[tuple[str, ...]], where: str, params: list[Param], *, before: int | None, limit: int
) -> list[tuple[int, int]]:
    """The newest stretch first, as long as a few rows promise; then the whole index of words, for what is rare.

    PostgreSQL cannot know how often words and readers meet: it would walk a million rows for a word that is rare, and
    sort ten thousand hits of a reader of little for the newest fifty.
    """
    older = "" if before is None else f" AND w.id < {int(before)}"
    newest = f"SELECT w.id, w.words FROM sharing_searchwords w WHERE true{older} ORDER BY w.id DESC LIMIT"  # noqa: S608
    probe = f"SELECT max(w.id), count(*), count(*) FILTER (WHERE w.words @@ %s::tsquery) FROM ({newest} {PROBE}) w"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(probe, [_tsquery(groups)])
        top, seen, hits = cursor.fetchone()
    if seen == PROBE:
        reach = int(limit * FURTHER * PROBE / (hits or 1))
        if hits >= DENSE:
            rows = f"SELECT w.id FROM ({newest} {reach}) w WHERE w.words @@ %s::tsquery"  # noqa: S608
            found = _of_words(rows, groups, where, params, limit=limit)
        else:
            near = _stretches(top, reach)
            found = _ask_gin_alone([*groups, near], where, params, before=before, limit=limit) if near else []
        if len(found) == limit:
            return found
    return _ask_gin_alone(groups, where, params, before=before, limit=limit)


def _stretches(top: int, reach: int) -> tuple[str, ...]:
    """The words of the stretches that hold these newest ids; none where they are too many."""
    for length in STRETCHES:
        found = range(max(0, top - reach) // length, top // length + 1)
        if len(found) <= MOST_STRETCHES:
            return tuple(f"s{length}x{stretch}" for stretch in found)
    return ()


def _ask_gin_alone(
    groups: list[tuple[str, ...]], where: str, params: list[Param], *, before: int | None, limit: int
) -> list[tuple[int, int]]:
    older = "" if before is None else f" AND w.id < {int(before)}"
    hits = f"SELECT w.id FROM sharing_searchwords w WHERE w.words @@ %s::tsquery{older}"  # noqa: S608
    return _of_words(hits, groups, where, params, limit=limit)


def _of_words(
    hits: str, groups: list[tuple[str, ...]], where: str, params: list[Param], *, limit: int
) -> list[tuple[int, int]]:
    # OFFSET 0 has PostgreSQL answer each inner question by itself, without an eye on the limit outside.
    sql = (
        f"SELECT e.id, e.record_id FROM ({hits} ORDER BY w.id DESC OFFSET 0) w"  # noqa: S608
        f" CROSS JOIN LATERAL (SELECT e.id, e.record_id FROM sharing_searchentry e WHERE e.id = w.id{where} OFFSET 0) e"
        f" ORDER BY w.id DESC LIMIT {int(limit)}"
    )
    return _pairs(sql, [_tsquery(groups), *params])


def _pairs(sql: str, params: list[Param]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [(int(entry), int(record)) for entry, record in cursor.fetchall()]


def groups_of(asked: _Asked, tokens: list[str]) -> list[tuple[str, ...]]:
    """What a row must hold: one word of each group; the audience is a group like the others."""
    return [*asked.required, tuple(f"a{token}" for token in tokens)]


def kind_word(model: type[Shareable]) -> str:
    # What is scarce is found by its kind first: the words of a million reports are not looked through for it.
    return f"k{model.record_type}"


def facet_word(facet: str) -> str:
    # A facet is a code, not language: a short digest keeps it one word in either engine.
    return "f" + blake2b(facet.encode(), digest_size=8).hexdigest()


def _plain(word: str) -> str:
    # FTS5 splits at anything but letters and digits; codes such as drg-ext-pin must stay one word.
    if word.isalnum():
        return word
    return "".join(char if char.isalnum() else f"zz{ord(char):x}zz" for char in word)


def _fts5(groups: list[tuple[str, ...]]) -> str:
    return " AND ".join("(" + " OR ".join(f'"{_plain(word)}"' for word in group) + ")" for group in groups)


def _tsquery(groups: list[tuple[str, ...]]) -> str:
    def quoted(word: str) -> str:
        return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"

    return " & ".join("(" + " | ".join(quoted(word) for word in group) + ")" for group in groups)
