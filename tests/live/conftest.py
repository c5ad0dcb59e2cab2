"""A confirmed exercise of two ports: who leads, observes and plays, and a script with separate sight."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from port2port.drills.models import Event, EventPlace, EventRole, Objective
from port2port.live import actions
from port2port.live.models import Inject
from port2port.live.rules import InjectFields, Observed
from port2port.members.member import Member
from port2port.pure.exercise_clock import Move
from tests.personas import NOW, Community

ZERO = NOW + timedelta(hours=1)
FIVE = ZERO + timedelta(minutes=5)
SECRET = "a diver was seen under the jetty"


def minute(number: float) -> datetime:
    """A moment after the start."""
    return ZERO + timedelta(minutes=number)


def planned(community: Community, **more: object) -> Event:
    """An exercise that north plans and south takes part in."""
    fields = {
        "organisation": community.organisations["north"],
        "kind": "tabletop",
        "state": "confirmed",
        "title": "Divers at two quays",
        "safety": "Nobody goes into the water.",
        "stop_word": "ANCHOR",
        "language": "en",
        "planned_at": ZERO,
        "minutes": 60,
        "made_by": community.seats["author"],
        "made_at": NOW,
        "changed_at": NOW,
    }
    event = Event.objects.create(**(fields | more))
    for slug in ("north", "south"):
        EventPlace.objects.create(
            event=event, facility=community.facilities[slug], asked_at=NOW,
            consented_by=community.seats["author"], consented_at=NOW,
        )  # fmt: skip
    for number, words in enumerate(["The guard asks for the papers", "The control room calls the port"], 1):
        Objective.objects.create(event=event, number=number, text=words, control="ACC-02")
    return event


def give(community: Community, event: Event, name: str, role: str, *, plays: str = "", at: str = "") -> EventRole:
    """A role in the event, as a row."""
    return EventRole.objects.create(
        event=event,
        seat=community.seats[name],
        role=role,
        plays=plays,
        facility=community.facilities[at] if at else None,
        given_by=community.seats["author"],
        given_at=NOW,
    )


@dataclass
class Stage:
    """The exercise and its script."""

    community: Community
    event: Event
    injects: dict[str, Inject] = field(default_factory=dict)

    def member(self, name: str) -> Member:
        """The persona as the door resolves it."""
        return self.community.member(name)

    def clock(self, move: Move, at: datetime, *, by: str = "author") -> None:
        """Move the clock."""
        actions.move_clock(member=self.member(by), event=self.event, move=move, now=at)

    def fresh(self, name: str) -> Inject:
        """The inject as it is now."""
        return Inject.objects.get(pk=self.injects[name].pk)


def said(offset_s: int, *, to: str = "guard", text: str = SECRET, **more: object) -> InjectFields:
    """What an inject says."""
    return InjectFields(offset_s=offset_s, to_role=to, texts={"en": text}, language="en", **more)


def seen(
    at: datetime, *, sent: datetime | None = None, text: str = "Papers were asked for", **more: object
) -> Observed:
    """What an observer tells."""
    return Observed(observed_at=at, sent_at=sent or at, language="en", text=text, **more)


def key() -> str:
    """A key as a phone makes one."""
    return str(uuid4())


def cast(community: Community) -> Event:
    """The exercise with its roles: guard plays at north, peer_guard at south, trainer and colleague observe."""
    event = planned(community)
    give(community, event, "coordinator", "controller")
    give(community, event, "peer", "controller", at="south")
    give(community, event, "trainer", "observer", at="north")
    give(community, event, "peer_coordinator", "observer", at="south")
    give(community, event, "guard", "player", plays="guard", at="north")
    give(community, event, "peer_guard", "player", plays="guard", at="south")
    return event


def scripted(community: Community) -> Stage:
    """With its script: for all, for north alone, for south alone, for the PFSO."""
    stage = Stage(community, cast(community))
    north, south = community.facilities["north"], community.facilities["south"]
    script = {
        "first": said(0, to="all", text="A call from the harbour master"),
        "north": said(300, text="North: " + SECRET, facility=north, expected={"en": "Calls the PFSO"}),
        "south": said(300, text="South: " + SECRET, facility=south),
        "pfso": said(600, to="pfso", text="PFSO: " + SECRET),
        "late": said(3000, text="Late: " + SECRET),
    }
    for name, one in script.items():
        stage.injects[name] = actions.add_inject(
            member=community.member("author"), event=stage.event, said=one, now=NOW
        )
    return stage


@pytest.fixture
def stage(community: Community) -> Stage:
    """The exercise before its start."""
    return scripted(community)


@pytest.fixture
def running(stage: Stage) -> Stage:
    """Started at ZERO."""
    stage.clock(Move.START, ZERO)
    return stage


Observe = Callable[..., object]


@pytest.fixture
def observe(stage: Stage) -> Observe:
    """Write an observation as somebody."""

    def made(name: str = "trainer", at: datetime = FIVE, **more: object):
        received = more.pop("now", at)
        idempotency = more.pop("key", None) or key()
        member = stage.member(name)
        replaces = more.pop("replaces", None)
        words = seen(at, sent=more.pop("sent", received), **more)
        return actions.observe(
            member=member, event=stage.event, said=words, key=idempotency, replaces=replaces, now=received
        )

    return made
