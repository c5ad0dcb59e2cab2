"""Who may see and change drills and exercises: their own organisations, and whoever has a role in one.

Three sights of one event. *Seen*: that it is planned, where and when. *Script*: objectives, injects, what is expected;
never for a player before it was held. *Run*: change, confirm, hold, close.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from port2port.members.member import Act, Function, Member, Standing

if TYPE_CHECKING:
    from port2port.drills.models import Counted, Event, EventPlace, EventRole, EventStep, Objective  # noqa: F401

# What an event is called as the source of an action; never changed.
SOURCE = "drill"
READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR, Function.TRAINER})
HELD = ("held", "evaluated", "closed")
OUT = ("planned", "cancelled")


def table(name: str) -> Any:
    """The rows of a table of this context; access lies below models, so it asks the registry."""
    return apps.get_model("drills", name).objects


def _facilities() -> Any:
    return apps.get_model("members", "Facility").objects


def takes_part(member: Member) -> bool:
    """Whether this seat can have a role in an event at all."""
    return member.seat_id is not None and member.may(Act.LEARN) and member.standing != Standing.GUEST


def reads_drills(member: Member) -> bool:
    """Whether this seat reads the events of its scope, without a role in them."""
    if not member.may(Act.READ) or member.standing == Standing.GUEST:
        return False
    return member.function in READERS or member.function == Function.SECRETARIAT


def runs_drills(member: Member) -> bool:
    """Whether this seat plans, holds and closes events of its scope."""
    return reads_drills(member) and member.seat_id is not None and member.may(Act.DRILL)


def helps_with_drills(member: Member) -> bool:
    """Whether this seat plans and changes events, without holding or closing them: the trainer."""
    return runs_drills(member) or (reads_drills(member) and member.function == Function.TRAINER)


def roles_of(member: Member) -> Any:
    """The open roles of this seat."""
    return table("EventRole").filter(seat_id=member.seat_id or 0, ended_at=None)


def playing(member: Member) -> Any:
    """The open roles in which this person plays, from whichever seat."""
    mine = Q(seat_id=member.seat_id or 0)
    if member.person_id is not None:
        mine |= Q(seat__person_id=member.person_id)
    return table("EventRole").filter(mine, role="player", ended_at=None)


def leading(member: Member) -> Any:
    """The open roles in which this seat leads or observes; of another organisation's facility while that takes part."""
    places = table("EventPlace").filter(event=OuterRef("event"), facility=OuterRef("facility"))
    asked_anew = ~Q(facility__organisation=F("event__organisation")) & ~Exists(places.taking_part())
    return roles_of(member).exclude(role="player").exclude(Q(facility__isnull=False) & asked_anew)


def asked_places(member: Member) -> Any:
    """Places of facilities in the seat's scope that were asked and did not say no."""
    return table("EventPlace").filter(facility__in=_facilities().in_scope_of(member).values("pk"), declined_at=None)


def promised_events(member: Member) -> Any:
    """Keys of events from which this seat has an action to do."""
    owned = apps.get_model("duties", "Action").objects.filter(owner_id=member.seat_id or 0, source_type=SOURCE)
    return owned.values("source_key")


def of_own_scope(member: Member) -> Q:
    """Events that the own organisation plans, as far as the seat's scope reaches."""
    own = Q(organisation_id=member.organisation_id)
    if member.facility_id is not None:
        return own & Q(pk__in=asked_places(member).values("event_id"))
    if member.port_id is not None:
        return own & (Q(port_id=member.port_id) | Q(pk__in=asked_places(member).values("event_id")))
    return own


class Events(models.QuerySet["Event"]):
    """Of the own organisation, where the own facility was asked, or where this seat has a role or an action from it."""

    def visible_to(self, member: Member) -> Self:
        seen = Q(pk__in=[])
        if takes_part(member):
            # Whoever only plays learns of it when it is confirmed.
            seen |= Q(pk__in=roles_of(member).values("event_id")) & ~Q(state__in=OUT)
            leads = roles_of(member).exclude(role="player")
            seen |= Q(pk__in=leads.values("event_id"))
            seen |= Q(key__in=promised_events(member), state__in=HELD)
        if reads_drills(member):
            seen |= of_own_scope(member) | Q(pk__in=asked_places(member).values("event_id"))
        return self.filter(seen)

    def script_for(self, member: Member) -> Self:
        """Those whose objectives and injects this seat reads: who runs or observes it; once it was held, all readers.

        Who plays never reads ahead, whatever the seat; nor does another organisation without a role in it, and one that
        was asked and did not take part never does.
        """
        plays = playing(member).values("event_id")
        leads = leading(member).values("event_id")
        ahead = Q(pk__in=leads)
        if reads_drills(member):
            ahead |= of_own_scope(member)
        took_part = Q(pk__in=leads) | self._read_once_held(member)
        after = Q(state__in=HELD) & took_part
        return self.visible_to(member).filter((ahead & ~Q(pk__in=plays)) | after)

    def read_once_held(self, member: Member) -> Self:
        """Those whose script this seat reads once they were held, also where it plays in them."""
        return self.filter(self._read_once_held(member))

    def _read_once_held(self, member: Member) -> Q:
        if not reads_drills(member):
            return Q(pk__in=[])
        return of_own_scope(member) | Q(pk__in=asked_places(member).taking_part().values("event_id"))

    def editable_by(self, member: Member) -> Self:
        """Those that this seat plans and changes: its own organisation's, and who controls the whole of it."""
        if not helps_with_drills(member):
            return self.none()
        plays = playing(member).values("event_id")
        return self.visible_to(member).filter(of_own_scope(member)).exclude(pk__in=plays)

    def run_by(self, member: Member) -> Self:
        """Those that this seat confirms, holds, evaluates and closes."""
        return self.editable_by(member) if runs_drills(member) else self.none()

    def staffed_by(self, member: Member) -> Self:
        """Those for which this seat names people: those it changes, and those in which its facility takes part."""
        joined = table("EventPlace").editable_by(member).taking_part().values("event_id")
        staffed = Q(pk__in=joined)
        if helps_with_drills(member):
            staffed |= of_own_scope(member)
        return self.visible_to(member).filter(staffed).exclude(pk__in=playing(member).values("event_id"))

    def controlled_by(self, member: Member) -> Self:
        """Those that this seat holds and evaluates: its controllers of the whole, and who runs them."""
        return self._led(member, leading(member).filter(role="controller", facility=None))

    def led_by(self, member: Member) -> Self:
        """Those that this seat leads while they run, as a whole or at one facility."""
        return self._led(member, leading(member).filter(role="controller"))

    def _led(self, member: Member, roles: Any) -> Self:
        led = Q(pk__in=roles.values("event_id"))
        if runs_drills(member):
            led |= of_own_scope(member)
        return self.visible_to(member).filter(led).exclude(pk__in=playing(member).values("event_id"))

    def with_sight(self, member: Member) -> Self:
        """With `reads_script`, whether this seat reads more of it than that it is planned."""
        scripted = table("Event").script_for(member).filter(pk=OuterRef("pk"))
        return self.annotate(reads_script=Exists(scripted))

    def were_held(self) -> Self:
        """Those that count for a clock."""
        return self.filter(state__in=HELD)

    def coming(self) -> Self:
        """Planned or confirmed."""
        return self.filter(state__in=["planned", "confirmed"])

    def with_names(self) -> Self:
        """With all that a line names."""
        return self.select_related("organisation", "port").prefetch_related("places__facility__organisation")


class EventPlaces(models.QuerySet["EventPlace"]):
    """As the event: who takes part knows who else does."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(event__in=table("Event").visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        """Those of own facilities, for who keeps them: it says whether they take part."""
        if not runs_drills(member):
            return self.none()
        return self.filter(facility__in=_facilities().in_scope_of(member).values("pk"))

    def taking_part(self) -> Self:
        """That said yes."""
        return self.filter(consented_at__isnull=False)


class EventRoles(models.QuerySet["EventRole"]):
    """As the script, and one's own: who plays does not learn who observes."""

    def visible_to(self, member: Member) -> Self:
        scripted = Q(event__in=table("Event").script_for(member).values("pk"))
        named = Q(
            event__in=table("Event").staffed_by(member).values("pk"), seat__organisation_id=member.organisation_id
        )
        return self.filter(scripted | named | Q(seat_id=member.seat_id or 0))

    def editable_by(self, member: Member) -> Self:
        return self.filter(event__in=table("Event").editable_by(member).values("pk"))

    def open(self) -> Self:
        return self.filter(ended_at=None)


class Objectives(models.QuerySet["Objective"]):
    """As the script."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(event__in=table("Event").script_for(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.filter(event__in=table("Event").editable_by(member).values("pk"))


class CountedSet(models.QuerySet["Counted"]):
    """What an event did to a clock: known to those whose clock it is, and to who runs the event."""

    def visible_to(self, member: Member) -> Self:
        own = Q(fulfilment__organisation_id=member.organisation_id)
        run = Q(event__in=table("Event").run_by(member).values("pk"))
        return self.filter(event__in=table("Event").script_for(member).values("pk")).filter(own | run)

    def editable_by(self, member: Member) -> Self:
        """Those of the own organisation, for who keeps its duties: nobody writes into another one's."""
        rows = apps.get_model("duties", "Fulfilment").objects.editable_by(member)
        return self.filter(fulfilment__in=rows.values("pk"))

    def standing(self) -> Self:
        """Not taken back, here or on the page of the clock."""
        return self.filter(fulfilment__undone_at=None)


class EventSteps(models.QuerySet["EventStep"]):
    """As the event, for who reads events; who only plays does not read its history."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(event__in=table("Event").script_for(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        del member
        return self.none()
