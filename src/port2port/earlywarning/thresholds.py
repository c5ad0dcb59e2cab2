"""Thresholds and the table of what a budget buys, for the ports and counts that a watch has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from port2port.pure.outbreak import YEAR, Baseline, Paths, drawn_paths, from_paths, power_table
from port2port.pure.outbreak.calibrate import Draw
from port2port.pure.panels import BY_SIZE, Networks, Null, PanelDesign, draw, nulls

BUDGETS = (5, 20, 39)
DRAWS = 1_000
# Of two ports that take what moves: as in the evaluation.
ON_TWO = (0.6, 0.4)
MOVED = ("share_30", "share_60", "share_100", "two_ports")

type Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """By budget in percent: thresholds, and alarms with their median week in each world; as plain JSON."""

    draws: int
    thresholds: dict[str, dict[str, float]]
    table: dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """Weeks before the measure that nobody counted: ports [weeks, ports], outside [weeks]."""

    ports: NDArray[np.bool_]
    outside: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Holed:
    """Networks with the gaps of the real counts: ports [n, weeks, ports], external [n, weeks]; NaN = missing."""

    ports: NDArray[np.float64]
    external: NDArray[np.float64]


def world(design: PanelDesign, gaps: Gaps | None = None) -> Draw:
    """Networks of one design, with the gaps that the real counts have: a thin history is a rough baseline."""

    def drawn(n: int, rng: Generator) -> Networks | Holed:
        whole = draw(design, n, rng=rng)
        return whole if gaps is None else _holed(whole, gaps)

    return drawn


def _holed(whole: Networks, gaps: Gaps) -> Holed:
    ports, external = whole.ports.astype(np.float64), whole.external.astype(np.float64)
    weeks = len(gaps.outside)
    ports[:, :weeks][:, gaps.ports] = np.nan
    external[:, :weeks][:, gaps.outside] = np.nan
    return Holed(ports, external)


def cases_of(design: PanelDesign, two_ports: Sequence[float], gaps: Gaps | None = None) -> dict[str, Draw]:
    """Worlds in which something moves: three shares of it by size, and .6 of it to two ports if there are such."""
    cases = {f"share_{share}": replace(design, share=share / 100, weights=BY_SIZE) for share in (30, 60, 100)}
    if two_ports:
        cases["two_ports"] = replace(design, share=0.6, weights=tuple(two_ports))
    return {name: world(one, gaps) for name, one in cases.items()}


def two_of(means: Sequence[float]) -> tuple[float, ...]:
    """Weights that send all to two of these ports, a middling and the smallest; empty below three ports."""
    others = len(means)
    if others < 3:
        return ()
    by_size = sorted(range(others), key=lambda number: -means[number])
    chosen = dict(zip((by_size[others // 2], by_size[-1]), ON_TWO, strict=True))
    return tuple(chosen.get(number, 0.0) for number in range(others))


def design_of(before: Baseline, *, weeks_before: int) -> PanelDesign:
    """A network of simulated ports that count as these did before the measure."""
    return PanelDesign(
        means=tuple(before.means.tolist()),
        weeks=weeks_before + YEAR,
        measure_week=weeks_before,
        size_k=float(before.size),
        external_mean=float(before.external_mean),
    )


def make(before: Baseline, gaps: Gaps, *, draws: int, rng: Generator, step: Step) -> Made:
    """Draw every world and reckon; `step` is told after each."""
    weeks_before = len(gaps.outside)
    design = design_of(before, weeks_before=weeks_before)
    still = {kind.value: world(one, gaps) for kind, one in nulls(design).items()}
    moved = cases_of(design, two_of(design.means[1:]), gaps)
    paths: dict[str, Paths] = {}
    for number, (name, one) in enumerate({**still, **moved}.items()):
        step(number, len(still) + len(moved))
        paths |= drawn_paths({name: one}, measure_week=weeks_before, n=draws, rng=rng)
    return reckoned({name: paths[name] for name in still}, {name: paths[name] for name in moved}, draws=draws)


def reckoned(still: Mapping[str, Paths], moved: Mapping[str, Paths], *, draws: int) -> Made:
    """Thresholds and table from paths."""
    shares = [one / 100 for one in BUDGETS]
    found = power_table(still, moved, budgets=shares)
    thresholds = {str(one): asdict(from_paths(still, budget_per_year=one / 100).thresholds) for one in BUDGETS}
    table = {str(one): {name: asdict(cell) for name, cell in found[one / 100].items()} for one in BUDGETS}
    return Made(draws, thresholds, table)


def null_names() -> tuple[str, ...]:
    """The worlds in which nothing moved."""
    return tuple(kind.value for kind in Null)


def generator(seed: int) -> Generator:
    """The one of this seed."""
    return np.random.default_rng(seed)
