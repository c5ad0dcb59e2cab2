"""A question becomes an approved practice, in a real browser: from asking to being found by another port."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from port2port.knowledge.models import Practice, Question
from tests.browser.looks import LOOKS, WIDTHS, sizes, violations
from tests.personas import PASSWORD, Community, found_community

WORDS = "Which gauge of wire stops a bolt cutter?"


@pytest.fixture
def community(db: None) -> Community:
    return found_community()


def in_looks(page: Page, found: dict[str, Any]) -> None:
    """What is wrong with the page before us, in both schemes, and how wide it is at each width."""
    address = re.sub(r"[0-9a-f-]{36}", "…", page.url)
    for width, scheme in LOOKS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        found[f"{address} {scheme}"] = violations(page)
    found[f"{address} wide"] = [f"{width}: {size}" for width, size in sizes(page).items() if size > width]
    page.set_viewport_size({"width": WIDTHS[3], "height": 800})


@pytest.mark.usefixtures("community")
def test_from_a_question_to_a_practice_that_two_stand_behind(app: Any, sign_in: Any):
    found: dict[str, Any] = {}
    pages = {}
    for who in ("author", "peer", "outsider", "secretariat"):
        pages[who] = app.open("/accounts/login/")
        sign_in(pages[who], who, PASSWORD)
    asker, answerer = pages["author"], pages["peer"]

    asker.goto("/questions/new/")
    in_looks(asker, found)
    asker.get_by_label("In one line").fill(WORDS)
    asker.get_by_label("Question", exact=True).fill("Ours was cut twice. It has to stand salt air.")
    asker.get_by_label("Access control").check()
    asker.get_by_role("button", name="Look for answers first").click()
    in_looks(asker, found)
    asker.get_by_role("button", name="Ask 3 organisations").click()
    question = Question.objects.get()
    assert asker.url.endswith(question.get_absolute_url())

    desk = pages["secretariat"]
    desk.goto("/questions/open/")
    in_looks(desk, found)
    desk.get_by_role("link", name=WORDS).click()
    desk.get_by_label("Port of South").check()
    desk.get_by_role("button", name="Send it on").click()
    in_looks(desk, found)

    answerer.goto("/")
    answerer.get_by_role("link", name=WORDS).first.click()
    answerer.get_by_label("Answer", exact=True).fill("Nothing below eight millimetres.\nZinc does not help.")
    answerer.get_by_role("button", name="Answer", exact=True).click()

    asker.reload()
    in_looks(asker, found)
    asker.get_by_role("button", name="Thank you").click()
    asker.get_by_role("button", name="This answers it").click()

    answerer.reload()
    answerer.get_by_role("button", name="Make a practice of it").click()
    assert answerer.get_by_label("Title", exact=True).first.input_value() == WORDS
    answerer.get_by_text("ACC-05").first.evaluate("one => one.closest('details')?.setAttribute('open', '')")
    answerer.locator("input[name=controls][value='ACC-05']").check()
    answerer.get_by_role("button", name="Look at the readers").click()
    answerer.get_by_role("button", name=re.compile("^Propose to")).click()

    practice = Practice.objects.get()
    for who in ("author", "outsider"):
        pages[who].goto(practice.get_absolute_url())
        pages[who].get_by_role("button", name="Approve this text").click()
    practice.refresh_from_db()
    assert practice.approved_at is not None
    asker.goto(question.get_absolute_url())
    asker.get_by_role("link", name="The practice that came of it").click()
    assert asker.url.endswith(practice.get_absolute_url())
    asker.goto("/questions/")
    in_looks(asker, found)

    # A third port finds it by a word of another language that stands nowhere in it: the glossary knows what it means.
    third = pages["outsider"]
    third.goto("/search/?q=p%C3%A9rim%C3%A8tre")
    in_looks(third, found)
    third.get_by_role("link", name=WORDS).first.click()
    assert third.url.endswith(practice.get_absolute_url())
    assert "périmètre" not in third.content()

    assert {address: wrong for address, wrong in found.items() if wrong} == {}
