"""Complement and overlap, by the worked examples of the plan and by random tables."""

from collections import Counter
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure import disclosure_groups
from port2port.pure.disclosure import Rules, hides_one
from port2port.pure.disclosure_groups import MOST_GROUPS, Unit, community

RULES = Rules()


def shown(sites: list[Unit], *, groupings: int) -> list[frozenset[str]]:
    """By name, of all that there are."""
    whole = community(sites, groupings=groupings)
    kept = disclosure_groups.shown(whole, np.ones(len(sites), dtype=bool), RULES)
    return [frozenset(names[group] for group in groups) for names, groups in zip(whole.names, kept, strict=True)]


def subsets(names: list[str]) -> list[list[str]]:
    return [[name for number, name in enumerate(names) if bits >> number & 1] for bits in range(1 << len(names))]


def units(*sizes: tuple[tuple[str, ...], int], operators: int = 0, ports: int = 4) -> list[Unit]:
    """So many units of each combination of groups, each of its own operator unless there are fewer."""
    groups = [group for group, size in sizes for _ in range(size)]
    return [Unit(f"o{number % (operators or len(groups))}", f"p{number % ports}", g) for number, g in enumerate(groups)]


def test_the_complement_of_what_is_shown_may_be_shown_too() -> None:
    cargo = units((("", "container"), 14), (("", "bulk"), 12), (("", "tank"), 9), (("", "roro"), 5))
    assert shown(cargo, groupings=2)[1] == {"container", "bulk"}


def test_of_two_groups_neither_stands_when_one_does_not() -> None:
    water = units((("all", "sea"), 27), (("all", "inland"), 3))
    assert shown(water, groupings=2) == [{"all"}, frozenset()]


def test_two_groupings_that_differ_by_one_unit_are_not_both_shown() -> None:
    sites = units((("all", "L", "inland"), 10), (("all", "I", "inland"), 1), (("all", "I", "sea"), 30))
    assert shown(sites, groupings=3) == [{"all"}, {"L", "I"}, frozenset()]


def test_groupings_that_say_the_same_are_both_shown() -> None:
    sites = units((("all", "L", "inland"), 20), (("all", "I", "sea"), 30))
    assert shown(sites, groupings=3) == [{"all"}, {"L", "I"}, {"inland", "sea"}]


def test_what_belongs_to_no_group_is_never_shown_and_counts_as_withheld() -> None:
    sites = units((("all", "L"), 20), (("all", ""), 3))
    assert shown(sites, groupings=2) == [{"all"}, frozenset()]


def test_nobody_contributes_nothing_is_shown() -> None:
    assert shown([], groupings=4) == [frozenset()] * 4


def test_more_groups_than_can_be_looked_at_are_refused() -> None:
    many = units(*[((f"g{number}",), 12) for number in range(MOST_GROUPS + 1)])
    with pytest.raises(ValueError, match="too many"):
        shown(many, groupings=1)


def blocks_of(sites: list[Unit], kept: list[frozenset[str]]) -> list[list[set[int]]]:
    """For each grouping every union of its blocks, as sets of units: written once more, without the shortcuts."""
    found = []
    for place, names in enumerate(kept):
        by_name: dict[str, set[int]] = {}
        for number, site in enumerate(sites):
            name = site.groups[place] if site.groups[place] in names else ""
            by_name.setdefault(name, set()).add(number)
        found.append([set().union(*(by_name[name] for name in some)) for some in subsets(sorted(by_name))])
    return found


def random_table(seed: int) -> list[Unit]:
    random = Random(seed)
    number = random.randrange(8, 90)
    operators, ports = random.randrange(4, 30), random.randrange(2, 9)
    cargo = ["container", "bulk", "tank", "roro", "general", ""]
    weights = [random.random() ** 2 for _ in cargo]
    found = []
    for _ in range(number):
        water = "sea" if random.random() < 0.8 else "inland"
        tier = "L" if water == "inland" and random.random() < 0.9 else random.choice(["I", "I", "H"])
        owner = f"o{int(operators * random.random() ** 2)}"
        kind = random.choices(cargo, weights)[0]
        found.append(Unit(owner, f"p{random.randrange(ports)}", ("all", tier, water, kind)))
    return found


@pytest.mark.parametrize("part", range(8))
def test_no_union_or_difference_of_what_is_shown_singles_anyone_out(part: int) -> None:
    published = 0
    for seed in range(part * 100, part * 100 + 100):
        sites = random_table(seed)
        kept = shown(sites, groupings=4)
        published += sum(map(len, kept))
        unions = blocks_of(sites, kept)
        for one, other in product(range(4), repeat=2):
            # Before the root is shown nothing is known of the whole; afterwards the empty union is a block as well.
            for left, right in product(unions[one], unions[other]):
                apart = left ^ right
                if apart and kept[one] and kept[other] and one != other:
                    assert hides_one(Counter(sites[number].operator for number in apart).values(), RULES)
        for place in range(4):
            for name in kept[place]:
                inside = Counter(site.operator for site in sites if site.groups[place] == name)
                assert sum(inside.values()) - max(inside.values()) >= RULES.others
    # A rule that shows nothing would pass as well.
    assert published > 150


@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from("ab"), st.sampled_from("xyz")), max_size=60))
def test_what_is_shown_hangs_on_who_contributes_and_in_no_order(said: list[tuple[int, str, str]]) -> None:
    sites = [Unit(f"o{owner}", f"p{number % 4}", ("all", one, two)) for number, (owner, one, two) in enumerate(said)]
    assert shown(sites, groupings=3) == shown(sites[::-1], groupings=3)
