"""What stands: a registration from the moment it is made, and every result of a run."""

from port2port.base.standing import Standing

REGISTERED = Standing(
    "studies_study",
    (
        "key", "title", "language", "circle_id", "intervention_id", "hypothesis", "outcome", "category",
        "comparison_id", "is_description", "is_checked", "weeks_before", "weeks_after", "hoped_percent",
        "smallest_share", "definition", "sha256", "frozen_at", "frozen_by_id", "replaces_id", "originator_id",
    ),
    since="OLD.frozen_at IS NOT NULL",
    keys=(("id",), ("key",)),
)  # fmt: skip
FOUND = Standing(
    "studies_studyresult",
    (
        "key", "study_id", "number", "verdict", "panel", "figures", "rows", "versions", "seed", "input_sha256",
        "sha256", "by_id", "made_at",
    ),
    keys=(("id",), ("key",), ("study_id", "number")),
)  # fmt: skip
STANDING = (REGISTERED, FOUND)
