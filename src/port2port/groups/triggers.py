"""The triggers that refuse to change what was decided, said or minuted for good, for SQLite and PostgreSQL."""

from django.db.backends.base.base import BaseDatabaseWrapper

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
_FUNCTION = """
CREATE OR REPLACE FUNCTION groups_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% stands as it was written', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def create(connection: BaseDatabaseWrapper) -> None:
    """Guard the tables."""
    is_postgresql = connection.vendor == "postgresql"
    differs = "IS DISTINCT FROM" if is_postgresql else "IS NOT"
    with connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute(_FUNCTION)
        for table, (columns, since) in STANDING.items():
            # Rows are saved whole: only what really changes is refused.
            changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)
            when = f"({since}) AND ({changed})" if since else changed
            body = (
                "EXECUTE FUNCTION groups_refuse()"
                if is_postgresql
                else f"BEGIN SELECT RAISE(ABORT, '{table} stands as it was written'); END"
            )
            cursor.execute(f"CREATE TRIGGER {table}_stands BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) {body}")


def drop(connection: BaseDatabaseWrapper) -> None:
    """Lift the guard, for migrations backwards."""
    with connection.cursor() as cursor:
        for table in STANDING:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_stands{on}")
