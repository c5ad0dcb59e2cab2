"""Invitations, seats and who may give which."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from port2port.base.refusal import NotAllowed
from port2port.ledger.models import TrailLine
from port2port.members.actions import people as act
from port2port.members.actions.people import Newcomer, Offer
from port2port.members.member import ACTS, GIVES, Act, Function
from port2port.members.models import Invitation, Organisation, Seat
from port2port.members.readers import member_of_seat
from tests.personas import NOW, PASSWORD
from tests.waiting import one_waits_for_the_other

SECRET = "a-secret-that-the-test-knows"
NEWCOMER = Newcomer(username="newcomer", name="New Comer", password="harbour-lights-77", language="fr")


def offer(function=Function.OFFICER, **more):
    return Offer(email="new@example.org", function=function, **more)


def test_the_invited_take_their_seat_once(coordinator):
    act.invite_person(member=coordinator, offer=offer(), secret=SECRET, is_mailed=True, now=NOW)

    seat = act.accept_as_newcomer(secret=SECRET, newcomer=NEWCOMER, now=NOW)

    assert seat.function == "officer"
    assert seat.person.active_seat == seat
    assert seat.person.check_password("harbour-lights-77")
    with pytest.raises(act.InvitationSpent):
        act.accept_as_newcomer(secret=SECRET, newcomer=NEWCOMER, now=NOW)


def test_the_link_dies_after_seven_days(coordinator):
    act.invite_person(member=coordinator, offer=offer(), secret=SECRET, now=NOW)

    with pytest.raises(act.InvitationSpent):
        act.open_invitation(secret=SECRET, now=NOW + timedelta(days=7))


def test_a_withdrawn_link_is_dead(coordinator):
    row = act.invite_person(member=coordinator, offer=offer(), secret=SECRET, now=NOW)

    act.revoke_invitation(member=coordinator, invitation=row, now=NOW)

    with pytest.raises(act.InvitationSpent):
        act.open_invitation(secret=SECRET, now=NOW)


def test_only_a_digest_of_the_link_is_kept(coordinator):
    row = act.invite_person(member=coordinator, offer=offer(), secret=SECRET, now=NOW)

    kept = [str(getattr(row, field.name)) for field in Invitation._meta.fields]

    assert not any(SECRET in text for text in kept)


def test_a_link_that_was_not_mailed_proves_no_address(coordinator):
    act.invite_person(member=coordinator, offer=offer(), secret=SECRET, is_mailed=False, now=NOW)

    act.accept_as_newcomer(secret=SECRET, newcomer=NEWCOMER, now=NOW)

    assert not EmailAddress.objects.get(email="new@example.org").verified


def test_who_holds_the_address_must_sign_in_to_take_a_second_seat(community, coordinator, outsider_coordinator):
    act.invite_person(member=coordinator, offer=offer(), secret=SECRET, is_mailed=True, now=NOW)
    first = act.accept_as_newcomer(secret=SECRET, newcomer=NEWCOMER, now=NOW)
    act.invite_person(member=outsider_coordinator, offer=offer(), secret="another", is_mailed=True, now=NOW)

    with pytest.raises(act.SignInFirst):
        act.accept_as_newcomer(secret="another", newcomer=NEWCOMER, now=NOW)
    with pytest.raises(act.SignInFirst):
        act.accept_as_holder(secret="another", person=community.person("guard"), now=NOW)
    second = act.accept_as_holder(secret="another", person=first.person, now=NOW)

    assert second.organisation == community.organisations["east"]
    first.person.refresh_from_db()
    assert first.person.active_seat == first


def test_a_weak_password_is_refused_and_the_link_still_works(coordinator):
    act.invite_person(member=coordinator, offer=offer(), secret=SECRET, now=NOW)

    with pytest.raises(act.WeakPassword):
        act.accept_as_newcomer(
            secret=SECRET, newcomer=Newcomer(username="n", name="n", password="short", language="en"), now=NOW
        )

    assert act.open_invitation(secret=SECRET, now=NOW).email == "new@example.org"


@pytest.mark.parametrize("function", [Function.SECRETARIAT, Function.AUDITOR, Function.OPERATOR])
def test_a_coordinator_gives_no_right_beyond_its_own(coordinator, function):
    with pytest.raises(NotAllowed):
        act.invite_person(member=coordinator, offer=offer(function), secret=SECRET, now=NOW)

    assert not Invitation.objects.exists()


def test_what_a_seat_gives_it_holds_except_log_entries_questions_of_the_floor_and_training():
    extra = {giver: frozenset().union(*(ACTS[one] for one in given)) - ACTS[giver] for giver, given in GIVES.items()}

    assert extra[Function.COORDINATOR] == {Act.LOG, Act.PROPOSE, Act.TEACH, Act.ASSIGN}
    assert extra[Function.SECRETARIAT] == {
        Act.KEEP_DUTIES,
        Act.REPORT_LEVELS,
        Act.CONFIRM_LEVELS,
        Act.MANAGE_TOKENS,
        Act.MANAGE_CLIENTS,
    }


@pytest.mark.parametrize("name", ["author", "guard", "trainer", "auditor", "operator", "client", "guest"])
def test_case_8_an_officer_invites_nobody(community, name):
    with pytest.raises(NotAllowed):
        act.invite_person(member=community.member(name), offer=offer(), secret=SECRET, now=NOW)

    line = TrailLine.objects.get(act="invite_person")
    assert (line.actor, line.outcome) == (str(community.seats[name].key), "refused")


def test_case_8_an_officers_form_is_refused_and_on_record(client, community):
    client.force_login(community.person("author"))

    answer = client.post(
        reverse("members:invite_person"), {"email": "x@example.org", "language": "en", "function": "officer"}
    )

    assert answer.status_code == 403
    assert TrailLine.objects.get(act="members:invite_person").outcome == "refused"
    assert not Invitation.objects.exists()


def test_case_8_another_organisations_people_are_out_of_reach(client, community):
    seat = community.seats["guard"]
    client.force_login(community.person("outsider_coordinator"))

    answers = [client.post(reverse(f"members:{name}", kwargs={"key": seat.key})) for name in ("seat", "end_seat")]

    assert [answer.status_code for answer in answers] == [404, 404]
    seat.refresh_from_db()
    assert seat.is_open


def test_case_8_the_action_refuses_another_organisations_seat_too(community, outsider_coordinator):
    with pytest.raises(NotAllowed):
        act.end_seat(member=outsider_coordinator, seat=community.seats["guard"], now=NOW)


def test_a_scope_of_another_organisation_is_refused(community, coordinator):
    with pytest.raises(act.OutOfScope):
        act.invite_person(
            member=coordinator, offer=offer(facility=community.facilities["south"]), secret=SECRET, now=NOW
        )


def test_the_secretariat_enters_no_organisation_that_somebody_runs(community, secretariat):
    with pytest.raises(NotAllowed):
        act.invite_first_coordinator(
            member=secretariat,
            organisation=community.organisations["north"],
            offer=offer(Function.COORDINATOR),
            secret=SECRET,
            now=NOW,
        )


def test_the_first_coordinator_makes_the_organisation_active(community, secretariat):
    west = Organisation.objects.create(slug="west", name="West", kind="port", standing="member", state="invited")
    act.invite_first_coordinator(
        member=secretariat, organisation=west, offer=offer(Function.COORDINATOR), secret=SECRET, now=NOW
    )

    act.accept_as_newcomer(secret=SECRET, newcomer=NEWCOMER, now=NOW)

    west.refresh_from_db()
    assert west.state == "active"


def test_an_ended_seat_can_be_given_back_for_ten_minutes(community, coordinator):
    seat = community.seats["guard"]
    act.end_seat(member=coordinator, seat=seat, now=NOW)

    act.restore_seat(member=coordinator, seat=seat, now=NOW + timedelta(minutes=9))

    assert Seat.objects.open().filter(pk=seat.pk).exists()


def test_undo_has_its_time(community, coordinator):
    seat = community.seats["guard"]
    act.end_seat(member=coordinator, seat=seat, now=NOW)

    with pytest.raises(act.TooLate):
        act.restore_seat(member=coordinator, seat=seat, now=NOW + timedelta(minutes=11))


def test_the_last_coordinator_stays(community, coordinator):
    with pytest.raises(act.LastOfItsKind):
        act.end_seat(member=coordinator, seat=community.seats["coordinator"], now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_who_end_each_other_one_stays(community, coordinator):
    other = Seat.objects.create(
        person=community.person("colleague"),
        organisation_id=coordinator.organisation_id,
        function=Function.COORDINATOR,
        given_at=NOW,
    )
    refused = []

    def end_the_first():
        try:
            act.end_seat(member=member_of_seat(other), seat=community.seats["coordinator"], now=NOW)
        except (act.LastOfItsKind, NotAllowed) as refusal:
            refused.append(refusal)

    one_waits_for_the_other(lambda: act.end_seat(member=coordinator, seat=other, now=NOW), end_the_first)

    assert refused
    assert Seat.objects.open().get(organisation_id=other.organisation_id, function=Function.COORDINATOR)


def test_the_last_secretariat_seat_stays(community, secretariat):
    with pytest.raises(act.LastOfItsKind):
        act.end_seat(member=secretariat, seat=community.seats["secretariat"], now=NOW)


@pytest.mark.parametrize("name", ["auditor", "operator"])
def test_the_audited_do_not_end_the_auditors_seat(community, coordinator, name):
    with pytest.raises(NotAllowed):
        act.end_seat(member=coordinator, seat=community.seats[name], now=NOW)


def test_nobody_acts_from_the_seat_of_another(community):
    with pytest.raises(NotAllowed):
        act.switch_seat(person=community.person("guard"), seat=community.seats["author"])


def test_the_mail_carries_the_link_and_no_content(client, community):
    client.force_login(community.person("coordinator"))

    with_link = {"email": "new@example.org", "language": "nl", "function": "officer"}
    answer = client.post(reverse("members:invite_person"), with_link)

    assert answer.status_code == 200
    assert mail.outbox[0].to == ["new@example.org"]
    assert "/invitation/" in mail.outbox[0].body
    assert b"/invitation/" not in answer.content


def test_the_page_behind_the_link_makes_a_login(client, coordinator):
    act.invite_person(member=coordinator, offer=offer(), secret=SECRET, now=NOW)
    Invitation.objects.update(expires_at="2100-01-01T00:00Z")
    page = reverse("members:invitation", kwargs={"secret": SECRET})

    shown = client.get(page)
    sent = client.post(page, {"name": "New", "username": "newcomer", "language": "en", "password": "harbour-lights-77"})

    assert shown.status_code == 200
    assert sent.status_code == 302
    assert client.login(username="newcomer", password="harbour-lights-77")


def test_a_refused_newcomer_keeps_what_was_typed(client, coordinator):
    act.invite_person(member=coordinator, offer=offer(), secret=SECRET, now=NOW)
    Invitation.objects.update(expires_at="2100-01-01T00:00Z")

    answer = client.post(
        reverse("members:invitation", kwargs={"secret": SECRET}),
        {"name": "New", "username": "guard", "language": "en", "password": PASSWORD},
    )

    assert answer.status_code == 422
    assert b'value="New"' in answer.content
