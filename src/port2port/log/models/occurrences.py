"""One entry of the log, every wording it has had, and the zones of a facility."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from port2port.log.access import Occurrences, Versions, Zones
from port2port.log.models.imports import LogImport
from port2port.members.models import Facility, Seat
from port2port.reports.models import Precision, Severity


class Tile(models.TextChoices):
    """The six cases of the gate form."""

    INTRUDER = "intruder", _("Person inside the fence")
    FENCE = "fence", _("Damaged fence")
    DRONE = "drone", _("Drone")
    QUESTION = "question", _("Suspicious question")
    RELEASE = "release", _("Wrong release or PIN")
    OTHER = "other", _("Other")


class Source(models.TextChoices):
    """By which door an entry came in."""

    GATE = "gate", _("Gate form")
    PAGE = "page", _("Log page")
    IMPORT = "import", _("Imported logbook")
    API = "api", _("Program")


class Reported(models.TextChoices):
    """How the 24-hour report of an entry was settled."""

    SENT = "sent", _("24 h report sent")
    OTHERWISE = "otherwise", _("24 h report made otherwise")
    EXEMPT = "exempt", _("No 24 h report needed")


class Zone(models.Model):
    """A part of a facility as its people call it: a gate, a quay, a stack. The QR code on its post carries the code.

    lat, lon   of its post in degrees, where somebody said so: from there a bearing can be drawn
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="zones")
    code = models.SlugField(max_length=20)
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)

    objects = Zones.as_manager()

    class Meta:
        ordering = ["facility", "name"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "code"], name="one_zone_a_code"),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="zone_position_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LogYear(models.Model):
    """The last number given out in a facility's year; whoever writes holds it, so no number is missing or double."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facility", "year"], name="one_log_a_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Occurrence(models.Model):
    """What happened at a facility, as its newest wording says; every wording stands in `Version`.

    year, sequence   of its writing, local time; without gaps, so that a missing page would show
    happened_at      when it happened             noted_at   when the server took it in
    queued_at        when a phone without signal kept it, by the phone's own clock
    skew_s           seconds by which the phone's clock was ahead; None when it agreed or nothing is known
    methods          codes of the vocabulary      on_duty    roles of the people on duty, never names
    answers          what the gate form's yes/no chips said, by chip
    reference        the number it has in the facility's own papers
    digest           of the row of an imported logbook, so that a file imported twice changes nothing
    batch            the import that it came with
    reported_at      when the 24-hour report was settled, and how: until then its clock runs
    words            folded and stemmed, between blanks, for the search
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="occurrences")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    tile = models.CharField(max_length=8, choices=Tile, default=Tile.OTHER)
    source = models.CharField(max_length=6, choices=Source)
    happened_at = models.DateTimeField()
    happened_precision = models.CharField(max_length=7, choices=Precision, default=Precision.MINUTE)
    noted_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    skew_s = models.IntegerField(null=True, blank=True)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    methods = models.JSONField(default=list, blank=True)
    severity = models.CharField(max_length=11, choices=Severity, blank=True)
    stage = models.CharField(max_length=20, blank=True)
    medium = models.CharField(max_length=20, blank=True)
    substance = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    detected_by = models.CharField(max_length=20, blank=True)
    text = models.TextField(max_length=20_000, blank=True)
    language = models.CharField(max_length=2)
    action_taken = models.TextField(max_length=4_000, blank=True)
    on_duty = models.JSONField(default=list, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    reference = models.CharField(max_length=60, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    batch = models.ForeignKey(LogImport, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    words = models.TextField(blank=True, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    reported_how = models.CharField(max_length=9, choices=Reported, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.CharField(max_length=500, blank=True)

    objects = Occurrences.as_manager()

    class Meta:
        ordering = ["-happened_at", "-id"]
        indexes = [models.Index(fields=["facility", "-happened_at"], name="log_of_a_facility")]
        constraints = [
            models.UniqueConstraint(fields=["facility", "year", "sequence"], name="one_entry_a_number"),
            models.UniqueConstraint(
                fields=["facility", "digest"], condition=~Q(digest=""), name="one_entry_an_imported_row"
            ),
            models.CheckConstraint(condition=Q(sequence__gt=0, version__gt=0), name="entry_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_tile_display()}"

    def get_absolute_url(self) -> str:
        """The page of the entry."""
        return reverse("log:entry", args=[self.key])

    @property
    def number(self) -> str:
        """The number in the legal log, such as 2026-0147."""
        return f"{self.year}-{self.sequence:04d}"

    @property
    def is_struck(self) -> bool:
        """True once it was struck out; it stays in the log, and readable."""
        return self.struck_at is not None

    @property
    def is_open(self) -> bool:
        """True while something is still to be done."""
        return self.struck_at is None and self.closed_at is None

    @property
    def where(self) -> str:
        """Zone and place in words."""
        return " · ".join(part for part in (self.zone.name if self.zone else "", self.place) if part)


class Version(models.Model):
    """One wording of an entry, as its author said it; never changed and never deleted.

    said     the fields by name, as `log.fields` writes them
    reason   why it was corrected; empty for the first
    """

    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    said: "models.JSONField[Any, Any]" = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects = Versions.as_manager()

    class Meta:
        ordering = ["occurrence", "number"]
        constraints = [models.UniqueConstraint(fields=["occurrence", "number"], name="one_wording_a_number")]

    def __str__(self) -> str:
        return f"{self.occurrence_id} v{self.number}"
