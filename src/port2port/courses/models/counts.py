"""Counts without names as they stood when a quarter began; nothing moves them until the next one."""

from django.db import models
from django.db.models import F, Q

from port2port.courses.access import QuarterCounts
from port2port.members.models import Organisation


class QuarterCount(models.Model):
    """One role of an organisation, or one course of the whole community, in one quarter.

    quarter   its first day
    about     the role, or the id of the course where `organisation` is null
    people    at least so many have the role, or passed the course
    whole     at least so many cover everything; null where too few or nearly all do
    """

    quarter = models.DateField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    about = models.CharField(max_length=60)
    people = models.PositiveIntegerField(null=True, blank=True)
    whole = models.PositiveIntegerField(null=True, blank=True)

    objects = QuarterCounts.as_manager()

    class Meta:
        ordering = ["quarter", "organisation", "about"]
        constraints = [
            models.UniqueConstraint(
                fields=["quarter", "organisation", "about"],
                condition=Q(organisation__isnull=False),
                name="one_count_a_quarter_and_role",
            ),
            models.UniqueConstraint(
                fields=["quarter", "about"], condition=Q(organisation=None), name="one_count_a_quarter_and_course"
            ),
            models.CheckConstraint(
                condition=Q(whole=None) | Q(whole__lt=F("people")), name="a_count_names_not_everybody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter} {self.about}"
