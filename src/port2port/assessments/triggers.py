"""What stands: every answer as it was given, and with the freeze everything that the results come from."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from port2port.base.quick_migrations import Guarding
from port2port.base.standing import Standing

ANSWER = (
    "assessment_id",
    "control",
    "revision",
    "conformity",
    "doc",
    "impl",
    "rationale",
    "confidence",
    "na_reason",
    "carried_from_id",
    "author_id",
    "at",
)
ROUND = ("kind", "state", "catalogue_id", "baseline_id", "target", "opens_on", "closes_on", "frozen_at", "title")
ASSESSMENT = (
    "round_id",
    "facility_id",
    "organisation_id",
    "kind",
    "assessor_id",
    "buddy_id",
    "state",
    "submitted_by_id",
    "agreed_by_id",
    "agreed_at",
    "withdrawn_at",
    "frozen_at",
)
SCENARIO = (
    "assessment_id",
    "title",
    "method",
    "intent",
    "capability",
    "vulnerability",
    "impact",
    "confidence",
    "rationale",
    "treatment",
    "measure",
    "table_version",
    "threat",
    "likelihood",
    "verdict",
    "taken_out_at",
    "frozen_at",
)
STANDING = (
    Standing("assessments_round", ROUND, "OLD.frozen_at IS NOT NULL", keys=(("id",), ("key",))),
    Standing(
        "assessments_round", ("catalogue_id", "baseline_id"), "OLD.state <> 'planned'", kept=False, name="is_pinned"
    ),
    Standing(
        "assessments_assessment",
        ASSESSMENT,
        "OLD.frozen_at IS NOT NULL",
        keys=(("id",), ("key",), ("round_id", "facility_id")),
    ),
    Standing("assessments_answer", ANSWER, keys=(("id",), ("assessment_id", "control", "revision"))),
    Standing("assessments_acceptance", ("answer_id", "by_id", "at"), keys=(("id",), ("answer_id",))),
    Standing("assessments_riskscenario", SCENARIO, "OLD.frozen_at IS NOT NULL", keys=(("id",), ("key",))),
    Standing("assessments_assessmentstep", ("assessment_id", "what", "note", "controls", "by_id", "at")),
    Standing(
        "assessments_comment",
        ("assessment_id", "control", "text", "organisation_id", "by_id", "at"),
        keys=(("id",), ("key",)),
    ),
)
# What came with the benchmark: made once, at the freeze.
BANDS = (
    Standing(
        "assessments_contribution",
        (
            "round_id",
            "facility_id",
            "organisation_id",
            "operator_id",
            "port_id",
            "tier",
            "water",
            "cargo",
            "objective",
            "level",
        ),
        keys=(("id",), ("round_id", "facility_id", "objective")),
    ),
    Standing(
        "assessments_cell",
        ("round_id", "objective", "grouping", "part", "is_shown", "lower", "middle", "upper", "floor", "made_of_id"),
        keys=(("id",), ("round_id", "objective", "grouping", "part")),
    ),
)
# Tables into which nothing new comes once the assessment is frozen, and how a new row finds its assessment.
CLOSED = {
    "assessments_answer": "one.id = NEW.assessment_id",
    "assessments_riskscenario": "one.id = NEW.assessment_id",
    "assessments_evidenceref": "one.id = NEW.assessment_id",
    "assessments_acceptance": (
        "one.id = (SELECT answer.assessment_id FROM assessments_answer answer WHERE answer.id = NEW.answer_id)"
    ),
}


def closing() -> Operation:
    """The operation of a migration that closes a frozen assessment to new rows."""
    return Guarding(
        lambda _apps, editor: close(_connection(editor)), lambda _apps, editor: unclose(_connection(editor))
    )


def _connection(editor: BaseDatabaseSchemaEditor) -> BaseDatabaseWrapper:
    return editor.connection


def close(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that refuse new rows, and changed evidence, of a frozen assessment."""
    with connection.cursor() as cursor:
        for table, found in CLOSED.items():
            for event in ("INSERT", "UPDATE") if table == "assessments_evidenceref" else ("INSERT",):
                _make(cursor, table, event, found, is_postgresql=connection.vendor == "postgresql")


def _make(cursor: object, table: str, event: str, found: str, *, is_postgresql: bool) -> None:
    frozen = f"EXISTS (SELECT 1 FROM assessments_assessment one WHERE {found} AND one.frozen_at IS NOT NULL)"  # noqa: S608
    name = f"{table}_is_closed_to_{event.lower()}"
    said = f"{table} stands as it was written"
    if not is_postgresql:
        body = f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        cursor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {frozen} {body}")  # type: ignore[attr-defined]
        return
    cursor.execute(  # type: ignore[attr-defined]
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {frozen} THEN"
        f" RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    cursor.execute(  # type: ignore[attr-defined]
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def unclose(connection: BaseDatabaseWrapper) -> None:
    """Take them away, for migrations backwards."""
    with connection.cursor() as cursor:
        for table in CLOSED:
            for event in ("insert", "update"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_is_closed_to_{event}{on}")
