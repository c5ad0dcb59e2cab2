"""The numbers of the sentence that a study ends in, and of the chart beside it. The words belong to who shows them."""

from dataclasses import dataclass

import numpy as np

from port2port.pure.displacement.counts import StudyCounts, Window
from port2port.pure.displacement.ratio import Interval, students
from port2port.pure.displacement.study import Change, DisplacementReport, Reason, Verdict
from port2port.pure.panels import Floats


@dataclass(frozen=True, slots=True)
class Said:
    """A change as it is spoken of: so many incidents lower, or higher, from low to high in the same direction.

    ratio   given where the exact interval decides: the sentence then speaks of the ratio
    """

    amount: float
    low: float
    high: float
    is_lower: bool
    ratio: Interval | None


@dataclass(frozen=True, slots=True)
class Finding:
    """The numbers of a sentence. target and elsewhere are None where there is no comparison to speak of.

    weeks    after the measure began            others   how many other ports
    tipping_drift   the smaller of both: at which the others' change goes, or the target's fall
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    is_fragile: bool
    weeks: int
    others: int
    target: Said | None
    elsewhere: Said | None
    minimum_detectable_share: float | None
    tipping_drift: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """[weeks] of both windows: what was recorded, what was to be expected, and between what it may scatter."""

    weeks: np.ndarray[tuple[int], np.dtype[np.int64]]
    recorded: Floats
    expected: Floats
    low: Floats
    high: Floats


def finding(report: DisplacementReport) -> Finding:
    """The numbers of a report's sentence."""
    return Finding(
        report.verdict,
        report.reasons,
        report.is_fragile,
        report.after.weeks,
        report.others,
        said(report.target_change),
        said(report.elsewhere_change),
        report.minimum_detectable_share,
        report.smallest_tipping_drift,
    )


def said(change: Change | None) -> Said | None:
    """A change with the sign taken into a word."""
    if change is None:
        return None
    if change.estimate < 0:
        return Said(-change.estimate, -change.high, -change.low, is_lower=True, ratio=change.ratio)
    return Said(change.estimate, change.low, change.high, is_lower=False, ratio=change.ratio)


def weekly(counts: StudyCounts, report: DisplacementReport, *, is_target: bool) -> Expected | None:
    """Week by week what the comparison let expect, at the target or at the others; None without a comparison.

    The expectation is (y0/X0)·X_t; weeks scatter around it with variance φ·E_t·(1 + y0/X0).
    """
    change = report.target_change if is_target else report.elsewhere_change
    if counts.comparison is None or change is None or not report.external_before or report.freedom is None:
        return None
    weeks = np.concatenate([_range(report.before), _range(report.after)])
    odds = change.before / report.external_before
    expected = odds * counts.comparison[weeks]
    half = students(report.freedom, report.settings.level) * np.sqrt(change.dispersion * expected * (1 + odds))
    recorded = (counts.target if is_target else counts.others)[weeks]
    return Expected(weeks, recorded, expected, np.maximum(expected - half, 0.0), expected + half)


def _range(window: Window) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.arange(window.first, window.end)
