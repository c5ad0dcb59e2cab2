"""What lending is worth: harm under the joint plan beside harm with each port for itself, over scenarios."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from port2port.pure.games.alone import alone
from port2port.pure.games.game import Game, Units
from port2port.pure.games.least_harm import least_harm
from port2port.pure.games.ports import Floats
from port2port.pure.games.variants import Variant

QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, eq=False)
class Cooperation:
    """Shares of the harm that joint use of the same units saves; a range over assumptions, never a figure of a country.

    low, middle, high   5th, 50th and 95th percentile over the scenarios, by their weights
    by_scenario         (S,)
    worst_port, worst_change   the port whose harm changes worst in any scenario, and by which share of its harm alone;
                        above 0: it is worse off than for itself
    converged           whether each port's answer alone came to rest in all scenarios
    """

    low: float
    middle: float
    high: float
    by_scenario: Floats
    worst_port: int
    worst_change: float
    converged: bool


def cooperation(units: Units, scenarios: Sequence[Variant]) -> Cooperation:
    """Over the scenarios. Raises NotSolved."""
    found = [_compared(one.game, units) for one in scenarios]
    saved = np.array([one[0] for one in found])
    weight = np.array([one.weight for one in scenarios], dtype=np.float64)
    quantiles = np.quantile(saved, QUANTILES, weights=weight, method="inverted_cdf")
    changes = np.stack([one[1] for one in found])
    port = int(np.argmax(changes.max(axis=0)))
    low, middle, high = quantiles.tolist()
    return Cooperation(low, middle, high, saved, port, float(changes[:, port].max()), all(one[2] for one in found))


def _compared(game: Game, units: Units) -> tuple[float, Floats, bool]:
    joint, apart = least_harm(game, units), alone(game, units)
    change = (joint.harm - apart.harm) / np.where(apart.harm > 0, apart.harm, 1.0)
    # Where there is no harm, there is none to save.
    saved = 1.0 - joint.harm_per_week / apart.harm_per_week if apart.harm_per_week > 0 else 0.0
    return saved, change, apart.converged
