"""The nearest coverage that the budgets allow, and units shared out without a model of what they do."""

from dataclasses import dataclass

import numpy as np

from port2port.pure.games.game import Game, Units
from port2port.pure.games.plan import Objective, Plan, Proof, outcome, plan_of, within
from port2port.pure.games.ports import Floats, Ports

MOST_STEPS = 200
ENOUGH = 1e-13


def nearest(ports: Ports, wish: Floats, *, floor: Floats, units: Units, give: Floats | None = None) -> Floats:
    """The coverage within the budgets that lies nearest to what is wished, (n,) in the ports' order.

    It is clip(wish − ν·give, floor, 1) with ν of each port: what brings it to what it owns, or the pool's where that is
    less. give   (n,): distance is measured as Σ (x − wish)²/give; None: all routes alike
    """
    asked = _Wishes(ports, wish, floor, np.ones_like(wish) if give is None else give)
    own = asked.own(units)
    price = np.minimum(own, asked.pool(units, own)) if units.mobile > 0 else own
    return np.clip(wish - ports.spread(price) * asked.give, floor, 1.0)


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What each route asks for, and how it gives way as ν rises."""

    ports: Ports
    wish: Floats
    floor: Floats
    give: Floats

    def excess(self, at: Floats, units: Units) -> tuple[Floats, Floats]:
        """(K,) units asked beyond what each port owns, and (K,) how fast they fall as ν rises."""
        asked = self.wish - self.ports.spread(at) * self.give
        kept = np.clip(asked, self.floor, 1.0)
        return self.ports.sums(kept) - units.own, self.ports.sums(self.give * (kept == asked))

    def own(self, units: Units) -> Floats:
        """(K,): ν at which each port uses what it owns; 0 where it asks for less, +∞ where its floors ask for more."""
        low = np.zeros(units.own.size)
        high = np.maximum.reduceat((self.wish - self.floor) / self.give, self.ports.starts).clip(0.0)
        near = ENOUGH * np.maximum(1.0, units.own)
        at, end = low, high
        for _ in range(MOST_STEPS):
            excess, slope = self.excess(at, units)
            low, high = np.where(excess > 0, at, low), np.where(excess > 0, high, at)
            is_open = (np.abs(excess) > near) & (high - low > ENOUGH * end)
            if not is_open.any():
                break
            step = at + excess / np.maximum(slope, 1e-300)
            is_fit = (slope > 0) & (step > low) & (step < high)
            at = np.where(is_open, np.where(is_fit, step, 0.5 * (low + high)), at)
        return np.where(self.ports.sums(self.floor) > units.own, np.inf, at)

    def pool(self, units: Units, own: Floats) -> float:
        """ν at which what the ports take beyond their own is what the pool holds."""
        low, end = 0.0, max(0.0, float(((self.wish - self.floor) / self.give).max()))
        high, at = end, 0.0
        for _ in range(MOST_STEPS):
            excess, slope = self.excess(np.full(own.size, at), units)
            is_short = excess > 0
            lacking = float(excess[is_short].sum()) - units.mobile
            low, high = (at, high) if lacking > 0 else (low, at)
            if abs(lacking) <= ENOUGH * max(1.0, units.mobile) or high - low <= ENOUGH * end:
                break
            fall = float(slope[is_short].sum())
            step = at + lacking / fall if fall > 0 else np.inf
            at = step if low < step < high else 0.5 * (low + high)
        return at


def split_by_attempts(game: Game, units: Units) -> Floats:
    """(K,): own units and the pool shared out by attempts at bare routes; no port gets more than it has routes.

    What floors ask for beyond a port's own units comes out of the pool first.
    """
    sizes = game.ports.sizes.astype(np.float64)
    share = outcome(game, np.zeros(game.harm.size)).attempts
    given = np.maximum(units.own, game.ports.sums(game.ports.by_port(game.floors)))
    left = units.mobile - float((given - units.own).sum())
    # What does not fit at one port goes to the others, again by their attempts.
    for _ in range(sizes.size):
        room = sizes - given
        is_open = (room > 0) & (share > 0)
        if left <= 0 or not is_open.any():
            break
        part = np.where(is_open, left * share / share[is_open].sum(), 0.0)
        taken = np.minimum(part, room)
        given, left = given + taken, left - float(taken.sum())
        if (taken == part).all():
            break
    return given


def pro_rata(game: Game, units: Units) -> Plan:
    """Units by attempts at bare routes, spread evenly over each port's routes, never below a floor: no optimum."""
    ports, given = game.ports, split_by_attempts(game, units)
    floor = ports.by_port(game.floors)
    even = nearest(ports, np.full(floor.size, 2.0), floor=floor, units=Units(given, 0.0))
    kept = within(game, ports.as_given(even), units)
    return plan_of(game, units, kept, objective=Objective.PRO_RATA, proof=Proof.NONE)
