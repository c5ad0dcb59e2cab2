"""Which groups of one whole may be shown side by side, so that none can be worked out from the others.

A grouping parts the same units in one way: all of them, by tier, by water, by cargo. Within a grouping what is withheld
must not be the difference of what is shown (R6, complement); between groupings no union of groups of the one may differ
from a union of groups of the other by a few units (R7, overlap). Groupings come in a fixed order; the later gives way.

Only numbers of units count here, never their levels, so that what is withheld says nothing of anybody's level.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from port2port.pure.disclosure import Rules, hides_one, is_mixed

# More groups than these, and the unions of a grouping can no longer all be looked at.
MOST_GROUPS = 10


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit that contributes: its operator, its port, and its group in each grouping; "" is none of them."""

    operator: str
    port: str
    groups: tuple[str, ...]


type Sizes = Counter[str]


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    number: int
    by_operator: Sizes
    ports: frozenset[str]

    def may_show(self, rules: Rules) -> bool:
        return bool(self.name) and is_mixed(self.by_operator.values(), ports=len(self.ports), rules=rules)


def shown(units: Iterable[Unit], *, groupings: int, rules: Rules) -> list[frozenset[str]]:
    """The names of the groups that may be shown, a set for each grouping in order.

    groupings   how many a unit's `groups` name. Raises ValueError for more than `MOST_GROUPS` groups in one.
    """
    found = list(units)
    kept: list[frozenset[str]] = []
    for place in range(groupings):
        groups = _groups(found, place)
        if len(groups) > MOST_GROUPS:
            raise ValueError(f"{len(groups)} groups are too many to look at all their unions")
        names = {name for name, group in groups.items() if group.may_show(rules)}
        while True:
            names = _without_complement(groups, names, rules)
            if not names or not any(_overlap(cells, rules) for cells in _crossed(found, place, names, kept)):
                break
            names = names - {_smallest(groups, names)}
        kept.append(frozenset(names))
    return kept


def _groups(units: Sequence[Unit], place: int) -> dict[str, _Group]:
    inside: dict[str, list[Unit]] = {}
    for unit in units:
        inside.setdefault(unit.groups[place], []).append(unit)
    return {name: _of(name, some) for name, some in inside.items()}


def _of(name: str, units: Sequence[Unit]) -> _Group:
    operators = Counter(unit.operator for unit in units)
    return _Group(name, len(units), operators, frozenset(unit.port for unit in units))


def _smallest(groups: Mapping[str, _Group], names: Iterable[str]) -> str:
    return min(names, key=lambda name: (groups[name].number, name))


def _without_complement(groups: Mapping[str, _Group], names: Iterable[str], rules: Rules) -> set[str]:
    """R6: what is withheld is nothing, or may itself be shown as one."""
    left = set(names)
    while left:
        withheld = [group for name, group in groups.items() if name not in left]
        if not withheld or _union(withheld).may_show(rules):
            break
        left.discard(_smallest(groups, left))
    return left


def _union(groups: Iterable[_Group]) -> _Group:
    number, operators, ports = 0, Counter[str](), frozenset[str]()
    for group in groups:
        number, operators, ports = number + group.number, operators + group.by_operator, ports | group.ports
    return _Group("together", number, operators, ports)


type Cells = dict[tuple[str, str], Counter[str]]


def _crossed(units: Sequence[Unit], place: int, names: set[str], kept: Sequence[frozenset[str]]) -> Iterator[Cells]:
    """The blocks of this grouping crossed with those of each earlier one; what is withheld is one block, ""."""
    for earlier, shown_there in enumerate(kept):
        cells: Cells = {}
        for unit in units:
            one, other = unit.groups[place], unit.groups[earlier]
            cell = one if one in names else "", other if other in shown_there else ""
            cells.setdefault(cell, Counter())[unit.operator] += 1
        yield cells


def _overlap(cells: Cells, rules: Rules) -> bool:
    """R7: whether some union of blocks here differs from one there by a few units that R1 does not hide."""
    here, there = sorted({one for one, _ in cells}), sorted({one for _, one in cells})
    # R1 only grows with each cell that is added: most differences are seen to pass by their numbers alone.
    hidden = {cell: sizes.total() - max(sizes.values()) for cell, sizes in cells.items()}
    for some, others in product(_unions(here), _unions(there)):
        apart = [cell for cell in cells if (cell[0] in some) != (cell[1] in others)]
        if not apart or sum(hidden[cell] for cell in apart) >= rules.others:
            continue
        together = Counter[str]()
        for cell in apart:
            together.update(cells[cell])
        if not hides_one(together.values(), rules):
            return True
    return False


def _unions(names: Sequence[str]) -> Iterator[frozenset[str]]:
    for bits in range(1 << len(names)):
        yield frozenset(name for number, name in enumerate(names) if bits >> number & 1)
