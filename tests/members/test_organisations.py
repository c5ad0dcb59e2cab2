"""Organisations come, are found, name clients and leave."""

import csv
import io
import re

import pytest
from django.urls import reverse
from django.utils.text import slugify

from port2port.base.refusal import NotAllowed
from port2port.members.actions import clients, people
from port2port.members.actions import organisations as act
from port2port.members.actions.founding import WrongHouse, found_seat, init
from port2port.members.actions.people import Newcomer, Offer
from port2port.members.actions.places import load_places
from port2port.members.forms import organisations as forms
from port2port.members.forms.people import InvitationForm
from port2port.members.member import Act, Function, Standing
from port2port.members.models import Contact, Invitation, Organisation, Port, Seat, Waterway
from port2port.members.readers import member_of_seat, reader_of
from tests.personas import NOW

SECRET = "a-secret-that-the-test-knows"
DUTY = act.Reach(kind="duty", role="=Duty officer", phone="+32 2 555 00 00", around_the_clock=True)
NEWCOMER = Newcomer(username="newcomer", name="New Comer", password="harbour-lights-77", language="fr")


def test_the_server_makes_the_first_secretariat_and_its_person_once(db):
    profile = act.Profile(name="Secretariat")

    seat = init(profile=profile, first=NEWCOMER, email="desk@example.org", now=NOW)

    assert member_of_seat(seat).may(Act.ADMIT)
    with pytest.raises(act.SecretariatExists):
        init(profile=profile, first=NEWCOMER, email="desk@example.org", now=NOW)


def test_secretariat_seats_are_in_the_secretariat_only(community):
    with pytest.raises(WrongHouse):
        found_seat(
            person=community.person("author"),
            organisation=community.organisations["north"],
            function=Function.SECRETARIAT,
            now=NOW,
        )


@pytest.mark.parametrize("name", ["coordinator", "author", "operator", "auditor", "guest"])
def test_only_the_secretariat_admits(community, name):
    with pytest.raises(NotAllowed):
        act.admit_organisation(
            member=community.member(name),
            kind="port",
            standing=Standing.MEMBER,
            profile=act.Profile(name="West"),
            now=NOW,
        )


def test_admission_opens_nothing_before_somebody_accepts(secretariat):
    west = act.admit_organisation(
        member=secretariat, kind="port", standing=Standing.MEMBER, profile=act.Profile(name="Port of West"), now=NOW
    )

    assert west.state == "invited"
    assert not Organisation.objects.active_members().filter(pk=west.pk).exists()


def test_two_organisations_of_one_name_get_two_addresses(secretariat):
    made = [
        act.admit_organisation(
            member=secretariat, kind="port", standing=Standing.MEMBER, profile=act.Profile(name="West"), now=NOW
        )
        for _ in range(2)
    ]

    assert [one.slug for one in made] == ["west", "west-2"]


def test_a_named_client_reads_by_its_host_once_its_coordinator_accepts(community, peer_coordinator):
    profile = act.Profile(name="Haulier")
    offer = Offer(email="boss@example.org", function=Function.COORDINATOR)
    clientship, _invitation = clients.name_client(
        member=peer_coordinator, profile=profile, offer=offer, secret=SECRET, now=NOW
    )

    seat = people.accept_as_newcomer(secret=SECRET, newcomer=NEWCOMER, now=NOW)

    clientship.refresh_from_db()
    assert clientship.accepted_at == NOW
    seat = Seat.objects.select_related("organisation", "person").get(pk=seat.pk)
    assert [stay.circle for stay in reader_of(member_of_seat(seat)).hosts] == [community.circles["both"].pk]


@pytest.mark.parametrize("name", ["Forwarder", "Company", "Nobody else"])
def test_the_address_of_a_client_does_not_tell_whether_a_hidden_one_has_its_name(community, coordinator, name):
    clientship, _invitation = clients.name_client(
        member=coordinator,
        profile=act.Profile(name=name),
        offer=Offer(email="boss@example.org", function=Function.COORDINATOR),
        secret=SECRET,
        now=NOW,
    )

    assert re.fullmatch(f"{slugify(name)}-[0-9a-f]{{8}}", clientship.client.slug)


def test_a_client_is_asked_before_a_second_host_counts(community, coordinator, forwarder):
    code = str(community.organisations["forwarder"].key)

    clientship = clients.name_known_client(member=coordinator, code=code, now=NOW)

    with pytest.raises(NotAllowed):
        clients.accept_clientship(member=coordinator, clientship=clientship, now=NOW)
    with pytest.raises(NotAllowed):
        clients.accept_clientship(member=forwarder, clientship=clientship, now=NOW)
    assert clientship.accepted_at is None


def test_an_unknown_code_and_a_members_code_are_refused_alike(community, coordinator):
    for code in (community.organisations["south"].key, "00000000-0000-4000-8000-00000000dead"):
        with pytest.raises(clients.UnknownClient):
            clients.name_known_client(member=coordinator, code=str(code), now=NOW)


def test_clients_know_their_hosts_and_no_other_member(community, forwarder):
    seen = Organisation.objects.visible_to(forwarder)

    assert {one.slug for one in seen} == {"forwarder", "south", "desk"}


def test_members_do_not_see_the_clients_of_others(community, author):
    assert not Organisation.objects.visible_to(author).filter(slug__in=["forwarder", "company"]).exists()


def test_the_operator_sees_no_organisation(community, operator):
    assert not Organisation.objects.visible_to(operator).exists()


def test_a_changed_number_counts_as_never_tried(coordinator):
    contact = act.save_contact(member=coordinator, contact=None, reach=DUTY, now=NOW)
    act.check_contact(member=coordinator, contact=contact, result="answered", now=NOW)

    act.save_contact(
        member=coordinator, contact=contact, reach=act.Reach(kind="duty", role="Duty", phone="+32 2 555 00 01"), now=NOW
    )

    assert Contact.objects.get().checked_at is None


def test_the_directory_as_a_sheet_runs_no_formula(client, community, coordinator):
    act.save_contact(member=coordinator, contact=None, reach=DUTY, now=NOW)
    client.force_login(community.person("peer"))

    answer = client.get(reverse("members:organisations_csv"))

    (row,) = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]
    assert row[3] == "'=Duty officer"
    assert row[4].startswith("'+")


def test_the_directory_finds_by_name_and_kind(client, community):
    client.force_login(community.person("author"))

    found = client.get(reverse("members:organisations"), {"q": "south", "kind": "port"}).content.decode()

    assert "Port of South" in found
    assert "Port of East" not in found


def test_hostile_names_stay_text(client, community, coordinator):
    north = community.organisations["north"]
    profile = act.Profile(name="<script>alert(1)</script>{{7*7}}", website="https://example.org")
    act.edit_organisation(member=coordinator, organisation=north, profile=profile, now=NOW)
    client.force_login(community.person("author"))

    page = client.get(reverse("members:organisation", kwargs={"slug": north.slug})).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in page
    assert "<script>alert" not in page


def test_another_organisations_contact_answers_as_missing(client, community, coordinator):
    contact = act.save_contact(member=coordinator, contact=None, reach=DUTY, now=NOW)
    client.force_login(community.person("peer_coordinator"))

    answers = [
        client.get(reverse("members:edit_contact", kwargs={"key": contact.key})),
        client.post(reverse("members:remove_contact", kwargs={"key": contact.key})),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_every_place_of_the_register_is_loaded_and_loading_again_changes_nothing(db):
    first = load_places()
    again = load_places()

    assert first == again == Port.objects.count() == 36
    antwerp = Port.objects.get(locode="BEANR")
    assert (antwerp.geography, antwerp.is_isps_port_in_belgian_law) == ("sea+inland", True)
    assert {one.name for one in antwerp.waterways.all()} == {"Scheldt", "Albert Canal"}
    assert Waterway.objects.get(slug="albert-canal").ports.count() > 5


@pytest.mark.parametrize("form", [forms.AdmissionForm, forms.ClientForm, forms.ContactForm, forms.FirstCoordinatorForm])
def test_a_form_takes_no_longer_address_than_is_kept(form):
    assert form.base_fields["email"].max_length == Contact._meta.get_field("email").max_length
    assert InvitationForm.base_fields["email"].max_length == Invitation._meta.get_field("email").max_length


def test_a_profile_takes_no_longer_website_than_is_kept():
    given = {"name": "North", "language": "en", "website": f"https://north.example/{'a' * 200}"}

    assert "website" in forms.ProfileForm(given).errors
