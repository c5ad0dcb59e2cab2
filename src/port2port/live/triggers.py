"""What stands: every observation, every move of the clock, and what was delivered."""

from port2port.base.standing import Standing

OBSERVATIONS = Standing(
    "live_observation",
    (
        "key", "event_id", "inject_id", "objective_id", "item", "rating", "text", "language", "seat_id", "facility_id",
        "told_at", "observed_at", "sent_at", "received_at", "skew_s", "is_flagged", "replaces_id", "idempotency_key",
        "digest",
    ),
    keys=(("id",), ("key",), ("seat_id", "idempotency_key")),
)  # fmt: skip
MOVES = Standing("live_clockmove", ("event_id", "run", "move", "is_real", "by_id", "at"))
DELIVERED = Standing(
    "live_inject",
    (
        "key", "event_id", "code", "number", "offset_s", "to_role", "facility_id", "channel", "texts", "expected",
        "language", "added_live", "made_by_id", "made_at", "delivered_at", "delivered_by_id",
    ),
    since="OLD.delivered_at IS NOT NULL",
    keys=(("id",), ("key",)),
)  # fmt: skip
STANDING = (OBSERVATIONS, MOVES, DELIVERED)
