"""Which groups of one whole may be shown side by side, so that none can be worked out from the others.

A grouping parts the same units in one way: all of them, by tier, by water, by cargo. Within a grouping what is withheld
must not be the difference of what is shown (R6, complement); between groupings no union of groups of the one may differ
from a union of groups of the other by a few units (R7, overlap). Groupings come in a fixed order; the later gives way.

Only numbers of units count here, never their levels, so that what is withheld says nothing of anybody's level.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from port2port.pure.disclosure import Rules, hides_one, is_mixed

# More groups than these, and the unions of a grouping can no longer all be looked at.
MOST_GROUPS = 10
type Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit that may contribute: its operator, its port, and its group in each grouping; "" is none of them."""

    operator: str
    port: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Community:
    """All units in a fixed order, as numbers.

    operators, ports   int64, a number a unit
    groups             int64, (groupings, units): which of `names[grouping]` the unit belongs to; 0 is "", none
    """

    operators: Numbers
    ports: Numbers
    groups: NDArray[np.int64]
    names: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.operators)


def community(units: Sequence[Unit], *, groupings: int) -> Community:
    """The units as numbers. Raises ValueError for more than `MOST_GROUPS` groups in one grouping."""
    names = tuple(tuple(sorted({unit.groups[place] for unit in units} | {""})) for place in range(groupings))
    for found in names:
        if len(found) > MOST_GROUPS:
            raise ValueError(f"{len(found) - 1} groups are too many to look at all their unions")
    numbers = [[names[place].index(unit.groups[place]) for unit in units] for place in range(groupings)]
    return Community(
        operators=_numbered([unit.operator for unit in units]),
        ports=_numbered([unit.port for unit in units]),
        groups=np.array(numbers, dtype=np.int64).reshape(groupings, len(units)),
        names=names,
    )


def _numbered(words: Sequence[str]) -> Numbers:
    order = {word: number for number, word in enumerate(sorted(set(words)))}
    return np.array([order[word] for word in words], dtype=np.int64)


def shown(whole: Community, contributes: NDArray[np.bool_], rules: Rules) -> list[frozenset[int]]:
    """The groups that may be shown, as places in `whole.names`, a set for each grouping in order.

    contributes   (units,): who has something to show
    """
    here = np.flatnonzero(contributes)
    operators, groups = whole.operators[here], whole.groups[:, here]
    kept: list[frozenset[int]] = []
    for place, names in enumerate(whole.names):
        grouping = _Grouping(groups[place], operators, whole.ports[here], len(names), rules)
        chosen = {group for group in range(1, len(names)) if grouping.may_show([group])}
        while True:
            chosen = grouping.without_complement(chosen)
            crossed = (_crossed(groups[place], groups[other], chosen, kept[other]) for other in range(place))
            if not chosen or not any(_overlap(*pair, operators, rules) for pair in crossed):
                break
            chosen = chosen - {grouping.smallest(chosen)}
        kept.append(frozenset(chosen))
    return kept


class _Grouping:
    """The groups of one grouping by their numbers."""

    def __init__(self, groups: Numbers, operators: Numbers, ports: Numbers, number: int, rules: Rules) -> None:
        self.sizes = _table(groups, operators, number)
        self.ports = _table(groups, ports, number) > 0
        self.rules = rules

    def may_show(self, some: Iterable[int]) -> bool:
        """R1 to R5 of these groups as one."""
        rows = list(some)
        sizes = self.sizes[rows].sum(axis=0)
        ports = int(self.ports[rows].any(axis=0).sum())
        return is_mixed(sizes[sizes > 0].tolist(), ports=ports, rules=self.rules)

    def smallest(self, some: Iterable[int]) -> int:
        """The one with the fewest units; of equals the first by name."""
        return min(some, key=lambda group: (int(self.sizes[group].sum()), group))

    def without_complement(self, chosen: Iterable[int]) -> set[int]:
        """R6: what is withheld is nothing, or may itself be shown as one."""
        left = set(chosen)
        while left:
            withheld = [group for group in range(len(self.sizes)) if group not in left and self.sizes[group].any()]
            if not withheld or self.may_show(withheld):
                break
            left.discard(self.smallest(left))
        return left


def _table(rows: Numbers, columns: Numbers, number: int) -> NDArray[np.int64]:
    """How many units lie in each row and column."""
    width = int(columns.max(initial=0)) + 1
    return np.bincount(rows * width + columns, minlength=number * width).reshape(number, width)


def _crossed(
    here: Numbers, there: Numbers, shown_here: Iterable[int], shown_there: Iterable[int]
) -> tuple[Numbers, Numbers]:
    """Each unit's block on either side; all that is withheld is block 0."""
    return (
        np.where(np.isin(here, list(shown_here)), here, 0),
        np.where(np.isin(there, list(shown_there)), there, 0),
    )


def _overlap(here: Numbers, there: Numbers, operators: Numbers, rules: Rules) -> bool:
    """R7: whether some union of blocks here differs from one there by a few units that R1 does not hide."""
    cells, place = np.unique(here * (MOST_GROUPS + 1) + there, return_inverse=True)
    sizes = _table(place, operators, len(cells))
    ours, theirs = cells // (MOST_GROUPS + 1), cells % (MOST_GROUPS + 1)
    # R1 only grows with each cell that is added: most differences are seen to pass by their numbers alone.
    hidden = sizes.sum(axis=1) - sizes.max(axis=1)
    apart = _unions(ours)[:, np.newaxis, :] ^ _unions(theirs)[np.newaxis, :, :]
    doubtful = apart[apart.any(axis=2) & (apart @ hidden < rules.others)]
    together = (some[some > 0].tolist() for some in doubtful.astype(np.int64) @ sizes)
    return any(not hides_one(some, rules) for some in together)


def _unions(blocks: Numbers) -> NDArray[np.bool_]:
    """(unions, cells): for every union of the blocks, which cells lie in it."""
    names, place = np.unique(blocks, return_inverse=True)
    bits = np.arange(1 << len(names))[:, np.newaxis] >> np.arange(len(names)) & 1
    return bits.astype(bool)[:, place]
