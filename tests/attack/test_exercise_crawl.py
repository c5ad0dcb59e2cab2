"""Lists, feeds, figures, search, sheets and API, as each person: no word of an exercise beyond its sight."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from port2port.base.clock import now
from port2port.drills.models import Event, Objective
from port2port.live import actions
from port2port.members.actions.tokens import make_token
from port2port.members.member import Member
from port2port.pure.exercise_clock import Move
from tests.live.conftest import Stage, cast, key, said, seen
from tests.personas import Community

CANARY = "kanarie"
WORDS = {
    "title",
    "purpose",
    "setting",
    "aim",
    "first",
    "north",
    "south",
    "late",
    "good",
    "answer",
    "saw",
    "heard",
    "left",
}
SCRIPT = {"title", "purpose", "setting", "aim", "first", "late", "good", "left"}
# What each may meet while it runs; whoever is not here meets nothing.
MEETS = {
    "author": WORDS,
    "trainer": WORDS - {"heard", "answer"},
    "peer": SCRIPT | {"south", "heard"},
    "guard": {"first", "north", "answer"},
    "peer_guard": {"first", "south"},
}
STRANGERS = ("outsider", "secretariat", "client", "auditor")
FED = ("peer", "outsider")
FEEDS = (("reports", "reports.atom"), ("reports", "reports.json"), ("duties", "duties.ics"))
DOORS = (
    "/", "/drills/", "/drills/?tab=held", "/drills/calendar/", "/drills/library/", "/drills/held.csv", "/lessons/",
    "/duties/", "/duties/actions/", "/duties/calendar/", "/duties/export.csv", "/notifications/", "/audit/", "/health/",
    "/log/", "/log/export.csv", "/reports/", "/reports/export.csv", "/open/", "/open/reports.atom", "/practices/",
    "/practices/export.csv", "/questions/", "/campaigns/", "/courses/mine/", "/people/", "/jobs/",
    "/api/v1/reports", "/api/v1/practices", "/api/v1/questions", "/api/v1/drafts", "/api/v1/declarations",
    "/api/v1/ledger/heads", "/api/v1/me", f"/search/?q={CANARY}", f"/search/?q=north+{CANARY}",
    f"/api/v1/reports?q={CANARY}", f"/reports/?q={CANARY}",
)  # fmt: skip
LIVE = (
    *("", "lead/", "table/", "script/", "play/", "observe/", "observations/", "observations.csv", "timeline.csv"),
    *("print/list/", "print/pack/", "print/cards/", "print/sheet/"),
)

# Which rows there are is the querysets' affair, tested on both engines elsewhere.
pytestmark = [pytest.mark.anywhere, pytest.mark.slow]


@pytest.fixture
def stage(community: Community) -> Stage:
    """It has run for six minutes; every text in it holds the canary and a word that says which text it is."""
    made, began = Stage(community, cast(community)), now() - timedelta(minutes=6)
    Event.objects.filter(pk=made.event.pk).update(
        title=f"{CANARY} title", purpose=f"{CANARY} purpose", setting=f"{CANARY} setting", planned_at=began
    )
    made.event.refresh_from_db()
    Objective.objects.filter(event=made.event).update(text=f"{CANARY} aim")
    author = community.member("author")
    for name, minute, more in (
        ("first", 0, {"to": "all"}),
        ("north", 5, {"facility": community.facilities["north"]}),
        ("south", 5, {"facility": community.facilities["south"]}),
        ("late", 50, {"expected": {"en": f"{CANARY} good"}}),
        ("skipped", 40, {}),
    ):
        words = said(60 * minute, text=f"{CANARY} {name}", **more)
        made.injects[name] = actions.add_inject(member=author, event=made.event, said=words, now=began)
    made.clock(Move.START, began)
    at = began + timedelta(minutes=5, seconds=30)
    actions.stamp_due(now=at)
    played(made, author)
    return made


def played(made: Stage, author: Member) -> None:
    """Answered, skipped and observed."""
    at = now()
    guard = made.member("guard")
    actions.answer_inject(member=guard, inject=made.injects["north"], note=f"{CANARY} answer", now=at)
    actions.skip(member=author, inject=made.injects["skipped"], reason=f"{CANARY} left", now=at)
    for who, word in (("trainer", "saw"), ("peer_coordinator", "heard")):
        words = seen(at, text=f"{CANARY} {word}")
        actions.observe(member=made.member(who), event=made.event, said=words, key=key(), now=at)


def read(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    body = b"".join(answer) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")


def walked(stage: Stage, who: str) -> dict[str, str]:
    client = Client(raise_request_exception=False)
    client.force_login(stage.community.person(who))
    event = stage.event.key
    own = [
        f"/drills/{event}/", f"/after-action/{event}/", *(f"/live/{event}/{one}" for one in LIVE),
        *(f"/live/injects/{one.key}/" for one in stage.injects.values()),
    ]  # fmt: skip
    feeds = [f"/feeds/{feed_of(stage, who, purpose)}/{ending}" for purpose, ending in FEEDS] if who in FED else []
    return {address: read(client, address) for address in [*DOORS, *own, *feeds]}


def feed_of(stage: Stage, who: str, purpose: str) -> str:
    secret = f"p2p_{who}-{purpose}-{uuid4().hex}"
    make_token(member=stage.member(who), label=secret, scope="feed", purpose=purpose, secret=secret, now=now())
    return secret


@pytest.mark.parametrize("who", [*MEETS, *STRANGERS])
def test_nobody_meets_a_word_of_an_exercise_that_its_sight_does_not_hold(stage: Stage, who: str) -> None:
    pages = walked(stage, who)

    met = {word: address for address, text in pages.items() for word in WORDS if f"{CANARY} {word}" in text}
    may = MEETS.get(who, set())
    assert {word: address for word, address in met.items() if word not in may} == {}
    # The sight itself holds: else the walk would prove nothing.
    assert set(met) >= may - {"setting", "good", "left", "purpose"}
    assert len(pages) > len(DOORS)
