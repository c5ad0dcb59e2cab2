"""Displacement, what else looks like it: a comparison that drifts, another way of counting, chance."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
from displacement_networks import NETWORKS, NOISES, OWN, SCALES, START, YEARS, Floats, cell, each
from tables import percent, table

from port2port.pure.displacement.counts import StudyCounts
from port2port.pure.displacement.crosscheck import cross_check
from port2port.pure.displacement.panel_model import panel_model
from port2port.pure.displacement.placebo import Placebo, placebo
from port2port.pure.displacement.study import Reason, Verdict, displacement
from port2port.pure.panels import Networks, PanelDesign, draw


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


def modelled() -> str:
    """The model of all ports beside the ratio study."""
    rows = []
    for name, share in product(("gamma", "lognormal", OWN), (0.0, 0.6)):
        drawn = draw(PanelDesign(share=share, **NOISES[name]), 300, rng=np.random.default_rng(26))
        studies = each(drawn)
        fits, reports = [panel_model(one) for one in studies], [displacement(one) for one in studies]
        truth = np.log1p(share * drawn.removed.sum(axis=1) / (21 * drawn.common[:, START:].sum(axis=1)))
        held = np.mean(
            [one.elsewhere.low <= added <= one.elsewhere.high for one, added in zip(fits, truth, strict=True)]
        )
        risen = [one.target.high < 0 and one.elsewhere.low > 0 for one in fits]
        said = [one.verdict is Verdict.DISPLACED for one in reports]
        same = np.mean([a is b for a, b in zip(risen, said, strict=True)])
        rows.append([f"{name}, share {share:g}", *(percent(float(np.mean(one))) for one in (held, risen, said, same))])
    return f"""### The model of all ports

300 networks, three years before. It decides nothing; where it disagrees with the ratio study, a single port is worth a look.

{table(["networks", "its interval holds the truth", "it finds displacement", "the ratio study does", "both say the same"], rows)}
"""
