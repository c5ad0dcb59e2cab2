"""Displacement: coverage, false verdicts, power, what drifts and what placebos say.

Every cell is 2,000 networks of ten ports and 208 weeks, the measure in week 156, a year after, one or three years before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr
from tables import percent, table

from port2port.pure.displacement.counts import StudyCounts, Window
from port2port.pure.displacement.crosscheck import cross_check
from port2port.pure.displacement.placebo import Placebo, placebo
from port2port.pure.displacement.planning import minimum_detectable_share
from port2port.pure.displacement.ratio import Changes, changes, tally
from port2port.pure.displacement.study import Reason, Verdict, displacement
from port2port.pure.panels import Networks, Noise, Panel, PanelDesign, draw

TITLE = "Displacement"
NETWORKS = 2_000
START = 156
SHARES = (-0.3, 0.0, 0.3, 0.6, 1.0)
YEARS = (52, 156)
SCALES = (1.0, 4.0)
NOISES = {
    "gamma": {},
    "lognormal": {"noise": Noise.LOGNORMAL},
    "strong common shocks (sd .3)": {"common_sd": 0.3},
    "own shocks of each port (sd .2)": {"own_sd": 0.2},
}
OWN = "own shocks of each port (sd .2)"
type Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cell:
    """What 2,000 studies of one kind of network found. covered: of the others' interval; distance: Kolmogorov's."""

    covered: float
    displaced: float
    diffused: float
    distance: float


def part() -> str:
    """The Markdown of this part."""
    cells = {
        (noise, scale, share): found
        for noise, scale, share in product(NOISES, SCALES, SHARES)
        for found in [cell(PanelDesign(share=share, scale=scale, **NOISES[noise]))]
    }
    return "\n".join(
        [
            "The ratio study with its default settings: 90 % intervals, blocks of 8 weeks. The target has 12 incidents a week, the nine",
            "others 21 together, the outside 30; a measure removes 40 % at the target, and a *share* of that comes back at the others in",
            "proportion to their size. *×4* is four times all counts.",
            "",
            coverage(cells),
            nulls(cells),
            small(),
            power(cells),
            seeable(),
            blocks(),
            identification(),
            drift(),
            steady(),
            recording(),
            placebos(),
            simulated(),
            reading(cells),
        ]
    )


def series_of(drawn: Networks) -> tuple[Floats, Floats]:
    """A, B and A + B [n, 3, weeks], and the outside [n, weeks]."""
    target, others = drawn.ports[:, :, 0].astype(float), drawn.ports[:, :, 1:].sum(axis=2).astype(float)
    return np.stack([target, others, target + others], axis=1), drawn.external.astype(float)


def studied(drawn: Networks, years: int, *, block_weeks: int = 8) -> Changes:
    """Every network's study."""
    series, outside = series_of(drawn)
    windows = (Window(START - years, START), Window(START, 208))
    return changes(*(tally(series, outside, window, block_weeks=block_weeks) for window in windows))


def judged(found: Changes, truth: Floats) -> Cell:
    """How the studies of a cell fared. truth: what was added at the others, by network."""
    error = np.sqrt(found.variance)
    half = found.quantile(0.9) * error
    low, high = found.estimate - half, found.estimate + half
    has_fallen = high[:, 0] < 0
    rank = np.sort(stdtr(found.freedom, (truth - found.estimate[:, 1]) / error[:, 1]))
    even = (np.arange(len(rank)) + 0.5) / len(rank)
    return Cell(
        float(((low[:, 1] <= truth) & (truth <= high[:, 1])).mean()),
        float((has_fallen & (low[:, 1] > 0)).mean()),
        float((has_fallen & (high[:, 1] < 0)).mean()),
        float(np.abs(rank - even).max()),
    )


def cell(design: PanelDesign, *, seed: int = 7, n: int = NETWORKS) -> dict[int, Cell]:
    """One cell of the tables, with one and with three years before."""
    drawn = draw(design, n, rng=np.random.default_rng(seed))
    truth = design.share * drawn.removed.sum(axis=1)
    return {years: judged(studied(drawn, years), truth) for years in YEARS}


type Cells = dict[tuple[str, float, float], dict[int, Cell]]


def by_share(cells: Cells, figure: Callable[[Cell], str], *, years: tuple[int, ...] = YEARS) -> str:
    """A table with a row for each noise and size, a column for each share, and a figure for each number of years."""
    heads = ["networks", *(f"share {share:g}" for share in SHARES)]
    rows = [
        [
            f"{noise}, ×{scale:g}",
            *(" / ".join(figure(cells[noise, scale, share][y]) for y in years) for share in SHARES),
        ]
        for noise, scale in product(NOISES, SCALES)
    ]
    return table(heads, rows)


def coverage(cells: Cells) -> str:
    """How often the interval of the others holds the truth."""
    asked = [
        found.covered >= (0.84 if noise == OWN else 0.87) and found.covered <= 0.94
        for (noise, _scale, _share), both in cells.items()
        for found in both.values()
    ]
    worst = max(both[156].distance for (noise, _s, _h), both in cells.items() if noise != OWN)
    return f"""### Does the interval hold the truth?

How often the 90 % interval of the others' change holds what was really added there; one year before / three years before.

{by_share(cells, lambda found: percent(found.covered))}

Asked for: 87–94 %, with own shocks at least 84 %. {sum(asked)} of {len(asked)} figures keep it. The truth's rank in the confidence
distribution is even to within {worst:.3f} (Kolmogorov's distance, largest of the cells without own shocks; asked for: .04).
"""


def nulls(cells: Cells) -> str:
    """False verdicts where crime merely fell at the target."""
    rows = [
        [
            f"{noise}, ×{scale:g}",
            *(
                percent(getattr(cells[noise, scale, 0.0][y], name), digits=1)
                for name in ("displaced", "diffused")
                for y in YEARS
            ),
        ]
        for noise, scale in product(NOISES, SCALES)
    ]
    heads = ["networks", "displaced, 1 year", "3 years", "diffused, 1 year", "3 years"]
    return f"""### Where crime merely fell at the target, how often is something else found?

{table(heads, rows)}

Asked for: *displaced* in at most 7 %, with own shocks 9 %. What holds here holds for a category that cannot move.
"""


def small() -> str:
    """Others so small that the exact interval decides."""
    rows = []
    for others, years in product((10.0, 40.0), YEARS):
        design = PanelDesign(means=(12.0, *(np.array([0.6, 0.3, 0.1]) * others / 52).tolist()))
        studies = [replace(one, weeks_before=years) for one in each(draw(design, 1000, rng=np.random.default_rng(23)))]
        reports = [displacement(one) for one in studies]
        exact = [one for one in reports if one.elsewhere_change is not None and one.elsewhere_change.ratio is not None]
        held = np.mean(
            [one.elsewhere_change.ratio.low <= 1 <= one.elsewhere_change.ratio.high for one in exact] or [0.0]
        )
        said = [one.verdict for one in reports]
        rows.append(
            [
                f"{others:g} a year, {years // 52} before", percent(len(exact) / len(reports)), percent(float(held)) if exact else "–",
                *(percent(said.count(verdict) / len(said), digits=1) for verdict in (Verdict.DISPLACED, Verdict.DIFFUSED)),
            ]
        )  # fmt: skip
    return f"""### Where the others have hardly any incident

Three other ports with so many incidents together; crime merely fell at the target. Below 20 the exact interval of the ratio decides.

{table(["incidents elsewhere, years", "exact interval used", "it holds the truth", "displaced", "diffused"], rows)}
"""


def power(cells: Cells) -> str:
    """How often displacement is found."""
    return f"""### How often is displacement found?

Verdict *displaced*; one year before / three years before. For share −0.3 and 0 every such verdict is false.

{by_share(cells, lambda found: percent(found.displaced))}
"""


def seeable() -> str:
    """The smallest visible share, named from the weeks before, and how often a share of that size is found."""
    rows = []
    for scale, years in product(SCALES, YEARS):
        design = PanelDesign(scale=scale)
        drawn = draw(replace(design, reduction=0.0), 500, rng=np.random.default_rng(3))
        removed = float(draw(design, 500, rng=np.random.default_rng(4)).removed.sum(axis=1).mean())
        named = np.array(
            [
                minimum_detectable_share(
                    ports[START - years : START, 1:].sum(axis=1), outside[START - years : START],
                    expected_reduction=removed, weeks_after=52,
                )
                for ports, outside in zip(drawn.ports, drawn.external, strict=True)
            ]
        )  # fmt: skip
        share = float(named.mean())
        found = cell(replace(design, share=share), seed=11)[years].displaced
        low, high = np.quantile(named, [0.1, 0.9])
        rows.append([f"×{scale:g}, {years // 52}", f"{share:.2f}", f"{low:.2f}–{high:.2f}", percent(found)])
    return f"""### Is the smallest visible share what it says?

It is named from the weeks before alone, and a share of that size is meant to be found in 80 of 100 cases. The formula takes the scatter
for known; it is estimated, from few blocks, so that less is found than it promises.

{table(["counts, whole years before", "named (mean)", "8 of 10 lie in", "found at that share"], rows)}
"""


def blocks() -> str:
    """Why weeks are taken in blocks."""
    rows = []
    for weeks in (1, 4, 8, 13):
        figures = []
        for noise in ("gamma", OWN):
            drawn = draw(PanelDesign(share=0.6, **NOISES[noise]), NETWORKS, rng=np.random.default_rng(7))
            truth = 0.6 * drawn.removed.sum(axis=1)
            figures += [percent(judged(studied(drawn, years, block_weeks=weeks), truth).covered) for years in YEARS]
        rows.append([f"{weeks}", *figures])
    return f"""### Why blocks of eight weeks?

Coverage at share .6 by the length of a block.

{table(["weeks", "gamma, 1 year", "3 years", "own shocks, 1 year", "3 years"], rows)}
"""


def identification() -> str:
    """WDQ with controls inside and outside, where displacement follows size."""
    rows = []
    for share in (0.0, 0.3, 0.6, 1.0):
        drawn = draw(PanelDesign(share=share, scale=4.0), NETWORKS, rng=np.random.default_rng(9))
        a, near, far = drawn.ports[:, :, 0], drawn.ports[:, :, 1:4].sum(axis=2), drawn.ports[:, :, 4:].sum(axis=2)
        quotients = (quotient(a, near, far), quotient(a, near + far, drawn.external))
        rows.append([f"{share:g}", *(f"{round(float(np.median(one)), 2) + 0.0:.2f}" for one in quotients)])
    return f"""### Why a comparison from outside?

The median weighted displacement quotient of 2,000 networks (×4) where what moves spreads by size. It should be minus the share. With
three other ports as neighbours and the remaining six as controls it sees nothing, whatever moved; with the series from outside it does.

{table(["true share", "controls inside", "comparison outside"], rows)}
"""


def quotient(a: Floats, b: Floats, c: Floats) -> Floats:
    """WDQ of each network, three years against one."""
    (a0, a1), (b0, b1), (c0, c1) = ((one[:, :START].sum(1), one[:, START:].sum(1)) for one in (a, b, c))
    return np.asarray((b1 / c1 - b0 / c0) / (a1 / c1 - a0 / c0))


def drift() -> str:
    """False verdicts where the comparison moves by itself."""
    rows = []
    for jump, scale in product((0.0, -0.1, 0.1), SCALES):
        found = cell(PanelDesign(external_jump=jump, scale=scale), seed=13)
        figures = (percent(getattr(found[y], name)) for name in ("displaced", "diffused") for y in YEARS)
        rows.append([f"{jump:+.0%}, ×{scale:g}", *figures])
    panels = draw(PanelDesign(external_jump=-0.1), 400, rng=np.random.default_rng(14))
    reports = [displacement(one) for one in each(panels)]
    wrong = [one for one in reports if one.verdict is Verdict.DISPLACED]
    near = np.mean([abs(one.tipping_drift or 0) < 0.1 for one in wrong])
    return f"""### When the comparison moves by itself

The outside drifts from the start of the measure on, and nothing moves between the ports: false verdicts.

{table(["drift", "displaced, 1 year", "3 years", "diffused, 1 year", "3 years"], rows)}

Of the false *displaced* verdicts after a drift of −10 % (×1, three years), {percent(float(near))} name a tipping drift smaller than that:
the page says how little would have been enough.
"""


def steady() -> str:
    """False verdicts where the comparison has always been drifting, and how many of them are said to be fragile."""
    rows = []
    for trend, scale in product((0.0, -0.03, -0.08), SCALES):
        design = PanelDesign(external_trend=trend, scale=scale)
        reports = [displacement(one) for one in each(draw(design, 1000, rng=np.random.default_rng(24)))]
        wrong = [one for one in reports if one.verdict is Verdict.DISPLACED]
        wandered = [one for one in wrong if (one.wander or 0) > abs(np.log1p(one.tipping_drift or 0))]
        rows.append(
            [
                f"{trend:+.0%} a year, ×{scale:g}", percent(len(wrong) / len(reports)), percent(len(wandered) / len(wrong)),
                percent(np.mean([one.is_fragile for one in wrong])),
            ]
        )  # fmt: skip
    # What an honest "displaced" pays for the warning.
    sound = [
        displacement(one) for one in each(draw(PanelDesign(share=1.0, scale=4.0), 1000, rng=np.random.default_rng(25)))
    ]
    right = [one.is_fragile for one in sound if one.verdict is Verdict.DISPLACED]
    return f"""### When the comparison has always been drifting

The outside drifts steadily, before and after, and nothing moves between the ports. Halves of a year that all differ alike do not wander;
the earlier drift, taken on to the weeks after, tells.

{table(["drift", "displaced (three years)", "of these fragile by wandering", "by either"], rows)}

Where the comparison does not drift and all came back (×4), {percent(float(np.mean(right)))} of the right verdicts are called fragile.
"""


def each(drawn: Networks) -> list[StudyCounts]:
    """A study of every network."""
    return [
        StudyCounts.of_panel(Panel(ports, outside), start_week=START)
        for ports, outside in zip(drawn.ports, drawn.external, strict=True)
    ]


def recording() -> str:
    """A change in counting at the target, declared and not."""
    drawn = draw(PanelDesign(reduction=0.0, recording_factor=1.5), 400, rng=np.random.default_rng(15))
    hidden = draw(PanelDesign(reduction=0.0, recording_factor=0.7), 400, rng=np.random.default_rng(16))
    declared = [displacement(replace(one, recording_changes=(START,))) for one in each(drawn)]
    refused = np.mean(
        [Reason.RECORDING_CHANGE in one.reasons and one.verdict is Verdict.NOT_ASSESSABLE for one in declared]
    )
    rows = []
    for name, networks in (("×1.5", drawn), ("×0.7", hidden)):
        said = [displacement(one).verdict for one in each(networks)]
        rows.append([name, *(percent(said.count(verdict) / len(said)) for verdict in Verdict)])
    return f"""### A change in counting

The target's counts are multiplied from the start of the measure on, and nothing else happens. Declared, {percent(float(refused))} of the
studies are not assessable. Not declared, the study cannot know; a fall that is one of paper is then taken for one of crime:

{table(["not declared", *(verdict.value.replace("_", " ") for verdict in Verdict)], rows)}
"""


def placebos() -> str:
    """How even placebo p-values are where nothing happened."""
    drawn = draw(PanelDesign(reduction=0.0, common_sd=0.2), NETWORKS, rng=np.random.default_rng(17))
    alike = draw(PanelDesign(means=(3.0,) * 10, reduction=0.0, scale=4.0), NETWORKS, rng=np.random.default_rng(18))
    rng = np.random.default_rng(19)
    rows = []
    for kind, n in ((Placebo.TIME, 199), (Placebo.SPACE, 9), (Placebo.CATEGORY, 9)):
        found = np.array([placebo(one, kind=kind, n=n, rng=rng).p for one in _nothing(kind, drawn, alike)])
        floor = 1 / (n + 1)
        small = [
            percent(float((found <= level + 1e-9).mean()), digits=1) if level >= floor else "–"
            for level in (0.05, 0.1, 0.2, 0.5)
        ]
        rows.append([kind.value, f"{floor:.3f}", f"{found.min():.3f}", *small])
    return f"""### Placebos where nothing happened

A p that is exact is at most 5 % in 5 % of the cases, and so on; no p lies below its floor.

{table(["placebo", "floor", "smallest p", "p ≤ 5 %", "≤ 10 %", "≤ 20 %", "≤ 50 %"], rows)}
"""


def _nothing(kind: Placebo, drawn: Networks, alike: Networks) -> list[StudyCounts]:
    """Studies in which nothing happened; categories are ports of one size, the first of them may move and does not."""
    if kind is not Placebo.CATEGORY:
        return each(drawn)
    return [
        StudyCounts(
            target=ports[:, 0],
            elsewhere=ports[:, :1],
            external=outside,
            start_week=START,
            still=ports[:, 1:].T.astype(float),
        )
        for ports, outside in zip(alike.ports, alike.external, strict=True)
    ]


def simulated() -> str:
    """How far intervals by simulation lie from the closed form's, and how often they hold the truth."""
    rows = []
    for name in ("gamma", OWN):
        drawn = draw(PanelDesign(share=0.6, **NOISES[name]), 300, rng=np.random.default_rng(21))
        rng, truth = np.random.default_rng(22), 0.6 * drawn.removed.sum(axis=1)
        checks = [cross_check(one, rng=rng, draws=1000) for one in each(drawn)]
        held = np.mean(
            [one.elsewhere.low <= added <= one.elsewhere.high for one, added in zip(checks, truth, strict=True)]
        )
        apart = np.array([one.apart for one in checks])
        rows.append(
            [
                name,
                percent(float(np.median(apart)), digits=1),
                percent(float(np.quantile(apart, 0.95)), digits=1),
                percent(float(held)),
            ]
        )
    return f"""### The closed form against simulation

300 networks at share .6, 1,000 draws each: the largest distance between the limits, as a share of the interval's width.

{table(["networks", "median", "19 of 20 below", "simulated intervals hold the truth"], rows)}
"""


def reading(cells: Cells) -> str:
    """What follows for whoever reads a study."""
    one, three, many = (
        cells["gamma", scale, 0.6][years].displaced for scale, years in ((1.0, 52), (1.0, 156), (4.0, 156))
    )
    own = min(found.covered for (noise, _s, _h), both in cells.items() if noise == OWN for found in both.values())
    return f"""### What this means

- The interval says what it promises where ports share their shocks, and a little less where each has its own: down to {percent(own)}.
- A move of six in ten is found in {percent(one)} of the cases with a year before, {percent(three)} with three, {percent(many)} with three
  years and four times the counts. *Inconclusive* is the usual answer for small networks, and the right one.
- The smallest visible share is too hopeful, most with one year before: read it as the least that must have moved, not as a promise.
- A comparison that moves by a tenth on its own makes false verdicts more frequent, the more so the more counts there are: precision does
  not protect against a wrong comparison. That is what the tipping drift is for.
- A comparison that has always been drifting is worse, for the drift lies behind the answer and looks like it. Wandering does not show it;
  the earlier drift shows most of it where there are three years before. Choose a comparison by its years before, not by its name.
- An undeclared change in counting at the target looks like a success. No method sees that; only who counts knows it.
"""
