"""E-mail addresses, bank accounts, internet addresses and exact positions: told by their shape."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from stdnum import iban

from port2port.pure.guard_hits import Certainty, Kind, Why
from port2port.pure.guard_numbers import Find
from port2port.pure.guard_words import listed

_AT = re.compile(
    r" ?@ ?| ?[\[({<] ?(?:at|@|apenstaartje|arobase|arobas|chez|klammeraffe|bei) ?[\])}>] ?| (?:apenstaartje|arobase) "
)
_LOCAL = re.compile(r"[\w.+%'-]{1,64}$")
_DOT = r"(?:\.| \. | ?[\[({] ?(?:dot|\.|punt|point|punkt) ?[\])}] ?| (?:dot|punt|point|punkt) )"
_DOMAIN = re.compile(rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,3}}{_DOT}[a-z]{{2,24}}(?![\w-])", re.IGNORECASE)


def emails(text: str) -> Iterator[Find]:
    """E-mail addresses, also with the sign and the dots written as words."""
    for sign in _AT.finditer(text):
        local = _LOCAL.search(text, max(0, sign.start() - 64), sign.start())
        domain = _DOMAIN.match(text, sign.end())
        if local is not None and domain is not None:
            yield Kind.EMAIL, local.start(), domain.end(), Why.SHAPE, Certainty.HIGH


# How long an account number is where we expect one; the register of ISO 13616.
_LENGTHS = {
    entry[:2]: int(entry[2:])
    for entry in listed(
        """
        AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18
        FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20
        LV21 MA28 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19
        SK24 SM27 TN24 TR26 UA29 VG24
        """
    )
}
_ACCOUNT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ .-]?\d[ .-]?\d(?=[ .-]{0,2}[A-Za-z0-9])")
_ACCOUNT_SIGN = re.compile(r"[\s.-]{0,2}([A-Za-z0-9])")


def accounts(text: str) -> Iterator[Find]:
    """Bank accounts, with their check digits."""
    for head in _ACCOUNT.finditer(text):
        length = _LENGTHS.get(head[0][:2].upper())
        found = _account_at(text, head.start(), length) if length else None
        if found is not None and iban.is_valid(found[1], check_country=False):
            yield Kind.ACCOUNT, head.start(), found[0], Why.CHECK_DIGITS, Certainty.HIGH


def _account_at(text: str, place: int, length: int) -> tuple[int, str] | None:
    """Where so many letters and digits end, and what they are."""
    signs = ""
    while len(signs) < length:
        found = _ACCOUNT_SIGN.match(text, place)
        if found is None:
            return None
        signs, place = signs + found[1], found.end()
    return None if place < len(text) and text[place].isalnum() else (place, signs)


_IP = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
_VERSION = re.compile(r"(?:versie|version|firmware|release|build|v)[ :.]{0,2}$", re.IGNORECASE)
# Addresses that every house has; they lead to nobody.
_HOUSES = ("0.0.0.0/8", "10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
_INSIDE = tuple(map(IPv4Network, _HOUSES))


def internet_addresses(text: str) -> Iterator[Find]:
    """IPv4 addresses but those of a house's own network."""
    for found in _IP.finditer(text):
        if _VERSION.search(text, max(0, found.start() - 12), found.start()):
            continue
        try:
            address = IPv4Address(found[0])
        except ValueError:
            continue
        if not any(address in network for network in _INSIDE):
            yield Kind.IP, *found.span(), Why.SHAPE, Certainty.MEDIUM


_MINUTES = r"\d{1,3} ?[°º] ?\d{1,2}(?: ?['′’] ?\d{1,2}(?:[.,]\d{1,4})? ?(?:[\"″”]|''|′′)|[.,]\d{1,5} ?['′’]?)"
_SEXAGESIMAL = re.compile(rf"[NSns]? ?{_MINUTES} ?[NSns]?[ ,;/]{{1,3}}[EWOewo]? ?{_MINUTES} ?[EWOewo]?")
_DECIMAL = re.compile(
    r"(?<![\w.,])(-?\d{1,2}[.,]\d{3,10}) ?°? ?([NSns]?)[ ,;/]{1,3}(?:[EWOew] )?(-?\d{1,3}[.,]\d{3,10}) ?°? ?([EWOew]?)"
    r"(?!\w)"
)
_PLACE_WORD = re.compile(
    r"(?:gps|lat|latitude|lon|long|coord|coordinat|coordonn|koordinat|positie|position|locatie|[ns])[\w.]{0,8}\W{0,3}$",
    re.IGNORECASE,
)
_SHARED_PLACE = re.compile(
    r"(?:https?://)?(?:www\.)?(?:maps\.app\.goo\.gl/|goo\.gl/maps/|google\.[a-z]{2,3}/maps|maps\.google\.|what3words\.com/|w3w\.co/|///[a-z]{2,20}\.[a-z]{2,20}\.)"
    r"[\w./@,?=&%+-]{0,200}"
    r"|(?<!\w)geo:-?\d[\d.,-]{3,40}"
    r"|(?<!\w)[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,4}(?!\w)"
)


def positions(text: str) -> Iterator[Find]:
    """Positions finer than about one kilometre, and links that hold one."""
    for found in _SEXAGESIMAL.finditer(text):
        yield Kind.COORDINATES, *found.span(), Why.SHAPE, Certainty.HIGH
    for found in _SHARED_PLACE.finditer(text):
        yield Kind.COORDINATES, *found.span(), Why.SHAPE, Certainty.HIGH
    for found in _DECIMAL.finditer(text):
        certainty = _certainty_of(found, text)
        if certainty is not None:
            yield Kind.COORDINATES, *found.span(), Why.SHAPE, certainty


def _certainty_of(found: re.Match[str], text: str) -> Certainty | None:
    north, east = (float(found[group].replace(",", ".")) for group in (1, 3))
    if abs(north) > 90 or abs(east) > 180:
        return None
    is_named = bool(found[2] or found[4] or _PLACE_WORD.search(text, max(0, found.start() - 16), found.start()))
    decimals = min(len(re.split("[.,]", found[group])[1]) for group in (1, 3))
    # Weights and prices have three decimals too, where a point parts the thousands.
    if is_named or decimals >= 5:
        return Certainty.HIGH
    return Certainty.MEDIUM if decimals == 4 else None
