"""What a phone fetches for its first page: kB over the wire, requests, hosts; nothing cached before.

Floor: the HTML document alone, which no page can do without.

    .venv/bin/python bench/first_page.py [--folder var/bench]
"""

import argparse
import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from demonstration import FOLDER, PASSWORD, served

MOST_KB, MOST_REQUESTS = 120, 15
PHONE = {"width": 360, "height": 740}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@dataclass
class Wire:
    """What came over the wire, as the browser's own protocol counts it: headers and compressed bodies."""

    size: dict[str, float] = field(default_factory=dict)
    hosts: dict[str, str] = field(default_factory=dict)
    document: str = ""

    def listen(self, session: CDPSession) -> None:
        """Hears every request from now on."""
        session.on("Network.requestWillBeSent", self._sent)
        session.on(
            "Network.loadingFinished", lambda one: self.size.update({one["requestId"]: one["encodedDataLength"]})
        )
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _sent(self, one: dict) -> None:  # type: ignore[type-arg]
        address = one["request"]["url"]
        if not address.startswith(("data:", "blob:")):
            self.hosts[one["requestId"]] = urlsplit(address).netloc
            if one.get("type") == "Document":
                self.document = one["requestId"]


def chromium() -> str:
    """The browser on this machine. Ends the script when there is none."""
    named = os.environ.get("P2P_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or sys.exit("no Chromium found: install it, or name it in P2P_CHROMIUM")


def load(page: Page, path: str) -> Wire:
    """Opens the page as if for the first time."""
    wire = Wire()
    session = page.context.new_cdp_session(page)
    wire.listen(session)
    page.goto(path, wait_until="networkidle")
    session.detach()
    return wire


def measure(browser: Browser, address: str) -> list[tuple[str, Wire]]:
    """The sign-in page, and the page behind it."""
    page = browser.new_context(base_url=address, viewport=PHONE).new_page()  # type: ignore[arg-type]
    found = [("sign-in page", load(page, "/accounts/login/"))]
    page.locator("input[name=login]").fill("antwerp-officer")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    return [*found, ("first page after it", load(page, "/"))]


def told(name: str, wire: Wire, own: str) -> bool:
    """Prints the figures of a page; whether they keep to the limits."""
    kilobytes, floor = sum(wire.size.values()) / 1000, wire.size.get(wire.document, 0) / 1000
    foreign = sorted(set(wire.hosts.values()) - {own})
    requests = len(wire.hosts)
    holds = kilobytes <= MOST_KB and requests <= MOST_REQUESTS and not foreign
    print(
        f"{name}: {kilobytes:.1f} kB (floor {floor:.1f} kB, the document alone; {kilobytes / floor:.1f} x), "
        f"{requests} requests, foreign hosts: {', '.join(foreign) or 'none'}; "
        f"targets <= {MOST_KB} kB, <= {MOST_REQUESTS} requests, none: {'met' if holds else 'MISSED'}"
    )
    return holds


def main() -> None:
    """Serves, measures, prints; 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--folder", type=Path, default=FOLDER, help="where the demonstration lies (default: %(default)s)"
    )
    options = parser.parse_args()
    with served(options.folder) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), headless=True, args=ARGUMENTS)
        kept = [told(name, wire, urlsplit(address).netloc) for name, wire in measure(browser, address)]
        browser.close()
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
