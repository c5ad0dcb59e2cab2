"""The kinds of news that a person chooses a way for; each kind of record and each context brings its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.sharing.models import Hearing, Notification, Way
from port2port.sharing.models.shareable import Shareable, shareables

# Beside the kinds of records: what others say about a record of one's own.
ECHOES: dict[Notification.Reason, tuple[str, str | Promise]] = {
    Notification.Reason.REPLIED: ("reply", _("Reply to a report of mine")),
    Notification.Reason.ANSWERED: ("answer", _("Answer to an alert or request of mine")),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One line of the table. name: how the choice is kept; default: the way for who never chose."""

    name: str
    label: str | Promise
    default: Way


@dataclass(frozen=True, slots=True)
class Echo:
    """Something said about a record that one person is told of: its author.

    position   of what was said, in the ledger
    by         the person who said it, who need not be told
    """

    position: int
    record_type: str
    record_id: int
    reason: Notification.Reason
    person: int
    organisation: int
    by: int | None
    at: datetime


type Source = Callable[[Sequence[int]], Iterable[Echo]]
_sources: list[Source] = []
_kinds: dict[str, Mapping[str, str | Promise]] = {}


def bring_kinds(record_type: str, kinds: Mapping[str, str | Promise]) -> None:
    """Make known the kinds of a type of record, facet to words, in the order of the table."""
    _kinds[record_type] = kinds


def bring_echoes(source: Source) -> None:
    """Make known what is said about a kind of record; called once, when its context starts."""
    _sources.append(source)


def echoes_at(positions: Sequence[int]) -> list[Echo]:
    """What was said at these places of the ledger and still stands, in order."""
    return sorted((echo for source in _sources for echo in source(positions)), key=lambda echo: echo.position)


def kinds_of_news() -> list[Kind]:
    """Every kind, in the order of the table."""
    of_records = [
        Kind(facet.removeprefix("kind:"), label, Way.PAGE if facet in model.pressing else Way.NONE)
        for model in shareables()
        for facet, label in _kinds.get(model.record_type, {}).items()
    ]
    return [*of_records, *(Kind(name, label, Way.PAGE) for name, label in ECHOES.values())]


def kind_of(record: Shareable) -> str:
    """The kind of news that the record itself is; empty when it is of none."""
    facets = record.facets()
    known = _kinds.get(record.record_type, {})
    return next((facet.removeprefix("kind:") for facet in known if facet in facets), "")


def kind_told(notification: Notification, record: Shareable) -> str:
    """The kind of news that a line on the page was."""
    echo = ECHOES.get(Notification.Reason(notification.reason))
    return echo[0] if echo else kind_of(record)


def way_of(hearing: Hearing | None, kind: str) -> Way:
    """How this person hears of this kind."""
    chosen = hearing.ways.get(kind) if hearing else None
    if chosen in Way.values:
        return Way(chosen)
    return next((one.default for one in kinds_of_news() if one.name == kind), Way.NONE)
