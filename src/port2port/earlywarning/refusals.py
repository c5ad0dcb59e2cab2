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


class NothingToAsk(Refusal):
    status = 409
    words = _("No week has been counted yet. Wait for the first one, then ask.")


class NoWeekLeft(Refusal):
    status = 409
    words = _("The year is over. Say what you think was true.")


class NoAnswer(Refusal):
    words = _("Say what you think was true; that you cannot tell is an answer too.")


class NotInCircle(Refusal):
    words = _("Choose what is lent to a circle that your organisation is in.")


class NoRate(Refusal):
    words = _("A watch adds up whole incidents; a rate has none. Watch the seizures themselves.")


class NotShared(Refusal):
    words = _("Share it with the circle first: whoever reads the watch reads it too.")


class TargetNotLent(Refusal):
    words = _("The counts of the port of the measure are not lent to this circle.")


class NoOthers(Refusal):
    words = _("Besides the port of the measure, at least one other port must lend these counts to the circle.")


class NewcomerHere(Refusal):
    words = _("Some of these counts were lent before your organisation came, and the circle keeps its past to itself.")


class NotStarted(Refusal):
    words = _("The measure has not begun yet. A watch starts with the measure's first whole week.")


class NotAlike(Refusal):
    words = _(
        "What is counted, compared and meant by the measure differs. Read what that means, then say that you mean it."
    )


class TooShort(Refusal):
    """port   the one with too few weeks; empty where it is the whole."""

    words = _("A watch needs 26 weeks counted before the measure, in the way of counting that holds now. %(port)s")

    def __init__(self, port: object = "") -> None:
        super().__init__(self.words % {"port": port})


class ThinComparison(Refusal):
    words = _("The comparison needs at least 50 incidents in the weeks before the measure.")


class WatchedAlready(Refusal):
    status = 409
    words = _("This measure is watched in this circle already.")


class NoThresholds(Refusal):
    status = 409
    words = _("The thresholds are not made yet. Wait for the job, then choose a budget.")


class BegunAlready(Refusal):
    status = 409
    words = _("A budget was chosen before; it stands. Stop this watch to start another one.")


class BudgetStands(Refusal):
    """percent   the budget that stands"""

    status = 409
    words = _("These weeks were watched with a budget of %(percent)d %% a year before. It stands: choose the same.")

    def __init__(self, percent: int) -> None:
        super().__init__(self.words % {"percent": percent})


class StoppedAlready(Refusal):
    status = 409
    words = _("This watch was stopped before.")


class NothingSaid(Refusal):
    words = _("Say it in a few words, at most %(most)d characters.")

    def __init__(self, most: int = 500) -> None:
        super().__init__(self.words % {"most": most})


class NoJudgement(Refusal):
    words = _("Say what the alarm was; that it cannot be told is an answer too.")
