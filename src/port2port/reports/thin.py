"""What a row of the list shows of a report, read without the rest of it: fifty whole reports are a thousand fields."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from port2port.members.member import Member
from port2port.reports.models import Report

_COLUMNS = (
    "pk",
    "key",
    "kind",
    "tlp",
    "version",
    "title",
    "language",
    "severity",
    "methods",
    "is_made_up",
    "changed_at",
    "published_at",
    "revised_at",
    "withdrawn_at",
    "originator__name",
    "originator__short_name",
    "port__name",
)


@dataclass(frozen=True, slots=True)
class Thin:
    """One report as the list knows it; the names are those of Report, and of its originator and port."""

    pk: int
    key: UUID
    kind: str
    tlp: int
    version: int
    title: str
    language: str
    severity: str
    methods: list[str]
    is_made_up: bool
    changed_at: datetime
    published_at: datetime | None
    revised_at: datetime | None
    withdrawn_at: datetime | None
    originator_name: str
    originator_short_name: str
    port_name: str | None


def thin_rows(ids: list[int], member: Member) -> list[Thin]:
    """Those of them that the member may see, in the order given."""
    seen = Report.objects.visible_to(member).filter(pk__in=ids).order_by()
    found = {values[0]: Thin(*values) for values in seen.values_list(*_COLUMNS)}
    return [found[one] for one in ids if one in found]
