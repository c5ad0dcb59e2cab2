"""Each port for itself: its own units and its part of the pool, against its own harm, until no port moves any more."""

import numpy as np

from port2port.pure.games.budgets import split_by_attempts
from port2port.pure.games.game import Game, Units
from port2port.pure.games.plan import Objective, Plan, Proof, outcome, plan_of, within
from port2port.pure.games.ports import Floats
from port2port.pure.games.prices import Search
from port2port.pure.games.reply import Replies

LARGEST_GAIN = 1e-9


def alone(game: Game, units: Units) -> Plan:
    """A plan from which no port gains by moving alone; there may be more than one such plan.

    All ports answer one another at once, so the order in which they stand means nothing. gap   the largest part of its
    own harm that any port could still save; `converged` says whether that is at most 10⁻⁹.
    """
    held = Units(split_by_attempts(game, units), 0.0)
    replies = Replies(game)
    # Prices far from the answer overflow; what comes of them is judged and left.
    with np.errstate(all="ignore"):
        search = Search(replies, held, is_joint=False)
        coverage = within(game, game.ports.as_given(search.run().coverage), held)
        gain = float(gains(game, replies, held, coverage, start=(search.rate, search.own)).max())
    return plan_of(
        game,
        units,
        coverage,
        objective=Objective.UNCOORDINATED,
        proof=Proof.NO_PORT_GAINS if gain <= LARGEST_GAIN else Proof.NONE,
        gap=max(gain, 0.0),
        converged=gain <= LARGEST_GAIN,
    )


def gains(
    game: Game, replies: Replies, held: Units, coverage: Floats, *, start: tuple[Floats, Floats] | None = None
) -> Floats:
    """(K,): the part of its own harm that each port could save by moving while the others stay."""
    now = outcome(game, coverage)
    logit = game.rationality * (game.bare_utility - game.stake * coverage)
    scale = max(float(logit.max()), replies.log_outside)
    weight = game.ports.sums(game.ports.by_port(np.exp(logit - scale)))
    others = weight.sum() - weight + np.exp(replies.log_outside - scale)
    search = Search(replies, held, is_joint=False, rest=np.log(others) + scale, start=start)
    reply = search.run()
    best = within(game, game.ports.as_given(reply.coverage), held)
    moved = game.rationality * (game.bare_utility - game.stake * best)
    own = game.ports.by_port(np.exp(moved - scale))
    harm = game.ports.sums(own * game.ports.by_port(game.harm * (1 - game.detect_prob * best)))
    least = game.attempts_per_week * harm / (game.ports.sums(own) + others)
    gain: Floats = (now.harm - least) / np.where(now.harm > 0, now.harm, 1.0)
    return gain
