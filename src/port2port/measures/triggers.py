"""What stands: words that were put to the ports, a version that was adopted, and the history of a shared measure."""

from port2port.base.standing import Standing

_WORDS = ("measure_id", "n", "texts", "methods", "controls", "cost", "effort", "made_at", "opened_at")
_PILOT = ("pilot_from_on", "pilot_until_on", "pilot_measure", "pilot_result", "pilot_found")
STANDING = (
    Standing("measures_measureversion", _WORDS, "OLD.opened_at IS NOT NULL", keys=(("id",), ("measure_id", "n"))),
    Standing(
        "measures_measureversion",
        (*_WORDS, *_PILOT, "closed_at", "fewer_reason", "frozen_at", "effective_on", "sha256"),
        "OLD.frozen_at IS NOT NULL",
        kept=False,
        name="is_adopted",
    ),
    Standing(
        "measures_measureversion",
        ("pilot_from_on", "pilot_until_on", "pilot_measure"),
        "OLD.pilot_from_on IS NOT NULL",
        kept=False,
        name="named_its_pilot",
    ),
    Standing(
        "measures_measurestep",
        ("measure_id", "move", "state", "n", "note", "decision", "organisation_id", "by_id", "at", "is_inside"),
        "NOT OLD.is_inside",
    ),
)
# What a round showed, and of what it was made.
ROUNDS = (
    Standing(
        "measures_adoptionround",
        ("measure_id", "first_day", "made_at", "share", "floor", "made_of_id"),
        "OLD.made_of_id IS NOT NULL",
        keys=(("id",), ("measure_id", "first_day")),
    ),
    Standing(
        "measures_adoptioncontribution",
        ("round_id", "facility_id", "organisation_id", "port_id", "level"),
        keys=(("id",), ("round_id", "facility_id")),
    ),
)
