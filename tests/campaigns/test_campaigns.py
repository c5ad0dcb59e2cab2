"""Campaigns: who starts, joins and leaves them, and what is written down in them."""

from datetime import timedelta

import pytest

from port2port.base.refusal import NotAllowed
from port2port.campaigns import actions
from port2port.campaigns.models import Campaign, Part, PutUp, Talk
from port2port.campaigns.refusals import IsOver, NothingMore, OnlyTheSecretariat, TakesPart
from port2port.reports.rules import BadField
from tests.campaigns.conftest import LAST, TODAY
from tests.personas import NOW


def visible(member) -> list[Campaign]:
    return list(Campaign.objects.visible_to(member))


@pytest.mark.parametrize("who", ["author", "trainer", "coordinator", "client"])
def test_officers_trainers_and_coordinators_start_one_for_their_own(community, start, who):
    member = community.member(who)

    row = start(member)

    assert row.kit_version == 1
    assert row.mo == ["COR-BADGE"]
    assert visible(member) == [row]
    assert Part.objects.visible_to(member).running().filter(campaign=row).exists()


@pytest.mark.parametrize("who", ["guard", "colleague", "auditor", "operator", "guest", "nobody"])
def test_others_start_none(community, start, who):
    with pytest.raises(NotAllowed):
        start(community.member(who))


def test_an_own_campaign_is_seen_by_nobody_else(author, peer, outsider, secretariat, forwarder, start):
    row = start(author)

    assert [visible(one) for one in (peer, outsider, secretariat, forwarder)] == [[], [], [], []]
    assert visible(author) == [row]


def test_one_for_a_circle_is_seen_in_it(community, author, peer, outsider, forwarder, start):
    row = start(author, reach="circle", circle=community.circles["both"])

    assert visible(peer) == [row]
    assert visible(outsider) == visible(forwarder) == []


def test_who_leaves_the_circle_sees_it_no_more(community, author, peer, start):
    start(author, reach="circle", circle=community.circles["both"])

    community.circles["both"].memberships.filter(organisation_id=peer.organisation_id).update(left_at=NOW)

    assert visible(peer) == []


def test_one_of_the_secretariat_is_seen_by_members_and_no_guest(secretariat, author, outsider, guest, guard, start):
    row = start(secretariat, reach="community")

    assert visible(author) == visible(outsider) == [row]
    assert visible(guest) == visible(guard) == []


def test_only_the_secretariat_calls_everybody(author, coordinator, start):
    for one in (author, coordinator):
        with pytest.raises(OnlyTheSecretariat):
            start(one, reach="community")


def test_a_circle_of_others_cannot_be_chosen(community, outsider, start):
    with pytest.raises(BadField) as refused:
        start(outsider, reach="circle", circle=community.circles["both"])

    assert refused.value.name == "circle"


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"kit": "none"}, "kit"),
        ({"title": ""}, "title"),
        ({"title": "turn\u202earound"}, "title"),
        ({"language": "xx"}, "language"),
        ({"languages": ()}, "languages"),
        ({"languages": ("nl", "xx")}, "languages"),
        ({"audience": "cats"}, "audience"),
        ({"reach": "world"}, "reach"),
        ({"reach": "circle"}, "circle"),
        ({"to_on": TODAY - timedelta(days=1)}, "to_on"),
        ({"to_on": TODAY + timedelta(days=400)}, "to_on"),
    ],
)
def test_what_cannot_be_taken_is_named(author, start, more, name):
    with pytest.raises(BadField) as refused:
        start(author, **more)

    assert refused.value.name == name


def test_joining_twice_is_once_and_leaving_ends_it(secretariat, author, start):
    row = start(secretariat, reach="community")

    first = actions.join(member=author, campaign=row, now=NOW)
    assert actions.join(member=author, campaign=row, now=NOW) == first

    actions.leave(member=author, campaign=row, now=NOW)
    assert not Part.objects.visible_to(author).running().exists()


def test_a_hidden_campaign_cannot_be_joined(author, peer, start):
    row = start(author)

    for act in (actions.join, actions.leave):
        with pytest.raises(NotAllowed):
            act(member=peer, campaign=row, now=NOW)


def test_whose_it_is_sees_who_joined_and_nobody_else_does(secretariat, author, outsider, start):
    row = start(secretariat, reach="community")
    actions.join(member=author, campaign=row, now=NOW)
    actions.join(member=outsider, campaign=row, now=NOW)

    def seen(member):
        return {one.organisation_id for one in Part.objects.visible_to(member)}

    assert seen(secretariat) == {author.organisation_id, outsider.organisation_id}
    assert seen(author) == {author.organisation_id}
    assert seen(outsider) == {outsider.organisation_id}


def test_a_talk_is_written_down_and_taken_back(author, start, tell):
    row = start(author)

    talk = tell(author, row, before=(3, 4, 5), after=(12, 12, 11))
    assert (talk.before.share, talk.after.asked) == (12 / 36, 12)

    actions.take_back_talk(member=author, talk=talk, now=NOW)
    assert not Talk.objects.visible_to(author).standing().exists()
    with pytest.raises(NotAllowed):
        actions.take_back_talk(member=author, talk=talk, now=NOW)


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"people": 0}, "people"),
        ({"people": 5_001}, "people"),
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"held_on": TODAY - timedelta(days=1)}, "held_on"),
        ({"before": (1, 2)}, "before_1"),
        ({"before": (1, 13, 2)}, "before_2"),
        ({"after": (1, 2, -1)}, "after_3"),
    ],
)
def test_counts_that_cannot_be_are_named(author, start, tell, more, name):
    row = start(author)

    with pytest.raises(BadField) as refused:
        tell(author, row, **more)

    assert refused.value.name == name


def test_who_did_not_join_writes_nothing_down(secretariat, author, start, tell):
    row = start(secretariat, reach="community")

    with pytest.raises(TakesPart):
        tell(author, row)


def test_a_place_of_others_is_refused(community, author, start):
    row, south = start(author), community.facilities["south"]

    with pytest.raises(BadField) as refused:
        actions.put_up(
            member=author, campaign=row, item="poster_a4", number=3, put_up_on=TODAY, facility=south, now=NOW
        )

    assert refused.value.name == "facility"


def test_what_was_put_up_is_seen_by_the_own_organisation_alone(community, author, peer, start):
    row = start(author, reach="circle", circle=community.circles["both"])
    actions.join(member=peer, campaign=row, now=NOW)

    mine = actions.put_up(member=author, campaign=row, item="card", number=40, put_up_on=TODAY, now=NOW)

    assert list(PutUp.objects.visible_to(author)) == [mine]
    assert not PutUp.objects.visible_to(peer).exists()
    with pytest.raises(NotAllowed):
        actions.take_back_put_up(member=peer, row=mine, now=NOW)


def test_ended_early_it_is_over(author, peer, start):
    row = start(author)

    actions.end(member=author, campaign=row, now=NOW)

    row.refresh_from_db()
    assert row.to_on == TODAY
    with pytest.raises(IsOver):
        actions.end(member=author, campaign=row, now=NOW)
    with pytest.raises(NotAllowed):
        actions.end(member=peer, campaign=row, now=NOW)


def test_after_two_weeks_nothing_more_is_written_down(author, start, tell):
    row = start(author)
    talk = tell(author, row)
    late = NOW + timedelta(days=45)

    with pytest.raises(NothingMore):
        tell(author, row, held_on=LAST, now=late)
    with pytest.raises(NothingMore):
        actions.take_back_talk(member=author, talk=talk, now=late)
