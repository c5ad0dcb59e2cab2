"""Where the code on a poster leads: the country's tip line in the reader's language, from the operator's setting."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from port2port.pure.kit import LANGUAGES


def tip_line(language: str) -> str:
    """The address in that language, one of the four."""
    return _read(settings.CAMPAIGN_TIP_LINES)[language]


def _read(entries: Iterable[str]) -> dict[str, str]:
    return {name.strip(): address.strip() for name, _sign, address in (one.partition("=") for one in entries)}


def shown(address: str) -> str:
    """The address as one reads and types it."""
    return address.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


@register
def tip_lines_can_be_printed(**_more: object) -> list[CheckMessage]:
    """Stops the start where a poster would lead nowhere, or tell who looked at which poster."""
    found = _read(settings.CAMPAIGN_TIP_LINES)
    faults = [f"{code} is missing" for code in LANGUAGES if code not in found]
    faults += [f"{code} is none of the four languages" for code in found if code not in LANGUAGES]
    faults += [f"{code}={address} is no plain address" for code, address in found.items() if not _is_plain(address)]
    return [Error(f"PORT2PORT_CAMPAIGN_TIP_LINES: {fault}", id="campaigns.E001") for fault in faults]


def _is_plain(address: str) -> bool:
    """Whether it names a page and nothing of who asks for it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    rest = parts.query or parts.fragment or parts.username
    return parts.scheme == "https" and bool(parts.hostname) and not rest and address.split() == [address]
