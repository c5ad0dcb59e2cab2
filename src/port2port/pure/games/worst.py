"""Plans for the worst scenario, or for the largest regret over them: the best found, and a bound."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import scipy

from port2port.pure.games.descent import descend
from port2port.pure.games.game import Game, Units
from port2port.pure.games.least_harm import least_harm
from port2port.pure.games.mixed import mixed
from port2port.pure.games.plan import Objective, Plan, Proof, plan_of, within
from port2port.pure.games.ports import Floats
from port2port.pure.games.variants import Mixture, Variant

# The general solver's work grows with the cube of the routes; larger games keep what the smoothed aim gives.
MOST_EXACT = 300
SMOOTHINGS = (1e-1, 1e-2, 1e-3, 1e-4)


def worst(
    game: Game, units: Units, variants: Sequence[Variant], *, objective: Objective, rng: np.random.Generator | None
) -> Plan:
    """The plan whose largest harm over the scenarios is least; or regret: harm above the least that a scenario allows.

    Starts: the plan for the mean and each scenario's own; the best answer is then made exact. The bound is the largest
    of the least harms; of regret it is 0. Raises NotSolved.
    """
    own = [least_harm(one.game, units) for one in variants]
    least = np.array([plan.harm_per_week for plan in own])
    off = least if objective is Objective.WORST_REGRET else np.zeros_like(least)
    among = _Largest(game, units, Mixture(variants), off)
    mean = mixed(game, units, variants, objective=Objective.MEAN, rng=rng)
    is_small = game.harm.size <= MOST_EXACT
    widths = SMOOTHINGS[:-1] if is_small else SMOOTHINGS
    found = [among.smoothed(game.ports.by_port(plan.coverage), widths) for plan in (mean, *own)]
    near = [among.value(coverage) for coverage in found]
    if is_small:
        found.append(among.exact(min(found, key=among.value)))
    kept = [within(game, game.ports.as_given(coverage), units) for coverage in found]
    values = [among.value(game.ports.by_port(coverage)) for coverage in kept]
    value, coverage = min(values), kept[int(np.argmin(values))]
    harms = among.mixture.harms(game.ports.by_port(coverage))
    proven = [plan.lower_bound for plan in own if plan.lower_bound is not None]
    bound = 0.0 if objective is Objective.WORST_REGRET else max(proven)
    return plan_of(
        game,
        units,
        coverage,
        objective=objective,
        proof=Proof.BEST_FOUND,
        lower_bound=bound,
        gap=max(0.0, (value - bound) / value) if value > 0 else 0.0,
        value=value,
        harm_per_week=float(among.mixture.weight @ harms),
        spread=(max(near) - min(near)) / value if value > 0 else 0.0,
        by_variant=tuple((harms - off).tolist()),
    )


class _Largest:
    """The largest of several harms, each less what is taken off, as an aim; coverage in the order of the ports."""

    def __init__(self, game: Game, units: Units, mixture: Mixture, off: Floats) -> None:
        self.ports, self.units, self.mixture, self.off = game.ports, units, mixture, off
        self.floor = game.ports.by_port(game.floors)

    def value(self, coverage: Floats) -> float:
        return float((self.mixture.harms(coverage) - self.off).max())

    def smoothed(self, start: Floats, widths: Sequence[float]) -> Floats:
        """Coverage for which the logarithm of a sum of exponentials, ever closer to the largest, is least."""
        at, size = start, max(float(np.abs(self.mixture.harms(start)).max()), 1e-300)
        for smoothing in widths:
            _, at = descend(
                partial(self._soft, smoothing * size),
                at,
                ports=self.ports,
                floor=self.floor,
                units=self.units,
                close=1e-3 * smoothing,
            )
        return at

    def _soft(self, width: float, coverage: Floats) -> tuple[float, Floats, Floats]:
        above = (self.mixture.harms(coverage) - self.off) / width
        share = np.exp(above - above.max())
        total = float(share.sum())
        share /= total
        _, slope, bend = self.mixture.slopes(coverage, by=share)
        mean = share @ slope
        spread = share @ (slope - mean) ** 2 / width
        return width * (float(above.max()) + float(np.log(total))), mean, np.maximum(bend, 0.0) + spread

    def exact(self, start: Floats) -> Floats:
        """The least t with every harm at most t, by SLSQP; variables are coverage, units lent to each port, and t."""
        routes, ports = start.size, self.units.own.size
        used = np.repeat(np.eye(ports), self.ports.sizes, axis=1)
        size = max(abs(self.value(start)), 1e-300)
        lent = np.maximum(self.ports.sums(start) - self.units.own, 0.0)
        budget = np.hstack([-used, np.eye(ports), np.zeros((ports, 1))])
        pool = np.r_[np.zeros(routes), -np.ones(ports), 0.0]
        rows = np.vstack([budget, pool])
        known = np.r_[self.units.own, self.units.mobile]

        def left(point: Floats) -> Floats:
            below: Floats = point[-1] - (self.mixture.harms(point[:routes]) - self.off) / size
            return below

        def left_slope(point: Floats) -> Floats:
            slope = self.mixture.slopes(point[:routes])[1]
            whole: Floats = np.hstack([-slope / size, np.zeros((len(slope), ports)), np.ones((len(slope), 1))])
            return whole

        answer = scipy.optimize.minimize(
            lambda point: point[-1],
            np.r_[start, lent, self.value(start) / size],
            jac=lambda _: np.r_[np.zeros(routes + ports), 1.0],
            method="SLSQP",
            bounds=[*zip(self.floor, np.ones(routes), strict=True), *[(0.0, None)] * ports, (None, None)],
            constraints=[
                {"type": "ineq", "fun": lambda point: rows @ point + known, "jac": lambda _: rows},
                {"type": "ineq", "fun": left, "jac": left_slope},
            ],
            options={"maxiter": 300, "ftol": 1e-10},
        )
        coverage = np.clip(answer.x[:routes], self.floor, 1.0)
        return start if not np.isfinite(coverage).all() else np.asarray(coverage, dtype=np.float64)
