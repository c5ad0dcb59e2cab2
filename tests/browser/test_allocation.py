"""Joint allocation in a real browser: a route, an answer, a what-if, a plan that two houses agree, its roster."""

from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import expect

from port2port.allocation.models import Plan, Roster
from port2port.members.models import Person
from tests.allocation.conftest import SOURCES, made_table
from tests.browser.faults import faults_of
from tests.personas import PASSWORD, Community, found_community

FIGURES = {
    "reward": ("60000", "80000", "100000"),
    "penalty": ("20000", "30000", "40000"),
    "access_cost": ("5000", "10000", "20000"),
    "harm": ("50000", "100000", "150000"),
    "detect_prob": ("50", "70", "90"),
}


@pytest.fixture
def community(db: None) -> Community:
    return found_community()


def enter_route(page: Any, name: str) -> None:
    page.locator("[name=name]").fill(name)
    for figure, given in FIGURES.items():
        for end, value in zip(("low", "likely", "high"), given, strict=True):
            page.locator(f"[name={figure}_{end}]").fill(value)
        page.locator(f"[name={figure}_source]").fill(SOURCES[figure])
    page.locator("[name=floor]").fill("10")
    page.locator("[name=covered_now]").fill("20")
    page.get_by_role("button", name="Save").click()


def test_from_a_route_to_a_roster_that_two_houses_agreed(app: Any, sign_in: Any, community: Community) -> None:
    game = made_table(community).played()
    address = game.get_absolute_url()
    page = app.open("/", viewport={"width": 1280, "height": 800})
    sign_in(page, "author", PASSWORD)
    page.goto(address)
    page.get_by_role("link", name="Add a route").click()
    faults = faults_of(page, [page.url])
    enter_route(page, "Gate 3, water side")
    expect(page.locator("main")).to_contain_text("Gate 3, water side")
    page.get_by_role("button", name="Reckon").click()
    expect(page.locator("h1")).to_contain_text("more harm at North than today")
    page.locator("[name=units-north]").fill("2")
    page.get_by_role("button", name="Reckon this").click()
    expect(page.locator("#what-if-told")).to_contain_text("What the model says to that")
    page.get_by_role("button", name="Draft a plan").click()
    page.get_by_role("button", name="Agree for our organisation").click()
    plan = Plan.objects.get()
    assert plan.agreed_at is None

    second = app.open("/", viewport={"width": 360, "height": 740})
    sign_in(second, "peer", PASSWORD)
    second.goto(plan.get_absolute_url())
    assert "Gate 3, water side" not in second.content()
    second.get_by_role("button", name="Agree for our organisation").click()
    expect(second.locator("main")).to_contain_text("Port of North")
    page.goto(plan.get_absolute_url())
    page.get_by_role("button", name="Draw").first.click()
    expect(page.locator("main")).to_contain_text("Gate 3, water side")
    assert Roster.objects.count() == 1
    expect(page.get_by_role("status").filter(has_text="Drawn.")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("Drawn.", exact=True)).to_be_hidden()
    expect(page.locator(".print-tlp--foot")).to_be_visible()
    assert len(pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))) == 1
    page.emulate_media(media="screen")

    roster = page.url
    page.goto(f"{address}result/")
    page.locator("[name=from_on]").fill((plan.from_on + timedelta(weeks=1)).isoformat())
    page.get_by_role("button", name="Draft a plan").click()
    expect(page.locator("main")).to_contain_text("takes the place of what was agreed before")
    draft = page.url
    faults += faults_of(page, [draft])
    page.get_by_role("button", name="Take the draft back").click()
    expect(page.locator("main")).to_contain_text("nobody agrees to it any more")

    own = ["/allocation/", address, f"{address}result/", plan.get_absolute_url(), roster, draft]
    faults += faults_of(page, own)
    Person.objects.filter(username="author").update(language="nl")
    faults += faults_of(page, own)
    assert faults == []
    expect(page.locator("html")).to_have_attribute("lang", "nl")
