from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.disclosure import (
    Band,
    Contribution,
    Rules,
    Shown,
    band_of,
    differs_enough,
    may_show,
    next_round,
)

RULES = Rules()
# Of organisations: each is its own operator and belongs to no port.
ALONE = Rules(ports=0)


def group(levels: Sequence[int], *, operators: Sequence[str] = (), ports: int = 3) -> list[Contribution]:
    names = operators or [f"o{number}" for number in range(len(levels))]
    return [
        Contribution(f"u{number}", operator, level, f"p{number % ports}")
        for number, (level, operator) in enumerate(zip(levels, names, strict=True))
    ]


def owned(*sizes: int) -> list[str]:
    return [f"o{number}" for number, size in enumerate(sizes) for _ in range(size)]


NINE = group([1, 2, 2, 3, 3, 3, 4, 4, 5])


def test_nine_are_shown_as_quartiles_and_about_ten() -> None:
    assert next_round(Shown(), NINE, RULES).band == Band(2, 3, 4, 10)


@pytest.mark.parametrize(
    ("contributions", "shown"),
    [
        (NINE, True),
        (NINE[:8], False),
        (group([3] * 12, operators=owned(5, *[1] * 7)), False),
        (group([3] * 13, operators=owned(5, *[1] * 8)), True),
        (group([3] * 18, operators=owned(10, 5, 1, 1, 1)), False),
        (group([3] * 20, operators=owned(10, 7, 1, 1, 1)), False),
        (group([3] * 20, operators=owned(11, 5, 1, 1, 2)), False),
        (group([3] * 20, operators=owned(5, 5, 5, 5)), False),
        (group([3] * 20, ports=2), False),
        ([], False),
    ],
)
def test_a_group_that_is_small_or_dominated_is_not_shown(contributions: list[Contribution], shown: bool) -> None:
    assert may_show(contributions, RULES) is shown


@pytest.mark.parametrize(("number", "floor"), [(9, 10), (10, 10), (19, 10), (20, 20), (49, 20), (50, 50), (130, 100)])
def test_the_number_is_told_as_a_floor(number: int, floor: int) -> None:
    assert band_of(group([1] * number)).floor == floor


def moved(contributions: list[Contribution], **levels: int) -> list[Contribution]:
    return [Contribution(one.unit, one.operator, levels.get(one.unit, one.level), one.port) for one in contributions]


def test_two_that_change_leave_the_band_as_it_was_and_a_third_replaces_it() -> None:
    first = next_round(Shown(), NINE, RULES)
    second = next_round(first, moved(NINE, u3=1, u4=1), RULES)
    third = next_round(second, moved(NINE, u3=1, u4=1, u5=1), RULES)

    assert [one.band for one in (first, second, third)] == [Band(2, 3, 4, 10), Band(2, 3, 4, 10), Band(1, 2, 4, 10)]


def test_one_operator_that_moves_all_its_units_changes_nothing() -> None:
    contributions = group([1, 2, 2, 3, 3, 3, 4, 4, 5, 3, 3], operators=["a", "a", "a", *(f"o{n}" for n in range(8))])
    first = next_round(Shown(), contributions, RULES)

    probed = next_round(first, moved(contributions, u0=5, u1=5, u2=5), RULES)

    assert probed.band == first.band


def test_one_that_leaves_and_comes_back_sees_the_same_band_or_none() -> None:
    """The attack: withdraw the consent, look, give it again, look; what differs would be its own and another's."""
    ten = [*NINE, Contribution("attacker", "attacker", 5, "p0")]
    shown = next_round(Shown(), ten, RULES)
    seen = {shown.band}
    for round_of in (NINE, ten, NINE, ten, NINE[:8], NINE, ten):
        shown = next_round(shown, round_of, RULES)
        seen.add(shown.band)

    assert seen == {Band(2, 3, 4, 10), None}


def test_a_round_that_shows_nothing_is_no_way_round_the_comparison() -> None:
    first = next_round(Shown(), NINE, RULES)
    hidden = next_round(first, NINE[:8], RULES)
    other = [*NINE[:8], Contribution("u9", "o9", 1, "p0")]

    assert hidden.band is None
    assert next_round(hidden, other, RULES).band == first.band


def test_a_unit_contributes_once() -> None:
    with pytest.raises(ValueError, match="once"):
        next_round(Shown(), [*NINE, NINE[0]], RULES)


LEVELS = st.lists(st.integers(0, 5), min_size=0, max_size=30)


@given(st.lists(LEVELS, min_size=2, max_size=6))
def test_whatever_happens_two_bands_never_differ_by_fewer_than_three(rounds: list[list[int]]) -> None:
    shown = Shown()
    made: list[Shown] = []
    for levels in rounds:
        shown = next_round(shown, group(levels), ALONE)
        if shown.band is not None and (not made or made[-1].made_of is not shown.made_of):
            made.append(shown)
        assert shown.band is None or len(levels) >= 9

    for earlier, later in pairwise(made):
        assert differs_enough(earlier.made_of, later.made_of, ALONE)


@given(st.lists(st.integers(0, 5), min_size=9, max_size=30), st.integers(0, 29), st.integers(0, 5))
def test_leaving_one_out_or_changing_it_changes_nothing_that_is_shown(
    levels: list[int], which: int, other: int
) -> None:
    everyone = group(levels)
    one = everyone[which % len(everyone)]
    first = next_round(Shown(), everyone, ALONE)

    without = next_round(first, [each for each in everyone if each != one], ALONE)
    changed = next_round(first, moved(everyone, **{one.unit: other}), ALONE)

    assert without.band in {first.band, None}
    assert changed.band == first.band
