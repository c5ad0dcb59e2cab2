"""How long work takes: seconds of the processor, and growth from pairs that are measured in turn."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def best(work: Callable[[], object], *, least_s: float = 0.8, least_runs: int = 3) -> float:
    """Seconds of the processor of the quickest of several runs, at least so many and so long together."""
    found, spent, runs = float("inf"), 0.0, 0
    while spent < least_s or runs < least_runs:
        start = time.process_time()
        work()
        took = time.process_time() - start
        found, spent, runs = min(found, took), spent + took, runs + 1
    return found


def both(
    whole: Callable[[], object], half: Callable[[], object], *, least_s: float = 0.1, least_runs: int = 3
) -> tuple[float, float]:
    """Seconds of the whole, and by how much it takes longer than the half: the middle of five pairs measured in turn,

    so that what else the machine does, and what its caches hold, weighs on both alike.
    """
    found = [tuple(best(one, least_s=least_s, least_runs=least_runs) for one in (whole, half)) for _ in range(5)]
    return min(one for one, _ in found), statistics.median(one / two for one, two in found)
