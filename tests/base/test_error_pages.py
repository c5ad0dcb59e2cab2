"""What a reader gets when something is not there, not allowed or broken."""

import re

import pytest
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from tests.personas import Community

HERE = "http://testserver"
PAGES = ["400.html", "403.html", "405.html", "413.html", "429.html", "500.html"]


def signed_in(community: Community, who: str, *, language: str = "en") -> Client:
    person = community.person(who)
    person.language = language
    person.save()
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def ways_on(page: str) -> list[str]:
    """Where the links of such a page lead, but for the mark at its top."""
    return re.findall(r'<a class="button[^"]*" href="([^"]*)"', page)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_missing_pages_are_the_same_bytes_at_every_address(community: Community, language: str) -> None:
    stranger = Client(headers={"accept-language": language})
    author = signed_in(community, "author", language=language)

    for client in (stranger, author):
        answers = [client.get("/nope/"), client.get("/nope/"), client.get("/other/1234/?q=1")]

        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert len({answer.content for answer in answers}) == 1
        assert f'<html lang="{language}">'.encode() in answers[0].content


@pytest.mark.parametrize("page", [*PAGES, "403_csrf.html", "404.html"])
def test_error_pages_need_nothing_of_the_request(page: str) -> None:
    bare = render_to_string(page)
    asked = render_to_string(page, request=RequestFactory().get("/some/where/?q=secret"))

    assert bare == asked
    assert "csrf" not in bare
    assert "nonce" not in bare


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_error_pages_speak_the_readers_language(language: str) -> None:
    english = render_to_string("404.html")

    with translation.override(language):
        own = render_to_string("404.html")

    assert own != english
    assert "There is no such page" not in own


def test_a_form_without_its_token_is_refused_on_a_page_of_our_own(community: Community) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "nl"})

    answer = client.post("/accounts/login/", {"login": "author", "password": "x"})

    assert answer.status_code == 403
    assert "Laad de pagina opnieuw" in answer.text
    assert "CSRF" not in answer.text


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
@pytest.mark.parametrize("page", PAGES)
def test_every_error_page_is_translated(page: str, language: str) -> None:
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
) -> None:
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
) -> None:
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


def test_too_large_a_body_is_refused_in_the_language_that_was_chosen() -> None:
    client = Client(headers={"accept-language": "en"})
    client.cookies["language"] = "de"

    answer = client.post("/language/", CONTENT_LENGTH=str(10**9), content_type="application/octet-stream", data=b"x")

    assert answer.status_code == 413
    assert '<html lang="de">' in answer.text


def test_the_page_says_no_and_leads_back_to_the_list_and_to_the_search(community: Community) -> None:
    author = signed_in(community, "author")

    reached = author.get("/reports/2026-9999/", headers={"referer": f"{HERE}/duties/?page=2"})
    typed = author.get("/reports/2026-9999/")
    beside = author.get("/meetings/2026-9999/")
    nowhere = author.get("/nope/")

    assert ways_on(reached.text) == ["/duties/?page=2", "/reports/", "/search/", "/"]
    assert ways_on(typed.text) == ["/reports/", "/search/", "/"]
    assert ways_on(beside.text) == ["/groups/", "/search/", "/"]
    assert ways_on(nowhere.text) == ["/search/", "/"]


@pytest.mark.parametrize("who", ["guard", "guest", "auditor", "operator"])
def test_no_way_leads_where_the_seat_may_not_go(community: Community, who: str) -> None:
    client = signed_in(community, who)

    for room in ("reports", "log", "audit", "concerns/desk", "people", "studies"):
        path = f"/{room}/nope/"
        for way in ways_on(client.get(path).text):
            assert client.get(way).status_code == 200, (path, way)


@pytest.mark.parametrize(
    "told",
    [
        "https://elsewhere.example/reports/",
        "http://testserver.elsewhere.example/reports/",
        "http://testserver@elsewhere.example/reports/",
        "http://testserver//elsewhere.example/",
        "http://testserver/\\elsewhere.example/",
        "javascript:alert(1)",
        "//testserver/reports/",
        "http://[",
        f"{HERE}/",
        f"{HERE}/nope/",
        f"{HERE}/accounts/login/?next=/nope/",
        f"{HERE}/duties/?q={'x' * 3000}",
    ],
)
def test_no_way_back_leads_out_of_here_or_round_in_a_circle(community: Community, told: str) -> None:
    author = signed_in(community, "author")

    answer = author.get("/nope/", headers={"referer": told})

    assert answer.content == author.get("/nope/").content


def test_what_a_browser_says_it_came_from_is_text_on_the_page(community: Community) -> None:
    answer = signed_in(community, "author").get("/nope/", headers={"referer": f'{HERE}/duties/?q="><script>x'})

    assert "<script>x" not in answer.text
    assert 'href="/duties/?q=&quot;&gt;&lt;script&gt;x"' in answer.text


def test_who_holds_two_seats_is_led_to_the_other_where_one_may_not(community: Community) -> None:
    author = signed_in(community, "author")
    led = {"referer": f"{HERE}/duties/"}
    alone = author.post("/circles/new/", {"name": "New"}, headers=led)
    other = community.seats["auditor"]
    other.person = community.person("author")
    other.save()

    refused = author.post("/circles/new/", {"name": "New"}, headers=led)
    missing = author.get("/nope/", headers=led)

    assert (alone.status_code, refused.status_code, missing.status_code) == (403, 403, 404)
    assert ways_on(alone.text) == ["/duties/", "/circles/", "/search/", "/"]
    assert ways_on(refused.text) == ["/duties/", "/circles/", "/search/", "/account/#seats", "/"]
    assert ways_on(missing.text) == ["/duties/", "/search/", "/account/#seats", "/"]
    assert 'id="seats"' in author.get("/account/").text


@pytest.mark.parametrize(("language", "words"), [("nl", "Geen pagina"), ("en", "No page to open")])
def test_an_address_that_only_takes_a_form_is_no_empty_page(community: Community, language: str, words: str) -> None:
    client = signed_in(community, "author", language=language)

    answer = client.get("/account/seat/", headers={"referer": f"{HERE}/duties/"})

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert words in answer.text
    assert ways_on(answer.text) == ["/duties/", "/account/", "/search/", "/"]
    assert client.put("/api/v1/me").headers["Content-Type"] == "application/problem+json"


def test_a_form_that_cannot_be_taken_leads_back_to_itself(community: Community) -> None:
    client = Client(enforce_csrf_checks=True)

    unmarked = client.post("/accounts/login/", {}, headers={"referer": f"{HERE}/accounts/login/?next=/duties/"})
    large = client.post(
        "/concerns/new/",
        CONTENT_LENGTH=str(10**9),
        content_type="application/octet-stream",
        data=b"x",
        headers={"referer": f"{HERE}/concerns/new/"},
    )

    assert (unmarked.status_code, large.status_code) == (403, 413)
    assert ways_on(unmarked.text) == ["/accounts/login/?next=/duties/", "/"]
    assert ways_on(large.text) == ["/concerns/new/", "/"]


def test_a_fault_of_ours_leads_back_without_asking_the_database(community: Community) -> None:
    client = signed_in(community, "author")

    with connection.execute_wrapper(out_of_reach):
        answer = client.get("/reports/", headers={"referer": f"{HERE}/duties/"})

    assert answer.status_code == 503
    assert ways_on(answer.text) == ["/duties/", "/"]
