"""The watch board in a real browser: an alarm is found, acknowledged and asked about; a practice season is played."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from port2port.earlywarning.models import Acknowledgement, Season
from port2port.members.models import Person
from tests.browser.faults import faults_of
from tests.browser.looks import sizes
from tests.earlywarning import watching
from tests.personas import PASSWORD, Community, found_community


@pytest.fixture
def community(db: None) -> Community:
    return found_community()


def test_an_alarm_is_found_acknowledged_and_asked_about_and_a_season_is_played(
    app: Any, sign_in: Any, community: Community
) -> None:
    watch = watching.begun(watching.lay_out(community))
    page = app.open("/", viewport={"width": 1280, "height": 800})
    sign_in(page, "peer", PASSWORD)
    page.goto("/watch-board/")
    page.get_by_role("link", name=re.compile("Alarm in the week of")).click()
    alarm = page.url
    page.get_by_label("What did your organisation do?").fill("Asked the guards: nothing is counted in another way.")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.locator(".timeline")).to_contain_text("Port of South")
    assert Acknowledgement.objects.get().done.startswith("Asked the guards")
    page.get_by_role("button", name="Open a draft request").click()
    assert "What was different in the last weeks?" in page.get_by_label("Title").input_value()
    page.goto("/watch-board/")
    expect(page.locator(".watch-board")).to_contain_text("Acknowledged")

    page.get_by_role("link", name="Practise on simulated ports").click()
    page.get_by_role("button", name="Start a season").click()
    season = page.url
    for _month in range(3):
        page.get_by_role("button", name="Wait four weeks").click()
    page.get_by_role("button", name="Ask the ports").click()
    expect(page.get_by_role("heading", name="What the ports answered")).to_be_visible()
    faults = faults_of(page, [season])
    page.get_by_text("I know enough: say what was true").click()
    page.get_by_label("I cannot tell").check()
    page.get_by_role("button", name="End the season with this answer").click()
    expect(page.locator("h1")).to_contain_text("You could not tell")
    assert Season.objects.get().is_over

    own = ["/watch-board/", watch.get_absolute_url(), alarm, "/watch-board/seasons/", season, "/watch-board/new/"]
    faults += faults_of(page, own)
    Person.objects.filter(username="peer").update(language="nl")
    faults += faults_of(page, own)
    assert faults == []
    page.goto("/watch-board/")
    assert [width for width, wide in sizes(page).items() if wide > width] == []
    expect(page.locator("html")).to_have_attribute("lang", "nl")
