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

    coverage     (n,), in the order of the ports; the room of the next reply too: who keeps it, copies it
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
    """A game's constants, in the order of the ports, with room to reckon in.

    Few of them, because a walk over many routes waits for memory: the rest follows from κ = 1 + ρ(V − r), ρ = β/(Vd).
    """

    def __init__(self, game: Game) -> None:
        ports: Ports = game.ports
        lam = game.rationality
        self.ports = ports
        self.harm = ports.by_port(game.harm)
        self.floor = ports.by_port(game.floors)
        # A bound that is 0 everywhere need not be read route by route.
        self.has_floor = bool(self.floor.any())
        self.log_weight = ports.by_port(lam * game.bare_utility)
        self.beta = ports.by_port(lam * game.stake)
        saved = self.harm * ports.by_port(game.detect_prob)
        self.kappa_rate = self.beta / saved
        self.shift = self.kappa - self.log_weight - np.log(saved)
        self.log_outside = lam * game.outside_utility
        size = max(block.routes.stop - block.routes.start for block in ports.blocks)
        self._scratch = tuple(np.empty(size) for _ in range(6))
        # One for all replies: fetching memory anew for each walk costs as much as the walk where there are many routes.
        self._coverage = np.empty(self.beta.size)

    @property
    def kappa(self) -> Floats:
        """(n,): κ at r = 0."""
        return self.kappa_rate * self.harm + 1.0

    def to(self, rate: Floats, log_price: Floats) -> Reply:
        """The reply. rate   r, (1,) for all ports alike or (K,)      log_price   (K,), −∞ for no price"""
        ports, number = self.ports, self.ports.sizes.size
        coverage = self._coverage
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
        by_rate, beta = self.kappa_rate[routes], self.beta[routes]
        here: Floats | float = rate[0] if rate.size == 1 else np.repeat(rate[block.ports], sizes)
        np.multiply(by_rate, here, out=kappa)
        np.subtract(self.shift[routes], kappa, out=s)
        np.add(s, np.repeat(log_price[block.ports], sizes), out=s)
        np.maximum(s, LEAST, out=s)
        omega(s, y, (one, two, three))
        np.subtract(self.harm[routes], here, out=kappa)
        np.multiply(kappa, by_rate, out=kappa)
        np.add(kappa, 1.0, out=kappa)
        np.subtract(kappa, y, out=kappa)
        np.divide(kappa, beta, out=kappa)
        np.clip(kappa, self.floor[routes] if self.has_floor else 0.0, 1.0, out=coverage)
        sums, scales = into
        np.divide(np.equal(kappa, coverage), beta, out=two)
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
        np.divide(weight, self.kappa_rate[routes], out=harm)
        np.subtract(self.harm[routes], harm, out=harm)
        np.subtract(self.log_weight[routes], weight, out=weight)
        scale = float(weight.max())
        np.subtract(weight, scale, out=weight)
        np.exp(weight, out=weight)
        np.multiply(harm, weight, out=harm)
        return scale
