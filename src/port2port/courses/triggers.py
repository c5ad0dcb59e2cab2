"""What stands: a released version with its files, and what was reached in an attempt."""

from port2port.base.standing import Standing

_VERSION = (
    *("course_id", "n", "titles", "languages", "summaries", "audiences", "covers", "minutes", "lessons", "questions"),
    *("pass_mark", "valid_months", "is_substantial", "is_starting", "made_by_id", "made_at", "offered_at"),
    *("offered_by_id", "released_at", "released_by_id"),
)
STANDING = (
    Standing("courses_courseversion", _VERSION, "OLD.released_at IS NOT NULL", keys=(("id",), ("course_id", "n"))),
    Standing(
        "courses_coursefile",
        ("version_id", "language", "content", "sha256", "stands_at"),
        "OLD.stands_at IS NOT NULL",
        keys=(("id",), ("version_id", "language")),
    ),
    # Records of people are erased after their time; what they say is never changed.
    Standing(
        "courses_attempt",
        ("person_id", "organisation_id", "version_id", "asked", "started_at", "handed_in_at", "per_cent", "is_passed"),
        "OLD.handed_in_at IS NOT NULL",
        kept=False,
    ),
)
