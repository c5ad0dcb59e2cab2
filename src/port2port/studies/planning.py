"""What a study could see, from the weeks before the measure alone: shown, large, before anything is registered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from port2port.members.models import Port
from port2port.pure.displacement.faults import StudyRefused
from port2port.pure.displacement.planning import minimum_detectable_share
from port2port.pure.panels import YEAR
from port2port.pure.weekly_chart import WeeklyDrawing, WeeklySeries, draw_weeks
from port2port.pure.weeks import WEEK
from port2port.studies.framing import MOST_YEARS
from port2port.studies.models import Study
from port2port.studies.reading import Counts, Read

USUAL_AFTER = YEAR
USUAL_HOPE = 40
LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Wider:
    """What could be seen with so many whole years before."""

    years: int
    share: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The weeks before, and what they allow.

    first     the Monday from which no week is missing up to the announcement; None: the last of them is
    missing   weeks that were not counted inside the window: Monday and port; None: the comparison from outside
    smallest  the smallest displaced share that could be seen; None where that cannot be said
    reduction incidents that the measure is hoped to take away in the weeks after
    """

    first: date | None
    weeks: int
    missing: tuple[tuple[date, Port | None], ...]
    smallest: float | None
    wider: tuple[Wider, ...]
    reduction: float | None


def plan_of(study: Study, read: Read) -> Plan:
    """The plan of a draft, for as many weeks before as it says, or as many as there are."""
    frame = read.frame
    weeks = min(study.weeks_before or frame.usual_before, frame.weeks_before)
    gaps = gaps_in(read)
    inside = [row for row in gaps if row >= frame.weeks_before - weeks]
    first = frame.first + (gaps[-1] + 1 if gaps else 0) * WEEK
    plan = Plan(first if first < frame.quiet else None, weeks, tuple(missing_in(read, inside)), None, (), None)
    if inside or read.outside is None:
        return plan
    found = {years: _smallest(study, read, years * YEAR) for years in range(1, MOST_YEARS + 1)}
    wider = tuple(Wider(years, share) for years, share in found.items() if share is not None)
    return Plan(plan.first, weeks, (), _smallest(study, read, weeks), wider, reduction_of(study, read.target, weeks))


def _every(read: Read) -> Counts:
    columns = [read.panel.counts] if read.outside is None else [read.panel.counts, read.outside[:, None]]
    return np.column_stack(columns)


def gaps_in(read: Read) -> list[int]:
    """Rows in which a port or the comparison from outside has no count."""
    return [int(row) for row in np.flatnonzero(np.isnan(_every(read)).any(axis=1))]


def missing_in(read: Read, rows: list[int]) -> Iterator[tuple[date, Port | None]]:
    """What lacks in these rows: Monday and port; None: the comparison from outside."""
    for row in rows:
        for column, port in enumerate(read.panel.ports):
            if np.isnan(read.panel.counts[row, column]):
                yield read.panel.weeks[row], port
        if read.outside is not None and np.isnan(read.outside[row]):
            yield read.panel.weeks[row], None


def reduction_of(study: Study, target: Counts, weeks: int, *, after: int | None = None) -> float | None:
    """The incidents that the hoped share means, in the weeks after; None where nothing was counted.

    target   [weeks] at the port of the measure, the last of them the one before the announcement
    after    weeks after that are compared; None: those that the study says
    """
    before = float(target[len(target) - weeks :].sum()) if weeks else 0.0
    hoped = (study.hoped_percent or USUAL_HOPE) / 100
    after = (study.weeks_after or USUAL_AFTER) if after is None else after
    found = hoped * before * after / weeks if weeks else 0.0
    # Rounded, as it stands in the file; a missing week, which is not a number, gives none.
    return round(found, 1) if found >= LEAST else None


def _smallest(study: Study, read: Read, weeks: int) -> float | None:
    rows = len(read.target)
    reduction = reduction_of(study, read.target, weeks) if 0 < weeks <= rows else None
    if read.outside is None or reduction is None:
        return None
    others, outside = read.others[rows - weeks :], read.outside[rows - weeks :]
    if np.isnan(others).any() or np.isnan(outside).any():
        return None
    try:
        return minimum_detectable_share(
            others, outside, expected_reduction=reduction, weeks_after=study.weeks_after or USUAL_AFTER
        )
    except StudyRefused:
        return None


def drawings_of(study: Study, read: Read) -> list[tuple[str, WeeklyDrawing]]:
    """The weeks before, drawn: the port of the measure, the others together, outside; the window begins at the line."""
    frame = read.frame
    weeks = min(study.weeks_before or frame.usual_before, frame.weeks_before)
    begins = len(read.panel.weeks) - weeks
    lines: dict[str, Counts] = {"target": read.target, "others": read.others}
    if read.outside is not None:
        lines["outside"] = read.outside
    return [
        (
            name,
            draw_weeks(
                WeeklySeries(first=read.panel.weeks[0], recorded=line.tolist(), start=begins if begins > 0 else None)
            ),
        )
        for name, line in lines.items()
    ]
