"""A member names its clients; a client's own coordinator accepts, and either side ends it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.members.actions.organisations import Profile, new_organisation
from port2port.members.actions.people import Offer, write_invitation
from port2port.members.actions.rights import on_rights, require
from port2port.members.member import Act, Function, Member, Standing
from port2port.members.models import Clientship, Invitation, Organisation


class UnknownClient(Refusal):
    """The code that a client gives to its hosts names no client."""

    words = _("No client organisation has this code.")


@on_rights
@transaction.atomic
def name_client(
    *, member: Member, profile: Profile, offer: Offer, secret: str, now: datetime, is_mailed: bool = False
) -> tuple[Clientship, Invitation]:
    """A new client organisation, and the invitation of its first coordinator, who accepts for it.

    Raises NotAllowed.
    """
    own = require(member, Act.MANAGE_CLIENTS, where=offer.function == Function.COORDINATOR)
    client = new_organisation(kind=Organisation.Kind.COMPANY, standing=Standing.CLIENT, profile=profile, now=now)
    invitation = write_invitation(
        member=member, organisation=client, offer=offer, secret=secret, is_mailed=is_mailed, now=now
    )
    return Clientship.objects.create(client=client, member_id=own, named_at=now), invitation


@on_rights
@transaction.atomic
def name_known_client(*, member: Member, code: str, now: datetime) -> Clientship:
    """A client of another member becomes ours too, once it accepts; it hands out its code itself.

    Raises NotAllowed, UnknownClient.
    """
    own = require(member, Act.MANAGE_CLIENTS)
    client = Organisation.objects.filter(key=code, standing=Standing.CLIENT, state=Organisation.State.ACTIVE).first()
    if client is None:
        raise UnknownClient
    clientship, _made = Clientship.objects.get_or_create(
        client=client, member_id=own, ended_at=None, defaults={"named_at": now}
    )
    return clientship


@on_rights
@transaction.atomic
def accept_clientship(*, member: Member, clientship: Clientship, now: datetime) -> None:
    """The client's coordinator agrees: it reads what the member's circles hold as TLP:AMBER. Raises NotAllowed."""
    require(member, Act.MANAGE_PEOPLE, where=clientship.client_id == member.organisation_id)
    Clientship.objects.open().filter(pk=clientship.pk, accepted_at=None).update(accepted_at=now)


@on_rights
@transaction.atomic
def end_clientship(*, member: Member, clientship: Clientship, now: datetime) -> None:
    """Either side ends it, at once. Raises NotAllowed."""
    if not Clientship.objects.editable_by(member).filter(pk=clientship.pk).exists():
        raise NotAllowed
    Clientship.objects.open().filter(pk=clientship.pk).update(ended_at=now)
