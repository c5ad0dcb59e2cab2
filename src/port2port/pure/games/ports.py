"""Routes by port: sums over each port, in the order of the ports and in blocks that stay in the processor's cache."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

# Some eight scratch arrays of this many routes fit a second-level cache; larger blocks read memory once an operation.
BLOCK = 16_384


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole ports and their routes: `ports` and `routes` are slices, `starts` where each port begins in it."""

    ports: slice
    routes: slice
    starts: Ints
    sizes: Ints


@dataclass(frozen=True, slots=True)
class Ports:
    """Which routes belong to which port.

    order   (n,): the routes in the order of their ports; None where they stand so already
    starts, sizes   (K,): where each port's routes begin in that order, and how many they are
    """

    order: Ints | None
    starts: Ints
    sizes: Ints
    blocks: tuple[Block, ...]

    @property
    def routes(self) -> int:
        """How many routes there are in all."""
        return int(self.sizes.sum())

    def sums(self, values: Floats) -> Floats:
        """(K,): the sum over each port. values   (n,), in the order of the ports"""
        return np.add.reduceat(values, self.starts)

    def spread(self, by_port: Floats) -> Floats:
        """(n,): each port's value at each of its routes, in the order of the ports."""
        return np.repeat(by_port, self.sizes)

    def by_port(self, values: Floats) -> Floats:
        """(n,): values of the game's own order in the order of the ports."""
        return values if self.order is None else values[self.order]

    def as_given(self, values: Floats) -> Floats:
        """(n,): values in the order of the ports in the game's own order."""
        if self.order is None:
            return values
        found = np.empty_like(values)
        found[self.order] = values
        return found


def ports_of(port_of_target: Ints) -> Ports:
    """The layout of a game; every port from 0 to the largest has a route."""
    sizes = np.bincount(port_of_target)
    is_sorted = bool((port_of_target[1:] >= port_of_target[:-1]).all())
    order = None if is_sorted else np.argsort(port_of_target, kind="stable")
    ends = np.cumsum(sizes)
    starts = ends - sizes
    return Ports(order, starts, sizes, tuple(_blocks(starts, ends, sizes)))


def _blocks(starts: Ints, ends: Ints, sizes: Ints) -> list[Block]:
    blocks, first = [], 0
    while first < sizes.size:
        begin = int(starts[first])
        last = max(int(np.searchsorted(ends, begin + BLOCK, side="right")), first + 1)
        ports = slice(first, last)
        blocks.append(Block(ports, slice(begin, int(ends[last - 1])), starts[ports] - begin, sizes[ports]))
        first = last
    return blocks
