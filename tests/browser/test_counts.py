"""Counts in a real browser: a week is entered, lent with its readers named, read by another port, and seen as bands."""

from typing import Any

import pytest
from playwright.sync_api import expect

from port2port.base.clock import now
from port2port.counts import actions
from port2port.counts.models import CountSeries, Loan, Outcome
from port2port.counts.rules import WeekSaid, last_whole_week
from port2port.members.models import Person
from port2port.pure.weeks import WEEK
from tests.browser.faults import faults_of
from tests.personas import PASSWORD, Community, found_community


@pytest.fixture
def community(db: None) -> Community:
    return found_community()


def counted(community: Community) -> CountSeries:
    """A year of a port, but for its newest week; bands of it stand."""
    author = community.member("author")
    port = community.ports["north"]
    row = actions.open_series(member=author, port=port, outcome=Outcome.INTRUSIONS, category="", now=now())
    said = {last_whole_week(now()) - WEEK * back: WeekSaid(3 + back % 4) for back in range(1, 53)}
    actions.enter_weeks(member=author, series=row, said=said, now=now())
    actions.show_bands(member=community.member("coordinator"), series=[row], now=now())
    actions.make_band_tables(now=now())
    return row


def test_a_week_is_entered_lent_and_read_and_bands_are_seen(app: Any, sign_in: Any, community: Community) -> None:
    row = counted(community)
    page = app.open("/", viewport={"width": 1280, "height": 800})
    sign_in(page, "author", PASSWORD)
    page.goto(row.get_absolute_url())
    page.get_by_role("link", name="Enter weeks").first.click()
    page.locator(f"[name=week_{last_whole_week(now()).isoformat()}]").fill("17")
    page.get_by_role("button", name="Keep these weeks").click()
    expect(page.locator("main")).to_contain_text("17")
    page.goto(f"{row.get_absolute_url()}lend/")
    page.locator("[name=circle]").select_option(label="Both")
    page.get_by_role("button", name="Show who will read it").click()
    expect(page.locator("main")).to_contain_text("Port of South")
    page.get_by_role("button", name="Lend it").click()
    assert Loan.objects.get().circle == community.circles["both"]

    reader = app.open("/", viewport={"width": 360, "height": 740})
    sign_in(reader, "peer", PASSWORD)
    reader.goto("/counts/")
    expect(reader.locator("main")).to_contain_text("North")
    reader.goto("/counts/bands/")
    expect(reader.locator("main")).to_contain_text("Port of North")

    own = ["/counts/", row.get_absolute_url(), f"{row.get_absolute_url()}weeks/", f"{row.get_absolute_url()}lend/"]
    more = ["/counts/bands/", "/counts/declared/", "/counts/effort/"]
    faults = faults_of(page, own + more)
    Person.objects.filter(username="author").update(language="nl")
    faults += faults_of(page, own + more)
    assert faults == []
    expect(page.locator("html")).to_have_attribute("lang", "nl")
