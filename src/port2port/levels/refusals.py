"""Why a step is refused, in words that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal


class NotNow(Refusal):
    status = 409
    words = _("The declaration no longer stands where this was possible. Open its page anew to see how it stands.")


class ChangedMeanwhile(Refusal):
    status = 409
    words = _("Somebody else changed this declaration meanwhile. Open it anew; what you typed is still here to copy.")


class PaperIsOld(Refusal):
    status = 409
    words = _("The declaration changed after its PDF was made. Make the PDF anew, and have that one signed.")


class NoShipNumber(Refusal):
    words = _("This is no IMO number of a ship: seven digits, of which the last checks the others. Look at it again.")


class EndsBefore(Refusal):
    words = _("The end comes after the beginning.")


class TooLong(Refusal):
    words = _("A declaration is made for at most 366 days. For a ship that keeps coming, make a new one then.")


class EndsInThePast(Refusal):
    words = _("This end is over. Choose an end to come.")


class InTheFuture(Refusal):
    words = _("This has not happened yet. Enter when it really was.")


class BeforeTheRequest(Refusal):
    words = _("This is before the request. Enter when it really was.")


class ChooseOne(Refusal):
    words = _("Choose one of the values offered.")


class NobodyDoesAnything(Refusal):
    words = _("Tick at least one activity: the declaration says who does what (A/5.5).")


class SayWhy(Refusal):
    words = _("Say why.")


class NotYours(Refusal):
    words = _("Choose one of the facilities of your own organisation that your seat covers.")


class KeptStill(Refusal):
    status = 409
    words = _("This declaration has to be kept for longer. It is offered here once its time is over.")


class UnknownMeasure(Refusal):
    words = _("This measure is not on the list.")


class NothingWaits(Refusal):
    status = 409
    words = _("This raise waits for nothing any more: its measures are in effect, or the level is over.")


class NotAllTicked(Refusal):
    status = 409
    words = _("Not every measure is ticked. Tick what is in effect, or say that it does not apply here.")


class OfficersWord(Refusal):
    status = 403
    words = _("That a measure does not apply here is said by the facility's officer.")
