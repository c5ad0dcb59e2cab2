"""One report of any of the five kinds: coded first, free text after."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from port2port.members.member import Function
from port2port.members.models import Facility, Port
from port2port.pure.stix import report_bundle, withdrawal
from port2port.reports.access import Reports
from port2port.reports.models.marks import mark, marks_of
from port2port.reports.models.wording import content_of_row, drone_of, facets_of, reference, search_texts_of
from port2port.sharing.access import ALL, Reading
from port2port.sharing.models import Shareable, Tlp


class Kind(models.TextChoices):
    INCIDENT = "incident", _("Incident")
    ALERT = "alert", _("Alert")
    SIGHTING = "sighting", _("Sighting")
    REQUEST = "request", _("Request for information")
    BULLETIN = "bulletin", _("Bulletin")


class Severity(models.TextChoices):
    CRITICAL = "critical", _("Critical")
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")
    INFORMATION = "information", _("Information")


class Precision(models.TextChoices):
    """How exactly the time is known."""

    MINUTE = "minute", _("To the minute")
    HOUR = "hour", _("To the hour")
    DAY = "day", _("Day")
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year")


class Reliability(models.TextChoices):
    """Of the source (Admiralty scale); the words are in the vocabulary."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"
    E = "E", "E"
    F = "F", "F"


class Credibility(models.TextChoices):
    """Of the information (Admiralty scale); the words are in the vocabulary."""

    ONE = "1", "1"
    TWO = "2", "2"
    THREE = "3", "3"
    FOUR = "4", "4"
    FIVE = "5", "5"
    SIX = "6", "6"


class HeightBand(models.TextChoices):
    """How high a drone flew, in metres as people can judge it."""

    LOW = "0-50", _("Below 50 m")
    MIDDLE = "50-120", _("50 to 120 m")
    HIGH = "120+", _("Above 120 m")


FINEST_M = 1000
FLOOR_KINDS = (Kind.ALERT, Kind.BULLETIN)
ASKING_KINDS = (Kind.ALERT, Kind.REQUEST)


def number_of(key: UUID) -> str:
    """The short name of the report with this key."""
    return f"R-{key.hex[:8].upper()}"


class Report(Shareable):
    """What one organisation tells others; the newest version stands in the row, every version in the ledger.

    methods, controls      codes of the vocabulary            indicators   one short text each
    lat, lon, precision_m  degrees and metres, all or none; at least 1000 m unless TLP:RED
    facility               the own one; told to readers only where `shows_facility`
    for_floor              guards read it too (alerts and bulletins)
    not_personal           what the share guard found and the author said is no personal data, as `guard` names it
    about                  the report that a sighting answers; shown only to who may see that one
    """

    record_type = "report"
    readers: ClassVar[Mapping[Function, Reading]] = {
        Function.OFFICER: ALL,
        Function.ANALYST: ALL,
        Function.COORDINATOR: ALL,
        Function.SECRETARIAT: ALL,
        Function.GUARD: Reading(facet="floor", where=Q(for_floor=True, kind__in=FLOOR_KINDS)),
    }
    paired = ("code", "port")

    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=200)
    facts = models.TextField(max_length=20_000, blank=True)
    assessment = models.TextField(max_length=10_000, blank=True)
    severity = models.CharField(max_length=11, choices=Severity, blank=True)
    methods = models.JSONField(default=list, blank=True)
    stage = models.CharField(max_length=20, blank=True)
    medium = models.CharField(max_length=20, blank=True)
    substance = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    detected_by = models.CharField(max_length=20, blank=True)
    quantity = models.FloatField(null=True, blank=True)
    quantity_unit = models.CharField(max_length=20, blank=True)
    quantity_is_estimated = models.BooleanField(default=False)
    indicators = models.JSONField(default=list, blank=True)
    controls = models.JSONField(default=list, blank=True)
    happened_from = models.DateTimeField(null=True, blank=True)
    happened_to = models.DateTimeField(null=True, blank=True)
    happened_precision = models.CharField(max_length=7, choices=Precision, blank=True)
    port = models.ForeignKey(Port, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    shows_facility = models.BooleanField(default=False)
    place = models.CharField(max_length=200, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    precision_m = models.PositiveIntegerField(null=True, blank=True)
    valid_until = models.DateTimeField(null=True, blank=True)
    what_to_do = models.TextField(max_length=2_000, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    drone_bearing_deg = models.PositiveSmallIntegerField(null=True, blank=True)
    drone_heading_deg = models.PositiveSmallIntegerField(null=True, blank=True)
    drone_height_band = models.CharField(max_length=10, choices=HeightBand, blank=True)
    drone_lights = models.CharField(max_length=60, blank=True)
    drone_sound = models.CharField(max_length=60, blank=True)
    drone_count = models.PositiveSmallIntegerField(null=True, blank=True)
    drone_duration_s = models.PositiveIntegerField(null=True, blank=True)
    drone_remote_id = models.BooleanField(null=True, blank=True)
    reliability = models.CharField(max_length=1, choices=Reliability, blank=True)
    credibility = models.CharField(max_length=1, choices=Credibility, blank=True)
    source_note = models.CharField(max_length=500, blank=True)
    source_urls = models.JSONField(default=list, blank=True)
    for_floor = models.BooleanField(default=False)
    is_made_up = models.BooleanField(default=False)
    not_personal = models.JSONField(default=list, blank=True, editable=False)
    about = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="answered_by")

    # Not a column: False while the act that makes the row knows that no file hangs from it.
    may_have_files = True

    objects = Reports.as_manager()

    class Meta(Shareable.Meta):
        indexes = [
            models.Index(fields=["originator", "-changed_at"], name="report_drafts", condition=Q(version=0)),
            models.Index(
                fields=["kind", "valid_until"], name="report_open_alerts", condition=Q(kind="alert", withdrawn_at=None)
            ),
            models.Index(
                fields=["kind", "answer_by"],
                name="report_open_requests",
                condition=Q(kind="request", withdrawn_at=None),
            ),
            models.Index(
                fields=["kind", "-happened_from", "-id"],
                name="report_sightings_by_time",
                condition=Q(kind="sighting", withdrawn_at=None),
            ),
        ]
        constraints = [
            *Shareable.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="report_is_of_a_known_kind"),
            models.CheckConstraint(
                condition=Q(version=0) | ~Q(kind="alert") | (Q(valid_until__isnull=False) & ~Q(what_to_do="")),
                name="report_alert_says_until_when_and_what_to_do",
            ),
            models.CheckConstraint(
                condition=Q(version=0) | ~Q(kind="request") | Q(answer_by__isnull=False),
                name="report_request_says_answer_by",
            ),
            models.CheckConstraint(condition=Q(version=0) | ~Q(title=""), name="report_has_a_title"),
            models.CheckConstraint(
                condition=Q(happened_to=None) | Q(happened_from__isnull=False, happened_to__gte=F("happened_from")),
                name="report_happened_in_order",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lon=None, precision_m=None)
                | Q(lat__range=(-90, 90), lon__range=(-180, 180), precision_m__gt=0),
                name="report_position_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(precision_m=None) | Q(precision_m__gte=FINEST_M) | Q(tlp=Tlp.RED),
                name="report_position_is_coarse_below_red",
            ),
            models.CheckConstraint(
                condition=Q(quantity=None, quantity_unit="") | (Q(quantity__gte=0) & ~Q(quantity_unit="")),
                name="report_quantity_has_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(drone_bearing_deg=None) | Q(drone_bearing_deg__lt=360), name="report_bearing_is_a_bearing"
            ),
            models.CheckConstraint(
                condition=Q(drone_heading_deg=None) | Q(drone_heading_deg__lt=360), name="report_heading_is_a_heading"
            ),
            models.CheckConstraint(
                condition=Q(for_floor=False) | Q(kind__in=FLOOR_KINDS), name="report_for_the_floor_is_alert_or_bulletin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def number(self) -> str:
        """A short name for telephone and paper; random, so that it tells nothing of other reports."""
        return number_of(self.key)

    @property
    def asks_for_an_answer(self) -> bool:
        """Alerts and requests are answered once by each organisation."""
        return self.kind in ASKING_KINDS

    def is_over(self, *, at: datetime) -> bool:
        """True once an alert is no longer valid or a request no longer waits."""
        until = self.valid_until if self.kind == Kind.ALERT else self.answer_by
        return until is not None and until <= at

    @property
    def has_drone(self) -> bool:
        """True when anything was noted of a drone."""
        return drone_of(self) is not None

    def as_stix(self, *, modified: datetime, revoked: bool = False) -> list[dict[str, Any]]:
        """The report's STIX 2.1 objects; a withdrawal keeps their ids and says nothing else."""
        # A version is at least a millisecond younger than the one before (exchange.md E11).
        first = self.published_at or modified
        content = content_of_row(self, modified=max(modified, first + timedelta(milliseconds=self.version - 1)))
        objects = report_bundle(content, reference(content))
        if revoked:
            objects = withdrawal(
                objects, originator=content.originator, reason=self.withdrawn_reason, at=content.modified
            )
        return objects

    def facets(self) -> frozenset[str]:
        """Filter words: kind, tlp, port, code with its ancestors, org, severity, substance, lang, floor."""
        return facets_of(self)

    def marks(self) -> int:
        """The facets of which a report has one at most, as one whole number."""
        return marks_of(self)

    @classmethod
    def mark(cls, facet: str) -> tuple[int, int] | None:
        """The bits of `marks` that answer for a facet, and their value."""
        return mark(facet)

    def search_texts(self) -> list[tuple[str, str]]:
        """All that a search may find, as pairs of a language and a text in it, labels in four languages included."""
        return search_texts_of(self)

    def get_absolute_url(self) -> str:
        """The page of the report."""
        return reverse("reports:report", args=[self.key])

    def caption(self) -> str:
        """The title; nothing of a tombstone."""
        return "" if self.is_withdrawn else self.title

    def headline(self) -> str:
        """The kind in words; holds no content."""
        return str(Kind(self.kind).label)
