"""What stands: numbers as they were given, loans as they were made, and what was declared before a study read."""

from port2port.base.standing import Standing

_GIVEN = ("by_id", "at")
_WITHDRAWN = ("withdrawn_by_id", "withdrawn_at")
_KEYS = (("id",), ("key",))
_REPLACED = ("replaced_by_id", "replaced_at")
STANDING = (
    Standing("counts_weekcount", ("series_id", "week", "number", "kilograms", "source", "file", *_GIVEN)),
    Standing("counts_weekcount", _REPLACED, "OLD.replaced_at IS NOT NULL", kept=False, name="stays_replaced"),
    Standing("counts_effort", ("organisation_id", "port_id", "week", "kind", "amount", "file", *_GIVEN)),
    Standing("counts_effort", _REPLACED, "OLD.replaced_at IS NOT NULL", kept=False, name="stays_replaced"),
    Standing(
        "counts_loan",
        (
            "key", "series_id", "circle_id", "organisation_id", "port_id", "outcome", "category", "from_week",
            "given_by_id", "given_at",
        ),
        keys=_KEYS,
    ),
    Standing(
        "counts_loan",
        ("taken_back_by_id", "taken_back_at", "ended_by_id"),
        "OLD.taken_back_at IS NOT NULL",
        kept=False,
        name="stays_taken_back",
    ),
    Standing(
        "counts_comparison",
        (
            "key", "organisation_id", "title", "language", "reason", "why", "outcome", "category", "circle_id",
            *_GIVEN,
        ),
        keys=_KEYS,
    ),
    Standing("counts_comparison", _WITHDRAWN, "OLD.withdrawn_at IS NOT NULL", kept=False, name="stays_withdrawn"),
    Standing("counts_comparisonweek", ("comparison_id", "week", "number", *_GIVEN)),
    Standing("counts_comparisonweek", _REPLACED, "OLD.replaced_at IS NOT NULL", kept=False, name="stays_replaced"),
    Standing(
        "counts_intervention",
        (
            "key", "organisation_id", "title", "language", "port_id", "category", "announced_on", "starts_on",
            "ramp_weeks", "intensity", "circle_id", *_GIVEN,
        ),
        keys=_KEYS,
    ),
    Standing("counts_intervention", _WITHDRAWN, "OLD.withdrawn_at IS NOT NULL", kept=False, name="stays_withdrawn"),
    Standing(
        "counts_recordingchange",
        (
            "key", "organisation_id", "language", "port_id", "outcome", "category", '"on"', "what",
            "both_sides_recoded", *_GIVEN,
        ),
        keys=_KEYS,
    ),
    Standing("counts_recordingchange", _WITHDRAWN, "OLD.withdrawn_at IS NOT NULL", kept=False, name="stays_withdrawn"),
    Standing("counts_bandquarter", ("first_day", "made_at"), keys=(("id",), ("first_day",))),
    Standing(
        "counts_bandtable", ("quarter_id", "outcome", "category"), keys=(("id",), ("quarter_id", "outcome", "category"))
    ),
    Standing("counts_bandcell", ("table_id", "series_id", "month", "low", "high", "why")),
    Standing(
        "counts_countimport",
        ("key", "organisation_id", "seat_id", "at", "file_name", "sha256", "made", "corrected", "same"),
        keys=_KEYS,
    ),
    Standing(
        "counts_countimport",
        ("undone_at", "undone_by_id"),
        "OLD.undone_at IS NOT NULL",
        kept=False,
        name="stays_undone",
    ),
)  # fmt: skip
# Columns that came later; what their tables keep is said above.
FILED = (
    Standing("counts_comparisonweek", ("file",), kept=False, name="file_stands"),
    Standing("counts_countimport", ("comparison_id",), kept=False, name="comparison_stands"),
)
