"""The group of ports and the stretch of last weeks that stand out most.

Source: Neill (2012), J. R. Stat. Soc. B 74:337-360: for a score that rises with the counts and falls with what was
expected, the best of all groups is among the first 1, 2, … ports by count over expected.
"""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from port2port.pure.outbreak.counts import Floats, Whole, as_counts, as_means
from port2port.pure.outbreak.refusals import BadSetting, ShapeMismatch

WINDOWS = (4, 8, 13, 26)


@dataclass(frozen=True, slots=True)
class ScanResult:
    """For each week: the score, the window in weeks (0: nothing above what is expected), and the ports, by number."""

    score: Floats
    window: Whole
    ports: tuple[tuple[int, ...], ...]


def subset_scan(counts: ArrayLike, expected: ArrayLike, *, windows: tuple[int, ...] = WINDOWS) -> ScanResult:
    """The best group of ports for each week: F = C·ln(C/B) + B - C where C > B, over its last weeks.

    counts, expected   [weeks, ports]; a missing port-week counts on neither side
    windows            lengths in weeks; one that reaches before row 0 is not looked at; of equals the first
    Raises BadCount, BadSetting, ShapeMismatch.
    """
    table = as_counts(counts)
    if table.ndim != 2:
        raise ShapeMismatch(f"The scan takes [weeks, ports], not {table.shape}.")
    base = as_means(table, expected, what="The expected count")
    if not windows or min(windows) < 1:
        raise BadSetting("windows are one or more numbers of weeks, from 1.")
    scores, sizes, orders = zip(*(scan_window(table, base, length) for length in windows), strict=True)
    best = np.argmax(np.stack(scores), axis=0)
    weeks = np.arange(len(table))
    score = np.stack(scores)[best, weeks]
    found = score > 0
    size, order = np.stack(sizes)[best, weeks], np.stack(orders)[best, weeks]
    ports = tuple(
        tuple(sorted(int(port) for port in order[week, : size[week]])) if found[week] else () for week in weeks
    )
    return ScanResult(score, np.where(found, np.array(windows)[best], 0), ports)


def scan_window(table: Floats, base: Floats, length: int) -> tuple[Floats, Whole, Whole]:
    """For one length: the best score of each week, how many ports it takes, and the ports in their order.

    table, base   [..., weeks, ports]; the answer is [..., weeks], [..., weeks] and [..., weeks, ports]
    """
    there = np.isfinite(table)
    seen, awaited = _last(np.where(there, table, 0.0), length), _last(np.where(there, base, 0.0), length)
    ratio = np.divide(seen, awaited, out=np.zeros_like(seen), where=awaited > 0)
    order = np.argsort(-ratio, axis=-1, kind="stable")
    count = np.cumsum(np.take_along_axis(seen, order, axis=-1), axis=-1)
    mean = np.cumsum(np.take_along_axis(awaited, order, axis=-1), axis=-1)
    score = np.where(
        count > mean, scipy.special.xlogy(count, count / np.where(mean > 0, mean, 1.0)) + mean - count, 0.0
    )
    best = np.argmax(score, axis=-1)
    return np.take_along_axis(score, best[..., None], axis=-1)[..., 0], best + 1, order


def _last(table: Floats, length: int) -> Floats:
    """Sums over the last weeks; zero for weeks that do not have so many."""
    total = np.cumsum(table, axis=-2)
    result = np.zeros_like(total)
    if length <= table.shape[-2]:
        result[..., length - 1 :, :] = total[..., length - 1 :, :]
        result[..., length:, :] -= total[..., :-length, :]
    return result
