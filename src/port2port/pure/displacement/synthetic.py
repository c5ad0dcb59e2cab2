"""Synthetic difference in differences, synthetic control and plain difference in differences, for one treated unit.

τ = (−ω, 1)·Y·(−λ, 1/T1): what the treated unit gained over a weighted mix of others, after against a weighted mix of
weeks before. The donors must be untouched, also by what is displaced: other ports of the network seldom are.
Source: Arkhangelsky et al. (2021), Algorithm 1; Abadie, Diamond & Hainmueller (2010) for the synthetic control.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from port2port.pure.displacement.faults import Fault, ShapeMismatch, StudyRefused
from port2port.pure.displacement.simplex import by_steps, exactly
from port2port.pure.panels import Floats

FIRST_STEPS = 100
SPARSE_BELOW = 0.25
STOP = 1e-5
NEARLY_NONE = 1e-6
FEWEST_DONORS = 2


class Method(StrEnum):
    """Which weights are fitted: of donors and weeks, of donors, of neither."""

    SDID = "sdid"
    SC = "sc"
    DID = "did"


class Solver(StrEnum):
    """Where the fit ends: where the published one does, or at its optimum."""

    PUBLISHED = "published"
    EXACT = "exact"


@dataclass(frozen=True, slots=True, eq=False)
class SyntheticResult:
    """effect: mean difference a week after; unit_weights [donors], in their order; time_weights [weeks before]."""

    effect: float
    unit_weights: Floats
    time_weights: Floats
    method: Method
    solver: Solver


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """The effect among those of donors taken for treated ones, [placebos]."""

    result: SyntheticResult
    placebos: Floats = field(repr=False)

    @property
    def p(self) -> float:
        """How often chance alone would look so; never below the floor."""
        return (1 + int((np.abs(self.placebos) >= abs(self.result.effect)).sum())) / (len(self.placebos) + 1)

    @property
    def floor(self) -> float:
        """1/(donors + 1): with fewer than 19 donors no p reaches .05."""
        return 1 / (len(self.placebos) + 1)


def synthetic(
    panel: Floats,
    *,
    treated: int,
    first_after: int,
    method: Method = Method.SDID,
    solver: Solver = Solver.PUBLISHED,
) -> SyntheticResult:
    """The effect at one unit of a panel [weeks, units] from week first_after on.

    Raises ShapeMismatch, StudyRefused (fewer than two donors or weeks before, something that is no number).
    """
    outcomes = np.asarray(panel, dtype=float)
    _check(outcomes, treated, first_after)
    donors, own = np.delete(outcomes, treated, axis=1), outcomes[:, treated]
    before, after = slice(None, first_after), slice(first_after, None)
    noise = float(np.diff(donors[before], axis=0).std(ddof=1))
    strength = (len(own) - first_after) ** 0.25 if method is Method.SDID else NEARLY_NONE
    units, weeks = _even(donors.shape[1]), _even(first_after)
    if method is not Method.DID:
        units = _fitted(
            donors[before], own[before], strength * noise, noise=noise, solver=solver, is_centred=method is Method.SDID
        )
    if method is Method.SDID:
        weeks = _fitted(
            donors[before].T, donors[after].mean(axis=0), NEARLY_NONE * noise, noise=noise, solver=solver,
            is_centred=True,
        )  # fmt: skip
    if method is Method.SC:
        weeks = np.zeros(first_after)
    gap = own - donors @ units
    return SyntheticResult(float(gap[after].mean() - weeks @ gap[before]), units, weeks, method, solver)


def among_placebos(
    panel: Floats,
    *,
    treated: int,
    first_after: int,
    method: Method = Method.SDID,
    solver: Solver = Solver.PUBLISHED,
) -> Ranked:
    """The effect beside that of each donor, the treated unit left out. Raises as `synthetic` does."""
    outcomes = np.asarray(panel, dtype=float)
    found = synthetic(outcomes, treated=treated, first_after=first_after, method=method, solver=solver)
    donors = np.delete(outcomes, treated, axis=1)
    placebos = [
        synthetic(donors, treated=one, first_after=first_after, method=method, solver=solver).effect
        for one in range(donors.shape[1])
    ]
    return Ranked(found, np.array(placebos))


def _fitted(
    columns: Floats, goal: Floats, strength: float, *, noise: float, solver: Solver, is_centred: bool
) -> Floats:
    """Weights of the columns; centring leaves the level free."""
    if is_centred:
        columns, goal = columns - columns.mean(axis=0), goal - goal.mean()
    penalty = len(goal) * strength**2
    if solver is Solver.EXACT:
        return exactly(columns, goal, penalty=penalty)
    gain = (STOP * noise) ** 2
    start = _even(columns.shape[1])
    first = by_steps(columns, goal, penalty=penalty, start=start, smallest_gain=gain, most=FIRST_STEPS)
    sparse = np.where(first > first.max() * SPARSE_BELOW, first, 0.0)
    return by_steps(columns, goal, penalty=penalty, start=sparse / sparse.sum(), smallest_gain=gain)


def _even(number: int) -> Floats:
    return np.full(number, 1 / number)


def _check(panel: Floats, treated: int, first_after: int) -> None:
    if panel.ndim != 2 or not 0 <= treated < panel.shape[1]:
        raise ShapeMismatch
    if not np.isfinite(panel).all():
        row, column = (int(place) for place in np.argwhere(~np.isfinite(panel))[0])
        raise StudyRefused(Fault.NOT_A_NUMBER, row=row, column=column)
    if not 2 <= first_after < len(panel):
        raise StudyRefused(Fault.START_OUTSIDE, row=first_after)
    if panel.shape[1] - 1 < FEWEST_DONORS:
        raise StudyRefused(Fault.TOO_FEW_UNITS)
