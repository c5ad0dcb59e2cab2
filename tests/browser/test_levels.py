"""Levels and declarations: accessible, never wider than the screen, ticked without script, one sheet on paper."""

import re
from typing import Any

import pytest

from port2port.base.clock import now
from port2port.levels import actions
from port2port.members.models import LevelAcknowledgement
from tests.browser.looks import LOOKS, sizes, violations
from tests.doors import rows_levels as made
from tests.personas import PASSWORD, Community


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_are_accessible_and_fit(app: Any, community: Community, sign_in: Any, width: int, scheme: str):
    declaration, raised = made.agreed(community)["key"], made.raised(community)["key"]
    asked = made.requested(community)["key"]
    quay, author = community.facilities["north"], community.member("author")
    row = LevelAcknowledgement.objects.get(key=raised)
    actions.tick(member=author, acknowledgement=row, item=made.ITEM["item"], now=now())
    pages = [
        "/declarations/",
        "/declarations/?q=zzz",
        "/declarations/new/",
        f"/declarations/{declaration}/",
        f"/declarations/{asked}/",
        f"/declarations/{asked}/acknowledge/",
        f"/declarations/{declaration}/print/",
        "/levels/asks/",
        f"/levels/asks/{quay.key}/",
        f"/levels/asks/{quay.key}/print/",
        f"/levels/checklists/{raised}/",
        "/levels/ports/north/",
    ]
    page = app.open("/accounts/login/", color_scheme=scheme, viewport={"width": width, "height": 800})
    sign_in(page, "author", PASSWORD)

    found, wide = {}, {}
    for address in pages:
        page.goto(address)
        found[address] = violations(page)
        wide |= {(address, at): size for at, size in sizes(page).items() if size > at}
        page.set_viewport_size({"width": width, "height": 800})

    assert {address: rules for address, rules in found.items() if rules} == {}
    assert wide == {}


def test_a_guard_ticks_on_a_phone_without_script(app: Any, community: Community, sign_in: Any):
    raised = made.raised(community)["key"]
    page = app.open("/accounts/login/", viewport={"width": 360, "height": 740}, java_script_enabled=False)
    sign_in(page, "guard", PASSWORD)
    page.goto("/")
    page.locator(f"a[href='/levels/checklists/{raised}/']").first.click()

    button = page.get_by_role("button", name="In effect B/16.19")
    assert (button.bounding_box() or {"height": 0})["height"] >= 44
    button.click()

    assert page.get_by_text("1 of 9").is_visible()
    page.get_by_role("button", name="Undo B/16.19").click()
    assert page.get_by_text("0 of 9").is_visible()


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_what_comes_on_prints_on_one_sheet(app: Any, community: Community, sign_in: Any, language: str):
    person = community.person("author")
    person.language = language
    person.save()
    page = app.open("/accounts/login/")
    sign_in(page, "author", PASSWORD)

    for level in (2, 3):
        page.goto(f"/levels/asks/{community.facilities['north'].key}/print/?level={level}")
        assert len(re.findall(rb"/Type */Page[^s]", page.pdf(format="A4"))) == 1
