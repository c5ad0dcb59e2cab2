"""The triggers that refuse to change what was written, for SQLite and PostgreSQL."""

from django.db.backends.base.base import BaseDatabaseWrapper

_NEVER = ("ledger_leaf", "ledger_payload", "ledger_trailline")
_KEY_COLUMNS = "keyid, organisation, algorithm, public, not_before, not_after, custody, proof"
# REPLACE deletes without asking a DELETE trigger in SQLite, so an insert that would meet a row is refused as well.
_TAKEN = {
    "ledger_leaf": 'position = NEW.position OR (origin = NEW.origin AND "index" = NEW."index")',
    "ledger_payload": "position = NEW.position OR content_id = NEW.content_id",
    "ledger_keylisting": "keyid = NEW.keyid",
    "ledger_trailline": "id = NEW.id",
    "ledger_log": "origin = NEW.origin",
}


def _sqlite() -> dict[str, str]:
    triggers: dict[str, str] = {}

    def refuse(table: str, name: str, when: str) -> None:
        triggers[f"{table}_{name}"] = f"{when} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"

    for table in _NEVER:
        refuse(table, "no_update", f"BEFORE UPDATE ON {table}")
        refuse(table, "no_delete", f"BEFORE DELETE ON {table}")
    refuse("ledger_keylisting", "no_update", f"BEFORE UPDATE OF {_KEY_COLUMNS} ON ledger_keylisting")
    refuse(
        "ledger_keylisting",
        "stays_revoked",
        "BEFORE UPDATE ON ledger_keylisting WHEN OLD.revoked_position IS NOT NULL",
    )
    refuse("ledger_keylisting", "no_delete", "BEFORE DELETE ON ledger_keylisting")
    refuse(
        "ledger_log", "only_grows", "BEFORE UPDATE ON ledger_log WHEN NEW.size <= OLD.size OR NEW.origin <> OLD.origin"
    )
    refuse("ledger_log", "no_delete", "BEFORE DELETE ON ledger_log")
    for table, taken in _TAKEN.items():
        refuse(
            table,
            "no_replace",
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})",  # noqa: S608
        )
    return {name: f"CREATE TRIGGER {name} {body}" for name, body in triggers.items()}


_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _postgresql() -> dict[str, tuple[str, str]]:
    """Name to (table, statement)."""
    triggers: dict[str, tuple[str, str]] = {}

    def refuse(table: str, name: str, event: str, each: str = "ROW", when: str = "") -> None:
        condition = f"WHEN ({when}) " if when else ""
        body = f"BEFORE {event} ON {table} FOR EACH {each} {condition}EXECUTE FUNCTION ledger_refuse()"
        triggers[f"{table}_{name}"] = (table, f"CREATE TRIGGER {table}_{name} {body}")

    for table in _NEVER:
        refuse(table, "no_update", "UPDATE OR DELETE")
    refuse("ledger_keylisting", "no_update", f"UPDATE OF {_KEY_COLUMNS} OR DELETE")
    refuse("ledger_keylisting", "stays_revoked", "UPDATE", when="OLD.revoked_position IS NOT NULL")
    refuse("ledger_log", "only_grows", "UPDATE", when="NEW.size <= OLD.size OR NEW.origin <> OLD.origin")
    refuse("ledger_log", "no_delete", "DELETE")
    for table in (*_NEVER, "ledger_keylisting", "ledger_log"):
        refuse(table, "no_truncate", "TRUNCATE", "STATEMENT")
    return triggers


def create(connection: BaseDatabaseWrapper) -> None:
    """Guard the tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
            for _table, statement in _postgresql().values():
                cursor.execute(statement)
        else:
            for statement in _sqlite().values():
                cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Lift the guard; for migrations backwards and for tests that empty the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, (table, _statement) in _postgresql().items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        else:
            for name in _sqlite():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
