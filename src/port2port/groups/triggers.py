"""The triggers that refuse to change or remove what was decided, said or minuted, for SQLite and PostgreSQL."""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from port2port.base.quick_migrations import Guarding

# Table: the columns that stand, and since when.
STANDING: dict[str, tuple[tuple[str, ...], str]] = {
    "groups_decision": (
        ("title", "text", "method", "counts", "objections", "effective_on", "review_on", "done_with"),
        "OLD.version > 0",
    ),
    "groups_minutes": (("text", "version", "state", "sha256", "final_at", "reason"), "OLD.state = 'final'"),
    "groups_stance": (("version_id", "seat_id", "revision", "position", "reason", "by_id", "at"), ""),
    "groups_proposalversion": (("proposal_id", "n", "title", "text", "effective_on", "review_on", "opens_at"), ""),
}
# What stands besides, since the second migration of triggers: where it belongs, and what an objection met with.
STANDING_TOO: dict[str, tuple[tuple[str, ...], str]] = {
    "groups_decision": (
        ("key", "group_id", "group_name", "proposal_id", "proposal_version", "language", "supersedes_id"),
        "OLD.version > 0",
    ),
    "groups_minutes": (("key", "meeting_id", "language", "position", "by_id"), "OLD.state = 'final'"),
    "groups_proposalversion": (("language", "by_id"), ""),
    "groups_resolution": (("version_id", "seat_id", "by_id", "by_chair", "reason", "at"), ""),
    "groups_proposalversion_seats": (("proposalversion_id", "votingseat_id"), ""),
}
# Table: which rows are never removed. A decision that was never published, and a draft, may go.
KEPT = {
    "groups_decision": "OLD.version > 0",
    "groups_minutes": "OLD.state = 'final'",
    "groups_stance": "",
    "groups_proposalversion": "",
    "groups_resolution": "",
    "groups_proposalversion_seats": "",
}
# Tables and columns that came after: guarded by the migration that made them.
LATER: dict[str, tuple[tuple[str, ...], str]] = {
    "groups_decisiontext": (
        ("decision_id", "language", "n", "title", "text", "organisation_id", "by_id", "made_at"),
        "",
    ),
}
LATER_KEPT = {"groups_decisiontext": ""}
LATER_COLUMNS: dict[str, tuple[tuple[str, ...], str]] = {"groups_decision": (("measure",), "OLD.measure <> ''")}
# REPLACE deletes without asking a DELETE trigger in SQLite, so an insert that would meet such a row is refused as well.
_TAKEN = {
    "groups_decision": "(id = NEW.id OR key = NEW.key OR proposal_id = NEW.proposal_id) AND version > 0",
    "groups_minutes": "(id = NEW.id OR key = NEW.key OR (meeting_id = NEW.meeting_id AND version = NEW.version))"
    " AND state = 'final'",
    "groups_stance": "id = NEW.id OR"
    " (version_id = NEW.version_id AND seat_id = NEW.seat_id AND revision = NEW.revision)",
    "groups_proposalversion": "id = NEW.id OR (proposal_id = NEW.proposal_id AND n = NEW.n)",
    "groups_resolution": "id = NEW.id OR (version_id = NEW.version_id AND seat_id = NEW.seat_id)",
    "groups_decisiontext": "id = NEW.id OR (decision_id = NEW.decision_id AND language = NEW.language AND n = NEW.n)",
    "groups_proposalversion_seats": "id = NEW.id OR"
    " (proposalversion_id = NEW.proposalversion_id AND votingseat_id = NEW.votingseat_id)",
}
_FUNCTION = """
CREATE OR REPLACE FUNCTION groups_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

type Trigger = tuple[str, str, str]


def create(connection: BaseDatabaseWrapper) -> None:
    """Guard against changes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_FUNCTION)
    _make(connection, _changes(STANDING, "stands", is_postgresql=connection.vendor == "postgresql"))


def drop(connection: BaseDatabaseWrapper) -> None:
    """Lift that guard, for migrations backwards."""
    _unmake(connection, ((f"{table}_stands", table) for table in STANDING))


def create_later(connection: BaseDatabaseWrapper) -> None:
    """Guard what came after."""
    is_postgresql = connection.vendor == "postgresql"
    _make(connection, _changes(LATER, "stands", is_postgresql=is_postgresql))
    _make(connection, _changes(LATER_COLUMNS, "measure_stands", is_postgresql=is_postgresql))
    _make(connection, _removals(LATER_KEPT, is_postgresql=is_postgresql))


def drop_later(connection: BaseDatabaseWrapper) -> None:
    """Lift that guard, for migrations backwards."""
    is_postgresql = connection.vendor == "postgresql"
    names = [(f"{table}_stands", table) for table in LATER]
    names += [(f"{table}_measure_stands", table) for table in LATER_COLUMNS]
    names += [(name, table) for name, table, _rest in _removals(LATER_KEPT, is_postgresql=is_postgresql)]
    _unmake(connection, names)


def around(*operations: Operation) -> list[Operation]:
    """The operations of a migration with all guards lifted meanwhile: a table that is built anew loses its triggers."""
    return [Guarding(_drop_all, _create_all), *operations, Guarding(_create_all, _drop_all)]


def _create_all(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    create(editor.connection)
    create_lasting(editor.connection)


def _drop_all(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    drop_lasting(editor.connection)
    drop(editor.connection)


def create_lasting(connection: BaseDatabaseWrapper) -> None:
    """Guard what stands besides, and against removal."""
    is_postgresql = connection.vendor == "postgresql"
    _make(connection, _changes(STANDING_TOO, "stands_too", is_postgresql=is_postgresql))
    _make(connection, _removals(KEPT, is_postgresql=is_postgresql))


def drop_lasting(connection: BaseDatabaseWrapper) -> None:
    """Lift that guard, for migrations backwards."""
    names = [(f"{table}_stands_too", table) for table in STANDING_TOO]
    names += [(name, table) for name, table, _rest in _removals(KEPT, is_postgresql=connection.vendor == "postgresql")]
    _unmake(connection, names)


def _changes(tables: dict[str, tuple[tuple[str, ...], str]], name: str, *, is_postgresql: bool) -> Iterator[Trigger]:
    differs = "IS DISTINCT FROM" if is_postgresql else "IS NOT"
    for table, (columns, since) in tables.items():
        # Rows are saved whole: only what really changes is refused.
        changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
        when = f"({since}) AND ({changed})" if since else changed
        yield (
            f"{table}_{name}",
            table,
            f"BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) {_body(table, is_postgresql)}",
        )


def _removals(kept: dict[str, str], *, is_postgresql: bool) -> Iterator[Trigger]:
    for table, which in kept.items():
        when, body = f"WHEN ({which}) " if which else "", _body(table, is_postgresql)
        yield f"{table}_stays", table, f"BEFORE DELETE ON {table} FOR EACH ROW {when}{body}"
        if is_postgresql:
            yield f"{table}_stays_whole", table, f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {body}"
        else:
            taken = f"EXISTS (SELECT 1 FROM {table} WHERE {_TAKEN[table]})"  # noqa: S608 - names of our own
            yield f"{table}_is_not_replaced", table, f"BEFORE INSERT ON {table} FOR EACH ROW WHEN {taken} {body}"


def _body(table: str, is_postgresql: bool) -> str:  # noqa: FBT001
    if is_postgresql:
        return "EXECUTE FUNCTION groups_refuse()"
    return f"BEGIN SELECT RAISE(ABORT, '{table} stands as it was written'); END"


def _make(connection: BaseDatabaseWrapper, wanted: Iterator[Trigger]) -> None:
    with connection.cursor() as cursor:
        for name, _table, rest in wanted:
            cursor.execute(f"CREATE TRIGGER {name} {rest}")


def _unmake(connection: BaseDatabaseWrapper, names: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> None:
    with connection.cursor() as cursor:
        for name, table in names:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
