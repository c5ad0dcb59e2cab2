"""What comes on when a level is raised: the list as it was then, each tick, and where instructions lie."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from port2port.levels.access import LevelChecklists, LevelTicks, MeasureNotes
from port2port.members.models import Facility, LevelAcknowledgement, Seat


class MeasureNote(models.Model):
    """Where an organisation keeps its own instruction for a measure: a reference, never the text of a plan.

    control   id of the control in its catalogue; the note stays when a new version of the catalogue comes
    """

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="+")
    catalogue = models.CharField(max_length=40)
    control = models.CharField(max_length=40)
    note = models.CharField(max_length=200)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = MeasureNotes.as_manager()

    class Meta:
        ordering = ["facility", "catalogue", "control"]
        constraints = [
            models.UniqueConstraint(fields=["facility", "catalogue", "control"], name="one_note_a_measure"),
            models.CheckConstraint(condition=~Q(note=""), name="a_note_says_something"),
        ]

    def __str__(self) -> str:
        return self.note


class LevelChecklist(models.Model):
    """What a raise brought on at one facility, as the catalogues said it when the first measure was ticked.

    items   `catalogue/version/control` of each measure, in order
    """

    acknowledgement = models.OneToOneField(LevelAcknowledgement, on_delete=models.PROTECT, related_name="+")
    from_level = models.PositiveSmallIntegerField()
    to_level = models.PositiveSmallIntegerField()
    items = models.JSONField(default=list)
    opened_at = models.DateTimeField()

    objects = LevelChecklists.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_level__gte=1, to_level__lte=3, to_level__gt=models.F("from_level")),
                name="a_checklist_is_of_a_raise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_level} → {self.to_level}"


class LevelTick(models.Model):
    """One measure in effect, or not needed here; taken back, it stays readable."""

    class Kind(models.TextChoices):
        ON = "on", _("In effect")
        NOT_HERE = "not_here", _("Does not apply here")

    checklist = models.ForeignKey(LevelChecklist, on_delete=models.PROTECT, related_name="ticks")
    item = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = LevelTicks.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "item"], condition=Q(undone_at=None), name="one_standing_tick_a_measure"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="a_tick_is_taken_back_by_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.kind}"
