"""What is put into an exercise at its time, and who has read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q

from port2port.drills.models import Event, Objective, PlayerRole
from port2port.live.access import Injects, Receipts
from port2port.live.models.wording import Channel
from port2port.members.models import Facility, Seat


@dataclass(frozen=True, slots=True)
class Said:
    """A text and the language it was written in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


class Inject(models.Model):
    """One message into the exercise. Who plays sees it from its delivery on, never before.

    code        as the scenario calls it; empty for an own one
    number      its place in the script, by time; one that is added while the exercise runs comes last
    offset_s    seconds of the exercise after which it is due
    facility    whose players alone it reaches; None = of all
    texts       what is said, by language; expected likewise, what a good answer is
    language    of the original
    delivered_by   None = it came by the clock
    told_at     when its players were notified
    responded_at   when they answered, as a controller saw it
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="injects")
    code = models.CharField(max_length=20, blank=True)
    number = models.PositiveSmallIntegerField()
    offset_s = models.PositiveIntegerField()
    to_role = models.CharField(max_length=12, choices=PlayerRole)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.PAGE)
    objectives = models.ManyToManyField(Objective, related_name="+", blank=True)
    texts: "models.JSONField[Any, Any]" = models.JSONField()
    expected: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=2)
    added_live = models.BooleanField(default=False)
    made_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivered_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    responded_at = models.DateTimeField(null=True, blank=True)
    response = models.CharField(max_length=1000, blank=True)
    skipped_at = models.DateTimeField(null=True, blank=True)
    skipped_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    skipped_reason = models.CharField(max_length=500, blank=True)

    objects = Injects.as_manager()

    class Meta:
        ordering = ["event", "number", "id"]
        indexes = [models.Index(fields=["event", "offset_s"], name="injects_of_an_event")]
        constraints = [
            models.CheckConstraint(
                condition=Q(skipped_at=None, skipped_by=None, skipped_reason="")
                | (Q(skipped_at__isnull=False, skipped_by__isnull=False, delivered_at=None) & ~Q(skipped_reason="")),
                name="an_inject_is_skipped_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=False) | Q(told_at=None, responded_at=None, delivered_by=None),
                name="an_inject_is_answered_after_it_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def said(self, language: str) -> Said:
        """What it says, in this language where it was written in it."""
        return _in_language(self.texts, language, self.language)

    def wanted(self, language: str) -> Said:
        """What a good answer is."""
        return _in_language(self.expected, language, self.language)


def _in_language(texts: Mapping[str, str], language: str, first: str) -> Said:
    for one in (language, first, *sorted(texts)):
        if texts.get(one):
            return Said(texts[one], one)
    return Said("", first)


class Receipt(models.Model):
    """A player has read an inject, and says what it did."""

    inject = models.ForeignKey(Inject, on_delete=models.CASCADE, related_name="receipts")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    objects = Receipts.as_manager()

    class Meta:
        ordering = ["read_at", "id"]
        constraints = [models.UniqueConstraint(fields=["inject", "seat"], name="a_player_reads_an_inject_once")]

    def __str__(self) -> str:
        return f"{self.inject_id}, {self.seat_id}"
