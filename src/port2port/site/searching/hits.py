"""What a search finds: hits in groups, with how many there are and where the rest stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from port2port.members.member import Member
from port2port.pure.fold import Group
from port2port.pure.highlight import pieces


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: what was typed, the words it stands for, and how much of each group is wanted."""

    text: str
    words: tuple[Group, ...]
    limit: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that was found. title, about   with what was asked for marked; language of both, "" for names."""

    title: SafeString
    address: str
    about: SafeString | str = ""
    beside: str = ""
    language: str = ""
    tlp: int | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hits:
    """One group's answer.

    count      exact up to the cap, in words
    is_whole   every word was found; else these hold some of them
    """

    hits: Sequence[Hit]
    count: str = ""
    more: str = ""
    is_whole: bool = True


NOTHING = Hits(())
type Provider = Callable[[Asked, Member], Hits]


@dataclass(frozen=True, slots=True)
class Place:
    """Where is searched. name   in addresses, stable"""

    name: str
    label: str | Promise
    icon: str
    ask: Provider


def marked(text: str, language: str, words: Sequence[Group]) -> SafeString:
    """The text, escaped, with the words that were asked for marked."""
    parts = (
        format_html("<mark>{}</mark>", one.text) if one.is_met else one.text for one in pieces(text, language, words)
    )
    return format_html_join("", "{}", ((part,) for part in parts))
