"""The benchmark of a frozen round: every facility's level in every objective, and the bands that may be shown of them.

Levels are those of instrument B (pure/maturity.py); who is shown with whom is decided in pure/disclosure_groups.py. A
band is stored when the round is frozen, and replaced in a later one only when enough has changed (R8).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from port2port.pure.disclosure import FLOORS, Band, Rules
from port2port.pure.disclosure_groups import Community, shown

# Of an answer: not given, or the control does not apply.
UNANSWERED, NOT_APPLICABLE = 0, 255
type Levels = NDArray[np.uint8]


def levels(
    documented: Levels, implemented: Levels, *, keys: NDArray[np.bool_], objectives: NDArray[np.int64]
) -> Levels:
    """(units, objectives): the level of each, 0 where it is not rated.

    documented, implemented   (units, controls): 1-5, UNANSWERED or NOT_APPLICABLE
    keys                      (controls,): the controls on which an objective's level rests
    objectives                (controls,): the objective of each control, rising from 0
    """
    # Of two levels the lower; what does not apply is above all, what is not answered below all.
    lower = np.minimum(documented, implemented)
    lower[:, ~keys] = NOT_APPLICABLE
    starts = np.flatnonzero(np.r_[True, objectives[1:] != objectives[:-1]])
    found = np.minimum.reduceat(lower, starts, axis=1)
    return np.where(found == NOT_APPLICABLE, UNANSWERED, found).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Cell:
    """One group's band in one objective.

    band      what the round shows; None: too few to show
    kept      the newest band that was ever made
    made_of   (units,): the levels that it was made of, 0 for who was not in it; they never leave the server
    """

    band: Band | None = None
    kept: Band | None = None
    made_of: Levels = field(default_factory=lambda: np.zeros(0, dtype=np.uint8))


# (objective, grouping, group's name)
type Key = tuple[int, int, str]


def frozen(whole: Community, rated: Levels, before: Mapping[Key, Cell], rules: Rules) -> dict[Key, Cell]:
    """The cells of a round, given those of the round before it.

    rated    (units, objectives) as `levels` gives them; 0 for a unit that takes no part
    whole    units in the same order as in every round; new ones are added at the end
    """
    cells: dict[Key, Cell] = {}
    for objective in range(rated.shape[1]):
        column = rated[:, objective]
        for place, groups in enumerate(shown(whole, column > 0, rules)):
            for group, name in enumerate(whole.names[place]):
                if name:
                    inside = np.where(whole.groups[place] == group, column, 0).astype(np.uint8)
                    key = (objective, place, name)
                    cells[key] = _next(before.get(key, Cell()), inside, whole, rules, may_show=group in groups)
    # A group that nobody belongs to any more is remembered, for somebody may come back.
    return {key: Cell(None, cell.kept, cell.made_of) for key, cell in before.items() if key not in cells} | cells


def _next(before: Cell, inside: Levels, whole: Community, rules: Rules, *, may_show: bool) -> Cell:
    if not may_show:
        return Cell(None, before.kept, before.made_of)
    earlier = np.zeros(len(whole), dtype=np.uint8)
    earlier[: len(before.made_of)] = before.made_of
    changed = np.flatnonzero(earlier != inside)
    is_enough = len(changed) >= rules.changed and len(np.unique(whole.operators[changed])) >= rules.changed
    if before.kept is not None and not is_enough:
        return Cell(before.kept, before.kept, before.made_of)
    band = band_of(inside[inside > 0])
    return Cell(band, band, inside)


def band_of(found: Levels) -> Band:
    """As disclosure.band_of, of levels alone."""
    ordered, number = np.sort(found), len(found)
    lower, middle, upper = (int(ordered[-(-number * quarter // 4) - 1]) for quarter in (1, 2, 3))
    return Band(lower, middle, upper, next((floor for floor in FLOORS if number >= floor), FLOORS[-1]))
