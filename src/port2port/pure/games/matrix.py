"""What one unit more at a port moves to the others, under the model: a reading of the model, never a measurement."""

import numpy as np

from port2port.pure.games.game import Game
from port2port.pure.games.plan import Plan, outcome
from port2port.pure.games.ports import Floats


def displacement_matrix(game: Game, plan: Plan) -> Floats:
    """[K, K]: change of attempts a week at port j by one unit more at port k, spread evenly over the routes of k.

    Columns do not sum to 0: the rest gives up.
    """
    ports = game.ports
    logit = game.rationality * (game.bare_utility - game.stake * plan.coverage)
    outside = game.rationality * game.outside_utility
    scale = max(float(logit.max()), outside)
    weight = np.exp(logit - scale)
    share = weight / (float(weight.sum()) + float(np.exp(outside - scale)))
    lost = ports.sums(ports.by_port(game.rationality * game.stake * share)) / ports.sizes
    matrix = np.outer(ports.sums(ports.by_port(share)), game.attempts_per_week * lost)
    matrix[np.diag_indices_from(matrix)] -= game.attempts_per_week * lost
    return matrix


def reappearing_share(game: Game, plan: Plan) -> Floats:
    """(K,): the share of what leaves each port that comes back at another: (1 − Q − q₀)/(1 − Q).

    Q is the port's share of the attempts, q₀ the share that gives up. It follows from what giving up is worth, which is
    an assumption. NaN where nobody is left to come back: all attempts are at the port, and none is given up.
    """
    found = outcome(game, plan.coverage)
    share = found.attempts / game.attempts_per_week
    others = share.sum() - share
    left = others + found.give_up_share
    reappearing: Floats = np.divide(others, left, out=np.full(left.size, np.nan), where=left > 0)
    return reappearing
