"""What a reader gets when something is not there, not allowed or broken."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from tests.personas import Community


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


@pytest.mark.parametrize("page", ["400.html", "403.html", "403_csrf.html", "404.html", "413.html", "500.html"])
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
