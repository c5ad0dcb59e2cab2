"""What was published when, to whom it went, and who opened it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from port2port.members.models import Organisation, Person
from port2port.sharing.access import Deliveries, Openings, Publications


class Publication(models.Model):
    """One version of one record, and where it stands in the ledger."""

    class Step(models.TextChoices):
        PUBLISHED = "published", _("Published")
        REVISED = "revised", _("Revised")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    record_type = models.CharField(max_length=10)
    record_id = models.BigIntegerField()
    record_key = models.UUIDField()
    version = models.PositiveIntegerField()
    step = models.CharField(max_length=9, choices=Step)
    position = models.BigIntegerField(unique=True)
    content_id = models.CharField(max_length=64, unique=True)
    tlp = models.PositiveSmallIntegerField()
    actor_seat = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    objects = Publications.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["record_type", "record_id", "version"], name="a_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_key} v{self.version}"


class Delivery(models.Model):
    """A record that reached an organisation; the author sees these three moments and no person's name."""

    record_type = models.CharField(max_length=10)
    record_id = models.BigIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    originator = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    delivered_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    objects = Deliveries.as_manager()

    class Meta:
        ordering = ["organisation__name"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["record_type", "record_id", "organisation"], name="one_delivery_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id} → {self.organisation_id}"


class Opening(models.Model):
    """The first opening of a version by a person; the name stays inside the person's own organisation."""

    record_type = models.CharField(max_length=10)
    record_id = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    first_opened_at = models.DateTimeField()
    version = models.PositiveIntegerField()

    objects = Openings.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_type", "record_id", "person"], name="one_opening_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id} by {self.person_id}"
