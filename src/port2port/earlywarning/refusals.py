"""Why the watch board refuses something, in words that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal


class UnknownBudget(Refusal):
    words = _("Choose one of the three budgets.")


class SeasonOver(Refusal):
    status = 409
    words = _("This season is over. Start a new one.")


class NoSuchMove(Refusal):
    words = _("Choose what to do with this week.")


class NoWeekLeft(Refusal):
    status = 409
    words = _("The year is over. Say what you think was true.")


class NoAnswer(Refusal):
    words = _("Say what you think was true; that you cannot tell is an answer too.")
