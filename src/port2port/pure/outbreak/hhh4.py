"""Counts that come from last week's own, from last week's at neighbours, and from elsewhere.

μ_it = λ_t·y_{i,t-1} + φ_t·Σ_j w_ji·y_{j,t-1} + e_i·ν_t, with variance μ(1 + ψμ). Sources: Held et al. (2005), Stat.
Modelling 5:187-199; Paul & Held (2011), Stat. Med. 30:1118-1136. The model says how counts *spread* from week to week;
it does not tell displacement from contagion.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from port2port.pure.outbreak.additive import CONSTANT, FAMILIES, Best, Family, Part, Terms, fit
from port2port.pure.outbreak.counts import Floats, as_counts, one_of
from port2port.pure.outbreak.refusals import BadSetting, HistoryTooShort, NothingCounted, ShapeMismatch


@dataclass(frozen=True, slots=True)
class Hhh4Fit:
    """A fitted model.

    coefficients      by name: `ar.1`, `ne.t`, `end.sin1` …, on the log scale
    standard_errors   of the same, and of `-log(overdispersion)`; NaN where the data do not tell
    overdispersion    ψ, one for all or one a unit; empty for Poisson
    mean              [weeks - 1, units]: fitted, from the second row on
    """

    log_likelihood: float
    aic: float
    coefficients: Mapping[str, float]
    standard_errors: Mapping[str, float]
    overdispersion: Floats
    mean: Floats


def hhh4(
    counts: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    offset: ArrayLike | None = None,
    ar: Terms | None = CONSTANT,
    ne: Terms | None = None,
    end: Terms = CONSTANT,
    family: Family = "negbin1",
) -> Hhh4Fit:
    """The likeliest model of these parts, over rows 2 and later.

    counts      [weeks, units]; a term in which a missing week plays a part is left out
    weights     [from, to] ≥ 0, with zeros on the diagonal: needed with `ne`
    offset      e, multiplied: [units] or [weeks, units], above zero; None: 1
    ar, ne      own last week, neighbours' last week; None: not in the model
    family      `negbin1`: one ψ; `negbinM`: one a unit
    Raises BadCount, BadSetting, ShapeMismatch, HistoryTooShort, NothingCounted, DidNotConverge.
    """
    one_of(family, FAMILIES, what="family")
    table = _table(counts, family)
    weeks, units = table.shape
    last, there = table[:-1], np.nanmean(table)
    parts: dict[str, tuple[Terms, Part]] = {}
    if ar is not None:
        parts["ar"] = ar, Part(ar.columns(weeks)[1:], last, float(np.log(0.3)))
    if ne is not None:
        near = _neighbours(last, weights, units)
        strength = 0.2 * there / max(float(np.nanmean(near)), 1e-9)
        parts["ne"] = ne, Part(ne.columns(weeks)[1:], near, float(np.log(strength)))
    outside = _offset(offset, table.shape)
    parts["end"] = end, Part(end.columns(weeks)[1:], outside[1:], float(np.log(0.5 * there / outside.mean())))
    best = fit(table[1:], [part for _terms, part in parts.values()], family=family)
    return _named(best, [f"{name}.{term}" for name, (terms, _part) in parts.items() for term in terms.names()])


def _table(counts: ArrayLike, family: Family) -> Floats:
    table = as_counts(counts)
    if table.ndim != 2:
        raise ShapeMismatch(f"The model takes [weeks, units], not {table.shape}.")
    if len(table) < 3:
        raise HistoryTooShort(f"The model needs three weeks or more, not {len(table)}.")
    total = np.nan_to_num(table[1:]).sum(axis=0)
    if not total.any():
        raise NothingCounted("Nothing was ever counted.")
    if family == "negbinM" and not total.all():
        empty = int(np.flatnonzero(total == 0)[0])
        raise NothingCounted("A unit in which nothing was counted has no dispersion of its own.", series=empty)
    return table


def _neighbours(last: Floats, weights: ArrayLike | None, units: int) -> Floats:
    """Last week's counts of the neighbours, weighed; NaN where one of them is missing."""
    if weights is None:
        raise BadSetting("Neighbours need weights.")
    table = np.asarray(weights, dtype=np.float64)
    if table.shape != (units, units):
        raise ShapeMismatch(f"weights: {table.shape} does not fit {units} units.")
    if not (np.isfinite(table).all() and (table >= 0).all() and not np.diag(table).any()):
        raise BadSetting("weights are zero or more, and zero on the diagonal.")
    lost = (np.isnan(last).astype(np.float64) @ (table > 0)) > 0
    return np.where(lost, np.nan, np.nan_to_num(last) @ table)


def _offset(offset: ArrayLike | None, shape: tuple[int, ...]) -> Floats:
    table = np.asarray(1.0 if offset is None else offset, dtype=np.float64)
    try:
        whole = np.broadcast_to(table, shape)
    except ValueError:
        raise ShapeMismatch(f"offset: {table.shape} does not fit counts of {shape}.") from None
    if not (np.isfinite(whole).all() and (whole > 0).all()):
        raise BadSetting("offset must be above zero.")
    return np.array(whole)


def _named(best: Best, names: list[str]) -> Hhh4Fit:
    spread = np.diag(best.variance)
    errors = np.sqrt(np.where(spread > 0, spread, np.nan))
    sizes = best.parameters.size - len(names)
    tail = ["-log(overdispersion)"] if sizes == 1 else [f"-log(overdispersion).{unit}" for unit in range(sizes)]
    return Hhh4Fit(
        log_likelihood=best.log_likelihood,
        aic=2 * best.parameters.size - 2 * best.log_likelihood,
        coefficients=dict(zip(names, best.parameters.tolist(), strict=False)),
        standard_errors=dict(zip([*names, *tail], errors.tolist(), strict=True)),
        overdispersion=np.array([]) if best.size is None else 1 / best.size,
        mean=best.mean,
    )
