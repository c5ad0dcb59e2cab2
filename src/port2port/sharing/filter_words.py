"""What a filter says in words, and the list that it belongs to; each kind of record brings its own."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.members.member import Member

type Words = Callable[[QueryDict, Member], list[str]]


@dataclass(frozen=True, slots=True)
class FilterPage:
    """A list with filters: the name of its address, and the words of what an address asks."""

    name: str
    words: Words


_pages: dict[str, FilterPage] = {}


def bring(record_type: str, page: FilterPage) -> None:
    """Make a kind of record's list known; called once, when its context starts."""
    _pages[record_type] = page


def words_of_filter(record_type: str, query: str, member: Member) -> list[str]:
    """What the filter asks, part by part, in the reader's language and with names that this reader knows."""
    page = _pages.get(record_type)
    return (page.words(QueryDict(query), member) if page and query else []) or [_("Everything that reaches you")]


def address_of_filter(record_type: str, query: str) -> str:
    """The list with this filter."""
    page = _pages.get(record_type)
    return f"{reverse(page.name)}?{query}" if page else ""
