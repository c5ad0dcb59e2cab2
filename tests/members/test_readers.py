"""Where each reader stands, and that one reader and the whole community agree."""

from dataclasses import replace
from datetime import timedelta

import pytest

from port2port.base.remembering import remembering
from port2port.members.actions.circles import (
    Policy,
    close_circle,
    invite_organisation,
    join_circle,
    leave_circle,
    make_circle,
)
from port2port.members.actions.clients import end_clientship
from port2port.members.actions.organisations import end_organisation
from port2port.members.models import Clientship
from port2port.members.readers import reader_of, readers_of_community
from port2port.pure.audience import Stay
from tests.personas import NOW


def both(community):
    return community.circles["both"].pk


def test_a_member_stands_in_its_circles(community, author):
    reader = reader_of(author)

    assert reader.is_member
    assert reader.stays == (Stay(both(community)),)
    assert reader.hosts == ()


def test_a_client_stands_in_the_circles_of_its_host(community, forwarder):
    reader = reader_of(forwarder)

    assert not reader.is_member
    assert reader.stays == ()
    assert reader.hosts == (Stay(both(community)),)


def test_a_client_that_the_host_let_go_stands_nowhere(community, forwarder, peer_coordinator):
    end_clientship(member=peer_coordinator, clientship=Clientship.objects.get(), now=NOW)

    assert reader_of(forwarder).hosts == ()


@pytest.mark.parametrize("name", ["auditor", "operator", "nobody"])
def test_who_reads_nothing_is_no_reader(community, name):
    assert reader_of(community.member(name)) is None


def test_a_guest_stands_alone(community, guest):
    reader = reader_of(guest)

    assert (reader.is_member, reader.stays, reader.hosts) == (False, (), ())


def test_an_invitation_opens_nothing_before_it_is_accepted(community, coordinator, outsider, outsider_coordinator):
    circle = community.circles["both"]
    invite_organisation(member=coordinator, circle=circle, organisation=community.organisations["east"], now=NOW)

    before = reader_of(outsider).stays
    join_circle(member=outsider_coordinator, circle=circle, now=NOW)

    assert before == ()
    assert reader_of(outsider).stays == (Stay(circle.pk),)


def test_where_history_is_hidden_a_stay_begins_at_joining(community, coordinator, peer, peer_coordinator):
    circle = make_circle(member=coordinator, policy=Policy(name="Quiet", shows_history=False), now=NOW)
    invite_organisation(member=coordinator, circle=circle, organisation=community.organisations["south"], now=NOW)
    join_circle(member=peer_coordinator, circle=circle, now=NOW + timedelta(days=1))

    assert Stay(circle.pk, NOW + timedelta(days=1)) in reader_of(peer).stays


def test_leaving_ends_the_stay_at_once(community, peer, peer_coordinator):
    leave_circle(member=peer_coordinator, circle=community.circles["both"], now=NOW)

    assert reader_of(peer).stays == ()


def test_a_closed_circle_is_nobodys(community, author, coordinator, peer):
    close_circle(member=coordinator, circle=community.circles["both"], now=NOW)

    assert reader_of(author).stays == reader_of(peer).stays == ()


def test_an_organisation_that_left_reads_nothing_even_by_a_value_resolved_before(community, secretariat, peer):
    end_organisation(member=secretariat, organisation=community.organisations["south"], now=NOW)

    assert reader_of(peer) is None


def test_one_reader_and_the_community_agree(community):
    everyone = {placed.member.seat_id: placed for placed in readers_of_community()}

    for name, seat in community.seats.items():
        member = community.member(name)
        reader = reader_of(member)
        placed = everyone.get(seat.pk)
        assert (placed and (placed.member, placed.reader)) == (reader and (member, reader))


def test_one_reader_costs_two_queries(community, forwarder, django_assert_num_queries):
    with django_assert_num_queries(2):
        reader_of(forwarder)


def test_the_community_costs_three_queries(community, django_assert_num_queries):
    with django_assert_num_queries(3):
        readers_of_community()


def test_a_token_narrows_what_may_be_done_not_where_one_stands(author):
    assert reader_of(replace(author, limit=frozenset())) is None


def test_a_request_asks_once_where_its_reader_stands(community, forwarder, django_assert_num_queries):
    with remembering(), django_assert_num_queries(2):
        assert reader_of(forwarder) == reader_of(forwarder)


def test_who_leaves_within_a_request_is_out_at_once(community, peer, peer_coordinator):
    with remembering():
        before = reader_of(peer).stays
        leave_circle(member=peer_coordinator, circle=community.circles["both"], now=NOW)

        assert before != ()
        assert reader_of(peer).stays == ()


def test_nobody_is_taken_for_another_within_a_request(community, author, peer, guest):
    with remembering():
        readers = [reader_of(author), reader_of(peer), reader_of(guest)]

    assert [one.organisation for one in readers] == [
        author.organisation_id,
        peer.organisation_id,
        guest.organisation_id,
    ]
