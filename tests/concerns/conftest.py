"""A desk with two handlers in north, one with two in south, a shut one in east; a concern that lies in north."""

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from port2port.concerns import actions, limits
from port2port.concerns.actions import Wish
from port2port.concerns.derive import private_key, reporter_keys, sealed_pair
from port2port.concerns.models import Concern, Desk, HandlerKey
from port2port.members.member import NOBODY, Member
from port2port.members.models import Person, Seat
from port2port.pure.receipt_code import code_of
from port2port.pure.sealing import ReporterKeys
from tests.personas import BEFORE, PASSWORD, Community

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PASSPHRASE = "four words that rhyme not"
TEXT = "On Monday two men asked our driver for the release code of a container. He said no."


@dataclass
class Desks:
    """The desks and their handlers by name; every handler has a key under PASSPHRASE."""

    community: Community
    desks: dict[str, Desk] = field(default_factory=dict)
    privates: dict[str, bytes] = field(default_factory=dict)

    def member(self, name: str) -> Member:
        return self.community.member(name)

    def file(self, number: int = 1, **more: Any) -> tuple[Concern, str]:
        """A concern and its code."""
        code = code_of(number.to_bytes(32, "big"))
        said = {"desk": self.desks["north"], "category": "release", "language": "en", "text": TEXT} | more
        now = said.pop("now", NOW)
        member = said.pop("member", NOBODY)
        keys = reporter_keys(code)
        return actions.file_concern(member=member, keys=keys, wish=Wish(**said), now=now), code


def keys_of(code: str) -> ReporterKeys:
    return reporter_keys(code)


def seat_more(community: Community, name: str, slug: str) -> None:
    """One officer more in an organisation, with a login of the same name."""
    person = Person(username=name, name=f"The {name}", email=f"{name}@example.org", language="en")
    person.set_password(PASSWORD)
    person.save()
    seat = Seat.objects.create(
        person=person, organisation=community.organisations[slug], function="officer", given_at=BEFORE
    )
    person.active_seat = seat
    person.save()
    community.seats[name] = seat


def give_key(member: Member, now: datetime = NOW) -> bytes:
    private = os.urandom(32)
    actions.make_handler_key(member=member, pair=sealed_pair(private, PASSPHRASE), now=now)
    return private


def found_desks(community: Community) -> Desks:
    made = Desks(community)
    for name, slug in [("mate", "north"), ("peer_mate", "south")]:
        seat_more(community, name, slug)
    for slug, who, names in [
        ("north", "coordinator", ["author", "mate"]),
        ("south", "peer_coordinator", ["peer", "peer_mate"]),
        ("east", "outsider_coordinator", ["outsider"]),
    ]:
        for name in names:
            handler = actions.name_handler(
                member=community.member(who), seat=community.seats[name], port=community.ports[slug], now=BEFORE
            )
            made.desks[slug] = handler.desk
            made.privates[name] = give_key(community.member(name), BEFORE)
    return made


@pytest.fixture
def desks(community: Community) -> Desks:
    return found_desks(community)


@pytest.fixture(autouse=True)
def nobody_has_tried_before() -> None:
    for limit in (limits.CODES, limits.FILING, limits.SAYING, limits.PASSPHRASES):
        limit.forget()


def opened_key(member: Member) -> bytes:
    """As the passphrase opens it."""
    return private_key(HandlerKey.objects.get(seat=member.seat_id), PASSPHRASE)
