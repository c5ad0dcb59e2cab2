"""A proposed buddy is news to the two coordinators, and to nobody else."""

import pytest

from port2port.knowledge.actions import agree_to_buddy, end_buddy, propose_buddy
from port2port.knowledge.models import Buddy, BuddyNews
from port2port.members.models import Port
from port2port.sharing.models import Notification
from tests.personas import NOW

ASKED = ("coordinator", "outsider_coordinator")
OTHERS = ("author", "colleague", "guard", "outsider", "peer_coordinator", "secretariat", "auditor", "client", "guest")


@pytest.fixture
def buddy(community) -> Buddy:
    Port.objects.filter(slug="east").update(geography="inland")
    east, north = community.organisations["east"], community.organisations["north"]
    return propose_buddy(member=community.member("secretariat"), small=east, helper=north, now=NOW)


def told(community, who: str) -> int:
    return Notification.objects.filter(seat_id=community.member(who).seat_id, record_type="buddy").count()


def standing(community, who: str) -> int:
    return BuddyNews.objects.visible_to(community.member(who)).standing().count()


def test_the_two_coordinators_are_told_once_and_nobody_else(community, buddy):
    assert buddy.helper.name in str(BuddyNews.objects.first())
    assert [told(community, who) for who in ASKED] == [1, 1]
    for who in OTHERS:
        assert told(community, who) == 0, who
        assert standing(community, who) == 0, who


def test_the_line_goes_once_this_side_has_agreed_or_it_ended(community, buddy):
    agree_to_buddy(member=community.member("coordinator"), buddy=buddy, now=NOW)
    assert [standing(community, who) for who in ASKED] == [0, 1]

    end_buddy(member=community.member("secretariat"), buddy=buddy, now=NOW)
    assert [standing(community, who) for who in ASKED] == [0, 0]


def test_the_line_leads_to_where_one_agrees_and_is_read_then(client, community, buddy):
    client.force_login(community.person("coordinator"))
    line = BuddyNews.objects.visible_to(community.member("coordinator")).get()

    assert "is proposed to stand by" in client.get("/notifications/").content.decode()
    assert client.get(line.get_absolute_url()).headers["Location"] == "/buddies/"
    mine = Notification.objects.filter(seat_id=community.member("coordinator").seat_id, record_type="buddy")
    assert mine.get().read_at is not None
