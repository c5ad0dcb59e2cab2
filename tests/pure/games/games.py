"""Games to test with: those of the reference, and made ones of any size."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from port2port.pure.games import Game
from port2port.pure.games.file import Given, read_game

REFERENCE = Path(__file__).parent / "reference"
NAMES = sorted(path.stem for path in REFERENCE.glob("*.json"))


@cache
def reference(name: str) -> tuple[Given, dict[str, Any]]:
    """What a reference file gives to solve, and its answers."""
    content = (REFERENCE / f"{name}.json").read_bytes()
    return read_game(content), json.loads(content)["answer"]


def made(
    ports: int, routes: int, *, seed: int = 0, rationality: float = 0.8, tight: float = 0.25
) -> tuple[Game, np.ndarray, float]:
    """A game with so many routes a port, its own units and its mobile ones."""
    rng = np.random.default_rng(seed)
    number = ports * routes
    reward = rng.uniform(5, 14, number)
    cost = rng.uniform(1, 5, number)
    game = Game(
        np.repeat(np.arange(ports), routes),
        reward,
        rng.uniform(2, 5, number),
        cost,
        rng.uniform(0.5, 0.95, number),
        rng.lognormal(1.8, 0.6, number),
        rationality,
        float(np.median(reward - cost) + np.log(number) / rationality - 3),
        100.0,
    )
    own = np.minimum(rng.uniform(0.3, 1.7, ports) * tight * routes * 0.7, routes)
    return game, own, float(tight * number * 0.3)
