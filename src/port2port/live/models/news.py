"""That something came in an exercise, as news to its players alone: that it is an exercise, and a link."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from port2port.drills.models import Event
from port2port.live.access import LiveNewsSet
from port2port.live.models.inject import Inject
from port2port.sharing.models.own_news import OwnNews


class LiveNews(OwnNews):
    """An inject came, or the exercise ended for something real; nothing of its content.

    over_at   the exercise is over, or its clock was set back: no news any more
    """

    news_type: ClassVar[str] = "exercise"

    class Kind(models.TextChoices):
        INJECT = "inject", pgettext_lazy("exercise news", "A message for your role")
        REAL = "real", pgettext_lazy("exercise news", "Stopped: something real happened")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    inject = models.OneToOneField(Inject, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    made_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)

    objects = LiveNewsSet.as_manager()

    class Meta:
        verbose_name_plural = "live news"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="inject", inject__isnull=False) | models.Q(kind="real", inject=None),
                name="news_of_an_inject_names_it",
            ),
            models.UniqueConstraint(
                fields=["event"], condition=models.Q(kind="real", over_at=None), name="a_real_stop_is_told_once_a_run"
            ),
        ]

    def __str__(self) -> str:
        return f"{_('EXERCISE EXERCISE EXERCISE')}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Leads on to the player's page; the address itself names nothing."""
        return reverse("live:news", args=[self.key])

    def headline(self) -> str:
        """That it is an exercise, three times, or that it is none any more."""
        if self.kind == self.Kind.REAL:
            return _("STOP – real event. The exercise has ended")
        return _("EXERCISE EXERCISE EXERCISE")
