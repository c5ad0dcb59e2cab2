"""Other solvers, run beside ours: HiGHS on the linear program of the weakest link, SLSQP on the least harm."""

import highspy
import numpy as np
import pytest
from scipy.optimize import minimize

from port2port.pure.games import Game, Proof, allocate
from tests.pure.games.games import made


def by_linear_program(game: Game, own: np.ndarray, mobile: float) -> float:
    """The least best utility: min t with t ≥ u − s·x, Σ x ≤ own + lent by port, Σ lent ≤ mobile."""
    routes, ports = game.harm.size, own.size
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    x = [solver.addVariable(lb=low, ub=1) for low in game.floors]
    lent = [solver.addVariable(lb=0, ub=mobile) for _ in range(ports)]
    best = solver.addVariable(lb=-highspy.kHighsInf)
    for route in range(routes):
        solver.addConstr(best + game.stake[route] * x[route] >= game.bare_utility[route])
    for port in range(ports):
        here = [x[route] for route in np.flatnonzero(game.port_of_target == port)]
        solver.addConstr(sum(here[1:], start=here[0]) - lent[port] <= own[port])
    solver.addConstr(sum(lent[1:], start=lent[0]) <= mobile)
    solver.minimize(best)
    return float(solver.variableValue(best))


@pytest.mark.parametrize("seed", range(6))
def test_the_weakest_link_equals_the_linear_program(seed: int) -> None:
    game, own, mobile = made(5 + seed, 4, seed=seed, tight=0.1 + 0.1 * seed)

    plan = allocate(game, own_units=own, mobile_units=mobile, objective="weakest_link")

    assert plan.value == pytest.approx(by_linear_program(game, own, mobile), abs=1e-8)
    assert plan.proof is Proof.GLOBAL


def by_general_solver(game: Game, own: np.ndarray, mobile: float, start: np.ndarray) -> tuple[float, float]:
    """SLSQP's harm once its plan is brought back into the budgets, and the units by which it left them.

    It keeps budgets nearly only, and a hair more cover is a hair less harm.
    """
    routes, ports = game.harm.size, own.size
    here = game.port_of_target[None, :] == np.arange(ports)[:, None]
    rows = np.vstack(
        [np.hstack([-here.astype(float), np.eye(ports)]), np.r_[np.zeros(routes), -np.ones(ports)][None, :]]
    )
    known = np.r_[own, mobile]

    def harm(point: np.ndarray) -> tuple[float, np.ndarray]:
        utility = game.bare_utility - game.stake * point[:routes]
        weight = np.exp(game.rationality * utility)
        total = weight.sum() + np.exp(game.rationality * game.outside_utility)
        left = game.harm * (1 - game.detect_prob * point[:routes])
        value = weight @ left / total
        slope = -weight / total * (game.harm * game.detect_prob + game.rationality * game.stake * (left - value))
        return value, np.r_[slope, np.zeros(ports)]

    found = minimize(  # type: ignore[no-untyped-call]
        harm,
        np.r_[start, np.full(ports, mobile / ports)],
        jac=True,
        method="SLSQP",
        bounds=[(0, 1)] * routes + [(0, mobile)] * ports,
        constraints=[{"type": "ineq", "fun": lambda point: rows @ point + known, "jac": lambda point: rows}],
        options={"maxiter": 400, "ftol": 1e-13},
    )
    coverage, over = brought_back(found.x[:routes].clip(0.0, 1.0), own, mobile, game.port_of_target)
    return game.attempts_per_week * harm(np.r_[coverage, np.zeros(ports)])[0], over


def brought_back(
    coverage: np.ndarray, own: np.ndarray, mobile: float, port_of_target: np.ndarray
) -> tuple[np.ndarray, float]:
    """Coverage made smaller, at each port alike, until the budgets hold; and what it had too much."""
    used = np.bincount(port_of_target, coverage, own.size)
    lent = np.maximum(used - own, 0.0)
    over = max(0.0, float(lent.sum()) - mobile)
    allowed = np.minimum(used, own + lent * min(1.0, mobile / max(float(lent.sum()), 1e-300)))
    return coverage * (allowed / np.maximum(used, 1e-300))[port_of_target], over


def test_a_plan_that_is_brought_back_keeps_its_budgets_and_one_within_them_stays() -> None:
    ports, own, mobile = np.array([0, 0, 1]), np.array([0.5, 1.0]), 0.2

    cut, over = brought_back(np.array([0.5, 0.5, 0.9]), own, mobile, ports)
    same, none = brought_back(np.array([0.3, 0.3, 0.9]), own, mobile, ports)

    assert over == pytest.approx(0.3)
    assert cut == pytest.approx([0.35, 0.35, 0.9])
    assert none == 0.0
    assert same == pytest.approx([0.3, 0.3, 0.9])


@pytest.mark.parametrize("seed", range(4))
def test_the_general_solver_is_never_better(seed: int) -> None:
    game, own, mobile = made(4, 5, seed=seed, rationality=(0.3, 0.8, 1.5, 3.0)[seed])
    rng = np.random.default_rng(seed)

    plan = allocate(game, own_units=own, mobile_units=mobile)

    for _ in range(3):
        harm, over = by_general_solver(game, own, mobile, rng.uniform(0, 0.5, game.harm.size))
        assert over < 1e-7
        assert plan.harm_per_week <= harm * (1 + 1e-9)
