"""Rows that stand: triggers that refuse to change or remove what was decided, for SQLite and PostgreSQL.

A context lists its tables once; its migration makes the triggers with `operation`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from port2port.base.quick_migrations import Guarding

_FUNCTION = """
CREATE OR REPLACE FUNCTION rows_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

type Trigger = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """One table of which something stands.

    columns   that never change in a row that stands
    since     the condition in SQL, of OLD, from which on a row stands; empty = from the beginning
    keys      sets of columns by which a row is found: SQLite's REPLACE removes without asking, so it is asked before
    kept      whether a row that stands is never removed
    name      apart from other guards of the same table
    """

    table: str
    columns: tuple[str, ...]
    since: str = ""
    keys: tuple[tuple[str, ...], ...] = field(default=(("id",),))
    kept: bool = True
    name: str = "stands"


def operation(*tables: Standing) -> Operation:
    """The operation of a migration that makes these guards."""

    def make(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        create(editor.connection, tables)

    def unmake(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        drop(editor.connection, tables)

    return Guarding(make, unmake)


def around(tables: tuple[Standing, ...], *operations: Operation) -> list[Operation]:
    """The operations with these guards lifted meanwhile: a table that is built anew loses its triggers."""
    guard = operation(*tables)
    assert isinstance(guard, Guarding)  # noqa: S101 - for the types
    lifted = Guarding(guard.reverse_code or guard.code, guard.code)
    return [lifted, *operations, operation(*tables)]


def create(connection: BaseDatabaseWrapper, tables: tuple[Standing, ...]) -> None:
    """Make the triggers."""
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute(_FUNCTION)
        for one in tables:
            for name, _table, rest in _triggers(one, is_postgresql=is_postgresql):
                cursor.execute(f"CREATE TRIGGER {name} {rest}")


def drop(connection: BaseDatabaseWrapper, tables: tuple[Standing, ...]) -> None:
    """Take them away, for migrations backwards."""
    is_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for one in tables:
            for name, table, _rest in _triggers(one, is_postgresql=is_postgresql):
                on = f" ON {table}" if is_postgresql else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _triggers(one: Standing, *, is_postgresql: bool) -> Iterator[Trigger]:
    table, body = one.table, _body(one.table, is_postgresql=is_postgresql)
    differs = "IS DISTINCT FROM" if is_postgresql else "IS NOT"
    # Rows are saved whole: only what really changes is refused.
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in one.columns)
    when = f"({one.since}) AND ({changed})" if one.since else changed
    yield f"{table}_{one.name}", table, f"BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) {body}"
    if not one.kept:
        return
    since = f"WHEN ({one.since}) " if one.since else ""
    yield f"{table}_{one.name}_stays", table, f"BEFORE DELETE ON {table} FOR EACH ROW {since}{body}"
    if is_postgresql:
        yield f"{table}_{one.name}_stays_whole", table, f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {body}"
        return
    taken = f"EXISTS (SELECT 1 FROM {table} AS OLD WHERE ({_found(one.keys)}){_and(one.since)})"  # noqa: S608 - our own
    yield f"{table}_{one.name}_is_not_replaced", table, f"BEFORE INSERT ON {table} FOR EACH ROW WHEN {taken} {body}"


def _found(keys: tuple[tuple[str, ...], ...]) -> str:
    return " OR ".join("(" + " AND ".join(f"OLD.{column} IS NEW.{column}" for column in key) + ")" for key in keys)


def _and(since: str) -> str:
    return f" AND ({since})" if since else ""


def _body(table: str, *, is_postgresql: bool) -> str:
    if is_postgresql:
        return "EXECUTE FUNCTION rows_stand()"
    return f"BEGIN SELECT RAISE(ABORT, '{table} stands as it was written'); END"
