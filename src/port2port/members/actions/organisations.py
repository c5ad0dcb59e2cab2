"""Organisations come, change and leave; their facilities and contacts."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.members.access import Contacts, Facilities
from port2port.members.actions.rights import on_rights, require
from port2port.members.member import Act, Member, Standing
from port2port.members.models import Circle, Clientship, Contact, Facility, FacilityAgreement, Organisation, Port


class SecretariatExists(Refusal):
    """There is one secretariat."""

    words = _("There is a secretariat already.")


class NotActive(Refusal):
    """An organisation that has left, or has not come yet."""

    words = _("This organisation is not active.")


@dataclass(frozen=True, slots=True)
class Profile:
    """What an organisation says about itself."""

    name: str
    short_name: str = ""
    language: str = "en"
    about: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """How an organisation is reached."""

    kind: str
    role: str
    phone: str = ""
    email: str = ""
    around_the_clock: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """A facility as its organisation describes it."""

    name: str
    kind: str
    isps: str
    imo_number: str = ""
    is_active: bool = True


def free_slug(name: str, *, is_hidden: bool = False) -> str:
    """An address word for the name that no organisation has yet.

    is_hidden   others do not know of it: its word must not depend on whether another hidden one has the name
    """
    stem = slugify(name)[:50] or "organisation"
    if is_hidden:
        return f"{stem}-{token_hex(4)}"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(word for word in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if word not in taken)


@on_rights
@transaction.atomic
def admit_organisation(
    *,
    member: Member,
    kind: str,
    standing: Standing,
    profile: Profile,
    parent: Organisation | None = None,
    now: datetime,
) -> Organisation:
    """A member or guest organisation, admitted; it becomes active when its first coordinator accepts.

    Raises NotAllowed, SecretariatExists.
    """
    require(member, Act.ADMIT, where=standing != Standing.CLIENT)
    return new_organisation(kind=kind, standing=standing, profile=profile, parent=parent, now=now)


def new_organisation(
    *, kind: str, standing: Standing, profile: Profile, parent: Organisation | None = None, now: datetime
) -> Organisation:
    """The row of an invited organisation; who may ask for it is the caller's question. Raises SecretariatExists."""
    is_secretariat = kind == Organisation.Kind.SECRETARIAT
    if is_secretariat and Organisation.objects.filter(kind=kind).exclude(state=Organisation.State.LEFT).exists():
        raise SecretariatExists
    return Organisation.objects.create(
        # The directory hides clients from whoever did not name them.
        slug=free_slug(profile.short_name or profile.name, is_hidden=standing == Standing.CLIENT),
        name=profile.name,
        short_name=profile.short_name,
        kind=kind,
        standing=standing.value,
        parent=parent,
        language=profile.language,
        about=profile.about,
        website=profile.website,
        admitted_at=now,
    )


def become_active(organisation: Organisation, *, now: datetime) -> None:
    """The organisation takes part from now on; a client's naming is accepted with it."""
    if organisation.state != Organisation.State.INVITED:
        return
    organisation.state = Organisation.State.ACTIVE
    organisation.save(update_fields=["state"])
    Clientship.objects.open().filter(client=organisation, accepted_at=None).update(accepted_at=now)


@on_rights
@transaction.atomic
def edit_organisation(*, member: Member, organisation: Organisation, profile: Profile, now: datetime) -> None:
    """Change what the organisation says about itself. Raises NotAllowed."""
    if not Organisation.objects.editable_by(member).filter(pk=organisation.pk).exists():
        raise NotAllowed
    organisation.name, organisation.short_name = profile.name, profile.short_name
    organisation.language, organisation.about, organisation.website = profile.language, profile.about, profile.website
    organisation.save(update_fields=["name", "short_name", "language", "about", "website"])


@on_rights
@transaction.atomic
def end_organisation(*, member: Member, organisation: Organisation, now: datetime) -> None:
    """The organisation leaves: it reads nothing from now on; its circles go to their longest-standing member.

    Raises NotAllowed.
    """
    require(member, Act.ADMIT, where=organisation.pk != member.organisation_id)
    organisation.state, organisation.left_at = Organisation.State.LEFT, now
    organisation.save(update_fields=["state", "left_at"])
    organisation.circle_memberships.filter(left_at=None).update(left_at=now)
    organisation.clients.filter(ended_at=None).update(ended_at=now)
    organisation.clientships.filter(ended_at=None).update(ended_at=now)
    organisation.invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=now)
    for circle in Circle.objects.filter(owner=organisation, closed_at=None):
        heir = circle.memberships.current().order_by("joined_at").first()
        if heir is None:
            circle.closed_at = now
        else:
            circle.owner_id = heir.organisation_id
        circle.save(update_fields=["closed_at", "owner"])


@transaction.atomic
def save_contact(*, member: Member, contact: Contact | None, reach: Reach, now: datetime) -> Contact:
    """A contact of the own organisation, new or changed; a changed number counts as never tried. Raises NotAllowed."""
    own = require(member, Act.MANAGE_PEOPLE)
    if contact is None:
        contact = Contact(organisation_id=own)
    elif contact.organisation_id != own:
        raise NotAllowed
    if (contact.phone, contact.email) != (reach.phone, reach.email):
        contact.checked_at, contact.checked_result = None, ""
    contact.kind, contact.role, contact.phone, contact.email = reach.kind, reach.role, reach.phone, reach.email
    contact.around_the_clock = reach.around_the_clock
    contact.save()
    return contact


@transaction.atomic
def check_contact(*, member: Member, contact: Contact, result: str, now: datetime) -> None:
    """Note that somebody called the contact, and what came of it. Raises NotAllowed."""
    _own(member, Contact.objects.all(), contact)
    contact.checked_at, contact.checked_result = now, result
    contact.save(update_fields=["checked_at", "checked_result"])


@transaction.atomic
def remove_contact(*, member: Member, contact: Contact, now: datetime) -> None:
    """The contact is gone from the directory. Raises NotAllowed."""
    _own(member, Contact.objects.all(), contact)
    contact.delete()


@transaction.atomic
def save_facility(*, member: Member, facility: Facility | None, port: Port, site: Site, now: datetime) -> Facility:
    """A facility of the own organisation, new or changed. Raises NotAllowed, FacilityExists."""
    own = require(member, Act.MANAGE_PEOPLE)
    if facility is None:
        facility = Facility(organisation_id=own)
    else:
        _own(member, Facility.objects.all(), facility)
        if facility.port_id != port.pk:
            # What was agreed was agreed with the officer of the port where it lay.
            FacilityAgreement.objects.running().filter(facility=facility).update(
                ended_at=now, ended_by_id=member.seat_id
            )
    twins = Facility.objects.filter(organisation_id=own, port=port, name=site.name)
    if twins.exclude(pk=facility.pk).exists():
        raise FacilityExists
    facility.port, facility.name, facility.kind, facility.isps = port, site.name, site.kind, site.isps
    facility.imo_number, facility.is_active = site.imo_number, site.is_active
    facility.save()
    return facility


class FacilityExists(Refusal):
    """Two facilities of one organisation in one port need two names."""

    words = _("Your organisation has a facility of this name in this port already.")


def _own(member: Member, rows: Contacts | Facilities, row: Contact | Facility) -> None:
    if not rows.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
