"""Who is asking: seats, tokens, and what ends at once."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import RequestFactory
from django.urls import get_resolver, reverse

from port2port.base.clock import now
from port2port.members.actions import people, tokens
from port2port.members.actions.organisations import end_organisation
from port2port.members.member import NOBODY, Act, Function
from port2port.members.middleware import asking
from port2port.members.models import Token
from port2port.members.purposes import NoSuchPurpose, purposes
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
    token(peer, scope="feed", purpose="reports")
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
    token(author, scope="feed", purpose="reports")

    assert ask(f"/feeds/{SECRET}/reports.atom").is_known
    assert ask("/api/v1/x", secret=SECRET) == NOBODY
    assert ask("/people/", secret=SECRET) == NOBODY


@pytest.mark.parametrize(("purpose", "file"), [("reports", "reports.json"), ("duties", "duties.ics")])
def test_a_feed_token_opens_the_feed_that_it_was_made_for_and_no_other(author, purpose, file):
    token(author, scope="feed", purpose=purpose)

    opened = [one for one in ("reports.atom", "reports.json", "duties.ics") if ask(f"/feeds/{SECRET}/{one}").is_known]

    assert file in opened
    assert {one.partition(".")[0] for one in opened} == {purpose}
    assert ask(f"/feeds/{SECRET}/{purpose}-of-all.atom") == NOBODY


def test_a_feed_token_of_before_there_were_purposes_opens_nothing_and_says_so(author):
    row = token(author, scope="feed", purpose="reports")
    Token.objects.filter(pk=row.pk).update(purpose="")
    row.refresh_from_db()

    assert ask(f"/feeds/{SECRET}/reports.atom") == NOBODY
    assert ask(f"/feeds/{SECRET}/") == NOBODY
    assert "Make a new address" in row.can


@pytest.mark.parametrize(("scope", "purpose"), [("feed", ""), ("feed", "elsewhere"), ("read", "reports")])
def test_a_token_for_feeds_says_which_and_no_other_token_does(author, scope, purpose):
    with pytest.raises(NoSuchPurpose):
        token(author, scope=scope, purpose=purpose)


def test_every_feed_has_its_purpose_and_every_purpose_its_feed():
    opened = {
        str(one.pattern).rsplit("/", 1)[1].partition(".")[0]
        for resolver in get_resolver().url_patterns
        for one in getattr(resolver, "url_patterns", [resolver])
        if str(one.pattern).startswith("feeds/")
    }

    assert opened == set(purposes())


@pytest.mark.parametrize(("label", "purpose"), [
    ("Kalender der Pflichten", "duties"), ("Flux d'une vue des signalements", "reports"), ("By hand", ""),
])  # fmt: skip
def test_a_token_that_its_page_named_keeps_the_feed_that_it_was_made_for(author, label, purpose):
    row = token(author, scope="feed", purpose="reports")
    Token.objects.filter(pk=row.pk).update(label=label, purpose="")

    import_module("port2port.members.migrations.0006_token_purposes").name_purposes(apps, None)

    row.refresh_from_db()
    assert row.purpose == purpose


def test_the_form_for_a_token_names_each_feed(client, community):
    client.force_login(community.person("author"))
    address = reverse("members:new_token")

    made = client.post(address, {"label": "My reader", "scope": "feed:reports", "days": "30"})
    refused = client.post(address, {"label": "My reader", "scope": "feed", "days": "30"})

    assert made.status_code == 200
    assert Token.objects.get().purpose == "reports"
    assert refused.status_code == 422


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
