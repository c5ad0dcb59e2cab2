"""An observer on a quay without a connection: an hour later each observation is kept once, as of its own moment."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from port2port.base.clock import now
from port2port.live.models import Observation
from port2port.pure.exercise_clock import Move
from tests.browser.looks import violations
from tests.live.conftest import Stage, scripted
from tests.personas import PASSWORD, Community, found_community

PHONE = {"width": 360, "height": 640}
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def community(db: None) -> Community:
    return found_community()


@pytest.fixture
def stage(community: Community) -> Stage:
    """It has run for an hour and a bit."""
    made = scripted(community)
    made.clock(Move.START, now() - AN_HOUR - timedelta(minutes=10))
    return made


@pytest.fixture
def phone(app: Any, stage: Stage, sign_in: Any) -> Page:
    """The observer's page, opened an hour ago while there was a connection; the phone has kept it."""
    app.may_lose_the_connection()
    page: Page = app.open("/accounts/login/", viewport=PHONE, has_touch=True)
    page.clock.install(time=now() - AN_HOUR)
    sign_in(page, "trainer", PASSWORD)
    page.goto(f"/live/{stage.event.key}/observe/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    return page


def tell(page: Page, text: str, *, rating: str = "", card: int = 0) -> None:
    sheet = page.locator("#observe details.card").nth(card)
    if sheet.get_attribute("open") is None:
        sheet.locator("summary").click()
    if rating:
        sheet.locator(f"label.live-rating--{rating}").click()
    sheet.locator("textarea").fill(text)
    sheet.get_by_role("button", name="Send").click()
    expect(sheet.locator("textarea")).to_have_value("")


def test_an_hour_without_a_connection_is_kept_once_each_at_its_own_moment(phone: Page, stage: Stage):
    began = now() - AN_HOUR
    phone.context.set_offline(True)
    tell(phone, "Papers were asked for", rating="P")
    phone.clock.fast_forward("20:00")
    tell(phone, "Nobody called", rating="M", card=1)
    expect(phone.get_by_text("Kept on this phone, 2 waiting.")).to_be_visible()

    # The phone goes into a pocket and comes out again, still without a connection.
    context = phone.context
    phone.close()
    again = context.new_page()
    again.goto(f"/live/{stage.event.key}/observe/")
    expect(again.get_by_text("Waiting to send (2)")).to_be_visible()
    again.clock.fast_forward("20:00")
    tell(again, "The radio was silent", card=2)
    expect(again.get_by_text("Kept on this phone, 3 waiting.")).to_be_visible()
    unsent = Observation.objects.count()
    again.clock.fast_forward("20:00")
    heard: list[int] = []

    def taken_but_not_heard(route: Route) -> None:
        heard.append(route.fetch().status)
        route.abort()

    again.route("**/observe/send/", taken_but_not_heard, times=1)
    with again.expect_event("requestfailed"):
        context.set_offline(False)
    expect(again.get_by_text("Waiting to send (3)")).to_be_visible()
    again.clock.fast_forward("00:31")

    expect(again.get_by_text("Everything that waited was sent: 3.")).to_be_visible(timeout=40_000)
    expect(again.get_by_text("Waiting to send")).to_be_hidden()
    own = again.locator("#observe-own li")
    expect(own).to_have_count(3)
    expect(own.first).to_contain_text("The radio was silent")
    expect(own.first).to_contain_text("sent later, without a connection")
    rows = list(Observation.objects.in_order())
    minutes = [round((row.observed_at - began).total_seconds() / 60) for row in rows]
    assert (unsent, heard) == (0, [201])
    assert [(row.text, row.rating) for row in rows] == [
        ("Papers were asked for", "P"), ("Nobody called", "M"), ("The radio was silent", ""),
    ]  # fmt: skip
    assert minutes == [0, 20, 40]
    assert not any(row.is_flagged for row in rows)
    assert violations(again) == []


def test_another_seat_on_the_same_phone_neither_sends_nor_reads_what_waits(phone: Page, stage: Stage, sign_in: Any):
    phone.context.set_offline(True)
    tell(phone, "Nobody called", rating="M")
    expect(phone.get_by_text("Kept on this phone, 1 waiting.")).to_be_visible()
    phone.context.clear_cookies(name="sessionid")
    phone.context.set_offline(False)

    sign_in(phone, "coordinator", PASSWORD)
    phone.goto(f"/live/{stage.event.key}/observe/")

    expect(phone.get_by_text("Observations of another seat that wait on this phone: 1.")).to_be_visible()
    assert "Nobody called" not in phone.content()
    assert not Observation.objects.exists()
    phone.context.clear_cookies(name="sessionid")
    sign_in(phone, "trainer", PASSWORD)
    phone.goto(f"/live/{stage.event.key}/observe/")
    expect(phone.get_by_text(re.compile("^Sent. Seen at"))).to_be_visible()
    assert Observation.objects.get().text == "Nobody called"


def test_a_page_that_is_open_in_a_seat_left_behind_says_so_and_keeps_what_was_seen(
    app: Any, phone: Page, stage: Stage, sign_in: Any
):
    beside = phone.context.new_page()
    beside.context.clear_cookies(name="sessionid")
    sign_in(beside, "coordinator", PASSWORD)

    tell(phone, "Nobody called", rating="M")

    expect(phone.get_by_text("Another seat wrote this. Sign in as who wrote it;")).to_be_visible()
    expect(phone.get_by_text("Waiting to send (1)")).to_be_visible()
    assert not Observation.objects.exists()
    app.expect_answer(403)
