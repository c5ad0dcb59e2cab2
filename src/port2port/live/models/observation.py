"""What an observer saw, from a phone that may have been offline, kept once."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from port2port.drills.models import Event, Objective
from port2port.live.access import LiveObservations
from port2port.live.models.inject import Inject
from port2port.live.models.wording import Rating
from port2port.members.models import Facility, Seat


class Observation(models.Model):
    """One observation; it never changes. A correction is another one, which replaces it where all can see.

    item          code in the observer's sheet of the scenario, as s1; empty for a free one
    told_at       when it was seen, by the phone's clock; observed_at by ours
    sent_at       what the phone's clock showed when it sent it
    skew_s        by how many seconds the phone's clock is ahead
    is_flagged    the clocks differ by more than two minutes, or it was told from the future
    idempotency_key, digest   a phone that sends it again gets the first answer
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="observations")
    inject = models.ForeignKey(Inject, on_delete=models.PROTECT, null=True, blank=True, related_name="observations")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    item = models.CharField(max_length=20, blank=True)
    rating = models.CharField(max_length=1, choices=Rating, blank=True)
    text = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=2)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField()
    observed_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    skew_s = models.IntegerField(default=0)
    is_flagged = models.BooleanField(default=False)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    idempotency_key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)

    objects = LiveObservations.as_manager()

    class Meta:
        ordering = ["observed_at", "id"]
        indexes = [models.Index(fields=["event", "observed_at"], name="observations_of_an_event")]
        constraints = [
            models.UniqueConstraint(fields=["seat", "idempotency_key"], name="an_observation_is_kept_once"),
            models.CheckConstraint(condition=~Q(text="") | ~Q(rating=""), name="an_observation_says_something"),
            models.CheckConstraint(
                condition=Q(observed_at__lte=models.F("received_at")), name="nothing_is_seen_after_it_came"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating or '–'}, {self.observed_at}"

    @property
    def waited_s(self) -> int:
        """Seconds between what was seen and its arrival: how long the phone had no connection."""
        return int((self.received_at - self.observed_at).total_seconds())
