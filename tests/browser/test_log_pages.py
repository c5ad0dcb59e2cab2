"""The pages of the log in a real browser: nothing an assistive program stumbles over, nothing that scrolls sideways."""

from pathlib import Path
from typing import Any

import pytest

from port2port.base.clock import now
from port2port.log.actions import add_line, add_zone, start_clocks, write_entry
from port2port.log.actions.importing import import_logbook
from port2port.log.actions.uploads import keep_upload, say_mapping
from port2port.log.fields import Said
from port2port.pure import logbook
from tests.browser.looks import LOOKS, violations
from tests.personas import PASSWORD, Community, found_community

BOOK = (
    b"Datum;Uur;Soort;Omschrijving;Verwittigd\n"
    b"13/03/2025;10u;Drone;Boven de kaai.;politie\n"
    b"14/03/2025;11u;Alarm;Vals alarm.;Jan Peeters\n"
    b"31/02/2025;12u;Alarm;Nooit.;\n"
)


@pytest.fixture(autouse=True)
def files_of_their_own(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def community(db: None) -> Community:
    return found_community()


@pytest.fixture
def addresses(community: Community) -> list[str]:
    """Every page, with something on it."""
    author, quay, at = community.member("author"), community.facilities["north"], now()
    zone = add_zone(member=author, facility=quay, name="Gate 3", now=at)
    said = Said(happened_at=at, tile="intruder", text="Two people between the reefers.", language="en", zone=zone)
    entry = write_entry(member=author, facility=quay, said=said, now=at)
    add_line(member=author, occurrence=entry, kind="told", to="Shipping police", now=at)
    start_clocks(member=author, occurrence=entry, flags=[], now=at)
    upload = keep_upload(member=author, facility=quay, content=BOOK, name="log.csv", now=at)
    (sheet,) = logbook.read(BOOK, "log.csv")
    mapping = logbook.guessed(sheet.headings, logbook.guess(sheet), language="nl")
    say_mapping(member=author, upload=upload, sheet=sheet.name, mapping=mapping)
    good = b"".join(BOOK.splitlines(keepends=True)[:3])
    done = import_logbook(member=author, facility=quay, content=good, name="l.csv", mapping=mapping, now=at)
    assert done.record is not None
    own, step = f"/log/{entry.key}/", f"/log/import/{upload.key}/"
    return [
        *("/log/", "/log/new/", "/log/print/", "/log/handover/", "/log/forms/", "/log/drones/", "/log/import/"),
        *("/log/zones/", f"/log/zones/{zone.key}/", f"/log/zones/print/{quay.key}/"),
        *(own, f"{own}correct/", f"{own}strike/", f"{own}lesson/", f"{own}observation/"),
        *(f"{own}report/?all", f"{own}report/port-24h/"),
        *(f"{step}columns/", f"{step}values/", f"{step}trial/", f"/log/import/result/{done.record.key}/"),
    ]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_pages_of_the_log_have_no_accessibility_violation_and_do_not_scroll_sideways(
    app: Any, sign_in: Any, addresses: list[str], width: int, scheme: str
):
    page = app.open("/accounts/login/", color_scheme=scheme, viewport={"width": width, "height": 800})
    sign_in(page, "author", PASSWORD)

    found, wide = {}, {}
    for address in addresses:
        page.goto(address)
        found[address] = violations(page)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")

    assert {address: rules for address, rules in found.items() if rules} == {}
    assert {address: size for address, size in wide.items() if size > width} == {}
