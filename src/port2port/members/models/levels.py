"""The security level board: ISPS and OCAD are two scales with two histories (rule R2)."""

from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from port2port.members.access import LevelAcknowledgements, LevelEntries
from port2port.members.models.organisations import Facility, Organisation, Port, Waterway
from port2port.members.models.people import Seat


class LevelEntry(models.Model):
    """One level for one scope and time; recorded here, set by the authority."""

    class Scale(models.TextChoices):
        ISPS = "isps", "ISPS"
        OCAD = "ocad", "OCAD"

    class Scope(models.TextChoices):
        COUNTRY = "country", _("Country")
        PORT = "port", _("Port")
        FACILITY = "facility", _("Facility")
        WATERWAY = "waterway", _("Waterway")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    scale = models.CharField(max_length=4, choices=Scale)
    scope = models.CharField(max_length=8, choices=Scope)
    port = models.ForeignKey(Port, on_delete=models.PROTECT, null=True, blank=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True)
    waterway = models.ForeignKey(Waterway, on_delete=models.PROTECT, null=True, blank=True)
    value = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(4)])
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    issued_by = models.CharField(max_length=160)
    source = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    exempts = models.BooleanField(default=False)
    reported_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    reported_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = LevelEntries.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        verbose_name_plural = "level entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(scale="isps", value__range=(1, 3)) | Q(scale="ocad", value__range=(1, 4), exempts=False),
                name="level_value_fits_its_scale",
            ),
            models.CheckConstraint(
                condition=Q(scope="country", port=None, facility=None, waterway=None)
                | Q(scope="port", port__isnull=False, facility=None, waterway=None)
                | Q(scope="facility", port=None, facility__isnull=False, waterway=None)
                | Q(scope="waterway", port=None, facility=None, waterway__isnull=False),
                name="level_scope_names_its_place",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")), name="level_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__lt=models.F("valid_from"), cancelled_by__isnull=False),
                name="level_is_cancelled_before_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scale_display()} {self.value}"

    @property
    def place(self) -> str:
        """Where it holds, in the reader's language."""
        if self.facility is not None:
            return f"{self.facility.name}, {self.facility.port.name}"
        row = self.port or self.waterway
        return row.name if row is not None else gettext("The whole country")


class LevelAcknowledgement(models.Model):
    """A raise, read and put into effect at one facility."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    entry = models.ForeignKey(LevelEntry, on_delete=models.CASCADE, related_name="acknowledgements")
    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    measures_in_effect_at = models.DateTimeField(null=True, blank=True)

    objects = LevelAcknowledgements.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "facility"], name="one_acknowledgement_a_facility")]

    def __str__(self) -> str:
        return f"{self.entry}, {self.facility}"
