"""A guard at the gate: one hand, 360 px, at night, with and without a connection."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from PIL import Image
from playwright.sync_api import Page, Route, expect

from port2port.base.clock import now
from port2port.log.actions import add_zone
from port2port.log.models import LogFile, Occurrence, Tile
from tests.personas import PASSWORD, Community
from tests.pure.test_images import exif

PHONE = {"width": 360, "height": 640}
COUNT = "document.addEventListener('click', () => { window.presses = (window.presses ?? 0) + 1; }, true)"

type Guard = Callable[..., Page]


@pytest.fixture(autouse=True)
def files_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def stand(app: Any, community: Community, sign_in: Any) -> Guard:
    """A guard with a phone at a post; the form is open and the phone has kept its shell."""
    app.may_lose_the_connection()
    quay = community.facilities["north"]
    for name in ("Gate 3", "Quay road"):
        add_zone(member=community.member("author"), facility=quay, name=name, now=now())

    def stands(who: str = "guard", *, post: str = "gate-3", **options: Any) -> Page:
        page: Page = app.open("/accounts/login/", viewport=PHONE, has_touch=True, **options)
        page.set_default_timeout(8000)
        sign_in(page, who, PASSWORD)
        page.goto(f"/en/gate/{quay.key}/{post}/" if post else "/en/gate/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        return page

    return stands


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def answer(page: Page, question: str, said: str) -> None:
    page.get_by_role("radiogroup", name=question).get_by_role("radio", name=said, exact=True).click()


def test_each_of_the_six_cases_is_saved_within_five_presses(stand: Guard):
    page = stand()
    page.evaluate(COUNT)
    presses = {}

    for tile in Tile:
        press(page, str(tile.label))
        answer(page, "Still there" if tile != Tile.FENCE else "Came inside", "Yes")
        if tile == Tile.OTHER:
            page.get_by_label("In a few words").click()
            page.keyboard.type("A lamp is out.")
        press(page, "Send")
        expect(page.get_by_role("heading", name=re.compile(r"Saved \d\d:\d\d · number \d{4}-\d{4}"))).to_be_visible()
        presses[tile.value] = page.evaluate("window.presses")
        press(page, "Next report")
        page.evaluate("window.presses = 0")

    rows = Occurrence.objects.order_by("sequence")
    assert max(presses.values()) <= 5, presses
    assert [row.tile for row in rows] == list(Tile)
    assert {(row.where, row.source, row.skew_s, *row.answers.values()) for row in rows} == {
        ("Gate 3", "gate", None, True)
    }


def test_the_whole_form_is_reached_without_scrolling_sideways_and_send_is_at_hand(stand: Guard):
    page = stand()
    tiles = page.locator(".gate-tiles button")

    boxes = [box for one in tiles.all() if (box := one.bounding_box())]
    press(page, "Drone")
    send = page.get_by_role("button", name="Send", exact=True).bounding_box()

    assert all(box["height"] >= 96 and box["y"] + box["height"] <= PHONE["height"] for box in boxes)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert send is not None
    assert send["y"] + send["height"] <= PHONE["height"]
    assert send["width"] > 300


def test_offline_reloaded_reported_and_back_it_is_one_entry(stand: Guard):
    page = stand()

    page.context.set_offline(True)
    page.reload()
    press(page, "Damaged fence")
    answer(page, "Came inside", "No")
    page.get_by_label("In a few words").fill("A hole beside the lamp.")
    press(page, "Send")
    expect(page.get_by_text("No connection. Kept on this phone, 1 waiting.")).to_be_visible()
    kept = Occurrence.objects.count()
    page.get_by_text("Waiting to send (1)").click()
    expect(page.get_by_text("A hole beside the lamp.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Waiting to send (1)")).to_be_visible()
    page.context.set_offline(False)

    expect(page.get_by_text(re.compile("Sent: Damaged fence, number"))).to_be_visible()
    expect(page.get_by_text("Waiting to send")).to_be_hidden()
    page.reload()
    row = Occurrence.objects.get()
    assert kept == 0
    assert (row.tile, row.where, row.answers) == ("fence", "Gate 3", {"inside": False})
    assert row.queued_at is not None


def test_a_drone_that_waited_leads_on_to_what_its_observer_saw(stand: Guard):
    page = stand()
    page.context.set_offline(True)
    press(page, "Drone")
    press(page, "Send")
    expect(page.get_by_text("Kept on this phone, 1 waiting")).to_be_visible()
    page.context.set_offline(False)

    page.get_by_role("link", name=re.compile("Add what you saw of the drone")).click()

    page.wait_for_url(f"**/log/{Occurrence.objects.get().key}/observation/")


def test_a_connection_that_returns_at_once_is_used_at_once(stand: Guard):
    page = stand()

    # The moment between two rounds is short: a dozen tries meet it.
    for _ in range(12):
        page.context.set_offline(True)
        press(page, "Drone")
        press(page, "Send")
        page.get_by_text("Kept on this phone, 1 waiting").wait_for()
        page.context.set_offline(False)
        expect(page.locator("#gate-queue")).to_be_hidden()
        press(page, "Next report")

    assert Occurrence.objects.count() == 12


def test_a_server_that_is_silent_for_eight_seconds_keeps_nobody_waiting_and_the_entry_is_one(stand: Guard):
    page = stand()
    held: list[Route] = []
    page.route("**/gate/send/", lambda route: held.append(route))  # noqa: PLW0108 - a built-in cannot be wrapped
    press(page, "Drone")

    press(page, "Send")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    expect(page.get_by_text("No connection. Kept on this phone, 1 waiting.")).to_be_visible(timeout=12_000)
    # The answer comes all the same, long after the guard went on.
    held[0].continue_()

    expect(page.get_by_text(re.compile("Sent: Drone, number"))).to_be_visible()
    expect(page.get_by_text("Waiting to send")).to_be_hidden()
    assert Occurrence.objects.count() == 1


def test_an_answer_that_was_lost_on_the_way_makes_no_second_entry(stand: Guard):
    page = stand()
    lost: list[int] = []

    def taken_but_not_heard(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/gate/send/", taken_but_not_heard, times=5)
    press(page, "Drone")
    press(page, "Send")
    expect(page.get_by_text("Kept on this phone, 1 waiting")).to_be_visible()
    for _ in range(4):
        page.reload()
        expect(page.get_by_text("Waiting to send (1)")).to_be_visible()
        page.wait_for_load_state("networkidle")
    page.unroute("**/gate/send/")
    page.reload()

    expect(page.get_by_text(re.compile("Sent: Drone, number"))).to_be_visible()
    assert lost
    assert set(lost) == {201}
    assert Occurrence.objects.count() == 1


def test_a_session_revoked_while_the_queue_is_full_loses_nothing(stand: Guard, sign_in: Any):
    page = stand()
    page.context.set_offline(True)
    for number in range(1, 4):
        press(page, "Drone")
        press(page, "Send")
        expect(page.get_by_text(f"Kept on this phone, {number} waiting")).to_be_visible()
        press(page, "Next report")

    # The phone still holds its cookie; the server no longer knows it.
    Session.objects.all().delete()
    page.context.set_offline(False)
    page.get_by_text("Waiting to send (3)").click()
    expect(page.get_by_role("listitem").get_by_text("Sign in and it is sent.").first).to_be_visible()
    unsaved = Occurrence.objects.count()
    sign_in(page, "guard", PASSWORD)
    page.goto("/en/gate/")

    expect(page.get_by_text("Waiting to send")).to_be_hidden()
    expect(page.get_by_role("link", name=re.compile("Add what you saw of the drone"))).to_have_count(3)
    assert (unsaved, Occurrence.objects.count()) == (0, 3)


def test_another_person_on_the_same_phone_neither_sees_nor_sends_it(stand: Guard, community: Community, sign_in: Any):
    page = stand()
    page.context.set_offline(True)
    press(page, "Drone")
    page.get_by_label("In a few words").fill("Over the reefers.")
    press(page, "Send")
    expect(page.get_by_text("Kept on this phone, 1 waiting")).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    page.context.set_offline(False)

    sign_in(page, "author", PASSWORD)
    page.goto("/en/gate/")

    expect(page.get_by_text("Reports of another seat that wait on this phone: 1.")).to_be_visible()
    assert "Over the reefers." not in page.content()
    assert not Occurrence.objects.exists()


def test_signing_out_says_first_what_waits(stand: Guard):
    page = stand()
    page.context.set_offline(True)
    press(page, "Drone")
    press(page, "Send")
    expect(page.get_by_text("Kept on this phone, 1 waiting")).to_be_visible()
    # The server refuses everything from here on, so that the queue stays full.
    page.route("**/gate/send/", lambda route: route.abort())
    page.context.set_offline(False)
    page.goto("/")

    page.locator(".account-menu > summary").click()
    press(page, "Sign out")
    expect(page.get_by_role("alert")).to_contain_text("were not sent wait on this phone")
    press(page, "Sign out")

    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate("localStorage.getItem('seat:gate')") is None


def test_what_the_server_does_not_take_is_kept_with_its_reason_and_mended(app: Any, stand: Guard):
    page = stand()
    press(page, "Drone")
    page.get_by_text("change").click()
    page.get_by_label("When").fill("2099-01-01T10:00")
    press(page, "Send")
    expect(page.get_by_role("alert")).to_contain_text("Not taken: This lies in the future.")
    page.reload()
    app.expect_answer(422)

    page.get_by_role("link", name="Back").click()
    page.get_by_text("Waiting to send (1)").click()
    press(page, "Correct")
    page.get_by_text("change").click()
    page.get_by_label("When").fill("2026-01-05T10:00")
    press(page, "Send")

    expect(page.get_by_role("heading", name=re.compile("Saved"))).to_be_visible()
    expect(page.get_by_text("Waiting to send")).to_be_hidden()
    assert Occurrence.objects.count() == 1


def test_what_waits_can_be_deleted_and_the_deleting_undone(stand: Guard):
    page = stand()
    page.context.set_offline(True)
    press(page, "Drone")
    press(page, "Send")
    page.get_by_text("Waiting to send (1)").click()

    press(page, "Delete")
    expect(page.get_by_text("Deleted.")).to_be_visible()
    press(page, "Undo")
    expect(page.get_by_role("button", name="Correct")).to_be_visible()
    press(page, "Delete")
    page.context.set_offline(False)
    page.reload()

    expect(page.get_by_text("Waiting to send")).to_be_hidden()
    assert not Occurrence.objects.exists()


def test_photos_leave_small_and_without_their_place(stand: Guard, tmp_path: Path):
    wide = tmp_path / "wide.jpg"
    Image.new("RGB", (3200, 1600), "navy").save(wide, "JPEG", exif=exif())
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    page = stand()
    sent: list[bytes] = []
    page.on("request", lambda one: sent.append(one.post_data_buffer or b"") if one.url.endswith("/send/") else None)
    press(page, "Damaged fence")

    page.locator("#id_photos").set_input_files(huge)
    expect(page.get_by_role("alert")).to_contain_text("“huge.jpg” is larger than 25 MB.")
    page.locator("#id_photos").set_input_files(wide)
    expect(page.locator("#gate-photos canvas")).to_be_visible()
    press(page, "Send")
    expect(page.get_by_role("heading", name=re.compile("Saved"))).to_be_visible()

    file = LogFile.objects.get()
    assert b"Exif" not in b"".join(sent)
    with file.file.open("rb") as kept:
        assert Image.open(kept).size == (1600, 800)


def test_what_was_saved_is_taken_back_with_one_press(stand: Guard):
    page = stand()
    press(page, "Drone")
    press(page, "Send")

    press(page, "Undo")

    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert Occurrence.objects.get().is_struck


def test_a_phone_keeps_the_empty_form_and_nothing_else(stand: Guard):
    page = stand()
    press(page, "Drone")
    press(page, "Send")
    expect(page.get_by_role("heading", name=re.compile("Saved"))).to_be_visible()

    kept = page.evaluate(
        """async () => {
            const found = {};
            for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys())
                    found[new URL(request.url).pathname] = await (await caches.match(request)).text();
            return found;
        }"""
    )
    waiting = page.evaluate(
        """() => new Promise((resolve) => {
            const opened = indexedDB.open("gate");
            opened.onsuccess = () => {
                const all = opened.result.transaction("waiting").objectStore("waiting").count();
                all.onsuccess = () => resolve(all.result);
            };
        })"""
    )

    assert "/en/gate/shell/" in kept
    assert {path for path in kept if not path.startswith("/static/")} == {"/en/gate/shell/"}
    assert not any(word in kept["/en/gate/shell/"] for word in ("Quay north", "Gate 3", "The guard"))
    assert waiting == 0


def test_without_script_the_form_is_plain_pages(app: Any, stand: Guard, sign_in: Any):
    page: Page = app.open("/accounts/login/", viewport=PHONE, java_script_enabled=False)
    sign_in(page, "guard", PASSWORD)
    page.goto("/en/gate/")

    press(page, "Suspicious question")
    answer(page, "On foot", "Yes")
    press(page, "Send")

    expect(page.get_by_role("heading", name=re.compile("Saved"))).to_be_visible()
    assert Occurrence.objects.get().answers == {"on_foot": True}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_step_has_an_accessibility_violation(stand: Guard, scheme: str):
    page = stand(color_scheme=scheme)
    found: list[str] = []

    def look(step: str) -> None:
        rules = Axe().run(page).response["violations"]
        found.extend(f"{step} {rule['id']}: {[node['target'] for node in rule['nodes']][:3]}" for rule in rules)

    look("tiles")
    press(page, "Suspicious question")
    page.get_by_text("change").click()
    look("form")
    press(page, "Send")
    expect(page.get_by_role("heading", name=re.compile("Saved"))).to_be_visible()
    look("saved")
    page.context.set_offline(True)
    press(page, "Next report")
    press(page, "Drone")
    press(page, "Send")
    page.get_by_text("Waiting to send (1)").click()
    look("waiting")
    page.context.set_offline(False)

    expect(page.get_by_text("Sent: Drone")).to_be_visible()
    assert found == []
