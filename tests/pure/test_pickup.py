"""Certified Pick up: what texts may not hold, and bands from which nobody works out one terminal's stage."""

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from port2port.pure.disclosure import Rules, hides_one
from port2port.pure.pickup import CONTROLS, LAST, PASSES, Lane, next_quarter, release_data_in

RULES = Rules()


@pytest.mark.parametrize(
    "text",
    [
        "Box MSCU1234565 was released",
        "box mscu 123456-5",
        "MSCU.123.456",
        "the PIN is 4821",
        "pincode: 0482-11",
        "release code AB12C34",
        "vrijgavecode 99812",
        "Freistellung 771122",
        "PIN for 4821AX",
    ],
)
def test_release_data_is_seen(text: str):
    assert release_data_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "The PIN is off since March 2026.",
        "Drill without PIN on 12 May 2026, 14 lorries",
        "CPU-01 and CPU-03 hold on the lane to South America",
        "Release status visible to all parties since 2025",
        "Stage 3 of 5, 40 hauliers registered",
        "Read the code 2026 of conduct",
        "",
    ],
)
def test_plain_words_pass(text: str):
    assert release_data_in(text) == ()


def test_every_stage_has_its_criteria():
    assert list(PASSES) == list(range(1, LAST + 1))
    assert CONTROLS.keys() <= {one for ticks in PASSES.values() for one in ticks}
    assert {code for codes in CONTROLS.values() for code in codes} == {f"CPU-0{n}" for n in range(1, 6)}


def world(stages: list[int], *, mode: str = "truck", flow: str = "europe") -> list[Lane]:
    """A facility an operator, over three ports."""
    return [Lane(f"f{n}", f"o{n}", f"p{n % 3}", mode, flow, stage) for n, stage in enumerate(stages)]


def test_nine_of_nine_operators_are_shown_and_eight_are_not():
    nine = next_quarter(world([0, 0, 1, 2, 3, 3, 4, 4, 5]), {}, RULES)
    assert nine["all"].band is not None
    assert (nine["all"].band.lower, nine["all"].band.middle, nine["all"].band.upper) == (1, 3, 4)
    assert next_quarter(world([0, 0, 1, 2, 3, 3, 4, 4]), {}, RULES)["all"].band is None


def test_a_port_and_a_terminal_alone_are_never_shown():
    cells = next_quarter(world([3] * 24), {}, RULES)
    assert not [name for name in cells if name.startswith("port:") and cells[name].band is not None]
    assert all("f1" not in name for name in cells)


def test_a_facility_counts_by_its_lowest_lane():
    lanes = [*world([4] * 12), Lane("f0", "o0", "p0", "barge", "africa", 0)]
    cells = next_quarter(lanes, {}, RULES)
    assert cells["all"].made_of["f0"].level == 0
    assert cells["mode:barge"].band is None


def test_a_way_that_all_but_one_have_is_withheld():
    lanes = [*world([3] * 12), Lane("x", "ox", "p0", "rail", "africa", 1)]
    cells = next_quarter(lanes, {}, RULES)
    assert cells["all"].band is not None
    assert cells["mode:truck"].band is None


def test_one_operator_that_moves_changes_no_band():
    lanes = world([1, 2, 2, 3, 3, 4, 4, 5, 5, 3, 2])
    first = next_quarter(lanes, {}, RULES)
    moved = [replace(one, stage=5) if one.operator == "o0" else one for one in lanes]
    assert next_quarter(moved, first, RULES)["all"].band == first["all"].band


def test_one_that_leaves_or_joins_changes_no_band():
    lanes = world([1, 2, 2, 3, 3, 4, 4, 5, 5, 3, 2])
    first = next_quarter(lanes, {}, RULES)
    assert next_quarter(lanes[1:], first, RULES)["all"].band == first["all"].band
    joined = [*lanes, Lane("new", "newcomer", "p0", "truck", "europe", 0)]
    assert next_quarter(joined, first, RULES)["all"].band == first["all"].band


def test_a_group_that_is_empty_for_a_month_is_held_against_what_it_was():
    lanes = world([1, 2, 2, 3, 3, 4, 4, 5, 5])
    first = next_quarter(lanes, {}, RULES)
    nothing = next_quarter([], first, RULES)
    assert nothing["all"].band is None
    assert nothing["all"].made_of == first["all"].made_of
    back = next_quarter([replace(lanes[0], stage=5), *lanes[1:]], nothing, RULES)
    assert back["all"].band == first["all"].band


def random_world(random: Random) -> list[Lane]:
    lanes = []
    for number in range(random.randint(5, 40)):
        operator, port = f"o{random.randint(0, 14)}", f"p{random.randint(0, 5)}"
        for mode in random.sample(["truck", "barge", "rail"], random.randint(1, 3)):
            flow = random.choice(["europe", "latin_america", "africa", "far_east"])
            lanes.append(Lane(f"f{number}", operator, port, mode, flow, random.randint(0, 5)))
    return lanes


def test_no_two_shown_groups_differ_by_a_few_facilities():
    random = Random(7)
    looked_at = 0
    for _round in range(300):
        cells = next_quarter(random_world(random), {}, RULES)
        groups = [one.made_of for one in cells.values() if one.band is not None]
        for one, other in combinations(groups, 2):
            apart = {unit: one.get(unit) or other.get(unit) for unit in one.keys() ^ other.keys()}
            operators = [contribution.operator for contribution in apart.values() if contribution]
            sizes = [operators.count(name) for name in set(operators)]
            assert not sizes or hides_one(sizes, RULES)
            looked_at += 1
    assert looked_at > 100


def test_no_single_operator_is_found_by_watching_the_months():
    """An operator that knows all but its neighbour's move watches the bands: one month of one mover changes nothing."""
    random = Random(11)
    for _round in range(100):
        lanes = random_world(random)
        before = next_quarter(lanes, {}, RULES)
        mover = random.choice(sorted({lane.operator for lane in lanes}))
        later = [replace(one, stage=random.randint(0, 5)) if one.operator == mover else one for one in lanes]
        after = next_quarter(later, before, RULES)
        assert {name: one.band for name, one in before.items()} == {name: one.band for name, one in after.items()}
