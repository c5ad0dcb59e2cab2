"""What a port may read of the others: sums of at least three other houses, in coarse steps, and of nobody alone.

Two answers may not differ by the figures of one or two other houses either: their difference would be theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10

import numpy as np

from port2port.pure.games import Variant
from port2port.pure.games.ports import Floats
from port2port.pure.workbench.given import Given
from port2port.pure.workbench.plans import Answer, Effects, effects_of

FEWEST_HOUSES = 3
# More of what the others come to than this, and their sum is nearly that of one of them.
MOST_OF_ONE = 0.7
# Under which name digests keep what is nobody's own, and the house of nobody.
COMMON, NO_HOUSE = "", 0
STEP = 5
# A rise of less is none that is told of others.
RISE = 0.05
# The house and a digest of what its ports put in, by port.
type Digests = Mapping[str, tuple[int, str]]


def stepped(share: float) -> float:
    """A share as a share, in steps of 5 %."""
    return in_steps(share) / 100


def in_steps(share: float) -> int:
    """A share as whole percent, in steps of 5; halves go to the even step."""
    return STEP * round(100 * share / STEP)


def roughly(number: float) -> float:
    """A figure above 0 with its first digit and a half: 1, 1.5, 2 … 9.5, 10 times a power of ten."""
    if number <= 0:
        return 0.0
    size = 10.0 ** floor(log10(number))
    return round(2 * number / size) / 2 * size


def other_houses(given: Given, house: int) -> int:
    """How many houses but the own one have ports in the game."""
    return len({port.house for port in given.ports if port.house != house})


def changed_houses(before: Digests, after: Digests, house: int) -> int:
    """Houses but the own one of which a port came, went, or has other figures."""
    differ = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    houses = {found[0] for key in differ for found in (before.get(key), after.get(key)) if found is not None}
    return len(houses - {house, NO_HOUSE})


def houses_of(found: Digests) -> set[int]:
    """Houses with a port."""
    return {house for house, _text in found.values()} - {NO_HOUSE}


def may_compare(now: Digests, earlier: Iterable[Digests], house: int) -> bool:
    """Whether no earlier answer differs from this one by the figures of just one or two other houses."""
    return all(not 0 < changed_houses(one, now, house) < FEWEST_HOUSES for one in earlier)


def is_new(now: Digests, earlier: Iterable[Digests], house: int) -> bool:
    """Whether, against each earlier answer, at least three other houses changed their figures: it is no what-if."""
    return all(changed_houses(one, now, house) >= FEWEST_HOUSES for one in earlier)


def dominated(given: Given, found: Sequence[Effects]) -> list[int]:
    """Houses of which the others are nearly one house, and NO_HOUSE where that is so of all.

    found   effects of each way of covering: in one scenario of one way more than 70 % of harm or attempts is enough
    """
    house = np.array([port.house for port in given.ports])
    names = np.unique(house)
    rows = np.concatenate([part for one in found for part in (one.harm, one.attempts)])
    sums = np.stack([rows[:, house == name].sum(axis=1) for name in names], axis=1)
    return [own for own in (NO_HOUSE, *names.tolist()) if _has_one(sums[:, names != own])]


def _has_one(sums: Floats) -> bool:
    if sums.shape[1] == 0:
        return True
    return bool((sums.max(axis=1) > MOST_OF_ONE * sums.sum(axis=1)).any())


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the most over the scenarios."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Others:
    """The other ports together, a week. harm, attempts   by way, roughly     shares in whole percent, in steps of 5

    change      of their harm, joint against each for itself      today, moved   of harm, and of attempts, against now
    given_up   of all attempts, under the joint plan
    worth       of cooperation: the network's saved harm at the 5th, 50th and 95th percentile
    """

    harm: Mapping[str, Span]
    attempts: Mapping[str, Span]
    change: tuple[int, int]
    today: tuple[int, int]
    moved: tuple[int, int]
    given_up: tuple[int, int]
    worth: tuple[int, int, int]


def others_together(given: Given, answer: Answer, variants: Sequence[Variant], *, organisation: int) -> Others:
    """What the others come to; ask `other_houses` and `may_compare` before."""
    away = np.array([port.organisation != organisation for port in given.ports])
    found = {way: effects_of(given, variants, answer.coverage(way)) for way in ("now", "alone", "joint")}
    harm = {way: one.harm[:, away].sum(axis=1) for way, one in found.items()}
    attempts = {way: one.attempts[:, away].sum(axis=1) for way, one in found.items()}
    return Others(
        harm={way: _span(one) for way, one in harm.items()},
        attempts={way: _span(one) for way, one in attempts.items()},
        change=_change(harm["alone"], harm["joint"]),
        today=_change(harm["now"], harm["joint"]),
        moved=_change(attempts["now"], attempts["joint"]),
        given_up=_steps(found["joint"].given_up),
        worth=(in_steps(answer.worth.low), in_steps(answer.worth.middle), in_steps(answer.worth.high)),
    )


def rising(alone: Effects, joint: Effects) -> list[bool]:
    """By port: whether attempts rise by more than 5 % against each for itself, in the mean over the scenarios."""
    before, after = (one.weight @ one.attempts / one.weight.sum() for one in (alone, joint))
    return [bool(one) for one in after > (1 + RISE) * before]


def _span(values: Floats) -> Span:
    return Span(roughly(float(values.min())), roughly(float(values.max())))


def _change(before: Floats, after: Floats) -> tuple[int, int]:
    return _steps(after / np.where(before > 0, before, 1.0) - 1.0)


def _steps(shares: Floats) -> tuple[int, int]:
    return in_steps(float(shares.min())), in_steps(float(shares.max()))
