"""The rows behind the addresses; hidden and missing look alike."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from port2port.members.middleware import member_of
from port2port.reviews.models import Finding, Review, Reviewer


def visible_review(request: HttpRequest, key: UUID) -> Review:
    """The review. Raises Http404."""
    return get_object_or_404(Review.objects.visible_to(member_of(request)).with_names(), key=key)


def own_review(request: HttpRequest, key: UUID) -> Review:
    """The review of a facility that this seat keeps. Raises Http404."""
    return get_object_or_404(Review.objects.editable_by(member_of(request)).with_names(), key=key)


def reviewed(request: HttpRequest, key: UUID) -> Review:
    """The review in which this seat is a reviewer. Raises Http404."""
    rows = Review.objects.visible_to(member_of(request)).reviewed_by(member_of(request))
    return get_object_or_404(rows.with_names(), key=key)


def visible_reviewer(request: HttpRequest, key: UUID) -> Reviewer:
    """One who was drawn. Raises Http404."""
    rows = Reviewer.objects.visible_to(member_of(request)).select_related("review__assessment__facility")
    return get_object_or_404(rows, key=key)


def visible_finding(request: HttpRequest, key: UUID) -> Finding:
    """What was observed. Raises Http404."""
    rows = Finding.objects.visible_to(member_of(request)).standing().select_related("review__assessment")
    return get_object_or_404(rows, key=key)
