"""Prices for one r by brackets alone: slower than the search's own steps, and sure where coverage jumps with price."""

from collections.abc import Callable

import numpy as np

from port2port.pure.games.game import Units
from port2port.pure.games.ports import Floats
from port2port.pure.games.reply import Replies

HALVINGS = 200
NEAR = 1e-13
# Units that are as good as none.
MET = 1e-14
# ω below this changes no coverage.
NOTHING = 1e-30

type Judged = tuple[Floats, Floats]


def prices(replies: Replies, rate: Floats, units: Units, *, has_pool: bool) -> tuple[Floats, float]:
    """Logarithms of the prices at which each port uses what it owns, (K,), and at which the pool is used up.

    Where all cannot be used, a unit more is worth nothing and its price is −∞.
    """
    low, high = _ends(replies, rate)

    def own(at: Floats) -> Judged:
        reply = replies.to(rate, at)
        return reply.units - units.own, reply.slope

    def pool(at: Floats) -> Judged:
        reply = replies.to(rate, np.repeat(at, units.own.size))
        lent = np.maximum(reply.units - units.own, 0.0)
        return np.array([lent.sum() - units.mobile]), np.array([reply.slope[lent > 0].sum()])

    found = _root(own, low, high)
    if not has_pool:
        return found, np.inf
    return found, float(_root(pool, np.array([low.min()]), np.array([high.max()]))[0])


def _ends(replies: Replies, rate: Floats) -> tuple[Floats, Floats]:
    """(K,): prices at which each port covers all that is of use, and nothing but its floors."""
    ports = replies.ports
    by_route = rate[0] if rate.size == 1 else ports.spread(rate)
    kappa = replies.kappa - by_route * replies.kappa_rate
    shift = replies.shift - by_route * replies.kappa_rate

    def price(coverage: Floats | float) -> Floats:
        y = np.maximum(kappa - replies.beta * coverage, NOTHING)
        return y + np.log(y) - shift

    low = np.minimum.reduceat(price(1.0), ports.starts)
    return low, np.maximum.reduceat(price(replies.floor), ports.starts) + 1e-9


def _root(judge: Callable[[Floats], Judged], low: Floats, high: Floats) -> Floats:
    """Where what is judged, which falls, passes 0: the last place seen above it; Newton and halvings in turn.

    −∞ where even the lowest place lies below: its route may be one whose ω, however small, stands for a high price.
    """
    low, high = low.copy(), high.copy()
    at, is_met, is_above = low, np.zeros(low.shape, dtype=bool), np.zeros(low.shape, dtype=bool)
    for turn in range(HALVINGS):
        excess, slope = judge(at)
        is_met = np.abs(excess) <= MET
        is_above |= excess > 0
        low = np.where(excess > 0, np.maximum(low, at), low)
        high = np.where(excess > 0, high, np.minimum(high, at))
        if (is_met | (high - low <= NEAR * np.maximum(1.0, np.abs(low)))).all():
            break
        with np.errstate(all="ignore"):
            wish = at + excess / slope
        is_fit = (wish > low) & (wish < high) & (turn % 2 == 0)
        at = np.where(is_met, at, np.where(is_fit, wish, 0.5 * (low + high)))
    return np.where(is_met, at, np.where(is_above, low, -np.inf))
