"""Duties that run out, as news to those who keep them."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from port2port.duties.access import RunningOutSet
from port2port.duties.models.clocks import Scoped
from port2port.duties.rulebook import clock_rules
from port2port.pure.calendar_rules import Stage
from port2port.sharing.models.own_news import OwnNews


class RunningOut(Scoped, OwnNews):
    """One clock came to one stage before or after its due day; it is told once.

    place     key of the facility, port or organisation
    over_at   it stands so no longer: fulfilled, moved, or further on
    """

    news_type: ClassVar[str] = "duty"

    class Stages(models.TextChoices):
        SOON = Stage.SOON, pgettext_lazy("stage of a duty", "Due within thirty days")
        WEEK = Stage.WEEK, pgettext_lazy("stage of a duty", "Due within a week")
        OVERDUE = Stage.OVERDUE, pgettext_lazy("stage of a duty", "Overdue")

    place_id = models.UUIDField()
    rule = models.CharField(max_length=40)
    due = models.DateField()
    stage = models.CharField(max_length=7, choices=Stages)
    made_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)

    objects = RunningOutSet.as_manager()

    class Meta(Scoped.Meta):
        verbose_name_plural = "running out"
        constraints = [
            *Scoped.Meta.constraints,
            models.UniqueConstraint(fields=["place_id", "rule", "due", "stage"], name="a_duty_is_told_once_a_stage"),
        ]

    def __str__(self) -> str:
        rule = clock_rules().get(self.rule)
        words = (rule.label if rule else self.rule, str(self.place), date_format(self.due))
        return f"{self.get_stage_display()}: {' · '.join(words)}"

    def get_absolute_url(self) -> str:
        """Leads on to the clock; the address itself names neither duty nor place."""
        return reverse("duties:running_out", args=[self.key])

    def headline(self) -> str:
        """The kind alone."""
        return _("Duty that runs out")
