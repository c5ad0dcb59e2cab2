"""Counts above what the same weeks of earlier years lead one to expect, for many series at once.

Farrington et al. (1996), J. R. Stat. Soc. A 159:547-563, and its flexible form, Noufaily et al. (2013), Stat. Med.
32:1206-1222. How the figures compare with those of R's surveillance: docs/reference/detectors.md.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
import scipy
from numpy.typing import ArrayLike

from port2port.pure.outbreak.counts import (
    Detection,
    Flags,
    Floats,
    Whole,
    as_counts,
    as_weeks,
    at_least,
    detection,
    within,
)
from port2port.pure.outbreak.loglinear import Model, model
from port2port.pure.outbreak.reference_weeks import Layout, around, by_season, longest_history, patterns, same_week
from port2port.pure.outbreak.refusals import BadSetting, DidNotConverge

# Numbers of one table that is worked on at a time: what a processor keeps near.
CHUNK = 200_000
# The weeks of an earlier year whose trend may be believed.
YEARS_FOR_A_TREND = 3


@dataclass(frozen=True, slots=True)
class _Settings:
    """How a model is made of the reference weeks."""

    has_trend: bool
    trend_p: float
    reweight: bool
    threshold: float


@dataclass(frozen=True, slots=True)
class _Expected:
    """What is expected in each judged week, [weeks, series]."""

    mean: Floats
    spread: Floats
    dispersion: Floats
    trend: Flags
    usable: Flags


def farrington(
    counts: ArrayLike,
    weeks: ArrayLike | None = None,
    *,
    years_back: int = 3,
    half_window: int = 3,
    alpha: float = 0.01,
    reweight: bool = True,
    trend: bool = True,
    limit: tuple[int, int] = (5, 4),
    period: int = 52,
    first_monday: date | None = None,
) -> Detection:
    """Alarms by the method of Farrington et al. (1996).

    counts         [weeks] or [weeks, series]; NaN = missing week, left out of the reference
    weeks          rows to judge, from 0; None: all that have their history
    alpha          two-sided, as there
    limit          (cases, weeks): no alarm with fewer cases in so many weeks, the judged one included
    period         rows from one year to the next, where `first_monday` is None
    first_monday   Monday of row 0: earlier years are then matched by ISO week
    A week is assessed with at least half of its reference weeks. Raises HistoryTooShort, BadCount, DidNotConverge.
    """
    within(alpha, 0, 1, what="alpha")
    table, asked = _asked(
        counts, weeks, years_back=years_back, half_window=half_window, period=period, first=first_monday
    )
    settings = _Settings(trend and years_back >= YEARS_FOR_A_TREND, 0.05, reweight, 1.0)
    anchors = same_week(asked, years_back=years_back, period=period, first_monday=first_monday)
    found = _expected(table, asked, anchors, settings, lambda steps: around(steps, half_window=half_window))
    phi = np.maximum(found.dispersion, 1.0)
    error = 4 / 9 * np.cbrt(found.mean) * phi * (1 + found.mean * found.spread)
    upper = (np.cbrt(found.mean) ** 2 + scipy.special.ndtri(1 - alpha / 2) * np.sqrt(error)) ** 1.5
    return _like(counts, _judged(table, asked, found, upper, limit=limit))


def farrington_flexible(
    counts: ArrayLike,
    weeks: ArrayLike | None = None,
    *,
    years_back: int = 3,
    half_window: int = 3,
    alpha: float = 0.01,
    seasons: int = 10,
    skip_weeks: int = 26,
    weight_threshold: float = 2.58,
    trend_p: float = 1.0,
    reweight: bool = True,
    trend: bool = True,
    limit: tuple[int, int] = (5, 4),
    period: int = 52,
    first_monday: date | None = None,
) -> Detection:
    """Alarms by the method of Noufaily et al. (2013): all weeks are used, with seasons, and a negative binomial bound.

    seasons            levels of the year: the weeks around the judged one, and the rest in equal parts
    skip_weeks         last weeks before the judged one that are left out, so that an outbreak does not hide itself
    weight_threshold   residual from which a reference week loses weight
    trend_p            the trend is kept below this p-value; 1: whenever it foresees no more than ever was seen
    alpha              one-sided. The rest, and what is raised: as for `farrington`.
    """
    within(alpha, 0, 1, what="alpha")
    if not 0 <= trend_p <= 1:
        raise BadSetting(f"trend_p lies between 0 and 1, not at {trend_p:g}.")
    if not 2 <= seasons <= period:
        raise BadSetting(f"seasons lies between 2 and {period}, the weeks of a year.")
    table, asked = _asked(
        counts, weeks, years_back=years_back, half_window=half_window, period=period, first=first_monday
    )
    if not 0 <= skip_weeks < period - half_window:
        raise BadSetting(f"skip_weeks lies between 0 and {period - half_window - 1}.")
    settings = _Settings(trend and years_back >= YEARS_FOR_A_TREND, trend_p, reweight, weight_threshold)
    anchors = same_week(asked, years_back=years_back, period=period, first_monday=first_monday)

    def layout(steps: Whole) -> Layout:
        return by_season(steps, half_window=half_window, levels=seasons, skip_weeks=skip_weeks)

    found = _expected(table, asked, anchors, settings, layout)
    upper, p_value = _negative_binomial(found, table[asked], alpha)
    return _like(counts, _judged(table, asked, found, upper, limit=limit, p_value=p_value))


def _asked(
    counts: ArrayLike, weeks: ArrayLike | None, *, years_back: int, half_window: int, period: int, first: date | None
) -> tuple[Floats, Whole]:
    """Counts as [weeks, series], and the rows to judge. Raises BadSetting, BadCount, HistoryTooShort."""
    at_least(years_back, 1, what="years_back")
    if not 0 <= half_window < period // 2:
        raise BadSetting(f"half_window lies between 0 and {period // 2 - 1}.")
    table = as_counts(counts)
    history = longest_history(years_back=years_back, half_window=half_window, period=period, first_monday=first)
    rows = as_weeks(weeks, len(table), first=history)
    return table.reshape(len(table), -1), rows


def _expected(
    table: Floats, asked: Whole, anchors: Whole, settings: _Settings, layout_of: Callable[[Whole], Layout]
) -> _Expected:
    """Models of all series at all weeks asked. Raises DidNotConverge."""
    shape = (asked.size, table.shape[1])
    mean, spread, dispersion = np.zeros((3, *shape))
    trend, usable = np.zeros((2, *shape), dtype=bool)
    result = _Expected(mean, spread, dispersion, trend, usable)
    for places, steps in patterns(asked, anchors):
        layout = layout_of(steps)
        cells = np.stack(np.meshgrid(places, np.arange(shape[1]), indexing="ij")).reshape(2, -1)
        size = max(1, CHUNK // layout.offset.size)
        for start in range(0, cells.shape[1], size):
            cell = cells[:, start : start + size]
            _fill(result, table[asked[cell[0]] + layout.offset[:, None], cell[1]], cell, asked, (layout, settings))
    return result


def _fill(result: _Expected, counts: Floats, cell: Whole, asked: Whole, how: tuple[Layout, _Settings]) -> None:
    """The models of some cells (place in `asked`, series) from their reference weeks [n, cells]."""
    layout, settings = how
    enough = np.isfinite(counts).sum(axis=0) * 2 >= layout.offset.size
    kept = np.zeros(cell.shape[1], dtype=bool)
    if settings.has_trend:
        made = _settled(counts, layout, settings, has_trend=True, weeks=asked[cell[0]], series=cell[1])
        highest = np.where(np.isnan(counts), 0.0, counts).max(axis=0)
        kept = made.usable & ((made.p_value < settings.trend_p) | (settings.trend_p >= 1)) & (made.mean <= highest)
        _store(result, made, cell, kept, enough)
        result.trend[*cell[:, kept]] = True
    if not kept.all():
        rest = ~kept
        made = _settled(
            counts[:, rest], layout, settings, has_trend=False, weeks=asked[cell[0, rest]], series=cell[1, rest]
        )
        _store(result, made, cell[:, rest], np.ones(rest.sum(), dtype=bool), enough[rest])


def _settled(
    counts: Floats, layout: Layout, settings: _Settings, *, has_trend: bool, weeks: Whole, series: Whole
) -> Model:
    made = model(counts, layout, has_trend=has_trend, reweight=settings.reweight, threshold=settings.threshold)
    if not made.settled.all():
        first = int(np.flatnonzero(~made.settled)[0])
        raise DidNotConverge("The trend did not settle.", row=int(weeks[first]), series=int(series[first]))
    return made


def _store(result: _Expected, made: Model, cell: Whole, kept: Flags, enough: Flags) -> None:
    place, series = cell[:, kept]
    result.mean[place, series] = made.mean[kept]
    result.spread[place, series] = made.spread[kept]
    result.dispersion[place, series] = np.maximum(np.nan_to_num(made.dispersion[kept], nan=1.0), 1.0)
    result.usable[place, series] = (made.usable & enough)[kept]


def _negative_binomial(found: _Expected, count: Floats, alpha: float) -> tuple[Floats, Floats]:
    """The 1 - alpha quantile, and the chance of at least the count; Poisson where the dispersion is 1."""
    mean, phi = found.mean, found.dispersion
    upper, p_value = scipy.stats.poisson.ppf(1 - alpha, mean), scipy.stats.poisson.sf(count - 1, mean)
    wide = (phi > 1) & (mean > 0)
    size, chance = mean[wide] / (phi[wide] - 1), 1 / phi[wide]
    upper[wide] = scipy.stats.nbinom.ppf(1 - alpha, size, chance)
    p_value[wide] = scipy.stats.nbinom.sf(count[wide] - 1, size, chance)
    return upper, p_value


def _judged(
    table: Floats, asked: Whole, found: _Expected, upper: Floats, *, limit: tuple[int, int], **known: Floats
) -> Detection:
    """The bound where there is one, and an alarm where it can be told: [weeks, series]."""
    cases, weeks = limit
    recent = asked[:, None] - np.arange(weeks)
    # A missing week counts as none: who missed weeks has seen fewer cases, and hears of it.
    seen = np.where(recent[..., None] >= 0, np.nan_to_num(table)[np.maximum(recent, 0)], 0.0).sum(axis=1)
    count = table[asked]
    bound = np.where(found.usable, upper, np.nan)
    assessed = found.usable & np.isfinite(count) & (seen >= cases)
    with np.errstate(invalid="ignore"):
        alarm = assessed & (count > bound)
    blank = {name: np.where(found.usable, values, np.nan) for name, values in known.items()}
    return detection(
        asked,
        count,
        bound,
        alarm=alarm,
        assessed=assessed,
        expected=np.where(found.usable, found.mean, np.nan),
        dispersion=np.where(found.usable, found.dispersion, np.nan),
        trend=found.trend & found.usable,
        **blank,
    )


def _like(counts: ArrayLike, found: Detection) -> Detection:
    """[weeks] where the counts were [weeks]."""
    if np.ndim(counts) == 2:
        return found
    flat = {one.name: getattr(found, one.name) for one in fields(found) if one.name != "weeks"}
    return replace(found, **{name: values[:, 0] for name, values in flat.items()})
