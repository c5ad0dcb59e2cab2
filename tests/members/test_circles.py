"""Circles: made, joined by invitation, left at will, never widened."""

import pytest
from django.urls import reverse

from port2port.base.refusal import NotAllowed
from port2port.ledger.models import TrailLine
from port2port.members.actions import circles as act
from port2port.members.actions.organisations import end_organisation
from port2port.members.models import Circle, CircleMembership
from tests.personas import NOW


@pytest.fixture
def circle(community):
    return community.circles["both"]


def test_case_4_a_member_cannot_add_to_a_circle_it_does_not_own(community, circle, client):
    client.force_login(community.person("peer_coordinator"))
    before = CircleMembership.objects.count()

    answer = client.post(reverse("members:invite_organisation", kwargs={"key": circle.key}), {"organisation": "east"})

    assert answer.status_code == 403
    assert CircleMembership.objects.count() == before
    line = TrailLine.objects.get(act="invite_organisation")
    assert (line.outcome, line.subject) == ("refused", f"circle {circle.key}")


def test_case_4_nobody_joins_without_an_invitation(circle, outsider_coordinator):
    with pytest.raises(NotAllowed):
        act.join_circle(member=outsider_coordinator, circle=circle, now=NOW)

    assert TrailLine.objects.get(act="join_circle").outcome == "refused"


def test_a_circle_that_one_is_not_in_does_not_exist(community, circle, client):
    client.force_login(community.person("outsider_coordinator"))

    answers = [
        client.get(reverse("members:circle", kwargs={"key": circle.key})),
        client.post(reverse("members:join_circle", kwargs={"key": circle.key})),
        client.post(reverse("members:close_circle", kwargs={"key": circle.key})),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert circle.name.encode() not in client.get(reverse("members:circles")).content


def test_the_owner_stays_until_it_hands_over(community, circle, coordinator, peer_coordinator):
    with pytest.raises(act.OwnerStays):
        act.leave_circle(member=coordinator, circle=circle, now=NOW)

    act.hand_over_circle(member=coordinator, circle=circle, organisation=community.organisations["south"], now=NOW)
    act.leave_circle(member=coordinator, circle=circle, now=NOW)

    assert Circle.objects.editable_by(peer_coordinator).filter(pk=circle.pk).exists()
    assert not Circle.objects.visible_to(coordinator).filter(pk=circle.pk).exists()


@pytest.mark.parametrize("wider", [{"is_open": True}, {"shows_history": True}])
def test_a_policy_never_widens(coordinator, wider):
    strict = act.Policy(name="Quiet", is_open=False, shows_history=False)
    circle = act.make_circle(member=coordinator, policy=strict, now=NOW)

    with pytest.raises(act.PolicyWidens):
        act.change_policy(
            member=coordinator,
            circle=circle,
            policy=act.Policy(**{"name": "Quiet", "is_open": False, "shows_history": False} | wider),
            now=NOW,
        )


def test_a_return_is_a_second_stay(community, circle, coordinator, peer_coordinator):
    south = community.organisations["south"]
    act.leave_circle(member=peer_coordinator, circle=circle, now=NOW)
    act.invite_organisation(member=coordinator, circle=circle, organisation=south, now=NOW)
    act.join_circle(member=peer_coordinator, circle=circle, now=NOW)

    assert circle.memberships.filter(organisation=south).count() == 2


def test_nobody_is_asked_twice(community, circle, coordinator):
    with pytest.raises(act.AlreadyThere):
        act.invite_organisation(
            member=coordinator, circle=circle, organisation=community.organisations["south"], now=NOW
        )


@pytest.mark.parametrize("name", ["forwarder", "company"])
def test_clients_and_guests_are_not_asked(community, circle, coordinator, name):
    with pytest.raises(NotAllowed):
        act.invite_organisation(member=coordinator, circle=circle, organisation=community.organisations[name], now=NOW)


def test_nothing_happens_in_a_closed_circle(community, circle, coordinator):
    act.close_circle(member=coordinator, circle=circle, now=NOW)

    with pytest.raises(act.CircleClosed):
        act.invite_organisation(
            member=coordinator, circle=circle, organisation=community.organisations["east"], now=NOW
        )


def test_a_circle_that_hides_its_members_shows_each_only_itself(community, coordinator, peer, peer_coordinator):
    quiet = act.make_circle(member=coordinator, policy=act.Policy(name="Quiet", is_open=False), now=NOW)
    act.invite_organisation(member=coordinator, circle=quiet, organisation=community.organisations["south"], now=NOW)
    act.join_circle(member=peer_coordinator, circle=quiet, now=NOW)

    seen = CircleMembership.objects.visible_to(peer).filter(circle=quiet)

    assert [stay.organisation.slug for stay in seen] == ["south"]


def test_the_circles_of_an_organisation_that_leaves_go_to_its_longest_member(community, circle, secretariat):
    end_organisation(member=secretariat, organisation=community.organisations["north"], now=NOW)

    circle.refresh_from_db()
    assert circle.owner == community.organisations["south"]
