"""What of the ledger's rows may be asked for.

This context stands below `members` and knows no members: envelopes leave it only by position, and `sharing` decides who
may have that position (the one rule). The audit trail is given per organisation.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from port2port.ledger.models import KeyListing, Leaf, Log, Payload, TrailLine, Turn  # noqa: F401


class Turns(models.QuerySet["Turn"]):
    """The append lock."""


class Logs(models.QuerySet["Log"]):
    """Logs by origin."""


class Leaves(models.QuerySet["Leaf"]):
    """Leaves in the order in which they were committed."""

    def after(self, position: int) -> Self:
        return self.filter(position__gt=position).order_by("position")


class Payloads(models.QuerySet["Payload"]):
    """Bytes by position or content id."""


class KeyListings(models.QuerySet["KeyListing"]):
    """Public keys."""

    def usable(self, *, organisation: str, at: datetime) -> Self:
        """Keys with which the organisation may sign at that moment, the newest first."""
        return self.filter(
            organisation=organisation, not_before__lte=at, not_after__gt=at, revoked_position=None
        ).order_by("-not_before", "keyid")


class TrailLines(models.QuerySet["TrailLine"]):
    """The audit trail."""

    def visible_to(self, organisation: str) -> Self:
        """The lines of one organisation's own people and records."""
        return self.filter(organisation=organisation)

    def between(self, since: datetime | None, until: datetime | None) -> Self:
        limits = Q(at__gte=since) if since else Q()
        return self.filter(limits & (Q(at__lt=until) if until else Q()))
