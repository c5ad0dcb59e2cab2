"""The same question where nothing happened: how often chance alone looks as large.

p = (1 + placebos at least as extreme)/(n + 1), which is exact where all are alike under the null; it is never below
1/(n + 1), nor below one in as many ways as there are. The statistic is the change in its own standard errors.

time      the blocks of weeks dealt anew to "before" and "after". False starts overlap, so their p would not be exact.
space     every other port as if it had been the target, against the target's own change
category  what is recorded elsewhere in categories that cannot move, against what may
"""

from dataclasses import dataclass
from enum import StrEnum
from math import comb

import numpy as np
from numpy.random import Generator

from port2port.pure.displacement.counts import StudyCounts
from port2port.pure.displacement.faults import Fault, NoComparison, StudyRefused, WindowTooShort
from port2port.pure.displacement.ratio import BLOCK_WEEKS, Changes, Tallies, changes, tally
from port2port.pure.displacement.study import FEWEST_BLOCKS
from port2port.pure.panels import Floats


class Placebo(StrEnum):
    """Where nothing happened."""

    TIME = "time"
    SPACE = "space"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True, eq=False)
class PlaceboReport:
    """The statistic of the study, and those of the placebos [n].

    ways   in which the blocks can be dealt; None where each placebo is another port or category
    """

    kind: Placebo
    statistic: float
    placebos: Floats
    ways: int | None = None

    @property
    def as_extreme(self) -> int:
        """Placebos at least as far from nothing."""
        return int((np.abs(self.placebos) >= abs(self.statistic)).sum())

    @property
    def p(self) -> float:
        """How often chance alone would look so."""
        return max((1 + self.as_extreme) / (len(self.placebos) + 1), self.floor)

    @property
    def floor(self) -> float:
        """The smallest p that so many placebos can give: drawing the same few ways again adds nothing."""
        drawn = 1 / (len(self.placebos) + 1)
        return drawn if self.ways is None else max(drawn, 1 / self.ways)


def placebo(
    counts: StudyCounts, *, kind: Placebo, n: int, rng: Generator, block_weeks: int = BLOCK_WEEKS
) -> PlaceboReport:
    """At most n placebos of one kind; of ports and categories there are no more than there are.

    Raises NoComparison, WindowTooShort, StudyRefused (n below 1, no category that cannot move).
    """
    if n < 1:
        raise StudyRefused(Fault.BAD_SETTING)
    comparison = counts.comparison
    if comparison is None:
        raise NoComparison
    if kind is Placebo.TIME:
        return _in_time(counts, comparison, n, rng, block_weeks)
    if kind is Placebo.SPACE:
        every = np.vstack([counts.target, counts.elsewhere.T])
    elif counts.still is None or not len(counts.still):
        raise StudyRefused(Fault.TOO_FEW_UNITS)
    else:
        every = np.vstack([counts.others, counts.still])
    windows = [tally(every, comparison, window, block_weeks=block_weeks) for window in (counts.before, counts.after)]
    found = _standardised(_compared(*windows))
    drawn = found[1:] if n >= len(found) - 1 else rng.choice(found[1:], n, replace=False)
    return PlaceboReport(kind, float(found[0]), drawn)


def _in_time(counts: StudyCounts, comparison: Floats, n: int, rng: Generator, block_weeks: int) -> PlaceboReport:
    """Blocks in another order; weeks that fill no block are left out of all of them alike."""
    windows = [
        tally(counts.others[None, :], comparison, window, block_weeks=block_weeks)
        for window in (counts.before, counts.after)
    ]
    first = windows[0].blocks.shape[-1]
    mine = np.concatenate([window.blocks[0] for window in windows])
    outside = np.concatenate([window.outside_blocks[0] for window in windows])
    order = np.vstack([np.arange(len(mine)), rng.permuted(np.tile(np.arange(len(mine)), (n, 1)), axis=1)])
    before, after = (_of_blocks(mine[part], outside[part]) for part in (order[:, :first], order[:, first:]))
    found = _standardised(_compared(before, after))[:, 0]
    return PlaceboReport(Placebo.TIME, float(found[0]), found[1:], ways=comb(len(mine), first))


def _of_blocks(mine: Floats, outside: Floats) -> Tallies:
    """Blocks [draws, blocks] as the sums of one series."""
    return Tallies(mine.sum(axis=-1)[:, None], outside.sum(axis=-1)[:, None], mine[:, None], outside[:, None])


def _compared(before: Tallies, after: Tallies) -> Changes:
    if before.blocks.shape[-1] + after.blocks.shape[-1] < FEWEST_BLOCKS:
        raise WindowTooShort
    # Where an order of the blocks leaves nothing outside, that placebo says nothing: 0.
    with np.errstate(divide="ignore", invalid="ignore"):
        return changes(before, after)


def _standardised(found: Changes) -> Floats:
    """Changes in their standard errors; 0 where nothing was recorded at all."""
    error = np.sqrt(found.variance)
    is_known = np.isfinite(error) & (error > 0)
    return np.asarray(np.divide(found.estimate, error, out=np.zeros_like(error), where=is_known))
