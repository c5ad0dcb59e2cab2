"""Joint allocation: least harm, weakest link, several attacker types, displacement matrix; beside HiGHS and SLSQP.

Seconds of the processor, one thread. Floor of least harm: eight walks over the routes with what no walk can do without,
measured here; of the weakest link: eight walks of a division, a clip and a sum; of the matrix: one outer product. Peers
run in the same process on the same game. BENCH_ROUTES for another largest size.

    python bench/games.py
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial

# As `port2port` sets it, and before numpy is there: a thread that waits for work counts as time of the processor.
os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
from scipy.optimize import minimize
from scipy.special import wrightomega

from clock import best, both
from port2port.pure.games import Game, Variant, allocate, displacement_matrix, uncoordinated
from port2port.pure.games.omega import omega

LARGEST = int(os.environ.get("BENCH_ROUTES", "1000000"))
WALKS = 8
# Routes and the most that their floor may be multiplied by; below some thousand the calls count, not the routes.
LEAST_HARM = ((60, 12), (600, 8), (6_000, 6), (100_000, 6), (LARGEST, 6))
# Twice the routes: n log n gives 2.1 at a million, and what no longer fits the caches the rest.
MOST_GROWTH = 2.3
HEAD = f"{'':34}{'figure':>11}{'floor':>11}{'ratio':>8}{'target':>9}{'doubled':>9}{'at most':>9}"


def made(routes: int, *, seed: int = 0) -> tuple[Game, np.ndarray, float]:
    """A game of six routes a port; a quarter of the routes can be covered, three tenths of the units are mobile."""
    rng = np.random.default_rng(seed)
    ports = max(1, routes // 6)
    number = ports * 6
    reward, cost = rng.uniform(5, 14, number), rng.uniform(1, 5, number)
    penalty, detect = rng.uniform(2, 5, number), rng.uniform(0.5, 0.95, number)
    harm = rng.lognormal(1.8, 0.6, number)
    outside = float(np.median(reward - cost)) + np.log(number) / 0.8 - 3
    port = np.repeat(np.arange(ports), 6)
    game = Game(port, reward, penalty, cost, detect, harm, 0.8, outside, 100.0)
    return game, rng.uniform(0.3, 1.7, ports) * 0.25 * 6 * 0.7, 0.25 * number * 0.3


def floor_s(routes: int) -> float:
    """Seconds of what no walk can do without, in blocks that fit the cache: eight figures of each route read, ω, an

    exponential, the bounds, and four sums by port. Eight walks are what rates and prices need together.
    """
    figures = np.random.default_rng(1).uniform(0.1, 1.0, (8, max(routes // 6 * 6, 6)))
    width = min(figures.shape[1], 16_384 // 6 * 6)
    rooms, starts = [np.empty(width) for _ in range(5)], np.arange(0, width, 6)
    least = np.full(width, 0.01)

    def walk() -> None:
        for begin in range(0, figures.shape[1], width):
            one = figures[:, begin : begin + width]
            s, y, *left = (room[: one.shape[1]] for room in rooms)
            np.multiply(one[0], 0.7, out=s)
            np.subtract(one[1], s, out=s)
            omega(s, y, (left[0], left[1], left[2]))
            np.multiply(y, one[2], out=y)
            np.clip(y, least[: y.size], 1.0, out=y)
            np.multiply(one[3], y, out=s)
            np.subtract(one[4], s, out=s)
            np.exp(s, out=s)
            np.multiply(one[5], y, out=left[0])
            np.multiply(left[0], one[6], out=left[0])
            np.multiply(left[0], one[7], out=left[0])
            for values in (y, s, left[0], left[1]):
                np.add.reduceat(values, starts[starts < y.size])

    return WALKS * best(walk, least_s=0.1)


def halving_s(routes: int) -> float:
    """Seconds of forty walks of scipy's ω, a clip and a sum by port: the least of nested halvings, what was done before."""
    size = min(routes, 100_000)
    s, port = np.random.default_rng(1).normal(0, 5, size), np.arange(size) // 6

    def walk() -> None:
        np.bincount(port, weights=np.clip(wrightomega(s), 0.0, 1.0))

    return 40 * best(walk, least_s=0.1) * routes / size


def row(name: str, figure: float, floor: float | None, target: float | None, grown: float | None, most: float) -> bool:
    """One line; whether it kept its promise."""
    ratio = figure / floor if floor else None
    cells = [f"{figure * 1e3:9.2f}ms", f"{floor * 1e3:9.2f}ms" if floor else " " * 11]
    cells += [f"{ratio:8.1f}" if ratio else " " * 8, f"{f'≤ {target:g}' if target else '':>9}"]
    cells += [f"{grown:8.2f}×" if grown else " " * 9, f"{f'≤ {most:g}' if grown else '':>9}"]
    print(f"{name:34}{''.join(cells)}")
    return (not target or not ratio or ratio <= target) and (not grown or grown <= most)


def least_harm() -> bool:
    """Every size, each with its bound; growth against half of it."""
    kept = True
    for routes, target in LEAST_HARM:
        game, own, mobile = made(routes)
        half = made(routes // 2)
        plan = allocate(game, own_units=own, mobile_units=mobile)
        figure, grown = both(
            partial(allocate, game, own_units=own, mobile_units=mobile),
            partial(allocate, half[0], own_units=half[1], mobile_units=half[2]),
        )
        kept &= row(f"least harm, {routes:,} routes", figure, floor_s(routes), target, grown, MOST_GROWTH)
        kept &= plan.gap <= 1e-8
        print(f"{'':6}proven to {plan.gap:.0e}; least of nested halvings {halving_s(routes) * 1e3:,.1f}ms")
        kept &= {6_000: figure <= 0.5, 1_000_000: figure <= 13.0}.get(routes, True)
    return kept


def weakest_link() -> bool:
    """Against the division, clip and sum of eight walks."""
    kept = True
    for routes in (6_000, LARGEST):
        game, own, mobile = made(routes)
        half = made(routes // 2)
        starts, rooms = np.arange(0, game.harm.size, 6), np.empty(game.harm.size)

        def walk(stake: np.ndarray = game.stake, starts: np.ndarray = starts, rooms: np.ndarray = rooms) -> None:
            np.divide(stake, 3.0, out=rooms)
            np.clip(rooms, 0.0, 1.0, out=rooms)
            np.add.reduceat(rooms, starts)

        def link(given: tuple[Game, np.ndarray, float] = (game, own, mobile)) -> object:
            return allocate(given[0], own_units=given[1], mobile_units=given[2], objective="weakest_link")

        figure, grown = both(link, partial(link, half))
        floor = WALKS * best(walk, least_s=0.05)
        kept &= row(f"weakest link, {routes:,} routes", figure, floor, 6, grown, MOST_GROWTH)
    return kept


def _of_types(game: Game, own: np.ndarray, mobile: float, five: list[Variant]) -> object:
    rng = np.random.default_rng(3)
    return allocate(game, own_units=own, mobile_units=mobile, objective="types", types=five, rng=rng)


def types() -> bool:
    """Five attacker types, ten starts, best found; at most a second at 6,000 routes."""
    kept = True
    times = {}
    for routes in (60, 600, 3_000, 6_000):
        game, own, mobile = made(routes)
        rng = np.random.default_rng(2)
        shift = rng.normal(0, 1, (5, own.size))
        five = [
            Variant(weight, replace(game, rationality=lam, access_cost=game.access_cost + np.repeat(by_port, 6)))
            for weight, lam, by_port in zip(rng.dirichlet(np.full(5, 2.0)), rng.uniform(0.5, 2, 5), shift, strict=True)
        ]
        times[routes] = best(partial(_of_types, game, own, mobile, five))
    for routes in (60, 600, 6_000):
        grown = times[6_000] / times[3_000] if routes == 6_000 else None
        kept &= row(f"5 types, {routes:,} routes", times[routes], None, None, grown, 2.5)
    return kept and times[6_000] <= 1.0


def matrix_and_alone() -> bool:
    """1,000 ports."""
    game, own, mobile = made(6_000)
    half = made(3_000)
    plan, less = (allocate(one[0], own_units=one[1], mobile_units=one[2]) for one in ((game, own, mobile), half))
    figure, grown = both(lambda: displacement_matrix(game, plan), lambda: displacement_matrix(half[0], less))
    column = np.random.default_rng(3).uniform(size=own.size)
    floor = best(lambda: np.outer(column, column), least_s=0.05)
    kept = row("displacement matrix, 1,000 ports", figure, floor, 6, grown, 4.4)
    apart = best(lambda: uncoordinated(game, own_units=own, mobile_units=mobile))
    return kept & row("each port for itself, 1,000 ports", apart, floor_s(6_000), None, None, 0)


def by_slsqp(game: Game, own: np.ndarray, mobile: float) -> tuple[float, float]:
    """Harm a week by the general solver, from half of the units everywhere; and the units by which it left a budget.

    It keeps budgets nearly only, and a hair more cover is a hair less harm; so its plan is first brought back to them.
    """
    routes, ports = game.harm.size, own.size
    here = (game.port_of_target[None, :] == np.arange(ports)[:, None]).astype(float)
    rows = np.vstack([np.hstack([-here, np.eye(ports)]), np.r_[np.zeros(routes), -np.ones(ports)][None, :]])
    known = np.r_[own, mobile]

    def harm(point: np.ndarray) -> tuple[float, np.ndarray]:
        weight = np.exp(game.rationality * (game.bare_utility - game.stake * point[:routes]))
        total = weight.sum() + np.exp(game.rationality * game.outside_utility)
        left = game.harm * (1 - game.detect_prob * point[:routes])
        value = weight @ left / total
        slope = -weight / total * (game.harm * game.detect_prob + game.rationality * game.stake * (left - value))
        return 1e3 * value, 1e3 * np.r_[slope, np.zeros(ports)]

    found = minimize(  # type: ignore[no-untyped-call]
        harm,
        np.r_[np.repeat(own / 12, 6), np.full(ports, mobile / ports)],
        jac=True,
        method="SLSQP",
        bounds=[(0, 1)] * routes + [(0, mobile)] * ports,
        constraints=[{"type": "ineq", "fun": lambda point: rows @ point + known, "jac": lambda _: rows}],
        options={"maxiter": 300, "ftol": 1e-12},
    )
    coverage, over = brought_back(found.x[:routes].clip(0.0, 1.0), own, mobile)
    return game.attempts_per_week * harm(np.r_[coverage, np.zeros(ports)])[0] / 1e3, over


def brought_back(coverage: np.ndarray, own: np.ndarray, mobile: float) -> tuple[np.ndarray, float]:
    """Coverage of six routes a port made smaller, at each port alike, until the budgets hold; and what it had too much."""
    used = coverage.reshape(own.size, 6).sum(axis=1)
    lent = np.maximum(used - own, 0.0)
    over = max(0.0, float(lent.sum()) - mobile)
    allowed = np.minimum(used, own + lent * min(1.0, mobile / max(float(lent.sum()), 1e-300)))
    return coverage * np.repeat(allowed / np.maximum(used, 1e-300), 6), over


def by_highs(game: Game, own: np.ndarray, mobile: float) -> float:
    """The best route's worth by the linear program, with the same HiGHS that scipy brings."""
    from scipy.optimize import linprog  # type: ignore[attr-defined]
    from scipy.sparse import coo_array, hstack, vstack

    routes, ports = game.harm.size, own.size
    at, here = np.arange(routes), game.port_of_target
    links = hstack([coo_array((-game.stake, (at, at))), coo_array((routes, ports)), coo_array(-np.ones((routes, 1)))])  # type: ignore[no-untyped-call]
    used = coo_array((np.ones(routes), (here, at)), shape=(ports, routes))  # type: ignore[no-untyped-call]
    lent = hstack([used, coo_array((-np.ones(ports), (np.arange(ports), np.arange(ports)))), coo_array((ports, 1))])  # type: ignore[no-untyped-call]
    pool = coo_array(np.r_[np.zeros(routes), np.ones(ports), 0.0][None, :])  # type: ignore[no-untyped-call]
    found = linprog(  # type: ignore[no-untyped-call]
        np.r_[np.zeros(routes + ports), 1.0],
        A_ub=vstack([links, lent, pool]).tocsr(),  # type: ignore[no-untyped-call]
        b_ub=np.r_[-game.bare_utility, own, mobile],
        bounds=[(0, 1)] * routes + [(0, None)] * ports + [(None, None)],
        method="highs",
    )
    return float(found.fun)


def peers() -> bool:
    """Both peers on games of their size: as good, and how much longer."""
    print(f"\n{'peer':34}{'ours':>11}{'theirs':>11}{'times':>8}  ours, theirs")
    game, own, mobile = made(60)
    ours = allocate(game, own_units=own, mobile_units=mobile).harm_per_week
    theirs, over = by_slsqp(game, own, mobile)
    kept = ours <= theirs * (1 + 1e-7)
    quick, slow = (
        best(lambda: allocate(game, own_units=own, mobile_units=mobile)),
        best(lambda: by_slsqp(game, own, mobile)),
    )
    print(
        f"{'least harm, 60 routes: SLSQP':34}{quick * 1e3:9.2f}ms{slow * 1e3:9.2f}ms{slow / quick:8.0f}  {ours:.9f} {theirs:.9f}"
    )
    print(f"{'':6}its own plan took {over:.1e} units more than there are; compared is what is left within the budgets")
    game, own, mobile = made(6_000)
    ours = allocate(game, own_units=own, mobile_units=mobile, objective="weakest_link").value
    theirs = by_highs(game, own, mobile)
    quick = best(lambda: allocate(game, own_units=own, mobile_units=mobile, objective="weakest_link"))
    slow = best(lambda: by_highs(game, own, mobile))
    print(
        f"{'weakest link, 6,000 routes: HiGHS':34}{quick * 1e3:9.2f}ms{slow * 1e3:9.2f}ms{slow / quick:8.0f}  {ours:.9f} {theirs:.9f}"
    )
    return kept and abs(ours - theirs) <= 1e-8


def main() -> None:
    """Print every row; end with 1 where a promise was not kept."""
    print(HEAD)
    kept = [least_harm(), weakest_link(), types(), matrix_and_alone(), peers()]
    if not all(kept):
        raise SystemExit(
            f"not kept: {[name for name, one in zip(('least harm', 'weakest link', 'types', 'matrix', 'peers'), kept, strict=True) if not one]}"
        )


if __name__ == "__main__":
    main()
