"""The pages of published figures in a real browser: no assistive program stumbles, nothing scrolls sideways."""

from typing import Any

import pytest

from port2port.base.clock import now
from port2port.figures import actions
from port2port.figures.models import Figure
from port2port.members.actions.places import load_places
from tests.browser.looks import LOOKS, violations
from tests.personas import PASSWORD, Community, found_community


@pytest.fixture
def community(db: None) -> Community:
    return found_community()


@pytest.fixture
def addresses(community: Community) -> list[str]:
    """The list, a series with charts and sources that differ, and both forms."""
    load_places()
    actions.load_packaged(now=now())
    first = Figure.objects.earliest("pk")
    return ["/figures/", "/figures/cocaine_seized/?place=BEANR", "/figures/new/", f"/figures/withdraw/{first.key}/"]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_pages_of_figures_have_no_accessibility_violation_and_do_not_scroll_sideways(
    app: Any, sign_in: Any, addresses: list[str], width: int, scheme: str
):
    page = app.open("/", viewport={"width": width, "height": 800}, color_scheme=scheme)
    sign_in(page, "secretariat", PASSWORD)

    for address in addresses:
        page.goto(address)
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
