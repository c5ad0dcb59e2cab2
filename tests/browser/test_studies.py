"""A study in a real browser: from the measure to its registration, its result, two ports that read it, and its PDF."""

from typing import Any

import pytest

from port2port.base.clock import now
from port2port.members.actions.running_jobs import run_job
from port2port.members.models import CircleMembership
from port2port.members.models.jobs import Job
from port2port.studies.models import Study
from tests.browser.looks import violations
from tests.personas import BEFORE, PASSWORD, Community, found_community
from tests.studies import making


@pytest.fixture
def community(db: None) -> Community:
    return found_community()


def test_from_the_measure_to_a_result_that_two_ports_read_and_print(app: Any, sign_in: Any, community: Community):
    third = {"organisation": community.organisations["east"], "invited_at": BEFORE, "joined_at": BEFORE}
    CircleMembership.objects.create(circle=community.circles["both"], **third)
    making.lent(community, now=now())
    page = app.open("/", viewport={"width": 1280, "height": 800})
    sign_in(page, "author", PASSWORD)
    page.goto("/studies/")
    page.get_by_role("link", name="New study").click()
    page.get_by_label("Patrols along the fence").check()
    page.get_by_label("Both").check()
    page.get_by_label("Title of the study").fill("Did the patrols move intrusions?")
    page.get_by_label("I do not know").check()
    onwards = page.get_by_role("button", name="Save and go on")
    onwards.click()
    page.locator("input[name=counted]").first.check()
    onwards.click()
    assert "Stop: without a comparison there is no answer" in page.content()
    page.locator("input[name=comparison]").first.check()
    onwards.click()
    page.locator("input[name=is_checked]").check()
    onwards.click()
    assert page.locator("svg.study-weeks").count() == 3
    page.get_by_label("Weeks before the announcement").fill("104")
    assert violations(page) == []
    onwards.click()
    assert page.locator(".study-sight__number").is_visible()
    onwards.click()
    page.get_by_role("button", name="Register it").click()
    page.get_by_role("button", name="Run it").click()
    run_job(key=Job.objects.get().key, clock=now)

    study = Study.objects.get()
    page.goto(study.get_absolute_url())
    assert "Part of what left came back at the other ports." in page.locator("h1").inner_text()
    assert violations(page) == []
    for who in ("peer", "outsider"):
        port = app.open("/", viewport={"width": 360, "height": 740}, color_scheme="dark")
        sign_in(port, who, PASSWORD)
        port.goto(study.get_absolute_url())
        assert "Part of what left came back at the other ports." in port.locator("h1").inner_text()
        assert violations(port) == []
        assert port.evaluate("document.documentElement.scrollWidth") <= 360
        with port.expect_download() as arriving:
            port.get_by_role("link", name="PDF").click()
        assert arriving.value.suggested_filename.endswith(".pdf")
    page.reload()
    receipts = page.locator(".receipts").inner_text()
    assert "Port of South" in receipts
    assert receipts.count("opened") == 2
    assert "not opened" not in receipts
