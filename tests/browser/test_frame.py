"""The frame and every component: accessible in dark on a phone and light at a desk, by keyboard, and without script."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looks import LOOKS, sizes, violations
from tests.personas import PASSWORD, Community

PAGES = ["/ui/", "/", "/health/", "/notifications/ways/", "/log/", "/log/drones/", "/log/import/"]
PAGES += ["/accounts/sessions/", "/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/3rdparty/"]
PAGES += ["/accounts/password/change/", "/accounts/logout/"]


def signed_in(app: Any, sign_in: Any, who: str = "author", **options: Any) -> Page:
    page: Page = app.open("/accounts/login/", **options)
    sign_in(page, who, PASSWORD)
    return page


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_have_no_accessibility_violation(app: Any, community: Community, sign_in: Any, width: int, scheme: str):
    page = signed_in(app, sign_in, color_scheme=scheme, viewport={"width": width, "height": 800})

    found = {}
    for address in PAGES:
        page.goto(address)
        found[address] = violations(page)
    guard = signed_in(app, sign_in, "guard", color_scheme=scheme, viewport={"width": width, "height": 800})
    expect(guard.get_by_role("link", name="Report what you see")).to_be_visible()
    found["a guard's Now"] = violations(guard)

    assert {address: rules for address, rules in found.items() if rules} == {}


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_signed_out_pages_have_no_accessibility_violation(app: Any, community: Community, width: int, scheme: str):
    page = app.open("/accounts/login/", color_scheme=scheme, viewport={"width": width, "height": 800})

    login = violations(page)
    page.goto("/accounts/password/reset/")

    assert login == []
    assert violations(page) == []


def test_no_page_scrolls_sideways(app: Any, community: Community, sign_in: Any):
    page = signed_in(app, sign_in)

    wide = {}
    for address in PAGES:
        page.goto(address)
        wide |= {(address, width): size for width, size in sizes(page).items()}

    assert {(address, width): size for (address, width), size in wide.items() if size > width} == {}


def test_longer_languages_do_not_clip_the_navigation(app: Any, community: Community, sign_in: Any):
    page = signed_in(app, sign_in, viewport={"width": 1280, "height": 800})

    page.evaluate("for (const a of document.querySelectorAll('.site-nav a')) a.append(' ' + a.textContent)")
    clipped = page.evaluate(
        "[...document.querySelectorAll('.site-nav a')].filter(a => a.scrollWidth > a.clientWidth).length"
    )

    assert clipped == 0


def test_the_navigation_opens_and_closes_by_keyboard_on_a_phone(app: Any, community: Community, sign_in: Any):
    page = signed_in(app, sign_in, viewport={"width": 360, "height": 740})
    navigation = page.get_by_role("navigation", name="Main")
    expect(navigation).to_be_hidden()

    page.get_by_role("button", name="Menu", exact=True).focus()
    page.keyboard.press("Enter")
    expect(navigation).to_be_visible()
    page.keyboard.press("Escape")

    expect(navigation).to_be_hidden()
    expect(page.get_by_role("button", name="Menu", exact=True)).to_be_focused()


def test_escape_closes_the_account_menu_and_gives_the_focus_back(app: Any, community: Community, sign_in: Any):
    page = signed_in(app, sign_in)
    summary = page.locator(".account-menu > summary")

    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_skip_link_is_first_and_leads_to_the_content(app: Any, community: Community, sign_in: Any):
    page = signed_in(app, sign_in)
    page.goto("/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_g_and_n_lead_to_now_but_not_from_within_a_field(app: Any, community: Community, sign_in: Any):
    page = signed_in(app, sign_in)
    page.goto("/ui/")

    page.locator("#id_light-title").press_sequentially("gn")
    expect(page).to_have_url(address_of(app, "/ui/"))
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("n")

    expect(page).to_have_url(address_of(app, "/"))


def test_a_person_who_turned_shortcuts_off_has_none(app: Any, community: Community, sign_in: Any):
    person = community.person("author")
    person.shortcuts = False
    person.save()
    page = signed_in(app, sign_in)
    page.goto("/ui/")

    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_timeout(200)

    assert page.url.endswith("/ui/")


def test_dark_can_be_chosen_and_stays(app: Any, community: Community, sign_in: Any):
    page = signed_in(app, sign_in, color_scheme="light")

    page.locator(".account-menu > summary").click()
    page.get_by_role("button", name="Dark").click()
    page.goto("/ui/")

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(13, 21, 28)"


def test_the_language_is_chosen_before_signing_in_without_script(app: Any, community: Community):
    page = app.open("/accounts/login/", java_script_enabled=False)

    page.get_by_role("button", name="Deutsch").click()

    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")


def test_menus_work_without_script(app: Any, community: Community, sign_in: Any):
    page = signed_in(app, sign_in, java_script_enabled=False, viewport={"width": 360, "height": 740})

    page.get_by_role("button", name="Menu", exact=True).click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    page.locator(".account-menu > summary").click()

    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_first_visit_is_light(app: Any, community: Community, sign_in: Any):
    page = signed_in(app, sign_in, viewport={"width": 360, "height": 740})
    sizes: list[int] = []
    page.context.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))

    page.goto("/")
    page.wait_for_load_state("networkidle")

    assert 1 <= len(sizes) <= 15
    assert sum(sizes) <= 150_000, "uncompressed here; 120 kB is the limit on the wire, where text is compressed"


def address_of(app: Any, path: str) -> str:
    return f"{app.address}{path}"


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_page_that_says_no_leads_back(app: Any, community: Community, sign_in: Any, width: int, scheme: str) -> None:
    page = signed_in(app, sign_in, color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto("/health/")
    page.evaluate("location.assign('/reports/nope/')")
    expect(page.get_by_role("heading", name="Nothing here")).to_be_visible()
    app.expect_answer(404)

    faults = violations(page)
    page.get_by_role("link", name="Back to where you were").click()

    expect(page).to_have_url(f"{app.address}/health/")
    assert faults == []
