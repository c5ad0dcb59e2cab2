"""Who would receive a record: the one rule turned round."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from port2port.members.readers import Community, Placed, readers_of_community
from port2port.pure.audience import Handling, Key, audience, each_key, own_key
from port2port.sharing.access import open_among, reading_of
from port2port.sharing.models import Shareable


@dataclass(frozen=True, slots=True)
class Receivers:
    """What the preview shows and what a widening is checked against.

    people      people of each receiving organisation, by organisation id
    is_public   people without a login too
    """

    people: dict[int, frozenset[int]]
    is_public: bool = False

    @property
    def organisations(self) -> frozenset[int]:
        """Ids of the organisations."""
        return frozenset(self.people)

    @property
    def everyone(self) -> frozenset[int]:
        """Ids of all people."""
        return frozenset().union(*self.people.values()) if self.people else frozenset()

    @property
    def person_count(self) -> int:
        """How many people, each counted once."""
        return len(self.everyone)


def reached_by(
    community: Iterable[Placed],
    tokens: Collection[str],
    model: type[Shareable],
    facets: Iterable[str],
    *,
    first_at: datetime,
) -> Iterator[Placed]:
    """The seats that can open a record filed under these tokens and facets.

    first_at   when it was, or will be, first published: circles that hide their history compare it
    """
    carried = {"", *facets}
    everyone: dict[int, bool] = {}
    for placed in community:
        reading = reading_of(model, placed.member)
        if reading is None or reading.facet not in carried or placed.person is None:
            continue
        organisation = placed.organisation
        if organisation not in everyone:
            # What opens it for one opens it for all of an organisation, but for a name.
            everyone[organisation] = _opens(each_key(placed.stand), tokens, first_at=first_at)
        if everyone[organisation] or _opens((own_key(placed.stand, placed.person),), tokens, first_at=first_at):
            yield placed


def _opens(held: Iterable[Key | None], tokens: Collection[str], *, first_at: datetime) -> bool:
    return any(key and key.token in tokens and (key.since is None or first_at >= key.since) for key in held)


def would_receive(
    handling: Handling,
    model: type[Shareable],
    facets: Iterable[str],
    *,
    first_at: datetime,
    community: Community | None = None,
) -> Receivers:
    """The organisations and people who can open a record with this handling and these facets.

    community   as it is now, when the caller has asked for it already
    """
    seats = readers_of_community() if community is None else community.seats
    people: dict[int, set[int]] = {}
    for placed in reached_by(seats, audience(handling), model, facets, first_at=first_at):
        if placed.person is not None:
            people.setdefault(placed.organisation, set()).add(placed.person)
    by_organisation = {organisation: frozenset(ids) for organisation, ids in people.items()}
    return Receivers(by_organisation, is_public=handling.openly)


def receivers_of(record: Shareable, *, first_at: datetime) -> Receivers:
    """Who can open the record with the handling it has now."""
    return would_receive(record.handling(), type(record), record.facets(), first_at=first_at)


def reached_organisations(record: Shareable, receivers: Receivers) -> frozenset[int]:
    """Ids of the receivers that can open it now that it is filed.

    The room of a stricter record hides it from some whom its handling names: they have not received it.
    """
    return open_among(record, receivers.organisations)
