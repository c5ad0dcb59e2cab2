"""What clocks read: when a duty was fulfilled, what a place says of its clock, and derogations."""

from datetime import date
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q

from port2port.duties.access import ClockSettings, Derogations, Fulfilments
from port2port.members.models import Facility, Organisation, Port, Seat


class Scoped(models.Model):
    """Belongs to a facility, to a port, or to the organisation itself; the organisation is always whose duty it is."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    port = models.ForeignKey(Port, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(facility=None) | Q(port=None), name="%(class)s_is_of_a_facility_or_a_port"
            ),
        ]

    @property
    def place(self) -> Facility | Port | Organisation:
        """What it belongs to."""
        return self.facility or self.port or self.organisation

    @property
    def place_key(self) -> UUID:
        """The key of what it belongs to."""
        return self.place.key


class Fulfilment(Scoped):
    """A duty was fulfilled on a day; clocks read these rows and nothing else.

    tested     elements that were tested, as `b15_11.access`
    evidence   where the proof lies, never the proof itself: no assessment and no plan is kept here
    until      the end date that a certificate names
    """

    rule = models.CharField(max_length=40)
    on = models.DateField()
    until = models.DateField(null=True, blank=True)
    tested = models.JSONField(default=list, blank=True)
    evidence = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    undone_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = Fulfilments.as_manager()

    class Meta(Scoped.Meta):
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["facility", "rule", "on"], name="fulfilment_by_facility")]
        constraints = [
            *Scoped.Meta.constraints,
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("on")), name="fulfilment_ends_after_it"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.on}"


class ClockSetting(Scoped):
    """What a place says of one of its clocks.

    months      the period, where the place sets it itself
    starts_on   since when the duty is its own, for one that was never fulfilled
    changed_on  a major change that asks for a review at once
    off_reason  why the duty does not concern it
    """

    rule = models.CharField(max_length=40)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    changed_on = models.DateField(null=True, blank=True)
    changed_what = models.CharField(max_length=200, blank=True)
    off_reason = models.CharField(max_length=300, blank=True)
    set_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = ClockSettings.as_manager()

    class Meta(Scoped.Meta):
        constraints = [
            *Scoped.Meta.constraints,
            models.UniqueConstraint(
                fields=["facility", "rule"], condition=Q(facility__isnull=False), name="one_setting_a_facility_and_rule"
            ),
            models.UniqueConstraint(
                fields=["organisation", "port", "rule"],
                condition=Q(facility=None, port__isnull=False),
                name="one_setting_a_port_and_rule",
            ),
            models.UniqueConstraint(
                fields=["organisation", "rule"],
                condition=Q(facility=None, port=None),
                name="one_setting_an_organisation_and_rule",
            ),
            models.CheckConstraint(condition=Q(months=None) | Q(months__range=(1, 120)), name="setting_months_fit"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}, {self.place}"


class Derogation(Scoped):
    """A duty may be late for a reason; it moves one date, stays visible, and never makes the duty fine.

    due_on       the day it moves
    approver     the authority that approved it, with `reference` to its letter; or `approved_by`, the port's officer
    """

    rule = models.CharField(max_length=40)
    due_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=500)
    approver = models.CharField(max_length=160, blank=True)
    reference = models.CharField(max_length=160, blank=True)
    asked_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Derogations.as_manager()

    class Meta(Scoped.Meta):
        ordering = ["-asked_at", "-id"]
        constraints = [
            *Scoped.Meta.constraints,
            models.UniqueConstraint(
                fields=["facility", "rule"], condition=Q(ended_at=None), name="one_open_derogation_a_rule"
            ),
            models.CheckConstraint(condition=Q(until_on__gt=F("due_on")), name="derogation_moves_the_date_on"),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(approved_by__isnull=False) | (~Q(approver="") & ~Q(reference="")),
                name="derogation_was_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")), name="nobody_approves_the_own_derogation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}, {self.place}: {self.until_on}"

    def is_running(self, on: date) -> bool:
        """Approved and not over."""
        return self.approved_at is not None and self.ended_at is None and self.until_on >= on
