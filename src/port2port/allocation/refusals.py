"""Why a step is refused, in words that say what to do instead; of others' figures they tell nothing."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.pure.games import GameRefused, Reason
from port2port.pure.workbench.given import PortGiven


class ChooseCircle(Refusal):
    words = _("Choose a circle that your organisation is in.")


class ChooseOne(Refusal):
    words = _("Choose one of the values offered.")


class NotOneOfUs(Refusal):
    words = _("Choose an officer, analyst, coordinator or secretariat seat of your own organisation.")


class LastNamed(Refusal):
    status = 409
    words = _("You are the last one named here. Name somebody else first.")


class NotOurPort(Refusal):
    words = _("Choose a port that your organisation manages.")


class BelowZero(Refusal):
    words = _("Enter a number of units: 0 or more, at most 500.")


class OutOfOrder(Refusal):
    words = _("The three figures run from low to likely to high.")


class NotInRange(Refusal):
    words = _("Enter an amount in euros: 0 or more, at most 10 billion.")


class TooLittle(Refusal):
    words = _("Enter an amount of at least %(least)s euros: with less there is no sure answer.")


class NotTipping(Refusal):
    words = _("What tips a choice lies between 5,000 and 1,000,000 euros: beyond, single ports would show.")


class HasName(Refusal):
    words = _("This port has a route with this name. Choose another name.")


class OtherHands(Refusal):
    words = _(
        "Another organisation entered this port here, and its figures stay its own. Open a new joint allocation to take"
        " part with it."
    )


class NotAboveZero(Refusal):
    words = _("This figure must be above 0.")


class NoChance(Refusal):
    words = _("A chance of detection lies between 1 % and 100 %.")


class NoShare(Refusal):
    words = _("Enter a share between 0 % and 100 %.")


class NoSource(Refusal):
    words = _("Say where these figures come from: an estimate is a source, if you say whose.")


class FloorsAboveUnits(Refusal):
    words = _(
        "A port meets its floors with its own units. These floors, of “%(route)s” and the other routes, ask for"
        " %(needed)s units, and there are %(units)s. Lower a floor or enter more units."
    )


class MoreThanRoutes(Refusal):
    words = _("There are more own units than routes. One unit covers one route: those beyond are left out.")


class Closed(Refusal):
    status = 409
    words = _(
        "This joint allocation is closed: nothing is entered, asked or drafted in it any more. Who opened it can open"
        " it again."
    )


class TooMany(Refusal):
    status = 409
    words = _("There is no room for more here. Remove one first.")


class TooFewHouses(Refusal):
    status = 409
    words = _(
        "At least four organisations that do not belong together are needed, each with a port and a route, and one"
        " scenario: with fewer, an answer would give one of them away."
    )


class NothingChanged(Refusal):
    status = 409
    words = _("Nothing was changed since the last answer.")


class Meanwhile(Refusal):
    status = 409
    words = _("Figures changed while this was reckoned. Ask again.")


class BeingReckoned(Refusal):
    status = 409
    words = _("An answer is being reckoned already. It appears here when it is there.")


class Overtaken(Refusal):
    status = 409
    words = _(
        "A newer answer was reckoned since you opened this page. Nothing was kept and nothing counted: read the newer"
        " one first."
    )


class KeptBack(Refusal):
    status = 409
    words = _("What-ifs wait as long as the others together are not shown: the answer would give one of them away.")


class Spent(Refusal):
    status = 409
    words = _(
        "Your organisation has asked all that thirty days allow in this circle. What was asked stays readable; when"
        " three other organisations have changed their figures, you can reckon again."
    )


class AnswersSpent(Refusal):
    status = 409
    words = _("This joint allocation has had its thirty answers. Open a new one.")


class ChangeSomething(Refusal):
    words = _("Move a slider first: nothing differs from the plan.")


class InSteps(Refusal):
    words = _("Units move in whole steps, and floors in steps of 10 %.")


class NotAMonday(Refusal):
    words = _("A plan begins on a Monday, of this week or of one of the next 13.")


class NotSoLong(Refusal):
    words = _("A plan lasts 1 to 13 weeks.")


class IsThere(Refusal):
    status = 409
    words = _(
        "A draft from this answer for this Monday waits for a yes already. Have it agreed; until somebody has agreed,"
        " those who drafted it can also take it back, and then it is drafted anew."
    )


class IsAgreed(Refusal):
    status = 409
    words = _(
        "A plan from this answer for this Monday was agreed already. Choose another Monday, or reckon again once"
        " figures have changed."
    )


class WasThere(Refusal):
    status = 409
    words = _(
        "One organisation had agreed to a plan from this answer for this Monday, which was taken back or overtaken"
        " since. Choose another Monday, or reckon again once figures have changed."
    )


class TooManyDrafts(Refusal):
    status = 409
    words = _(
        "Six drafts of your organisation, with those that belong to it, wait for a yes here. Have one agreed, or take"
        " one back on its page; then draft this one."
    )


class TakenBack(Refusal):
    status = 409
    words = _("This draft was taken back by those who drafted it. Draft a plan from the answer anew.")


class WeeksTaken(Refusal):
    status = 409
    words = _(
        "The plan from %(day)s was agreed after this draft, for some of the same weeks. Read it; the page of this draft"
        " says what can be drafted instead."
    )


class AgreedAlready(Refusal):
    status = 409
    words = _(
        "Your organisation, or one that belongs to it, has agreed already. Somebody of another organisation is needed."
    )


class SamePerson(Refusal):
    status = 409
    words = _("You have agreed already, from another seat. Somebody else of another organisation is needed.")


class Stands(Refusal):
    status = 409
    words = _("This plan is agreed and stands as it is.")


class NotAgreed(Refusal):
    status = 409
    words = _("Rosters are drawn from a plan that two organisations agreed.")


class NotYet(Refusal):
    status = 409
    words = _("A roster is drawn for this week or the next, within the weeks of the plan.")


class DrawnAlready(Refusal):
    status = 409
    words = _("This week is drawn already, from another plan of this joint allocation.")


class Replaced(Refusal):
    status = 409
    words = _("A plan that was agreed later stands in this week. Draw from that one.")


class DrawnOtherwise(Refusal):
    status = 409
    words = _(
        "This roster cannot be shown: drawn again from its seed, it is not what was drawn. Keep to the copy that you"
        " took out, and tell the operator of this server and your auditor."
    )


class CannotSolve(Refusal):
    """A game that has no answer; words as far as this reader may know."""

    status = 409


# What is wrong with a figure, by the reason that `pure/games` gives.
FAULTS: dict[Reason, str | Promise] = {
    Reason.NOT_FINITE: _("a figure is missing or is no number"),
    Reason.NOT_POSITIVE: _("a figure must be above 0"),
    Reason.OUT_OF_RANGE: _("a figure is outside what can be reckoned with"),
    Reason.ABOVE_CAPACITY: _("there are more units than routes: one unit covers one route"),
    Reason.INFEASIBLE: _("the floors ask for more units than there are"),
    Reason.NO_ROUTE: _("there is no route"),
}
OTHER = _("this cannot be reckoned with")


def words_of(fault: GameRefused, ports: tuple[PortGiven, ...], organisation: int) -> str:
    """Why there is no answer: port and route by name where they are the own ones; else one sentence, whatever it is."""
    routes = [(port, route) for port in ports for route in port.routes]
    port = routes[fault.target][0] if fault.target is not None else None
    if port is None and fault.port is not None:
        port = ports[fault.port]
    if port is None or port.organisation != organisation:
        return gettext(
            "There is no answer with what is entered now: a figure of another port, a scenario or the mobile units do"
            " not fit together. Each organisation sees on its page what is wrong with its own ports."
        )
    what = str(FAULTS.get(fault.reason, OTHER))
    if fault.target is not None:
        names = {"port": port.name, "route": routes[fault.target][1].name, "what": what}
        return gettext("%(port)s, route “%(route)s”: %(what)s.") % names
    return gettext("%(port)s: %(what)s.") % {"port": port.name, "what": what}
