"""The pages, walked without script: from a held exercise to a lesson that a third port acts on."""

import re

import pytest
from django.utils import timezone

from port2port.afteraction.models import AfterAction, EventFinding, Lesson
from port2port.base.clock import now
from port2port.drills.models import Event, Objective
from port2port.duties.models import Action
from tests.afteraction import making


@pytest.fixture
def today(community) -> Event:
    """Held today by the clock that the pages read."""
    return making.held_event(community, now=now())


@pytest.fixture
def acts_as(client, community):
    def sign_in(who):
        client.force_login(community.person(who))
        return client

    return sign_in


def hidden(page, name, near=""):
    text = page.content.decode()
    start = text.index(near) if near else 0
    return re.search(rf'name="{name}" value="([^"]*)"', text[start:]).group(1)


def test_from_a_held_exercise_to_a_final_after_action(acts_as, community, today):
    client, base = acts_as("author"), f"/after-action/{today.key}/"
    first, second = Objective.objects.order_by("number")

    assert b"Begin" in client.get(base).content
    client.post(f"{base}begin/")
    client.post(f"{base}rate/", {str(first.key): "P", str(second.key): "U"})
    page = client.get(base)
    assert b"1 improvement is missing" in page.content
    client.post(
        f"{base}findings/new/",
        {"kind": "improvement", "text": "Block within ten minutes", "objective": str(second.key), "priority": "high"},
    )
    client.post(f"{base}evaluate/")
    client.post(f"{base}open/", {"until_on": timezone.localdate().isoformat()})
    assert AfterAction.objects.get().state == "comments"
    acts_as("guard").post(f"{base}comment/", {"text": "The stop word was not heard", "language": "en"})
    client = acts_as("author")
    client.post(f"{base}end-comments/")
    for _time in range(2):
        page = client.get(base)
        client.post(
            f"{base}approve/",
            {name: hidden(page, name, near="/approve/") for name in ("seal", "signs", "facility")},
        )
    client = acts_as("peer")
    page = client.get(base)
    assert b"The stop word was not heard" in page.content
    client.post(
        f"{base}approve/", {name: hidden(page, name, near="/approve/") for name in ("seal", "signs", "facility")}
    )

    assert AfterAction.objects.get().state == "final"
    assert Event.objects.get().state == "closed"


def test_a_lesson_is_seen_by_a_third_port_that_makes_an_action_of_it(acts_as, community, today):
    client = acts_as("author")
    words = {"title": "Lent badges", "aim": "See a lent badge", "change": "Ask Quay north", "language": "en"}
    client.post(f"/after-action/{today.key}/lesson/", words)
    row = Lesson.objects.get()
    page = client.get(row.get_absolute_url())
    assert b"<mark>Quay north</mark>" in page.content
    client.post(f"/after-action/{today.key}/lesson/", words | {"change": "Ask the night shift"})
    client.post(f"/lessons/{row.key}/readers/", {"tlp": "1"})
    for who in ("author", "peer"):
        client = acts_as(who)
        page = client.get(row.get_absolute_url())
        values = {name: hidden(page, name, near="approve/") for name in ("facility", "seal")}
        client.post(f"/lessons/{row.key}/approve/", values)
    client = acts_as("author")
    page = client.get(f"/lessons/{row.key}/preview/")
    client.post(f"/lessons/{row.key}/publish/", {"expected": hidden(page, "expected")})

    client = acts_as("outsider")
    assert b"Lent badges" in client.get("/lessons/").content
    page = client.get(row.get_absolute_url())
    assert b"Ask the night shift" in page.content
    assert b"Quay" not in page.content
    client.post(
        f"/duties/actions/new/?source=lesson:{row.key}",
        {"title": "Let nights block badges", "due_on": timezone.localdate().isoformat(), "language": "en"},
    )

    assert Action.objects.get().source_key == row.key
    assert b"Let nights block badges" in client.get("/").content


def test_what_waits_stands_on_the_now_page(acts_as, community, today):
    row = making.put_to_participants(
        community, making.evaluated(community, making.begun(community, today, now=now()), now=now()), now=now()
    )

    assert b"Comment on the after-action" in acts_as("guard").get("/").content
    assert b"Give this improvement an owner and a day" in acts_as("author").get("/").content
    assert b"Comment on the after-action" not in acts_as("outsider").get("/").content
    making.drafted(community, today, now=now())
    assert b"Approve the lesson of your exercise" in acts_as("peer").get("/").content
    assert row.state == "comments"


def test_a_refused_form_keeps_what_was_written(acts_as, community, today):
    row = making.begun(community, today, now=now())
    client = acts_as("author")

    answer = client.post(
        f"/after-action/{today.key}/text/", {"text": "My words", "language": "en", "version": row.version + 5}
    )

    assert answer.status_code == 409
    assert b"My words" in answer.content


def test_an_improvement_is_promised_on_its_page(acts_as, community, today):
    making.evaluated(community, making.begun(community, today, now=now()), now=now())
    finding = EventFinding.objects.get()
    client = acts_as("author")

    client.post(
        f"/after-action/{today.key}/findings/{finding.key}/action/",
        {"title": "Block at night", "due_on": timezone.localdate().isoformat(), "language": "en"},
    )

    finding.refresh_from_db()
    assert finding.action == Action.objects.get().key
    assert b"Block at night" in client.get(f"/after-action/{today.key}/").content


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_pages_are_there_in_four_languages(acts_as, community, today, language):
    row = making.put_to_participants(
        community, making.evaluated(community, making.begun(community, today, now=now()), now=now()), now=now()
    )
    lesson = making.drafted(community, today, now=now())
    client = acts_as("author")
    client.cookies["django_language"] = language

    pages = [row.get_absolute_url(), f"{row.get_absolute_url()}print/", lesson.get_absolute_url(), "/lessons/"]
    pages += [f"/lessons/{lesson.key}/preview/", f"/lessons/{lesson.key}/readers/", f"{row.get_absolute_url()}rate/"]

    for one in pages:
        assert client.get(one).status_code == 200, one


@pytest.mark.parametrize(
    ("who", "is_offered"), [("author", True), ("trainer", True), ("guard", False), ("peer", False)]
)
def test_the_page_of_the_event_offers_it_to_who_writes_or_reads_it(acts_as, today, who, is_offered):
    page = acts_as(who).get(today.get_absolute_url())

    assert (f"/after-action/{today.key}/" in page.content.decode()) == is_offered
