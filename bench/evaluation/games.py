"""Joint allocation: what plans cost when the picture is wrong, and what lending is worth in games made at random.

Ten ports of six routes. Money is in units of some thousand EUR; only its ratio to rationality matters.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray
from tables import percent, table

from port2port.pure.games import (
    Game,
    NotSolved,
    Plan,
    Variant,
    allocate,
    cooperation_value,
    pro_rata,
    reappearing_share,
    uncoordinated,
)
from port2port.pure.games.reply import Replies

TITLE = "Joint allocation"
PORTS, ROUTES = 10, 6
GAMES = 200
FEWER = 40
SHARPNESS = (0.2, 0.4, 0.8, 1.6, 3.2)
ERRORS = (0.1, 0.3, 0.5)
MOBILE = (0.1, 0.3, 0.5)
type Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Made:
    """A game with its units."""

    game: Game
    own: Floats
    mobile: float

    def best(self, game: Game | None = None) -> Plan:
        """The plan of least harm, under another picture where one is given."""
        return allocate(game or self.game, own_units=self.own, mobile_units=self.mobile)


def made(rng: Generator, *, mobile: float = 0.3, rationality: float = 0.8, scatter: float = 2.0) -> Made:
    """A game whose units could cover a quarter of its routes. scatter   of what success brings, from route to route"""
    number = PORTS * ROUTES
    port = np.repeat(np.arange(PORTS), ROUTES)
    reward = np.maximum(rng.normal(8.5, scatter, number), 2.0)
    cost = np.maximum(rng.normal(3.7, 1.0, number), 0.5)
    game = Game(
        port,
        reward,
        rng.uniform(2, 5, number),
        cost,
        rng.uniform(0.5, 0.95, number),
        # What brings much mostly harms much.
        reward * rng.lognormal(0, 0.3, number),
        rationality,
        float(np.mean(reward - cost)) + 1.8,
        100.0,
    )
    units = 0.25 * number
    own = rng.uniform(0.3, 1.7, PORTS)
    return Made(game, np.minimum(own / own.sum() * units * (1 - mobile), ROUTES), units * mobile)


def series(seed: int, count: int, **settings: float) -> list[Made]:
    """Games of one seed."""
    return [made(default_rng([seed, one]), **settings) for one in range(count)]


def harm_under(game: Game, coverage: Floats) -> float:
    """Harm a week of coverage when this game is the true one."""
    logit = game.rationality * (game.bare_utility - game.stake * coverage)
    scale = max(logit.max(), game.rationality * game.outside_utility)
    weight = np.exp(logit - scale)
    total = weight.sum() + np.exp(game.rationality * game.outside_utility - scale)
    return float(game.attempts_per_week * (weight @ (game.harm * (1 - game.detect_prob * coverage))) / total)


def spread(values: Iterable[float]) -> str:
    """Median, and 95th percentile."""
    middle, high = np.quantile(np.array(list(values)), [0.5, 0.95])
    return f"{percent(float(middle))} / {percent(float(high))}"


def wrong_figures(game: Game, error: float, rng: Generator) -> Game:
    """What somebody believes who is wrong about what success brings, costs and harms by so much (lognormal)."""
    off = {name: getattr(game, name) * rng.lognormal(0, error, game.harm.size) for name in ("reward", "harm")}
    return replace(game, **off)


def part() -> str:
    """The Markdown of this part."""
    return "\n".join(
        [
            f"{GAMES} games made at random: ten ports of six routes, units for a quarter of the routes, three tenths of them mobile unless said,",
            "rationality .8 with utilities that scatter by 2. *Lost* is the share of what the best plan saves against units by attempts, spread",
            "evenly, that a plan loses because its picture was wrong: 0 % is as good as can be, 100 % no better than without any model, more is",
            "worse. Median / 95th percentile over the games.",
            "",
            *(
                section()
                for section in (sharpness, figures, several_pictures, kinds, lending, anarchy, left_bare, waterbed)
            ),
            reading(),
        ]
    )


def lost(game: Game, coverage: Floats, one: Made, least: float) -> float:
    """The share of what the best plan saves in the true game, against units by attempts, that this coverage loses."""
    plain = harm_under(game, pro_rata(game, own_units=one.own, mobile_units=one.mobile).coverage)
    return (harm_under(game, coverage) - least) / (plain - least)


def sharpness() -> str:
    """Plans for another rationality than the true one."""
    games = series(1, GAMES)
    plans = {
        believed: [one.best(replace(one.game, rationality=believed)).coverage for one in games]
        for believed in SHARPNESS
    }
    rows = [
        [f"believed {believed:g}", *(spread(_lost_at(true, games, plans[believed])) for true in SHARPNESS)]
        for believed in SHARPNESS
    ]
    return f"""### When the rationality is wrong

{table(["plan made for", *(f"true {true:g}" for true in SHARPNESS)], rows)}
"""


def _lost_at(rationality: float, games: list[Made], plans: list[Floats]) -> list[float]:
    truths = [replace(one.game, rationality=rationality) for one in games]
    return [
        lost(game, plan, one, one.best(game).harm_per_week)
        for game, plan, one in zip(truths, plans, games, strict=True)
    ]


def figures() -> str:
    """Plans from figures that are wrong at random."""
    games = series(2, GAMES)
    least = [one.best().harm_per_week for one in games]
    rows = []
    for error in ERRORS:
        found: dict[str, list[float]] = {"least": [], "weakest": [], "alone": []}
        for place, (one, best) in enumerate(zip(games, least, strict=True)):
            game = wrong_figures(one.game, error, default_rng([3, place]))
            units = {"own_units": one.own, "mobile_units": one.mobile}
            for name, plan in (
                ("least", one.best(game)),
                ("weakest", allocate(game, **units, objective="weakest_link")),
                ("alone", uncoordinated(game, **units)),
            ):
                found[name].append(lost(one.game, plan.coverage, one, best))
        rows.append([f"wrong by {percent(error)}", *map(spread, found.values())])
    heads = ["what success brings and harms", "least harm", "weakest link", "each port for itself"]
    return f"""### When the figures are wrong

Each route's figures are wrong by themselves, as if nobody had known more of one route than of another.

{table(heads, rows)}
"""


def several_pictures() -> str:
    """Plans over some scenarios, against truths that were none of them."""
    asked = (("mean", 6), ("mean", 24), ("worst_case", 6), ("worst_regret", 6))
    found: dict[str, list[list[float]]] = {}
    own: dict[str, list[float]] = {}
    for place, one in enumerate(series(4, FEWER)):
        rng = default_rng([5, place])
        pictures, truths = ([picture(one.game, rng) for _ in range(number)] for number in (24, 20))
        least = [one.best(game).harm_per_week for game in truths]
        plans = {"the middle picture alone": one.best()}
        for objective, number in asked:
            name = f"{objective.replace('_', ' ')} over {number}"
            plans[name] = over(one, pictures[:number], objective)
        for name, plan in plans.items():
            judged = [lost(game, plan.coverage, one, best) for game, best in zip(truths, least, strict=True)]
            found.setdefault(name, []).append(judged)
            known = [lost(game, plan.coverage, one, one.best(game).harm_per_week) for game in pictures[:6]]
            own.setdefault(name, []).append(max(known))
    rows = [
        [name, spread(own[name]), spread(np.mean(share, axis=1)), spread(np.max(share, axis=1))]
        for name, share in found.items()
    ]
    return f"""### One picture or several

{FEWER} games. Scenarios differ by port: what success brings by 10 %, what it harms by 30 %, rationality by a factor of two either
way at most, giving up by about 1. The plans are judged in twenty true games drawn the same way, none of which they were made for.

{table(["plan", "worst of the six", "mean of twenty", "worst of twenty"], rows)}
"""


def picture(game: Game, rng: Generator) -> Game:
    """One scenario."""
    port = game.port_of_target
    return replace(
        game,
        reward=game.reward * rng.lognormal(0, 0.1, PORTS)[port],
        harm=game.harm * rng.lognormal(0, 0.3, PORTS)[port],
        rationality=game.rationality * float(np.exp(rng.uniform(-0.7, 0.7))),
        outside_utility=game.outside_utility + float(rng.normal()),
    )


def over(one: Made, pictures: list[Game], objective: str) -> Plan:
    """The plan for an objective over scenarios of one weight."""
    scenarios = [Variant(1.0, game) for game in pictures]
    return allocate(one.game, own_units=one.own, mobile_units=one.mobile, objective=objective, scenarios=scenarios)


def kinds() -> str:
    """One-type plans against several types."""
    extra, gaps = [], []
    for place, one in enumerate(series(6, FEWER)):
        rng = default_rng([7, place])
        shift = rng.normal(0, 1.5, (3, PORTS))[:, one.game.port_of_target]
        types = [
            Variant(float(weight), replace(one.game, rationality=float(lam), access_cost=one.game.access_cost + off))
            for weight, lam, off in zip(rng.dirichlet(np.full(3, 3.0)), rng.uniform(0.5, 1.6, 3), shift, strict=True)
        ]
        plan = allocate(one.game, own_units=one.own, mobile_units=one.mobile, objective="types", types=types)
        weights = np.array([kind.weight for kind in types])
        single = float(weights @ [harm_under(kind.game, one.best().coverage) for kind in types])
        extra.append(single / plan.value - 1)
        gaps.append(plan.gap)
    return f"""### One kind of attacker or several

{FEWER} games with three kinds that differ in sharpness and in which ports they reach cheaply. A plan for one middle kind costs
{spread(extra)} more than the best found for the three (from {percent(min(extra))} to {percent(max(extra))}). That one is not proven: the bound, each kind with a plan of its own, lies
{spread(gaps)} below it.
"""


def lending() -> str:
    """What joint use saves, by the mobile share."""
    rows = []
    for mobile in MOBILE:
        saved, worse = [], []
        for one in series(8, GAMES, mobile=mobile):
            worth = cooperation_value(
                one.game, own_units=one.own, mobile_units=one.mobile, scenarios=[Variant(1.0, one.game)]
            )
            assert worth.converged
            saved.append(worth.middle)
            worse.append(worth.worst_change)
        low, middle, high = np.quantile(saved, [0.05, 0.5, 0.95])
        rows.append(
            [
                percent(mobile),
                percent(middle),
                f"{percent(low)} to {percent(high)}",
                percent(float(np.mean(np.array(worse) > 0.05))),
                percent(float(np.median(worse))),
            ]
        )
    heads = [
        "units that are mobile",
        "harm saved, median",
        "5th to 95th",
        "games with a port 5 % worse off",
        "worst port, median",
    ]
    return f"""### What lending is worth

The same units, used jointly or by each port for itself with its part of the mobile ones.

{table(heads, rows)}
"""


def anarchy() -> str:
    """Units bought by each port at one price, against units bought jointly."""
    ratios = []
    for one in series(9, FEWER):
        price = 0.4 * one.best().harm_per_week / (0.25 * PORTS * ROUTES)
        joint, apart = (bought(one.game, price, is_joint=kind) for kind in (True, False))
        ratios.append(apart / joint)
    return f"""### The price of anarchy, for what it is

If every port may buy as many units as it wants at one price, and weighs only its own harm, harm and cost together are
{np.median(ratios):.3f} times what they could be (median of {FEWER} games; at most {max(ratios):.3f}). That this is close to 1 says that buying units
is not what the ports need one another for. It says nothing about units that cannot be bought, and is no reason not to lend.
"""


def bought(game: Game, price: float, *, is_joint: bool) -> float:
    """Harm and cost a week where units are bought at a price until one more would save no more than it costs.

    is_joint   against all ports' harm, or each port against its own
    """
    replies = Replies(game)
    rate = np.full(1 if is_joint else PORTS, float(game.harm.mean()) * 0.5)
    log_price = np.full(PORTS, np.log(price / game.attempts_per_week))
    with np.errstate(all="ignore"):
        for _ in range(400):
            # The price is of a share of the attempts; weights are not yet divided by their sum.
            reply = replies.to(rate, log_price)
            total = reply.weight.sum() + reply.outside
            harm = np.array([reply.harm.sum()]) if is_joint else reply.harm
            rate = 0.5 * rate + 0.5 * harm / total
            wanted = np.log(price / game.attempts_per_week) + np.log(total) + reply.scale
            log_price = 0.5 * log_price + 0.5 * np.full(PORTS, wanted)
    coverage = game.ports.as_given(reply.coverage)
    return harm_under(game, coverage) + price * float(coverage.sum())


def left_bare() -> str:
    """Ports at which attempts rise, and what floors cost."""
    games = series(10, GAMES)
    rises, floors = [], {0.05: [], 0.1: [], 0.2: []}
    for one in games:
        plan, apart = one.best(), uncoordinated(one.game, own_units=one.own, mobile_units=one.mobile)
        rises.append(float((plan.attempts / apart.attempts).max()))
        for floor, extra in floors.items():
            try:
                kept = one.best(replace(one.game, floor=floor))
            except NotSolved:
                continue
            extra.append(kept.harm_per_week / plan.harm_per_week - 1)
    cells = [spread(extra) for extra in floors.values()]
    doubled = float(np.mean(np.array(rises) > 2))
    return f"""### Ports that are left bare

The port at which attempts rise most has {np.median(rises):.1f} times those it would have for itself (median; 95th percentile {np.quantile(rises, 0.95):.1f}). In
{percent(doubled)} of the games one port has more than twice as many. A floor on every route costs:

{table(["", *(f"floor {floor:g}" for floor in floors)], [["extra harm", *cells]])}
"""


def waterbed() -> str:
    """The share that reappears, by what giving up is worth."""
    games = series(11, GAMES)
    rows = []
    for shift in (-3.0, -1.5, 0.0, 1.5, 3.0):
        shares, given_up = [], []
        for one in games:
            game = replace(one.game, outside_utility=one.game.outside_utility + shift)
            plan = one.best(game)
            shares.append(float(np.median(reappearing_share(game, plan))))
            given_up.append(plan.give_up_share)
        low, middle, high = np.quantile(shares, [0.05, 0.5, 0.95])
        rows.append([f"{shift:+g}", percent(float(np.median(given_up))), f"{middle:.2f}", f"{low:.2f} to {high:.2f}"])
    heads = ["giving up is worth", "attempts given up, median", "share that reappears, median", "5th to 95th"]
    return f"""### What reappears is assumed

The same games with another worth of giving up.

{table(heads, rows)}
"""


def reading() -> str:
    """What all this means."""
    return """### Honest reading

- A plan is only as good as its picture. Figures that are wrong by a tenth at each route cost little; wrong by a third they cost more than
  half of what a plan could save, and wrong by a half the plan is worse than units by attempts, which need no figures. So figures by route
  want a source, and a plan that hangs on a few of them should say which.
- Wrong sharpness costs less than wrong figures: a factor of two either way loses up to a tenth in the middle game. The bad cases are those
  of plans for a blunter choice than the true one.
- The weakest link and each port for itself lose much even when the figures are right: they make something else least. They are not made to
  save harm over all ports, and are shown beside for what they are.
- Plans over scenarios are insurance against the scenarios that are named. Worst regret does better than one picture in the worst of *its
  own* six; against truths that were none of them it does worse, the worst case worse still, and the mean over many comes to what the middle
  picture gives. Name scenarios for a reason — another kind of attacker, a port that may be worth more than thought — and
  not at random.
- Lending pays because units go to where they prevent most, and somebody pays for it: in every game here one port is worse off than for
  itself, and a port left bare draws several times the attempts. Whoever asks ports to lend shows them that line first. A small floor costs
  a few percent.
- What reappears follows from what giving up is worth, which nobody has measured. It is an input that looks like an output.
- The plans are judged by the model that made them. An attacker who learns, looks, or hears of the plan is in none of these tables; and
  none of these percentages is a figure of any country.
"""
