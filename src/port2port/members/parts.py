"""What later contexts add to the page of an organisation, each for who may see it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from port2port.members.member import Member
from port2port.members.models import Organisation


@dataclass(frozen=True, slots=True)
class Part:
    """A card beside the page: its title, and lines of words with the address that they lead to."""

    title: str
    lines: list[tuple[str, str]] = field(default_factory=list)


type Source = Callable[[Organisation, Member], Part | None]
_sources: list[Source] = []


def bring_part(source: Source) -> None:
    """Make a part known; called once, when its context starts."""
    _sources.append(source)


def parts_of(organisation: Organisation, member: Member) -> list[Part]:
    """Those that have something to say to this reader."""
    return [part for source in _sources if (part := source(organisation, member)) is not None]
