"""A study as a file: weekly counts, when the measure began, and what it is compared with.

The format is docs/reference/study-panel.md. Every refusal says at which row and port.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NoReturn

import numpy as np

from port2port.pure.displacement.counts import EXTERNAL, StudyCounts
from port2port.pure.displacement.faults import Fault, StudyRefused
from port2port.pure.displacement.json_fields import (
    Fields,
    FileFault,
    PanelRefused,
    count,
    day,
    fields,
    flag,
    number,
    parsed,
    rows,
    text,
    whole,
)
from port2port.pure.displacement.study import Settings
from port2port.pure.inside import made_of
from port2port.pure.panels import Floats
from port2port.pure.weeks import WEEK

FORMAT = "port2port-study-panel-1.0"
MOST_BYTES = 20_000_000
# Two hundred years.
MOST_WEEKS = 10_400
SHORTEST_REASON = 40
SETTINGS = ("level", "block_weeks", "power", "alpha")
OPTIONAL = (
    "category", "external", "announced_on", "weeks_before", "weeks_after", "recording_changes", "opened",
    "still_categories", "expected_reduction", "settings",
)  # fmt: skip


class Outcome(StrEnum):
    """What is counted. Kilograms are none: they rose and fell against the number of seizures."""

    SEIZURES = "seizures"
    INTRUSIONS = "intrusions"
    DRONE_SIGHTINGS = "drone_sightings"
    CORRUPTION_APPROACHES = "corruption_approaches"
    TAMPERED_SEALS = "tampered_seals"

    @property
    def is_enforcement(self) -> bool:
        """Whether it exists only where somebody looks."""
        return self is Outcome.SEIZURES


class Outside(StrEnum):
    """Why a series is a comparison from outside."""

    PORT_OUTSIDE = "port_outside_the_substitution_set"
    CANNOT_MOVE = "category_that_cannot_move"
    HINTERLAND = "hinterland_series"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StudyPanel:
    """A study as it was written down.

    ports                target first           first_week   a Monday
    expected_reduction   incidents that the measure was hoped to remove in the weeks after; None: not said
    """

    measure: str
    outcome: Outcome
    category: str
    ports: tuple[str, ...]
    external: str | None
    first_week: date
    counts: StudyCounts
    settings: Settings
    expected_reduction: float | None

    def week(self, row: int) -> date:
        """The Monday of a row."""
        return self.first_week + row * WEEK


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """The rows of a file. ports [weeks, ports] in the file's order; still [categories, weeks]."""

    first: date
    ports: Floats
    external: Floats | None
    effort: Floats | None
    still: Floats | None


def read_panel(content: bytes) -> StudyPanel:
    """The study of a file. Raises PanelRefused with the row."""
    told = fields(
        parsed(content, most_bytes=MOST_BYTES),
        "",
        required=("format", "measure", "outcome", "ports", "target", "starts_on", "weeks"),
        optional=OPTIONAL,
    )
    if told["format"] != FORMAT:
        raise PanelRefused(FileFault.ANOTHER_FORMAT, "format")
    outcome, ports = _outcome(told), _ports(told)
    series, weight = _external(told, ports)
    categories = [text(one, "still_categories") for one in rows(told.get("still_categories", []), "still_categories")]
    table = _table(told, ports, has_external=series is not None, categories=categories)
    target = ports.index(text(told["target"], "target"))
    order = [target, *(port for port in range(len(ports)) if port != target)]
    named = tuple(ports[port] for port in order)
    return StudyPanel(
        measure=text(told["measure"], "measure"),
        outcome=outcome,
        category=text(told.get("category", ""), "category"),
        ports=named,
        external=series,
        first_week=table.first,
        counts=_counts(told, table, order, named, weight=weight, is_enforcement=outcome.is_enforcement),
        settings=_settings(told),
        expected_reduction=_amount(told, "expected_reduction"),
    )


def _counts(
    told: Fields, table: _Table, order: list[int], named: tuple[str, ...], *, weight: float, is_enforcement: bool
) -> StudyCounts:
    ports, announced = table.ports[:, order], None
    if "announced_on" in told:
        announced = _row_of(told["announced_on"], "announced_on", table.first)
    try:
        counts = StudyCounts(
            target=ports[:, 0],
            elsewhere=ports[:, 1:],
            external=table.external,
            external_weight=weight,
            start_week=_row_of(told["starts_on"], "starts_on", table.first),
            announced_week=announced,
            weeks_before=_weeks(told, "weeks_before"),
            weeks_after=_weeks(told, "weeks_after"),
            recording_changes=_recording_changes(told, table),
            effort=None if table.effort is None else table.effort[:, order],
            is_enforcement=is_enforcement,
            still=table.still,
            opened=_opened(told, named, table.first),
        )
        _check_outside(counts)
    except StudyRefused as refused:
        _point(refused, named, table)
    return counts


def _check_outside(counts: StudyCounts) -> None:
    """Raises StudyRefused where the series from outside is made of the counts of the ports."""
    if counts.external is None:
        return
    found = made_of(counts.columns[:, :-1], counts.external)
    if found is not None and found.port is None:
        raise StudyRefused(Fault.EXTERNAL_IS_A_SUM, column=EXTERNAL)
    if found is not None:
        raise StudyRefused(Fault.EXTERNAL_IS_A_MULTIPLE, column=found.port)


def _point(refused: StudyRefused, named: tuple[str, ...], table: _Table) -> NoReturn:
    """The refusal, with the row and the port by their names."""
    where = [] if refused.row is None else [_place(refused.row, table)]
    if refused.column is not None:
        where.append("external" if refused.column == EXTERNAL else named[refused.column])
    raise PanelRefused(refused.fault, ", ".join(part for part in where if part)) from None


def _place(row: int, table: _Table) -> str:
    """A row with its Monday; only the Monday where the file has no such row, nothing where the calendar ends before."""
    try:
        monday = table.first + row * WEEK
    except OverflowError:
        return ""
    return row_at(row, monday) if 0 <= row < len(table.ports) else f"the week of {monday}"


def _outcome(told: Fields) -> Outcome:
    given = text(told["outcome"], "outcome")
    if given in {"kilograms", "kg"}:
        raise PanelRefused(FileFault.KILOGRAMS, "outcome")
    try:
        return Outcome(given)
    except ValueError:
        raise PanelRefused(FileFault.UNKNOWN_OUTCOME, "outcome") from None


def _ports(told: Fields) -> list[str]:
    ports = [text(port, f"ports[{place}]") for place, port in enumerate(rows(told["ports"], "ports"))]
    if len(set(ports)) != len(ports):
        raise PanelRefused(FileFault.PORT_TWICE, "ports")
    if told["target"] not in ports:
        raise PanelRefused(FileFault.UNKNOWN_PORT, "target")
    return ports


def _external(told: Fields, ports: list[str]) -> tuple[str | None, float]:
    """The name of the series from outside and its substitution weight."""
    if told.get("external") is None:
        return None, 0.0
    said = fields(
        told["external"], "external", required=("series", "reason", "because"), optional=("substitution_weight",)
    )
    if text(said["reason"], "external.reason") not in set(Outside):
        raise PanelRefused(FileFault.UNKNOWN_REASON, "external.reason")
    if len(text(said["because"], "external.because").strip()) < SHORTEST_REASON:
        raise PanelRefused(FileFault.REASON_TOO_SHORT, "external.because")
    weight = number(said.get("substitution_weight", 0), "external.substitution_weight")
    if weight < 0:
        raise PanelRefused(Fault.BAD_SETTING, "external.substitution_weight", expected="a number from 0 on")
    series = text(said["series"], "external.series")
    if series.strip().casefold() in {port.strip().casefold() for port in ports}:
        raise PanelRefused(FileFault.EXTERNAL_NAMED_AS_PORT, "external.series")
    return series, weight


def _table(told: Fields, ports: list[str], *, has_external: bool, categories: list[str]) -> _Table:
    """The rows as arrays. Raises PanelRefused at the first row that is not the week after the one before."""
    weeks = rows(told["weeks"], "weeks")
    if not weeks:
        raise PanelRefused(FileFault.NO_WEEKS, "weeks")
    named = {"counts": ports}
    if isinstance(weeks[0], dict) and "effort" in weeks[0]:
        named["effort"] = [f"effort of {port}" for port in ports]
    if categories:
        named["still"] = categories
    days: list[date] = []
    columns: dict[str, list[list[float]]] = {name: [] for name in (*named, "external")}
    for row, given in enumerate(weeks):
        said = _row(given, f"weeks[{row}]", named, has_external=has_external)
        days.append(_week_after(days, day(said["week"], f"weeks[{row}].week"), row))
        where = row_at(row, days[-1])
        for name, names in named.items():
            columns[name].append(_amounts(said[name], where, name, names))
        if has_external:
            columns["external"].append([count(said["external"], f"{where}, external")])
    arrays = {name: np.array(column, dtype=float) for name, column in columns.items()}
    return _Table(
        days[0],
        arrays["counts"],
        arrays["external"][:, 0] if has_external else None,
        arrays.get("effort"),
        arrays["still"].T if categories else None,
    )


def _row(given: object, where: str, named: Collection[str], *, has_external: bool) -> Fields:
    """One row with all of its fields, and no other."""
    if not has_external and isinstance(given, dict) and "external" in given:
        raise PanelRefused(FileFault.MISSING_EXTERNAL, "external")
    return fields(given, where, required=("week", *named, *(("external",) if has_external else ())))


def row_at(row: int, monday: date) -> str:
    """A row as it is pointed at: counted from 0, with its Monday."""
    return f"row {row} ({monday})"


def _week_after(days: list[date], monday: date, row: int) -> date:
    """The Monday of a row, if it is the one after the row before."""
    if monday.weekday() != 0:
        raise PanelRefused(FileFault.NO_MONDAY, row_at(row, monday))
    if days and monday <= days[-1]:
        raise PanelRefused(FileFault.WEEK_TWICE, row_at(row, monday))
    if days and monday != days[-1] + WEEK:
        raise PanelRefused(Fault.MISSING_WEEK, row_at(row, days[-1] + WEEK))
    return monday


def _amounts(value: object, where: str, field: str, names: list[str]) -> list[float]:
    given = rows(value, f"{where}, {field}")
    if len(given) != len(names):
        raise PanelRefused(Fault.SHAPE_MISMATCH, f"{where}, {field}")
    return [count(one, f"{where}, {name}") for one, name in zip(given, names, strict=True)]


def _row_of(value: object, where: str, first: date) -> int:
    """The row of the week in which a day lies; it may lie outside."""
    return (day(value, where) - first).days // WEEK.days


def _recording_changes(told: Fields, table: _Table) -> tuple[int, ...]:
    """First weeks of another way of counting that was not recoded. One in mid-week leaves that week mixed."""
    changed: set[int] = set()
    for place, given in enumerate(rows(told.get("recording_changes", []), "recording_changes")):
        where = f"recording_changes[{place}]"
        said = fields(given, where, required=("on", "what"), optional=("recoded",))
        text(said["what"], f"{where}.what")
        if not flag(said.get("recoded", False), f"{where}.recoded"):
            since = (day(said["on"], f"{where}.on") - table.first).days
            changed |= {since // WEEK.days, -(-since // WEEK.days)}
    return tuple(sorted(week for week in changed if 0 <= week < len(table.ports)))


def _opened(told: Fields, named: tuple[str, ...], first: date) -> tuple[int, ...] | None:
    """The first whole week of each port."""
    if "opened" not in told:
        return None
    said = fields(told["opened"], "opened", required=(), optional=named)
    since = {port: (day(value, f"opened.{port}") - first).days for port, value in said.items()}
    return tuple(-(-since.get(port, 0) // WEEK.days) for port in named)


def _weeks(told: Fields, name: str) -> int | None:
    """The length of a window. Raises PanelRefused where no file could hold it: no row is to blame for that."""
    if name not in told:
        return None
    found = whole(told[name], name)
    if not 0 < found <= MOST_WEEKS:
        raise PanelRefused(Fault.WINDOW_OUTSIDE, name)
    return found


def _amount(told: Fields, name: str) -> float | None:
    if name not in told:
        return None
    found = number(told[name], name)
    if found <= 0:
        raise PanelRefused(Fault.BAD_SETTING, name, expected="a number above 0")
    return found


def _settings(told: Fields) -> Settings:
    said = fields(told.get("settings", {}), "settings", required=(), optional=SETTINGS)
    usual = Settings()
    level, power, alpha = (
        number(said.get(name, getattr(usual, name)), f"settings.{name}") for name in ("level", "power", "alpha")
    )
    block_weeks = whole(said.get("block_weeks", usual.block_weeks), "settings.block_weeks")
    settings = {"level": level, "block_weeks": block_weeks, "power": power, "alpha": alpha}
    for name, value in settings.items():
        _check_setting(name, value)
    return Settings(level=level, block_weeks=block_weeks, power=power, alpha=alpha)


def _check_setting(name: str, value: float) -> None:
    """Whether one setting can be used, whatever the others are. Raises PanelRefused with its name."""
    try:
        replace(Settings(), **{name: value})  # type: ignore[arg-type]
    except StudyRefused as refused:
        expected = "a whole number from 1 on" if name == "block_weeks" else "a number above 0 and below 1"
        raise PanelRefused(refused.fault, f"settings.{name}", expected=expected) from None
