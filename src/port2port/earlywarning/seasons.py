"""Seasons on simulated ports: what may be true in one, how it is drawn, and what the board shows of it.

The truth is drawn first and the ports with it; both are kept, so that a season stays what it was under any version of
the software. What the board shows ends with the week that the season has come to.
"""

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from json import loads
from typing import Any

import numpy as np
from django.db import models
from django.utils.translation import pgettext_lazy
from numpy.random import Generator

from port2port.earlywarning.thresholds import two_of
from port2port.pure.outbreak import Followed, Thresholds, follow
from port2port.pure.panels import BY_SIZE, Null, PanelDesign, nulls, simulate

BEFORE, WEEKS = 104, 52
DESIGN = PanelDesign(
    means=(14.0, 7.0, 5.0, 4.0, 3.0, 2.0), weeks=BEFORE + WEEKS, measure_week=BEFORE, external_mean=40.0
)
TWO_PORTS = two_of(DESIGN.means[1:])
PORTS = len(DESIGN.means)


class Truth(models.TextChoices):
    """What really happens in a season; stored."""

    NOTHING = "nothing", pgettext_lazy("truth of a season", "Nothing: the measure had no effect")
    MOVED = "moved", pgettext_lazy("truth of a season", "Part of it moved to the other ports")
    SHOCK = "shock", pgettext_lazy("truth of a season", "Strong ups and downs that all ports share")
    DROP = "drop", pgettext_lazy("truth of a season", "It fell at the port of the measure and came back nowhere")
    RECORDING = "recording", pgettext_lazy("truth of a season", "The port of the measure began to count in another way")


# In two seasons of five something moves; the page says so.
CHANCES = {Truth.MOVED: 0.4, Truth.NOTHING: 0.15, Truth.SHOCK: 0.15, Truth.DROP: 0.15, Truth.RECORDING: 0.15}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A season: its truth, and incidents by week as plain lists: ports [weeks][ports], outside [weeks]."""

    truth: Truth
    ports: list[list[int]]
    outside: list[int]


def draw_season(seed: int) -> Drawn:
    """The season of this seed."""
    rng = np.random.default_rng(seed)
    truth = list(CHANCES)[int(rng.choice(len(CHANCES), p=list(CHANCES.values())))]
    panel, _truth = simulate(_design(truth, rng), rng=rng)
    return Drawn(truth, panel.ports.tolist(), panel.external.tolist())


def _design(truth: Truth, rng: Generator) -> PanelDesign:
    still = nulls(DESIGN)
    match truth:
        case Truth.MOVED:
            weights = (BY_SIZE, TWO_PORTS)[int(rng.integers(2))]
            return replace(DESIGN, share=float(rng.choice([0.6, 1.0])), weights=weights)
        case Truth.RECORDING:
            return replace(still[Null.PLAIN], recording_factor=float(rng.choice([0.65, 1.5])))
        case Truth.SHOCK:
            return still[Null.COMMON_SHOCK]
        case Truth.DROP:
            return still[Null.DROP_ONLY]
    return still[Null.PLAIN]


@cache
def made() -> dict[str, Any]:
    """What `bench/evaluation/season_thresholds.py` made: draws, thresholds by budget, and what each budget buys."""
    text = files("port2port.earlywarning.starting").joinpath("season-thresholds.json").read_text(encoding="utf-8")
    found: dict[str, Any] = loads(text)
    return found


def thresholds_for(budget: int) -> Thresholds:
    """Of a season; budget in percent a year."""
    return Thresholds(**made()["thresholds"][str(budget)])


def followed(ports: list[list[int]], outside: list[int], *, budget: int, until: int = WEEKS) -> Followed:
    """The watch of a season up to a week; 0: only the weeks before the measure."""
    rows = BEFORE + until
    return follow(ports[:rows], outside[:rows], measure_week=BEFORE, thresholds=thresholds_for(budget))


def first_alarm(found: Followed) -> int | None:
    """The week of the first alarm, from 1."""
    return next((reading.week for reading in found.readings if reading.alarm), None)
