"""Simulated networks of ports in which the truth is known: what every method here is tried on, and what drills show.

A common factor moves all ports and the comparison series from outside: C_t = (1 + .15 sin(2πt/52))·exp(a_t − σ²/2) with
an AR(1) a. A measure at the first port removes incidents there, over a ramp; a share of what it removed comes back at
the others. Counts are Poisson with gamma mixing (that is, negative binomial) or lognormal mixing of the same variance.
Weeks and ports count from 0; port 0 is the target.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from math import log, pi, sqrt

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

type Counts = NDArray[np.int64]
type Floats = NDArray[np.float64]

YEAR = 52
# Belgium's order of sizes: incidents a week at the target and at nine others.
MEANS = (12.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.5, 1.2, 1.0, 0.8)
# Shares of what is displaced, over the ports after the target: in proportion to their size, or on two of them.
BY_SIZE: tuple[float, ...] = ()
ON_TWO = (0.0, 0.0, 0.6, 0.0, 0.4, 0.0, 0.0, 0.0, 0.0)
ROUNDING = 1e-9


class Noise(StrEnum):
    """How the counts of one week scatter around their mean."""

    GAMMA = "gamma"
    LOGNORMAL = "lognormal"
    POISSON = "poisson"


class Null(StrEnum):
    """A world in which nothing moved; a threshold must hold in each of them."""

    PLAIN = "plain"
    COMMON_SHOCK = "common_shock"
    DROP_ONLY = "drop_only"
    RECORDING_CHANGE = "recording_change"
    OWN_SHOCKS = "own_shocks"


class BadDesign(ValueError):
    """A design that no network can have. field: which setting is wrong."""

    def __init__(self, field: str, says: str) -> None:
        self.field = field
        super().__init__(f"{field}: {says}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelDesign:
    """What a simulated network is like; the default: crime falls at the target and nothing moves.

    means             incidents a week by port, target first    scale       of all counts, the external one too
    measure_week      first week of the measure                 ramp_weeks  until it has its whole effect
    reduction         share of the target's incidents that it removes
    share             of those, what comes back elsewhere; below 0: diffusion
    weights           over the other ports, in any unit; empty: by their size
    size_k            k in the variance μ + μ²/k of a port's week
    common_sd, _rho   of the AR(1) that all ports and the outside share     own_sd, own_rho  of each port's own
    external_mean     incidents a week outside; their size is 4k
    external_jump     the outside moves by this share from the measure on, by itself
    external_trend    the outside moves by this share a year, all the time, by itself
    recording_factor  the target's counts are multiplied by it from the measure on: another way of counting
    Raises BadDesign.
    """

    means: tuple[float, ...] = MEANS
    weeks: int = 4 * YEAR
    measure_week: int = 3 * YEAR
    ramp_weeks: int = 8
    reduction: float = 0.4
    share: float = 0.0
    weights: tuple[float, ...] = BY_SIZE
    scale: float = 1.0
    size_k: float = 6.0
    noise: Noise = Noise.GAMMA
    common_sd: float = 0.12
    common_rho: float = 0.8
    own_sd: float = 0.0
    own_rho: float = 0.8
    season: float = 0.15
    external_mean: float = 30.0
    external_jump: float = 0.0
    external_trend: float = 0.0
    recording_factor: float = 1.0

    def __post_init__(self) -> None:
        for field, is_sound, says in _rules(self):
            if not is_sound:
                raise BadDesign(field, says)

    @property
    def spread(self) -> Floats:
        """[ports]: the share of what is displaced that goes to each port; 0 at the target."""
        given = np.array(self.weights or self.means[1:], dtype=float)
        return np.concatenate([[0.0], given / given.sum()])

    @property
    def effect(self) -> Floats:
        """[weeks]: how much of its whole effect the measure has."""
        since = np.arange(self.weeks) - self.measure_week
        return np.clip((since + 1) / max(self.ramp_weeks, 1), 0.0, 1.0) * (since >= 0)


@dataclass(frozen=True, slots=True, eq=False)
class Networks:
    """n networks of one design. ports [n, weeks, ports], external and common [n, weeks]; common is the factor C."""

    design: PanelDesign
    ports: Counts
    external: Counts
    common: Floats

    @property
    def removed(self) -> Floats:
        """[n, weeks]: incidents that the measure is expected to have removed at the target, given the common factor."""
        return _removed(self.design, self.common)


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One network. ports [weeks, ports], target first; external [weeks]."""

    ports: Counts
    external: Counts


@dataclass(frozen=True, slots=True, eq=False)
class PanelTruth:
    """What really happened in the weeks from the measure on, as expected incidents given the common factor.

    removed    at the target, ≥ 0              added   at the others; < 0: diffusion
    by_port    [ports]: of the added ones      share   added / removed; None: nothing was removed
    """

    removed: float
    added: float
    by_port: Floats
    share: float | None


def simulate(design: PanelDesign, *, rng: Generator) -> tuple[Panel, PanelTruth]:
    """One network and its truth."""
    drawn = draw(design, 1, rng=rng)
    removed = float(drawn.removed.sum())
    added = design.share * removed
    truth = PanelTruth(removed, added, added * design.spread, design.share if removed else None)
    return Panel(drawn.ports[0], drawn.external[0]), truth


def draw(design: PanelDesign, n: int, *, rng: Generator) -> Networks:
    """n independent networks at once."""
    common = _common(design, n, rng)
    mean = common[:, :, None] * (design.scale * np.array(design.means))
    if design.reduction:
        moved = design.share * design.spread - np.eye(1, len(design.means))[0]
        after = mean[:, design.measure_week :]
        after += _removed(design, common)[:, design.measure_week :, None] * moved
        # A mean of nothing may come out a rounding error below it.
        np.maximum(after, 0.0, out=after)
    mean[:, design.measure_week :, 0] *= design.recording_factor
    if design.own_sd:
        shocks = _autoregression((n, design.weeks, len(design.means)), design.own_sd, design.own_rho, rng)
        mean *= np.exp(shocks - design.own_sd**2 / 2)
    outside = design.external_mean * design.scale * common
    outside[:, design.measure_week :] *= 1 + design.external_jump
    outside *= (1 + design.external_trend) ** ((np.arange(design.weeks) - design.measure_week) / YEAR)
    ports = _counts(mean, design.size_k, design.noise, rng)
    return Networks(design, ports, _counts(outside, 4 * design.size_k, design.noise, rng), common)


def nulls(design: PanelDesign, *, drop: float = 0.4, recording_factor: float = 1.5) -> dict[Null, PanelDesign]:
    """The five worlds of this design in which nothing moved from the target to the others."""
    still = replace(design, reduction=0.0, share=0.0, recording_factor=1.0)
    return {
        Null.PLAIN: still,
        Null.COMMON_SHOCK: replace(still, common_sd=0.3),
        Null.DROP_ONLY: replace(still, reduction=drop),
        Null.RECORDING_CHANGE: replace(still, recording_factor=recording_factor),
        Null.OWN_SHOCKS: replace(still, own_sd=0.2),
    }


def _removed(design: PanelDesign, common: Floats) -> Floats:
    return design.reduction * design.scale * design.means[0] * design.effect * common


def _common(design: PanelDesign, n: int, rng: Generator) -> Floats:
    season = 1 + design.season * np.sin(2 * pi * np.arange(design.weeks) / YEAR)
    if not design.common_sd:
        return np.tile(season, (n, 1))
    shocks = _autoregression((n, design.weeks), design.common_sd, design.common_rho, rng)
    return season * np.exp(shocks - design.common_sd**2 / 2)


def _autoregression(shape: tuple[int, ...], sd: float, rho: float, rng: Generator) -> Floats:
    """A stationary AR(1) of this sd along axis 1."""
    shocks = rng.standard_normal(shape)
    fresh = sqrt(1 - rho**2)
    for week in range(1, shape[1]):
        shocks[:, week] = rho * shocks[:, week - 1] + fresh * shocks[:, week]
    return sd * shocks


def _counts(mean: Floats, size: float, noise: Noise, rng: Generator) -> Counts:
    if noise is Noise.GAMMA:
        mean *= rng.standard_gamma(size, mean.shape) / size
    elif noise is Noise.LOGNORMAL:
        variance = log(1 + 1 / size)
        mean *= np.exp(sqrt(variance) * rng.standard_normal(mean.shape) - variance / 2)
    return rng.poisson(mean)


def _rules(design: PanelDesign) -> Iterator[tuple[str, bool, str]]:
    """Every rule as (field, holds, words); one may rest on those before it."""
    others = np.array(design.means[1:])
    given = np.array(design.weights or (1.0,) * max(len(others), 1))
    yield "means", len(others) > 0 and min(design.means) > 0, "two ports or more, each above 0"
    yield "weeks", design.weeks > 0, "at least one"
    yield "measure_week", 0 <= design.measure_week <= design.weeks, "lies outside the weeks"
    yield "ramp_weeks", design.ramp_weeks >= 0, "below 0"
    yield "reduction", 0 <= design.reduction <= 1, "a share from 0 to 1"
    yield "weights", not design.weights or len(given) == len(others), "one for each port but the target"
    yield "weights", bool((given >= 0).all() and given.sum() > 0), "none below 0, and not all 0"
    yield "share", _leaves_enough(design), "takes more from a port than it has"
    yield "scale", design.scale > 0, "must be above 0"
    yield "size_k", design.size_k > 0, "must be above 0"
    yield "common_sd", design.common_sd >= 0 and design.own_sd >= 0, "below 0"
    yield "common_rho", abs(design.common_rho) < 1 and abs(design.own_rho) < 1, "must lie between -1 and 1"
    yield "season", abs(design.season) < 1, "must lie between -1 and 1"
    yield "external_mean", design.external_mean >= 0, "below 0"
    yield "external_jump", min(design.external_jump, design.external_trend) > -1, "takes more than there is"
    yield "recording_factor", design.recording_factor >= 0, "below 0"


def _leaves_enough(design: PanelDesign) -> bool:
    """Whether no port's mean falls below nothing while the measure works."""
    moved = design.share * design.reduction * design.means[0] * design.spread
    return bool((np.array(design.means) + moved >= -ROUNDING).all())
