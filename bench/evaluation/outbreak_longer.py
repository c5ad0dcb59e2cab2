"""Early warning beyond what its budget is for: a watch that is not ended after a year, and a history with gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.random import default_rng
from tables import percent, table  # type: ignore[import-not-found, unused-ignore]

from port2port.earlywarning.thresholds import Gaps, world
from port2port.pure.outbreak import YEAR, Paths, Thresholds, drawn_paths, from_paths
from port2port.pure.panels import Null, PanelDesign, nulls

TITLE = "Early warning beyond its year and its weeks"
N = 2_000
MEASURE = 156
BASE = PanelDesign(measure_week=MEASURE)
YEARS = 3
BUDGETS = (0.05, 0.2, 0.39)
NULLS = {
    Null.PLAIN: "plain",
    Null.COMMON_SHOCK: "common shock (sd .3)",
    Null.DROP_ONLY: "drop only",
    Null.RECORDING_CHANGE: "recording change at A",
    Null.OWN_SHOCKS: "each port's own shocks (sd .2)",
}


def part() -> str:
    """The Markdown of this part."""
    return "\n\n".join([_opening(), later_years(BASE), with_gaps(BASE), _reading()])


def _opening() -> str:
    return f"""The networks are those of *Early warning*: ten ports, thresholds from {N:,} networks of each of five worlds in which nothing moved, and
rates of {N:,} fresh ones."""


def _reading() -> str:
    return """### Honest reading

- A budget is one of a first year. A watch that went on would give false alarms in up to 20 % of third years under 5 %, and in 40 % under
  20 %.
- It is one of the history that there is. With 26 weeks of it, thresholds made for three whole years would turn 5 % into 26 %; made with
  the gaps they hold."""


def later_years(design: PanelDesign) -> str:
    """Weeks above the thresholds in each of three years of one watch, its thresholds made for the first."""
    year = {NULLS[kind]: world(one) for kind, one in nulls(design).items()}
    calibrated = drawn_paths(year, measure_week=MEASURE, n=N, rng=default_rng(1))
    long = replace(design, weeks=MEASURE + YEARS * YEAR)
    worlds = {NULLS[kind]: world(one) for kind, one in nulls(long).items()}
    worlds["three fifths come back"] = world(replace(long, share=0.6))
    found = drawn_paths(worlds, measure_week=MEASURE, n=N, weeks=YEARS * YEAR, rng=default_rng(11))
    chosen = [from_paths(calibrated, budget_per_year=budget).thresholds for budget in BUDGETS[:2]]
    rows = [
        [name, *(percent(rate) for one in chosen for rate in _by_year(paths, one))] for name, paths in found.items()
    ]
    heads = [f"{percent(budget)}, year {number}" for budget in BUDGETS[:2] for number in range(1, YEARS + 1)]
    return f"""### If a watch went on

One watch over three years, its thresholds made for the first as always: networks with at least one week above them, in each year. In all
rows but the last nothing moved. This is why a watch ends after 52 weeks.

{table(["world", *heads], rows)}"""


def _by_year(paths: Paths, thresholds: Thresholds) -> list[float]:
    above = (paths.directed > thresholds.directed) | (paths.max_port > thresholds.max_port)
    return [float(above[:, year * YEAR : (year + 1) * YEAR].any(axis=1).mean()) for year in range(YEARS)]


def gaps_of(weeks: int, ports: int) -> dict[str, Gaps]:
    """Histories that were not wholly counted, the same in every network."""
    rng = default_rng(12)
    whole, outside = np.zeros((weeks, ports), dtype=bool), np.zeros(weeks, dtype=bool)
    young, thin = whole.copy(), whole.copy()
    young[: weeks - 26, ports // 2 :] = True
    thin[: weeks - 26] = True
    return {
        "no gaps": Gaps(whole, outside),
        "every other week of every port, by chance": Gaps(rng.random(whole.shape) < 0.5, outside),
        "the smaller half of the ports counted for 26 weeks only": Gaps(young, outside),
        "all ports counted for 26 weeks only": Gaps(thin, outside),
        "a third of the weeks of the comparison missing, by chance": Gaps(whole, rng.random(weeks) < 1 / 3),
    }


def with_gaps(design: PanelDesign) -> str:
    """The highest rate of false alarms over the five worlds: thresholds made with the gaps, and as if there were none."""
    weeks = MEASURE
    plain: dict[str, Paths] = {}
    rows = []
    for words, gaps in gaps_of(weeks, len(design.means)).items():
        worlds = {kind.value: world(one, gaps) for kind, one in nulls(design).items()}
        made = drawn_paths(worlds, measure_week=weeks, n=N, rng=default_rng(13))
        fresh = drawn_paths(worlds, measure_week=weeks, n=N, rng=default_rng(14))
        plain = plain or made
        rates = [
            percent(_highest(fresh, from_paths(one, budget_per_year=budget).thresholds))
            for one in (made, plain)
            for budget in BUDGETS
        ]
        rows.append([words, *rates])
    heads = [f"{percent(budget)}, {made}" for made in ("with them", "without") for budget in BUDGETS]
    return f"""### A history with gaps

What is expected is an estimate, and one from fewer weeks is rougher. Thresholds are therefore drawn on networks with the very gaps of the
real counts. False alarms in the worst of the five worlds, with such thresholds and with ones that were made as if there were no gaps;
{N:,} networks each.

{table(["gaps in the three years before", *heads], rows)}"""


def _highest(worlds: Mapping[str, Paths], thresholds: Thresholds) -> float:
    return max(float((one.first_alarm(thresholds) > 0).mean()) for one in worlds.values())
