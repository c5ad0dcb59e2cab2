"""Feeds of practices and questions: what their owner may see, one purpose a token, and no trace of a hidden asker."""

import json
from datetime import timedelta

import pytest

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.members.actions.tokens import make_token, revoke_token
from port2port.members.models import Organisation, Token
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from tests.knowledge.conftest import GREEN
from tests.personas import NOW

PURPOSES = ("practices", "questions", "reports", "duties")


@pytest.fixture
def address(community):
    def of(who: str, purpose: str = "practices", ending: str = "json") -> str:
        secret = f"p2p_{who}-{purpose}"
        if not Token.objects.filter(label=secret).exists():
            member = community.member(who)
            make_token(member=member, label=secret, scope="feed", purpose=purpose, secret=secret, now=now())
        return f"/feeds/{secret}/{purpose}.{ending}"

    return of


def titles(answer) -> list[str]:
    return [one["title"] for one in json.loads(answer.content)["items"]]


def test_a_feed_holds_what_its_owner_may_see_and_takes_the_filters_of_the_list(client, address, proposed, approved):
    proposed(title="In the circle")
    approved(title="For all", kind="lesson", themes=("drones",))

    assert set(titles(client.get(address("peer")))) == {
        "TLP:AMBER · Practice · In the circle",
        "TLP:GREEN · Lesson · For all",
    }
    assert titles(client.get(address("outsider"))) == ["TLP:GREEN · Lesson · For all"]
    assert titles(client.get(address("guest"))) == []
    assert titles(client.get(address("peer") + "?theme=drones")) == ["TLP:GREEN · Lesson · For all"]
    assert b"For all" in client.get(address("peer", ending="atom")).content
    assert b"In the circle" not in client.get(address("outsider", ending="atom")).content


def test_a_token_opens_its_own_feed_and_no_other(client, address, proposed):
    proposed(readers=GREEN)
    addresses = {purpose: address("peer", purpose) for purpose in PURPOSES}

    for own in PURPOSES:
        secret = addresses[own].split("/")[2]
        for file in ("practices.json", "practices.atom", "questions.json", "questions.atom", "reports.json"):
            expected = 200 if file.startswith(own) else 401
            assert client.get(f"/feeds/{secret}/{file}").status_code == expected, (own, file)
        assert client.get("/api/v1/practices", headers={"authorization": f"Bearer {secret}"}).status_code == 401


def test_red_stands_in_a_feed_without_title_and_content(client, address, proposed, community):
    named = Readers(tlp=Tlp.RED, named=frozenset({community.person("peer").pk}))
    proposed(readers=named, title="Quagmire", summary="Morass")

    for ending in ("json", "atom"):
        feed = client.get(address("peer", ending=ending)).content
        assert b"TLP:RED practice" in feed
        assert b"Quagmire" not in feed
        assert b"Morass" not in feed
        assert b"TLP:RED" not in client.get(address("colleague", ending=ending)).content


def test_a_withdrawn_practice_leaves_and_a_revoked_token_ends_the_feed(client, address, proposed, author, peer):
    practice = proposed(readers=GREEN)
    assert titles(client.get(address("peer")))

    actions.withdraw_practice(member=author, practice=practice, reason="Wrong.", now=NOW + timedelta(hours=1))
    assert titles(client.get(address("peer"))) == []
    assert titles(client.get(address("peer") + "?state=withdrawn")) == []
    revoke_token(member=peer, token=Token.objects.get(), now=now())
    assert client.get(address("peer")).status_code == 401


@pytest.fixture
def enough(community):
    """So many members that one can hide."""
    for number in range(5):
        Organisation.objects.create(
            name=f"Member {number}",
            short_name=f"M{number}",
            slug=f"m{number}",
            kind=Organisation.Kind.POLICE,
            standing="member",
            state="active",
        )


def test_a_feed_tells_nobody_who_asked_without_a_name(client, community, address, ask, enough):
    ask(readers=GREEN, hidden=True, title="Which wire?")
    ask(readers=GREEN, title="Which lamp?")

    def entries(who: str, query: str = "") -> list[dict[str, object]]:
        items: list[dict[str, object]] = json.loads(client.get(address(who, "questions") + query).content)["items"]
        return items

    own, others = entries("author"), entries("peer")
    assert own == others == entries("secretariat")
    assert [one["authors"] for one in own if "wire" in str(one["title"])] == [[{"name": "An organisation"}]]
    # Sorted by who asked, the own ones would stand alone.
    assert entries("author", "?mine=1") == own
    assert b"mine" not in client.get(address("author", "questions") + "?mine=1").content


def test_an_address_is_made_from_a_view_and_shown_once(client, community, proposed):
    proposed(readers=GREEN, themes=("access",))
    client.force_login(community.person("peer"))

    for purpose, page in (("practices", "/practices/"), ("questions", "/questions/")):
        assert f"{page}feed/?theme=access" in client.get(f"{page}?theme=access").content.decode()
        assert b"Access control" in client.get(f"{page}feed/?theme=access").content
        made = client.post(f"{page}feed/", {"query": "theme=access&page=2&mine=1"}).content.decode()
        shown = "/feeds/" + made.partition("/feeds/")[2].partition("<")[0].replace("&amp;", "&")
        assert shown.endswith(f"/{purpose}.atom?theme=access")
        assert client.get(shown).status_code == 200
        assert shown.split("/")[2] not in client.get("/account/").content.decode()
