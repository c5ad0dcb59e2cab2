"""What stands: a season as drawn and its end, a watch as begun, its thresholds, alarms, what was said of them."""

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
_SAID = ("alarm_id", "organisation_id", "by_id", "at", "language")
WATCHED = Standing(
    "earlywarning_watchedmeasure",
    (
        "key", "organisation_id", "by_id", "at", "circle_id", "intervention_id", "comparison_id", "outcome", "category",
        "start_week", "shared_since", "seed",
    ),
    keys=(("id",), ("key",)),
)  # fmt: skip
BEGUN = Standing(
    "earlywarning_watchedmeasure",
    ("budget", "begun_by_id", "begun_at"),
    since="OLD.begun_at IS NOT NULL",
    kept=False,
    name="stays_begun",
)
STOPPED = Standing(
    "earlywarning_watchedmeasure",
    ("stop", "stop_words", "stopped_by_id", "stopped_at", "read_until", "digest"),
    since="OLD.stopped_at IS NOT NULL",
    kept=False,
    name="stays_stopped",
)
CALIBRATED = Standing(
    "earlywarning_calibration", ("watch_id", "draws", "thresholds", "buys", "made_at"), keys=(("id",), ("watch_id",))
)
HEARD = Standing(
    "earlywarning_alarm",
    (
        "key", "watch_id", "week", "number", "directed", "max_port", "detectors", "loudest_id", "has_fallen", "missing",
        "outside_gaps", "is_first_reading",
        "made_at",
    ),
    keys=(("id",), ("key",)),
)  # fmt: skip
ACKNOWLEDGED = Standing("earlywarning_acknowledgement", (*_SAID, "done"))
JUDGED = Standing("earlywarning_judgement", (*_SAID, "judged", "why"))
STANDING = (DRAWN, ENDED, WATCHED, BEGUN, STOPPED, CALIBRATED, HEARD, ACKNOWLEDGED, JUDGED)
