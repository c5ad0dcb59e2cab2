"""Displacement: coverage, false verdicts, power, what drifts and what placebos say.

Every cell is 2,000 networks of ten ports and 208 weeks, the measure in week 156, a year after, one or three years before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import numpy as np
from displacement_networks import NETWORKS, NOISES, OWN, SCALES, SHARES, START, YEARS, Cell, cell, each, judged, studied
from displacement_rivals import drift, identification, modelled, placebos, recording, simulated, steady
from tables import percent, table

from port2port.pure.displacement.planning import minimum_detectable_share
from port2port.pure.displacement.study import Verdict, displacement
from port2port.pure.panels import PanelDesign, draw

TITLE = "Displacement"


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
            modelled(),
            reading(cells),
        ]
    )


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
