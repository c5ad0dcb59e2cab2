"""What a study would be able to see, from the weeks before alone: shown before anybody reads the answer."""

from math import isfinite, sqrt

import numpy as np
import scipy

from port2port.pure.displacement.counts import Window
from port2port.pure.displacement.faults import Fault, NoCounts, ShapeMismatch, StudyRefused, WindowTooShort
from port2port.pure.displacement.ratio import BLOCK_WEEKS, scatter, tally
from port2port.pure.panels import Floats

POWER, ALPHA = 0.8, 0.05


def minimum_detectable_share(
    elsewhere_before: Floats,
    external_before: Floats,
    *,
    expected_reduction: float,
    weeks_after: int,
    power: float = POWER,
    alpha: float = ALPHA,
    block_weeks: int = BLOCK_WEEKS,
) -> float:
    """The smallest displaced share that such a study finds with this power, in a one-sided test at alpha.

    elsewhere_before, external_before   [weeks] before the measure; the dispersion is that of these weeks
    expected_reduction   incidents that the measure is hoped to remove at the target in the window after, > 0
    Raises ShapeMismatch, WindowTooShort (fewer than two blocks), NoCounts, StudyRefused (a setting out of its range).
    """
    others, external = np.asarray(elsewhere_before, dtype=float), np.asarray(external_before, dtype=float)
    if others.ndim != 1 or others.shape != external.shape:
        raise ShapeMismatch
    if not (isfinite(expected_reduction) and expected_reduction > 0 and weeks_after > 0 and block_weeks > 0):
        raise StudyRefused(Fault.BAD_SETTING)
    if len(others) < 2 * block_weeks:
        raise WindowTooShort
    before = tally(others[None, :], external, Window(0, len(others)), block_weeks=block_weeks)
    known, outside = float(before.total[0]), float(before.outside[0])
    if known <= 0 or outside <= 0:
        raise NoCounts
    dispersion = max(1.0, float(scatter(before)[0]) / (before.blocks.shape[-1] - 1))
    ratio = weeks_after / len(others)
    expected = known * ratio
    variance = dispersion * (expected + ratio * expected + expected**2 * (1 / (outside * ratio) + 1 / outside))
    return smallest_share(variance, expected_reduction, power=power, alpha=alpha)


def smallest_share(variance: float, reduction: float, *, power: float, alpha: float) -> float:
    """(z_{1-alpha} + z_power)·√variance/|reduction|. Raises StudyRefused (a setting out of its range)."""
    if not (0 < alpha < 1 and 0 < power < 1):
        raise StudyRefused(Fault.BAD_SETTING)
    return float(scipy.special.ndtri(1 - alpha) + scipy.special.ndtri(power)) * sqrt(variance) / abs(reduction)
