"""Older measures of displacement, kept because reports in the field use them: WDD, WDQ and the total net effect.

None of them sees what is displaced in proportion to size when its controls lie inside the network.
"""

from dataclasses import dataclass
from math import isfinite, sqrt

import scipy

from port2port.pure.displacement.faults import Fault, NegativeCount, NoComparison, NoCounts, StudyRefused

type Periods = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A change, in incidents by unit of weight, and its standard error."""

    estimate: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class Effect:
    """A weighted displacement difference. local: at the target; displaced: in the area around it; z: of the whole."""

    estimate: float
    standard_error: float
    low: float
    high: float
    local: Part
    displaced: Part

    @property
    def z(self) -> float:
        """The estimate in standard errors."""
        return self.estimate / self.standard_error


def wdd(
    target: Periods,
    displacement: Periods,
    controls: Periods,
    displacement_controls: Periods = (0, 0),
    *,
    time_weights: Periods = (1, 1),
    area_weights: tuple[float, float, float, float] = (1, 1, 1, 1),
    dispersion: float = 1.0,
    alpha: float = 0.1,
) -> Effect:
    """Weighted displacement difference, in incidents; negative = fewer.

    target, displacement, controls, displacement_controls   counts before and after
    area_weights   controls, target, displacement controls, displacement
    Raises NoComparison (the controls have no incident), NegativeCount, StudyRefused (a weight that is not above 0).
    Source: Wheeler & Ratcliffe (2018), Crime Science 7; variance φ·Σ y/(t·a)².
    """
    areas = (controls, target, displacement_controls, displacement)
    _check_wdd(areas, (*time_weights, *area_weights, dispersion))
    changes = []
    for counts, area in zip(areas, area_weights, strict=True):
        before, after = (count / (time * area) for count, time in zip(counts, time_weights, strict=True))
        variance = sum(count / (time * area) ** 2 for count, time in zip(counts, time_weights, strict=True))
        changes.append((after - before, dispersion * variance))
    (control, v_control), (treated, v_treated), (far, v_far), (near, v_near) = changes
    local = Part(treated - control, sqrt(v_treated + v_control))
    displaced = Part(near - far, sqrt(v_near + v_far))
    total, error = local.estimate + displaced.estimate, sqrt(v_treated + v_control + v_near + v_far)
    half = float(scipy.special.ndtri(1 - alpha / 2)) * error
    return Effect(total, error, total - half, total + half, local, displaced)


def wdq(  # noqa: PLR0917 - three pairs, in the order in which the field writes them
    a0: float, a1: float, b0: float, b1: float, c0: float, c1: float
) -> float | None:
    """Weighted displacement quotient: below 0 displacement, below -1 more than the gain, above 0 diffusion.

    None unless A fell against C. Raises NoCounts (C empty), NegativeCount. No standard error exists for it.
    Source: Bowers & Johnson (2003), J. Quantitative Criminology 19:275.
    """
    _check_quotient((a0, a1, b0, b1, c0, c1))
    fall = a1 / c1 - a0 / c0
    return (b1 / c1 - b0 / c0) / fall if fall < 0 else None


def total_net_effect(  # noqa: PLR0917 - as above
    a0: float, a1: float, b0: float, b1: float, c0: float, c1: float
) -> float:
    """Incidents prevented at A and B together, if both had moved as C; negative: more than before.

    Raises NoCounts (C empty), NegativeCount. Source: POP guide 10, App. B.
    """
    _check_quotient((a0, a1, b0, b1, c0, c1))
    return (a0 * c1 / c0 - a1) + (b0 * c1 / c0 - b1)


def _check_quotient(counts: tuple[float, ...]) -> None:
    _check_amounts(counts)
    if min(counts[-2:]) == 0:
        raise NoCounts


def _check_wdd(areas: tuple[Periods, ...], weights: tuple[float, ...]) -> None:
    _check_amounts([count for area in areas for count in area])
    if not all(isfinite(weight) and weight > 0 for weight in weights):
        raise StudyRefused(Fault.BAD_SETTING)
    if not any(areas[0]):
        raise NoComparison


def _check_amounts(counts: list[float] | tuple[float, ...]) -> None:
    for row, count in enumerate(counts):
        if not isfinite(count):
            raise StudyRefused(Fault.NOT_A_NUMBER, row=row)
        if count < 0:
            raise NegativeCount(row=row)
