"""Whom an occurrence asks to tell, and what an organisation is in law."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from port2port.duties.access import Notices, Profiles
from port2port.duties.models.clocks import Scoped
from port2port.members.models import Organisation, Seat


class Notice(Scoped):
    """One addressee of one incident, with its clock. Told by people; the product never tells anybody.

    source_type, source_key   the record behind it, which belongs to a later context
    aware_at                  when the organisation knew; `start` is later for what follows another notice
    due                       None where the law says "without delay"
    flags                     what was ticked of the incident when the clocks were started
    dropped_at                the incident's codes no longer ask for it
    """

    source_type = models.CharField(max_length=20)
    source_key = models.UUIDField()
    rule = models.CharField(max_length=40)
    codes = models.JSONField(default=list, blank=True)
    flags = models.JSONField(default=list, blank=True)
    aware_at = models.DateTimeField()
    start = models.DateTimeField()
    due = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = Notices.as_manager()

    class Meta(Scoped.Meta):
        ordering = ["due", "id"]
        constraints = [
            *Scoped.Meta.constraints,
            models.UniqueConstraint(fields=["source_type", "source_key", "rule"], name="one_notice_a_source_and_rule"),
            models.CheckConstraint(
                condition=Q(told_at=None, told_by=None) | Q(told_at__isnull=False, told_by__isnull=False),
                name="notice_was_told_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}, {self.source_type} {self.source_key}"

    def get_absolute_url(self) -> str:
        """The page with what to say."""
        return reverse("duties:notice", args=[self.key])


class Profile(models.Model):
    """What an organisation is in law, as far as it decides whom an incident asks to tell; codes of the rule file."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    codes = models.JSONField(default=list, blank=True)
    set_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = Profiles.as_manager()

    def __str__(self) -> str:
        return str(self.organisation)
