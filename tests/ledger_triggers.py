"""Lifts the ledger's triggers while a test's database is emptied, or while a test plays the one who tampers."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.db import connection, transaction

from port2port.base import standing
from port2port.base.standing import Standing
from port2port.groups import triggers as group_triggers
from port2port.ledger import keys, triggers
from tests.house.tree import ROOT


def _rows_that_stand() -> tuple[Standing, ...]:
    """What each context's `triggers` module lists, whatever it calls its lists.

    A guard that a migration made and a later one widened is listed twice; the later one stands.
    """
    found: dict[tuple[str, str], Standing] = {}
    for path in sorted((ROOT / "src" / "port2port").glob("*/triggers.py")):
        for value in vars(import_module(f"port2port.{path.parent.name}.triggers")).values():
            some = value if isinstance(value, tuple) else (value,)
            found |= {(one.table, one.name): one for one in some if isinstance(one, Standing)}
    return tuple(found.values())


STANDING = _rows_that_stand()


@contextmanager
def lifted() -> Iterator[None]:
    """Inside, rows of the ledger can be changed; afterwards the triggers stand and no key is remembered."""
    with transaction.atomic():
        triggers.drop(connection)
    try:
        yield
    finally:
        keys.forget()
        with transaction.atomic():
            triggers.create(connection)


@contextmanager
def emptied() -> Iterator[None]:
    """Inside, every table can be emptied, those of rows that stand too."""
    with transaction.atomic():
        standing.drop(connection, STANDING)
        group_triggers.drop_later(connection)
        group_triggers.drop_lasting(connection)
    try:
        with lifted():
            yield
    finally:
        with transaction.atomic():
            group_triggers.create_lasting(connection)
            group_triggers.create_later(connection)
            standing.create(connection, STANDING)


# What migrations wrote and every test finds.
KEPT = frozenset({"django_migrations", "django_content_type", "auth_permission"})


def empties_by_itself() -> bool:
    """Whether this server lets the tests empty their tables past triggers, which is much quicker than TRUNCATE."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        return cursor.fetchone() == ("on",)


def empty() -> None:
    """No row is left in any table that had one; on PostgreSQL, as a superuser."""
    tables = [one for one in connection.introspection.table_names() if one not in KEPT]
    asked = " UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM \"{one}\")" for one in tables)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(asked)
        for (one,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{one}"')
    keys.forget()
