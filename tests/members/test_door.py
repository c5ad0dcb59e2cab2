"""Who is asking: seats, tokens, and what ends at once."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.urls import reverse

from port2port.base.clock import now
from port2port.members.actions import people, tokens
from port2port.members.actions.organisations import end_organisation
from port2port.members.member import NOBODY, Act, Function
from port2port.members.middleware import asking
from port2port.members.models import Token
from port2port.members.secrets_once import digest_of

SECRET = "p2p_a-secret-that-the-test-knows"
PEOPLE = "/people/"


def ask(path, *, secret="", person=None, method="get"):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    request = getattr(RequestFactory(), method)(path, headers=headers)
    request.user = person
    return asking(request)


def token(member, scope="read", **more):
    return tokens.make_token(member=member, label="A machine", scope=scope, secret=SECRET, now=now(), **more)


def test_case_9_an_ended_seat_shuts_session_and_token_at_the_next_request(client, community, author, coordinator):
    token(author)
    client.force_login(community.person("author"))
    before = client.get(PEOPLE).status_code, ask("/api/v1/x", secret=SECRET)

    people.end_seat(member=coordinator, seat=community.seats["author"], now=now())

    assert before == (200, before[1])
    assert before[1].is_known
    assert client.get(PEOPLE).status_code == 403
    assert ask("/api/v1/x", secret=SECRET) == NOBODY


def test_case_9_an_organisation_that_left_shuts_its_people_and_feeds(client, community, peer, secretariat):
    token(peer, scope="feed")
    client.force_login(community.person("peer"))
    before = client.get(PEOPLE).status_code, ask(f"/feeds/{SECRET}/reports.atom").is_known

    end_organisation(member=secretariat, organisation=community.organisations["south"], now=now())

    assert before == (200, True)
    assert client.get(PEOPLE).status_code == 403
    assert ask(f"/feeds/{SECRET}/reports.atom") == NOBODY


def test_case_9_a_revoked_token_opens_nothing(author):
    row = token(author)

    tokens.revoke_token(member=author, token=row, now=now())

    assert ask("/api/v1/x", secret=SECRET) == NOBODY


def test_case_9_a_person_who_is_shut_out_is_nobody(author, community):
    token(author)

    person = community.person("author")
    person.is_active = False
    person.save()

    assert ask("/api/v1/x", secret=SECRET) == NOBODY


def test_case_9_a_session_that_was_revoked_is_signed_out(client, community):
    client.login(username="author", password="a-long-test-password")
    client.session.flush()

    assert client.get(PEOPLE).status_code == 302


def test_only_a_digest_of_the_token_is_kept(author):
    row = token(author)

    assert row.digest == digest_of(SECRET)
    assert not any(SECRET in str(getattr(row, field.name)) for field in Token._meta.fields)


def test_a_reading_token_never_writes(author):
    token(author, scope="read")

    member = ask("/api/v1/x", secret=SECRET)

    assert member.may(Act.READ)
    assert not member.may(Act.PUBLISH)


@pytest.mark.parametrize("act", [Act.MANAGE_PEOPLE, Act.MANAGE_TOKENS, Act.MANAGE_CIRCLES, Act.MANAGE_CLIENTS])
def test_a_writing_token_runs_no_people_circles_or_tokens(coordinator, act):
    token(coordinator, scope="write")

    assert not ask("/api/v1/x", secret=SECRET).may(act)


def test_a_feed_token_opens_feeds_only(author):
    token(author, scope="feed")

    assert ask(f"/feeds/{SECRET}/reports.atom").is_known
    assert ask("/api/v1/x", secret=SECRET) == NOBODY
    assert ask("/people/", secret=SECRET) == NOBODY


def test_a_reading_token_opens_no_feed(author):
    token(author, scope="read")

    assert ask(f"/feeds/{SECRET}/reports.atom") == NOBODY


def test_a_session_without_the_mark_of_the_page_writes_nothing_by_the_api(community):
    person = community.person("author")

    assert ask("/api/v1/x", person=person).is_known
    assert ask("/api/v1/x", person=person, method="post") == NOBODY


def test_a_bad_token_is_not_helped_by_a_session(community):
    assert ask("/api/v1/x", person=community.person("author"), secret="wrong") == NOBODY


def test_a_token_ends_by_itself(author):
    token(author, expires_at=now() + timedelta(seconds=1))
    Token.objects.update(expires_at=now() - timedelta(seconds=1))

    assert ask("/api/v1/x", secret=SECRET) == NOBODY


def test_a_token_lives_a_year_at_most(author):
    with pytest.raises(tokens.LivesTooLong):
        token(author, expires_at=now() + timedelta(days=400))


def test_a_service_account_has_no_person(coordinator):
    account = tokens.make_service_account(member=coordinator, name="Gates", function=Function.OFFICER, now=now())
    token(coordinator, service=account)

    member = ask("/api/v1/x", secret=SECRET)

    assert (member.service_id, member.person_id, member.seat_id) == (account.pk, None, None)


def test_the_token_command_takes_the_active_seat(community):
    row = tokens.create_token_for(login="author", label="By hand", scope="write", secret=SECRET, now=now())

    assert row.seat == community.seats["author"]
    with pytest.raises(tokens.NoSuchLogin):
        tokens.create_token_for(login="nobody-here", label="", scope="read", secret="x", now=now())


def test_who_is_asking_costs_one_query(community, author, django_assert_num_queries):
    person = community.person("author")

    with django_assert_num_queries(1):
        ask("/people/", person=person)


def test_a_token_costs_one_query_and_notes_its_use_once_an_hour(author, django_assert_num_queries):
    token(author)

    with django_assert_num_queries(2):
        ask("/api/v1/x", secret=SECRET)
    with django_assert_num_queries(1):
        ask("/api/v1/x", secret=SECRET)


def test_the_chosen_seat_is_the_one_that_asks(client, community, outsider_coordinator):
    person = community.person("author")
    seat = people.new_seat(
        person=person, organisation=community.organisations["east"], function=Function.ANALYST, now=now()
    )
    client.force_login(person)

    client.post(reverse("members:switch_seat"), {"seat": str(seat.key)})

    person.refresh_from_db()
    assert ask("/people/", person=person).seat_id == seat.pk


def test_a_visitor_is_sent_to_sign_in_and_back(client, db):
    answer = client.get("/people/?q=1")

    assert answer.headers["Location"] == "/accounts/login/?next=/people/%3Fq%3D1"


def test_a_fragment_of_a_visitor_sends_the_whole_page_to_sign_in(client, db):
    answer = client.get("/people/", headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == "/accounts/login/"


def test_without_a_seat_a_person_reads_why_and_can_sign_out(client, community, coordinator):
    people.end_seat(member=coordinator, seat=community.seats["author"], now=now())
    client.force_login(community.person("author"))

    assert b"No open seat" in client.get("/").content
    assert client.get(reverse("members:account")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302


def test_where_a_second_factor_is_required_only_its_pages_open(client, community, settings):
    settings.MFA_REQUIRED = True
    client.force_login(community.person("author"))

    assert client.get("/people/").headers["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.post(reverse("account_logout")).status_code == 302
