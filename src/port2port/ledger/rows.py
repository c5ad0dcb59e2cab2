"""Reads the ledger's tables without Django, from SQLite or PostgreSQL, and never writes.

A damaged database is expected here: a column may hold anything, and reading may break off at any row.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, unquote, urlsplit

import psycopg

from port2port.pure.ledger_entry import Bytes, Entry, ListedKey

type Row = Sequence[object]

_ENTRY = (
    'SELECT l.position, l.origin, l."index", l.leaf, l.root, l.at, p.position, p.content_id, p.envelope, p.salt, '
    "p.opening, p.kind, p.organisation, p.keyid "
    "FROM ledger_leaf l LEFT JOIN ledger_payload p ON p.position = l.position"
)
_BATCH = f"{_ENTRY} WHERE l.position > %s ORDER BY l.position LIMIT %s"
_NEXT = "SELECT position FROM ledger_leaf WHERE position > %s ORDER BY position LIMIT 1"
_LAST = "SELECT max(position) FROM ledger_leaf"
_KEYS = (
    "SELECT keyid, organisation, algorithm, public, not_before, not_after, custody, proof, revoked_position "
    "FROM ledger_keylisting ORDER BY keyid"
)
_HEADS = "SELECT origin, size, root, peaks FROM ledger_log ORDER BY origin"
_ORPHAN = (
    "SELECT p.position FROM ledger_payload p LEFT JOIN ledger_leaf l ON l.position = p.position "
    "WHERE l.position IS NULL ORDER BY p.position LIMIT 1"
)
_GUARDED = ("ledger_leaf", "ledger_payload", "ledger_log", "ledger_keylisting")


class CannotRead(Exception):
    """No ledger can be read there; the message says why."""


class Damaged(Exception):
    """The database itself says that what was asked for is broken."""


class Misshapen(ValueError):
    """A row that holds something else than the ledger ever writes; the message names the column."""


@dataclass(frozen=True, slots=True)
class Head:
    """A log's row: how far it says it has grown."""

    origin: str
    size: int
    root: bytes
    peaks: bytes


class Connection(Protocol):
    """The little that is asked of a database; `run` raises Damaged."""

    def run(self, statement: str, *values: object) -> Sequence[Row]: ...

    def check(self) -> str:
        """What the database finds wrong with the ledger's own tables and indexes; empty if nothing."""


class _Sqlite:
    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise CannotRead(f"there is no database at {path}")
        # mode=ro and not immutable: the server may be writing, and its newest entries stand in the -wal file.
        self._connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro", uri=True, timeout=20, isolation_level=None
        )
        # One changed byte can spoil a letter; the row must still be read so that it can be named.
        self._connection.text_factory = lambda data: data.decode("utf-8", "replace")
        # All is read as it stands at the first statement, whatever the server adds meanwhile.
        self._connection.execute("BEGIN")

    def run(self, statement: str, *values: object) -> Sequence[Row]:
        try:
            return self._connection.execute(statement.replace("%s", "?"), values).fetchall()
        except (sqlite3.Error, OverflowError, ValueError) as error:
            raise Damaged(str(error)) from error

    def check(self) -> str:
        for table in _GUARDED:
            [first, *_rest] = [str(row[0]) for row in self.run(f"PRAGMA integrity_check('{table}')")]
            if first != "ok":
                return f"{table}: {' '.join(first.split())}"
        return ""

    def close(self) -> None:
        self._connection.close()


class _Postgresql:
    def __init__(self, url: str) -> None:
        try:
            self._connection = psycopg.connect(url, options="-c timezone=UTC")
            self._connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            self._connection.read_only = True
        except psycopg.Error as error:
            raise CannotRead(f"the database does not answer: {' '.join(str(error).split())}") from error

    def run(self, statement: str, *values: object) -> Sequence[Row]:
        try:
            # binary: the exact bytes come back without a detour over text.
            return self._connection.execute(statement.encode(), values or None, binary=True).fetchall()
        except (psycopg.Error, ValueError) as error:
            # A failed read ends the transaction; what can still be read is read in a new one.
            self._connection.rollback()
            raise Damaged(" ".join(str(error).split())) from error

    def check(self) -> str:
        return ""

    def close(self) -> None:
        self._connection.close()


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    """The database behind `sqlite:///path` or `postgresql://…`, all reads at one moment. Raises CannotRead."""
    parts = urlsplit(url)
    connection: _Sqlite | _Postgresql
    if parts.scheme == "sqlite":
        path = unquote(parts.path)
        connection = _Sqlite(Path(path[1:] if path.startswith("//") else path))
    elif parts.scheme in {"postgres", "postgresql"}:
        connection = _Postgresql(url)
    else:
        raise CannotRead("--database takes sqlite:///path or postgresql://name:password@host:port/name")
    try:
        try:
            connection.run(_LAST)
        except Damaged as error:
            raise CannotRead(f"it holds no ledger that can be read: {error}") from error
        yield connection
    finally:
        connection.close()


def entries(connection: Connection, after: int, limit: int) -> list[tuple[int, Entry | Misshapen]]:
    """The next rows in the order of their positions. Raises Damaged."""
    found: list[tuple[int, Entry | Misshapen]] = []
    for row in connection.run(_BATCH, after, limit):
        position = _whole(row[0], "leaf.position")
        try:
            found.append((position, _entry(row)))
        except Misshapen as error:
            found.append((position, error))
    return found


def next_position(connection: Connection, after: int) -> int | None:
    """The position of the next leaf. Raises Damaged."""
    rows = connection.run(_NEXT, after)
    return _whole(rows[0][0], "leaf.position") if rows else None


def orphan(connection: Connection) -> int | None:
    """The first position that has bytes and no leaf. Raises Damaged."""
    rows = connection.run(_ORPHAN)
    return _whole(rows[0][0], "payload.position") if rows else None


def listed_keys(connection: Connection) -> dict[str, ListedKey]:
    """Every key listing that has the shape of one; a misshapen one is as good as absent. Raises Damaged."""
    keys: dict[str, ListedKey] = {}
    for row in connection.run(_KEYS):
        try:
            key = _key(row)
        except Misshapen:
            continue
        keys[key.keyid] = key
    return keys


def heads(connection: Connection) -> list[Head]:
    """Every log's row. Raises Damaged, Misshapen."""
    return [
        Head(
            _text(row[0], "log.origin"), _whole(row[1], "log.size"), _raw(row[2], "log.root"), _raw(row[3], "log.peaks")
        )
        for row in connection.run(_HEADS)
    ]


def _entry(row: Row) -> Entry:
    return Entry(
        position=_whole(row[0], "leaf.position"),
        origin=_text(row[1], "leaf.origin"),
        index=_whole(row[2], "leaf.index"),
        leaf=_raw(row[3], "leaf.leaf"),
        root=_raw(row[4], "leaf.root"),
        at=_moment(row[5], "leaf.at"),
        bytes=None
        if row[6] is None
        else Bytes(
            content_id=_text(row[7], "payload.content_id"),
            envelope=_raw(row[8], "payload.envelope"),
            salt=_raw(row[9], "payload.salt"),
            opening=_raw(row[10], "payload.opening"),
            kind=_text(row[11], "payload.kind"),
            organisation=_text(row[12], "payload.organisation"),
            keyid=_text(row[13], "payload.keyid"),
        ),
    )


def _key(row: Row) -> ListedKey:
    return ListedKey(
        keyid=_text(row[0], "keylisting.keyid"),
        organisation=_text(row[1], "keylisting.organisation"),
        algorithm=_text(row[2], "keylisting.algorithm"),
        public=_raw(row[3], "keylisting.public"),
        not_before=_moment(row[4], "keylisting.not_before"),
        not_after=_moment(row[5], "keylisting.not_after"),
        custody=_text(row[6], "keylisting.custody"),
        proof=_raw(row[7], "keylisting.proof"),
        revoked_position=None if row[8] is None else _whole(row[8], "keylisting.revoked_position"),
    )


def _whole(value: object, column: str) -> int:
    if not isinstance(value, int):
        raise Misshapen(f"{column} is not a whole number")
    return value


def _text(value: object, column: str) -> str:
    if not isinstance(value, str):
        raise Misshapen(f"{column} is not text")
    return value


def _raw(value: object, column: str) -> bytes:
    if not isinstance(value, bytes):
        raise Misshapen(f"{column} is not bytes")
    return value


def _moment(value: object, column: str) -> datetime:
    # SQLite keeps Django's moments as naive UTC text.
    if isinstance(value, str):
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            raise Misshapen(f"{column} is not a moment") from None
        if read.isoformat(" ") != value:
            raise Misshapen(f"{column} is not written as a moment is")
        value = read
    if not isinstance(value, datetime):
        raise Misshapen(f"{column} is not a moment")
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
