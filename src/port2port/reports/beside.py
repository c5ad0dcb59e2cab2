"""Pages of later contexts that belong beside the list of reports, for those who may open them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from port2port.members.member import Member


@dataclass(frozen=True, slots=True)
class Beside:
    """One such page. address: the name of its address; opens: for whom."""

    words: str | Promise
    address: str
    icon: str
    opens: Callable[[Member], bool]


_pages: list[Beside] = []


def bring_beside(page: Beside) -> None:
    """Make a page known; called once, when its context starts."""
    _pages.append(page)


def pages_beside(member: Member) -> list[Beside]:
    """Those that open for this member."""
    return [page for page in _pages if page.opens(member)]
