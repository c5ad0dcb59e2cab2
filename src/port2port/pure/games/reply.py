"""Coverage that answers given prices of a unit, and the attempts and harm that answer it: one walk over all routes.

With r = harm per potential attempt, β = λ·stake and price μ of a unit at the port, least Σ a·e^(−βx)·(V(1−dx) − r) + μx
is reached at x = (κ − ω(ln μ − ln a − ln(Vd) + κ))/β, κ = β(1 − r/V)/d + 1, held between the floor and 1.
"""

from dataclasses import dataclass

import numpy as np

from port2port.pure.games.game import Game
from port2port.pure.games.omega import LEAST, omega
from port2port.pure.games.ports import Block, Floats, Ports


@dataclass(frozen=True, slots=True)
class Reply:
    """What prices lead to. Harm and weights are divided by e^scale, so that the largest weight is 1.

    coverage     (n,), in the order of the ports
    units        (K,): Σ coverage
    width        (K,): Σ 1/β over the routes between their bounds
    slope        (K,) ≥ 0: fall of units as the logarithm of the price rises
    rate_slope   (K,) ≥ 0: fall of units as r rises
    harm, weight (K,): Σ a·e^(−βx)·V(1−dx) and Σ a·e^(−βx)
    outside      weight of giving up
    """

    coverage: Floats
    units: Floats
    width: Floats
    slope: Floats
    rate_slope: Floats
    harm: Floats
    weight: Floats
    scale: float
    outside: float


class Replies:
    """A game's constants, in the order of the ports, with room to reckon in."""

    def __init__(self, game: Game) -> None:
        ports: Ports = game.ports
        lam = game.rationality
        self.ports = ports
        self.harm = ports.by_port(game.harm)
        self.detect = ports.by_port(game.detect_prob)
        self.floor = ports.by_port(game.floors)
        self.log_weight = ports.by_port(lam * game.bare_utility)
        self.beta = ports.by_port(lam * game.stake)
        self.width = 1.0 / self.beta
        self.kappa = self.beta / self.detect + 1.0
        self.kappa_rate = self.beta / (self.harm * self.detect)
        self.shift = self.kappa - self.log_weight - np.log(self.harm * self.detect)
        self.log_outside = lam * game.outside_utility
        size = max(block.routes.stop - block.routes.start for block in ports.blocks)
        self._scratch = tuple(np.empty(size) for _ in range(6))

    def to(self, rate: Floats, log_price: Floats) -> Reply:
        """The reply. rate   r, (1,) for all ports alike or (K,)      log_price   (K,), −∞ for no price"""
        ports, number = self.ports, self.ports.sizes.size
        coverage = np.empty(self.beta.size)
        sums = np.empty((6, number))
        scales = np.empty(number)
        for block in ports.blocks:
            self._walk(block, rate, log_price, coverage[block.routes], (sums[:, block.ports], scales[block.ports]))
        scale = max(float(scales.max()), self.log_outside)
        sums[4:] *= np.exp(scales - scale)
        units, width, slope, rate_slope, harm, weight = sums
        outside = float(np.exp(self.log_outside - scale))
        return Reply(coverage, units, width, slope, rate_slope, harm, weight, scale, outside)

    def _walk(
        self, block: Block, rate: Floats, log_price: Floats, coverage: Floats, into: tuple[Floats, Floats]
    ) -> None:
        routes, sizes = block.routes, block.sizes
        kappa, s, y, *scratch = (room[: coverage.size] for room in self._scratch)
        one, two, three = scratch
        by_rate, width = self.kappa_rate[routes], self.width[routes]
        np.multiply(by_rate, rate[0] if rate.size == 1 else np.repeat(rate[block.ports], sizes), out=kappa)
        np.subtract(self.shift[routes], kappa, out=s)
        np.add(s, np.repeat(log_price[block.ports], sizes), out=s)
        np.maximum(s, LEAST, out=s)
        omega(s, y, (one, two, three))
        np.subtract(self.kappa[routes], kappa, out=kappa)
        np.subtract(kappa, y, out=kappa)
        np.multiply(kappa, width, out=kappa)
        np.clip(kappa, self.floor[routes], 1.0, out=coverage)
        sums, scales = into
        np.multiply(width, np.equal(kappa, coverage), out=two)
        np.add(y, 1.0, out=one)
        np.divide(two, one, out=one)
        np.multiply(y, one, out=y)
        np.multiply(by_rate, one, out=one)
        for row, values in enumerate((coverage, two, y, one)):
            np.add.reduceat(values, block.starts, out=sums[row])
        scales[:] = self._attempts(routes, coverage, (one, two))
        np.add.reduceat(two, block.starts, out=sums[4])
        np.add.reduceat(one, block.starts, out=sums[5])

    def _attempts(self, routes: slice, coverage: Floats, into: tuple[Floats, Floats]) -> float:
        """Weights and weights × harm, divided by e^ of what it gives."""
        weight, harm = into
        np.multiply(self.beta[routes], coverage, out=weight)
        np.subtract(self.log_weight[routes], weight, out=weight)
        scale = float(weight.max())
        np.subtract(weight, scale, out=weight)
        np.exp(weight, out=weight)
        np.multiply(self.detect[routes], coverage, out=harm)
        np.subtract(1.0, harm, out=harm)
        np.multiply(harm, self.harm[routes], out=harm)
        np.multiply(harm, weight, out=harm)
        return scale
