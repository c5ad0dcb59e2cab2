"""Rosters from a seed: the same seed gives the same roster, and who has not the seed cannot tell the next.

The seed is drawn from a secure source by whoever calls. Each port's draws follow from the seed and the port's own key
alone, so a port can draw its own roster again without a figure of another's.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

import numpy as np

from port2port.pure.games import Game, Objective, Proof, roster
from port2port.pure.games.game import Units
from port2port.pure.games.plan import plan_of

SEED_BYTES = 32
_BITS = 53


def commitment(seed: bytes) -> str:
    """What may be known of a seed before its use: SHA-256 in hex."""
    return sha256(b"port2port-roster-seed\0" + seed).hexdigest()


def draws(seed: bytes, port: str) -> Callable[[], float]:
    """Numbers in [0, 1), one after the other: SHA-256 over seed, port and a counter, its first 53 bits."""
    stream = _stream(seed, port)
    return lambda: next(stream)


def _stream(seed: bytes, port: str) -> Iterator[float]:
    number = 0
    while True:
        block = sha256(b"\0".join((b"port2port-roster", seed, port.encode(), str(number).encode()))).digest()
        yield (int.from_bytes(block[:8]) >> (64 - _BITS)) / 2**_BITS
        number += 1


def drawn(seed: bytes, port: str, coverage: Sequence[float]) -> list[int]:
    """The routes of one port that have a unit this week, by their places. coverage   of its routes, in their order"""
    covered = np.array(coverage, dtype=np.float64)
    one = np.ones(covered.size)
    game = Game(np.zeros(covered.size, dtype=np.int64), one, one, one, one, one, 1.0, 0.0, 1.0)
    units = Units(np.zeros(1), float(covered.size))
    plan = plan_of(game, units, covered, objective=Objective.EXPECTED, proof=Proof.NONE)
    return sorted(roster(game, plan, draw=draws(seed, port))[0])


def roster_digest(rosters: Sequence[tuple[str, Sequence[str]]]) -> str:
    """SHA-256 in hex of all ports' rosters: keys of ports and of their routes, a line each, sorted."""
    lines = sorted(f"{port} {route}" for port, routes in rosters for route in routes)
    return sha256("\n".join(lines).encode()).hexdigest()
