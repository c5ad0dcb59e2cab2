"""One table for everything that somebody promised, wherever it was said."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.duties.access import Actions, ActionSteps
from port2port.duties.models.clocks import Scoped
from port2port.members.models import Seat


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of an action", "Open")
    DOING = "doing", _("Doing")
    DONE = "done", pgettext_lazy("state of an action", "Done")
    VERIFIED = "verified", _("Verified")
    DROPPED = "dropped", _("Dropped")


class Action(Scoped):
    """What an organisation promised to do by a day.

    owner        the seat that does it; None = whoever of the organisation takes it up
    source_type, source_key   the record it comes from; who does not see that, does not see this
    is_shared    also shown to other organisations that see the source
    """

    title = models.CharField(max_length=200)
    note = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=2)
    owner = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    source_type = models.CharField(max_length=20, blank=True)
    source_key = models.UUIDField(null=True, blank=True)
    is_shared = models.BooleanField(default=False)
    made_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = Actions.as_manager()

    class Meta(Scoped.Meta):
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["source_type", "source_key"], name="action_by_source")]
        constraints = [
            *Scoped.Meta.constraints,
            models.CheckConstraint(
                condition=Q(source_type="", source_key=None) | (~Q(source_type="") & Q(source_key__isnull=False)),
                name="action_names_its_source_whole",
            ),
            models.CheckConstraint(condition=~Q(state="dropped") | ~Q(reason=""), name="action_drops_for_a_reason"),
            models.CheckConstraint(
                condition=Q(is_shared=False) | ~Q(source_type=""), name="action_is_shared_through_its_source"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the action."""
        return reverse("duties:promise", args=[self.key])

    @property
    def is_pending(self) -> bool:
        """Neither done nor dropped."""
        return self.state in {State.OPEN, State.DOING}


class ActionStep(models.Model):
    """One change of an action, in order; nothing vanishes from it."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=8, choices=State)
    what = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ActionSteps.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.action}: {self.state}"
