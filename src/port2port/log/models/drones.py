"""What was seen of a drone, by whom in the sense of a role, and which entries are of one event."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.log.access import Joinings, Observations
from port2port.log.models.occurrences import Occurrence, Zone
from port2port.members.models import Seat
from port2port.reports.models import HeightBand


class Observer(models.TextChoices):
    """Who saw it: a role, so that no name can stand here."""

    GUARD = "guard", _("Guard")
    STAFF = "staff", _("Staff of the facility")
    CONTROL = "control", _("Control room")
    CREW = "crew", _("Crew of a ship")
    PORT = "port", _("Port or waterway service")
    POLICE = "police", _("Police")
    VISITOR = "visitor", _("Visitor or passer-by")
    DETECTOR = "detector", _("Detector")


class Means(models.TextChoices):
    """With what it was seen; decides how sure a bearing is."""

    EYE = "eye", _("By eye")
    COMPASS = "compass", _("By eye, bearing read from a compass or phone")
    CAMERA = "camera", _("Camera whose direction is known")
    DETECTOR = "detector", _("Detector (radio, radar, acoustic)")


class DistanceBand(models.TextChoices):
    """How far away, as people can judge it."""

    NEAR = "0-100", _("Below 100 m")
    MIDDLE = "100-500", _("100 to 500 m")
    FAR = "500-1000", _("500 m to 1 km")
    FARTHEST = "1000+", _("Above 1 km")


class Craft(models.TextChoices):
    """What sort of drone."""

    MULTIROTOR = "multirotor", _("Multirotor")
    FIXED = "fixed", _("Fixed wing")
    HELICOPTER = "helicopter", _("Helicopter")
    UNKNOWN = "unknown", pgettext_lazy("sort of drone", "Could not be told")


class Lights(models.TextChoices):
    """What it showed."""

    NONE = "none", _("No lights")
    WHITE = "white", _("White")
    COLOURED = "coloured", _("Red and green")
    FLASHING = "flashing", _("Flashing")


class Sound(models.TextChoices):
    """What was heard."""

    NONE = "none", _("Nothing heard")
    BUZZ = "buzz", _("Buzzing")
    ENGINE = "engine", _("Engine")


class Behaviour(models.TextChoices):
    """What it did."""

    PASSING = "passing", _("Passing")
    HOVERING = "hovering", _("Hovering")
    CIRCLING = "circling", _("Circling or flying lines")
    FOLLOWING = "following", _("Following a ship or vehicle")
    DROPPING = "dropping", _("Dropping or picking up")
    LANDING = "landing", _("Landing or taking off")


class Observation(models.Model):
    """What one observer saw of a drone at one moment; a mistake is struck out and written anew.

    lat, lon        of the observer, in degrees, as known when it was written: a zone that moves changes nothing
    bearing_deg     true, from the observer to the drone      elevation_deg   above the horizon
    heading_deg     true, where it flew to
    remote_id       serial number that a detector read; stays in the log, whatever is shared
    """

    # What is said by a code, each with its choices.
    CODED: ClassVar[dict[str, type[models.TextChoices]]] = {
        "observer": Observer,
        "means": Means,
        "craft": Craft,
        "behaviour": Behaviour,
        "height_band": HeightBand,
        "distance_band": DistanceBand,
        "lights": Lights,
        "sound": Sound,
    }

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="observations")
    seen_at = models.DateTimeField()
    observer = models.CharField(max_length=8, choices=Observer)
    means = models.CharField(max_length=8, choices=Means)
    zone = models.ForeignKey(Zone, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    bearing_deg = models.PositiveSmallIntegerField(null=True, blank=True)
    elevation_deg = models.PositiveSmallIntegerField(null=True, blank=True)
    heading_deg = models.PositiveSmallIntegerField(null=True, blank=True)
    height_band = models.CharField(max_length=6, choices=HeightBand, blank=True)
    distance_band = models.CharField(max_length=8, choices=DistanceBand, blank=True)
    count = models.PositiveSmallIntegerField(null=True, blank=True)
    craft = models.CharField(max_length=10, choices=Craft, blank=True)
    lights = models.CharField(max_length=8, choices=Lights, blank=True)
    sound = models.CharField(max_length=6, choices=Sound, blank=True)
    behaviour = models.CharField(max_length=9, choices=Behaviour, blank=True)
    duration_s = models.PositiveIntegerField(null=True, blank=True)
    remote_id = models.CharField(max_length=40, blank=True)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)

    objects = Observations.as_manager()

    class Meta:
        ordering = ["seen_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="observer_position_is_whole",
            ),
            models.CheckConstraint(
                condition=(Q(bearing_deg=None) | Q(bearing_deg__lt=360))
                & (Q(heading_deg=None) | Q(heading_deg__lt=360))
                & (Q(elevation_deg=None) | Q(elevation_deg__lte=90)),
                name="observed_angles_are_angles",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_observer_display()} {self.seen_at:%Y-%m-%d %H:%M}"

    @property
    def has_line(self) -> bool:
        """Whether it can be drawn as a line from a place."""
        return self.bearing_deg is not None and self.lat is not None and self.lon is not None


class Sighting(models.Model):
    """One event that several entries of a facility tell of; each entry keeps its own number."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class Joining(models.Model):
    """That an entry is of an event, since when, and until when if it was taken out again."""

    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="joinings")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="joinings")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    left_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = Joinings.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["occurrence"], condition=Q(left_at=None), name="one_sighting_an_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id} in {self.sighting_id}"
