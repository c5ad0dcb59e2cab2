"""Why something is refused while an exercise runs, in words that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal


class NotConfirmed(Refusal):
    status = 409
    words = _(
        "The exercise is not confirmed. Its organiser confirms it first: date, controller, objective, safety note."
    )


class ClockElsewhere(Refusal):
    """Somebody was faster, or the move makes no sense where the clock stands."""

    status = 409
    words = _(
        "The clock does not stand where this is possible. Look at the page again: somebody else may have moved it."
    )


class HasReadIt(Refusal):
    """With the roles, one after the other."""

    status = 409
    words = _(
        "The event stood as held, and who reads the script of such an event does not play it again. End these roles "
        "first:"
    )


class NotRunning(Refusal):
    status = 409
    words = _("The exercise does not run. Injects are delivered between its start and its stop.")


class HasBegun(Refusal):
    status = 409
    words = _("The exercise has begun: its script stands. Skip an inject, or add one while it runs.")


class WasObserved(Refusal):
    status = 409
    words = _(
        "Somebody observed this inject: it stays as it is. Skip it while the exercise runs, and write another in its "
        "place."
    )


class AlreadyDelivered(Refusal):
    status = 409
    words = _("This inject was already delivered: its players have read it, or can.")


class AlreadySkipped(Refusal):
    status = 409
    words = _("This inject was skipped. Add a new one in its place.")


class NotDelivered(Refusal):
    status = 409
    words = _("This inject was not delivered yet. An answer comes after it.")


class InThePast(Refusal):
    words = _("This moment of the exercise is over. Choose a later one, or deliver it now.")


class BeyondTheEnd(Refusal):
    words = _("This is after the planned end of the exercise. Choose an earlier moment, or plan it to last longer.")


class NoScenario(Refusal):
    status = 409
    words = _("This exercise was planned without a scenario of the library. Write its injects here.")


class HasScript(Refusal):
    status = 409
    words = _("The injects of the scenario are already here. Change them below.")


class TooManyInjects(Refusal):
    words = _("An exercise takes at most 200 injects.")


class WrongFacility(Refusal):
    words = _("Choose a facility that takes part.")


class WrongObjective(Refusal):
    words = _("Choose an objective of this exercise.")


class WrongInject(Refusal):
    words = _("Choose an inject that you see in this exercise.")


class NotComeYet(Refusal):
    words = _("This inject has not come yet. Send it again once it has come, or choose no inject.")


class SaySomething(Refusal):
    words = _("Write a few words, or rate an objective.")


class RateWhat(Refusal):
    words = _("Choose the objective that you rate.")


class Unmarked(Refusal):
    words = _("The phone gave this observation no key of its own.")


class OtherContent(Refusal):
    """The same key, another body: neither is lost, as the phone keeps its own."""

    status = 409
    words = _("This observation was already sent with other words. What was kept stands; write a correction.")


class AlreadyCorrected(Refusal):
    status = 409
    words = _("A correction already stands in its place. Correct that one.")


class TakesNoMore(Refusal):
    status = 409
    words = _("This exercise takes no more observations: it is closed, or was called off.")


class OtherSeat(NotAllowed):
    words = _("Another seat wrote this. Sign in as who wrote it; until then it stays on the phone.")
