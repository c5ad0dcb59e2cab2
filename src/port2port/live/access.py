"""Who may see and change what happens while an exercise runs: never what comes, for who plays it.

Four sights. The *whole*: who plans it, and who leads or observes it without a facility of its own. *One facility*: who
leads or observes there. *Player*: what was delivered to its role. *Everybody with a role*: how the clock stands.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from port2port.drills.access import HELD, helps_with_drills, leading, of_own_scope, roles_of, runs_drills, takes_part
from port2port.drills.access import playing as plays_anywhere
from port2port.members.member import Member
from port2port.pure.exercise_clock import Move, Moved, read
from port2port.pure.exercise_clock import set_back_at as last_reset

if TYPE_CHECKING:
    from port2port.live.models import ClockMove, Inject, LiveNews, Observation, Receipt  # noqa: F401

EVERYBODY = "all"
# Observations still come in from phones until the event is closed.
TAKES_OBSERVATIONS = ("confirmed", "held", "evaluated")


def table(name: str) -> Any:
    """The rows of a table of this context; access lies below models, so it asks the registry."""
    return apps.get_model("live", name).objects


def _events() -> Any:
    return apps.get_model("drills", "Event").objects


def _facilities() -> Any:
    return apps.get_model("members", "Facility").objects


def playing(member: Member) -> Any:
    """The open roles in which this seat plays."""
    return roles_of(member).filter(role="player")


def _whole(member: Member) -> Q:
    """Events whose every facility this seat sees, unless it plays there."""
    whole = Q(pk__in=leading(member).filter(facility=None).values("event_id"))
    if helps_with_drills(member) and member.facility_id is None:
        whole |= of_own_scope(member)
    return whole


def seen_whole(member: Member) -> Any:
    """Events of which this seat sees every facility's part: it plans the whole, or leads or observes the whole."""
    return _events().visible_to(member).filter(_whole(member)).exclude(pk__in=plays_anywhere(member).values("event_id"))


def led_by(member: Member) -> Any:
    """Events that this seat leads, as a whole or at one facility."""
    return _events().led_by(member)


def led_whole(member: Member) -> Any:
    """Events whose clock this seat moves: its controllers of the whole, and who runs it."""
    return led_by(member).filter(_whole(member))


def prepared_by(member: Member) -> Any:
    """Events whose injects this seat writes: who plans it, and its controllers of the whole."""
    prepared = Q(pk__in=led_whole(member).values("pk"))
    if helps_with_drills(member):
        prepared |= of_own_scope(member) & ~Q(pk__in=plays_anywhere(member).values("event_id"))
    return _events().visible_to(member).filter(prepared)


def observed_by(member: Member) -> Any:
    """Events in which this seat writes observations: whoever leads or observes."""
    observed = Q(pk__in=leading(member).values("event_id"))
    if runs_drills(member):
        observed |= of_own_scope(member) & ~Q(pk__in=plays_anywhere(member).values("event_id"))
    return _events().visible_to(member).filter(observed)


def moves_of(events: Any) -> dict[int, list[Moved]]:
    """The moves of the clock of each of these events, by its id."""
    found: dict[int, list[Moved]] = {}
    for event, move, at in table("ClockMove").filter(event__in=events).values_list("event_id", "move", "at"):
        found.setdefault(event, []).append(Moved(Move(move), at))
    return found


def set_back_at(event: int) -> datetime | None:
    """When the clock of the event was set back last: what came or was skipped before belongs to an earlier run."""
    return last_reset(moves_of([event]).get(event, []))


def due_by_clock(events: Any, *, at: datetime) -> Q:
    """Injects of these events that the clock has come to, whether a worker has stamped them or not."""
    due = Q(pk__in=[])
    for event, moves in moves_of(events).items():
        shown = read(moves, at)
        if shown.began_at is not None:
            due |= Q(event_id=event, offset_s__lte=int(shown.elapsed_s), skipped_at=None)
    return due


def _of_sight(member: Member) -> Q:
    """Rows for all facilities, or for one that this seat sees: of the whole, in its role there, or in its scope."""
    at_facility = leading(member).filter(facility__isnull=False)
    own = Exists(at_facility.filter(event=OuterRef("event"), facility=OuterRef("facility")))
    in_scope = Q(facility__in=_facilities().in_scope_of(member).values("pk"))
    # A role at one facility narrows what the seat would see by its scope.
    in_scope &= ~Q(event__in=at_facility.values("event_id"))
    return Q(facility=None) | Q(event__in=seen_whole(member).values("pk")) | Q(own) | in_scope


class Injects(models.QuerySet["Inject"]):
    """As the script, narrowed by facility; to who plays, what was delivered to its role there."""

    def visible_to(self, member: Member, *, at: datetime | None = None) -> Self:
        """With `at`, what the clock has come to by then counts as delivered."""
        if not takes_part(member):
            return self.none()
        scripted = Q(event__in=_events().script_for(member).values("pk")) & _of_sight(member)
        return self.filter(scripted | self._played(member, at))

    def played_by(self, member: Member, *, at: datetime | None = None) -> Self:
        """What was delivered to this seat as a player, and nothing that it sees for another reason."""
        return self.filter(self._played(member, at)) if takes_part(member) else self.none()

    def _played(self, member: Member, at: datetime | None) -> Q:
        # Whatever was skipped was never delivered.
        reached = Q(delivered_at__isnull=False)
        if at is not None:
            reached |= due_by_clock(playing(member).values("event_id"), at=at)
        anywhere = playing(member).filter(event=OuterRef("event"))
        here = anywhere.filter(facility=OuterRef("facility"))
        # Who plays for the whole event plays at the facilities of its own scope too, and at nobody else's.
        own = Q(facility__in=_facilities().in_scope_of(member).values("pk")) & _to_role(anywhere.filter(facility=None))
        mine = (Q(facility=None) & _to_role(anywhere)) | _to_role(here) | own
        return reached & mine & Q(event__in=_events().visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.filter(event__in=prepared_by(member).values("pk"))

    def led_by(self, member: Member) -> Self:
        """Those that this seat delivers and skips: of the whole, or of the facility where it leads."""
        return self.filter(Q(event__in=led_by(member).values("pk")) & _of_sight(member))

    def waiting(self) -> Self:
        """Neither delivered nor skipped."""
        return self.filter(delivered_at=None, skipped_at=None)


def _to_role(roles: Any) -> Q:
    """Injects that speak to one of these roles."""
    named = Exists(roles.filter(Q(plays=OuterRef("to_role")) | Q(plays=EVERYBODY)))
    return Q(named) | (Q(to_role=EVERYBODY) & Q(Exists(roles)))


class ClockMoves(models.QuerySet["ClockMove"]):
    """As the event: everybody with a role sees how the clock stands."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(event__in=_events().visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        """Never: what was done stands."""
        del member
        return self.none()


class Receipts(models.QuerySet["Receipt"]):
    """Who has read what: for who sees the inject in the script, and one's own."""

    def visible_to(self, member: Member) -> Self:
        scripted = _events().script_for(member).values("pk")
        injects = table("Inject").visible_to(member).filter(event__in=scripted)
        return self.filter(Q(inject__in=injects.values("pk")) | Q(seat_id=member.seat_id or 0))

    def editable_by(self, member: Member) -> Self:
        return self.filter(seat_id=member.seat_id or 0)


class LiveObservations(models.QuerySet["Observation"]):
    """One's own; to who leads, those of its sight; to all who read the script, once the event was held."""

    def visible_to(self, member: Member) -> Self:
        if not takes_part(member):
            return self.none()
        seen = _events().visible_to(member)
        own = Q(seat_id=member.seat_id or 0, event__in=seen.values("pk"))
        led = Q(event__in=led_by(member).values("pk")) & _of_sight(member)
        after = Q(event__in=_events().script_for(member).filter(state__in=HELD).values("pk"))
        return self.filter(own | led | after)

    def editable_by(self, member: Member) -> Self:
        """Those that this seat may replace by a correction: its own, while it still observes."""
        return self.filter(seat_id=member.seat_id or 0, event__in=observed_by(member).values("pk"))

    def standing(self) -> Self:
        """Without those that a correction replaced."""
        return self.exclude(pk__in=self.model._default_manager.exclude(replaces=None).values("replaces_id"))

    def in_order(self) -> Self:
        """As they were seen."""
        return self.order_by("observed_at", "id")


class LiveNewsSet(models.QuerySet["LiveNews"]):
    """For who plays in the event, and for all with a role where the whole stops."""

    def visible_to(self, member: Member) -> Self:
        if not takes_part(member):
            return self.none()
        to_all = Q(inject=None, event__in=roles_of(member).values("event_id"))
        played = Q(inject__in=table("Inject").played_by(member).values("pk"))
        return self.filter(event__in=_events().visible_to(member).values("pk")).filter(to_all | played)

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)

    def standing(self) -> Self:
        """That are news still."""
        return self.filter(over_at=None)
