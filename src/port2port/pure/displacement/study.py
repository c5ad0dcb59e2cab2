"""The verdict of a study, the reasons that bound it, and every figure that it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import expm1, log1p

import numpy as np

from port2port.pure.displacement.counts import StudyCounts, Window
from port2port.pure.displacement.drift import Drift, drift_of_ratio, drift_until_zero, earlier_drift, wander
from port2port.pure.displacement.exact import exact_ratio
from port2port.pure.displacement.faults import Fault, NoComparison, StudyRefused, WindowTooShort
from port2port.pure.displacement.planning import ALPHA, POWER, smallest_share
from port2port.pure.displacement.ratio import BLOCK_WEEKS, LEVEL, Changes, Interval, changes, share_interval, tally

SHORTEST_WINDOW = 26
FEWEST_OUTSIDE = 50
FEWEST_INCIDENTS = 10
EXACT_BELOW = 20
EXACT_UP_TO = 1_000_000
FEWEST_BLOCKS = 3
# To 0 and to 1, of a level or a power: closer by, an interval of counts has no end.
NEAREST = 1e-6


class Verdict(StrEnum):
    """What the counts say."""

    DISPLACED = "displaced"
    DIFFUSED = "diffused"
    INCONCLUSIVE = "inconclusive"
    NOT_ASSESSABLE = "not_assessable"


MOVED = frozenset({Verdict.DISPLACED, Verdict.DIFFUSED})


class Reason(StrEnum):
    """What bounds a verdict, the most important first; the first five leave none."""

    NO_EXTERNAL_COMPARISON = "no_external_comparison"
    TARGET_UNCHANGED = "target_unchanged"
    RECORDING_CHANGE = "recording_change"
    TOO_FEW_COUNTS = "too_few_counts"
    WINDOW_TOO_SHORT = "window_too_short"
    EFFORT_UNKNOWN = "effort_unknown"
    COMPARISON_DRIFTED = "comparison_drifted"
    ENFORCEMENT_OUTCOME_ONLY = "enforcement_outcome_only"
    EXACT_INTERVAL_USED = "exact_interval_used"


FORCING = tuple(Reason)[:5]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a study is made; part of what is registered before the counts are read.

    level    of the intervals         block_weeks  weeks that may scatter together
    power, alpha   of the smallest detectable share, one-sided
    Raises StudyRefused.
    """

    level: float = LEVEL
    block_weeks: int = BLOCK_WEEKS
    power: float = POWER
    alpha: float = ALPHA

    def __post_init__(self) -> None:
        shares = (self.level, self.power, self.alpha)
        if not all(NEAREST <= share <= 1 - NEAREST for share in shares) or self.block_weeks < 1:
            raise StudyRefused(Fault.BAD_SETTING)


@dataclass(frozen=True, slots=True)
class Change:
    """What was recorded beyond what was to be expected, in incidents in the weeks after.

    expected   E           estimate, low, high   of y1 − E
    ratio      the exact interval of (y1/y0)/(X1/X0); given where a count is too small for the other
    """

    before: int
    after: int
    expected: float
    estimate: float
    low: float
    high: float
    standard_error: float
    dispersion: float
    ratio: Interval | None = None

    @property
    def has_fallen(self) -> bool:
        """Whether the whole interval lies below nothing."""
        return self.high < 0 if self.ratio is None else self.ratio.high < 1

    @property
    def has_risen(self) -> bool:
        """Whether the whole interval lies above nothing."""
        return self.low > 0 if self.ratio is None else self.ratio.low > 1


@dataclass(frozen=True, slots=True)
class Share:
    """What came back elsewhere of what went away at the target. interval: None where it is not finite."""

    estimate: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class EffortChange:
    """Effort a week after, divided by before; None where there was none before."""

    target: float | None
    elsewhere: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplacementReport:
    """What a study found. Figures are None where they could not be had, or would mislead.

    others                    how many other ports
    displaced_share, minimum_detectable_share   only where the target fell
    tipping_drift             growth of the comparison by itself at which the verdict of the others goes
    target_tipping_drift      the same for "the target fell", without which there is no verdict of the others either
    wander                    standard deviation of the comparison's own movements before, in log(1 + drift)
    earlier_drift             how far it would drift between the windows, if it went on as before
    silent_before             other ports, from 1, that had nothing before and something after
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    settings: Settings
    before: Window
    after: Window
    others: int
    external_before: int | None = None
    external_after: int | None = None
    freedom: int | None = None
    target_change: Change | None = None
    elsewhere_change: Change | None = None
    net_change: Change | None = None
    displaced_share: Share | None = None
    minimum_detectable_share: float | None = None
    tipping_drift: float | None = None
    target_tipping_drift: float | None = None
    wander: float | None = None
    earlier_drift: Drift | None = None
    effort: EffortChange | None = None
    silent_before: tuple[int, ...] = ()

    @property
    def is_fragile(self) -> bool:
        """Whether the comparison has moved by itself by more than the verdict could bear."""
        return Reason.COMPARISON_DRIFTED in self.reasons

    @property
    def smallest_tipping_drift(self) -> float | None:
        """The smaller of both drifts at which the verdict goes; None where no drift does that, or nothing moved."""
        if self.verdict not in MOVED:
            return None
        both = [one for one in (self.tipping_drift, self.target_tipping_drift) if one is not None]
        return min(both, key=lambda one: abs(log1p(one)), default=None)


def displacement(
    counts: StudyCounts,
    *,
    level: float = LEVEL,
    block_weeks: int = BLOCK_WEEKS,
    power: float = POWER,
    alpha: float = ALPHA,
) -> DisplacementReport:
    """The verdict on whether what left the target came back elsewhere, with all that bounds it.

    Without a comparison from outside, or with too little to go by, there is no verdict and the reasons say why.
    Raises StudyRefused (a setting out of its range).
    """
    settings = Settings(level=level, block_weeks=block_weeks, power=power, alpha=alpha)
    obstacles = _obstacles(counts)
    try:
        found = ratio_study(counts, block_weeks=block_weeks)
    except NoComparison:
        obstacles = obstacles | {Reason.NO_EXTERNAL_COMPARISON}
    except WindowTooShort:
        obstacles = obstacles | {Reason.WINDOW_TOO_SHORT}
    else:
        if Reason.TOO_FEW_COUNTS not in obstacles:
            return _with_figures(counts, found, settings, obstacles)
    return _without_figures(counts, settings, obstacles)


def ratio_study(counts: StudyCounts, *, block_weeks: int = BLOCK_WEEKS) -> Changes:
    """The changes of A, B and A + B, in this order.

    Raises NoComparison (none, or fewer than 50 incidents of it in a window), WindowTooShort, StudyRefused (blocks so
    long that fewer than three fit).
    """
    comparison = counts.comparison
    if comparison is None:
        raise NoComparison
    if min(counts.before.weeks, counts.after.weeks) < SHORTEST_WINDOW:
        raise WindowTooShort
    if counts.before.weeks // block_weeks + counts.after.weeks // block_weeks < FEWEST_BLOCKS:
        raise StudyRefused(Fault.BAD_SETTING)
    others = counts.others
    series = np.stack([counts.target, others, counts.target + others])
    before, after = (
        tally(series, comparison, window, block_weeks=block_weeks) for window in (counts.before, counts.after)
    )
    if min(before.outside[0], after.outside[0]) < FEWEST_OUTSIDE:
        raise NoComparison
    return changes(before, after)


def _obstacles(counts: StudyCounts) -> frozenset[Reason]:
    """What can be said before anything is estimated."""
    before, after = counts.before, counts.after
    shortest = min(before.weeks, after.weeks)
    seen = [
        sum(float(series[window.first : window.end].sum()) for window in (before, after))
        for series in (counts.target, counts.elsewhere)
    ]
    found = {
        Reason.NO_EXTERNAL_COMPARISON: counts.comparison is None,
        Reason.RECORDING_CHANGE: any(before.first < week < after.end for week in counts.recording_changes),
        Reason.TOO_FEW_COUNTS: min(seen) < FEWEST_INCIDENTS,
        Reason.WINDOW_TOO_SHORT: shortest < SHORTEST_WINDOW,
        Reason.EFFORT_UNKNOWN: counts.is_enforcement and counts.effort is None,
        Reason.ENFORCEMENT_OUTCOME_ONLY: counts.is_enforcement,
    }
    return frozenset(reason for reason, holds in found.items() if holds)


def _without_figures(counts: StudyCounts, settings: Settings, reasons: Iterable[Reason]) -> DisplacementReport:
    return DisplacementReport(
        verdict=Verdict.NOT_ASSESSABLE,
        reasons=in_order(reasons),
        settings=settings,
        before=counts.before,
        after=counts.after,
        others=counts.elsewhere.shape[1],
        effort=_effort(counts),
        silent_before=counts.silent_before,
    )


def in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The most important first."""
    return tuple(sorted(reasons, key=tuple(Reason).index))


def _with_figures(
    counts: StudyCounts, found: Changes, settings: Settings, obstacles: frozenset[Reason]
) -> DisplacementReport:
    t = found.quantile(settings.level)
    target, others, net = (_change(found, series, t, settings.level) for series in range(3))
    reasons = set(obstacles)
    if target.ratio or others.ratio:
        reasons.add(Reason.EXACT_INTERVAL_USED)
    # Where the counts were made in two ways, nothing can be said of the target either.
    if not target.has_fallen and not reasons.intersection(FORCING):
        reasons.add(Reason.TARGET_UNCHANGED)
    verdict = Verdict.NOT_ASSESSABLE if reasons.intersection(FORCING) else _verdict(others)
    is_assessed = verdict is not Verdict.NOT_ASSESSABLE
    tipping = _tipping(found, others, t) if verdict in MOVED else None
    target_tipping = _tipping(found, target, t) if is_assessed else None
    moved, drifted = _earlier(counts, others.dispersion, t)
    # The two may lie on either side of nothing: a steady drift is held against each.
    if verdict in MOVED and any(_outweighs(one, moved, drifted) for one in (tipping, target_tipping)):
        reasons.add(Reason.COMPARISON_DRIFTED)
    return DisplacementReport(
        verdict=verdict,
        reasons=in_order(reasons),
        settings=settings,
        before=counts.before,
        after=counts.after,
        others=counts.elsewhere.shape[1],
        external_before=int(found.outside_before[0]),
        external_after=int(found.outside_after[0]),
        freedom=found.freedom,
        target_change=target,
        elsewhere_change=others,
        net_change=net,
        displaced_share=_share(found, t) if is_assessed else None,
        minimum_detectable_share=_smallest(found, settings) if is_assessed else None,
        tipping_drift=tipping,
        target_tipping_drift=target_tipping,
        wander=moved,
        earlier_drift=drifted,
        effort=_effort(counts),
        silent_before=counts.silent_before,
    )


def _verdict(others: Change) -> Verdict:
    """What the others did, where the target fell."""
    if others.has_risen:
        return Verdict.DISPLACED
    return Verdict.DIFFUSED if others.has_fallen else Verdict.INCONCLUSIVE


def _change(found: Changes, series: int, t: float, level: float) -> Change:
    estimate, error = float(found.estimate[series]), float(found.variance[series]) ** 0.5
    before, after = int(found.before[series]), int(found.after[series])
    outside = int(found.outside_before[0]), int(found.outside_after[0])
    return Change(
        before,
        after,
        float(found.expected[series]),
        estimate,
        estimate - t * error,
        estimate + t * error,
        error,
        float(found.dispersion[series]),
        exact_ratio(before, after, *outside, level=level) if _is_small(before, after) else None,
    )


def _is_small(before: int, after: int) -> bool:
    """Whether the exact interval is needed; beside a million incidents it would take long and tell nothing new."""
    return min(before, after) < EXACT_BELOW and max(before, after) < EXACT_UP_TO


def _share(found: Changes, t: float) -> Share:
    """−ΔB/ΔA with Fieller's interval."""
    at_target, elsewhere, _both = (float(value) for value in found.estimate)
    v_target, v_elsewhere, v_both = (float(value) for value in found.variance)
    covariance = (v_both - v_target - v_elsewhere) / 2
    interval = share_interval((at_target, elsewhere), (v_target, v_elsewhere), covariance=covariance, t=t)
    return Share(-elsewhere / at_target, interval)


def _smallest(found: Changes, settings: Settings) -> float:
    return smallest_share(
        float(found.variance[1]), float(found.estimate[0]), power=settings.power, alpha=settings.alpha
    )


def _tipping(found: Changes, change: Change, t: float) -> float | None:
    """The drift at which this series has neither risen nor fallen any more, as a share."""
    if change.ratio is not None:
        return expm1(drift_of_ratio(change.ratio, is_rise=change.has_risen))
    # Of nothing before, nothing is expected after, however the comparison moves.
    if not change.before:
        return None
    drift = drift_until_zero(
        expected=change.expected,
        after=change.after,
        spread=t**2 * change.dispersion,
        shape=1 / change.before + 1 / float(found.outside_before[0]) + 1 / float(found.outside_after[0]),
        is_rise=change.has_risen,
    )
    return None if drift is None else expm1(drift)


def _earlier(counts: StudyCounts, dispersion: float, t: float) -> tuple[float | None, Drift | None]:
    """How the comparison moved by itself in all weeks before, from the last change in counting before the window."""
    if counts.comparison is None:
        return None, None
    before, after = counts.before, counts.after
    first = max((week for week in counts.recording_changes if week <= before.first), default=0)
    others, outside = (series[first : counts.quiet_until] for series in (counts.others, counts.comparison))
    apart = (after.first + after.end - before.first - before.end) / 2
    return (
        wander(others, outside, dispersion=dispersion),
        earlier_drift(others, outside, dispersion=dispersion, apart=apart, t=t),
    )


def _outweighs(tipping: float | None, moved: float | None, drifted: Drift | None) -> bool:
    """Whether the comparison has moved by more than the verdict bears: to and fro, or steadily and that way."""
    if tipping is None:
        return False
    if moved is not None and moved > abs(log1p(tipping)):
        return True
    if drifted is None or not drifted.is_seen:
        return False
    return drifted.estimate <= tipping if tipping < 0 else drifted.estimate >= tipping


def _effort(counts: StudyCounts) -> EffortChange | None:
    if counts.effort is None:
        return None
    before, after = (counts.effort[window.first : window.end].mean(axis=0) for window in (counts.before, counts.after))
    pairs = ((before[0], after[0]), (before[1:].sum(), after[1:].sum()))
    return EffortChange(*(float(later / earlier) if earlier > 0 else None for earlier, later in pairs))
