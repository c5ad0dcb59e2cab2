"""A drill is recorded on a phone, with and without a connection, and counts once."""

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import expect

from port2port.base.clock import now
from port2port.drills.models import Event, EventStep
from port2port.duties.models import Fulfilment
from tests.personas import PASSWORD, Community

PHONE = {"width": 360, "height": 640}


def fill(page: Any) -> None:
    page.get_by_label("What was tested").select_option("b15_11.access")
    page.get_by_label(re.compile("^Guard")).fill("4")
    page.get_by_label("What went well").fill("Seen at once")


def test_a_drill_recorded_offline_is_sent_once_when_the_connection_is_back(
    app: Any, community: Community, sign_in: Any
):
    app.may_lose_the_connection()
    page = app.open("/accounts/login/", viewport=PHONE, has_touch=True)
    page.set_default_timeout(8000)
    sign_in(page, "author", PASSWORD)
    page.goto("/drills/record/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Record a drill")).to_be_visible()
    fill(page)
    page.get_by_role("button", name="Write it down and close it").click()
    expect(page.get_by_text("No connection. Kept on this phone")).to_be_visible()
    before = Event.objects.count()
    page.context.set_offline(False)
    expect(page.get_by_text("Sent from this phone: 1")).to_be_visible()
    page.reload()

    row = Event.objects.get()
    assert before == 0
    assert (row.state, row.took_part, row.went_well) == ("closed", {"guard": 4}, "Seen at once")
    assert Fulfilment.objects.get().facility == community.facilities["north"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_drill_recorded_with_a_connection_shows_its_page(app: Any, community: Community, sign_in: Any):
    page = app.open("/accounts/login/", viewport=PHONE, has_touch=True)
    sign_in(page, "author", PASSWORD)
    page.goto("/drills/record/")
    fill(page)
    page.get_by_role("button", name="Write it down and close it").click()

    expect(page.get_by_role("heading", name="Drill · Quay north")).to_be_visible()
    assert Event.objects.count() == 1


def test_a_drill_kept_offline_that_is_refused_stands_in_the_form_again_until_it_is_taken(
    app: Any, community: Community, sign_in: Any
):
    app.may_be_refused()
    app.may_lose_the_connection()
    page = app.open("/accounts/login/", viewport=PHONE, has_touch=True)
    page.set_default_timeout(8000)
    sign_in(page, "author", PASSWORD)
    page.goto("/drills/record/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    fill(page)
    page.get_by_label("Held on").fill((timezone.localdate(now()) - timedelta(days=200)).isoformat())
    page.get_by_role("button", name="Write it down and close it").click()
    expect(page.get_by_text("No connection. Kept on this phone")).to_be_visible()

    page.context.set_offline(False)
    expect(page.get_by_text("Not taken: This is longer ago")).to_be_visible()
    page.goto("/drills/record/")
    expect(page.get_by_text("Not taken: This is longer ago")).to_be_visible()
    expect(page.get_by_label("What went well")).to_have_value("Seen at once")
    page.get_by_label("Why only now").fill("Found in the paper log")
    page.get_by_role("button", name="Write it down and close it").click()
    expect(page.get_by_role("heading", name="Drill · Quay north")).to_be_visible()

    assert EventStep.objects.get(step="held").note == "Found in the paper log"
    assert Event.objects.get().went_well == "Seen at once"


def test_why_only_now_is_asked_by_the_day_of_the_site_wherever_the_phone_is(
    app: Any, community: Community, sign_in: Any
):
    page = app.open("/accounts/login/", viewport=PHONE, timezone_id="America/Los_Angeles")
    sign_in(page, "author", PASSWORD)
    # The first of June in Brussels, the last of May elsewhere.
    page.clock.set_fixed_time("2026-05-31T22:30:00Z")
    page.goto("/drills/record/")

    shown = {}
    for day in ("2026-02-28", "2026-03-01"):
        page.get_by_label("Held on").fill(day)
        page.get_by_label("Held on").dispatch_event("change")
        shown[day] = page.locator("#record-late").is_visible()
    page.clock.set_fixed_time("2026-05-30T22:30:00Z")
    page.get_by_label("Held on").fill("2026-02-28")
    page.get_by_label("Held on").dispatch_event("change")

    assert shown == {"2026-02-28": True, "2026-03-01": False}
    # Three months before the last of May is the last of February.
    assert not page.locator("#record-late").is_visible()
