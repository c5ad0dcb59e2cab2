"""A company without an account brings a concern, a handler answers, and the answer is read by the code."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from port2port.concerns import actions, unlocked
from port2port.concerns.models import Concern
from tests.concerns.conftest import NOW, PASSPHRASE, Desks, found_desks, nobody_has_tried_before
from tests.personas import PASSWORD, found_community

__all__ = ["nobody_has_tried_before"]

QUESTION = "A caller wanted the release code of a container. Is that usual?"
ANSWER = "No. Never give a code by phone, and ring back on the number that you know."


@pytest.fixture
def desks(db: None) -> Iterator[Desks]:
    yield found_desks(found_community())
    for whose in list(unlocked._held):
        unlocked._forget(whose)


class Walk:
    """Looks at each page as it comes: axe, and nothing scrolls sideways."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.found: dict[str, Any] = {}

    def look(self, page: Page, name: str) -> None:
        rules = [
            f"{rule['id']}: {[node['target'] for node in rule['nodes']][:3]}"
            for rule in Axe().run(page).response["violations"]
        ]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if rules or wide > self.width:
            self.found[name] = (rules, wide)


def press(page: Page, role: Any, name: str) -> None:
    """Press what leads to another page, and wait for that."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).click()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_from_a_concern_without_an_account_to_its_answer_by_code(
    app: Any, sign_in: Any, desks: Desks, width: int, scheme: str
):
    walk, view = Walk(width), {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    company = app.open("/concerns/", **view)
    walk.look(company, "start")
    expect(company.get_by_role("link", name="112")).to_be_visible()
    press(company, "link", "Go on to the form")
    press(company, "button", "Seal and send")
    app.expect_answer(422)
    walk.look(company, "form, refused")
    company.get_by_label("Which port is it about?").select_option(label="North (Port of North)")
    company.get_by_text("Container release and PIN codes").click()
    company.get_by_label("Your question or concern").fill(QUESTION)
    company.get_by_label("The desk may hand this on").check()
    press(company, "button", "Seal and send")
    walk.look(company, "receipt")
    code = company.locator(".receipt__code").inner_text()

    handler = app.open("/accounts/login/", **view)
    sign_in(handler, "author", PASSWORD)
    handler.goto("/concerns/desk/")
    walk.look(handler, "desk")
    press(handler, "link", "Container release and PIN codes")
    walk.look(handler, "concern, locked")
    press(handler, "link", "Unlock and read")
    handler.get_by_label("Your passphrase").fill(PASSPHRASE)
    press(handler, "button", "Unlock")
    expect(handler.get_by_text(QUESTION)).to_be_visible()
    handler.get_by_label("Your answer").fill(ANSWER)
    press(handler, "button", "Send as feedback")
    walk.look(handler, "concern, answered")

    company.goto("/concerns/read/")
    walk.look(company, "read")
    company.get_by_label("Receipt code").fill(code)
    press(company, "button", "Open")
    expect(company.get_by_text(ANSWER)).to_be_visible()
    walk.look(company, "thread")
    assert walk.found == {}
    assert app.faults == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_other_pages_of_the_desk(app: Any, sign_in: Any, desks: Desks, width: int, scheme: str):
    concern, _code = desks.file(may_forward=True)
    offered, _code = desks.file(number=2, may_forward=True, member=desks.member("guest"), listed=True)
    actions.offer_concern(
        member=desks.member("author"), concern=offered, private=desks.privates["author"],
        to_desk=desks.desks["south"], keeps=True, now=NOW,
    )  # fmt: skip
    base = Concern.objects.get(pk=concern.pk).get_absolute_url()
    walk = Walk(width)
    for who, addresses in {
        "author": [
            f"{base}hand-on/",
            f"{base}lesson/",
            "/concerns/desk/key/",
            "/concerns/desk/unlock/",
            "/concerns/figures/",
        ],
        "peer": ["/concerns/desk/", "/concerns/desk/?closed"],
        "coordinator": ["/concerns/handlers/"],
        "guest": ["/concerns/mine/", "/concerns/new/"],
    }.items():
        page = app.open("/accounts/login/", color_scheme=scheme, viewport={"width": width, "height": 800})
        sign_in(page, who, PASSWORD)
        for address in addresses:
            page.goto(address)
            walk.look(page, f"{who} {address}")

    assert walk.found == {}


@pytest.mark.parametrize(("size", "box"), [("a4", b"594.95996 841.91998"), ("a5", b"420 594.95996")])
@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_poster_prints_on_one_sheet_of_its_size(app: Any, desks: Desks, size: str, box: bytes, language: str):
    page = app.open(f"/concerns/poster/?size={size}&language={language}")

    printed = page.pdf(prefer_css_page_size=True)

    assert re.findall(rb"/MediaBox *\[0 0 ([^]]*)\]", printed) == [box]
