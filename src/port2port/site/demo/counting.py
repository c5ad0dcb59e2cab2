"""Counts of the demonstration: three years by week, drawn from the simulator with a fixed seed; all of it made up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import numpy as np
from numpy.random import Generator

from port2port.counts import actions
from port2port.counts.actions import ChangeFields, ComparisonFields, InterventionFields
from port2port.counts.models import Comparison, CountSeries, EffortKind, Intervention, Outcome
from port2port.counts.rules import WeekSaid, last_whole_week
from port2port.members.member import Member
from port2port.members.models import Circle, Port
from port2port.pure.panels import Counts, PanelDesign, draw
from port2port.pure.weeks import WEEK

CIRCLE = "Scheldt and North Sea"
# The first measure began half a year ago: a study has its 26 weeks, and the year of a watch runs still.
WEEKS, BEFORE = 156, 126
AFTER = WEEKS - BEFORE
# The second one began later, and a little after it one port counts in another way: so many times as many.
LATER, RECOUNTED, MORE = 134, 138, 3
DRONE_PORT = 3
# The officer who counts, by port; the first is where the measure is taken.
COUNTERS = {
    "BEANR": "antwerp-officer",
    "BEGNE": "northsea-officer",
    "BEZEE": "antwerp-officer",
    "BEOST": "ostend-officer",
    "BEZEL": "northsea-officer",
    "BEEVM": "northsea-officer",
}
INTRUSIONS = PanelDesign(
    means=(24.0, 10.0, 8.0, 6.0, 5.0, 4.0),
    weeks=WEEKS,
    measure_week=BEFORE,
    reduction=0.45,
    share=0.8,
    external_mean=60.0,
)
DRONES = PanelDesign(means=(3.0, 2.0, 1.5, 1.5), weeks=WEEKS, measure_week=LATER, reduction=0.3, external_mean=12.0)
SEIZURES = PanelDesign(means=(4.0, 1.5), weeks=WEEKS, measure_week=WEEKS, reduction=0.0)
PATROLS = "Nachtpatrouilles en drone boven de linkeroever (verzonnen)"
DETECTION = "Detectie van drones boven de rechteroever (verzonnen)"


@dataclass(frozen=True, slots=True)
class _Outside:
    """A comparison and who declares it."""

    login: str
    language: str
    title: str
    why: str


ELSEWHERE = _Outside(
    "antwerp-officer",
    "nl",
    "Indringers in een haven aan een andere kust (verzonnen)",
    "Een haven aan een andere kust, zonder containers of gemeenschappelijke lijnen (verzonnen): wie hier wordt "
    "afgeschrikt gaat daar niet heen, maar de seizoenen en de vraag zijn er dezelfde.",
)
ABROAD = _Outside(
    "northsea-officer",
    "nl",
    "Drones boven een haven in een ander land (verzonnen)",
    "Een haven in een ander land (verzonnen): dezelfde seizoenen en dezelfde toestellen, maar haar kaaien liggen te "
    "ver om op te vangen wat hier wordt verjaagd.",
)


@dataclass(frozen=True, slots=True)
class Counted:
    """What others of the demonstration build on."""

    circle: Circle
    intervention: Intervention
    comparison: Comparison
    ports: tuple[Port, ...]
    later: Intervention
    drones: Comparison


def keep_counts(members: dict[str, Member], *, seed: int, now: datetime) -> Counted:
    """Counts, effort, measures, recording changes and comparisons; intrusions and drones are lent to one circle."""
    rng = np.random.default_rng([seed, WEEKS])
    circle = Circle.objects.get(name=CIRCLE)
    ports = {one.locode: one for one in Port.objects.filter(locode__in=COUNTERS)}
    intrusions = draw(INTRUSIONS, 1, rng=rng)
    scene = _Scene(members, ports, circle, last_whole_week(now), now)
    scene.lend(scene.enter(Outcome.INTRUSIONS, intrusions.ports[0]))
    drones = draw(DRONES, 1, rng=rng)
    drones.ports[0, RECOUNTED:, DRONE_PORT] *= MORE
    scene.lend(scene.enter(Outcome.DRONE_SIGHTINGS, drones.ports[0], gaps=(20, 21, 77)))
    scene.enter(Outcome.SEIZURES, draw(SEIZURES, 1, rng=rng).ports[0], rng=rng)
    scene.open(Outcome.SEIZURES_PER_1000, ports=2)
    scene.work(rng)
    scene.change_recording()
    return Counted(
        circle=circle,
        intervention=scene.intervene(PATROLS, "BEANR", BEFORE),
        comparison=scene.compare(ELSEWHERE, Outcome.INTRUSIONS, intrusions.external[0]),
        ports=tuple(ports[locode] for locode in COUNTERS),
        later=scene.intervene(DETECTION, "BEANR", LATER),
        drones=scene.compare(ABROAD, Outcome.DRONE_SIGHTINGS, drones.external[0]),
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    """Who counts where, until which week."""

    members: dict[str, Member]
    ports: dict[str, Port]
    circle: Circle
    newest: date
    now: datetime

    @property
    def first(self) -> date:
        """The Monday of the first week."""
        return self.newest - WEEK * (WEEKS - 1)

    def lend(self, series: list[CountSeries]) -> None:
        """All of them, by those who count."""
        lent = self.now - timedelta(days=90)
        for one, login in zip(series, COUNTERS.values(), strict=False):
            actions.lend(member=self.members[login], series=one, circle=self.circle, from_week=self.first, now=lent)

    def open(self, outcome: str, *, ports: int) -> list[CountSeries]:
        """A series at each of the first ports."""
        since = self.now - timedelta(days=95)
        return [
            actions.open_series(
                member=self.members[login], port=self.ports[locode], outcome=outcome, category="", now=since
            )
            for locode, login in list(COUNTERS.items())[:ports]
        ]

    def enter(
        self, outcome: str, drawn: Counts, *, gaps: tuple[int, ...] = (), rng: Generator | None = None
    ) -> list[CountSeries]:
        """drawn [weeks, ports]; gaps are missing at the last port; with rng, kilograms stand beside."""
        rows = self.open(outcome, ports=drawn.shape[1])
        logins = list(COUNTERS.values())
        for port, row in enumerate(rows):
            missing = gaps if port == len(rows) - 1 else ()
            said = {
                self.first + WEEK * week: WeekSaid(
                    None if week in missing else int(drawn[week, port]), _mass(int(drawn[week, port]), rng)
                )
                for week in range(WEEKS)
            }
            actions.enter_weeks(member=self.members[logins[port]], series=row, said=said, now=self.now)
        return rows

    def work(self, rng: Generator) -> None:
        """Patrol hours everywhere, containers scanned where seizures are counted."""
        for number, (locode, login) in enumerate(COUNTERS.items()):
            self._effort(locode, login, EffortKind.PATROL, 40 + 120 / (number + 1), rng)
            if number < 2:
                self._effort(locode, login, EffortKind.SCANNED, 1_800 / (number + 1), rng)

    def _effort(self, locode: str, login: str, kind: str, mean: float, rng: Generator) -> None:
        amounts = rng.normal(mean, mean / 12, WEEKS).clip(1).round()
        said = {self.first + WEEK * week: Decimal(int(amount)) for week, amount in enumerate(amounts)}
        actions.enter_effort(member=self.members[login], port=self.ports[locode], kind=kind, said=said, now=self.now)

    def intervene(self, title: str, locode: str, week: int) -> Intervention:
        """A measure that starts in that week."""
        starts_on = self.first + WEEK * week
        said = InterventionFields(
            title=title,
            language="nl",
            port=self.ports[locode],
            announced_on=starts_on - timedelta(days=21),
            starts_on=starts_on,
            ramp_weeks=8,
            intensity=Decimal("0.8"),
            circle=self.circle,
        )
        member, at = self.members[COUNTERS[locode]], self.now - timedelta(days=280)
        return actions.declare_intervention(member=member, said=said, now=at)

    def change_recording(self) -> None:
        """One that was recoded on both sides, and one that was not."""
        self._change(
            "northsea-officer", "BEGNE", Outcome.INTRUSIONS, 40, "Poging en geslaagde indringing op één formulier"
        )
        said = "Waarnemingen van de detector tellen mee"
        self._change("ostend-officer", "BEOST", Outcome.DRONE_SIGHTINGS, RECOUNTED, said, recoded=False)

    def _change(self, login: str, locode: str, outcome: str, week: int, what: str, *, recoded: bool = True) -> None:
        said = ChangeFields(
            port=self.ports[locode],
            outcome=outcome,
            on=self.first + WEEK * week,
            what=f"{what} (verzonnen)",
            language="nl",
            both_sides_recoded=recoded,
        )
        actions.declare_recording_change(member=self.members[login], said=said, now=self.now)

    def compare(self, told: _Outside, outcome: str, numbers: Iterable[int]) -> Comparison:
        """A series from outside."""
        said = ComparisonFields(
            title=told.title,
            language=told.language,
            reason="outside_substitution",
            why=told.why,
            outcome=outcome,
            circle=self.circle,
        )
        member, at = self.members[told.login], self.now - timedelta(days=285)
        comparison = actions.declare_comparison(member=member, said=said, now=at)
        weeks = {self.first + WEEK * n: int(number) for n, number in enumerate(numbers)}
        actions.enter_comparison(member=member, comparison=comparison, said=weeks, now=self.now)
        return comparison


def _mass(number: int, rng: Generator | None) -> Decimal | None:
    """Kilograms of a week's seizures: mostly little, now and then a great deal."""
    if rng is None:
        return None
    return Decimal(int(rng.lognormal(4.0, 1.6, number).sum()))
