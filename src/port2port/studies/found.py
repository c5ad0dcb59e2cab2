"""What a study found, as its stored result has it: names of docs/reference/study-panel.md, as values to speak of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import log1p
from typing import Any

from port2port.pure.displacement.finding import Said
from port2port.pure.displacement.ratio import Interval
from port2port.pure.displacement.study import FORCING, MOVED, SHORTEST_WINDOW, Reason, Verdict

INFINITE = float("inf")
type Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WindowFound:
    """The weeks that were compared: Mondays of the first and the last."""

    first: date
    last: date
    weeks: int


@dataclass(frozen=True, slots=True)
class ChangeFound:
    """One row of the table: incidents before and after, what was to be expected, and the difference."""

    before: int
    after: int
    expected: float
    said: Said
    dispersion: float


@dataclass(frozen=True, slots=True)
class Found:
    """A stored result. Changes are None where there was no comparison to speak of; share: of what left the target.

    registered   weeks after that were to be compared; None: not known
    outside      the series it was to be compared with, by name; None: a description
    """

    measure: str
    outcome: str
    target: str
    others: tuple[str, ...]
    verdict: Verdict
    reasons: tuple[Reason, ...]
    is_fragile: bool
    level: float
    before: WindowFound
    after: WindowFound
    external: tuple[int, int] | None
    at_target: ChangeFound | None
    elsewhere: ChangeFound | None
    net: ChangeFound | None
    share: float | None
    share_interval: Interval | None
    smallest_share: float | None
    planned_share: float | None
    tipping_drift: float | None
    wander: float | None
    registered: int | None
    outside: str | None

    @property
    def forcing(self) -> Reason | None:
        """The most important reason that leaves no verdict."""
        return next((one for one in self.reasons if one in FORCING), None)

    @property
    def may_claim(self) -> bool:
        """Whether it may be said that something moved: firmly, at the end, against an outside, and not of finds."""
        is_firm = not (self.is_fragile or self.is_interim) and Reason.ENFORCEMENT_OUTCOME_ONLY not in self.reasons
        return self.verdict is Verdict.DISPLACED and self.external is not None and is_firm

    @property
    def is_interim(self) -> bool:
        """Whether it looked at fewer weeks than were registered."""
        return self.registered is not None and self.after.weeks < self.registered

    @property
    def never_compares(self) -> bool:
        """Whether it was registered with so few weeks on a side that no later run can compare them either."""
        return self.before.weeks < SHORTEST_WINDOW or self.was_cut_short

    @property
    def was_cut_short(self) -> bool:
        """Whether too few weeks after were registered."""
        return self.registered is not None and self.registered < SHORTEST_WINDOW

    @property
    def may_tell_more(self) -> bool:
        """Whether a later run of this very study, with more weeks, may find what this one could not."""
        return self.is_interim and not self.never_compares


def found_in(figures: Figures, *, registered: int | None = None) -> Found:
    """The result behind its stored figures. registered: weeks after that were to be compared."""
    verdict = Verdict(figures["verdict"])
    outside = (figures["external_before"], figures["external_after"])
    share = figures["displaced_share"]
    return Found(
        measure=figures["measure"],
        outcome=figures["outcome"],
        target=figures["target"],
        others=tuple(figures["other_ports"]),
        verdict=verdict,
        reasons=tuple(Reason(one) for one in figures["reasons"]),
        is_fragile=figures["is_fragile"],
        level=figures["settings"]["level"],
        before=_window(figures["before"]),
        after=_window(figures["after"]),
        external=None if None in outside else outside,
        at_target=_change(figures["target_change"]),
        elsewhere=_change(figures["elsewhere_change"]),
        net=_change(figures["net_change"]),
        share=share and share["estimate"],
        share_interval=_interval(share["interval"]) if share else None,
        smallest_share=figures["minimum_detectable_share"],
        planned_share=figures.get("planned_minimum_detectable_share"),
        tipping_drift=_smallest_drift(figures) if verdict in MOVED else None,
        wander=figures["wander"],
        registered=registered,
        outside=figures.get("external"),
    )


def _window(stored: Figures) -> WindowFound:
    return WindowFound(
        date.fromisoformat(stored["first_week"]), date.fromisoformat(stored["last_week"]), stored["weeks"]
    )


def _change(stored: Figures | None) -> ChangeFound | None:
    if stored is None:
        return None
    ratio = _interval(stored["exact_ratio"])
    estimate, low, high = stored["estimate"], stored["low"], stored["high"]
    said = (
        Said(-estimate, -high, -low, is_lower=True, ratio=ratio)
        if estimate < 0
        else Said(estimate, low, high, is_lower=False, ratio=ratio)
    )
    return ChangeFound(stored["before"], stored["after"], stored["expected"], said, stored["dispersion"])


def _interval(stored: list[float | None] | None) -> Interval | None:
    if stored is None:
        return None
    low, high = stored
    return Interval(low or 0.0, INFINITE if high is None else high)


def _smallest_drift(figures: Figures) -> float | None:
    both = [figures[name] for name in ("tipping_drift", "target_tipping_drift") if figures[name] is not None]
    return min(both, key=lambda one: abs(log1p(one)), default=None)
