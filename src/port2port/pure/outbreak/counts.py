"""Counts by week as the detectors take them, and what a detector says of each week."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from port2port.pure.outbreak.refusals import BadCount, BadSetting, HistoryTooShort, ShapeMismatch

type Floats = NDArray[np.float64]
type Whole = NDArray[np.int64]
type Flags = NDArray[np.bool_]
# Beyond this neighbouring whole numbers are no longer told apart in the arithmetic below.
LARGEST = 1e12


@dataclass(frozen=True, slots=True)
class Detection:
    """What one detector says of some weeks; each array is [weeks], or [weeks, series] for many series at once.

    weeks       rows of the counts that were judged, from 0
    count       incidents; NaN: the week is missing
    upper       bound in incidents above which a count is an alarm; NaN: no bound could be made
    alarm       the count lies above its bound; never where the week is missing or has no bound
    assessed    whether anything can be said: the week is there, its history suffices, and there are enough cases
    expected    incidents expected; NaN where the method has no such number
    dispersion  variance over mean in the reference weeks, at least 1; NaN likewise
    p_value     chance of at least this count if nothing is going on; NaN likewise
    trend       whether a trend over the years was kept
    """

    weeks: Whole
    count: Floats
    upper: Floats
    alarm: Flags
    assessed: Flags
    expected: Floats
    dispersion: Floats
    p_value: Floats
    trend: Flags


def detection(weeks: Whole, count: Floats, upper: Floats, **known: NDArray[np.generic]) -> Detection:
    """A detection in which what a method does not know is NaN or false; above the bound is an alarm if not given."""
    empty, never = np.full(count.shape, np.nan), np.zeros(count.shape, dtype=bool)
    with np.errstate(invalid="ignore"):
        above = count > upper
    parts: dict[str, NDArray[np.generic]] = {
        "alarm": above,
        "assessed": np.isfinite(count) & np.isfinite(upper),
        "expected": empty,
        "dispersion": empty,
        "p_value": empty,
        "trend": never,
    }
    return Detection(weeks=weeks, count=count, upper=upper, **(parts | known))  # type: ignore[arg-type]


def as_counts(counts: ArrayLike) -> Floats:
    """Counts as [weeks] or [weeks, series], each 0, 1, 2, … or NaN for a missing week.

    Raises ShapeMismatch, BadCount with the row and series of the first fault.
    """
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim not in {1, 2} or not table.size:
        raise ShapeMismatch(f"Counts are [weeks] or [weeks, series] and not empty, not {table.shape}.")
    with np.errstate(invalid="ignore"):
        bad = ~np.isnan(table) & ((table < 0) | (table != np.floor(table)) | (table > LARGEST))
    if bad.any():
        row, *rest = (int(place) for place in np.argwhere(bad)[0])
        value = table[(row, *rest)]
        what = "negative" if value < 0 else "too large" if value > LARGEST else "not a whole number"
        raise BadCount(f"The count {value:g} is {what}.", row=row, series=rest[0] if rest else None)
    return table


def as_weeks(weeks: ArrayLike | None, rows: int, *, first: int) -> Whole:
    """Rows to judge, from 0; None: every row that has enough before it.

    first   earliest row that has its whole history. Raises HistoryTooShort, BadSetting.
    """
    if weeks is None:
        if first >= rows:
            raise HistoryTooShort(f"{first} weeks must come before the first that is judged; here are {rows} in all.")
        return np.arange(first, rows, dtype=np.int64)
    asked = np.atleast_1d(np.asarray(weeks, dtype=np.int64))
    if asked.ndim != 1 or not asked.size or asked.min() < 0 or asked.max() >= rows:
        raise BadSetting(f"Weeks to judge are rows from 0 to {rows - 1}.")
    if asked.min() < first:
        raise HistoryTooShort(f"{first} weeks must come before the first that is judged.", row=int(asked.min()))
    return asked


def same_shape(one: Floats, other: ArrayLike, *, what: str) -> Floats:
    """The other table as numbers, where it has the shape of the first. Raises ShapeMismatch."""
    table = np.asarray(other, dtype=np.float64)
    if table.shape != one.shape:
        raise ShapeMismatch(f"{what}: {table.shape} does not fit counts of {one.shape}.")
    return table


def as_means(one: Floats, means: ArrayLike, *, what: str) -> Floats:
    """Expected counts of the shape of the counts, every one above zero. Raises ShapeMismatch, BadSetting."""
    table = same_shape(one, means, what=what)
    bad = ~(np.isfinite(table) & (table > 0))
    if bad.any():
        row, *rest = (int(place) for place in np.argwhere(bad)[0])
        raise BadSetting(f"{what} must be above zero.", row=row, series=rest[0] if rest else None)
    return table


def within(value: float, low: float, high: float, *, what: str) -> None:
    """Raises BadSetting unless low < value < high."""
    if not low < value < high:
        raise BadSetting(f"{what} lies between {low:g} and {high:g}, not at {value:g}.")


def at_least(value: float, low: float, *, what: str) -> None:
    """Raises BadSetting unless value ≥ low."""
    if not value >= low:
        raise BadSetting(f"{what} is at least {low:g}, not {value:g}.")


def one_of[Name: str](value: Name, names: Sequence[Name], *, what: str) -> None:
    """Raises BadSetting unless the value is one of the names."""
    if value not in names:
        raise BadSetting(f"{what} is one of {', '.join(names)}, not {value}.")
