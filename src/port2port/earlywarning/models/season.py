"""A season on simulated ports: what was drawn, how far it is, and what the player said in the end."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from port2port.earlywarning.access import Seasons
from port2port.earlywarning.seasons import WEEKS, Truth
from port2port.earlywarning.thresholds import BUDGETS
from port2port.members.models import Person

CANNOT_TELL = "unsure"


class Move(models.TextChoices):
    """What a player does with a week of the board."""

    WAIT = "wait", pgettext_lazy("move in a season", "Wait a week")
    WAIT_LONGER = "month", pgettext_lazy("move in a season", "Wait four weeks")
    ASK = "ask", pgettext_lazy("move in a season", "Ask the ports, and wait a week")


class Answer(models.TextChoices):
    """What a player says was true: one of the truths, or that the board cannot tell."""

    NOTHING = Truth.NOTHING.value, Truth.NOTHING.label
    MOVED = Truth.MOVED.value, Truth.MOVED.label
    SHOCK = Truth.SHOCK.value, Truth.SHOCK.label
    DROP = Truth.DROP.value, Truth.DROP.label
    RECORDING = Truth.RECORDING.value, Truth.RECORDING.label
    UNSURE = CANNOT_TELL, pgettext_lazy("truth of a season", "I cannot tell")


class Season(models.Model):
    """One season of one person.

    seed, truth, drawn   never shown before the end; drawn: incidents by week, `ports` and `outside`
    budget               percent a year       week         that the board has come to; 0: before the first
    asked                weeks in which the player asked the ports
    board_week           of the board's first alarm in the whole year; 0: none. Set at the end
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    seed = models.BigIntegerField(editable=False)
    truth = models.CharField(max_length=9, choices=Truth, editable=False)
    drawn = models.JSONField(editable=False)
    budget = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField(default=0)
    asked = models.JSONField(default=list, blank=True)
    started_at = models.DateTimeField()
    answer = models.CharField(max_length=9, choices=Answer, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    board_week = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = Seasons.as_manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="a_person_plays_one_season_at_a_time"
            ),
            models.CheckConstraint(condition=Q(budget__in=BUDGETS), name="a_season_has_a_known_budget"),
            models.CheckConstraint(condition=Q(week__lte=WEEKS), name="a_season_is_a_year"),
            models.CheckConstraint(
                condition=Q(ended_at=None, answer="", board_week=None)
                | Q(ended_at__isnull=False, board_week__isnull=False) & ~Q(answer=""),
                name="a_season_ends_with_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return _("Season of %(at)s") % {"at": date_format(localdate(self.started_at), "DATE_FORMAT")}

    def get_absolute_url(self) -> str:
        """The season's page."""
        return reverse("earlywarning:season", kwargs={"key": self.key})

    @property
    def is_over(self) -> bool:
        """The player has said what was true."""
        return self.ended_at is not None

    @property
    def is_right(self) -> bool | None:
        """Whether the player was right about something having moved; None: could not tell, or plays still."""
        if self.answer in {"", Answer.UNSURE}:
            return None
        return (self.answer == Answer.MOVED) == (self.truth == Truth.MOVED)

    @property
    def is_exact(self) -> bool:
        """The player named the very truth."""
        return self.answer == self.truth

    @property
    def board_is_right(self) -> bool:
        """The board alone: an alarm within the year says that something moved, silence that nothing did."""
        return bool(self.board_week) == (self.truth == Truth.MOVED)
