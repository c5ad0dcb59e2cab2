"""Questions that wait, as news to those who can do something about it."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.knowledge.access_questions import QuestionNewsSet
from port2port.knowledge.models.question import Question
from port2port.members.models import Organisation
from port2port.sharing.models import OwnNews


class QuestionNews(OwnNews):
    """One organisation is told once, for one reason, that a question waits.

    role   why it is told
    """

    news_type: ClassVar[str] = "unanswered"

    class Role(models.TextChoices):
        SENT = "sent", gettext_lazy("The secretariat sent you this question")
        TRIAGE = "triage", gettext_lazy("Nobody has answered this question for five days")
        ROUTED = "routed", gettext_lazy("A question that was sent to you waits for an answer")
        ASKED = "asked", gettext_lazy("Nobody has answered your question in time")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="news")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=6, choices=Role)
    made_at = models.DateTimeField()

    objects = QuestionNewsSet.as_manager()

    class Meta:
        verbose_name_plural = "question news"
        constraints = [
            models.UniqueConstraint(fields=["question", "organisation", "role"], name="a_question_is_told_once_a_role"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.question.title}"

    def get_absolute_url(self) -> str:
        """Leads on to the question."""
        return reverse("knowledge:question_reminder", args=[self.key])

    def headline(self) -> str:
        """The kind alone."""
        return _("Question that waits for an answer")
