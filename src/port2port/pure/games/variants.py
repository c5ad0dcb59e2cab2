"""Several attackers, or several pictures of one: their harm under one plan, and how it changes with coverage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from port2port.pure.games.faults import NotPositive, OutOfRange, WrongShape
from port2port.pure.games.game import Game
from port2port.pure.games.ports import Floats

LARGEST_WEIGHT = 1e100


@dataclass(frozen=True, eq=False)
class Variant:
    """The game with other figures: an attacker type with its share, or a scenario with its weight.

    weight   above 0; weights are divided by their sum
    """

    weight: float
    game: Game
    name: str = ""


class Mixture:
    """Harm a week under each variant, (H,), and its slope, (H, n), for coverage in the order of the ports."""

    def __init__(self, variants: Sequence[Variant]) -> None:
        ports = variants[0].game.ports
        games = [one.game for one in variants]
        self.weight = np.array([one.weight for one in variants], dtype=np.float64)
        self.weight /= self.weight.sum()
        self.logit = np.stack([ports.by_port(one.rationality * one.bare_utility) for one in games])
        self.beta = np.stack([ports.by_port(one.rationality * one.stake) for one in games])
        self.loss = np.stack([ports.by_port(one.harm) for one in games])
        self.saved = np.stack([ports.by_port(one.harm * one.detect_prob) for one in games])
        self.outside = np.array([one.rationality * one.outside_utility for one in games])
        self.attempts = np.array([one.attempts_per_week for one in games])

    def harms(self, coverage: Floats) -> Floats:
        """(H,): harm a week under each variant."""
        return self._weights(coverage)[2]

    def slopes(self, coverage: Floats, by: Floats | None = None) -> tuple[Floats, Floats, Floats]:
        """Harm a week, (H,); its change, (H, n), with the coverage of each route; and (n,) how that change changes.

        by   (H,): how much each variant counts in the last; None: its weight. Only what a route does to itself counts.
        """
        weight, left, harm = self._weights(coverage)
        weight *= self.attempts[:, np.newaxis]
        left -= (harm / self.attempts)[:, np.newaxis]
        left *= self.beta
        left += self.saved
        slope = left * weight
        left += self.saved
        left *= self.beta
        left *= weight
        bend = (self.weight if by is None else by) @ left
        return harm, np.negative(slope, out=slope), bend

    def _weights(self, coverage: Floats) -> tuple[Floats, Floats, Floats]:
        """(H, n) shares of the attempts, (H, n) harm of one, (H,) harm a week."""
        weight = self.logit - self.beta * coverage
        scale = np.maximum(weight.max(axis=1), self.outside)
        weight -= scale[:, np.newaxis]
        np.exp(weight, out=weight)
        weight /= (weight.sum(axis=1) + np.exp(self.outside - scale))[:, np.newaxis]
        left = self.loss - self.saved * coverage
        return weight, left, self.attempts * np.einsum("hn,hn->h", weight, left)


def check_variants(game: Game, variants: Sequence[Variant], field: str) -> None:
    """Raises WrongShape where there is none, or one has other ports or floors; NotPositive for a weight of 0,

    OutOfRange for one whose sum with others might be without end.
    """
    if not variants:
        raise WrongShape(f"{field}: none is given", field=field)
    for place, one in enumerate(variants):
        is_same = np.array_equal(one.game.port_of_target, game.port_of_target)
        if not is_same or not np.array_equal(one.game.floors, game.floors):
            raise WrongShape(f"{field} {place}: its ports or its floors are not those of the game", field=field)
        if not one.weight > 0 or not np.isfinite(one.weight):
            raise NotPositive(f"{field} {place}: its weight must be above 0", field=field)
        if one.weight > LARGEST_WEIGHT:
            raise OutOfRange(f"{field} {place}: its weight is above {LARGEST_WEIGHT:g}", field=field)
