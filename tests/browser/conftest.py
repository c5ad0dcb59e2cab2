"""Two browsers, one rule: a page that writes an error to its console or asks another host fails its test."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--disable-gpu"]
# How many times to look again for what a page has still to say, twenty a second.
PATIENCE = 200
OFFLINE_SCHEMES = ("data:", "blob:", "about:")


def chromium() -> str | None:
    """The system's own browser."""
    named = os.environ.get("P2P_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = chromium()
    if path is None and os.environ.get("CI"):
        pytest.fail("no Chromium found: the browser tests must run here")
    if path is None:
        pytest.skip("no Chromium found: set P2P_CHROMIUM or install chromium to run the browser tests")
    return {"executable_path": path, "headless": True, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "en-GB", "timezone_id": "Europe/Brussels", "reduced_motion": "reduce"}


class App:
    """The running site, as one or more people see it; `faults` gathers what no page may do."""

    def __init__(self, browser: Browser, address: str, options: dict[str, Any]) -> None:
        self.address = address
        self.faults: list[str] = []
        self._expected: tuple[str, ...] = ()
        self._browser = browser
        self._options = options
        self._contexts: list[BrowserContext] = []

    def open(self, path: str = "/", **options: Any) -> Page:
        """A page in a browser of its own, at a path of the site; options as for a Playwright context."""
        context = self._browser.new_context(**(self._options | {"base_url": self.address} | options))
        self._contexts.append(context)
        context.on("request", self._watch)
        page = context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.faults.append(f"error on the page: {error}"))
        page.goto(path)
        return page

    def expect_answer(self, status: int) -> None:
        """Takes one refused answer off the list: the browser notes every 4xx in its console."""
        wanted = f"status of {status} "
        found = None
        for _ in range(PATIENCE):
            found = next((fault for fault in self.faults if wanted in fault), None)
            if found:
                break
            # The page may still be on its way, and what the browser notes comes only while it is listened to.
            self._contexts[-1].pages[-1].wait_for_timeout(50)
        assert found, f"no answer {status} was seen; seen: {self.faults}"
        self.faults.remove(found)

    def may_lose_the_connection(self) -> None:
        """Requests that find no connection are no fault: the browser notes each of them in its console."""
        self._expected += ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")

    def may_be_refused(self) -> None:
        """An answer 422 is no fault."""
        self._expected += ("status of 422",)

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(one in message.text for one in self._expected):
            self.faults.append(f"{message.text} ({message.location.get('url', '')})")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.address, *OFFLINE_SCHEMES)):
            self.faults.append(f"asked another host: {request.url}")


@pytest.fixture
def app(browser: Browser, live_server: Any, browser_context_args: dict[str, Any]) -> Iterator[App]:
    # Every test signs in from one address, more often in a minute than one address may.
    cache.clear()
    running = App(browser, live_server.url, browser_context_args)
    yield running
    running.close()
    assert running.faults == []


@pytest.fixture
def sign_in() -> Callable[[Page, str, str], None]:
    """Fills the sign-in page as a person does."""

    def fill(page: Page, login: str, password: str) -> None:
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(login)
        page.locator("input[name=password]").fill(password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)

    return fill
