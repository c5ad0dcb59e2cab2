"""Signing in: nobody signs up, another service opens a login only by an address that was shown to be owned."""

import pytest
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.usersessions.models import UserSession
from allauth.utils import get_form_class
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from port2port.base.session_names import session_name
from port2port.members.adapter import SocialAccountAdapter
from port2port.members.models import Person
from tests.personas import PASSWORD

SERVICE = {
    "provider_id": "organisation",
    "name": "Our own service",
    "client_id": "port2port",
    "secret": "for-the-test",
    "settings": {"server_url": "https://sign-in.example"},
}


@pytest.fixture(autouse=True)
def a_service_is_set_up(settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [SERVICE]}}


@pytest.fixture(autouse=True)
def nobody_has_guessed_before():
    cache.clear()
    yield
    cache.clear()


def signing_in(rf, *, email, verified):
    """What the adapter is asked when another service says who somebody is."""
    request = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    account = SocialAccount(provider="organisation", uid="someone")
    login = SocialLogin(user=Person(), account=account, email_addresses=[EmailAddress(email=email, verified=verified)])
    return request, login


def owned(person, *, verified=True):
    return EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=verified)


def test_a_verified_address_opens_its_persons_login(rf, community):
    person = community.person("author")
    owned(person)
    request, login = signing_in(rf, email="Author@example.org", verified=True)

    SocialAccountAdapter(request).pre_social_login(request, login)

    assert login.user == person
    assert SocialAccount.objects.get().user == person


@pytest.mark.parametrize(("ours", "theirs"), [(True, False), (False, True), (False, False)])
def test_an_address_that_one_side_has_not_verified_opens_nothing(rf, community, ours, theirs):
    owned(community.person("author"), verified=ours)
    request, login = signing_in(rf, email="author@example.org", verified=theirs)

    with pytest.raises(ImmediateHttpResponse):
        SocialAccountAdapter(request).pre_social_login(request, login)

    assert not SocialAccount.objects.exists()


def test_an_unknown_address_makes_no_login(rf, community):
    before = Person.objects.count()
    request, login = signing_in(rf, email="stranger@example.org", verified=True)

    with pytest.raises(ImmediateHttpResponse):
        SocialAccountAdapter(request).pre_social_login(request, login)

    assert Person.objects.count() == before


def test_nobody_signs_up(client, db):
    sent = {"username": "stranger", "password1": PASSWORD, "password2": PASSWORD}

    client.post(reverse("account_signup"), sent)

    assert not Person.objects.filter(username="stranger").exists()


@pytest.mark.parametrize("login", ["author", "author@example.org", "AUTHOR@example.org"])
def test_a_person_signs_in_by_name_or_address(client, community, login):
    answer = client.post(reverse("account_login"), {"login": login, "password": PASSWORD})

    assert answer.status_code == 302


def test_a_wrong_password_and_an_unknown_name_read_the_same(client, community):
    answers = [
        client.post(reverse("account_login"), {"login": login, "password": "wrong"}).content.decode()
        for login in ("author", "no-such-person")
    ]

    assert "form" in answers[0]
    assert answers[0].count("not correct") == answers[1].count("not correct")


REFUSED = {
    "account_login": {"login": "author", "password": "wrong"},
    "account_reset_password": {"email": "no address"},
    "account_change_password": {"oldpassword": "wrong", "password1": "a", "password2": "b"},
    "account_reauthenticate": {"password": "wrong"},
    "account_email": {"action_add": "", "email": "no address"},
    "mfa_activate_totp": {"code": "000000"},
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_form_of_the_own_login_answers_as_every_refused_form(client, community, name):
    if name not in {"account_login", "account_reset_password"}:
        client.post(reverse("account_login"), {"login": "author", "password": PASSWORD})
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    client.get(reverse(name))
    answer = client.post(reverse(name), REFUSED[name])

    assert answer.status_code == 422
    assert "data-summary" in answer.text


def test_a_code_that_is_wrong_at_the_second_step_is_a_refused_form(client, community):
    person = community.person("author")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    client.post(reverse("account_login"), {"login": "author", "password": PASSWORD})

    answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert answer.status_code == 422


def test_a_page_that_is_only_read_is_no_refused_form(client, community):
    assert client.get(reverse("account_login")).status_code == 200


def test_who_guesses_passwords_is_told_to_wait(client, community):
    def guess():
        return client.post(
            reverse("account_login"), {"login": "author", "password": "wrong"}, HTTP_ACCEPT_LANGUAGE="nl"
        )

    answers = [guess() for _ in range(40)]

    codes = [answer.status_code for answer in answers]
    assert codes[0] == 422
    assert codes[-1] == 429
    assert set(codes) == {422, 429}
    assert "Te veel pogingen" in answers[-1].content.decode()


def signed_in(client, name, browser):
    """Another browser in which the person is signed in, and its row in the list."""
    other = type(client)(headers={"User-Agent": browser})
    other.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    other.get("/people/")
    return other, UserSession.objects.get(session_key=other.session.session_key)


def test_a_lost_phone_is_cut_off_and_nothing_else(client, community):
    desk, _ = signed_in(client, "author", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    phone, its_session = signed_in(
        client, "author", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5) Version/18.5 Safari/604.1"
    )
    tablet, _ = signed_in(client, "author", "Mozilla/5.0 (iPad; CPU OS 18_5) Version/18.5 Safari/604.1")
    page = desk.get(reverse("usersessions_list")).text
    assert "Safari on iPhone" in page
    assert "Firefox on Linux" in page
    assert "from 127.0.0.1" in page

    answer = desk.post(reverse("members:end_session", args=[session_name(its_session.session_key)]), follow=True)

    assert "Safari on iPhone" not in answer.text
    assert phone.get("/people/").status_code == 302
    assert tablet.get("/people/").status_code == 200
    assert not Session.objects.filter(session_key=its_session.session_key).exists()


def test_ending_the_session_that_one_sits_in_signs_out(client, community):
    desk, its_session = signed_in(client, "author", "curl/8")

    answer = desk.post(reverse("members:end_session", args=[session_name(its_session.session_key)]))

    assert answer.url == reverse("account_login")
    assert desk.get("/people/").status_code == 302
    assert not UserSession.objects.exists()


def test_no_address_tells_how_many_sessions_there_are_or_opens_one(client, community):
    desk, its_session = signed_in(client, "author", "curl/8")

    page = desk.get(reverse("usersessions_list")).text

    assert reverse("members:end_session", args=[session_name(its_session.session_key)]) in page
    assert f"/sessions/{its_session.pk}/" not in page
    assert its_session.session_key not in page


def test_a_session_of_another_person_looks_like_none(client, community):
    desk, _ = signed_in(client, "author", "curl/8")
    theirs, their_session = signed_in(client, "peer", "curl/8")

    answers = [
        desk.post(reverse("members:end_session", args=[name]))
        for name in (session_name(their_session.session_key), "0" * 32)
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert theirs.get("/people/").status_code == 200


def test_a_revoked_session_is_signed_out_at_once(client, community):
    client.post(reverse("account_login"), {"login": "author", "password": PASSWORD})
    other = type(client)()
    other.post(reverse("account_login"), {"login": "author", "password": PASSWORD})
    other.get("/people/")
    before = client.get("/people/").status_code

    other.post(reverse("usersessions_list"))

    assert before == 200
    assert client.get("/people/").status_code == 302
    assert other.get("/people/").status_code == 200


def test_the_name_of_a_passkey_is_asked_for_in_the_readers_language():
    form = get_form_class(app_settings.FORMS, "add_webauthn", AddWebAuthnForm)

    with translation.override("nl"):
        assert str(form.base_fields["name"].label) == "Naam"


def test_who_comes_back_unknown_from_another_service_is_told_before_signing_in(client, db):
    answer = client.get("/accounts/3rdparty/login/error/")

    assert answer.status_code == 401
    assert "The other service did not confirm who you are." in answer.content.decode()


def test_accounts_can_be_linked_only_where_another_service_is_set_up(client, settings, community):
    client.force_login(community.person("author"))
    offered = client.get("/accounts/3rdparty/").content.decode()

    settings.SOCIALACCOUNT_PROVIDERS = {}
    alone = client.get("/accounts/3rdparty/").content.decode()

    assert "Link an account" in offered
    assert "Our own service" in offered
    assert "Link an account" not in alone
    assert "no other service is set up" in alone


def test_a_linked_account_is_shown_and_let_go(client, community):
    person = community.person("author")
    linked = SocialAccount.objects.create(user=person, provider="organisation", uid="someone-there")
    client.force_login(person)

    page = client.get("/accounts/3rdparty/").content.decode()
    client.post("/accounts/3rdparty/", {"account": linked.pk})

    assert f'value="{linked.pk}"' in page
    assert not SocialAccount.objects.exists()


def test_each_own_key_says_what_it_is_and_when_it_was_used(client, community):
    person = community.person("author")
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone at the gate", "credential": {}}
    )
    client.force_login(person)

    page = client.get("/accounts/2fa/webauthn/").content.decode()

    assert "Phone at the gate" in page
    assert "not yet" in page
