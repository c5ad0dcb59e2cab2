"""`make screens`: drives a browser over a demonstration of its own and keeps the pictures.

var/screens/ gets every page of PAGES at two widths, light and dark, in Dutch and English;
docs/tutorial/pictures/ gets those that the tutorial shows.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ROOT / "var" / "screens"
TUTORIAL = ROOT / "docs" / "tutorial" / "pictures"
PASSWORD = "demo-port2port"
WIDTHS = {360: 740, 1280: 800}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
PATIENCE_S = 600


@dataclass(frozen=True, slots=True)
class Shot:
    """One page to picture; `who` is a login of the demonstration, nobody where it is empty."""

    name: str
    path: str
    who: str = ""
    full: bool = False


PAGES = [
    Shot("sign-in", "/accounts/login/"),
    Shot("limits", "/limits/", full=True),
    Shot("now", "/", "antwerp-officer"),
    Shot("now-guard", "/", "antwerp-guard"),
    Shot("reports", "/reports/", "antwerp-officer"),
    Shot("compose", "/reports/new/", "antwerp-officer", full=True),
    Shot("organisations", "/organisations/", "antwerp-officer"),
    Shot("circles", "/circles/", "antwerp-coordinator"),
    Shot("levels", "/levels/", "antwerp-officer"),
    Shot("vocabulary", "/vocabulary/", "antwerp-officer"),
    Shot("people", "/people/", "antwerp-coordinator"),
    Shot("subscriptions", "/subscriptions/", "antwerp-officer"),
    Shot("components", "/ui/", "antwerp-officer", full=True),
]
# English, light, 1280 wide: what the tutorial's reader sees.
IN_THE_TUTORIAL = [
    Shot("1-sign-in", "/accounts/login/"),
    Shot("2-now", "/", "antwerp-officer"),
    Shot("3-reports", "/reports/", "antwerp-officer"),
    Shot("4-compose", "/reports/new/", "antwerp-officer"),
]


def chromium() -> str:
    """The browser on this machine. Ends the script when there is none."""
    named = os.environ.get("P2P_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or sys.exit("no Chromium found: install it, or name it in P2P_CHROMIUM")


@contextmanager
def demonstration() -> Iterator[str]:
    """A demonstration that nobody else uses; its address."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="port2port-screens-") as folder:
        own = os.environ | {"PORT2PORT_VAR": folder, "PORT": str(port)}
        own.pop("PORT2PORT_DEMO_PASSWORD", None)
        server = subprocess.Popen([sys.executable, "-c", START], env=own, cwd=folder)
        try:
            _await(address, server)
            yield address
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)


START = "import sys; from port2port.site.command import main; sys.exit(main(['demo']))"


def _await(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"{address}/accounts/login/", timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    sys.exit("the demonstration did not start")


def open_page(browser: Browser, address: str, *, who: str, width: int, scheme: str, language: str) -> Page:
    """A browser of its own, signed in where `who` says so."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=language,
        timezone_id="Europe/Brussels",
        reduced_motion="reduce",
    )
    # The people of the demonstration keep their language; the picture's comes by the reader's own choice.
    page = context.new_page()
    if who:
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(who)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        token = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
        page.request.post("/language/", form={"language": language, "csrfmiddlewaretoken": token})
    return page


def take(page: Page, shot: Shot, target: Path) -> None:
    """Pictures one page; a page that is not there ends the script, for the table is wrong then."""
    answer = page.goto(shot.path)
    if answer is None or not answer.ok:
        sys.exit(f"{shot.path} as {shot.who or 'nobody'}: {answer.status if answer else 'no answer'}")
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=target, full_page=shot.full)


def by_person(shots: list[Shot]) -> dict[str, list[Shot]]:
    """Shots by who takes them, so that each signs in once."""
    return {who: [shot for shot in shots if shot.who == who] for who in dict.fromkeys(shot.who for shot in shots)}


def main() -> None:
    """Takes them all."""
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), headless=True, args=ARGUMENTS)
        for width, scheme, language in product(WIDTHS, ("light", "dark"), ("nl", "en")):
            for who, shots in by_person(PAGES).items():
                page = open_page(browser, address, who=who, width=width, scheme=scheme, language=language)
                for shot in shots:
                    take(page, shot, SCREENS / f"{shot.name}-{width}-{scheme}-{language}.png")
                page.context.close()
        for who, shots in by_person(IN_THE_TUTORIAL).items():
            page = open_page(browser, address, who=who, width=1280, scheme="light", language="en")
            for shot in shots:
                take(page, shot, TUTORIAL / f"{shot.name}.png")
            page.context.close()
        browser.close()
    print(f"{len(PAGES) * 8} pictures in {SCREENS.relative_to(ROOT)}, {len(IN_THE_TUTORIAL)} in the tutorial")


if __name__ == "__main__":
    main()
