"""What was written down of a meeting, until it stands for good."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.groups.access import Amendments, MinuteLines, MinutesSet
from port2port.groups.models.meeting import AgendaItem, Meeting
from port2port.members.models import Organisation, Seat


class MinuteLine(models.Model):
    """One line, written while the meeting runs; lines keep their order."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="lines")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=1000)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = MinuteLines.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_line_a_number")]

    def __str__(self) -> str:
        return self.text


class Minutes(models.Model):
    """One version of a meeting's minutes, Markdown. Once final it never changes; a corrigendum is the next version.

    sha256     of the final text; stands in the ledger too, at `position`
    open_until attendees propose amendments up to here
    not_personal what the share guard found and who prepared them said is no personal data
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of minutes", "Draft")
        PREPARED = "prepared", pgettext_lazy("state of minutes", "Prepared")
        FINAL = "final", pgettext_lazy("state of minutes", "Final")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    text = models.TextField(max_length=40_000)
    language = models.CharField(max_length=2)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    open_until = models.DateTimeField(null=True, blank=True)
    final_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    position = models.BigIntegerField(null=True, blank=True)
    not_personal = models.JSONField(default=list, blank=True)

    objects = MinutesSet.as_manager()

    class Meta:
        ordering = ["meeting", "version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="one_minutes_a_version"),
            models.CheckConstraint(
                condition=~Q(state="final") | (Q(final_at__isnull=False) & ~Q(sha256="")),
                name="final_minutes_have_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | (Q(state="final") & ~Q(reason="")), name="a_corrigendum_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.version}"

    def get_absolute_url(self) -> str:
        """The page of the minutes."""
        return reverse("groups:minutes", args=[self.meeting.key])


class Amendment(models.Model):
    """Instead of a passage another; an empty passage adds at the end."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of an amendment", "Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="amendments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    passage = models.TextField(max_length=1000, blank=True)
    instead = models.TextField(max_length=1000)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = Amendments.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="an_amendment_is_declined_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.organisation_id}"
