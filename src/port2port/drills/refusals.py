"""Why a step is refused, in words that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal


class NotNow(Refusal):
    status = 409
    words = _(
        "The drill or exercise no longer stands where this was possible. Open its page anew to see how it stands."
    )


class NotYourFacility(Refusal):
    words = _("Choose facilities that are in use; of a client only its own.")


class NotYourPort(Refusal):
    words = _("A port exercise is planned by the organisation that manages the port.")


class NoPlace(Refusal):
    words = _("Choose a facility at least, or the port.")


class TooManyPlaces(Refusal):
    words = _("At most 60 facilities take part in one event.")


class ChooseOne(Refusal):
    words = _("Choose one of the values offered.")


class NothingTested(Refusal):
    words = _("Say what is tested: at least one threat or part of the plan for a drill, one aim for an exercise.")


class AlsoADrill(Refusal):
    words = _("An exercise counts as a drill too only where it tested a threat or a part of the plan. Tick one.")


class NoController(Refusal):
    words = _("Name a controller first: somebody leads it and can stop it.")


class NoObjective(Refusal):
    words = _("Write down one objective at least: what do you want to see done?")


class NoSafetyNote(Refusal):
    words = _("Write the safety note first: what must not happen, and who stops it.")


class NoStopWord(Refusal):
    words = _("Give the word that stops it for a real event.")


class NotAllAnswered(Refusal):
    status = 409
    words = _("Not every facility has answered yet. Wait for its officer, or take it out of the plan.")


class NobodyTakesPart(Refusal):
    status = 409
    words = _("No facility takes part.")


class SayWhy(Refusal):
    words = _("Say why.")


class InTheFuture(Refusal):
    words = _("Only what has happened counts: give a day up to today.")


class LastsAWeek(Refusal):
    words = _("It lasts between 1 minute and 7 days.")


class NobodyWasThere(Refusal):
    words = _("Say how many took part, by role; no names.")


class CountedElsewhere(Refusal):
    status = 409
    words = _(
        "Another organisation counts this event for its own duties. Ask its officer to take that back first:"
        " nobody writes into the duties of others."
    )


class CannotCount(Refusal):
    words = _("This event does not count for that duty: look at what was tested, and whether the officer was there.")


class PortsWord(Refusal):
    words = _("That it counts as port exercise is said by the officer of the port.")


class NotYourSeat(Refusal):
    words = _("Choose an open seat of your own organisation that may take part.")


class KnowsTheScript(Refusal):
    words = _("Who led or observed this event knows its script and cannot play in it.")


class PlaysInIt(Refusal):
    status = 409
    words = _("Who plays in this event does not take its facility out of it. Ask a colleague.")


class LastController(Refusal):
    status = 409
    words = _("Somebody leads it and can stop it: name another controller first.")


class WasThere(Refusal):
    words = _("This event was held already: facilities that took part in it stay in it.")


class PlayedWithout(Refusal):
    words = _(
        "This event was played already: what its players wrote is for the facilities that took part then. Plan another "
        "event for further ones."
    )


class ObjectiveInUse(Refusal):
    words = _("A message or an observation belongs to an objective that you take out. Word it anew, or keep it.")


class LongAgo(Refusal):
    words = _(
        "This is longer ago than a facility may go without a drill. Say why it is written down only now; the reason "
        "stands in its history."
    )


class HeldBefore(Refusal):
    words = _("It was planned for a later day: give the day on which it was held.")


class HasARole(Refusal):
    status = 409
    words = _("This seat has a role in the event. End that first.")


class NoOwnerOrDay(Refusal):
    words = _("What is to be fixed has an owner and a day to come.")
