"""Circles are made, joined by invitation, left at will and closed by their owner."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.members.actions.rights import on_rights, require
from port2port.members.member import Act, Member
from port2port.members.models import Circle, CircleMembership, Organisation


class CircleClosed(Refusal):
    """Nothing happens any more in a closed circle."""

    words = _("This circle is closed.")


class AlreadyThere(Refusal):
    """One open stay or invitation an organisation."""

    words = _("This organisation is in the circle, or invited to it.")


class OwnerStays(Refusal):
    """A circle has an owner as long as it is open."""

    words = _("Your organisation owns this circle. Hand it over or close it first.")


class PolicyWidens(Refusal):
    """What others shared under a policy is not opened further by the owner."""

    words = _("A circle's policy can become stricter, never wider: others have shared under it.")


@dataclass(frozen=True, slots=True)
class Policy:
    """What a circle is for and what its members see of each other and of the past."""

    name: str
    purpose: str = ""
    is_open: bool = True
    shows_history: bool = True


@on_rights
@transaction.atomic
def make_circle(*, member: Member, policy: Policy, now: datetime) -> Circle:
    """A circle that the own organisation owns and is in. Raises NotAllowed."""
    own = require(member, Act.MANAGE_CIRCLES)
    circle = Circle.objects.create(
        name=policy.name,
        purpose=policy.purpose,
        is_open=policy.is_open,
        shows_history=policy.shows_history,
        owner_id=own,
        made_at=now,
    )
    CircleMembership.objects.create(circle=circle, organisation_id=own, invited_at=now, joined_at=now)
    return circle


@on_rights
@transaction.atomic
def change_policy(*, member: Member, circle: Circle, policy: Policy, now: datetime) -> None:
    """New words and a stricter policy. Raises NotAllowed, CircleClosed, PolicyWidens."""
    _own(member, circle)
    if (policy.is_open and not circle.is_open) or (policy.shows_history and not circle.shows_history):
        raise PolicyWidens
    circle.name, circle.purpose = policy.name, policy.purpose
    circle.is_open, circle.shows_history = policy.is_open, policy.shows_history
    circle.save(update_fields=["name", "purpose", "is_open", "shows_history"])


@on_rights
@transaction.atomic
def invite_organisation(
    *, member: Member, circle: Circle, organisation: Organisation, now: datetime
) -> CircleMembership:
    """An active member organisation, asked to join. Raises NotAllowed, CircleClosed, AlreadyThere."""
    _own(member, circle)
    require(member, Act.MANAGE_CIRCLES, where=Organisation.objects.active_members().filter(pk=organisation.pk).exists())
    stay, made = CircleMembership.objects.get_or_create(
        circle=circle, organisation=organisation, left_at=None, defaults={"invited_at": now}
    )
    if not made:
        raise AlreadyThere
    return stay


@on_rights
@transaction.atomic
def join_circle(*, member: Member, circle: Circle, now: datetime) -> None:
    """Accept the invitation for the own organisation. Raises NotAllowed, CircleClosed."""
    _open(circle)
    own = require(member, Act.MANAGE_CIRCLES)
    asked = circle.memberships.filter(organisation_id=own, joined_at=None, left_at=None)
    require(member, Act.MANAGE_CIRCLES, where=bool(asked.update(joined_at=now)))


@on_rights
@transaction.atomic
def leave_circle(*, member: Member, circle: Circle, now: datetime) -> None:
    """Decline the invitation, or leave: access ends at once. Raises NotAllowed, OwnerStays."""
    own = require(member, Act.MANAGE_CIRCLES)
    if circle.owner_id == member.organisation_id:
        raise OwnerStays
    stays = circle.memberships.filter(organisation_id=own, left_at=None)
    require(member, Act.MANAGE_CIRCLES, where=bool(stays.update(left_at=now)))


@on_rights
@transaction.atomic
def remove_organisation(*, member: Member, circle: Circle, organisation: Organisation, now: datetime) -> None:
    """The owner ends another organisation's stay or invitation. Raises NotAllowed, CircleClosed, OwnerStays."""
    _own(member, circle)
    if organisation.pk == circle.owner_id:
        raise OwnerStays
    circle.memberships.filter(organisation=organisation, left_at=None).update(left_at=now)


@on_rights
@transaction.atomic
def hand_over_circle(*, member: Member, circle: Circle, organisation: Organisation, now: datetime) -> None:
    """Another organisation in the circle becomes its owner. Raises NotAllowed, CircleClosed."""
    _own(member, circle)
    require(member, Act.MANAGE_CIRCLES, where=circle.memberships.current().filter(organisation=organisation).exists())
    circle.owner = organisation
    circle.save(update_fields=["owner"])


@on_rights
@transaction.atomic
def close_circle(*, member: Member, circle: Circle, now: datetime) -> None:
    """Nobody reads by this circle any more. Raises NotAllowed, CircleClosed."""
    _own(member, circle)
    circle.closed_at = now
    circle.save(update_fields=["closed_at"])


def _open(circle: Circle) -> None:
    if circle.closed_at is not None:
        raise CircleClosed


def _own(member: Member, circle: Circle) -> None:
    require(member, Act.MANAGE_CIRCLES, where=circle.owner_id == member.organisation_id)
    _open(circle)
