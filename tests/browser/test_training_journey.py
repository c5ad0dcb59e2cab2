"""An exercise of two ports in four browsers: planned, run, recorded, evaluated; its lesson acted on by a third port."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from port2port.afteraction.models import AfterAction, Lesson
from port2port.base.clock import now
from port2port.drills.models import Event, Objective
from port2port.duties.models import Action, Fulfilment
from port2port.live.models import Observation
from tests.personas import PASSWORD, Community, found_community

SECRET = "A lent badge at the staff gate"
SAW = "The guard looked at the card and not at the face"


@pytest.fixture
def community(db: None) -> Community:
    return found_community()


@pytest.fixture
def people(app: Any, sign_in: Any, community: Community) -> dict[str, Any]:
    """A browser each: the planner, the partner's officer, a guard of either, a third port."""
    found = {}
    for who in ("author", "peer", "guard", "peer_guard", "outsider"):
        found[who] = app.open("/accounts/login/")
        sign_in(found[who], who, PASSWORD)
    return found


def plan(page: Any, community: Community) -> Event:
    """From a ready scenario to a plan: when, where, who else."""
    page.goto("/drills/new/?scenario=DS-01")
    page.locator("[name=kind][value=tabletop]").check()
    page.locator("[name=planned_at]").fill(f"{timezone.localtime(now()):%Y-%m-%dT%H:%M}")
    page.locator(f"[name=facilities][value='{community.facilities['north'].key}']").check()
    page.locator("[name=others]").select_option(str(community.facilities["south"].key))
    page.locator("details.fold > summary").click()
    page.locator("[name=title]").fill(SECRET)
    page.locator("main form button.button--primary").click()
    page.get_by_role("heading", name="Facilities").wait_for()
    return Event.objects.get()


def give(page: Any, event: Event, community: Community, **role: str) -> None:
    """Name one of the own people."""
    page.goto(f"/drills/{event.key}/people/")
    seat = community.seats[role.pop("who")]
    page.locator("[name=seat]").select_option(str(seat.key))
    page.locator(f"[name=role][value={role.pop('role')}]").check()
    for name, value in role.items():
        page.locator(f"[name={name}]").select_option(value)
    page.locator("main form button.button--primary").click()
    page.get_by_role("table").wait_for()


def press(page: Any, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def test_from_a_plan_of_two_ports_to_an_action_of_a_third(people: dict[str, Any], community: Community) -> None:
    author, peer, guard, third = (people[one] for one in ("author", "peer", "guard", "outsider"))
    north, south = (str(community.facilities[one].key) for one in ("north", "south"))
    event = plan(author, community)

    # The other port says yes without reading what it is about; each names its own people.
    peer.goto("/drills/")
    assert SECRET not in peer.content()
    peer.goto(f"/drills/places/{event.places.get(facility__key=south).key}/")
    assert SECRET not in peer.content()
    peer.locator("main form button.button--primary").click()
    peer.wait_for_url(lambda url: "/places/" not in url)
    give(author, event, community, who="author", role="controller")
    give(author, event, community, who="guard", role="player", plays="guard", facility=north)
    give(peer, event, community, who="peer_guard", role="player", plays="guard", facility=south)
    author.goto(f"/drills/{event.key}/")
    press(author, "Confirm")
    author.get_by_text("Confirmed").first.wait_for()

    # It runs: what is for guards reaches both phones, and nobody reads ahead.
    author.goto(f"/live/{event.key}/script/")
    if author.get_by_role("button", name="Take").count():
        author.get_by_role("button", name="Take").first.click()
    author.goto(f"/live/{event.key}/lead/")
    guard.goto(f"/live/{event.key}/play/")
    assert SECRET not in guard.content()
    press(author, "Start")
    author.locator(".live-clock, [data-live]").first.wait_for()
    for who in ("guard", "peer_guard"):
        people[who].goto(f"/live/{event.key}/play/")
        people[who].locator("#inject-1").wait_for()
        assert SECRET not in people[who].content()
        assert people[who].locator("#inject-2").count() == 0
    author.goto(f"/live/{event.key}/observe/")
    card = author.locator("#observe details.card").first
    card.locator("label.live-rating", has_text="M").first.click()
    card.locator("textarea").fill(SAW)
    card.get_by_role("button", name="Send").click()
    author.locator("#observe-said").wait_for()
    author.goto(f"/live/{event.key}/lead/")
    press(author, "Stop")
    author.get_by_role("link", name="Record it").wait_for()
    assert Observation.objects.get().text == SAW

    # It is recorded, and both facilities' clocks move, each by its own officer's word.
    author.get_by_role("link", name="Record it").click()
    author.locator("[name=count_guard]").fill("2")
    for box in author.locator("[name=present]").all():
        box.check()
    author.locator("main form button.button--primary").click()
    author.get_by_role("link", name="After-action").wait_for()
    assert [one.facility.key.hex for one in Fulfilment.objects.filter(rule="exercise")] == [north.replace("-", "")]

    learnt(author, event)
    lesson = share(author, peer, event, south)

    # A third port reads the lesson, learns of no event, and makes an action of it.
    third.goto("/lessons/")
    third.get_by_role("link", name=lesson.title).click()
    third.get_by_text("Let the night shift block badges").wait_for()
    assert "Quay" not in third.locator("main").inner_text()
    third.get_by_role("link", name="Make an action of it").click()
    third.locator("[name=title]").fill("Nights may block badges")
    third.locator("[name=due_on]").fill(f"{timezone.localdate(now()):%Y-%m-%d}")
    third.locator("main form button.button--primary").click()
    third.goto("/")
    third.get_by_text("Nights may block badges").wait_for()
    assert Action.objects.get(title="Nights may block badges").organisation.slug == "east"
    author.goto("/duties/")
    due = timezone.localdate(now()) + timedelta(days=365)
    author.get_by_text(str(due.year)).first.wait_for()


def learnt(author: Any, event: Event) -> None:
    """Rated, with the improvement that an M asks for, and evaluated."""
    author.get_by_role("link", name="After-action").click()
    press(author, "Begin")
    author.get_by_role("link", name="Rate the objectives").click()
    for number, one in enumerate(Objective.objects.order_by("number")):
        author.locator(f"[name='{one.key}'][value={'M' if number == 0 else 'P'}]").check()
    press(author, "Keep")
    author.get_by_role("link", name="Add an improvement").click()
    author.locator("[name=text]").fill("Let the night shift block badges")
    author.locator("[name=objective]").select_option(str(Objective.objects.earliest("number").key))
    press(author, "Keep")
    press(author, "Evaluated")
    author.get_by_role("heading", name="Put it to the participants").wait_for()
    assert SAW in author.content()
    assert AfterAction.objects.get().event.state == "evaluated"


def share(author: Any, peer: Any, event: Event, south: str) -> Lesson:
    """The lesson written, approved by both facilities, and published to all members."""
    author.get_by_role("link", name="Lesson for the other ports").click()
    assert "Let the night shift block badges" in author.locator("[name=change]").input_value()
    press(author, "Keep the draft")
    author.get_by_role("heading", name="What to change").wait_for()
    lesson = Lesson.objects.get()
    author.goto(f"/lessons/{lesson.key}/readers/")
    author.locator("[name=tlp][value='1']").check()
    press(author, "Look at the readers")
    author.get_by_role("heading", name="Who will receive this").wait_for()
    for page in (author, peer):
        page.goto(f"/lessons/{lesson.key}/")
        page.locator("form[action$='/approve/'] button").click()
        page.get_by_text("Approved.").wait_for()
    author.goto(f"/lessons/{lesson.key}/preview/")
    author.locator("main form button.button--primary").click()
    author.get_by_role("heading", name="About this lesson").wait_for()
    return Lesson.objects.get()
