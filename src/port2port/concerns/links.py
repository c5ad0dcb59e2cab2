"""Where else to turn: numbers and pages of the country, from the packaged file or the operator's own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import segno
import yaml
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.safestring import SafeString, mark_safe

from port2port.vocabulary.lookup import reader_language

PACKAGED = Path(__file__).resolve().parent / "links.yaml"
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FIELDS = {"code", "when", "who", "call", "url", "qr", "urgent", "checked"}
CODE_SCALE = 3
CALL = re.compile(r"\+?[0-9][0-9 ]{1,18}")

type Words = Mapping[str, str]


class BadLinksError(ValueError):
    """A file of links that cannot be used, and why."""


@dataclass(frozen=True, slots=True)
class LinkOut:
    """One other place.

    call   a number to ring, empty where there is none      url   its page, empty where there is none
    qr     the page's address is drawn too                  urgent   stands on top, in the colour of danger
    checked_on   when somebody last opened the page or made sure of the number; None while nobody has
    """

    code: str
    whens: Words
    whos: Words
    call: str = ""
    url: str = ""
    qr: bool = False
    urgent: bool = False
    checked_on: date | None = None

    @property
    def when(self) -> str:
        """What it is for, in the reader's language."""
        return self.whens[reader_language()]

    @property
    def who(self) -> str:
        """Its name, in the reader's language."""
        return self.whos[reader_language()]

    @property
    def host(self) -> str:
        """The page's address as one reads it."""
        return self.url.removeprefix("https://").removeprefix("www.").rstrip("/")

    def drawn(self) -> SafeString:
        """The address as a QR code."""
        return drawn(self.url)


def drawn(address: str) -> SafeString:
    """An address as a QR code, as large as its place."""
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=CODE_SCALE, border=2, svgclass="qr", omitsize=True))  # noqa: S308 - squares alone


def link_outs() -> tuple[LinkOut, ...]:
    """In the order of the file."""
    return _read(Path(settings.CONCERN_LINKS) if settings.CONCERN_LINKS else PACKAGED)


@cache
def _read(path: Path) -> tuple[LinkOut, ...]:
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - the safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise BadLinksError(f"{path.name}: {problem}") from problem
    if not isinstance(found, list) or not found:
        raise BadLinksError(f"{path.name}: a list of links is wanted")
    return tuple(_links(found))


def _links(rows: Iterable[object]) -> Iterator[LinkOut]:
    for row in rows:
        if not isinstance(row, dict) or not row.get("code") or set(row) - FIELDS:
            raise BadLinksError(f"a link has these fields: {', '.join(sorted(FIELDS))}")
        code = str(row["code"])
        for name in ("when", "who"):
            if not isinstance(row.get(name), dict) or set(row[name]) != set(LANGUAGES):
                raise BadLinksError(f"{code}: {name} is wanted in {', '.join(LANGUAGES)}")
        url = str(row.get("url", ""))
        _check_way(code, url, str(row.get("call", "")))
        yield LinkOut(
            code,
            row["when"],
            row["who"],
            str(row.get("call", "")),
            url,
            qr=bool(row.get("qr")) and bool(url),
            urgent=bool(row.get("urgent")),
            checked_on=_checked(code, row.get("checked", False)),
        )


def _check_way(code: str, url: str, call: str) -> None:
    if bool(url) == bool(call):
        raise BadLinksError(f"{code}: either url or call is wanted")
    if call and not CALL.fullmatch(call):
        raise BadLinksError(f"{code}: call is a number, in digits")
    where = urlsplit(url)
    if url and (where.scheme != "https" or not where.hostname or where.username is not None or url.split() != [url]):
        raise BadLinksError(f"{code}: url begins with https:// and names a host")


def _checked(code: str, given: object) -> date | None:
    if isinstance(given, date):
        return given
    if given is not False:
        raise BadLinksError(f"{code}: checked is no, or a day such as 2026-11-29")
    return None


def is_of_this_machine(address: str) -> bool:
    """Whether nobody else could open it: the address of a node that was given no name yet."""
    return urlsplit(address).hostname in {"localhost", "127.0.0.1", "::1"}


@register
def links_can_be_read(**_more: object) -> list[CheckMessage]:
    """Stops the start where the operator's file cannot be used."""
    try:
        link_outs()
    except BadLinksError as bad:
        return [Error(f"PORT2PORT_CONCERN_LINKS: {bad}", id="concerns.E001")]
    return []
