"""Why a step of a measure is refused, in words that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.pure.measure_life import Fault, MoveRefusedError
from port2port.reports.rules import BadField


class NoSuchMove(Refusal):
    status = 409
    words = _("From here the measure cannot go there. Open the page anew to see how it stands.")


class NotAWriter(NotAllowed):
    words = _("Officers, analysts and the secretariat of the organisation that writes the measure do this.")


class NotTheLead(NotAllowed):
    words = _("Only the lead of this measure does this.")


class NotTheChair(NotAllowed):
    words = _("Only the chair of the working group that the measure names does this.")


class TooEarly(Refusal):
    status = 409
    words = _("A consultation is open for 21 days at least.")


class TooFewPorts(Refusal):
    status = 409
    words = _("Replies from three ports are needed, or the chair says why fewer are enough.")


class Unanswered(Refusal):
    status = 409
    words = _("Each reply needs an answer first.")


class ConsultationOver(Refusal):
    status = 409
    words = _("This consultation is not open, or no longer.")


class ReplyChanged(Refusal):
    status = 409
    words = _("The organisation has changed its reply meanwhile. Read it before you answer.")


class ChangedMeanwhile(Refusal):
    status = 409
    words = _("Somebody has changed this meanwhile. Open the page anew; what you typed stands below.")


class OwnMeasure(Refusal):
    words = _("Your organisation wrote this measure; the others reply.")


class Begun(Refusal):
    status = 409
    words = _("The pilot has begun. What was named beforehand stands.")


class NotBegun(Refusal):
    status = 409
    words = _("Name first where it is tried, until when, and how the effect is measured.")


class TooFewLanguages(Refusal):
    words = _("The wording must be whole in two languages: title, text, effect and how it is measured.")


class ParagraphsDiffer(Refusal):
    words = _("Each language must have the same number of paragraphs, so that comments find their place.")


class NoLead(Refusal):
    words = _("Name a colleague who leads it.")


class NotToAdopt(Refusal):
    status = 409
    words = _("This version cannot be adopted yet. It must be adopted by its group, or be on trial.")


class SamePerson(Refusal):
    words = _("Somebody else than who said that it is in place verifies it.")


class LegalMust(Refusal):
    words = _("The law demands this control. Only an authority grants a derogation from it.")


class RunsAlready(Refusal):
    status = 409
    words = _("An exception from this control is asked for or granted already.")


class AnsweredBefore(Refusal):
    status = 409
    words = _("This was answered or taken back already.")


REFUSALS: dict[Fault, type[Refusal]] = {
    Fault.NO_SUCH_MOVE: NoSuchMove,
    Fault.NOT_A_WRITER: NotAWriter,
    Fault.NOT_THE_LEAD: NotTheLead,
    Fault.NOT_THE_CHAIR: NotTheChair,
    Fault.NO_LEAD: NoLead,
    Fault.TOO_FEW_LANGUAGES: TooFewLanguages,
    Fault.TOO_EARLY: TooEarly,
    Fault.TOO_FEW_PORTS: TooFewPorts,
    Fault.UNANSWERED: Unanswered,
    Fault.BEGUN: Begun,
    Fault.NOT_BEGUN: NotBegun,
}
# Those that one field of the form mends.
FIELDS = {
    Fault.NO_PROBLEM: ("problem", _("Say in a sentence which problem it solves.")),
    Fault.NO_CODE: ("controls", _("Choose at least one control or method.")),
    Fault.NO_DECISION: ("decision", _("Name a decision of the group that is in force and that you can read.")),
    Fault.NO_SITE: ("facilities", _("Choose at least one facility.")),
    Fault.BAD_END: ("until_on", _("A pilot ends on a day to come, at most twelve months ahead.")),
    Fault.NO_MEASURE_OF_EFFECT: ("measure_of_effect", _("Say beforehand how the effect is measured.")),
    Fault.NO_RESULT: ("result", _("Say what the pilot showed; that one cannot tell is an answer too.")),
    Fault.NO_EFFECTIVE_DAY: ("effective_on", _("Say from when on it holds.")),
    Fault.BAD_REVIEW_DAY: ("review_on", _("It is looked at again later than it begins, within 24 months.")),
    Fault.NO_EFFECT_FOUND: ("effect_found", _("Write what effect was found; that one cannot tell is an answer too.")),
    Fault.NO_REASON: ("reason", _("Say why.")),
}


def refusal_of(error: MoveRefusedError) -> Refusal:
    """The rule's refusal in words, at its field where one field mends it."""
    if error.fault in FIELDS:
        return BadField(*FIELDS[error.fault])
    return REFUSALS[error.fault]()
