"""A guard learns on a phone: a course opened once is read without a connection, and what was read is told later."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from port2port.base.clock import now
from port2port.courses import actions
from port2port.courses.models import Reading
from port2port.courses.texts import digest_of
from tests.courses.conftest import files
from tests.personas import PASSWORD, Community

PHONE = {"width": 360, "height": 640}


@pytest.fixture
def lesson(app: Any, community: Community, sign_in: Any) -> Page:
    """The first lesson is open on a guard's phone."""
    app.may_lose_the_connection()
    said = actions.DraftText(files())
    draft = actions.begin_course(member=community.member("author"), code="gate", said=said, now=now())
    offered = actions.offer(member=community.member("author"), version=draft, now=now())
    actions.release(member=community.member("peer"), version=offered, digest=digest_of(offered), now=now())
    page: Page = app.open("/accounts/login/", viewport=PHONE, has_touch=True)
    page.set_default_timeout(8000)
    sign_in(page, "guard", PASSWORD)
    page.goto("/nl/learn/gate/1/1/")
    return page


def kept(page: Page, address: str) -> bool:
    found: bool = page.evaluate(
        "(address) => caches.match(address, { ignoreVary: true }).then((one) => !!one)", address
    )
    return found


def test_the_next_lesson_is_read_offline_and_told_once_the_connection_is_back(lesson: Page, community: Community):
    for _try in range(80):
        if kept(lesson, "/nl/learn/gate/1/2/"):
            break
        lesson.wait_for_timeout(100)
    lesson.context.set_offline(True)

    lesson.get_by_role("link", name="Volgende les").click()
    expect(lesson.get_by_role("heading", level=1)).to_have_text("Gates")
    expect(lesson.locator("#offline")).to_be_visible()
    own = Reading.objects.filter(person=community.person("guard"))
    assert set(own.values_list("lesson", flat=True)) == {1}

    with lesson.expect_response("**/courses/read/"):
        lesson.context.set_offline(False)
    assert set(own.values_list("lesson", flat=True)) == {1, 2}


def test_what_a_phone_keeps_names_nobody(lesson: Page):
    for _try in range(80):
        if kept(lesson, "/nl/learn/gate/1/1/"):
            break
        lesson.wait_for_timeout(100)

    words = lesson.evaluate("caches.match('/nl/learn/gate/1/1/', { ignoreVary: true }).then((one) => one.text())")

    assert "Faces" in words
    for secret in ("The guard", "guard@example.org", "csrfmiddlewaretoken", "sessionid"):
        assert secret not in words


@pytest.mark.parametrize("address", ["/nl/learn/gate/1/1/", "courses:mine", "courses:list"])
def test_no_page_has_an_accessibility_violation(lesson: Page, address: str):
    lesson.goto(address if address.startswith("/") else reverse(address))

    found = Axe().run(lesson)

    assert found.violations_count == 0, found.generate_report()
