"""Language and theme: chosen by anybody, kept with the person, and never a way to another site."""

import pytest
from django.test import Client

from tests.personas import Community


def test_a_visitor_keeps_the_language_in_a_cookie(community: Community):
    visitor = Client()

    answer = visitor.post("/language/", {"language": "de", "next": "/accounts/login/"})
    page = visitor.get("/accounts/login/")

    assert answer.headers["Location"] == "/accounts/login/"
    assert b'lang="de"' in page.content


def test_a_person_keeps_language_and_theme_on_every_device(community: Community):
    here, there = Client(), Client()
    for browser in (here, there):
        browser.force_login(community.person("author"))

    here.post("/language/", {"language": "fr"})
    here.post("/theme/", {"theme": "dark"})
    page = there.get("/").content.decode()

    assert '<html lang="fr" data-theme="dark">' in page


@pytest.mark.parametrize(
    "away",
    ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "999", "members:levels", ""],
)
def test_the_way_back_never_leaves_the_site(community: Community, away: str):
    answer = Client().post("/language/", {"language": "nl", "next": away})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(("door", "name"), [("/language/", "language"), ("/theme/", "theme")])
@pytest.mark.parametrize("value", ["", "xx", "dark'", "en\x00", "a" * 5000])
def test_a_choice_that_does_not_exist_changes_nothing(community: Community, door: str, name: str, value: str):
    browser = Client()
    browser.force_login(community.person("author"))

    answer = browser.post(door, {name: value})

    person = community.person("author")
    person.refresh_from_db()
    assert answer.status_code == 302
    assert (person.language, person.theme) == ("en", "system")
    assert not answer.cookies


def test_choices_are_made_by_post_only(community: Community):
    assert Client().get("/language/").status_code == 405
    assert Client().get("/theme/").status_code == 405
