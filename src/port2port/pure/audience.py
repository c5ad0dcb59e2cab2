"""The one rule: which records reach which readers.

A record's handling gives a set of audience tokens, a reader's place in the community gives another;
the reader may see the record when the two meet. Lists, counts, search and the recipients preview all
use these two functions, so that they cannot disagree. Tokens are short lower-case words:

    open          everyone, also without a login         m            every active member organisation
    clear         everyone who is signed in              c<id>a       through a circle, TLP:AMBER
    o<id>         one organisation                       c<id>s       through a circle, TLP:AMBER+STRICT
    p<id>         one person                             t<id>        an organisation that keeps a tombstone
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum


class Tlp(IntEnum):
    """Traffic Light Protocol 2.0 labels, from the widest to the strictest (source: FIRST, TLP 2.0)."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def label(self) -> str:
        """The label as FIRST writes it; never translated, never shortened."""
        return "TLP:" + self.name.replace("_", "+")

    @property
    def stix(self) -> str:
        """The value of `tlp_2_0` in a STIX marking."""
        return self.name.lower().replace("_", "+")


@dataclass(frozen=True, slots=True)
class Handling:
    """Who may see a record, by ids."""

    tlp: Tlp
    originator: int
    author: int | None = None
    circles: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    openly: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """An organisation's place in a circle; `since` limits what it sees when the circle hides its history."""

    circle: int
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader's place in the community.

    is_member   in an active member organisation
    is_guest    in a guest organisation, which TLP:RED never reaches, not even by name
    stays       circles of the own organisation (members only)
    hosts       circles of the members that this client is a client of
    """

    organisation: int
    person: int | None
    is_member: bool
    stays: tuple[Stay, ...] = ()
    hosts: tuple[Stay, ...] = ()
    is_guest: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """One token of a reader, and from which moment on it opens records."""

    token: str
    since: datetime | None = None


def audience(handling: Handling) -> frozenset[str]:
    """The tokens under which a published record is filed."""
    own = f"o{handling.originator}"
    match handling.tlp:
        case Tlp.CLEAR:
            return frozenset({own, "clear", "open"} if handling.openly else {own, "clear"})
        case Tlp.GREEN:
            return frozenset({own, "m"})
        case Tlp.AMBER:
            return frozenset({own, *(f"c{circle}a" for circle in handling.circles)})
        case Tlp.AMBER_STRICT:
            return frozenset({own, *(f"c{circle}s" for circle in handling.circles)})
        case Tlp.RED:
            people = handling.named if handling.author is None else handling.named | {handling.author}
            return frozenset(f"p{person}" for person in people)


def tombstone_audience(organisations: Iterable[int], people: Iterable[int]) -> frozenset[str]:
    """The tokens of a withdrawn record: who had it, and no one who comes later."""
    return frozenset(f"t{one}" for one in organisations) | frozenset(f"p{one}" for one in people)


def own_key(stand: Reader, person: int | None) -> Key | None:
    """The one token that only this person holds, of all who stand here."""
    return None if person is None or stand.is_guest else Key(f"p{person}")


def keys(reader: Reader | None) -> tuple[Key, ...]:
    """The tokens that a reader holds; None is the visitor without a login."""
    return tuple(each_key(reader))


def each_key(reader: Reader | None) -> Iterator[Key]:
    """As `keys`, one after the other: who looks for one that fits need not have them all."""
    if reader is None:
        yield Key("open")
        return
    yield Key("clear")
    yield Key(f"o{reader.organisation}")
    yield Key(f"t{reader.organisation}")
    own = own_key(reader, reader.person)
    if own is not None:
        yield own
    if reader.is_member:
        yield Key("m")
        for stay in reader.stays:
            yield Key(f"c{stay.circle}a", stay.since)
            yield Key(f"c{stay.circle}s", stay.since)
    else:
        for stay in reader.hosts:
            yield Key(f"c{stay.circle}a", stay.since)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """A moment as whole microseconds since 1970, UTC."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment_of(value: int) -> datetime:
    """The moment behind whole microseconds since 1970, UTC."""
    return EPOCH + timedelta(microseconds=value)


def strictest(*labels: Tlp) -> Tlp:
    """Where two labels meet the stricter wins."""
    return max(labels)
