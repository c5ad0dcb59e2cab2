"""The counts that a run reads, as a file of docs/reference/study-panel.md: whoever has it can make the study again."""

from datetime import date

import numpy as np

from port2port.pure.canonical import Json, canonical_json
from port2port.pure.displacement.panel_file import FORMAT
from port2port.pure.weeks import WEEK, weeks_between
from port2port.studies.models import Study
from port2port.studies.planning import reduction_of
from port2port.studies.reading import Read
from port2port.studies.runs import changes_kept

# The reasons of the room of counts under the names of the file.
REASONS = {
    "outside_substitution": "port_outside_the_substitution_set",
    "cannot_move": "category_that_cannot_move",
    "hinterland": "hinterland_series",
}


def panel_of(study: Study, read: Read) -> dict[str, Json]:
    """The file as values; counts that are missing stay null and are refused when it is read."""
    registered, names = study.definition, names_of(read)
    start = read.frame.start
    last = read.panel.weeks[-1]
    after = min(int(registered["weeks_after"]), weeks_between(start, last) + 1)
    rows_before = weeks_between(read.panel.weeks[0], read.frame.quiet)
    told: dict[str, Json] = {
        "format": FORMAT,
        "measure": study.intervention.title,
        "outcome": study.outcome,
        "category": study.category,
        "ports": list(names),
        "target": names[0],
        "starts_on": registered["measure"]["starts_on"],
        "announced_on": registered["measure"]["announced_on"],
        "weeks_before": registered["weeks_before"],
        "weeks_after": after,
        "recording_changes": changes_kept(list(study.results.all()), _changes(read)),
        "weeks": _rows(read),
    }
    if study.comparison is not None and read.outside is not None:
        told["external"] = {
            "series": study.comparison.title,
            "reason": REASONS[study.comparison.reason],
            "because": study.comparison.why,
        }
    # Of the weeks that were counted: what an interim run could see is less than what was registered.
    reduction = reduction_of(study, read.target[:rows_before], int(registered["weeks_before"]), after=after)
    if reduction is not None:
        told["expected_reduction"] = reduction
    return told


def content_of(told: dict[str, Json]) -> bytes:
    """The bytes of the file; its SHA-256 names the counts that were read."""
    return canonical_json(told)


def names_of(read: Read) -> tuple[str, ...]:
    """The ports by name, those of one name with their code, target first."""
    names = [port.name for port in read.panel.ports]
    return tuple(
        f"{port.name} ({port.locode or port.slug})" if names.count(port.name) > 1 else port.name
        for port in read.panel.ports
    )


def _changes(read: Read) -> list[Json]:
    """Changes of recording inside the weeks."""
    first, end = read.panel.weeks[0], read.panel.weeks[-1] + WEEK
    inside = sorted((one for one in read.panel.changes if first <= one.on < end), key=lambda one: (one.on, one.what))
    return [{"on": _day(one.on), "what": one.what, "recoded": one.both_sides_recoded} for one in inside]


def _rows(read: Read) -> list[Json]:
    rows: list[Json] = []
    for row, week in enumerate(read.panel.weeks):
        said: dict[str, Json] = {"week": _day(week), "counts": [_count(one) for one in read.panel.counts[row]]}
        if read.outside is not None:
            said["external"] = _count(read.outside[row])
        rows.append(said)
    return rows


def _count(value: float) -> Json:
    return None if np.isnan(value) else int(value)


def _day(day: date) -> str:
    return day.isoformat()
