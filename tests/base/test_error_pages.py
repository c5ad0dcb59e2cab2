"""What a reader gets when something is not there, not allowed or broken."""

import re

import pytest
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from tests.personas import Community

PAGES = ["400.html", "403.html", "413.html", "429.html", "500.html"]


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_missing_pages_are_the_same_bytes_for_everybody_at_every_address(community: Community, language: str):
    stranger = Client(headers={"accept-language": language})
    person = community.person("author")
    person.language = language
    person.save()
    author = Client()
    author.force_login(person)

    answers = [stranger.get("/nope/"), author.get("/nope/"), author.get("/other/1234/?q=1"), author.get("/")]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 200]
    assert len({answer.content for answer in answers[:3]}) == 1
    assert f'<html lang="{language}">'.encode() in answers[0].content


@pytest.mark.parametrize("page", [*PAGES, "403_csrf.html", "404.html"])
def test_error_pages_need_nothing_of_the_request(page: str):
    bare = render_to_string(page)
    asked = render_to_string(page, request=RequestFactory().get("/some/where/?q=secret"))

    assert bare == asked
    assert "csrf" not in bare
    assert "nonce" not in bare


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_error_pages_speak_the_readers_language(language: str):
    english = render_to_string("404.html")

    with translation.override(language):
        own = render_to_string("404.html")

    assert own != english
    assert "There is no such page" not in own


def test_a_form_without_its_token_is_refused_on_a_page_of_our_own(community: Community):
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "nl"})

    answer = client.post("/accounts/login/", {"login": "author", "password": "x"})

    assert answer.status_code == 403
    assert "Laad de pagina opnieuw" in answer.text
    assert "CSRF" not in answer.text


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
@pytest.mark.parametrize("page", PAGES)
def test_every_error_page_is_translated(page: str, language: str):
    english = render_to_string(page)

    with translation.override(language):
        own = render_to_string(page)

    assert f'<html lang="{language}">' in own
    assert all(line not in own for line in re.findall(r"<(?:h1|p)>([^<]+)<", english))


def out_of_reach(*_anything: object) -> None:
    raise OperationalError("connection to server at 10.0.0.7 was lost")


@pytest.mark.parametrize(("language", "words"), [("nl", "antwoordt niet"), ("en", "does not answer")])
def test_a_database_that_is_lost_before_the_reader_is_known_is_said_in_the_readers_language(
    community: Community, language: str, words: str
):
    client = Client(raise_request_exception=False, headers={"accept-language": language})
    client.force_login(community.person("author"))

    with connection.execute_wrapper(out_of_reach):
        page, machine = client.get("/reports/"), client.get("/api/v1/me")

    assert (page.status_code, machine.status_code) == (503, 503)
    assert words in page.text
    assert f'<html lang="{language}">' in page.text
    assert "10.0.0.7" not in page.text + machine.text
    assert machine.headers["Content-Type"] == "application/problem+json"
    assert words in machine.json()["detail"]


def test_a_fault_of_ours_shows_no_word_of_it_and_speaks_the_readers_language(
    community: Community, monkeypatch: pytest.MonkeyPatch
):
    def breaks(*_anything: object, **_more: object) -> None:
        raise RuntimeError("a-secret-of-the-code")

    monkeypatch.setattr("port2port.site.views.changes_for", breaks)
    client = Client(raise_request_exception=False)
    person = community.person("author")
    person.language = "fr"
    person.save()
    client.force_login(person)

    answer = client.get("/")

    assert answer.status_code == 500
    assert '<html lang="fr">' in answer.text
    assert "a-secret-of-the-code" not in answer.text
    assert "changes_for" not in answer.text


def test_too_large_a_body_is_refused_in_the_language_that_was_chosen():
    client = Client(headers={"accept-language": "en"})
    client.cookies["language"] = "de"

    answer = client.post("/language/", CONTENT_LENGTH=str(10**9), content_type="application/octet-stream", data=b"x")

    assert answer.status_code == 413
    assert '<html lang="de">' in answer.text
