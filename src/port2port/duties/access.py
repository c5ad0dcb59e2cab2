"""Who may see and change duties, promises and notices: the own organisation, and the port's officer by agreement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from port2port.members.access import Facilities, facilities_shown_to
from port2port.members.member import Act, Function, Member, Standing
from port2port.sharing.access import visible_records
from port2port.sharing.models.shareable import shareables

if TYPE_CHECKING:
    from port2port.duties.models import (  # noqa: F401
        Action,
        ActionStep,
        ClockSetting,
        Derogation,
        Fulfilment,
        Notice,
        Profile,
        RunningOut,
    )

# Seats that read the duties of their scope; guards and trainers see only what is assigned to their own seat.
READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR})
NOTHING = Q(pk__in=[])

type Rows = Callable[[Member], models.QuerySet[Any]]
_sources: dict[str, Rows] = {}


def bring_source(source_type: str, rows: Rows) -> None:
    """Say which private rows of a later context can be the source of an action; `rows` gives those a member sees.

    Shared records need no word: they are asked by the one rule. What nobody brought, nobody sees.
    """
    _sources[source_type] = rows


def reads_duties(member: Member) -> bool:
    """Whether this seat reads duties beyond what is assigned to it."""
    return member.may(Act.READ) and member.standing != Standing.GUEST and member.function in READERS


def keeps_duties(member: Member) -> bool:
    """Whether this seat keeps duties of some place."""
    return reads_duties(member) and member.may(Act.KEEP_DUTIES)


def _facilities() -> Facilities:
    # Access lies below models, so it asks the registry for a neighbour's table instead of importing it.
    found: Facilities = apps.get_model("members", "Facility")._default_manager.all()
    return found


def _own_beside_facilities(member: Member) -> Q:
    """Rows of the own ports and of the organisation itself, as far as the seat's scope reaches."""
    if member.facility_id is not None:
        return NOTHING
    own = Q(facility=None, organisation_id=member.organisation_id)
    return own if member.port_id is None else own & Q(port_id=member.port_id)


def shown(member: Member) -> Q:
    """Rows with a scope that the seat reads."""
    if not reads_duties(member):
        return NOTHING
    return Q(facility__in=facilities_shown_to(member)) | _own_beside_facilities(member)


def kept(member: Member) -> Q:
    """Rows with a scope whose duties the seat keeps."""
    if not keeps_duties(member):
        return NOTHING
    return Q(facility__in=_facilities().kept_by(member)) | _own_beside_facilities(member)


class ScopedSet[M: models.Model](models.QuerySet[M]):
    """Base of the tables that belong to a facility, a port or an organisation."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(shown(member))

    def editable_by(self, member: Member) -> Self:
        return self.filter(kept(member))

    def with_place(self) -> Self:
        """With all that names the place."""
        return self.select_related("organisation", "facility__port", "port")


class Fulfilments(ScopedSet["Fulfilment"]):
    """Times that a duty was fulfilled."""

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(undone_at=None)


class ClockSettings(ScopedSet["ClockSetting"]):
    """What a place says of its own clock."""


class Derogations(ScopedSet["Derogation"]):
    """As the facility's other duties; the port's officer may approve those of facilities that are shown to it."""

    def approvable_by(self, member: Member) -> Self:
        """Those waiting for a word that this member can give: the officer of the whole port, and nobody's own."""
        if member.function != Function.OFFICER or member.port_id is None or not member.may(Act.KEEP_DUTIES):
            return self.none()
        manages = Q(facility__port_id=member.port_id, facility__port__manager_id=member.organisation_id)
        waiting = self.filter(manages, facility__in=facilities_shown_to(member), approved_at=None, ended_at=None)
        return waiting.exclude(asked_by__person_id=member.person_id)

    def running(self, *, on: date) -> Self:
        """Approved, not ended, and not over."""
        return self.filter(approved_at__isnull=False, ended_at=None, until_on__gte=on)


class Notices(ScopedSet["Notice"]):
    """Whom an occurrence asks to tell."""

    def standing(self) -> Self:
        """Still asked for."""
        return self.filter(dropped_at=None)

    def untold(self) -> Self:
        return self.filter(told_at=None, dropped_at=None)

    def of(self, source_type: str, source_key: object) -> Self:
        return self.filter(source_type=source_type, source_key=source_key)


class RunningOutSet(ScopedSet["RunningOut"]):
    """Clocks that were told of: as the clock itself."""

    def standing(self) -> Self:
        """That are news still."""
        return self.filter(over_at=None)


class Profiles(models.QuerySet["Profile"]):
    """The own organisation's."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(organisation_id=member.organisation_id) if reads_duties(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        whole = member.facility_id is None and member.port_id is None
        return self.visible_to(member) if whole and member.may(Act.KEEP_DUTIES) else self.none()


class Actions(models.QuerySet["Action"]):
    """Promises: the own organisation's within the seat's scope, those shared with who sees their source, one's own.

    Whatever the seat, who does not see the source does not see what was promised from it.
    """

    def visible_to(self, member: Member) -> Self:
        if not member.may(Act.READ) or member.standing == Standing.GUEST:
            return self.none()
        reach = Q(owner_id=member.seat_id, owner__isnull=False)
        if reads_duties(member):
            reach |= shown(member) | Q(made_by_id=member.seat_id) | (Q(is_shared=True) & ~Q(source_type=""))
        elif member.function == Function.SECRETARIAT:
            reach |= Q(organisation_id=member.organisation_id) | (Q(is_shared=True) & ~Q(source_type=""))
        return self.filter(reach).filter(self._source_seen(member))

    def editable_by(self, member: Member) -> Self:
        """Own organisation's, by who keeps its duties there; its owner moves it on (see the actions)."""
        if member.limit is not None:
            return self.none()
        keeps = kept(member) | (Q(owner_id=member.seat_id, owner__isnull=False))
        if member.function == Function.SECRETARIAT:
            keeps |= Q(organisation_id=member.organisation_id)
        return self.visible_to(member).filter(keeps, organisation_id=member.organisation_id)

    def written_by(self, member: Member) -> Self:
        """Those whose words this seat may change; who only does them does not."""
        own = Q(organisation_id=member.organisation_id)
        return self.filter(own if member.function == Function.SECRETARIAT else kept(member) & own)

    def _source_seen(self, member: Member) -> Q:
        seen = Q(source_type="")
        rows: dict[str, models.QuerySet[Any]] = {
            model.record_type: visible_records(model, member) for model in shareables()
        }
        rows |= {source_type: found(member) for source_type, found in _sources.items()}
        for source_type, visible in rows.items():
            seen |= Q(Exists(visible.filter(key=OuterRef("source_key"))), source_type=source_type)
        return seen

    def pending(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(state__in=["open", "doing"])

    def of_seat(self, member: Member) -> Self:
        """Assigned to this seat."""
        return self.filter(owner_id=member.seat_id, owner__isnull=False)

    def due_first(self) -> Self:
        return self.order_by("due_on", "pk")

    def with_names(self) -> Self:
        return self.select_related("organisation", "owner", "facility__port", "port", "made_by")


class ActionSteps(models.QuerySet["ActionStep"]):
    """As the action."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(action__in=apps.get_model("duties", "Action")._default_manager.all().visible_to(member))

    def editable_by(self, member: Member) -> Self:
        del member
        return self.none()
