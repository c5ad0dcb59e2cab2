"""Why a step in a group is refused, in words that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.pure.consent import Fault, StepRefusedError


class NotInTheGroup(NotAllowed):
    words = _("Only who sits in the group does this. Ask its chair for a seat for your organisation.")


class NotTheChair(NotAllowed):
    words = _("Only the chair or the secretary of the group does this.")


class NotTheirCircle(Refusal):
    words = _("This organisation is not in the circle of the group. Invite it to the circle first.")


class ChooseOne(Refusal):
    words = _("Choose one of the values offered.")


class GroupForming(Refusal):
    words = _("The group is still forming. Start it first; then it decides.")


class NeedsALead(Refusal):
    words = _("Choose the seat that decides after advice.")


class EndsBefore(Refusal):
    words = _("The end comes after the beginning.")


class NoWebAddress(Refusal):
    words = _("A web address begins with https:// or http://.")


class SayWhy(Refusal):
    words = _("Say why.")


class ClosedCircle(Refusal):
    words = _("In this circle members do not see each other, and a group shows who sits in it. Choose an open circle.")


class NotWider(Refusal):
    words = _("Choose one of the labels offered. A group's label becomes stricter, never wider.")


class HasASeat(Refusal):
    status = 409
    words = _("This organisation has a seat already; one seat an organisation.")


class NotOneOfYours(Refusal):
    words = _("A seat is held by people of your own organisation whose seat is open and reads groups.")


class NoSeat(NotAllowed):
    words = _("Your organisation had no seat when this round opened. You can speak in the next one.")


class RoundClosed(Refusal):
    status = 409
    words = _("This round is closed; nothing is added to it. A new version opens a new round.")


class NoReason(Refusal):
    words = _("Say why you object, in at least 20 characters, so that the proposal can be mended.")


class NoReasonMet(Refusal):
    words = _("Say in at least 20 characters how this version meets the objection.")


class NoAdvice(Refusal):
    words = _("Write your advice; the lead says what was done with it.")


class NoObjection(Refusal):
    status = 409
    words = _("No objection to an earlier version stands here. One to this version ends by an amendment.")


class TooEarly(Refusal):
    status = 409
    words = _("It is too early for this: an amended version is open five days before the chair can say so.")


class MajorityTooEarly(Refusal):
    status = 409
    words = _("Two thirds decide only after two amended versions. Amend the proposal first.")


class Decided(Refusal):
    status = 409
    words = _("This proposal has its outcome. Make a new proposal instead.")


class ChangedMeanwhile(Refusal):
    status = 409
    words = _("There is a newer version of this proposal. Read it before you speak.")


class OwnAdvice(Refusal):
    words = _("The lead asks others for advice; your organisation leads this one.")


class NotTheLead(NotAllowed):
    words = _("Only the lead decides after advice.")


class TooFewAdvices(Refusal):
    status = 409
    words = _("Two other organisations must have given their advice first.")


class MeetingOver(Refusal):
    status = 409
    words = _("This meeting was cancelled. Plan a new one.")


class NotNow(Refusal):
    status = 409
    words = _("You say that you are here from a day before the meeting to a day after it. Later the chair notes you.")


class TooManyLines(Refusal):
    status = 409
    words = _("At most 500 lines fit into the minutes of one meeting.")


class MinutesStand(Refusal):
    status = 409
    words = _("The minutes are final. Write a corrigendum, with a reason.")


class OwnLanguage(Refusal):
    words = _("The decision stands in this language already. Choose another.")


class NoMeasure(Refusal):
    words = _("This is no public id of a common measure.")


class HasAMeasure(Refusal):
    status = 409
    words = _("This decision has started another measure already.")


class TooManyFiles(Refusal):
    status = 413
    words = _("At most thirty files lie beside a group or with one meeting. Take one out first.")


class MinutesPrepared(Refusal):
    status = 409
    words = _("The minutes lie before those who were there. Propose an amendment instead.")


class NothingPrepared(Refusal):
    status = 409
    words = _("The minutes are not prepared yet.")


class NobodyThere(Refusal):
    words = _("Note first which organisations were there.")


class NotThere(NotAllowed):
    words = _("Only organisations that were there amend the minutes.")


class NoSuchPassage(Refusal):
    words = _("This passage does not stand in the minutes. Copy it exactly as it stands there.")


class AmendmentsOver(Refusal):
    status = 409
    words = _("The seven days for amendments are over. Ask the chair for a corrigendum.")


class AmendmentsRun(Refusal):
    status = 409
    words = _("The seven days for amendments are not over yet.")


class AmendmentsOpen(Refusal):
    status = 409
    words = _("An amendment is not answered yet. Accept or decline it first.")


class AnsweredBefore(Refusal):
    status = 409
    words = _("This is answered already.")


class DayPast(Refusal):
    words = _("This day is past. Choose one that is to come.")


class NoSeatThere(Refusal):
    words = _("Only organisations with a seat in the group are asked.")


class TaskIncomplete(Refusal):
    words = _("A task lacks the organisation that does it, or its day. Complete or remove it first.")


class ItemUndecided(Refusal):
    words = _("A point that was to be decided has no decision. Decide it, or carry it over to the next meeting.")


class GroupEnded(Refusal):
    status = 409
    words = _("This group has ended. What it decided stands.")


FAULTS: dict[Fault, type[Refusal]] = {
    Fault.CLOSED: RoundClosed,
    Fault.NO_SEAT: NoSeat,
    Fault.NO_REASON: NoReason,
    Fault.NO_OBJECTION: NoObjection,
    Fault.TOO_EARLY: TooEarly,
    Fault.DECIDED: Decided,
}


def refusal_of(fault: StepRefusedError) -> Refusal:
    """The engine's refusal in words."""
    return FAULTS[fault.fault]()
