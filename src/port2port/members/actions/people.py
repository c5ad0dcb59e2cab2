"""People come by invitation, act in seats and lose them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.members.actions.organisations import become_active
from port2port.members.actions.rights import on_rights, require
from port2port.members.member import Act, Function, Member
from port2port.members.models import Facility, Invitation, Organisation, Person, Port, Seat, Token
from port2port.members.secrets_once import digest_of

INVITATION_LIFE = timedelta(days=7)
UNDO_LIFE = timedelta(minutes=10)


class InvitationSpent(Refusal):
    """The link was used, withdrawn, is too old or never was: one answer for all."""

    status = 404
    words = _("This invitation no longer works. Ask your coordinator for a new one.")


class SignInFirst(Refusal):
    """The address belongs to somebody who has a login."""

    words = _("You have a login already. Sign in, then open the link again.")


class NameTaken(Refusal):
    """Login names are unique."""

    words = _("Choose another login name.")


class WeakPassword(Refusal):
    """Said by the password validators."""


class OutOfScope(Refusal):
    """A facility or port that is not the organisation's."""

    words = _("Choose a port or a facility of your own organisation, not both.")


class LastOfItsKind(Refusal):
    """Somebody must be able to run the organisation, and the community."""

    words = _("This is the last seat of its function. Give the function to somebody else first.")


RUNNING = frozenset({Function.COORDINATOR, Function.SECRETARIAT})


class TooLate(Refusal):
    """Undo has its time."""

    words = _("It is too late to undo this.")


@dataclass(frozen=True, slots=True)
class Offer:
    """A seat as it is offered."""

    email: str
    function: Function
    name: str = ""
    language: str = "en"
    port: Port | None = None
    facility: Facility | None = None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody says who accepts an invitation without a login."""

    username: str
    name: str
    password: str
    language: str


@on_rights
@transaction.atomic
def invite_person(*, member: Member, offer: Offer, secret: str, now: datetime, is_mailed: bool = False) -> Invitation:
    """A seat of the own organisation, offered to an address. Raises NotAllowed, OutOfScope."""
    own = require(member, Act.MANAGE_PEOPLE, where=member.may_give(offer.function))
    organisation = Organisation.objects.get(pk=own)
    return write_invitation(
        member=member, organisation=organisation, offer=offer, secret=secret, is_mailed=is_mailed, now=now
    )


@on_rights
@transaction.atomic
def invite_first_coordinator(
    *, member: Member, organisation: Organisation, offer: Offer, secret: str, now: datetime, is_mailed: bool = False
) -> Invitation:
    """The secretariat offers the coordinator's seat of an organisation that has no coordinator.

    Raises NotAllowed: nobody enters an organisation that has somebody to run it.
    """
    runs = organisation.seats.filter(function=Function.COORDINATOR, ended_at=None).exists()
    require(member, Act.ADMIT, where=not runs and offer.function == Function.COORDINATOR)
    return write_invitation(
        member=member, organisation=organisation, offer=offer, secret=secret, is_mailed=is_mailed, now=now
    )


def write_invitation(
    *, member: Member, organisation: Organisation, offer: Offer, secret: str, is_mailed: bool, now: datetime
) -> Invitation:
    """The invitation's row; who may ask for it is the caller's question. Raises OutOfScope."""
    check_scope(organisation=organisation, port=offer.port, facility=offer.facility)
    return Invitation.objects.create(
        organisation=organisation,
        email=offer.email.strip().lower(),
        name=offer.name,
        language=offer.language,
        function=offer.function.value,
        port=offer.port,
        facility=offer.facility,
        digest=digest_of(secret),
        is_mailed=is_mailed,
        invited_by_id=member.seat_id,
        made_at=now,
        expires_at=now + INVITATION_LIFE,
    )


def check_scope(*, organisation: Organisation, port: Port | None, facility: Facility | None) -> None:
    """Nothing, when the scope is the organisation's own. Raises OutOfScope."""
    if port is not None and facility is not None:
        raise OutOfScope
    if facility is not None and facility.organisation_id != organisation.pk:
        raise OutOfScope
    foreign = port is not None and port.manager_id != organisation.pk
    if foreign and not organisation.facilities.filter(port=port).exists():
        raise OutOfScope


@on_rights
@transaction.atomic
def revoke_invitation(*, member: Member, invitation: Invitation, now: datetime) -> None:
    """The link stops working. Raises NotAllowed."""
    if not Invitation.objects.editable_by(member).filter(pk=invitation.pk).exists():
        raise NotAllowed
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(revoked_at=now)


def open_invitation(*, secret: str, now: datetime) -> Invitation:
    """The invitation that the secret opens. Raises InvitationSpent."""
    found = Invitation.objects.open(at=now).filter(digest=digest_of(secret)).select_related("organisation").first()
    if found is None or found.organisation.state == Organisation.State.LEFT:
        raise InvitationSpent
    return found


def holder_of(invitation: Invitation) -> Person | None:
    """The person who has shown to own the invited address."""
    held = EmailAddress.objects.filter(email__iexact=invitation.email, verified=True).select_related("user").first()
    return held.user if held is not None else None


@transaction.atomic
def accept_as_newcomer(*, secret: str, newcomer: Newcomer, now: datetime) -> Seat:
    """A new person in the offered seat. Raises InvitationSpent, SignInFirst, NameTaken, WeakPassword."""
    invitation = _take(secret=secret, now=now)
    if holder_of(invitation) is not None:
        raise SignInFirst
    person = new_person(
        username=newcomer.username,
        name=newcomer.name,
        email=invitation.email,
        password=newcomer.password,
        language=newcomer.language,
    )
    EmailAddress.objects.create(user=person, email=invitation.email, primary=True, verified=invitation.is_mailed)
    return _seat_from(invitation, person=person, now=now)


@transaction.atomic
def accept_as_holder(*, secret: str, person: Person, now: datetime) -> Seat:
    """A second seat for somebody who is signed in. Raises InvitationSpent, SignInFirst."""
    invitation = _take(secret=secret, now=now)
    holder = holder_of(invitation)
    if person.email.lower() != invitation.email and holder != person:
        raise SignInFirst
    return _seat_from(invitation, person=person, now=now)


def new_person(*, username: str, name: str, email: str, password: str, language: str) -> Person:
    """A login. Raises NameTaken, WeakPassword."""
    if Person.objects.filter(username__iexact=username).exists():
        raise NameTaken
    person = Person(username=username, name=name, email=email, language=language)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise WeakPassword(" ".join(error.messages)) from error
    person.set_password(password)
    person.save()
    return person


def _take(*, secret: str, now: datetime) -> Invitation:
    invitation = open_invitation(secret=secret, now=now)
    # The condition on the update is what makes the link work once, also when two requests race.
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(accepted_at=now)
    if not taken:
        raise InvitationSpent
    return invitation


def _seat_from(invitation: Invitation, *, person: Person, now: datetime) -> Seat:
    become_active(invitation.organisation, now=now)
    return new_seat(
        person=person,
        organisation=invitation.organisation,
        function=Function(invitation.function),
        port=invitation.port,
        facility=invitation.facility,
        now=now,
    )


def new_seat(
    *,
    person: Person,
    organisation: Organisation,
    function: Function,
    port: Port | None = None,
    facility: Facility | None = None,
    title: str = "",
    now: datetime,
) -> Seat:
    """The seat's row, active at once when it is the person's first. Raises OutOfScope."""
    check_scope(organisation=organisation, port=port, facility=facility)
    seat = Seat.objects.create(
        person=person,
        organisation=organisation,
        function=function.value,
        port=port,
        facility=facility,
        title=title,
        given_at=now,
    )
    if not Seat.objects.open().filter(pk=person.active_seat_id or 0).exists():
        person.active_seat = seat
        person.save(update_fields=["active_seat"])
    return seat


@on_rights
@transaction.atomic
def end_seat(*, member: Member, seat: Seat, now: datetime) -> None:
    """The seat ends; its sessions and tokens open nothing from the next request on.

    Raises NotAllowed, LastOfItsKind.
    """
    if not Seat.objects.editable_by(member).filter(pk=seat.pk).exists():
        raise NotAllowed
    # One after the other: two who end each other's seat at once would leave nobody.
    Organisation.objects.select_for_update(no_key=True).get(pk=seat.organisation_id)
    others = Seat.objects.open().filter(organisation_id=seat.organisation_id, function=seat.function)
    if seat.function in RUNNING and not others.exclude(pk=seat.pk).exists():
        raise LastOfItsKind
    Seat.objects.open().filter(pk=seat.pk).update(ended_at=now)
    Token.objects.filter(seat=seat, revoked_at=None).update(revoked_at=now)


@on_rights
@transaction.atomic
def restore_seat(*, member: Member, seat: Seat, now: datetime) -> None:
    """Undo of an ended seat, for ten minutes; its tokens stay revoked. Raises NotAllowed, TooLate."""
    editable = Seat.objects.editable_by(member).filter(pk=seat.pk).exists()
    if not editable or not member.may_give(Function(seat.function)):
        raise NotAllowed
    if not Seat.objects.filter(pk=seat.pk, ended_at__gt=now - UNDO_LIFE).update(ended_at=None):
        raise TooLate


@on_rights
@transaction.atomic
def change_scope(
    *, member: Member, seat: Seat, port: Port | None, facility: Facility | None, title: str, now: datetime
) -> None:
    """The seat's port or facility, or the whole organisation. Raises NotAllowed, OutOfScope."""
    if not Seat.objects.open().editable_by(member).filter(pk=seat.pk).exists():
        raise NotAllowed
    check_scope(organisation=seat.organisation, port=port, facility=facility)
    seat.port, seat.facility, seat.title = port, facility, title
    seat.save(update_fields=["port", "facility", "title"])


@transaction.atomic
def switch_seat(*, person: Person, seat: Seat) -> None:
    """Act from another of the own open seats. Raises NotAllowed."""
    if not Seat.objects.open().filter(pk=seat.pk, person=person).exists():
        raise NotAllowed
    person.active_seat = seat
    person.save(update_fields=["active_seat"])


@transaction.atomic
def choose_language(*, person: Person, language: str) -> None:
    """The language of the person's pages and mails."""
    person.language = language
    person.save(update_fields=["language"])


@transaction.atomic
def choose_theme(*, person: Person, theme: str) -> None:
    """Light, dark, or as the device says."""
    person.theme = theme
    person.save(update_fields=["theme"])


@transaction.atomic
def edit_person(*, person: Person, name: str, language: str, theme: str, shortcuts: bool) -> None:
    """What a person chooses about the own login."""
    person.name, person.language, person.theme, person.shortcuts = name, language, theme, shortcuts
    person.save(update_fields=["name", "language", "theme", "shortcuts"])


@transaction.atomic
def look(*, person: Person, now: datetime) -> None:
    """Remember until when the person has seen what changed."""
    Person.objects.filter(pk=person.pk).update(looked_at=now)
