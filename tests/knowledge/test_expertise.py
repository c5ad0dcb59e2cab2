"""Who has done what, as far as each reader may know; and buddies, which need three to agree and one to end."""

import pytest
from django.http import QueryDict

from port2port.base.refusal import NotAllowed
from port2port.knowledge import actions
from port2port.knowledge.actions.helping import ExpertiseFields, HasABuddy
from port2port.knowledge.directory import asked_in, entries
from port2port.knowledge.models import Buddy, Expertise
from port2port.knowledge.suggesting import suggestions
from port2port.members.models import Organisation, Port
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.reports.rules import BadField
from tests.knowledge.conftest import GREEN
from tests.personas import NOW

SAID = ExpertiseFields(
    themes=("access",), controls=("ACC-05",), methods=("INT-TRES",), note="Two fences", language="en"
)


@pytest.fixture
def inland(community):
    Port.objects.filter(slug="east").update(geography="inland")
    return community.organisations["east"]


def listed(member, query=""):
    return [one.organisation.slug for one in entries(asked_in(QueryDict(query)), member=member)]


def test_what_is_declared_is_found_by_each_of_its_codes(author, peer, community, secretariat, ask):
    actions.declare(member=peer, said=SAID, now=NOW)
    actions.declare(member=author, said=ExpertiseFields(themes=("drones",), offers_help=False, language="en"), now=NOW)

    assert listed(author) == ["south", "north"]
    for query in ("theme=access", "control=ACC-05", "method=INT-TRES", "helps=1", "theme=access&control=ACC-05"):
        assert listed(author, query) == ["south"], query
    assert listed(author, "theme=cyber") == listed(author, "theme=drones&helps=1") == []
    for who in ("client", "guest", "guard", "trainer", "auditor", "nobody"):
        assert not Expertise.objects.visible_to(community.member(who)).exists(), who
    found = suggestions(ask(readers=GREEN, methods=("INT-TRES",)), member=secretariat)
    assert [(one.organisation.slug, len(one.reasons)) for one in found] == [("south", 1), ("east", 0)]


def test_who_left_is_listed_no_longer(author, peer, community):
    actions.declare(member=peer, said=SAID, now=NOW)
    Organisation.objects.filter(slug="south").update(state="left")
    assert listed(author) == []


def test_uses_and_texts_are_counted_as_each_reader_may_know(approved, author, peer, outsider, both):
    practice = approved()
    among_two = Readers(tlp=Tlp.AMBER, circles=frozenset({both.pk}))
    actions.say_use(member=peer, practice=practice, readers=among_two, note="", language="en", now=NOW)

    assert listed(author, "theme=access") == ["north", "south"]
    assert listed(outsider, "theme=access") == ["north"]


@pytest.mark.parametrize("more", [{"themes": ("x",)}, {"controls": ("NO-9",)}, {"note": "x" * 501}])
def test_what_cannot_be_declared_is_refused(peer, forwarder, more):
    with pytest.raises(BadField):
        actions.declare(member=peer, said=ExpertiseFields(**more), now=NOW)
    with pytest.raises(NotAllowed):
        actions.declare(member=forwarder, said=SAID, now=NOW)


def test_a_buddy_needs_the_secretariat_and_both_coordinators(
    client, community, inland, secretariat, coordinator, outsider_coordinator, author, peer
):
    north = community.organisations["north"]
    for member in (coordinator, outsider_coordinator):
        with pytest.raises(NotAllowed):
            actions.propose_buddy(member=member, small=inland, helper=north, now=NOW)
    with pytest.raises(BadField):
        actions.propose_buddy(member=secretariat, small=north, helper=inland, now=NOW)
    buddy = actions.propose_buddy(member=secretariat, small=inland, helper=north, now=NOW)
    with pytest.raises(HasABuddy):
        actions.propose_buddy(member=secretariat, small=inland, helper=north, now=NOW)
    assert not Buddy.objects.visible_to(peer).exists()

    for member in (author, secretariat, peer):
        with pytest.raises(NotAllowed):
            actions.agree_to_buddy(member=member, buddy=buddy, now=NOW)
    actions.agree_to_buddy(member=coordinator, buddy=buddy, now=NOW)
    with pytest.raises(NotAllowed):
        actions.agree_to_buddy(member=coordinator, buddy=buddy, now=NOW)
    assert not Buddy.objects.agreed().exists()
    actions.agree_to_buddy(member=outsider_coordinator, buddy=buddy, now=NOW)

    assert Buddy.objects.visible_to(peer).agreed().exists()
    client.force_login(community.person("outsider"))
    assert b"Your buddy" in client.get("/").content
    assert b"Port of North stands by it" in client.get("/organisations/east/").content
    client.force_login(community.person("author"))
    assert b"Your buddy" not in client.get("/").content
    assert b"It stands by Port of East" in client.get("/organisations/north/").content

    with pytest.raises(NotAllowed):
        actions.end_buddy(member=author, buddy=buddy, now=NOW)
    actions.end_buddy(member=coordinator, buddy=buddy, now=NOW)
    assert not Buddy.objects.visible_to(peer).exists()
    assert b"stands by" not in client.get("/organisations/north/").content
