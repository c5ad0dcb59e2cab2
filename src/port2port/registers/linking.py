"""Records of other rooms that a register names by kind and public key, as text such as `practice:0f3c…`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from port2port.members.member import Member

_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Link:
    """Words and address of a record, for who sees it."""

    words: str
    address: str


type Resolve = Callable[[UUID, Member], Link | None]
_resolvers: dict[str, Resolve] = {}


def bring(kind: str, resolve: Resolve) -> None:
    """Say how records of this kind are found; called once, when the site starts."""
    _resolvers[kind] = resolve


def named(kind: str, text: str) -> str | None:
    """What is kept of a key or an address that somebody pasted; None where no key stands in it."""
    found = _KEY.findall(text.lower())
    return f"{kind}:{found[-1]}" if found else None


def link_of(reference: str, member: Member) -> Link | None:
    """The record, if the member sees it; None alike for what is hidden and what is gone."""
    kind, _colon, key = reference.partition(":")
    resolve = _resolvers.get(kind)
    try:
        return resolve(UUID(key), member) if resolve else None
    except ValueError:
        return None
