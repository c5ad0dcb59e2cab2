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


def test_from_the_measure_to_a_result_that_two_ports_read_and_print(
    app: Any, sign_in: Any, community: Community
) -> None:
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
    assert page.locator("svg.study-weeks:visible").count() == 3
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


def test_two_lenders_let_a_result_go_and_a_house_outside_reads_sums_and_no_weeks(
    app: Any, sign_in: Any, community: Community
) -> None:
    network = making.lent(community, now=now())
    study = making.registered(community, making.drafted(community, network, now=now()), now=now())
    making.ran(community, study, now=now())
    author = app.open("/", viewport={"width": 1280, "height": 800})
    sign_in(author, "author", PASSWORD)
    author.goto(study.get_absolute_url())
    author.get_by_text("More", exact=True).click()
    author.get_by_role("link", name="Let it go further").click()
    author.get_by_label("TLP:GREEN").check()
    author.get_by_role("button", name="Ask the lenders").click()
    author.get_by_role("button", name="Approve").click()
    assert author.get_by_role("link", name="Look at the readers").count() == 0

    peer = app.open("/", viewport={"width": 360, "height": 740})
    sign_in(peer, "peer", PASSWORD)
    peer.goto("/")
    peer.get_by_role("link", name="Did the patrols move intrusions?").first.click()
    assert "Every member organisation would read it" in peer.locator("#further").inner_text()
    assert violations(peer) == []
    peer.get_by_role("button", name="Approve").click()

    author.reload()
    author.get_by_role("link", name="Look at the readers").click()
    assert "Port of East" in author.content()
    author.get_by_role("button", name="Let it go to these readers").click()
    outsider = app.open("/", viewport={"width": 360, "height": 740}, color_scheme="dark")
    sign_in(outsider, "outsider", PASSWORD)
    outsider.goto(study.get_absolute_url())
    assert outsider.locator("svg.study-weeks").count() == 0
    assert "You read sums over whole windows." in outsider.content()
    assert "lower than expected" in outsider.locator(".study-sentence").inner_text()
    assert outsider.get_by_text("Placebo in space").count() == 0
    assert violations(outsider) == []
    assert outsider.evaluate("document.documentElement.scrollWidth") <= 360
