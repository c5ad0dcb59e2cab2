"""A bearing by touch and by keyboard on a phone, and what comes of two of them."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from port2port.base.clock import now
from port2port.log.actions import add_zone, change_zone, write_entry
from port2port.log.fields import Said
from port2port.log.models import Observation, Occurrence
from tests.personas import PASSWORD, Community

PHONE = {"width": 360, "height": 640}
POSTS = {"Gate 3": (51.28, 4.32), "Quay road": (51.28, 4.334)}


@pytest.fixture
def entry(community: Community) -> Occurrence:
    """A drone over the quay, whose two posts have their positions."""
    member, quay = community.member("author"), community.facilities["north"]
    for name, (lat, lon) in POSTS.items():
        zone = add_zone(member=member, facility=quay, name=name, now=now())
        change_zone(member=member, zone=zone, name=name, is_active=True, lat=lat, lon=lon, now=now())
    said = Said(happened_at=now(), tile="drone", text="Over the stack.", language="en")
    return write_entry(member=member, facility=quay, said=said, now=now())


@pytest.fixture
def phone(app: Any, entry: Occurrence, sign_in: Any) -> Page:
    page: Page = app.open("/accounts/login/", viewport=PHONE, has_touch=True)
    page.set_default_timeout(8000)
    sign_in(page, "author", PASSWORD)
    return page


def begin(page: Page, entry: Occurrence, post: str) -> Any:
    page.goto(f"/log/{entry.key}/observation/")
    page.get_by_label("Where the observer stood").select_option(label=post)
    return page.get_by_role("slider", name="Bearing")


def faults_of(page: Page) -> list[str]:
    return [one["id"] for one in Axe().run(page).response["violations"]]


def test_two_bearings_one_by_touch_one_by_keys_give_a_position_on_a_phone(phone: Page, entry: Occurrence):
    rose = begin(phone, entry, "Gate 3")
    rose.scroll_into_view_if_needed()
    expect(rose).to_have_attribute("aria-valuetext", "Not said")
    box = rose.bounding_box()
    assert box is not None
    phone.touchscreen.tap(box["x"] + box["width"] * 0.85, box["y"] + box["height"] * 0.15)
    expect(rose).to_have_attribute("aria-valuetext", "45°, north-east")
    assert faults_of(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.get_by_role("button", name="Write down").click()

    rose = begin(phone, entry, "Quay road")
    rose.focus()
    for key in ("Home", "PageDown", "PageDown", "PageDown", "ArrowRight", "ArrowLeft"):
        phone.keyboard.press(key)
    expect(rose).to_have_attribute("aria-valuetext", "315°, north-west")
    expect(phone.locator("input[name=bearing_deg]")).to_have_value("315")
    phone.get_by_role("button", name="Write down").click()

    expect(phone.get_by_role("img", name="Map of the bearings, north up")).to_be_visible()
    expect(phone.get_by_role("heading", name="Position 1, from A, B")).to_be_visible()
    assert faults_of(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert list(Observation.objects.values_list("bearing_deg", flat=True)) == [45, 315]


def test_the_rose_follows_a_finger_that_is_drawn_round_it(phone: Page, entry: Occurrence):
    rose = begin(phone, entry, "Gate 3")
    rose.scroll_into_view_if_needed()
    box = rose.bounding_box()
    assert box is not None
    middle, half = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), box["width"] * 0.4

    phone.mouse.move(middle[0], middle[1] - half)
    phone.mouse.down()
    phone.mouse.move(middle[0] + half, middle[1], steps=6)
    phone.mouse.move(middle[0], middle[1] + half, steps=6)
    phone.mouse.up()
    phone.mouse.move(middle[0] - half, middle[1])

    expect(rose).to_have_attribute("aria-valuetext", "180°, south")
    phone.keyboard.press("Delete")
    expect(rose).to_have_attribute("aria-valuetext", "Not said")


def test_without_script_the_bearing_is_a_number(app: Any, entry: Occurrence, sign_in: Any):
    page = app.open("/accounts/login/", viewport=PHONE, java_script_enabled=False)
    sign_in(page, "author", PASSWORD)
    page.goto(f"/log/{entry.key}/observation/")

    expect(page.locator("[data-rose-dial]")).to_be_hidden()
    page.get_by_label("Bearing").fill("270")
    page.get_by_role("button", name="Write down").click()

    expect(page.get_by_text("270°, west").first).to_be_visible()
