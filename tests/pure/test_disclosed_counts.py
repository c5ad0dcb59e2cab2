"""Bands of counts: with linear programming, inside knowledge and all earlier tables, nobody learns a small cell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize

from port2port.pure.disclosed_counts import (
    SMALL,
    STEPS,
    Band,
    Disclosed,
    PeriodShownError,
    Table,
    Weeks,
    Withheld,
    band_of,
    disclosed,
    span_of,
)

MONTHS = tuple(
    Weeks(date(2026, 1, 5) + timedelta(days=28 * month), date(2026, 1, 26) + timedelta(days=28 * month))
    for month in range(16)
)
BELOW_FIVE = Band(0, 4)
type Place = tuple[int, int]
type Line = Sequence[int | None]


def table(*counts: Line, first: int = 0) -> Table:
    rows = tuple(f"port {number}" for number in range(len(counts)))
    return Table(rows, MONTHS[first : first + len(counts[0])], tuple(map(tuple, counts)))


def small_cells(given_: Table) -> list[Place]:
    return [
        (row, column)
        for row, line in enumerate(given_.counts)
        for column, count in enumerate(line)
        if count is not None and count < SMALL
    ]


# What an attacker can work out of a table that was shown, and of what it knows by itself.


def consistent(
    shown: Disclosed,
    place: Place,
    *,
    known: Mapping[Place, int],
    totals: Iterable[tuple[list[Place], Band]] | None = None,
) -> tuple[int, int]:
    """The least and the most that a cell can be: the ends of an integer programme.

    Its matrix (rows and columns of a table) is totally unimodular, so that the linear programme ends in whole numbers.
    """
    places = [
        (row, column)
        for row, line in enumerate(shown.cells)
        for column, cell in enumerate(line)
        if cell is not Withheld.MISSING
    ]
    number = {one: index for index, one in enumerate(places)}
    bounds = [(known[one], known[one]) if one in known else _bounds(shown.cells[one[0]][one[1]]) for one in places]
    upper: list[tuple[list[float], float]] = []
    for line, band in totals if totals is not None else totals_of(shown):
        weights = [0.0] * len(places)
        for one in line:
            weights[number[one]] = 1.0
        upper.append(([-one for one in weights], -float(band.low)))
        if band.high is not None:
            upper.append((weights, float(band.high)))
    ends = []
    for sign in (1, -1):
        aim = np.zeros(len(places))
        aim[number[place]] = sign
        found = optimize.linprog(  # type: ignore[attr-defined, no-untyped-call]
            aim,
            A_ub=[weights for weights, _limit in upper] or None,
            b_ub=[limit for _weights, limit in upper] or None,
            bounds=bounds,
        )
        assert found.status == 0, found.message
        ends.append(round(sign * found.fun))
    return ends[0], ends[1]


def _bounds(cell: object) -> tuple[int, int | None]:
    return (cell.low, cell.high) if isinstance(cell, Band) else (SMALL, None)


def totals_of(shown: Disclosed) -> list[tuple[list[Place], Band]]:
    """Each total that is shown, with the cells that it is of."""
    told = []
    for row, band in enumerate(shown.row_totals):
        told.append(([(row, column) for column in range(len(shown.periods))], band))
    for column, band in enumerate(shown.period_totals):
        there = [row for row in range(len(shown.rows)) if shown.cells[row][column] is not Withheld.MISSING]
        told.append(([(row, column) for row in there], band))
    return [(line, band) for line, band in told if band is not None]


COUNTS = st.one_of(st.integers(0, 4), st.integers(0, 30), st.integers(0, 250), st.none())


@st.composite
def tables(draw: st.DrawFn, *, first: int = 0) -> Table:
    width = draw(st.integers(1, 4))
    lines = st.lists(COUNTS, min_size=width, max_size=width)
    return table(*draw(st.lists(lines, min_size=1, max_size=5)), first=first)


@given(tables())
def test_a_reader_finds_every_value_from_0_to_4_possible_in_every_small_cell(given_: Table) -> None:
    shown = disclosed(given_)

    for place in small_cells(given_):
        assert consistent(shown, place, known={}) == (0, 4)


@given(tables())
def test_a_contributor_that_knows_its_own_rows_finds_no_more(given_: Table) -> None:
    shown = disclosed(given_)

    for insider in range(len(given_.rows)):
        known = {(insider, column): count for column, count in enumerate(given_.counts[insider]) if count is not None}
        for place in small_cells(given_):
            if place not in known:
                assert consistent(shown, place, known=known) == (0, 4)


@given(tables())
def test_all_contributors_but_one_together_find_no_more(given_: Table) -> None:
    shown = disclosed(given_)
    every = {
        (row, column): count
        for row, line in enumerate(given_.counts)
        for column, count in enumerate(line)
        if count is not None
    }

    for place in small_cells(given_):
        others = {one: count for one, count in every.items() if one != place}
        assert consistent(shown, place, known=others) == (0, 4)


@given(tables(), st.data())
def test_what_is_shown_is_the_same_whatever_the_small_cells_are(given_: Table, data: st.DataObject) -> None:
    other = [list(line) for line in given_.counts]
    for row, column in small_cells(given_):
        other[row][column] = data.draw(st.integers(0, 4))

    assert disclosed(table(*other)) == disclosed(given_)


@pytest.mark.parametrize("shape", [(2, 2), (1, 3), (3, 1)])
def test_an_attacker_that_knows_the_rules_by_heart_finds_no_more(shape: tuple[int, int]) -> None:
    """Every table of small and middling counts is shown; an attacker is left with all those that look alike."""
    rows, width = shape
    values = (0, 1, 2, 3, 4, 5, 6, 9, 10, 19)
    alike: dict[Disclosed, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(values, repeat=rows * width):
        lines = [counts[row * width : (row + 1) * width] for row in range(rows)]
        alike[disclosed(table(*lines))].append(counts)

    for shown, possible in alike.items():
        cells = [cell for line in shown.cells for cell in line]
        for place, cell in enumerate(cells):
            others: dict[tuple[int, ...], set[int]] = defaultdict(set)
            for counts in possible:
                others[counts[:place] + counts[place + 1 :]].add(counts[place])
            # Whoever knows every other cell: a hidden cell is small and any of five, or it is not small.
            for left in others.values():
                assert left == {0, 1, 2, 3, 4} if cell == BELOW_FIVE else min(left) >= SMALL


def test_the_attack_finds_what_a_plain_band_of_the_total_would_give_away() -> None:
    """The same attack, on totals as one would write them first: it works, so that it is worth withstanding."""
    given_ = table([19], [19], [9], [4])
    shown = disclosed(given_)
    column = [(row, 0) for row in range(4)]
    naive = [(column, band_of(19 + 19 + 9 + 4))]

    known = {(0, 0): 19, (1, 0): 19, (2, 0): 8}
    assert consistent(shown, (3, 0), known=known, totals=naive) == (4, 4)
    assert consistent(shown, (3, 0), known=known) == (0, 4)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=4), st.data())
def test_all_earlier_tables_together_give_nothing_away(coming: list[int], data: st.DataObject) -> None:
    """Ports come and go and counts are corrected between tables; whoever keeps every table still finds 0 to 4."""
    before: list[Weeks] = []
    first = 0
    for change in coming:
        given_ = data.draw(tables(first=first))
        shown = disclosed(given_, shown_before=before)
        # A series that came or left, or a week put right, asks for these periods again: all of it is refused.
        again = table(*[*given_.counts, [change] * len(given_.periods)], first=first)
        before += given_.periods
        with pytest.raises(PeriodShownError):
            disclosed(again, shown_before=before)
        # No two tables have a cell in common, so that what all of them say of a cell is what its own says.
        assert len(set(before)) == len(before)
        for place in small_cells(given_):
            assert consistent(shown, place, known={}) == (0, 4)
        first += len(given_.periods)


@given(tables())
def test_no_line_has_a_single_hidden_cell_beside_one_that_is_shown(given_: Table) -> None:
    shown = disclosed(given_)

    lines = [*shown.cells, *zip(*shown.cells, strict=True)]
    for line in lines:
        hidden = [cell for cell in line if cell in {BELOW_FIVE, Withheld.BESIDE}]
        bands = [cell for cell in line if cell is not Withheld.MISSING and cell not in hidden]
        assert len(hidden) != 1 or not bands


@given(tables())
def test_what_is_shown_is_true(given_: Table) -> None:
    shown = disclosed(given_)

    def holds(band: Band, count: int) -> bool:
        return band.low <= count and (band.high is None or count <= band.high)

    for line, cells, total in zip(given_.counts, shown.cells, shown.row_totals, strict=True):
        for count, cell in zip(line, cells, strict=True):
            assert (count is None) == (cell is Withheld.MISSING)
            assert not isinstance(cell, Band) or holds(cell, count or 0)
        assert (total is None) == (None in line)
        assert total is None or holds(total, sum(count or 0 for count in line))


def test_the_smallest_of_the_others_is_hidden_beside_a_small_cell() -> None:
    shown = disclosed(table([2, 12, 30], [40, 60, 80], [7, 25, 90]))

    assert shown.cells == (
        (BELOW_FIVE, Withheld.BESIDE, Band(20, 49)),
        (Band(20, 49), Band(50, 99), Band(50, 99)),
        (Withheld.BESIDE, Withheld.BESIDE, Band(50, 99)),
    )
    assert shown.row_totals == (Band(20, 49), Band(100, 199), Band(100, 199))
    assert shown.period_totals == (Band(20, 99), Band(50, 99), Band(200, 499))


def test_a_period_with_a_week_that_was_not_counted_has_no_band_and_no_total() -> None:
    shown = disclosed(table([12, None], [30, 8]))

    assert shown.cells == ((Band(10, 19), Withheld.MISSING), (Band(20, 49), Band(5, 9)))
    assert shown.row_totals == (None, Band(20, 49))
    assert shown.period_totals == (Band(20, 49), Band(5, 9))


def test_a_window_that_is_one_week_longer_is_refused() -> None:
    longer = Table(("port",), (Weeks(MONTHS[0].first, MONTHS[0].last + timedelta(days=7)),), ((9,),))

    with pytest.raises(PeriodShownError):
        disclosed(longer, shown_before=MONTHS[:1])
    with pytest.raises(PeriodShownError):
        disclosed(Table(("port",), (MONTHS[0], longer.periods[0]), ((9, 9),)))


@pytest.mark.parametrize(
    "wrong",
    [
        Table(("a", "a"), MONTHS[:1], ((1,), (2,))),
        Table(("a",), MONTHS[:1], ((1, 2),)),
        Table(("a",), MONTHS[:1], ((-1,),)),
        Table(("a", "b"), MONTHS[:1], ((1,),)),
        Table(("a",), (Weeks(MONTHS[1].last, MONTHS[1].first),), ((1,),)),
    ],
)
def test_a_table_that_is_none_is_an_error(wrong: Table) -> None:
    with pytest.raises(ValueError, match=r"a (row|line|count|period)"):
        disclosed(wrong)


def test_bands_have_no_hole_and_no_overlap() -> None:
    bands = [band_of(step) for step in STEPS]

    assert bands[0] == BELOW_FIVE
    assert bands[0].is_small
    assert all(one.high is not None and one.high + 1 == next_.low for one, next_ in pairwise(bands))
    assert bands[-1].high is None
    assert span_of(3, 11) == Band(0, 19)
    with pytest.raises(ValueError, match="not negative"):
        band_of(-1)
