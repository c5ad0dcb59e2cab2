"""The coded words of an exercise while it runs."""

from django.db import models
from django.utils.translation import pgettext_lazy

from port2port.pure import exercise_clock


class Channel(models.TextChoices):
    """How an inject reaches its player; all but the page are also spoken or handed over by a controller."""

    PAGE = "page", pgettext_lazy("inject", "On the page")
    MAIL = "mail", pgettext_lazy("inject", "As a mail")
    PHONE = "phone", pgettext_lazy("inject", "By telephone")
    PAPER = "paper", pgettext_lazy("inject", "On paper")


class Move(models.TextChoices):
    """What somebody does with the clock."""

    START = exercise_clock.Move.START.value, pgettext_lazy("exercise clock", "Started")
    PAUSE = exercise_clock.Move.PAUSE.value, pgettext_lazy("exercise clock", "Paused")
    RESUME = exercise_clock.Move.RESUME.value, pgettext_lazy("exercise clock", "Resumed")
    STOP = exercise_clock.Move.STOP.value, pgettext_lazy("exercise clock", "Stopped")
    RESET = exercise_clock.Move.RESET.value, pgettext_lazy("exercise clock", "Set back to the start")


class Rating(models.TextChoices):
    """How an objective went, by the letters of HSEEP."""

    P = "P", pgettext_lazy("rating", "Performed without challenges")
    S = "S", pgettext_lazy("rating", "Some challenges, aim reached")
    M = "M", pgettext_lazy("rating", "Major challenges, reached in part or with risk")
    U = "U", pgettext_lazy("rating", "Not performed")
