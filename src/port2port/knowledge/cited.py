"""The reports that a practice rests on: named by its author, and of them each reader is shown those that it sees."""

import re
from collections.abc import Iterable, Sequence

from port2port.members.member import Member
from port2port.reports.models import Report
from port2port.sharing import search

KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
MOST_REPORTS = 20


class UnknownReport(LookupError):
    """No report of this name has reached the author."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def reports_named(lines: Iterable[str], *, member: Member) -> tuple[str, ...]:
    """The keys of the reports behind addresses, keys or numbers, one a line. Raises UnknownReport."""
    return tuple(dict.fromkeys(_key(line, member) for line in lines))


def _key(line: str, member: Member) -> str:
    seen = Report.objects.visible_to(member).standing()
    found = KEY.search(line)
    if found is not None:
        row = seen.filter(key=found[0].lower()).first()
    else:
        ids = search.find(Report, member, line, limit=20).ids
        row = next((one for one in seen.filter(pk__in=ids) if one.number.lower() == line.strip().lower()), None)
    if row is None:
        raise UnknownReport(line)
    return str(row.key)


def reports_shown(keys: Sequence[str], *, member: Member) -> list[Report]:
    """Those of them that this reader sees, the newest first; nothing tells of others."""
    if not keys:
        return []
    return list(Report.objects.visible_to(member).standing().filter(key__in=keys).newest_first())
