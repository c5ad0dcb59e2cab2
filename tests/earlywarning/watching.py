"""A circle of two ports that lend their intrusions, a measure, and a comparison: what watches are made of."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from port2port.counts import actions as counting
from port2port.counts.actions import ComparisonFields, InterventionFields
from port2port.counts.models import Comparison, CountSeries, Intervention, Loan, Outcome
from port2port.counts.rules import WeekSaid, last_whole_week
from port2port.earlywarning import actions
from port2port.earlywarning.actions import WatchFields
from port2port.earlywarning.models import WatchedMeasure
from port2port.earlywarning.threshold_job import made_for
from port2port.members.models import Circle
from port2port.pure.panels import PanelDesign, draw
from port2port.pure.weeks import WEEK
from tests.personas import NOW, Community

BEFORE, AFTER = 104, 45
DESIGN = PanelDesign(
    means=(20.0, 8.0), weeks=BEFORE + AFTER, measure_week=BEFORE, reduction=0.5, share=1.0, external_mean=60.0
)
LENDERS = {"north": "author", "south": "peer"}
OLD = NOW - timedelta(days=45)


@dataclass
class Scene:
    """Everything that is lent and declared; newest: the Monday of the newest week that is entered."""

    community: Community
    newest: date
    series: dict[str, CountSeries] = field(default_factory=dict)
    loans: dict[str, Loan] = field(default_factory=dict)
    intervention: Intervention | None = None
    comparison: Comparison | None = None
    drawn: object = None

    @property
    def circle(self) -> Circle:
        return self.community.circles["both"]

    @property
    def start(self) -> date:
        return self.newest - WEEK * (AFTER - 1)

    def weeks(self, first: int, last: int) -> list[date]:
        return [self.start + WEEK * (number - BEFORE) for number in range(first, last)]

    def enter(self, slug: str, said: dict[date, int | None], *, now: datetime = NOW) -> None:
        member = self.community.member(LENDERS[slug])
        rows = {week: WeekSaid(number) for week, number in said.items()}
        counting.enter_weeks(member=member, series=self.series[slug], said=rows, now=now)

    def compare(self, said: dict[date, int | None], *, now: datetime = NOW) -> None:
        member = self.community.member("author")
        assert self.comparison is not None
        counting.enter_comparison(member=member, comparison=self.comparison, said=said, now=now)

    def fields(self, **other: object) -> WatchFields:
        said: dict[str, Any] = {
            "circle": self.circle,
            "outcome": Outcome.INTRUSIONS,
            "category": "",
            "intervention": self.intervention,
            "comparison": self.comparison,
        }
        return WatchFields(**{**said, **other})


def lay_out(community: Community, *, weeks: int = BEFORE + AFTER, seed: int = 3, category: str = "") -> Scene:
    """Counts of so many weeks, all lent."""
    scene = Scene(community, last_whole_week(NOW))
    drawn = draw(DESIGN, 1, rng=np.random.default_rng(seed))
    scene.drawn = drawn
    mondays = scene.weeks(0, weeks)
    for place, (slug, name) in enumerate(LENDERS.items()):
        member = community.member(name)
        scene.series[slug] = counting.open_series(
            member=member, port=community.ports[slug], outcome=Outcome.INTRUSIONS, category=category, now=OLD
        )
        scene.enter(slug, {week: int(drawn.ports[0, number, place]) for number, week in enumerate(mondays)})
        scene.loans[slug] = counting.lend(
            member=member, series=scene.series[slug], circle=scene.circle, from_week=mondays[0], now=OLD
        )
    author = community.member("author")
    scene.intervention = counting.declare_intervention(
        member=author,
        said=InterventionFields(
            title="Night patrols",
            language="en",
            port=community.ports["north"],
            announced_on=scene.start,
            starts_on=scene.start,
            circle=scene.circle,
        ),
        now=OLD,
    )
    scene.comparison = counting.declare_comparison(
        member=author,
        said=ComparisonFields(
            title="A port far away",
            language="en",
            reason="outside_substitution",
            why="Another sea without a common line: nobody who is pushed away from here goes there.",
            outcome=Outcome.INTRUSIONS,
            circle=scene.circle,
        ),
        now=OLD,
    )
    scene.compare({week: int(drawn.external[0, number]) for number, week in enumerate(mondays)})
    return scene


def set_up(scene: Scene, *, who: str = "author", draws: int = 40) -> WatchedMeasure:
    """A watch with its thresholds."""
    member = scene.community.member(who)
    watch = actions.start_watch(member=member, said=scene.fields(), seed=11, now=NOW)
    made = made_for(watch, draws=draws, step=lambda _done, _total: None)
    actions.keep_thresholds(member=member, watch=watch, made=made, now=NOW)
    return watch


def begun(scene: Scene, *, budget: int = 20, who: str = "author") -> WatchedMeasure:
    """A watch that runs."""
    watch = set_up(scene, who=who)
    return actions.begin_watch(member=scene.community.member(who), watch=watch, budget=budget, now=NOW)
