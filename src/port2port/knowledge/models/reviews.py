"""A practice comes to its review date, as news to those who wrote it."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from port2port.knowledge.access import ReviewsDue
from port2port.knowledge.models.practice import Practice
from port2port.sharing.models.own_news import OwnNews


class ReviewDue(OwnNews):
    """One practice came to one stage before or after its review date; it is told once.

    due       the review date of that time
    over_at   it stands so no longer: looked at, withdrawn, or further on
    """

    news_type: ClassVar[str] = "review"

    class Stage(models.TextChoices):
        SOON = "soon", pgettext_lazy("stage of a review", "To be looked at within thirty days")
        TODAY = "today", pgettext_lazy("stage of a review", "To be looked at today")
        LATE = "late", pgettext_lazy("stage of a review", "Thirty days late; soon out of date")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="reviews_due")
    due = models.DateField()
    stage = models.CharField(max_length=5, choices=Stage)
    made_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewsDue.as_manager()

    class Meta:
        verbose_name_plural = "reviews due"
        constraints = [
            models.UniqueConstraint(fields=["practice", "due", "stage"], name="a_review_is_told_once_a_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.practice.title} · {date_format(self.due)}"

    def get_absolute_url(self) -> str:
        """Leads on to the practice; the address itself names none."""
        return reverse("knowledge:review", args=[self.key])

    def headline(self) -> str:
        """The kind alone."""
        return _("Practice to look at again")
