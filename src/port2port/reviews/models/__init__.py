"""The tables of peer review."""

from port2port.reviews.models.reviews import Finding, Grade, Kind, Review, Reviewer, ReviewerOffer, ReviewStep

__all__ = ["Finding", "Grade", "Kind", "Review", "ReviewStep", "Reviewer", "ReviewerOffer"]
