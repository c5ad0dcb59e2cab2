"""Who tries to read one facility's level off the benchmark, and how often it works.

In each of 1,000 random communities one operator attacks: it knows its own levels, who takes part and who belongs to
which group, sees every band of four rounds, and joins, leaves and moves its own facilities between them as it likes,
while sometimes only its victim moves besides. A level counts as recovered when no other world is found that gives the
attacker the same pages: the victim's level changed alone, for one round or for as long as it stood still, exchanged with
another's, or changed together with one other's. That may count too many as recovered, never too few. Beside it: the same pages as means of one decimal with
exact numbers, of groups of three and more.

Insider: all but one put their levels together; how often does the page say the last one's exactly?

    python bench/disclosure_attack.py            BENCH_COMMUNITIES=100 for a shorter run
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from random import Random

import numpy as np
from numpy.typing import NDArray

from port2port.pure.benchmark import Cell, band_of, frozen
from port2port.pure.disclosure import Rules
from port2port.pure.disclosure_groups import Community, Unit, community

COMMUNITIES = int(os.environ.get("BENCH_COMMUNITIES", "1000"))
ROUNDS, VICTIMS, MOST_PARTNERS = 4, 4, 12
RULES = Rules()
CARGO = ["container", "bulk", "tank", "roro", "general"]
# (rounds, units): the level of each in each round, 0 where it takes no part.
type World = NDArray[np.uint8]
type Pages = Callable[[Community, World], object]


@dataclass(frozen=True)
class Scene:
    """A community, what happened in it, and which operator attacks."""

    whole: Community
    units: list[Unit]
    world: World
    attacker: str

    def victims(self) -> list[int]:
        """Units of others."""
        return [number for number, unit in enumerate(self.units) if unit.operator != self.attacker]


def scene(seed: int) -> Scene:
    """A random community through some rounds, with an attacker that plays in between."""
    random = Random(seed)
    number, operators = random.randrange(9, 70), random.randrange(5, 24)
    units = []
    for _ in range(number):
        water = "sea" if random.random() < 0.8 else "inland"
        tier = "L" if water == "inland" else random.choice(["I", "I", "H"])
        owner = f"o{int(operators * random.random() ** 1.5)}"
        groups = ("all", tier, water, random.choices(CARGO, [5, 4, 3, 2, 1])[0])
        units.append(Unit(owner, f"p{random.randrange(8)}", groups))
    attacker = random.choice(units).operator
    mine = [place for place, unit in enumerate(units) if unit.operator == attacker]
    others = [place for place, unit in enumerate(units) if unit.operator != attacker]
    levels = [random.choices(range(6), [1, 2, 4, 6, 4, 2])[0] for _ in units]
    rounds = [levels]
    for _ in range(ROUNDS - 1):
        levels = list(levels)
        # The best that an attacker may hope for: all others stand still, but for one.
        is_quiet = random.random() < 0.6
        moving = random.sample(others, 1) if is_quiet else random.sample(others, max(1, len(others) // 4))
        for place in moving:
            levels[place] = random.randrange(6)
        for place in mine:
            if random.random() < 0.7:
                levels[place] = random.choice([0, 1, 5, random.randrange(6)])
        rounds.append(levels)
    return Scene(community(units, groupings=4), units, np.array(rounds, dtype=np.uint8), attacker)


def bands(whole: Community, world: World) -> object:
    """What our pages show, round by round."""
    cells: dict[tuple[int, int, str], Cell] = {}
    pages = []
    for levels in world:
        cells = frozen(whole, levels.reshape(-1, 1), cells, RULES)
        pages.append({key: cell.band for key, cell in cells.items()})
    return pages


def means(whole: Community, world: World) -> object:
    """What pages of averages show: number and mean with one decimal of each group of three or more."""
    pages = []
    for levels in world:
        shown = {}
        for place, names in enumerate(whole.names):
            for group in range(1, len(names)):
                inside = levels[(whole.groups[place] == group) & (levels > 0)]
                if len(inside) >= 3:
                    shown[place, group] = (len(inside), round(float(inside.mean()), 1))
        pages.append(shown)
    return pages


def is_recovered(one: Scene, victim: int, at: int, pages: Pages) -> bool:
    """Whether no other world was found that shows the attacker the same pages."""
    seen, level = pages(one.whole, one.world), one.world[at, victim]
    others = (world for world in _other_worlds(one, victim, at) if world[at, victim] not in (0, level))
    return all(pages(one.whole, world) != seen for world in others)


def _other_worlds(one: Scene, victim: int, at: int) -> Iterator[World]:
    level = one.world[at, victim]
    still = at + 1
    while still < len(one.world) and one.world[still, victim] == level:
        still += 1
    others = [unit for unit in one.victims() if unit != victim]
    # Those that lie in most of the victim's groups first: they make up for it soonest.
    others.sort(key=lambda unit: -int((one.whole.groups[:, unit] == one.whole.groups[:, victim]).sum()))
    for end in {at + 1, still}:
        for mine in range(1, 6):
            yield _changed(one.world, victim, slice(at, end), mine)
    for start, end in {(0, len(one.world)), (at, at + 1), (at, still), (at, len(one.world))}:
        yield from (_exchanged(one.world, victim, partner, slice(start, end)) for partner in others)
    for partner, mine, theirs in product(others[:MOST_PARTNERS], range(1, 6), range(1, 6)):
        for end in {at + 1, still}:
            yield _changed(_changed(one.world, victim, slice(at, end), mine), partner, slice(at, end), theirs)


def _changed(world: World, unit: int, rounds: slice, level: int) -> World:
    other = world.copy()
    other[rounds, unit] = np.where(other[rounds, unit] > 0, level, 0)
    return other


def _exchanged(world: World, one: int, partner: int, rounds: slice) -> World:
    other = world.copy()
    other[rounds, [one, partner]] = other[rounds, [partner, one]]
    return other


def attacked(seeds: range, pages: Pages) -> tuple[int, int]:
    """(recovered, tried)."""
    recovered = tried = 0
    for seed in seeds:
        one, random = scene(seed), Random(seed)
        rated = [(unit, at) for unit in one.victims() for at in range(ROUNDS) if one.world[at, unit]]
        for victim, at in random.sample(rated, min(VICTIMS, len(rated))):
            tried += 1
            recovered += is_recovered(one, victim, at, pages)
    return recovered, tried


def insider(number: int, *, times: int = 3000) -> tuple[float, float]:
    """How often all but one together read the last one's level: of our band, of a mean with one decimal."""
    random = np.random.default_rng(number)
    ours = naive = 0
    for _ in range(times):
        levels = random.choice(5, number, p=[0.1, 0.2, 0.35, 0.25, 0.1]).astype(np.uint8) + np.uint8(1)
        worlds = [np.append(levels[1:], np.uint8(other)) for other in range(1, 6)]
        ours += sum(band_of(world) == band_of(levels) for world in worlds) == 1
        naive += sum(round(float(world.mean()), 1) == round(float(levels.mean()), 1) for world in worlds) == 1
    return ours / times, naive / times


def main() -> None:
    """Print what is recovered of our pages, and beside it what averages give away."""
    seeds = range(COMMUNITIES)
    shown = sum(band is not None for seed in seeds for page in _pages(seed) for band in page.values())
    ours, tried = attacked(seeds, bands)
    naive, _ = attacked(seeds, means)
    print(
        f"{COMMUNITIES:,} communities, {ROUNDS} rounds, {shown:,} bands shown; {tried:,} levels attacked by one operator"
    )
    print(f"{'':34}{'bands':>9}{'averages':>10}{'target':>9}")
    print(f"{'recovered by one operator':34}{ours:9,}{naive:10,}{0:9}")
    for number, limit in ((9, 20), (30, 2)):
        pinned, by_mean = insider(number)
        print(f"{f'pinned by all but one, of {number}, %':34}{100 * pinned:9.1f}{100 * by_mean:10.1f}{limit:9}")


def _pages(seed: int) -> list[dict[object, object]]:
    one = scene(seed)
    pages: list[dict[object, object]] = bands(one.whole, one.world)  # type: ignore[assignment]
    return pages


if __name__ == "__main__":
    main()
