"""The frame shows each seat the words it can use, and asks the database little."""

import pytest
from django.test import Client

from port2port.members.models import Seat
from port2port.site.context import NAVIGATION, links
from tests.personas import BEFORE, Community


def words(community: Community, name: str) -> list[str]:
    return [str(link.word) for link in links(NAVIGATION, community.member(name), "/")]


def test_an_auditor_sees_now_training_and_audit_only(community: Community):
    assert set(words(community, "auditor")) <= {"Now", "Training", "Audit"}


@pytest.mark.parametrize(
    ("name", "own"),
    [("guard", ["Now", "Log", "Gate form", "My questions", "Training", "Levels"]), ("operator", ["Now", "Training"])],
)
def test_a_narrow_seat_sees_only_its_own_words(community: Community, name: str, own: list[str]):
    assert words(community, name) == own


def test_nobody_sees_no_word_at_all(community: Community):
    assert words(community, "nobody") == []


def test_the_order_of_words_is_the_same_for_everyone(community: Community):
    order = [str(word.word) for word in NAVIGATION]

    for name in ("author", "trainer", "client", "guest", "secretariat"):
        seen = words(community, name)
        assert seen == sorted(seen, key=order.index)
        assert len(seen) <= 9


def test_a_member_reads_levels_and_circles_and_a_client_does_not(community: Community):
    assert set(words(community, "client")) <= set(words(community, "author")) - {"Levels", "Circles"}


def test_the_word_of_this_page_says_so(community: Community):
    here = {str(link.word): link.here for link in links(NAVIGATION, community.member("author"), "/")}

    assert here["Now"] == "page"
    assert [word for word, mark in here.items() if mark] == ["Now"]


def test_pages_under_one_word_stand_beside_each_other_and_only_those_that_the_seat_can_use(community: Community):
    browser = Client()
    beside = {}
    for name in ("author", "trainer"):
        browser.force_login(community.person(name))
        page = browser.get("/practices/")
        frame = page.context["frame"]
        beside[name] = [str(one.word) for one in frame.tabs]
        assert [one.here for one in frame.navigation if str(one.word) == "Knowledge"] == ["page"]
        assert b'aria-label="Beside this page"' in page.content

    assert beside["author"] == ["Practices", "Questions", "Who has done what", "Working groups", "Vocabulary"]
    assert set(beside["trainer"]) < set(beside["author"])
    inside = {
        str(one.word): one.here for one in links(NAVIGATION, community.member("author"), "/vocabulary/methods/X/")
    }
    assert inside["Knowledge"] == "true"


def test_seats_are_offered_only_when_there_is_a_choice(community: Community):
    browser = Client()
    browser.force_login(community.person("author"))
    alone = browser.get("/").content

    Seat.objects.create(
        person=community.person("author"),
        organisation=community.organisations["north"],
        function="trainer",
        given_at=BEFORE,
    )
    two = browser.get("/").content

    assert b"You act as" not in alone
    assert b"You act as" in two


def test_an_ended_seat_is_not_offered(community: Community):
    Seat.objects.create(
        person=community.person("author"),
        organisation=community.organisations["north"],
        function="trainer",
        given_at=BEFORE,
        ended_at=BEFORE,
    )
    browser = Client()
    browser.force_login(community.person("author"))

    assert b"You act as" not in browser.get("/").content


def test_the_frame_shows_no_demo_outside_the_demo(community: Community):
    page = Client().get("/accounts/login/").content.decode()

    assert "antwerp-officer" not in page
    assert "demo-banner" not in page


def test_a_demonstration_at_a_number_says_by_which_name_passkeys_work(community: Community, settings):
    settings.DEMO = True

    at_a_number = Client().get("/accounts/login/", headers={"host": "127.0.0.1:8000"}).content.decode()
    at_a_name = Client().get("/accounts/login/", headers={"host": "localhost:8000"}).content.decode()

    assert '<a href="http://localhost:8000/">' in at_a_number
    assert "http://localhost" not in at_a_name


@pytest.mark.parametrize("path", ["/meetings/1/", "/proposals/1/", "/decisions/", "/tasks/1/", "/buddies/"])
def test_the_word_is_marked_on_pages_that_begin_elsewhere_too(community: Community, path: str):
    here = {str(link.word): link.here for link in links(NAVIGATION, community.member("author"), path)}

    assert [word for word, mark in here.items() if mark] == ["Knowledge"]
