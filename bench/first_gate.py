"""What a phone fetches before the gate form works without a connection: kB over the wire, the service worker's included.

Counted between browser and server, headers and all, in a browser that has nothing cached. Floor: the form's document
alone, which no page can do without.

    .venv/bin/python bench/first_gate.py [--folder var/bench]
"""

import argparse
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from demonstration import FOLDER, PASSWORD, served
from first_page import ARGUMENTS, PHONE, chromium

MOST_KB = 60
LOGIN, GATE = "antwerp-guard", "/nl/gate/"
CHOICE, TILE = ".gate-places a", ".gate-tiles button"


class Wire:
    """Hands every byte on between browser and server, and counts those that come down."""

    def __init__(self, server: str) -> None:
        self.server = (urlsplit(server).hostname or "", urlsplit(server).port or 0)
        self.down = 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            browser, _ = self.listening.accept()
            server = socket.create_connection(self.server)
            for source, target, counts in ((browser, server, False), (server, browser, True)):
                threading.Thread(target=self._pass_on, args=(source, target, counts), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, counts: bool) -> None:
        with suppress(OSError):
            while chunk := source.recv(65536):
                self.down += len(chunk) if counts else 0
                target.sendall(chunk)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


def signed_in(browser: Browser, address: str) -> tuple[dict, str]:  # type: ignore[type-arg]
    """The guard's cookies, and the address of the form at the first of its facilities."""
    page = browser.new_context(base_url=address, viewport=PHONE).new_page()  # type: ignore[arg-type]
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(LOGIN)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    page.goto(GATE)
    if page.locator(CHOICE).count():
        page.locator(CHOICE).first.click()
        page.wait_for_url("**/gate/*/")
    return page.context.storage_state(), urlsplit(page.url).path  # type: ignore[return-value]


def works_offline(page: Page) -> bool:
    """Whether the form opens again without a connection."""
    page.context.set_offline(True)
    page.reload()
    return page.locator(TILE).first.is_visible()


def main() -> None:
    """Serves, measures, prints; 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--folder", type=Path, default=FOLDER, help="where the demonstration lies (default: %(default)s)"
    )
    options = parser.parse_args()
    with served(options.folder) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), headless=True, args=ARGUMENTS)
        wire = Wire(address)
        state, path = signed_in(browser, wire.address)
        fresh = browser.new_context(base_url=wire.address, viewport=PHONE, storage_state=state)  # type: ignore[arg-type]
        before = wire.down
        fresh.request.get(path)
        floor = (wire.down - before) / 1000
        page = browser.new_context(base_url=wire.address, viewport=PHONE, storage_state=state).new_page()  # type: ignore[arg-type]
        before = wire.down
        page.goto(path, wait_until="networkidle")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        kilobytes = (wire.down - before) / 1000
        offline = works_offline(page)
        browser.close()
    holds = kilobytes <= MOST_KB and offline
    print(
        f"gate form, first load: {kilobytes:.1f} kB (floor {floor:.1f} kB, the document alone; "
        f"{kilobytes / floor:.1f} x), afterwards without a connection: {'opens' if offline else 'DOES NOT OPEN'}; "
        f"target <= {MOST_KB} kB: {'met' if holds else 'MISSED'}"
    )
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
