"""Why a count, a loan or a declaration is refused, in words that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal


class OtherPort(Refusal):
    words = _("Your organisation manages nothing in this port. Choose a port in which it has a facility.")


class NoOutcome(Refusal):
    words = _("Choose what is counted from the list. Kilograms are no outcome; they stand beside seizures.")


class NoCategory(Refusal):
    words = _("Choose a category of the vocabulary, or all together.")


class NotMonday(Refusal):
    words = _("A week is named by its Monday. Enter the date of a Monday.")


class WeekNotOver(Refusal):
    words = _("This week is not over yet. Enter it when it is, or its count would be too low.")


class TooLongAgo(Refusal):
    words = _("Weeks before 2000 are not kept. Check the year.")


class NoCount(Refusal):
    words = _("Enter a whole number from 0 to 1,000,000, or leave it empty if it is missing. Missing is never 0.")


class NoMass(Refusal):
    words = _("Kilograms stand beside seizures only: a number from 0, with at most three decimals.")


class NoAmount(Refusal):
    words = _("Enter an amount from 0, with at most two decimals, or leave it empty if it is not known.")


class WorkedOut(Refusal):
    words = _("This series is worked out from seizures and containers inspected. Enter those instead.")


class UndoOver(Refusal):
    status = 409
    words = _("Only your own entry of the last day can be undone. Correct the weeks instead.")


class NothingToUndo(Refusal):
    status = 409
    words = _("Nothing of this can be undone: it was changed or undone since.")


class PartsAndWhole(Refusal):
    """port   where both are asked for."""

    words = _(
        "For %(port)s, show either all categories together or single categories of one kind, none of which holds "
        "another. The parts of a whole would betray each other."
    )

    def __init__(self, port: object) -> None:
        super().__init__(self.words % {"port": port})


class LogChanged(Refusal):
    status = 409
    words = _("The log or the counts changed since you opened this page. Look at the numbers again, then take them.")


class WrittenMeanwhile(Refusal):
    """written   what somebody else entered since the page was shown."""

    words = _(
        "Somebody else wrote “%(written)s” here since you opened this page. Keep these weeks again if yours is right, "
        "or write what they wrote."
    )

    def __init__(self, written: str) -> None:
        super().__init__(self.words % {"written": written})


class NotInCircle(Refusal):
    words = _("Choose an open circle that your organisation is in.")


class GivenByLenders(Refusal):
    words = _("Officers and coordinators of the whole organisation give it to a circle. Choose your organisation only.")


class LentByAnother(Refusal):
    """Said alike whatever it depends on, and naming nobody: some loans are hidden from who asks."""

    status = 409
    words = _(
        "Your organisation cannot lend this count to this circle now. A circle has one lender of each count of a port, "
        "so that no event is counted twice, and the manager of the port comes first. Agree with those who count "
        "there who lends."
    )


class ReadersChanged(Refusal):
    status = 409
    words = _("Who would read it is not what the page said. Read it again, and lend it if that is right.")


class LentAlready(Refusal):
    status = 409
    words = _("This series is lent to this circle already.")


class TakenBackAlready(Refusal):
    status = 409
    words = _("This loan was taken back before.")


class AnnouncedAfter(Refusal):
    words = _("A measure is announced before it starts, or on that day. Check both days.")


class NoRamp(Refusal):
    words = _("Enter the weeks until the measure has its whole effect, from 0 to 104.")


class NoShare(Refusal):
    words = _("Enter how much of the measure is used, from 0 to 1.")


class NoReason(Refusal):
    words = _("Choose why nothing that is pushed away can turn up there.")


class WhyTooShort(Refusal):
    words = _("Explain in at least 40 characters why nothing that is pushed away can turn up there.")


class OnToCome(Refusal):
    words = _("This day is still to come. Enter the change when it has happened.")


class WithdrawnAlready(Refusal):
    status = 409
    words = _("This was withdrawn before.")


class NotLent(Refusal):
    """port   the one that nobody lends to this circle."""

    words = _("Nobody lends these counts of %(port)s to the circle. Ask who counts there to lend them.")

    def __init__(self, port: object) -> None:
        self.port = port
        super().__init__(self.words % {"port": port})


class NoWeeks(Refusal):
    """port   the one of which no week in the window is lent; None: the window itself holds no whole week."""

    words = _("No week of these counts is lent in this period. Choose a period in which every port has counts.")

    def __init__(self, port: object = None) -> None:
        self.port = port
        super().__init__(self.words)
