"""What is wrong with pages wherever they are looked at: on a phone and a screen, light and dark."""

from collections.abc import Sequence
from itertools import product
from typing import Literal

from playwright.sync_api import Page

from tests.browser.looks import violations

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def faults_of(page: Page, addresses: Sequence[str]) -> list[str]:
    """Each with its address, width and scheme; none is the aim."""
    found = []
    for address, width, scheme in product(addresses, (360, 1280), SCHEMES):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        wrong = [*violations(page), *([f"{wide} px wide"] if wide > width else [])]
        found += [f"{address} at {width}, {scheme}: {one}" for one in wrong]
    return found
