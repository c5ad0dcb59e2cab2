"""When a group comes together, what about, and who was there."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.groups.access import AgendaItems, Attendances, Meetings, TitledCalendars
from port2port.groups.models.group import WorkingGroup
from port2port.members.models import Organisation, Person, Seat


class Meeting(models.Model):
    """A meeting in a room or by video. `sequence` rises with each change, for calendars."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("state of a meeting", "Planned")
        CANCELLED = "cancelled", pgettext_lazy("state of a meeting", "Cancelled")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    reason = models.CharField(max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = Meetings.as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(state="cancelled") | ~Q(reason=""), name="meeting_is_off_for_a_reason"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the meeting."""
        return reverse("groups:meeting", args=[self.key])


class AgendaItem(models.Model):
    """One point. What is to be decided needs a decision, or goes to the next meeting."""

    class Kind(models.TextChoices):
        INFORM = "inform", _("To inform")
        DISCUSS = "discuss", _("To discuss")
        DECIDE = "decide", _("To decide")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.DISCUSS)
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField(default=15)
    papers = models.TextField(max_length=2000, blank=True)
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_carried_over = models.BooleanField(default=False)

    objects = AgendaItems.as_manager()

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_item_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Attendance(models.Model):
    """An organisation was there; the person only where it said so itself."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects = Attendances.as_manager()

    class Meta:
        ordering = ["organisation__name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "organisation"], name="an_organisation_attends_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.organisation_id}"


class TitledCalendar(models.Model):
    """The person of this seat wants titles of meetings in the own calendar; without a row none stand there."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="+")
    since_at = models.DateTimeField()

    objects = TitledCalendars.as_manager()

    def __str__(self) -> str:
        return str(self.seat_id)
