"""What stands: what was drawn for a season from its beginning, and its end once it has one."""

from port2port.base.standing import Standing

# A season is its player's own, who may forget it: it stands unchanged, and can go.
DRAWN = Standing(
    "earlywarning_season",
    ("key", "person_id", "seed", "truth", "drawn", "budget", "started_at"),
    kept=False,
)
ENDED = Standing(
    "earlywarning_season",
    ("week", "asked", "answer", "ended_at", "board_week"),
    since="OLD.ended_at IS NOT NULL",
    kept=False,
    name="stays_ended",
)
STANDING = (DRAWN, ENDED)
