"""The list of a log: what an address asks for, and the page that answers it under the log's own rule."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from port2port.log.access import Occurrences
from port2port.log.models import Occurrence, Tile
from port2port.members.member import Member
from port2port.reports.models import Severity
from port2port.vocabulary import lookup

PAGE = 50
STATES = ("open", "closed", "struck")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what is no filter is left out."""

    words: str = ""
    facility: UUID | None = None
    first: date | None = None
    last: date | None = None
    tile: str = ""
    state: str = ""
    severity: str = ""

    @property
    def is_everything(self) -> bool:
        """True without any filter."""
        return self == Asked()


def asked_in(query: QueryDict) -> Asked:
    """The filter in an address."""
    return Asked(
        words=query.get("q", "")[:200].strip(),
        facility=_key(query.get("facility", "")),
        first=_day(query.get("from", "")),
        last=_day(query.get("to", "")),
        tile=_of(query.get("tile", ""), Tile.values),
        state=_of(query.get("state", ""), STATES),
        severity=_of(query.get("severity", ""), Severity.values),
    )


def found(asked: Asked, *, member: Member) -> Occurrences:
    """The entries that the filter asks for, newest first."""
    rows = Occurrence.objects.visible_to(member).happened_within(asked.first, asked.last)
    if asked.facility is not None:
        rows = rows.filter(facility__key=asked.facility)
    if asked.tile:
        rows = rows.filter(tile=asked.tile)
    if asked.severity:
        rows = rows.filter(severity=asked.severity)
    if asked.words:
        rows = rows.holding(lookup.asked(asked.words))
    if asked.state == "open":
        rows = rows.open()
    elif asked.state == "closed":
        rows = rows.filter(closed_at__isnull=False, struck_at=None)
    elif asked.state == "struck":
        rows = rows.filter(struck_at__isnull=False)
    return rows.newest_first().select_related("facility", "zone")


def page_of(rows: Occurrences, number: str) -> Page[Occurrence]:
    """One page; a number that is none gives the nearest."""
    return Paginator(rows, PAGE).get_page(number)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None


def _of(text: str, known: object) -> str:
    return text if text in known else ""  # type: ignore[operator]
