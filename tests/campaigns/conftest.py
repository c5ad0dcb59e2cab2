"""Campaigns made as people make them: through the actions, with a kit of the tests."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from port2port.campaigns import actions, kits
from port2port.campaigns.actions import CampaignFields, Hands, TalkFields
from port2port.campaigns.models import Campaign, Talk
from port2port.members.member import Member
from port2port.members.models import Organisation, Person, Seat
from port2port.members.readers import member_of_seat
from tests.personas import BEFORE, NOW

SAMPLE = Path(__file__).parent / "sample-kit.yaml"
KIT = "sample-kit"
TODAY = timezone.localdate(NOW)
LAST = TODAY + timedelta(days=30)
AFTER = NOW + timedelta(days=45)
Start = Callable[..., Campaign]
Tell = Callable[..., Talk]


@pytest.fixture(autouse=True)
def one_kit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kit of the tests in place of those that came with the software."""
    kit = kits.read(SAMPLE)
    monkeypatch.setattr(kits, "_packaged", lambda: {kit.slug: kit})


@pytest.fixture
def start() -> Start:
    def made(member: Member, *, now=NOW, **more: object) -> Campaign:
        said = {"title": "Say no", "language": "en", "kit": KIT, "from_on": TODAY, "to_on": LAST}
        return actions.start(member=member, said=CampaignFields(**(said | more)), now=now)

    return made


@pytest.fixture
def tell() -> Tell:
    def told(
        member: Member,
        campaign: Campaign,
        *,
        people: int = 12,
        before: tuple[int, ...] = (),
        after: tuple[int, ...] = (),
        held_on: date = TODAY,
        now=NOW,
    ) -> Talk:
        said = TalkFields(
            held_on=held_on,
            language="nl",
            people=people,
            before=Hands(people, before) if before else Hands(),
            after=Hands(people, after) if after else Hands(),
        )
        return actions.record_talk(member=member, campaign=campaign, said=said, now=now)

    return told


@pytest.fixture
def officers(community) -> Iterator[list[Member]]:
    """Officers of eight members, each of a house of its own."""
    found = []
    for number in range(8):
        organisation = Organisation.objects.create(
            slug=f"quay-{number}", name=f"Quay {number}", kind="operator", standing="member", state="active"
        )
        person = Person.objects.create(username=f"quay-{number}@example.org", email=f"quay-{number}@example.org")
        seat = Seat.objects.create(person=person, organisation=organisation, function="officer", given_at=BEFORE)
        found.append(member_of_seat(seat))
    return found
