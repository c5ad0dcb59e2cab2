"""The codes of kinds and roles as plain text, for files that are read without a database."""

KINDS = ("drill", "tabletop", "functional", "full")
PLAYER_ROLES = (
    "guard", "control_room", "pfso", "pso", "operations", "release", "it", "waterway", "management", "all",
)  # fmt: skip
