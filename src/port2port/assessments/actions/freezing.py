"""Bands of a round, made once with its freeze: what may be shown of everybody's level, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
from django.utils import timezone

from port2port.assessments.models import Answer, Assessment, Cell, Conformity, Contribution, Grouping, Kind, Round
from port2port.assessments.pinned import Sheet, sheet_of
from port2port.members.models import Facility, Port
from port2port.members.operators import operators
from port2port.norms.models import FacilityTier
from port2port.pure import benchmark
from port2port.pure.benchmark import NOT_APPLICABLE, UNANSWERED, Key, Levels
from port2port.pure.disclosure import Band, Rules
from port2port.pure.disclosure_groups import Unit, community

RULES = Rules()
GROUPINGS = tuple(Grouping)
ALL = "all"


@dataclass(frozen=True, slots=True)
class _Past:
    """The bands of the round before, and whose levels each was made of."""

    cells: Mapping[tuple[str, str, str], Cell] = field(default_factory=dict)
    contributions: tuple[Contribution, ...] = ()


def make_bands(round_: Round, *, now: datetime) -> int:
    """The cells of a frozen round; how many are shown.

    Bands are made of self-assessments, at most once a quarter; a round that comes sooner gets none.
    """
    if round_.kind != Kind.SELF or _was_made_in(_quarter(timezone.localdate(now)), round_):
        return 0
    here = _contributions(round_)
    Contribution.objects.bulk_create(here)
    past = _past(round_)
    rows = list(_cells(round_, here, past))
    Cell.objects.bulk_create(rows)
    return sum(row.is_shown for row in rows)


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def _was_made_in(quarter: tuple[int, int], round_: Round) -> bool:
    made = Round.objects.filter(pk__in=Cell.objects.values("round_id"), catalogue__key=round_.catalogue.key)
    return any(_quarter(timezone.localdate(at)) == quarter for at in made.values_list("frozen_at", flat=True) if at)


def _contributions(round_: Round) -> list[Contribution]:
    """Of each facility that was agreed, is active, and whose baseline its port has confirmed."""
    taken = Assessment.objects.filter(round=round_, state=Assessment.State.FROZEN, facility__is_active=True)
    rows = list(taken.select_related("facility__port").order_by("facility_id"))
    held = {one.facility_id: one for one in FacilityTier.objects.current().filter(confirmed_at__isnull=False)}
    rows = [one for one in rows if one.facility_id in held]
    if not rows:
        return []
    sheet, tops = sheet_of(round_, "en"), operators()
    rated = _levels(rows, sheet)
    found = []
    for unit, one in enumerate(rows):
        tier = held[one.facility_id]
        for place, (objective, _title) in enumerate(sheet.objectives):
            if rated[unit, place]:
                found.append(
                    Contribution(
                        round=round_,
                        facility=one.facility,
                        organisation_id=one.organisation_id,
                        operator_id=tops[one.organisation_id],
                        port=one.facility.port,
                        tier=tier.tier,
                        water=_water(one.facility),
                        cargo=tier.cargo,
                        objective=objective,
                        level=int(rated[unit, place]),
                    )
                )
    return found


def _water(facility: Facility) -> str:
    return "inland" if facility.port.geography == Port.Geography.INLAND else "sea"


def _levels(rows: list[Assessment], sheet: Sheet) -> Levels:
    """(units, objectives): the level of each, 0 where it is not rated."""
    places = {one.pk: number for number, one in enumerate(rows)}
    columns = {one.id: number for number, one in enumerate(sheet.controls)}
    documented = np.full((len(rows), len(columns)), UNANSWERED, dtype=np.uint8)
    implemented = documented.copy()
    answers = Answer.objects.filter(assessment__in=places).newest()
    for assessment, control, conformity, doc, impl in answers.values_list(
        "assessment_id", "control", "conformity", "doc", "impl"
    ):
        if control in columns:
            left_out = NOT_APPLICABLE if conformity == Conformity.NOT_APPLICABLE else UNANSWERED
            documented[places[assessment], columns[control]] = doc or left_out
            implemented[places[assessment], columns[control]] = impl or left_out
    order = [name for name, _title in sheet.objectives]
    return benchmark.levels(
        documented,
        implemented,
        keys=np.array([one.is_key for one in sheet.controls]),
        objectives=np.array([order.index(one.objective) for one in sheet.controls], dtype=np.int64),
    )


def _past(round_: Round) -> _Past:
    made = Round.objects.filter(pk__in=Cell.objects.values("round_id"), catalogue__key=round_.catalogue.key)
    last = made.order_by("-frozen_at", "-pk").first()
    if last is None:
        return _Past()
    cells = {(one.objective, one.grouping, one.part): one for one in Cell.objects.filter(round=last)}
    sources = {one.made_of_id for one in cells.values() if one.made_of_id}
    return _Past(cells, tuple(Contribution.objects.filter(round__in=sources)))


def _cells(round_: Round, here: list[Contribution], past: _Past) -> Iterable[Cell]:
    """The rows of this round, from the arithmetic on whole arrays."""
    objectives = sorted({one.objective for one in (*here, *past.contributions)} | {key[0] for key in past.cells})
    latest = {one.facility_id: one for one in (*past.contributions, *here)}
    units = {facility: number for number, facility in enumerate(latest)}
    whole = community(
        [Unit(f"{one.operator_id}", f"{one.port_id}", _groups(one)) for one in latest.values()],
        groupings=len(GROUPINGS),
    )
    rated = np.zeros((len(units), len(objectives)), dtype=np.uint8)
    for one in here:
        rated[units[one.facility_id], objectives.index(one.objective)] = one.level
    before = _before(past, objectives, units)
    found = benchmark.frozen(whole, rated, before, RULES) if units else {}
    for (objective, place, group), cell in found.items():
        key = (objectives[objective], GROUPINGS[place], group)
        old, earlier = past.cells.get(key), before.get((objective, place, group))
        is_new = earlier is None or cell.made_of is not earlier.made_of
        yield _row(round_, key, cell, round_.pk if is_new else old.made_of_id if old is not None else None)


def _row(round_: Round, key: tuple[str, Grouping, str], cell: benchmark.Cell, made_of: int | None) -> Cell:
    band = cell.kept
    return Cell(
        round=round_,
        objective=key[0],
        grouping=key[1],
        part=key[2],
        is_shown=cell.band is not None,
        lower=band.lower if band else None,
        middle=band.middle if band else None,
        upper=band.upper if band else None,
        floor=band.floor if band else None,
        made_of_id=made_of if band else None,
    )


def _groups(one: Contribution) -> tuple[str, ...]:
    return (ALL, one.tier, one.water, one.cargo)


def _before(past: _Past, objectives: list[str], units: Mapping[int, int]) -> dict[Key, benchmark.Cell]:
    made_of: dict[tuple[int, str, int, str], Levels] = {}
    for one in past.contributions:
        for place, group in enumerate(_groups(one)):
            key = (one.round_id, one.objective, place, group)
            levels = made_of.setdefault(key, np.zeros(len(units), dtype=np.uint8))
            levels[units[one.facility_id]] = one.level
    found = {}
    for (objective, grouping, group), row in past.cells.items():
        place = GROUPINGS.index(Grouping(grouping))
        nobody = np.zeros(len(units), dtype=np.uint8)
        levels = made_of.get((row.made_of_id or 0, objective, place, group), nobody)
        found[objectives.index(objective), place, group] = benchmark.Cell(
            _band(row) if row.is_shown else None, _band(row), levels
        )
    return found


def _band(row: Cell) -> Band | None:
    if row.lower is None or row.middle is None or row.upper is None or row.floor is None:
        return None
    return Band(row.lower, row.middle, row.upper, row.floor)
