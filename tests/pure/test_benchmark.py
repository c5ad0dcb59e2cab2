"""The benchmark by the worked examples of the plan, and held against the plain rules on random answers."""

from random import Random

import numpy as np
import pytest

from port2port.pure import disclosure
from port2port.pure.benchmark import NOT_APPLICABLE, Cell, band_of, frozen, levels
from port2port.pure.disclosure import Band, Contribution, Rules, Shown, next_round
from port2port.pure.disclosure_groups import Community, Unit, community
from port2port.pure.maturity import Rated, objective

RULES = Rules()
NINE = [1, 2, 2, 3, 3, 3, 4, 4, 5]


def alone(number: int, owner: dict[int, str] | None = None) -> Community:
    names = owner or {}
    units = [Unit(names.get(place, f"o{place}"), f"p{place % 3}", ("all",)) for place in range(number)]
    return community(units, groupings=1)


def rounds(whole: Community, *said: list[int]) -> list[Band | None]:
    cells: dict[tuple[int, int, str], Cell] = {}
    found = []
    for one in said:
        cells = frozen(whole, np.array(one, dtype=np.uint8).reshape(-1, 1), cells, RULES)
        found.append(cells[0, 0, "all"].band)
    return found


def test_a_band_waits_until_three_of_three_operators_differ() -> None:
    two_dropped = [1, 2, 2, 1, 1, 3, 4, 4, 5]
    a_third = [1, 2, 2, 1, 1, 1, 4, 4, 5]
    assert rounds(alone(9), NINE, two_dropped, a_third) == [Band(2, 3, 4, 10), Band(2, 3, 4, 10), Band(1, 2, 4, 10)]


def test_one_operator_moves_nothing_by_itself() -> None:
    whole = alone(11, owner={0: "A", 1: "A", 2: "A"})
    before = [1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5]
    found = rounds(whole, before, [5, 5, 5, *before[3:]])
    assert found[0] == found[1] == band_of(np.array(before, dtype=np.uint8))


def test_who_takes_no_part_is_in_no_band_and_may_come_back() -> None:
    eight = [*NINE[:8], 0]
    assert rounds(alone(9), eight, NINE, eight, NINE) == [None, Band(2, 3, 4, 10), None, Band(2, 3, 4, 10)]


def test_a_facility_that_is_new_stands_at_the_end() -> None:
    first = frozen(alone(9), np.array(NINE, dtype=np.uint8).reshape(-1, 1), {}, RULES)
    more = np.array([*NINE, 1, 1, 1], dtype=np.uint8).reshape(-1, 1)
    assert frozen(alone(12), more, first, RULES)[0, 0, "all"].band == Band(1, 2, 3, 10)


def test_a_group_that_emptied_is_remembered() -> None:
    def sites(tier: str) -> Community:
        return community([Unit(f"o{n}", f"p{n % 3}", ("all", tier)) for n in range(9)], groupings=2)

    said = np.array(NINE, dtype=np.uint8).reshape(-1, 1)
    first = frozen(sites("L"), said, {}, RULES)
    second = frozen(sites("I"), said, first, RULES)
    assert (second[0, 1, "L"].band, second[0, 1, "L"].kept) == (None, Band(2, 3, 4, 10))
    assert second[0, 1, "I"].band == Band(2, 3, 4, 10)


@pytest.mark.parametrize("seed", range(40))
def test_levels_are_those_of_the_plain_instrument(seed: int) -> None:
    random = Random(seed)
    keys = np.array([random.random() < 0.6 for _ in range(9)])
    of = np.array([0, 0, 0, 1, 1, 2, 2, 2, 2])

    def answer() -> int:
        return random.choice([0, NOT_APPLICABLE, 1, 2, 3, 4, 5, 3, 4])

    said = [[answer() for _ in range(9)] for _ in range(5)]
    # A control applies or does not, on both sides.
    done = [[NOT_APPLICABLE if one == NOT_APPLICABLE else random.randrange(6) for one in row] for row in said]
    found = levels(np.array(said, dtype=np.uint8), np.array(done, dtype=np.uint8), keys=keys, objectives=of)

    for unit in range(5):
        for place in range(3):
            answers = [
                Rated(d or None, i or None, is_key=bool(keys[n]), is_applicable=d != NOT_APPLICABLE)
                for n, (d, i) in enumerate(zip(said[unit], done[unit], strict=True))
                if of[n] == place
            ]
            plain = [one for one in answers if one.is_applicable]
            assert (objective(plain).level or 0) == found[unit, place]


@pytest.mark.parametrize("seed", range(30))
def test_one_group_behaves_as_the_plain_rules_say_through_many_rounds(seed: int) -> None:
    random = Random(seed)
    number = random.randrange(7, 26)
    owners = [f"o{random.randrange(2 + number // 2)}" for _ in range(number)]
    whole = alone(number, owner=dict(enumerate(owners)))
    said = [random.randrange(6) for _ in range(number)]
    shown, cells = Shown(), {}
    for _ in range(8):
        for place in range(number):
            if random.random() < 0.15:
                said[place] = random.randrange(6)
        given = [
            Contribution(f"u{place}", owners[place], level, f"p{place % 3}")
            for place, level in enumerate(said)
            if level
        ]
        shown = next_round(shown, given, RULES)
        cells = frozen(whole, np.array(said, dtype=np.uint8).reshape(-1, 1), cells, RULES)
        assert cells[0, 0, "all"].band == shown.band
        if given:
            assert band_of(np.array([one.level for one in given], dtype=np.uint8)) == disclosure.band_of(given)
