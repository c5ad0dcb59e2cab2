"""The benchmark of 10,000 facilities, 400 controls and 12 rounds: levels, who may be shown, bands; seconds and memory.

Floor beside: reading the answers once. BENCH_FACILITIES for a smaller run.

    python bench/benchmark_disclosure.py
"""

from __future__ import annotations

import os
import resource
import time

import numpy as np

from port2port.pure.benchmark import NOT_APPLICABLE, Cell, frozen, levels
from port2port.pure.disclosure import Rules
from port2port.pure.disclosure_groups import Unit, community

FACILITIES = int(os.environ.get("BENCH_FACILITIES", "10000"))
CONTROLS, OBJECTIVES, ROUNDS = 400, 16, 12
LIMIT_S, LIMIT_MB = 10.0, 1024.0
CARGO = ["container", "bulk", "tank", "roro", "general", ""]


def main() -> None:
    """Print the figure, its floor and the ratio."""
    random = np.random.default_rng(1)
    owners = (random.pareto(1.0, FACILITIES) * 40).astype(int)
    ports, cargo = random.integers(0, 60, FACILITIES), random.integers(0, len(CARGO), FACILITIES)
    tiers, water = random.choice(["L", "I", "H"], FACILITIES), random.choice(["sea", "inland"], FACILITIES)
    units = [
        Unit(f"o{owners[n]}", f"p{ports[n]}", ("all", str(tiers[n]), str(water[n]), CARGO[cargo[n]]))
        for n in range(FACILITIES)
    ]
    keys = random.random(CONTROLS) < 0.4
    keys[:: CONTROLS // OBJECTIVES] = True
    objectives = np.sort(np.arange(CONTROLS) % OBJECTIVES)
    said = random.integers(1, 6, (ROUNDS, 2, FACILITIES, CONTROLS), dtype=np.uint8)
    skipped = random.random((FACILITIES, CONTROLS), dtype=np.float32) < 0.02
    said[:, :, skipped] = NOT_APPLICABLE

    started = time.perf_counter()
    sum(int(one.max()) for one in said)
    floor = time.perf_counter() - started

    started = time.perf_counter()
    whole, cells, shown = community(units, groupings=4), dict[tuple[int, int, str], Cell](), 0
    for documented, implemented in said:
        rated = levels(documented, implemented, keys=keys, objectives=objectives)
        cells = frozen(whole, rated, cells, Rules())
        shown += sum(cell.band is not None for cell in cells.values())
    took = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    print(f"{FACILITIES:,} facilities x {CONTROLS} controls x {ROUNDS} rounds; {shown:,} bands shown")
    print(f"{'':22}{'figure':>10}{'floor':>10}{'ratio':>8}{'target':>9}")
    print(f"{'levels and bands, s':22}{took:10.2f}{floor:10.2f}{took / floor:8.1f}{LIMIT_S:9.0f}")
    answers = said.nbytes / 2**20
    print(f"{'memory, MB':22}{memory:10.0f}{answers:10.0f}{memory / answers:8.1f}{LIMIT_MB:9.0f}")


if __name__ == "__main__":
    main()
