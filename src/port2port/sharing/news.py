"""The kinds of news that a person chooses a way for; each kind of record and each context brings its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.members.member import Member
from port2port.sharing.access import visible_records
from port2port.sharing.models import Hearing, Notification, OwnNews, Way
from port2port.sharing.models.own_news import own_news_of
from port2port.sharing.models.shareable import Shareable, shareable_of, shareables

# Beside the kinds of records: what others say about a record of one's own.
ECHOES: dict[Notification.Reason, tuple[str, str | Promise]] = {
    Notification.Reason.REPLIED: ("reply", _("Reply to a report of mine")),
    Notification.Reason.ANSWERED: ("answer", _("Answer to an alert, request or question of mine")),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One line of the table. name: how the choice is kept; default: the way for who never chose."""

    name: str
    label: str | Promise
    default: Way


type Told = Shareable | OwnNews


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
_own_kinds: dict[str, str | Promise] = {}


def bring_kinds(record_type: str, kinds: Mapping[str, str | Promise]) -> None:
    """Make known the kinds of a type of record, facet to words, in the order of the table."""
    _kinds[record_type] = kinds


def bring_own_kind(news_type: str, label: str | Promise) -> None:
    """Make known what rows of `OwnNews` are news of; the type is the name of the choice."""
    _own_kinds[news_type] = label


def told_of(notification: Notification) -> Told | None:
    """What a notification leads to, whoever asks; None once it is gone."""
    own = own_news_of(notification.record_type)
    model: type[Told] = own or shareable_of(notification.record_type)
    return model._default_manager.filter(pk=notification.record_id).first()


def visible_told(record_type: str, member: Member) -> QuerySet[Any]:
    """What notifications of this type lead to, as far as the member sees it."""
    own = own_news_of(record_type)
    if own is None:
        return visible_records(shareable_of(record_type), member)
    rows: QuerySet[Any] = own._default_manager.all().visible_to(member).standing()  # type: ignore[attr-defined]
    return rows


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
    beside = [*ECHOES.values(), *_own_kinds.items()]
    return [*of_records, *(Kind(name, label, Way.PAGE) for name, label in beside)]


def kind_of(record: Shareable) -> str:
    """The kind of news that the record itself is; empty when it is of none."""
    facets = record.facets()
    known = _kinds.get(record.record_type, {})
    return next((facet.removeprefix("kind:") for facet in known if facet in facets), "")


def kind_told(notification: Notification, record: Told) -> str:
    """The kind of news that a line on the page was."""
    if isinstance(record, OwnNews):
        return record.news_type
    echo = ECHOES.get(Notification.Reason(notification.reason))
    return echo[0] if echo else kind_of(record)


def way_of(hearing: Hearing | None, kind: str) -> Way:
    """How this person hears of this kind."""
    chosen = hearing.ways.get(kind) if hearing else None
    if chosen in Way.values:
        return Way(chosen)
    return next((one.default for one in kinds_of_news() if one.name == kind), Way.NONE)
