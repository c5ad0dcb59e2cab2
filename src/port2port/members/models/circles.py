"""Circles: who shares what with whom, and since when."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from port2port.members.access import CircleMemberships, Circles
from port2port.members.models.organisations import Organisation


class Circle(models.Model):
    """A set of organisations that share; made and owned by one of them."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True, max_length=2000)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="owned_circles")
    # Members of an open-membership circle see who else is in it.
    is_open = models.BooleanField(default=True)
    # A new member sees what was shared before it joined.
    shows_history = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = Circles.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CircleMembership(models.Model):
    """One stay of an organisation in a circle; a return is a new row, so the history stands."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="circle_memberships")
    invited_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = CircleMemberships.as_manager()

    class Meta:
        ordering = ["circle", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "organisation"], condition=Q(left_at=None), name="one_open_stay_a_circle"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.circle}"
