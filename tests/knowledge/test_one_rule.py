"""A practice that does not reach a reader is nowhere: no page, list, count, search, notification, use or receipt."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import QueryDict

from port2port.knowledge import actions
from port2port.knowledge.listing import asked_in, listed
from port2port.knowledge.models import Approval, Practice, Revision, Use
from port2port.members.member import NOBODY
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.reports.rules import BadField
from port2port.sharing import audience_index, search
from port2port.sharing.actions import Wish, notify_up_to, record_opening, subscribe
from port2port.sharing.handling_rules import BadHandling
from port2port.sharing.models import Channel, Delivery, Notification, Rhythm
from port2port.sharing.would import receivers_of
from tests.knowledge.conftest import CLEAR, GREEN, amber, said
from tests.personas import NOW

OPEN = Readers(tlp=Tlp.CLEAR, openly=True)
PEOPLE = ("author", "colleague", "coordinator", "trainer", "guard", "auditor", "operator", "peer", "peer_guard")
STRANGERS = ("outsider", "outsider_coordinator", "client", "guest", "secretariat", "nobody")


def rows(member, query=""):
    return [one.pk for one in listed(asked_in(QueryDict(query)), member=member, now=NOW).rows]


def count(member, query=""):
    return listed(asked_in(QueryDict(query)), member=member, now=NOW).count


@pytest.mark.parametrize("address", ["", "print/"])
def test_a_hidden_page_is_a_missing_page(client, community, proposed, address):
    practice = proposed()
    client.force_login(community.person("outsider"))

    hidden = client.get(f"/practices/{practice.key}/{address}")
    missing = client.get(f"/practices/{uuid4()}/{address}")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content


def test_a_hidden_practice_changes_nothing_for_a_stranger(client, community, proposed, outsider):
    client.force_login(community.person("outsider"))
    addresses = [
        "/practices/",
        "/practices/?q=fence",
        "/practices/?theme=access&control=ACC-05",
        "/practices/?state=proposed",
    ]

    before = [client.get(address).content for address in addresses]
    practice = proposed()
    after = [client.get(address).content for address in addresses]

    assert [_without_marks(page) for page in before] == [_without_marks(page) for page in after]
    assert audience_index.count_up_to(Practice, outsider, groups=[["theme:access"]]) == 0
    assert search.count_up_to(Practice, outsider, "fence") == 0
    assert practice.title.encode() not in b"".join(after)


def _without_marks(page: bytes) -> bytes:
    return re.sub(rb'(nonce|csrfmiddlewaretoken" value)="[^"]*"', b"", page)


def test_list_count_and_search_hold_what_reaches_the_reader(proposed, peer, outsider):
    practice = proposed()

    for query in (
        "",
        "q=fence",
        "q=trektest",
        "theme=access",
        "control=ACC-05",
        "code=INT",
        "lang=nl",
        "q=fence&theme=access",
    ):
        assert (rows(peer, query), rows(outsider, query)) == ([practice.pk], []), query
    assert (count(peer), count(outsider)) == ("1 practice", "0 practices")
    assert rows(peer, "theme=drones") == rows(peer, "q=nothingofthatname") == []


@pytest.mark.parametrize("readers", [GREEN, CLEAR, OPEN, None], ids=["green", "clear", "open", "amber"])
@pytest.mark.parametrize("for_floor", [False, True])
def test_page_index_and_preview_agree_for_every_persona(community, proposed, peer, outsider, readers, for_floor):
    practice = proposed(readers=readers, for_floor=for_floor)
    if readers is not None:
        for member in (peer, outsider):
            actions.approve(member=member, practice=practice, sha256=practice.sha256, now=NOW)
        practice = Practice.objects.get()
    would = receivers_of(practice, first_at=NOW).everyone

    for who in (*PEOPLE, *STRANGERS):
        member = community.member(who)
        sees = Practice.objects.visible_to(member).exists()
        assert bool(audience_index.newest(Practice, member)) is sees, who
        assert bool(search.find(Practice, member, "fence").ids) is sees, who
        assert member.person_id is None or (member.person_id in would) is sees, who


def test_floor_and_trainers_read_what_is_approved(community, proposed, peer, outsider):
    practice = proposed(readers=GREEN, for_floor=True)
    below = [community.member(who) for who in ("guard", "peer_guard", "trainer")]
    assert [Practice.objects.visible_to(member).count() for member in below] == [0, 0, 0]

    for member in (peer, outsider):
        actions.approve(member=member, practice=practice, sha256=practice.sha256, now=NOW)

    assert [Practice.objects.visible_to(member).count() for member in below] == [1, 1, 1]
    assert [rows(member, "q=fence") for member in below] == [[practice.pk]] * 3


def test_guards_do_not_read_what_is_not_for_the_floor(community, approved):
    approved(for_floor=False)

    assert not Practice.objects.visible_to(community.member("guard")).exists()
    assert Practice.objects.visible_to(community.member("trainer")).exists()


def test_a_subscription_tells_only_whom_the_practice_reaches(community, proposed, peer, outsider):
    wish = Wish(name="Fences", channel=Channel.PAGE, rhythm=Rhythm.AT_ONCE, url="")
    for member in (peer, outsider):
        subscribe(
            member=member, record_type="practice", query="control=ACC-05", wish=wish, now=NOW - timedelta(hours=1)
        )

    practice = proposed()
    notify_up_to(now=NOW + timedelta(seconds=13))

    told = Notification.objects.filter(record_type="practice", record_id=practice.pk)
    assert {one.seat.person_id for one in told.select_related("seat")} == {peer.person_id}
    assert not Notification.objects.visible_to(outsider).exists()


def test_a_practice_is_in_no_feed_and_no_list_of_reports(client, community, proposed):
    practice = proposed(readers=OPEN)
    client.force_login(community.person("peer"))

    addresses = ("/reports/", "/reports/?q=fence", "/open/", "/open/reports.atom")
    pages = [client.get(address).content for address in addresses]

    assert not any(practice.title.encode() in page for page in pages)


def test_a_receipt_says_the_organisation_to_the_author(client, community, proposed, author):
    practice = proposed()
    client.force_login(community.person("peer"))
    client.get(practice.get_absolute_url())

    receipt = Delivery.objects.visible_to(author).of(practice).get(organisation=community.organisations["south"])

    assert receipt.opened_at is not None
    client.force_login(community.person("author"))
    assert b"The peer" not in client.get(practice.get_absolute_url()).content


def say(member, practice, readers, **more):
    return actions.say_use(
        member=member, practice=practice, readers=readers, note="At two gates", language="en", now=NOW, **more
    )


def test_who_uses_it_is_known_to_whom_its_label_allows(proposed, author, peer, outsider, secretariat, both):
    practice = proposed(readers=GREEN)
    say(peer, practice, amber(both))
    say(outsider, practice, Readers(tlp=Tlp.AMBER_STRICT))

    seen = {who: Use.objects.visible_to(who).count() for who in (author, peer, outsider, secretariat)}

    assert seen == {author: 1, peer: 1, outsider: 1, secretariat: 0}


def test_counts_of_uses_do_not_tell_of_hidden_ones(client, community, proposed, peer, outsider, both):
    practice = proposed(readers=GREEN)
    client.force_login(community.person("secretariat"))
    client.get(practice.get_absolute_url())
    before = client.get(practice.get_absolute_url()).content

    say(peer, practice, amber(both))
    say(outsider, practice, Readers(tlp=Tlp.AMBER_STRICT))
    after = client.get(practice.get_absolute_url()).content

    # How old things are is said in words that may change between two looks; names and numbers are what counts.
    assert before.count(b"<li") == after.count(b"<li")
    assert not any(name in after for name in (b"Port of South", b"Port of East"))


def test_a_use_is_never_wider_than_its_practice(proposed, peer, outsider):
    practice = proposed()

    with pytest.raises(BadField):
        say(peer, practice, GREEN)
    Use.objects.create(
        practice=practice, organisation_id=peer.organisation_id, tlp=Tlp.GREEN, audience=" m ", language="en", at=NOW
    )

    assert not Use.objects.visible_to(outsider).exists()


def test_a_use_names_circles_of_the_own_organisation(proposed, outsider, both):
    practice = proposed(readers=GREEN)

    with pytest.raises(BadHandling):
        say(outsider, practice, amber(both))


def test_what_was_said_is_said_anew_and_taken_back(proposed, peer, both):
    practice = proposed()
    say(peer, practice, amber(both))
    again = say(peer, practice, Readers(tlp=Tlp.AMBER_STRICT))
    assert list(Use.objects.visible_to(peer)) == [again]

    actions.take_back_use(member=peer, practice=practice, now=NOW)

    assert not Use.objects.visible_to(peer).exists()


def test_what_others_said_goes_with_the_practice(author, approved, peer, both):
    practice = approved()
    say(peer, practice, GREEN)

    actions.withdraw_practice(member=author, practice=practice, reason="Wrong.", now=NOW)

    assert not Use.objects.visible_to(peer).exists()
    assert not Approval.objects.visible_to(peer).exists()


def test_own_practices_leave_no_receipt(proposed, author):
    practice = proposed()

    record_opening(record=practice, member=author, now=NOW)

    assert not Delivery.objects.of(practice).filter(opened_at__isnull=False).exists()


def test_a_visitor_sees_nothing_of_a_practice_that_is_not_open(proposed):
    proposed(readers=CLEAR)

    assert not Practice.objects.visible_to(NOBODY).exists()


@pytest.mark.parametrize("who", ["guard", "trainer", "peer_guard"])
def test_floor_and_trainers_read_no_wording_that_nobody_approved_or_that_was_not_for_them(
    client, community, proposed, author, peer, outsider, who
):
    """A page tells of versions; of them only those that reached this seat."""
    practice = proposed(readers=GREEN, for_floor=True, body="Canary of the first draft.")

    def put(**more):
        nonlocal practice
        words = said(**({"for_floor": True} | more))
        practice = actions.revise(member=author, practice=practice, said=words, version=practice.version, now=NOW)

    def agree():
        nonlocal practice
        waiting = Revision.objects.filter(practice=practice).first()
        for member in (peer, outsider):
            actions.approve(member=member, practice=practice, sha256=(waiting or practice).sha256, now=NOW)
        practice.refresh_from_db()
        if waiting:
            practice = actions.publish_revision(member=author, practice=practice, now=NOW)

    put(body="Pull at each panel.")
    agree()
    client.force_login(community.person(who))
    address = practice.get_absolute_url()
    assert "Canary" not in client.get(address).content.decode()
    if who != "trainer":
        put(body="Canary for officers.", for_floor=False)
        agree()
        assert client.get(address).status_code == 404
        put(body="Pull at each panel, twice.")
        agree()
    page = client.get(address).content.decode()

    assert "Pull at each panel" in page
    assert "Canary" not in page
    client.force_login(community.person("peer"))
    assert "Canary" in client.get(address).content.decode()
