"""The pages of seasons: marked as simulated, explained, and silent about the truth until the end."""

import re

import pytest
from django.urls import reverse

from port2port.earlywarning import actions
from port2port.earlywarning.models import Season
from port2port.earlywarning.seasons import BEFORE, Truth, draw_season
from port2port.members.models import Person
from tests.personas import NOW

SEASONS = reverse("earlywarning:seasons")


def seed_of(truth):
    return next(seed for seed in range(200) if draw_season(seed).truth == truth)


@pytest.fixture
def author_client(client, community):
    client.force_login(community.person("author"))
    return client


def started(member, truth, weeks=0):
    season = actions.start_season(member=member, budget=20, seed=seed_of(truth), now=NOW)
    while season.week < weeks:
        season = actions.play(member=member, season=season, week=season.week, move="wait")
    return season


def test_a_season_is_started_played_and_ended_without_script(author_client):
    page = author_client.post(SEASONS, {"budget": "5"}, follow=True)
    season = Season.objects.get()
    assert season.budget == 5
    assert "Simulated" in page.text

    for move in ("wait", "month", "ask"):
        season.refresh_from_db()
        page = author_client.post(
            reverse("earlywarning:play", args=[season.key]), {"week": season.week, "move": move}, follow=True
        )
    assert "Week 6 of 52" in page.text
    assert "What the ports answered" in page.text

    page = author_client.post(reverse("earlywarning:conclude", args=[season.key]), {"answer": "unsure"}, follow=True)
    assert "You could not tell." in page.text
    assert str(Truth(Season.objects.get().truth).label) in page.text
    assert "Simulated" in page.text
    assert "Seasons played" in author_client.get(SEASONS).text


@pytest.mark.parametrize("truth", list(Truth))
def test_before_the_end_the_page_is_the_same_bytes_whatever_the_truth_behind_the_same_counts(
    author_client, author, truth
):
    season = started(author, Truth.MOVED, weeks=9)
    address = season.get_absolute_url()
    shown = stripped(author_client.get(address).text)
    actions.forget_seasons(member=author)
    drawn = season.drawn["ports"][: BEFORE + 9] + draw_season(seed_of(truth)).ports[BEFORE + 9 :]
    other = Season.objects.create(
        person_id=author.person_id,
        key=season.key,
        seed=1,
        truth=truth,
        drawn={"ports": drawn, "outside": season.drawn["outside"]},
        budget=20,
        week=9,
        started_at=NOW,
    )

    assert stripped(author_client.get(other.get_absolute_url()).text) == shown


def stripped(text):
    """Without what changes with every rendering."""
    return re.sub(r'(nonce|value|name)="[A-Za-z0-9_/+=-]{20,}"', "", text)


def test_no_list_tells_the_truth_of_a_running_season(author_client, author):
    started(author, Truth.RECORDING, weeks=3)

    page = author_client.get(SEASONS)

    assert "What was true" not in page.text
    assert "week 3 of 52" in page.text


def test_an_answer_that_is_missing_is_asked_for_and_the_board_stays(author_client, author):
    season = started(author, Truth.DROP, weeks=2)

    page = author_client.post(reverse("earlywarning:conclude", args=[season.key]), {})

    assert page.status_code == 422
    assert "Week 2 of 52" in page.text
    assert Season.objects.get().answer == ""


@pytest.mark.parametrize("week", ["x", "-1", "999999999999", "١", ""])
def test_a_week_that_is_none_changes_nothing(author_client, author, week):
    season = started(author, Truth.DROP, weeks=2)

    page = author_client.post(reverse("earlywarning:play", args=[season.key]), {"week": week, "move": "wait"})

    assert page.status_code == 302
    assert Season.objects.get().week == 2


def test_what_is_forgotten_is_said_before_and_after(author_client, author):
    started(author, Truth.DROP)

    assert "1 season will be removed" in author_client.get(reverse("earlywarning:forget")).text
    page = author_client.post(reverse("earlywarning:forget"), follow=True)

    assert "1 season is forgotten." in page.text
    assert not Season.objects.exists()


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_the_pages_speak_the_readers_language(author_client, author, language):
    season = started(author, Truth.MOVED, weeks=5)
    Person.objects.filter(pk=author.person_id).update(language=language)

    words = {"nl": "Gesimuleerd", "fr": "Simulé", "de": "Simuliert"}[language]
    for address in (SEASONS, season.get_absolute_url()):
        page = author_client.get(address).text
        assert words in page
        assert "threshold" not in page


def test_a_page_asks_few_questions(author_client, author, django_assert_max_num_queries):
    season = started(author, Truth.MOVED, weeks=20)
    author_client.get(SEASONS)

    with django_assert_max_num_queries(20):
        author_client.get(season.get_absolute_url())
    with django_assert_max_num_queries(20):
        author_client.get(SEASONS)
