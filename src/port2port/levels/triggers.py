"""What stands: what both sides signed, every step to it, every tick; only an erasure after its time is let in."""

from port2port.base.standing import Standing

# In the order of time: an erasure is let in once its last day of keeping is over, and nothing after it.
_SIGNED = (
    "OLD.agreed_at IS NOT NULL AND (OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL"
    " OR NEW.erased_at <= OLD.keep_until_on)"
)
CONTENT = Standing(
    "levels_dos",
    (
        "ship_name", "imo_number", "registry", "berth", "activity", "by_facility", "by_ship", "paper", "paper_digest",
    ),
    since=_SIGNED,
    kept=False,
    name="content_stands",
)  # fmt: skip
FRAME = Standing(
    "levels_dos",
    (
        "key", "facility_id", "language", "trigger", "is_continuous", "from_at", "to_at", "port_level", "ship_level",
        "requested_at", "acknowledged_at", "acknowledged_as", "declined_at", "agreed_at", "ship_signatory",
        "shore_signatory", "revises_id", "sha256", "keep_until_on", "made_by_id", "made_at",
    ),
    since="OLD.agreed_at IS NOT NULL",
    keys=(("id",), ("key",)),
)  # fmt: skip
END = Standing("levels_dos", ("ended_at", "reason"), since="OLD.ended_at IS NOT NULL", kept=False, name="end_stands")
STEPS = Standing("levels_dosstep", ("dos_id", "move", "by_id", "at"))
OF_DECLARATIONS = (CONTENT, FRAME, END, STEPS)
TICKS = Standing("levels_leveltick", ("checklist_id", "item", "kind", "by_id", "at"))
UNDONE = Standing(
    "levels_leveltick", ("undone_at", "undone_by_id"), since="OLD.undone_at IS NOT NULL", kept=False, name="undo_stands"
)
LISTS = Standing(
    "levels_levelchecklist",
    ("acknowledgement_id", "from_level", "to_level", "items", "opened_at"),
    keys=(("id",), ("acknowledgement_id",)),
)
OF_CHECKLISTS = (TICKS, UNDONE, LISTS)
STANDING = (*OF_DECLARATIONS, *OF_CHECKLISTS)
