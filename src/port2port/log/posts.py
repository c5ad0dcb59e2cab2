"""The sheet with a QR code for the post of each zone; the code holds an address and nothing secret."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from port2port.log.models import Zone
from port2port.members.models import Facility

# On the sheet in every language at once: whoever stands before the post reads one of them.
SCAN = {
    "nl": "Iets gezien? Scan en meld.",
    "fr": "Vu quelque chose ? Scannez et signalez.",
    "de": "Etwas gesehen? Scannen und melden.",
    "en": "Seen something? Scan and report.",
}


@dataclass(frozen=True, slots=True)
class Card:
    """What hangs on one post."""

    name: str
    address: str
    code: SafeString


def cards_of(facility: Facility, zones: Iterable[Zone], *, language: str) -> Iterator[Card]:
    """A card for the facility as a whole, and one for each zone."""
    yield _card(facility.name, reverse("log:gate_at", args=[language, facility.key]))
    for zone in zones:
        yield _card(zone.name, reverse("log:gate_post", args=[language, facility.key, zone.code]))


def _card(name: str, path: str) -> Card:
    address = f"{settings.SITE_URL}{path}"
    # Q stands a quarter of the code being dirty or torn; a post stands in the rain.
    drawn = segno.make(address, error="q", micro=False).svg_inline(scale=4, border=2, svgclass="qr", omitsize=True)
    return Card(name, address, mark_safe(drawn))  # noqa: S308 - drawn here from our own address
