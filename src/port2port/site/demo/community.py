"""Who takes part in the demonstration; organisations are the announced partners, people are roles."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from port2port.members.actions.places import load_places
from port2port.members.models import (
    Circle,
    CircleMembership,
    Clientship,
    Contact,
    Facility,
    LevelEntry,
    Organisation,
    Person,
    Port,
    Seat,
    Waterway,
)


@dataclass(frozen=True, slots=True)
class Partner:
    """One organisation of the demonstration."""

    slug: str
    name: str
    short: str
    kind: str
    standing: str
    language: str
    ports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Login:
    """One login and the seat it sits in."""

    name: str
    organisation: str
    function: str
    title: str
    language: str
    port: str = ""


PARTNERS = [
    Partner("antwerp-bruges", "Port of Antwerp-Bruges", "Antwerp-Bruges", "port", "member", "nl", ("BEANR", "BEZEE")),
    Partner("north-sea-port", "North Sea Port", "North Sea Port", "port", "member", "nl", ("BEGNE", "BEZEL", "BEEVM")),
    Partner("liege", "Port autonome de Liège", "Liège", "port", "member", "fr", ("BELGG", "BEMSI", "BEHRS", "BEZER")),
    Partner("brussels", "Port of Brussels", "Brussels", "port", "member", "fr", ("BEBRU",)),
    Partner("ostend", "Port Oostende", "Ostend", "port", "member", "nl", ("BEOST",)),
    Partner(
        "waterway-antwerp",
        "De Vlaamse Waterweg, Antwerp",
        "Waterway Antwerp",
        "waterway",
        "member",
        "nl",
        ("BEMEH", "BEGBB", "BEWLB", "BEECH"),
    ),
    Partner(
        "waterway-flemish-brabant",
        "De Vlaamse Waterweg, Flemish Brabant",
        "Waterway Flemish Brabant",
        "waterway",
        "member",
        "nl",
        ("BEVIL", "BEGRB"),
    ),
    Partner("csd-limburg", "Federal Police, CSD Limburg", "CSD Limburg", "police", "member", "nl"),
    Partner("drug-commissioner", "National Drug Commissioner", "Drug Commissioner", "authority", "member", "fr"),
    Partner("secretariat", "Platform secretariat", "Secretariat", "secretariat", "member", "en"),
    Partner("demo-terminal", "Demo Terminal Left Bank (made up)", "Demo Terminal", "operator", "member", "en"),
    Partner("demo-forwarder", "Demo Forwarding (made up)", "Demo Forwarding", "company", "client", "en"),
    Partner("demo-company", "Demo Fruit Import (made up)", "Demo Fruit Import", "company", "guest", "de"),
]

LOGINS = [
    Login("antwerp-guard", "antwerp-bruges", "guard", "Guard", "nl"),
    Login("antwerp-officer", "antwerp-bruges", "officer", "Port security officer", "nl"),
    Login("antwerp-coordinator", "antwerp-bruges", "coordinator", "Coordinator", "nl"),
    Login("antwerp-trainer", "antwerp-bruges", "trainer", "Trainer", "nl"),
    Login("northsea-officer", "north-sea-port", "officer", "Port security officer", "nl"),
    Login("liege-officer", "liege", "officer", "Port security officer", "fr"),
    Login("brussels-officer", "brussels", "officer", "Port security officer", "fr"),
    Login("ostend-officer", "ostend", "officer", "Port security officer", "nl"),
    Login("waterway-officer", "waterway-antwerp", "officer", "Duty officer", "nl"),
    Login("csd-analyst", "csd-limburg", "analyst", "Analyst", "nl"),
    Login("commissioner-analyst", "drug-commissioner", "analyst", "Analyst", "fr"),
    Login("terminal-officer", "demo-terminal", "officer", "PFSO", "en"),
    Login("forwarder-agent", "demo-forwarder", "officer", "Release desk", "en"),
    Login("guest-company", "demo-company", "officer", "Security contact", "de"),
    Login("secretariat-desk", "secretariat", "secretariat", "Desk", "en"),
    Login("auditor", "antwerp-bruges", "auditor", "Auditor", "en"),
    Login("operator", "secretariat", "operator", "Machine operator", "en"),
]
# Seats without a login name of their own in the list above: every organisation has someone who decides.
MORE = [
    Login("northsea-coordinator", "north-sea-port", "coordinator", "Coordinator", "nl"),
    Login("liege-coordinator", "liege", "coordinator", "Coordinator", "fr"),
    Login("brussels-coordinator", "brussels", "coordinator", "Coordinator", "fr"),
    Login("ostend-coordinator", "ostend", "coordinator", "Coordinator", "nl"),
    Login("waterway-coordinator", "waterway-antwerp", "coordinator", "Coordinator", "nl"),
    Login("antwerp-pso", "antwerp-bruges", "officer", "Port security officer, whole port", "nl", "BEANR"),
    Login("brabant-officer", "waterway-flemish-brabant", "officer", "Duty officer", "nl"),
    # Two people open what comes to a concerns desk.
    Login("northsea-duty", "north-sea-port", "officer", "Duty officer", "nl"),
    Login("liege-duty", "liege", "officer", "Duty officer", "fr"),
    Login("brussels-duty", "brussels", "officer", "Duty officer", "fr"),
    Login("ostend-duty", "ostend", "officer", "Duty officer", "nl"),
    Login("waterway-duty", "waterway-antwerp", "officer", "Second duty officer", "nl"),
    Login("secretariat-second", "secretariat", "secretariat", "Second desk", "en"),
]

CIRCLES = [
    # name, purpose, owner, members, open, shows history
    (
        "Scheldt and North Sea",
        "Sea ports and police: intrusions, extraction crews, hulls.",
        "antwerp-bruges",
        ["antwerp-bruges", "north-sea-port", "ostend", "csd-limburg", "drug-commissioner"],
        True,
        True,
    ),
    (
        "Inland ports",
        "Ports and quays inland: displacement to smaller sites.",
        "liege",
        ["liege", "brussels", "waterway-antwerp", "waterway-flemish-brabant", "antwerp-bruges", "csd-limburg"],
        True,
        True,
    ),
    (
        "Container release",
        "Release codes, hauliers, terminals.",
        "antwerp-bruges",
        ["antwerp-bruges", "north-sea-port", "demo-terminal", "csd-limburg"],
        True,
        False,
    ),
    (
        "Drones",
        "Sightings and detection.",
        "north-sea-port",
        ["north-sea-port", "antwerp-bruges", "ostend", "brussels", "csd-limburg"],
        True,
        True,
    ),
    (
        "Police and commissioner",
        "Analysis before it is shared wider.",
        "csd-limburg",
        ["csd-limburg", "drug-commissioner"],
        False,
        True,
    ),
]

FACILITIES = [
    ("antwerp-bruges", "BEANR", "Demo quay North", "quay", "inside"),
    ("antwerp-bruges", "BEZEE", "Demo quay Coast", "quay", "inside"),
    ("demo-terminal", "BEANR", "Demo Terminal Left Bank", "terminal", "inside"),
    ("north-sea-port", "BEGNE", "Demo bulk quay", "terminal", "inside"),
    ("liege", "BELGG", "Demo trimodal quay", "quay", "inside"),
    ("liege", "BEMSI", "Demo inland quay", "quay", "outside"),
    ("brussels", "BEBRU", "Demo outer harbour", "quay", "inside"),
    ("ostend", "BEOST", "Demo ferry quay", "terminal", "inside"),
    ("waterway-antwerp", "BEWLB", "Demo lock", "lock", "outside"),
    ("waterway-flemish-brabant", "BEVIL", "Demo canal quay", "quay", "outside"),
    ("demo-forwarder", "BEANR", "Demo release office", "office", "outside"),
]


def found(*, password: str, now: datetime) -> None:
    """Make the organisations, places, people, circles and levels; rows of a fresh database."""
    start = now - timedelta(days=900)
    load_places()
    organisations = {partner.slug: _organisation(partner, start) for partner in PARTNERS}
    _ports(organisations)
    facilities = _facilities(organisations)
    _people(organisations, password=password, start=start)
    _circles(organisations, start)
    Clientship.objects.create(
        client=organisations["demo-forwarder"],
        member=organisations["antwerp-bruges"],
        named_at=start,
        accepted_at=start,
    )
    _contacts(organisations, now)
    _levels(organisations, facilities, now)


def _organisation(partner: Partner, start: datetime) -> Organisation:
    return Organisation.objects.create(
        slug=partner.slug,
        name=partner.name,
        short_name=partner.short,
        kind=partner.kind,
        standing=partner.standing,
        state=Organisation.State.ACTIVE,
        language=partner.language,
        admitted_at=start,
    )


def _ports(organisations: dict[str, Organisation]) -> None:
    for partner in PARTNERS:
        Port.objects.filter(locode__in=partner.ports).update(manager=organisations[partner.slug])
    Waterway.objects.filter(name="Albert Canal").update(manager=organisations["waterway-antwerp"])


def _facilities(organisations: dict[str, Organisation]) -> list[Facility]:
    return [
        Facility.objects.create(
            organisation=organisations[slug], port=Port.objects.get(locode=locode), name=name, kind=kind, isps=isps
        )
        for slug, locode, name, kind, isps in FACILITIES
    ]


def _people(organisations: dict[str, Organisation], *, password: str, start: datetime) -> None:
    hashed = None
    for login in [*LOGINS, *MORE]:
        person = Person(
            username=login.name,
            name=login.name,
            email=f"{login.name}@demo.invalid",
            language="",
        )
        if hashed is None:
            person.set_password(password)
            hashed = person.password
        # One hash for all: Argon2 is slow on purpose, and the password is the same and printed.
        person.password = hashed
        person.save()
        person.active_seat = Seat.objects.create(
            person=person,
            organisation=organisations[login.organisation],
            function=login.function,
            title=login.title,
            port=Port.objects.get(locode=login.port) if login.port else None,
            given_at=start,
        )
        person.save()


def _circles(organisations: dict[str, Organisation], start: datetime) -> None:
    for name, purpose, owner, members, is_open, shows_history in CIRCLES:
        circle = Circle.objects.create(
            name=name,
            purpose=purpose,
            owner=organisations[owner],
            is_open=is_open,
            shows_history=shows_history,
            made_at=start,
        )
        for slug in members:
            CircleMembership.objects.create(
                circle=circle, organisation=organisations[slug], invited_at=start, joined_at=start
            )


def _contacts(organisations: dict[str, Organisation], now: datetime) -> None:
    for number, partner in enumerate(PARTNERS):
        if partner.standing == "member":
            Contact.objects.create(
                organisation=organisations[partner.slug],
                kind=Contact.Kind.DUTY,
                role="Duty desk (demonstration)",
                # No Belgian number begins with 000: it cannot ring at anyone's.
                phone=f"+32 000 00 00 {number:02d}",
                email=f"duty@{partner.slug}.invalid",
                around_the_clock=True,
                checked_at=now - timedelta(days=12 * number + 3),
                checked_result="Answered",
            )


def _levels(organisations: dict[str, Organisation], facilities: list[Facility], now: datetime) -> None:
    desk = Seat.objects.get(person__username="secretariat-desk")
    officer = Seat.objects.get(person__username="antwerp-officer")
    country = {"scope": LevelEntry.Scope.COUNTRY, "reported_by": desk, "reported_for": organisations["secretariat"]}
    for scale, value in ((LevelEntry.Scale.ISPS, 1), (LevelEntry.Scale.OCAD, 3)):
        LevelEntry.objects.create(
            scale=scale,
            value=value,
            valid_from=now - timedelta(days=400),
            issued_by="Demonstration entry",
            reported_at=now - timedelta(days=400),
            confirmed_by=desk,
            confirmed_at=now - timedelta(days=400),
            **country,
        )
    LevelEntry.objects.create(
        scale=LevelEntry.Scale.ISPS,
        scope=LevelEntry.Scope.FACILITY,
        facility=facilities[0],
        value=2,
        valid_from=now - timedelta(days=1),
        valid_to=now + timedelta(days=6),
        issued_by="Demonstration entry",
        reason="Repeated intrusions (made up)",
        reported_by=officer,
        reported_for=organisations["antwerp-bruges"],
        reported_at=now - timedelta(days=1),
    )
