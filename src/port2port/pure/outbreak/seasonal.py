"""What is to be expected of each week, from a trend and the season: where CUSUM and likelihood ratio start from."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from port2port.pure.outbreak.additive import Part, Terms, fit
from port2port.pure.outbreak.counts import Floats, as_counts, one_of
from port2port.pure.outbreak.refusals import BadSetting, NothingCounted, ShapeMismatch


@dataclass(frozen=True, slots=True)
class Seasonal:
    """Expected counts of all weeks, those after the fit too, and α of the variance mean + α mean²; 0: Poisson."""

    mean: Floats
    dispersion: float


def seasonal_mean(
    counts: ArrayLike,
    *,
    until: int,
    harmonics: int = 1,
    trend: bool = False,
    period: float = 52.0,
    family: Literal["poisson", "negbin"] = "poisson",
) -> Seasonal:
    """A log-linear model of the first weeks, carried on through all.

    counts   [weeks]; missing weeks are left out of the fit
    until    weeks that are used for the fit: more than two for each term
    Raises BadCount, BadSetting, ShapeMismatch, NothingCounted, DidNotConverge.
    """
    one_of(family, ("poisson", "negbin"), what="family")
    table = as_counts(counts)
    if table.ndim != 1:
        raise ShapeMismatch(f"The seasonal mean takes one series, not {table.shape}.")
    terms = Terms(trend=trend, harmonics=harmonics, period=period)
    columns = terms.columns(table.size)
    known = int(np.isfinite(table[: max(until, 0)]).sum())
    if until > table.size or known <= 2 * columns.shape[1]:
        raise BadSetting(f"until lies between {2 * columns.shape[1] + 1} and {table.size} weeks that are there.")
    level = float(np.nanmean(table[:until]))
    if not level:
        raise NothingCounted(f"Nothing was counted in the first {until} weeks.")
    part = Part(columns[:until], np.ones((until, 1)), float(np.log(level)))
    best = fit(table[:until, None], [part], family="poisson" if family == "poisson" else "negbin1")
    mean = np.exp(columns @ best.parameters[: columns.shape[1]])
    return Seasonal(mean, 0.0 if best.size is None else float(1 / best.size[0]))
