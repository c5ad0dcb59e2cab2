"""The act that everything else serves: written at one port, read at another, and nowhere else to be found."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from port2port.base.clock import now
from port2port.members.actions.tokens import make_token
from port2port.members.secrets_once import new_token_secret
from port2port.reports.actions import compose, save_draft
from port2port.reports.fields import Readers, ReportFields
from port2port.reports.models import Kind, Report
from port2port.sharing.actions import TOLD_AFTER, notify_up_to
from tests.browser.looks import LOOKS, sizes, violations
from tests.personas import PASSWORD, Community
from tests.reports.conftest import amber

TITLE = "Two men between the stacks at quay 7"
EVERYWHERE = ["/", "/reports/", "/reports/?q=stacks", "/reports/?kind=alert", "/notifications/", "/subscriptions/"]


@pytest.fixture(autouse=True)
def files_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sit(app: Any, community: Community, sign_in: Any) -> Any:
    """A browser of its own with one persona signed in."""

    def down(name: str, **options: Any) -> Page:
        page: Page = app.open("/accounts/login/", **options)
        sign_in(page, name, PASSWORD)
        return page

    return down


@pytest.fixture
def shared(community: Community) -> Report:
    """An alert of the author's, TLP:AMBER to the circle of two ports."""
    said = ReportFields(
        kind=Kind.ALERT,
        title=TITLE,
        severity="high",
        methods=("DRG-ENT-RIPON",),
        facts="They left on foot.",
        what_to_do="Check the river side.",
        valid_until=now() + timedelta(days=3),
    )
    return compose(member=community.member("author"), said=said, readers=amber(community.circles["both"]), now=now())


def in_page_time(days: int) -> str:
    return f"{now() + timedelta(days=days):%Y-%m-%dT%H:%M}"


def write_alert(page: Page) -> None:
    """Fills the compose page of an alert for the circle of two ports, TLP:AMBER."""
    page.goto("/reports/")
    page.get_by_role("link", name="New report").click()
    page.get_by_role("link", name="Alert", exact=True).click()
    page.get_by_role("textbox", name="Title").fill(TITLE)
    page.get_by_label("Severity").select_option(label="High")
    page.get_by_label("Valid until").fill(in_page_time(3))
    page.get_by_role("textbox", name="What to do").fill("Check the river side.")
    page.get_by_role("textbox", name="Facts").fill("They left on foot.")
    page.get_by_role("radio", name="TLP:AMBER", exact=True).check()
    page.get_by_role("checkbox", name="Both").check()


def names_shown(page: Page) -> set[str]:
    """The organisations that the preview lists."""
    page.get_by_text("Show the names").click()
    return {text.rsplit(" (", 1)[0].strip() for text in page.locator(".recipients li").all_inner_texts()}


def test_a_report_reaches_those_who_were_named_before_it_was_sent_and_nobody_else(
    app: Any, community: Community, sit: Any
):
    author, peer, outsider = sit("author"), sit("peer"), sit("outsider")
    before = {address: seen_of(outsider, address) for address in EVERYWHERE}

    write_alert(author)
    expect(author.get_by_text("2 other organisations will receive this")).to_be_visible()
    promised = names_shown(author)
    author.get_by_role("button", name="Publish to 2 organisations").click()

    expect(author.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(author.locator(".toast")).to_contain_text("Undo")
    report = Report.objects.get()
    notify_up_to(now=now() + TOLD_AFTER)
    address = report.get_absolute_url()

    # Exactly those who were named can open it.
    can_open = set()
    for name, organisation in [
        ("peer", "Port of South"),
        ("client", "Forwarder"),
        ("outsider", "Port of East"),
        ("guest", "Company"),
    ]:
        reader = {"peer": peer, "outsider": outsider}.get(name) or sit(name)
        if reader.request.get(address).status == 200:
            can_open.add(organisation)
    assert can_open == promised == {"Port of South", "Forwarder"}

    # The other port finds it, opens it, answers and replies.
    for place in ["/", "/reports/", "/reports/?q=stacks", "/notifications/"]:
        peer.goto(place)
        expect(peer.get_by_role("link", name=TITLE).first).to_be_visible()
    peer.goto("/reports/?q=stacks")
    peer.get_by_role("link", name=TITLE).click()
    answer = peer.locator("#answer")
    answer.get_by_role("radio", name="Nothing found").check()
    answer.get_by_role("button", name="Answer").click()
    expect(peer.get_by_text("Your organisation's answer")).to_be_visible()
    peer.locator("#reply").get_by_label("Reply").fill("Seen here too, on Sunday.")
    peer.locator("#reply").get_by_role("button", name="Reply").click()
    expect(peer.locator("#timeline")).to_contain_text("Seen here too, on Sunday.")

    # The author sees who answered, and when, on the page that stood open.
    author.evaluate("htmx.trigger('#timeline', 'live')")
    expect(author.get_by_text("1 of 2 answered")).to_be_visible()
    expect(author.locator(".receipts")).to_contain_text("Port of South answered")
    expect(author.locator("#timeline")).to_contain_text("Seen here too, on Sunday.")

    # For the third, nothing has changed anywhere.
    assert {place: seen_of(outsider, place) for place in EVERYWHERE} == before
    hidden, missing = (outsider.request.get(f"/reports/{key}/") for key in (report.key, uuid4()))
    assert (hidden.status, hidden.body()) == (missing.status, missing.body())
    assert hidden.status == 404
    assert through_the_api(app, community, "outsider", report) == (0, 404)
    assert through_the_api(app, community, "peer", report) == (1, 200)


def seen_of(page: Page, address: str) -> list[str]:
    """The words of a page, as its reader sees them."""
    page.goto(address)
    return re.sub(r"\d\d:\d\d:\d\d", "(clock)", page.locator("body").inner_text()).splitlines()


def through_the_api(app: Any, community: Community, name: str, report: Report) -> tuple[int, int]:
    """How many reports a token's list holds, and how the report itself answers it."""
    secret = new_token_secret()
    make_token(member=community.member(name), label=name, scope="read", secret=secret, now=now())
    machine = app.open("/accounts/login/", extra_http_headers={"Authorization": f"Bearer {secret}"}).request
    listed = machine.get("/api/v1/reports").json()
    return len(listed["items"]), machine.get(f"/api/v1/reports/{report.key}").status


def test_what_was_published_is_taken_back_within_ten_seconds(community: Community, sit: Any):
    author = sit("author")
    write_alert(author)
    author.get_by_role("button", name="Publish to 2 organisations").click()

    author.get_by_role("button", name="Undo").click()

    expect(author.get_by_role("heading", level=1)).to_contain_text("Draft")
    assert not Report.objects.visible_to(community.member("peer")).exists()


def test_a_report_is_written_and_published_by_keyboard_alone(sit: Any):
    page = sit("author")
    page.goto("/reports/new/")
    keys = page.keyboard

    def tab_to(name: str, role: Any) -> None:
        wanted = page.get_by_role(role, name=name, exact=True).first
        for _ in range(150):
            if wanted.evaluate("element => element === document.activeElement"):
                return
            keys.press("Tab")
        raise AssertionError(f"{name} was not reached by Tab")

    tab_to("Title", "textbox")
    keys.type("Cut fence on the river side")
    # One group of radio buttons is one stop; its arrows choose.
    tab_to("TLP:AMBER+STRICT", "radio")
    keys.press("ArrowUp")
    expect(page.get_by_role("radio", name="TLP:AMBER", exact=True)).to_be_checked()
    tab_to("Both", "checkbox")
    keys.press("Space")
    expect(page.get_by_role("button", name="Publish to 2 organisations")).to_be_visible()
    tab_to("Publish to 2 organisations", "button")
    keys.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Cut fence on the river side")
    assert Report.objects.get().version == 1


def test_without_script_nothing_is_lost_between_writing_and_replying(sit: Any):
    author = sit("author", java_script_enabled=False)
    peer = sit("peer", java_script_enabled=False)

    write_alert(author)
    author.get_by_role("button", name="Look at the readers").click()
    expect(author.get_by_role("heading", level=1)).to_have_text("Who will receive this")
    expect(author.locator(".recipients")).to_contain_text("Port of South")
    expect(author.locator(".recipients")).not_to_contain_text("Port of East")
    author.get_by_role("button", name="Publish to 2 organisations").click()
    peer.goto("/reports/")
    peer.get_by_role("link", name=TITLE).click()
    peer.locator("#reply").get_by_label("Reply").fill("Received, we look.")
    peer.locator("#reply").get_by_role("button", name="Reply").click()

    expect(peer.locator("#timeline")).to_contain_text("Received, we look.")
    author.reload()
    expect(author.locator("#timeline")).to_contain_text("Received, we look.")


@pytest.fixture
def addresses(community: Community, shared: Report) -> list[str]:
    """The pages between writing and reading, with something on each."""
    author = community.member("author")
    said = ReportFields(kind=Kind.INCIDENT, title="Cut fence", facts="A hole of half a metre.")
    draft = save_draft(member=author, said=said, readers=amber(community.circles["both"]), now=now())
    save_draft(member=author, said=said, readers=Readers(tlp=shared.handling().tlp), now=now())
    return [
        "/",
        "/reports/",
        "/reports/?q=stacks&kind=alert",
        "/reports/drafts/",
        "/reports/new/",
        "/reports/new/?kind=sighting",
        f"/reports/{draft.key}/share/",
        f"/reports/{draft.key}/edit/",
        shared.get_absolute_url(),
        f"{shared.get_absolute_url()}revise/",
        f"{shared.get_absolute_url()}withdraw/",
        "/notifications/",
        "/subscriptions/",
    ]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_pages_of_a_report_have_no_accessibility_violation(
    sit: Any, app: Any, addresses: list[str], width: int, scheme: str
):
    look = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
    signed_out, author, peer = app.open("/accounts/login/", **look), sit("author", **look), sit("peer", **look)

    found = {"/accounts/login/": violations(signed_out)}
    for address in addresses:
        author.goto(address)
        found[address] = violations(author)
    for address in ["/", addresses[8]]:
        peer.goto(address)
        found[f"{address} for a reader"] = violations(peer)

    assert {address: rules for address, rules in found.items() if rules} == {}


def test_the_pages_of_a_report_do_not_scroll_sideways(sit: Any, addresses: list[str]):
    page = sit("author")

    wide = {}
    for address in addresses:
        page.goto(address)
        wide |= {(address, width): size for width, size in sizes(page).items()}

    assert {(address, width): size for (address, width), size in wide.items() if size > width} == {}
