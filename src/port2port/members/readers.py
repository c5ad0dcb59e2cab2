"""From rows to values: who is asking, and where that reader stands in the community."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Case, IntegerField, QuerySet, Value, When

from port2port.base.prepared import Answer, Given, Prepared, PreparedObjects, Row
from port2port.base.remembering import remembered
from port2port.members.access import CircleMemberships
from port2port.members.member import NOBODY, Act, Function, Member, Standing
from port2port.members.models import Circle, CircleMembership, Clientship, Organisation, Person, Seat, ServiceAccount
from port2port.pure.audience import Reader, Stay


@dataclass(frozen=True, slots=True)
class Placed:
    """One open seat of the community and what its holder can read by.

    stand   of the organisation, which its people share
    """

    member: Member
    stand: Reader

    @property
    def reader(self) -> Reader:
        """Where the holder stands."""
        return replace(self.stand, person=self.member.person_id)

    @property
    def person(self) -> int | None:
        """The person's id."""
        return self.member.person_id

    @property
    def function(self) -> Function | None:
        """What the seat is for; a guard's seat narrows what it reads."""
        return self.member.function

    @property
    def organisation(self) -> int:
        """The organisation's id."""
        return self.stand.organisation


def member_of_seat(seat: Seat) -> Member:
    """The member that acts from this seat; NOBODY once the seat, the person or the organisation is out."""
    organisation = seat.organisation
    if not seat.is_open or not seat.person.is_active or organisation.state != Organisation.State.ACTIVE:
        return NOBODY
    return Member(
        actor=seat.key,
        name=seat.person.name,
        function=Function(seat.function),
        standing=Standing(organisation.standing),
        organisation_id=organisation.pk,
        person_id=seat.person_id,
        seat_id=seat.pk,
        port_id=seat.port_id,
        facility_id=seat.facility_id,
    )


def member_of_person(person: Person) -> Member:
    """The member that this person acts as now, from the chosen seat or else the oldest open one; NOBODY without one."""
    rows = _SEAT_OF.rows(person=person.pk, chosen=person.active_seat_id)
    return next(_open_seats(rows), NOBODY)


def member_of_service(account: ServiceAccount) -> Member:
    """The member that a service account acts as; NOBODY once the account or its organisation is out."""
    organisation = account.organisation
    if account.ended_at is not None or organisation.state != Organisation.State.ACTIVE:
        return NOBODY
    return Member(
        actor=account.key,
        name=account.name,
        function=Function(account.function),
        standing=Standing(organisation.standing),
        organisation_id=organisation.pk,
        service_id=account.pk,
    )


def open_seats_of(person: Person) -> QuerySet[Seat]:
    """The seats that a person can act from now, in whichever organisation; one's own seats are one's own to know."""
    return Seat.objects.open().filter(person=person, organisation__state=Organisation.State.ACTIVE)


@remembered
def reader_of(member: Member) -> Reader | None:
    """Where the member stands in the community now; None for who reads no more than a visitor.

    Asked anew by every request, and kept only while that request reads.
    None: nobody, seats that read nothing (auditor, operator), organisations that are not active.
    """
    if member.organisation_id is None or not member.may(Act.READ):
        return None
    standings = _STANDING.rows(organisation=member.organisation_id)
    if not standings:
        return None
    standing = Standing(standings[0][0])
    return _reader(
        organisation=member.organisation_id,
        standing=standing,
        person=member.person_id,
        stays=_stays_of(member.organisation_id, standing),
    )


def ask_active_member(organisation: int) -> Answer[Organisation | None]:
    """The organisation as it is now; None unless it is an active member of the community."""
    return _ACTIVE_MEMBER.ask_first(organisation=organisation)


def ask_active(organisation: int) -> Answer[Organisation | None]:
    """The organisation as it is now, whatever its standing; None unless it takes part."""
    return _ACTIVE.ask_first(organisation=organisation)


def choosable_circles(member: Member) -> frozenset[int]:
    """The ids of `Circle.objects.choosable_by(member)`."""
    return ask_choosable_circles(member)()


def ask_choosable_circles(member: Member) -> Answer[frozenset[int]]:
    """As `choosable_circles`, with other questions."""
    answer = _CHOOSABLE.ask(organisation=member.organisation_id)
    return lambda: frozenset(pk for (pk,) in answer())


@dataclass(frozen=True, slots=True)
class Community:
    """Where everyone stands who can read anything: one entry a seat, and each organisation's circles."""

    seats: list[Placed]
    stays: dict[int, list[Stay]]

    def circles_of(self, member: Member) -> frozenset[int]:
        """As `choosable_circles`."""
        return frozenset(stay.circle for stay in self.stays.get(member.organisation_id or 0, ()))


def readers_of_community() -> list[Placed]:
    """Everyone who can read anything: one entry a seat."""
    return ask_community()().seats


def ask_community() -> Answer[Community]:
    """The community as it is now, in three queries however large it is."""
    stays, hosts, seats = _STAYS.ask(), _HOSTS.ask(), _SEATS.ask()
    return lambda: _community(stays(), hosts(), seats())


def _community(stay_rows: list[Row], host_rows: list[Row], seat_rows: list[Row]) -> Community:
    stays: dict[int, list[Stay]] = {}
    for organisation, stay in _as_stays(stay_rows):
        stays.setdefault(organisation, []).append(stay)
    hosted: dict[int, list[Stay]] = {}
    for client, host in host_rows:
        hosted.setdefault(client, []).extend(stays.get(host, ()))
    # Where an organisation stands is worked out once; its people differ in nothing but themselves.
    stands: dict[int, Reader] = {}
    placed = []
    for member in _open_seats(seat_rows):
        if not member.may(Act.READ) or member.standing is None or member.organisation_id is None:
            continue
        stand = stands.get(member.organisation_id)
        if stand is None:
            reached = (stays if member.standing == Standing.MEMBER else hosted).get(member.organisation_id, ())
            stand = _reader(organisation=member.organisation_id, standing=member.standing, person=None, stays=reached)
            stands[member.organisation_id] = stand
        placed.append(Placed(member, stand))
    return Community(placed, stays)


def _open_seats(rows: list[Row]) -> Iterator[Member]:
    """`member_of_seat` for every seat of the active organisations."""
    # By tables: making an enumeration's member from its value takes longer than the rest of the row.
    functions, standings = {one.value: one for one in Function}, {one.value: one for one in Standing}
    for pk, key, function, organisation, standing, person, name, port, facility in rows:
        yield Member(
            actor=key,
            name=name,
            function=functions[function],
            standing=standings[standing],
            organisation_id=organisation,
            person_id=person,
            seat_id=pk,
            port_id=port,
            facility_id=facility,
        )


def _reader(*, organisation: int, standing: Standing, person: int | None, stays: Iterable[Stay]) -> Reader:
    widest = _widest(stays)
    return Reader(
        organisation=organisation,
        person=person,
        is_member=standing == Standing.MEMBER,
        stays=widest if standing == Standing.MEMBER else (),
        hosts=widest if standing == Standing.CLIENT else (),
        is_guest=standing == Standing.GUEST,
    )


def _stays_of(organisation: int, standing: Standing) -> list[Stay]:
    match standing:
        case Standing.MEMBER:
            rows = _STAYS_OF.rows(organisation=organisation)
        case Standing.CLIENT:
            rows = _STAYS_OF_HOSTS.rows(organisation=organisation)
        case Standing.GUEST:
            return []
    return [stay for _, stay in _as_stays(rows)]


def _hosts_of(client: Given) -> QuerySet[Clientship]:
    hosts = Clientship.objects.accepted().filter(client_id=client)
    return hosts.filter(member__standing=Standing.MEMBER, member__state=Organisation.State.ACTIVE)


def _stay_values(memberships: CircleMemberships) -> QuerySet[CircleMembership, Row]:
    return (
        memberships.current()
        .order_by("circle_id", "organisation_id")
        .values_list("organisation_id", "circle_id", "joined_at", "circle__shows_history")
    )


def _as_stays(rows: Iterable[Row]) -> list[tuple[int, Stay]]:
    return [
        (organisation, Stay(circle, None if shows_history else joined_at))
        for organisation, circle, joined_at, shows_history in rows
    ]


def _widest(stays: Iterable[Stay]) -> tuple[Stay, ...]:
    # A client of two members of one circle reads as far back as the longer stay allows.
    since: dict[int, datetime | None] = {}
    for stay in stays:
        known = since.get(stay.circle, stay.since)
        since[stay.circle] = None if known is None or stay.since is None else min(known, stay.since)
    return tuple(Stay(circle, moment) for circle, moment in sorted(since.items()))


_ACTIVE_MEMBER = PreparedObjects(
    Organisation, lambda: Organisation.objects.active_members().order_by().filter(pk=Given("organisation"))
)
_ACTIVE = PreparedObjects(
    Organisation,
    lambda: Organisation.objects.filter(pk=Given("organisation"), state=Organisation.State.ACTIVE).order_by(),
)
_CHOOSABLE = Prepared(lambda: Circle.objects.choosable_at(Given("organisation")).order_by().values_list("pk"))
_STAYS = Prepared(lambda: _stay_values(CircleMembership.objects.all()))
_HOSTS = Prepared(
    lambda: (
        Clientship.objects.accepted()
        .filter(member__standing=Standing.MEMBER, member__state=Organisation.State.ACTIVE)
        .order_by()
        .values_list("client_id", "member_id")
    )
)
_STANDING = Prepared(
    lambda: (
        Organisation.objects.order_by()
        .filter(pk=Given("organisation"), state=Organisation.State.ACTIVE)
        .values_list("standing")
    )
)
_STAYS_OF = Prepared(lambda: _stay_values(CircleMembership.objects.filter(organisation_id=Given("organisation"))))
_STAYS_OF_HOSTS = Prepared(
    lambda: _stay_values(
        CircleMembership.objects.filter(
            organisation__in=_hosts_of(Given("organisation")).order_by().values("member_id")
        )
    )
)


def _who_acts() -> QuerySet[Seat]:
    return Seat.objects.filter(ended_at=None, person__is_active=True, organisation__state=Organisation.State.ACTIVE)


def _acting_values(seats: QuerySet[Seat]) -> QuerySet[Seat, Row]:
    return seats.values_list(
        "pk",
        "key",
        "function",
        "organisation_id",
        "organisation__standing",
        "person_id",
        "person__name",
        "port_id",
        "facility_id",
    )


_SEATS = Prepared(lambda: _acting_values(_who_acts().order_by("organisation_id", "function", "pk")))
_SEAT_OF = Prepared(
    lambda: _acting_values(
        _who_acts()
        .filter(person_id=Given("person"))
        .order_by(Case(When(pk=Given("chosen"), then=Value(0)), default=Value(1), output_field=IntegerField()), "pk")
    )[:1]
)
