"""What of the norms stands once it was published."""

from port2port.base.standing import Standing

PUBLISHED = (
    Standing(
        table="norms_catalogueversion",
        columns=("key", "version", "model", "seal", "owner_id", "brought_for_id", "approved_for_id", "published_at"),
        since="OLD.state <> 'draft'",
        keys=(("id",), ("key", "version", "owner_id")),
    ),
    Standing(
        table="norms_catalogueversion",
        columns=("state",),
        since="OLD.state = 'superseded'",
        kept=False,
        name="stays_superseded",
    ),
    Standing(
        table="norms_cataloguefile",
        columns=("catalogue_id", "name", "sha256", "data", "is_sealed"),
        since="OLD.is_sealed",
        keys=(("id",), ("catalogue_id", "name")),
    ),
)
