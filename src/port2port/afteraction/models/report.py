"""The after-action of one event: its text, what was found, what participants said, who agreed to which wording."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.afteraction.access import AfterActions, EventApprovals, EventComments, EventFindings
from port2port.drills.models import Event, Objective
from port2port.members.models import Facility, Seat


class AfterAction(models.Model):
    """draft → comments → approval → final; the whole of it stays with the facilities that took part.

    text              Markdown, in `language`
    comments_until_on the last day on which participants comment
    version           counts the wordings; an approval holds for one wording alone
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("after-action", "Draft")
        COMMENTS = "comments", pgettext_lazy("after-action", "Open for comments")
        APPROVAL = "approval", pgettext_lazy("after-action", "To be approved")
        FINAL = "final", pgettext_lazy("after-action", "Final")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    text = models.TextField(max_length=8_000, blank=True)
    language = models.CharField(max_length=2)
    version = models.PositiveIntegerField(default=1)
    comments_until_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    final_at = models.DateTimeField(null=True, blank=True)

    objects = AfterActions.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state="draft") | ~Q(text=""), name="after_action_says_something"),
            models.CheckConstraint(
                condition=~Q(state="comments") | Q(comments_until_on__isnull=False), name="after_action_comments_end"
            ),
            models.CheckConstraint(
                condition=Q(state="final", final_at__isnull=False) | ~Q(state="final") & Q(final_at=None),
                name="after_action_became_final_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.event)

    def get_absolute_url(self) -> str:
        """The page of the after-action, under the key of its event."""
        return reverse("afteraction:page", args=[self.event.key])


class EventFinding(models.Model):
    """A strength, or an improvement that somebody answers for.

    facility   whose it is; none = of the organisation that planned the event
    action     public key of the action that came from it
    """

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("Strength")
        IMPROVEMENT = "improvement", _("Improvement")

    class Priority(models.TextChoices):
        HIGH = "high", pgettext_lazy("priority", "High")
        MEDIUM = "medium", pgettext_lazy("priority", "Medium")
        LOW = "low", pgettext_lazy("priority", "Low")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    after_action = models.ForeignKey(AfterAction, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=11, choices=Kind)
    objective = models.ForeignKey(Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    control = models.CharField(max_length=20, blank=True)
    text = models.CharField(max_length=1_000)
    priority = models.CharField(max_length=6, choices=Priority, default=Priority.MEDIUM)
    action = models.UUIDField(null=True, blank=True)
    made_by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = EventFindings.as_manager()

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="finding_says_something"),
            models.CheckConstraint(
                condition=Q(kind="improvement") | Q(action=None), name="only_improvements_have_actions"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class EventComment(models.Model):
    """What a participant says of the after-action; `role` as it stood then, never a name."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    after_action = models.ForeignKey(AfterAction, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(max_length=2_000)
    language = models.CharField(max_length=2)
    role = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = EventComments.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="after_action_comment_says_something")]

    def __str__(self) -> str:
        return f"{self.role}: {self.text[:60]}"


class EventApproval(models.Model):
    """A controller, or the officer of one facility, agreed to one wording, told by its seal.

    facility   for which an officer gave it; none = for the organisation that planned the event
    seal       SHA-256 of what was read (afteraction/sealing.py), as 64 hexadecimal digits
    """

    class Signs(models.TextChoices):
        CONTROLLER = "controller", pgettext_lazy("exercise", "Controller")
        OFFICER = "officer", _("Security officer")

    after_action = models.ForeignKey(AfterAction, on_delete=models.CASCADE, related_name="approvals")
    signs = models.CharField(max_length=10, choices=Signs)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seal = models.CharField(max_length=64)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EventApprovals.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["after_action", "signs", "facility", "seal"],
                condition=Q(ended_at=None, facility__isnull=False),
                name="one_approval_a_facility_and_wording",
            ),
            models.UniqueConstraint(
                fields=["after_action", "signs", "seal"],
                condition=Q(ended_at=None, facility=None),
                name="one_approval_a_signature_and_wording",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility or ''} {self.at}"
