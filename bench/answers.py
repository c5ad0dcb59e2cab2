"""How long the answer of a game takes, by its size and aim: beyond a second (allocation, `AT_ONCE`) it is a job.

Seconds on the clock with one thread for the arithmetic; no database. Floor: the joint plan for the mean. It ends with 1
where an aim takes more than a second at the size up to which the pages answer at once.

    python bench/answers.py       BENCH_PORTS=20 for other sizes
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "src")]

from port2port.pure.workbench import plans  # noqa: E402
from port2port.pure.workbench.given import (  # noqa: E402
    FIGURES,
    Given,
    Level,
    PortGiven,
    Range,
    RouteGiven,
    Scenario,
    variants_of,
)

# Routes times scenarios that take less than a second; pages ask with 300 routes, whatever a game has: the same as allocation/actions/answering.py, which a test compares.
AT_ONCE = {"mean": 3_000, "types": 3_000, "worst_case": 1_200, "worst_regret": 480, "weakest_link": 6_000}
SCENARIOS, TARGET_S = 6, 1.0


def route(port: int, place: int) -> RouteGiven:
    """Figures that differ by port and route, always the same."""
    size = 0.6 + 0.13 * ((7 * port + 3 * place) % 11)
    ends = (
        Range(50_000 * size, 90_000 * size, 140_000 * size),
        Range(20_000, 35_000, 50_000),
        Range(10_000, 20_000, 40_000),
        Range(40_000 * size, 100_000 * size, 200_000 * size),
        Range(0.4, 0.65, 0.9),
    )
    return RouteGiven(f"{port}-{place}", f"Route {place}", dict(zip(FIGURES, ends, strict=True)), 0.0, 0.3)


def game(routes: int, aim: str) -> Given:
    """Ports of six routes each, six scenarios."""
    levels = list(Level)
    return Given(
        tuple(
            PortGiven(f"port-{n}", f"Port {n}", n + 1, n + 1, 2.0, False, tuple(route(n, place) for place in range(6)))
            for n in range(routes // 6)
        ),
        tuple(
            Scenario(f"{n}", 12_500.0 + 1_000 * n, 60_000.0, 200.0, levels[n % len(levels)]) for n in range(SCENARIOS)
        ),
        0.5 * (routes // 6),
        aim,
    )


def main() -> None:
    """Half, whole and twice the size of each aim."""
    print(f"{'aim':14}{'routes':>8}{'x scenarios':>13}{'s':>8}{'floor s':>9}{'ratio':>8}")
    kept = True
    for aim, most in AT_ONCE.items():
        for size in (most // 2, most, 2 * most):
            given = game(size // SCENARIOS, aim)
            took, floor = timed(given), floor_of(given)
            is_wrong = size <= most and took > TARGET_S
            kept &= not is_wrong
            mark = "!" if is_wrong else ""
            routes = len(given.routes)
            print(f"{aim:14}{routes:8}{routes * SCENARIOS:13}{took:8.2f}{floor:9.2f}{took / floor:8.1f} {mark}")
    sys.exit(0 if kept else 1)


def timed(given: Given) -> float:
    """The least of two."""
    found = []
    for _round in range(2):
        start = time.perf_counter()
        plans.answered(given)
        found.append(time.perf_counter() - start)
    return min(found)


def floor_of(given: Given) -> float:
    """The joint plan for the mean alone."""
    from dataclasses import replace

    mean = replace(given, objective="mean")
    start = time.perf_counter()
    plans.joint_plan(mean, variants_of(mean))
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
