"""Why a step is refused, in words that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal


class HasFaults(Refusal):
    words = _("The checker found faults. Mend them first; they are listed with their lines.")


class NotNow(Refusal):
    status = 409
    words = _("The course no longer stands where this was possible. Open its page anew to see how it stands.")


class ChangedMeanwhile(Refusal):
    status = 409
    words = _("Somebody else changed this draft meanwhile. Open it anew; what you typed is still here to copy.")


class CodeTaken(Refusal):
    words = _("There is a course of this id already. Take another id.")


class OtherCode(Refusal):
    words = _("The files belong to another course or version than this page.")


class SameOrganisation(Refusal):
    status = 403
    words = _("A second person of another organisation releases a course.")


class OtherBytes(Refusal):
    status = 409
    words = _("The draft changed after you opened it. Read it once more before you release it.")


class NotOffered(Refusal):
    status = 409
    words = _("This course cannot be taken now.")


class TooSoon(Refusal):
    status = 409
    words = _("Read the explanations first: after a fail the questions can be taken again in ten minutes.")


class StillCovered(Refusal):
    status = 409
    words = _(
        "You passed this version and it still counts. It can be taken again in the last 60 days, or once assigned."
    )


class OtherSeat(Refusal):
    status = 409
    words = _("You began this in another organisation. Start the questions from here; they stay the same.")


class NoSuchLanguage(Refusal):
    words = _("The questions are not there in this language. Choose one of the others.")


class NewVersion(Refusal):
    status = 409
    words = _("The course was changed while you were answering. Start the questions anew; nothing counts against you.")


class ReasonTooShort(Refusal):
    words = _("Say why, in at least ten characters.")


class InThePast(Refusal):
    words = _("Choose a day to come.")


class TooFar(Refusal):
    words = _("Choose a day within the next two years.")


class NobodyChosen(Refusal):
    words = _("Choose at least one person.")


class ChooseOne(Refusal):
    words = _("Choose one of the values offered.")


class NotStarting(Refusal):
    words = _("Only courses that come with the software are released so.")
