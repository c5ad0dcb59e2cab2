"""Who may see games, plans and rosters: people whom their own organisation named, and of inputs only their own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from port2port.members.member import Act, Function, Member, Standing

if TYPE_CHECKING:
    from port2port.allocation.models import (  # noqa: F401
        Agreement,
        Asked,
        GameDraft,
        Named,
        Plan,
        PlanRead,
        PoolUnits,
        PortInputs,
        Roster,
        Route,
        RouteImport,
        Scenario,
        Solution,
        WhatIf,
    )

READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR, Function.SECRETARIAT})


def _table(name: str, room: str = "allocation") -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model(room, name)._default_manager.all()


def takes_part(member: Member) -> bool:
    """Whether this seat may open games and be named in them: a person of a member organisation, of no one facility."""
    return (
        member.may(Act.READ)
        and member.standing == Standing.MEMBER
        and member.function in READERS
        and member.seat_id is not None
        and member.facility_id is None
    )


def audits_reads(member: Member) -> bool:
    """Whether this seat sees who read plans, and used seeds; never what is in them."""
    return member.may(Act.AUDIT) and member.standing == Standing.MEMBER


def _in_circles(member: Member) -> Q:
    """Games of circles that the own organisation is in; one without a shown past shows what came after joining."""
    stays = _table("CircleMembership", "members").current()
    stays = stays.filter(circle_id=OuterRef("circle_id"), organisation_id=member.organisation_id)
    return Q(Exists(stays.filter(Q(circle__shows_history=True) | Q(joined_at__lte=OuterRef("opened_at")))))


def _within(member: Member) -> Q:
    """The own organisation's ports, within the seat's scope."""
    own = Q(organisation_id=member.organisation_id)
    if member.facility_id is not None:
        return Q(pk__in=[])
    return own if member.port_id is None else own & Q(port_id=member.port_id)


def named_in(member: Member) -> Any:
    """Games in which this seat is named now, in circles that its organisation is in now."""
    if not takes_part(member):
        return _table("GameDraft").none()
    named = _table("Named").filter(seat_id=member.seat_id, organisation_id=member.organisation_id, ended_at=None)
    return _table("GameDraft").filter(_in_circles(member), pk__in=named.values("game_id"))


class Games(models.QuerySet["GameDraft"]):
    """For the named; a coordinator of the circle sees that there is one, to name who works on it."""

    def visible_to(self, member: Member) -> Self:
        if not takes_part(member):
            return self.none()
        seen = Q(pk__in=named_in(member).values("pk"))
        if member.function == Function.COORDINATOR:
            seen |= _in_circles(member)
        return self.filter(seen)

    def editable_by(self, member: Member) -> Self:
        """Those in which this seat is named."""
        return self.filter(pk__in=named_in(member).values("pk"))


class _InGame[M: models.Model](models.QuerySet[M]):
    """What all the named of a game share."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(game__in=named_in(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member).filter(organisation_id=member.organisation_id)


class NamedPeople(_InGame["Named"]):
    """By name inside the own organisation alone; of others nothing."""

    def visible_to(self, member: Member) -> Self:
        seen = _table("GameDraft").visible_to(member).values("pk")
        return self.filter(game__in=seen, organisation_id=member.organisation_id)

    def standing(self) -> Self:
        return self.filter(ended_at=None)


class Pool(_InGame["PoolUnits"]):
    """Mobile units that each organisation lends: shared."""


class Scenarios(_InGame["Scenario"]):
    """Pictures of those who choose a route, with reasons: shared."""

    def standing(self) -> Self:
        return self.filter(removed_at=None)


class Inputs(_InGame["PortInputs"]):
    """Own units of a port: of the own organisation alone, within the seat's scope."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(_within(member), game__in=named_in(member).values("pk"))


class Routes(models.QuerySet["Route"]):
    """Routes and what is at stake there: of the own organisation alone."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(inputs__in=_table("PortInputs").visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)

    def standing(self) -> Self:
        return self.filter(removed_at=None)


class RouteImports(_InGame["RouteImport"]):
    """Files of routes: for the seat that brought them, which need not enter every port of its organisation."""

    def visible_to(self, member: Member) -> Self:
        return super().visible_to(member).filter(organisation_id=member.organisation_id, seat_id=member.seat_id)


class Solutions(_InGame["Solution"]):
    """Answers, of which each page shows the own part; nobody changes them."""

    def editable_by(self, member: Member) -> Self:
        del member
        return self.none()


class Asks(_InGame["Asked"]):
    """How often the own organisation asked for an answer."""

    def visible_to(self, member: Member) -> Self:
        return super().visible_to(member).filter(organisation_id=member.organisation_id)

    def editable_by(self, member: Member) -> Self:
        del member
        return self.none()


class WhatIfs(models.QuerySet["WhatIf"]):
    """What the own organisation asked."""

    def visible_to(self, member: Member) -> Self:
        games = named_in(member).values("pk")
        return self.filter(solution__game__in=games, organisation_id=member.organisation_id)

    def editable_by(self, member: Member) -> Self:
        del member
        return self.none()


class Plans(_InGame["Plan"]):
    """Plans, of which each page shows the own part."""

    def editable_by(self, member: Member) -> Self:
        """That this seat can still agree to."""
        return self.visible_to(member).waiting()

    def waiting(self) -> Self:
        """Drafts: neither agreed nor taken back."""
        return self.filter(agreed_at=None, taken_back_at=None)

    def listed(self) -> Self:
        """All but what was taken back."""
        return self.filter(taken_back_at=None)


class OfPlan[M: models.Model](models.QuerySet[M]):
    """What hangs on a plan."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(plan__in=_table("Plan").visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        """Never: they stand."""
        del member
        return self.none()


class Agreements(OfPlan["Agreement"]):
    """Which organisations agreed."""


def _audited(member: Member) -> Any:
    """Plans of games in which the auditor's own organisation has ports or ever named somebody."""
    if not audits_reads(member):
        return _table("Plan").none()
    own = {"organisation_id": member.organisation_id}
    ports, named = _table("PortInputs").filter(**own), _table("Named").filter(**own)
    games = Q(game__in=ports.values("game_id")) | Q(game__in=named.values("game_id"))
    return _table("Plan").filter(games)


def _while_inside(member: Member, at: str) -> Q:
    """What happened while the auditor's organisation was in the circle. at   the field of the moment"""
    stays = _table("CircleMembership", "members").filter(
        circle_id=OuterRef("plan__game__circle_id"), organisation_id=member.organisation_id, joined_at__isnull=False
    )
    return Q(Exists(stays.filter(Q(left_at=None) | Q(left_at__gt=OuterRef(at)))))


class Rosters(OfPlan["Roster"]):
    """Draws; an auditor sees that they were made, and the seed once its week is over."""

    def visible_to(self, member: Member) -> Self:
        if audits_reads(member):
            return self.filter(_while_inside(member, "drawn_at"), plan__in=_audited(member).values("pk"))
        return super().visible_to(member)

    def used_on(self, today: date) -> Self:
        """Of weeks that are over. today   in the community's time zone"""
        return self.filter(last_on__lt=today)


class Reads(OfPlan["PlanRead"]):
    """Who read which plan when: for the plan's owners, and for auditors of their organisations."""

    def visible_to(self, member: Member) -> Self:
        if audits_reads(member):
            return self.filter(_while_inside(member, "at"), plan__in=_audited(member).values("pk"))
        return super().visible_to(member)
