"""The search for the prices of a unit, at each port and in the pool, and for the least harm per potential attempt.

Least harm is a ratio. Its least value r is where the least of Σ a·e^(−βx)·(V(1−dx) − r) − r·e^(λU₀) under the budgets
is 0 (Dinkelbach 1967); that inner problem is convex in e^(−βx), so prices of the budgets lead to its answer. One walk
over the routes gives enough to better r, all prices and the pool's price together; brackets that hold for one r keep a
step that leaves them from doing harm.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from port2port.pure.games import careful
from port2port.pure.games.game import Units
from port2port.pure.games.ports import Floats
from port2port.pure.games.reply import Replies, Reply
from port2port.pure.games.weakest import level

type Marks = NDArray[np.bool_]

QUICK_WALKS = 60
CAREFUL_ROUNDS = 100
CLOSE = 1e-13
# Units over a budget that rounding explains.
SLACK = 1e-11
STEP = 4.0
# Below this ω is straight in the price itself, and a step up to where it matters is exact.
FAINT = 0.01
LONGEST = 1_000.0
HIGHEST = 300.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one reply is from the answer; the rates are one for all ports or one a port, as `rate` is.

    excess   (K,) units above what the port owns      lending (K,) it takes from the pool
    total    weight of all choices; r + value/total is the next r
    value    least inner value that the prices prove      off   cost of units misplaced
    size     r·total, to measure both by
    """

    excess: Floats
    lending: Floats
    total: Floats
    value: Floats
    off: Floats
    size: Floats
    is_over: bool

    @property
    def is_reached(self) -> bool:
        """Nothing is left but rounding."""
        near = CLOSE * self.size
        return not self.is_over and bool(((np.abs(self.value) <= near) & (self.off <= near)).all())


class Bracket:
    """Between which log prices each port's own price lies, and how far a step may go."""

    def __init__(self, number: int) -> None:
        self.low = np.full(number, -np.inf)
        self.high = np.full(number, np.inf)
        self.reach = np.full(number, STEP)

    def forget(self, where: Marks) -> None:
        """After r has moved nothing is known any more."""
        self.low[where] = -np.inf
        self.high[where] = np.inf
        self.reach[where] = STEP

    def learn(self, at: Floats, is_low: Marks, is_high: Marks) -> None:
        """The price lies above `at` where it is too low, and below where it is too high."""
        self.low = np.where(is_low, np.maximum(self.low, at), self.low)
        self.high = np.where(is_high, np.minimum(self.high, at), self.high)

    def step(self, at: Floats, wish: Floats, is_sure: Marks | None = None) -> Floats:
        """The next price: as wished, no further than the reach, and in the middle where the bracket is left.

        is_sure   where the wish is good at any distance
        """
        to = np.clip(wish, at - self.reach, at + self.reach)
        if is_sure is not None:
            to = np.where(is_sure, wish, to)
        is_short = np.abs(to - at) >= 0.99 * self.reach
        self.reach = np.where(is_short, np.minimum(2 * self.reach, LONGEST), STEP)
        is_out = (to <= self.low) | (to >= self.high)
        low = np.where(np.isfinite(self.low), self.low, self.high - 2 * self.reach)
        high = np.where(np.isfinite(self.high), self.high, self.low + 2 * self.reach)
        return np.where(is_out, 0.5 * (low + high), to)


class Rates:
    """Newton's steps of r on the value, which is concave in r; longer where the weight falls exponentially with r."""

    def __init__(self, ceiling: float, *, is_joint: bool) -> None:
        self.is_joint = is_joint
        self.ceiling = ceiling
        self.begin_again()

    def begin_again(self) -> None:
        """Nothing is known but that r lies between 0 and what a plan has reached."""
        self.before: tuple[float, float] | None = None
        self.ratio_before = 0.0
        self.boost = 1.0
        self.low = 0.0
        self.high = self.ceiling

    def step(self, rate: Floats, now: Standing, scale: float) -> Floats:
        """(G,): by how much r moves."""
        newton = now.value / now.total
        if not self.is_joint:
            return np.maximum(newton, -0.999 * rate)
        at, weight = float(rate[0]), float(np.log(now.total[0])) + scale
        move = self._bent(float(newton[0]), at, weight)
        ratio = abs(float(now.value[0] / now.size[0]))
        # Far from the answer a sharp game falls by small equal steps: lengthen them until one goes too far.
        is_slow = newton[0] < 0 and 0.3 * self.ratio_before < ratio < 0.3
        self.boost = 2 * self.boost if is_slow else 1.0
        self.before, self.ratio_before = (at, weight), ratio
        return np.array([self._bounded(at, at + move * self.boost, is_low=newton[0] >= 0) - at])

    def _bounded(self, at: float, to: float, *, is_low: bool) -> float:
        """The next r, inside what is known. A value of 0 or more proves that r is too low; one below only suggests."""
        if is_low:
            self.low = max(self.low, at)
            # What was only suggested has been disproved.
            self.high = self.ceiling if self.high - at < 0.01 * (to - at) else self.high
            return to if to < self.high else 0.5 * (at + self.high)
        self.high = min(self.high, at)
        return to if to > self.low else 0.5 * (self.low + at)

    def _bent(self, newton: float, at: float, weight: float) -> float:
        """Newton's step for a weight that goes on falling as it fell since the step before."""
        if self.before is None or self.before[0] == at:
            return newton
        fall = (self.before[1] - weight) / (self.before[0] - at)
        return float(np.log1p(max(fall * newton, -0.95)) / fall) if fall > 0 else newton


class Search:
    """Prices and rates that one game's units lead to.

    is_joint   one rate and a pool for all ports; otherwise each port for itself, with what it owns and its own rate
    rest       (K,): logarithm of the weight of all choices outside the port, where it is held; None: as the plan has it
    start      rates and prices to begin with, where they are known to be near
    """

    def __init__(
        self,
        replies: Replies,
        units: Units,
        *,
        is_joint: bool,
        rest: Floats | None = None,
        start: tuple[Floats, Floats] | None = None,
    ) -> None:
        units = _free(units, replies.ports.sums(replies.floor))
        self.replies, self.units, self.is_joint, self.rest = replies, units, is_joint, rest
        number = units.own.size
        self.bracket, self.pool_bracket = Bracket(number), Bracket(1)
        self.has_pool = is_joint and units.mobile > 0
        # Floors that ask for more than a port owns: it takes from the pool at any price.
        self.is_bound = self.has_pool & (replies.ports.sums(replies.floor) > units.own)
        self.rate, self.own, self.pool = (*start, np.inf) if start else self._start()
        # The plan to start from is one that could be had, so no better one has a higher rate.
        self.rates = Rates(float(self.rate.max()) * (1 + 1e-9), is_joint=is_joint)
        self.walks = 0

    @property
    def prices(self) -> Floats:
        """(K,): logarithm of what one unit more would save at each port; never more than in the pool."""
        return np.minimum(self.own, self.pool)

    def run(self) -> Reply:
        """The reply at the answer, to keep; after the last walk allowed, the nearest one."""
        reply = self._found()
        return replace(reply, coverage=reply.coverage.copy())

    def _found(self) -> Reply:
        for _ in range(QUICK_WALKS):
            reply = self.replies.to(self.rate, self.prices)
            now = self.standing(reply)
            self.walks += 1
            if now.is_reached:
                return reply
            self._move(reply, now)
        return self._careful()

    def _careful(self) -> Reply:
        """The same with prices that are sure for each r."""
        self.rates.begin_again()
        for _ in range(CAREFUL_ROUNDS):
            self.own, self.pool = careful.prices(self.replies, self.rate, self.units, has_pool=self.has_pool)
            self.own[self.is_bound] = np.inf
            reply = self.replies.to(self.rate, self.prices)
            now = self.standing(reply)
            self.walks += 1
            if (np.abs(now.value) <= CLOSE * now.size).all():
                break
            self.rate = self.rate + self.rates.step(self.rate, now, reply.scale)
        return reply

    def standing(self, reply: Reply) -> Standing:
        """How good a reply is."""
        price = np.exp(np.minimum(self.prices - reply.scale, HIGHEST))
        excess = reply.units - self.units.own
        lending = np.where(self.own >= self.pool, np.maximum(excess, 0.0), 0.0) if self.has_pool else 0.0 * excess
        total = self._total(reply)
        # A price near 0 must not make units that nobody has look cheap.
        paid = np.abs(excess) * np.where(
            excess > 0, np.maximum(price, reply.harm / np.maximum(reply.units, 1.0)), price
        )
        paid = np.where(lending > 0, 0.0, paid)
        value = reply.harm + price * excess
        is_over = bool(((excess - lending) > SLACK * np.maximum(1.0, self.units.own)).any())
        if self.is_joint:
            pool_price = float(np.exp(self.pool - reply.scale)) if self.has_pool else 0.0
            beyond = float(lending.sum()) - self.units.mobile
            is_over = is_over or beyond > SLACK * max(1.0, self.units.mobile)
            value = np.array([value.sum() - pool_price * self.units.mobile])
            paid = np.array([paid.sum() + pool_price * abs(beyond)])
        size = self.rate * total
        return Standing(excess, lending, total, value - size, paid, size, is_over)

    def _total(self, reply: Reply) -> Floats:
        if self.rest is not None:
            return reply.weight + np.exp(self.rest - reply.scale)
        return np.full(self.rate.size, reply.weight.sum() + reply.outside)

    def _start(self) -> tuple[Floats, Floats, float]:
        """From the plan that levels the best routes: rates, prices at each port, and the pool's price."""
        at, ports = self.replies, self.replies.ports
        _, coverage = level(ports, at.log_weight, at.beta, floor=at.floor, units=self.units)
        logit = at.log_weight - at.beta * coverage
        scale = max(float(logit.max()), at.log_outside)
        weight = np.exp(logit - scale)
        harm = ports.sums(weight * (at.harm - at.beta * coverage / at.kappa_rate))
        total = weight.sum() + np.exp(at.log_outside - scale)
        rate = np.maximum(harm / total, 1e-300) if not self.is_joint else np.array([harm.sum() / total])
        by_route = ports.spread(np.broadcast_to(rate, harm.shape)) * at.kappa_rate
        y = np.maximum(at.kappa - by_route - at.beta * coverage, 1e-3)
        share = y / ((1 + y) * at.beta)
        own = ports.sums(share * (y + np.log(y) - at.shift + by_route)) / ports.sums(share)
        pool = float(own.mean()) if self.has_pool else np.inf
        return rate, np.where(self.is_bound, np.inf, own), pool

    def _move(self, reply: Reply, now: Standing) -> None:
        prices = self.prices
        self._learn(now, prices)
        shift = np.zeros_like(self.rate)
        is_settled = (now.off <= 0.5 * np.abs(now.value)) & np.isfinite(now.off)
        if is_settled.any():
            shift = np.where(is_settled, self.rates.step(self.rate, now, reply.scale), 0.0)
            self.rate = self.rate + shift
            self.bracket.forget(np.broadcast_to(is_settled, prices.shape))
            self.pool_bracket.forget(is_settled[:1])
        excess = now.excess - reply.rate_slope * shift
        self.own = np.where(self.is_bound, np.inf, self.bracket.step(prices, *_wish(reply, excess, prices)))
        if self.has_pool:
            self.pool = self._next_pool(reply, excess, prices)

    def _learn(self, now: Standing, prices: Floats) -> None:
        self.bracket.learn(prices, now.excess > 0, now.excess <= 0)
        if self.has_pool:
            lent = now.lending.sum()
            unclear = np.maximum(now.excess, 0.0)[now.lending <= 0].sum()
            at, mobile = np.array([self.pool]), self.units.mobile
            self.pool_bracket.learn(at, np.array([lent > mobile]), np.array([lent + unclear <= mobile]))

    def _next_pool(self, reply: Reply, excess: Floats, prices: Floats) -> float:
        """Where what the ports lack, straight on from here, equals what the pool holds."""
        at = np.array([self.pool])
        to = self.pool - float(self.pool_bracket.reach[0])
        straight = excess + reply.slope * prices
        for _ in range(100):
            left = straight - reply.slope * to
            is_short = ((left > 0) & (to < self.own)).astype(np.float64)
            lacking = float(left @ is_short) - self.units.mobile
            slope = float(reply.slope @ is_short)
            if lacking <= 1e-15 * self.units.mobile:
                break
            if slope <= 0:
                to = np.inf
                break
            to += lacking / slope
        return float(self.pool_bracket.step(at, np.array([to]))[0])


def _free(units: Units, floors: Floats) -> Units:
    """The units, with the pool given to the floors where they take all of it: a pool of nothing has any price."""
    lacking = np.maximum(floors - units.own, 0.0)
    if units.mobile - lacking.sum() > SLACK * max(1.0, units.mobile):
        return units
    return Units(np.maximum(units.own, floors), 0.0)


def _wish(reply: Reply, excess: Floats, prices: Floats) -> tuple[Floats, Marks]:
    """(K,): where each port would use what it owns, were all its routes alike: coverage is then straight in ω."""
    with np.errstate(all="ignore"):
        part = reply.slope / reply.width
        mean = part / (1.0 - part)
        move = excess / reply.width
        wish = prices + move + np.log(np.maximum(1.0 + move / mean, 0.0))
    # No route is free to move, or the price no longer matters: any step that way will do.
    anywhere = np.where(excess == 0, prices, np.where(excess > 0, np.inf, -np.inf))
    is_known = np.isfinite(wish)
    return np.where(is_known, wish, anywhere), is_known & (mean < FAINT) & (excess > 0)
