"""Where an action comes from, as a link for who sees it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model, QuerySet

from port2port.duties.access import bring_source
from port2port.duties.models import Action
from port2port.members.member import Member
from port2port.sharing.access import visible_records
from port2port.sharing.models.shareable import shareables


@dataclass(frozen=True, slots=True)
class Link:
    """The source's words and address."""

    words: str
    address: str


type Words = Callable[[Model], str]
type Address = Callable[[Model], str]
_links: dict[str, tuple[Callable[[Member], QuerySet[Model]], Words, Address]] = {}


def bring(source_type: str, *, rows: Callable[[Member], QuerySet[Model]], words: Words, address: Address) -> None:
    """Say which rows of a later context can be the source of an action, how one is called, and where it is shown.

    source_type   at most 20 characters, never changed     rows   those that a member sees
    """
    bring_source(source_type, rows)
    _links[source_type] = (rows, words, address)


def source_link(action: Action, member: Member) -> Link | None:
    """The source, when there is one and the member sees it."""
    if not action.source_type or action.source_key is None:
        return None
    for model in shareables():
        if model.record_type == action.source_type:
            record = visible_records(model, member).filter(key=action.source_key).first()
            return Link(record.caption() or record.headline(), record.get_absolute_url()) if record else None
    return _brought(action.source_type, action.source_key, member)


def _brought(source_type: str, key: UUID, member: Member) -> Link | None:
    if source_type not in _links:
        return None
    rows, words, address = _links[source_type]
    row = rows(member).filter(key=key).first()
    return Link(words(row), address(row)) if row is not None else None
