"""What of a review stands once both have agreed."""

from port2port.base.standing import Standing

AGREED = (
    Standing(
        "reviews_review",
        ("assessment_id", "state", "chosen", "drawn", "seed", "root", "visit_on", "agreed_at"),
        "OLD.state = 'agreed'",
        keys=(("id",), ("key",), ("assessment_id",)),
    ),
    Standing("reviews_reviewstep", ("review_id", "what", "organisation_id", "at")),
)
AGREED_PARTS = (
    Standing(
        "reviews_finding",
        ("review_id", "reviewer_id", "control", "kind", "text", "grade", "reply", "taken_out_at", "agreed_at"),
        "OLD.agreed_at IS NOT NULL",
        keys=(("id",), ("key",)),
    ),
    Standing(
        "reviews_reviewer",
        ("review_id", "seat_id", "organisation_id", "state", "interest", "agreed_at"),
        "OLD.agreed_at IS NOT NULL",
        keys=(("id",), ("key",), ("review_id", "seat_id")),
    ),
)
