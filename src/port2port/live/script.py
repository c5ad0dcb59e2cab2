"""The injects and the observer's sheet of a scenario of the library, as an event takes them."""

from collections.abc import Mapping
from dataclasses import dataclass

from port2port.drills.library import Scenario, said, scenario
from port2port.drills.models import Event, Objective
from port2port.live.rules import InjectFields


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One line of the observer's sheet in the reader's language."""

    code: str
    text: str


def injects_of(event: Event) -> list[InjectFields]:
    """What the event's scenario puts in, by time; nothing for an event without one."""
    found = scenario(event.scenario)
    if found is None:
        return []
    objectives = _objectives(event, found)
    return [
        InjectFields(
            code=one.code,
            offset_s=one.offset_s,
            to_role=one.to_role,
            channel=one.channel,
            texts=one.text,
            expected=one.expected,
            language=event.language,
            objectives=tuple(objectives[code] for code in one.objectives if code in objectives),
        )
        for one in found.injects
    ]


def sheet_of(event: Event, *, language: str = "") -> Mapping[int, list[SheetItem]]:
    """What to look for at each objective, by the objective's id."""
    found = scenario(event.scenario)
    if found is None:
        return {}
    objectives = _objectives(event, found)
    sheet: dict[int, list[SheetItem]] = {}
    for line in found.observe:
        if line.objective in objectives:
            item = SheetItem(line.code, said(line.text, language))
            sheet.setdefault(objectives[line.objective].pk, []).append(item)
    return sheet


def _objectives(event: Event, found: Scenario) -> dict[str, Objective]:
    """The event's objectives by the scenario's codes: as long as their places and controls are still the same."""
    codes = dict(enumerate(found.objectives, 1))
    rows = {row.number: row for row in event.objectives.all()}
    return {
        one.code: rows[number]
        for number, one in codes.items()
        if number in rows and rows[number].control in {one.control, ""}
    }
