"""The pages of duties in a real browser: nothing an assistive program stumbles over, nothing that scrolls sideways."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import expect

from port2port.base.clock import now
from port2port.duties.actions.clocks import Held, fulfil
from port2port.duties.actions.notices import keep_notices
from port2port.duties.actions.promises import Promise, promise
from port2port.duties.clocks import place_of
from port2port.duties.notices import Source
from port2port.duties.rulebook import clock_rules
from tests.browser.looks import LOOKS, violations
from tests.personas import PASSWORD, Community, found_community


@pytest.fixture
def community(db: None) -> Community:
    return found_community()


@pytest.fixture
def addresses(community: Community) -> list[str]:
    """Every page, with something on it."""
    author, facility = community.member("author"), community.facilities["north"]
    place = place_of(facility, organisation=community.organisations["north"])
    held = Held(on=now().date() - timedelta(days=85), tested=("b15_11.access",))
    fulfil(member=author, rule=clock_rules()["drill"], place=place, held=held, now=now())
    action = promise(member=author, wish=Promise("Mend the fence", date(2026, 5, 1), "en"), now=now())
    row = keep_notices(
        member=author,
        source=Source("occurrence", UUID("00000000-0000-4000-8000-000000000001")),
        codes=["INT-TRES"],
        organisation=community.organisations["north"],
        facility=facility,
        started_at=now() - timedelta(hours=2),
        now=now(),
    )[0]
    clock = f"/duties/clocks/drill/{place.key}/"
    return [
        "/duties/",
        "/duties/print/",
        clock,
        f"{clock}derogation/",
        f"/duties/clocks/exercise/{place.key}/",
        f"/duties/clocks/pfsa-review/{place.key}/setting/",
        "/duties/pfso/",
        "/duties/ports/",
        "/duties/actions/",
        "/duties/actions/new/",
        action.get_absolute_url(),
        "/duties/notices/",
        row.get_absolute_url(),
        "/duties/profile/",
        "/duties/calendar/",
        f"/facilities/{facility.key}/port-officer/",
    ]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_pages_of_duties_have_no_accessibility_violation_and_do_not_scroll_sideways(
    app: Any, sign_in: Any, community: Community, addresses: list[str], width: int, scheme: str
):
    page = app.open("/accounts/login/", color_scheme=scheme, viewport={"width": width, "height": 800})
    sign_in(page, "author", PASSWORD)

    found, wide = {}, {}
    for address in addresses:
        page.goto(address)
        found[address] = violations(page)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")

    assert {address: rules for address, rules in found.items() if rules} == {}
    assert {address: size for address, size in wide.items() if size > width} == {}


def test_a_drill_is_marked_done_and_taken_back_on_a_phone(
    app: Any, sign_in: Any, community: Community, addresses: list[str]
):
    page = app.open("/accounts/login/", viewport={"width": 360, "height": 800})
    sign_in(page, "author", PASSWORD)
    page.goto(addresses[2])

    page.get_by_label("Unauthorised access, stowaways included").check()
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".toast")).to_contain_text("Done. The clock runs anew.")
    page.locator(".toast").get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Taken back. It stands in the history and counts no more.")).to_be_visible()
