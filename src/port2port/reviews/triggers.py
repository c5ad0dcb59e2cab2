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
