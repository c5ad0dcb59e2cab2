"""The catalogues: accessible, never wider than the screen, and a light baseline that a quay pins to its wall."""

import re
from typing import Any

import pytest

from tests.browser.looks import LOOKS, sizes, violations
from tests.personas import PASSWORD, Community

PAGES = ["/norms/", "/norms/baseline-light/1.0/", "/norms/isps/1.0/?level=2&q=zzz", "/norms/isps/1.0/b-18.5/"]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_of_norms_are_accessible_and_fit(app: Any, community: Community, sign_in: Any, width: int, scheme: str):
    page = app.open("/accounts/login/", color_scheme=scheme, viewport={"width": width, "height": 800})
    sign_in(page, "author", PASSWORD)

    found, wide = {}, {}
    for address in PAGES:
        page.goto(address)
        found[address] = violations(page)
        wide |= {(address, at): size for at, size in sizes(page).items() if size > at}
        page.set_viewport_size({"width": width, "height": 800})

    assert {address: rules for address, rules in found.items() if rules} == {}
    assert wide == {}


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_light_baseline_prints_on_one_page(app: Any, community: Community, sign_in: Any, language: str):
    person = community.person("author")
    person.language = language
    person.save()
    page = app.open("/accounts/login/")
    sign_in(page, "author", PASSWORD)
    page.goto("/norms/baseline-light/1.0/")

    printed = page.pdf(format="A4")

    assert page.locator("html").get_attribute("lang") == language
    assert len(re.findall(rb"/Type */Page[^s]", printed)) == 1
