"""What the level board shows: the effective ISPS level of facilities, computed from the entries."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from port2port.members.models import Facility, LevelEntry
from port2port.pure.levels import Breadth, IspsEntry, IspsLevel, effective_isps

BREADTH = {
    LevelEntry.Scope.COUNTRY: Breadth.COUNTRY,
    LevelEntry.Scope.PORT: Breadth.PORT,
    LevelEntry.Scope.FACILITY: Breadth.FACILITY,
}


def effective_levels(
    facilities: Iterable[Facility], *, at: datetime, without: LevelEntry | None = None
) -> Mapping[int, IspsLevel]:
    """The ISPS level that binds each facility, by facility id, in one query.

    A level binds whoever it concerns, so this reads every entry and says only the level that results.
    without   an entry that is left out, to tell what it changed
    """
    facilities = list(facilities)
    rows = LevelEntry.objects.in_force(at=at).filter(scale=LevelEntry.Scale.ISPS)
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    country: list[IspsEntry] = []
    ports: dict[int, list[IspsEntry]] = {}
    sites: dict[int, list[IspsEntry]] = {}
    for row in rows:
        if row.scope == LevelEntry.Scope.COUNTRY:
            country.append(as_entry(row))
        elif row.port_id is not None:
            ports.setdefault(row.port_id, []).append(as_entry(row))
        elif row.facility_id is not None:
            sites.setdefault(row.facility_id, []).append(as_entry(row))
    return {
        facility.pk: effective_isps([*country, *ports.get(facility.port_id, ()), *sites.get(facility.pk, ())], at=at)
        for facility in facilities
    }


def as_entry(row: LevelEntry) -> IspsEntry:
    """The row as the pure rule takes it; country, port and facility scopes only."""
    return IspsEntry(
        level=row.value,
        breadth=BREADTH[LevelEntry.Scope(row.scope)],
        since=row.valid_from,
        until=row.valid_to,
        exempts=row.exempts,
        is_confirmed=row.confirmed_at is not None,
    )
