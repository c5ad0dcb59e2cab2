"""What stands: every figure as it was published, and a withdrawal once it is made."""

from port2port.base.standing import Standing

PUBLISHED = Standing(
    "figures_figure",
    (
        "key", "series_id", "place", "port_id", "from_on", "to_on", "value", "unit", "qualifier", "source",
        "published_on", "supersedes", "language", "is_to_verify", "digest", "organisation_id", "by_id", "at",
    ),
    keys=(("id",), ("key",), ("digest",)),
)  # fmt: skip
WITHDRAWN = Standing(
    "figures_figure",
    ("withdrawn_by_id", "withdrawn_at", "reason"),
    since="OLD.withdrawn_at IS NOT NULL",
    kept=False,
    name="stays_withdrawn",
)
STANDING = (PUBLISHED, WITHDRAWN)
