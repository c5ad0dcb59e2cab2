"""What is made on the server, beside any seat: the first secretariat, auditor and operator seats, the demo."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.ledger.actions import trail
from port2port.members.actions.organisations import Profile, become_active, new_organisation
from port2port.members.actions.people import Newcomer, new_person, new_seat
from port2port.members.member import Function, Standing
from port2port.members.models import Circle, CircleMembership, Clientship, Facility, Organisation, Person, Port, Seat


class WrongHouse(Refusal):
    """Secretariat seats exist in the secretariat only."""

    words = _("A secretariat seat belongs to the secretariat.")


@transaction.atomic
def init(*, profile: Profile, first: Newcomer, email: str, now: datetime) -> Seat:
    """The secretariat and its first person. Raises SecretariatExists, NameTaken, WeakPassword."""
    secretariat = found_organisation(
        kind=Organisation.Kind.SECRETARIAT, standing=Standing.MEMBER, profile=profile, now=now
    )
    person = found_person(newcomer=first, email=email)
    return found_seat(person=person, organisation=secretariat, function=Function.SECRETARIAT, now=now)


@transaction.atomic
def found_organisation(
    *, kind: str, standing: Standing, profile: Profile, parent: Organisation | None = None, now: datetime
) -> Organisation:
    """An organisation that is active at once. Raises SecretariatExists."""
    organisation = new_organisation(kind=kind, standing=standing, profile=profile, parent=parent, now=now)
    become_active(organisation, now=now)
    _write("found_organisation", f"organisation {organisation.key}", now=now)
    return organisation


@transaction.atomic
def found_person(*, newcomer: Newcomer, email: str) -> Person:
    """A login with a verified address. Raises NameTaken, WeakPassword."""
    person = new_person(
        username=newcomer.username,
        name=newcomer.name,
        email=email,
        password=newcomer.password,
        language=newcomer.language,
    )
    if email:
        EmailAddress.objects.create(user=person, email=email.lower(), primary=True, verified=True)
    return person


@transaction.atomic
def found_seat(
    *,
    person: Person,
    organisation: Organisation,
    function: Function,
    port: Port | None = None,
    facility: Facility | None = None,
    title: str = "",
    now: datetime,
) -> Seat:
    """Any seat at all; auditor and operator seats come into being here only. Raises WrongHouse, OutOfScope."""
    if function == Function.SECRETARIAT and organisation.kind != Organisation.Kind.SECRETARIAT:
        raise WrongHouse
    seat = new_seat(
        person=person,
        organisation=organisation,
        function=function,
        port=port,
        facility=facility,
        title=title,
        now=now,
    )
    _write("found_seat", f"seat {seat.key}", now=now)
    return seat


@transaction.atomic
def found_clientship(*, client: Organisation, member: Organisation, now: datetime) -> Clientship:
    """A client of a member, accepted at once."""
    return Clientship.objects.create(client=client, member=member, named_at=now, accepted_at=now)


@transaction.atomic
def found_stay(*, circle: Circle, organisation: Organisation, now: datetime) -> CircleMembership:
    """An organisation in a circle, invited and joined at once."""
    return CircleMembership.objects.create(circle=circle, organisation=organisation, invited_at=now, joined_at=now)


def _write(act: str, subject: str, *, now: datetime) -> None:
    trail(now=now, actor="server", organisation="", act=act, subject=subject, outcome="done")
