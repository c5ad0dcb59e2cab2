"""A facility's records are its organisation's, and the port's officer sees them only where the facility agreed."""

import pytest
from django.urls import reverse

from port2port.base.refusal import NotAllowed
from port2port.members.access import facilities_shown_to
from port2port.members.actions import organisations
from port2port.members.actions.agreements import NobodyToShow, agree_to_show, stop_showing
from port2port.members.models import Facility, FacilityAgreement
from tests.personas import NOW
from tests.waiting import one_waits_for_the_other


def shown(member):
    return set(facilities_shown_to(member).values_list("name", flat=True))


@pytest.fixture
def pier(community):
    """East's facility in the port that north manages."""
    return Facility.objects.create(
        organisation=community.organisations["east"],
        port=community.ports["north"],
        name="Pier",
        kind="terminal",
        isps="inside",
    )


@pytest.mark.parametrize("name", ["author", "colleague", "coordinator", "guard"])
def test_a_seat_of_the_whole_organisation_is_shown_its_own_facilities(community, pier, name):
    assert shown(community.member(name)) == {"Quay north"}


@pytest.mark.parametrize("name", ["trainer", "auditor", "operator", "guest", "secretariat", "nobody", "client"])
def test_who_has_no_facility_or_no_need_is_shown_none(community, pier, name):
    assert shown(community.member(name)) == set()


def test_a_seat_of_one_facility_is_shown_that_one(community, pier):
    assert shown(community.scoped("outsider", facility="east")) == {"Quay east"}
    assert shown(community.member("outsider")) == {"Quay east", "Pier"}


def test_the_officer_of_the_port_is_shown_others_only_once_they_agreed(community, pier):
    port_officer = community.scoped("author", port="north")
    before = shown(port_officer)

    agree_to_show(member=community.member("outsider_coordinator"), facility=pier, now=NOW)

    assert before == {"Quay north"}
    assert shown(port_officer) == {"Quay north", "Pier"}


def test_agreeing_opens_nothing_for_the_other_seats_of_the_ports_manager(community, pier):
    agree_to_show(member=community.member("outsider"), facility=pier, now=NOW)

    for member in [
        community.member("author"),
        community.member("coordinator"),
        community.scoped("guard", port="north"),
        community.scoped("coordinator", port="north"),
        community.scoped("colleague", port="north"),
        community.scoped("trainer", port="north"),
        community.scoped("author", port="south"),
    ]:
        assert "Pier" not in shown(member)


def test_an_officer_of_the_port_who_is_not_its_managers_is_shown_nothing_of_others(community, pier):
    agree_to_show(member=community.member("outsider"), facility=pier, now=NOW)

    assert "Pier" not in shown(community.scoped("peer", port="north"))
    assert "Quay north" not in shown(community.scoped("outsider", port="north"))


def test_stopping_hides_it_at_once_and_keeps_the_history(community, pier):
    outsider = community.member("outsider")
    agree_to_show(member=outsider, facility=pier, now=NOW)

    stop_showing(member=outsider, facility=pier, now=NOW)

    assert "Pier" not in shown(community.scoped("author", port="north"))
    assert FacilityAgreement.objects.visible_to(outsider).get().ended_at == NOW


def test_a_new_manager_of_the_port_is_not_who_was_agreed_with(community, pier):
    agree_to_show(member=community.member("outsider"), facility=pier, now=NOW)

    port = community.ports["north"]
    port.manager = community.organisations["south"]
    port.save()

    assert "Pier" not in shown(community.scoped("peer", port="north"))
    assert "Pier" not in shown(community.scoped("author", port="north"))


def test_a_facility_that_moves_to_another_port_shows_itself_no_more(community, pier):
    coordinator = community.member("outsider_coordinator")
    agree_to_show(member=coordinator, facility=pier, now=NOW)

    site = organisations.Site(name="Pier", kind="terminal", isps="inside")
    organisations.save_facility(member=coordinator, facility=pier, port=community.ports["south"], site=site, now=NOW)

    assert not FacilityAgreement.objects.visible_to(coordinator).running().exists()


def test_agreeing_twice_is_agreeing_once(community, pier):
    first = agree_to_show(member=community.member("outsider"), facility=pier, now=NOW)

    assert agree_to_show(member=community.member("outsider"), facility=pier, now=NOW) == first


@pytest.mark.django_db(transaction=True)
def test_agreeing_at_the_same_moment_is_agreeing_once(community, pier):
    def agree():
        agree_to_show(member=community.member("outsider"), facility=pier, now=NOW)

    one_waits_for_the_other(agree, agree)

    assert FacilityAgreement.objects.count() == 1


@pytest.mark.parametrize("name", ["author", "coordinator", "guard", "peer", "secretariat", "operator"])
def test_nobody_agrees_for_another_organisation(community, pier, name):
    with pytest.raises(NotAllowed):
        agree_to_show(member=community.member(name), facility=pier, now=NOW)


def test_the_ports_officer_does_not_see_who_agreed_and_changes_nothing(community, pier):
    agree_to_show(member=community.member("outsider"), facility=pier, now=NOW)
    port_officer = community.scoped("author", port="north")

    assert not FacilityAgreement.objects.visible_to(port_officer).exists()
    assert not FacilityAgreement.objects.editable_by(port_officer).exists()


def test_a_facility_of_the_ports_own_manager_has_nobody_to_agree_with(community, author):
    with pytest.raises(NobodyToShow):
        agree_to_show(member=author, facility=community.facilities["north"], now=NOW)


def test_the_page_names_who_will_read_before_it_is_agreed(client, community, pier):
    client.force_login(community.person("outsider"))
    address = reverse("members:port_officer", kwargs={"key": pier.key})

    before = client.get(address).content.decode()
    after = client.post(address, follow=True).content.decode()

    assert "officers of Port of North" in before
    assert "Agree to show" in before
    assert "Stop showing" in after
