"""How a page is looked at: in which schemes and at which widths, and what is wrong with it there."""

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped, unused-ignore]
from playwright.sync_api import Page

LOOKS = [(360, "dark"), (1280, "light")]
WIDTHS = [320, 360, 768, 1280, 1920]


def violations(page: Page) -> list[str]:
    """What an assistive program stumbles over."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']][:3]}" for rule in found]


def sizes(page: Page) -> dict[int, int]:
    """How wide the page is at each width of the window."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found[width] = page.evaluate("document.documentElement.scrollWidth")
    return found
