"""What a guard would like to have asked: private to its organisation, until an officer asks it in its own words."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.knowledge.access_floor import FloorQuestions
from port2port.knowledge.models.question import Question
from port2port.members.models import Organisation, Person


class FloorState(models.TextChoices):
    """What the guard sees of it."""

    WAITING = "waiting", pgettext_lazy("a question of a guard", "Waits for an officer")
    SENT = "sent", pgettext_lazy("a question of a guard", "Asked")
    ANSWERED = "answered", _("Answered")
    ENDED = "ended", _("Ended without an answer")
    PUT_AWAY = "put-away", _("Put away")


class FloorQuestion(models.Model):
    """A guard's question, in title and text, to the officers of its own organisation.

    done_at, done_by   when, and by whom, it was sent on or put away
    reason             why it was put away
    question           what an officer asked for it; the guard does not read that, and learns how far it came
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=4_000)
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    question = models.OneToOneField(Question, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = FloorQuestions.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "done_at"], name="floor_question_waits")]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="floor_question_asks_something"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, reason="", question=None) | Q(done_at__isnull=False),
                name="floor_question_waits_untouched",
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(question=None), name="floor_question_is_sent_or_put_away"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("knowledge:floor_question", args=[self.key])

    @property
    def state(self) -> FloorState:
        """How far it came."""
        if self.done_at is None:
            return FloorState.WAITING
        if self.reason:
            return FloorState.PUT_AWAY
        question = self.question
        if question is None or question.is_withdrawn:
            return FloorState.ENDED
        if question.answered_at:
            return FloorState.ANSWERED
        return FloorState.ENDED if question.closed_at else FloorState.SENT
