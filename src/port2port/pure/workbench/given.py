"""What goes into a joint game: routes with ranges, scenarios, units; and how ranges become games."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

import numpy as np

from port2port.pure.games import Game, Variant
from port2port.pure.games.file import Json

# In the order in which a page asks for them; the first four in EUR, the last a chance.
FIGURES = ("reward", "penalty", "access_cost", "harm", "detect_prob")
# What is worse for the ports when it is higher; the others are worse when lower.
WORSE_HIGH = {"reward", "harm"}


class Level(StrEnum):
    """Which end of the ranges a scenario takes, of every figure of every port alike."""

    LIKELY = "likely"
    WORST = "worst"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Range:
    """A figure as it is known: low ≤ likely ≤ high."""

    low: float
    likely: float
    high: float

    def at(self, level: Level, *, worse_high: bool) -> float:
        """The end that the level takes."""
        if level is Level.LIKELY:
            return self.likely
        return self.high if (level is Level.WORST) == worse_high else self.low


@dataclass(frozen=True, slots=True)
class RouteGiven:
    """One way through one port. floor, covered_now   0 to 1"""

    key: str
    name: str
    figures: Mapping[str, Range]
    floor: float
    covered_now: float


@dataclass(frozen=True, slots=True)
class PortGiven:
    """A port with what is its own. organisation   its id     house   the highest organisation above it"""

    key: str
    name: str
    organisation: int
    house: int
    own_units: float
    named: bool
    routes: tuple[RouteGiven, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One picture of those who choose a route.

    tipping   EUR: a route better by this is chosen e times as often; rationality is 1/tipping
    outside   EUR: what giving up is worth      attempts   potential attempts a week      weight   above 0
    """

    name: str
    tipping: float
    outside: float
    attempts: float
    level: Level = Level.LIKELY
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Given:
    """All of it; the first scenario is the picture that one picture alone would be."""

    ports: tuple[PortGiven, ...]
    scenarios: tuple[Scenario, ...]
    mobile: float
    objective: str

    @property
    def routes(self) -> list[RouteGiven]:
        """All routes, in the order of their ports."""
        return [route for port in self.ports for route in port.routes]

    @property
    def own_units(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """(K,)"""
        return np.array([port.own_units for port in self.ports], dtype=np.float64)

    def of(self, organisation: int) -> list[int]:
        """The numbers of an organisation's ports."""
        return [number for number, port in enumerate(self.ports) if port.organisation == organisation]


def game_of(ports: Sequence[PortGiven], scenario: Scenario) -> Game:
    """The game of these ports under one scenario. Raises GameRefused."""
    routes = [route for port in ports for route in port.routes]
    numbers = [number for number, port in enumerate(ports) for _route in port.routes]
    columns = {
        name: np.array([one.figures[name].at(scenario.level, worse_high=name in WORSE_HIGH) for one in routes])
        for name in FIGURES
    }
    return Game(
        np.array(numbers, dtype=np.int64),
        columns["reward"],
        columns["penalty"],
        columns["access_cost"],
        columns["detect_prob"],
        columns["harm"],
        1.0 / scenario.tipping,
        scenario.outside,
        scenario.attempts,
        np.array([one.floor for one in routes]),
    )


def variants_of(given: Given) -> list[Variant]:
    """One game a scenario. Raises GameRefused."""
    return [Variant(one.weight, game_of(given.ports, one), one.name) for one in given.scenarios]


def with_changes(given: Given, *, units: Mapping[str, float], floors: Mapping[str, float]) -> Given:
    """The same with other own units, by the key of the port, and other floors, by that of the route."""
    ports = [
        replace(
            port,
            own_units=units.get(port.key, port.own_units),
            routes=tuple(replace(route, floor=floors.get(route.key, route.floor)) for route in port.routes),
        )
        for port in given.ports
    ]
    return replace(given, ports=tuple(ports))


def as_json(given: Given) -> dict[str, Json]:
    """As it is kept."""
    kept: dict[str, Json] = asdict(given)
    return kept


def from_json(kept: Mapping[str, Json]) -> Given:
    """What `as_json` kept."""
    whole: Mapping[str, object] = kept
    ports, scenarios = whole["ports"], whole["scenarios"]
    assert isinstance(ports, list | tuple)  # noqa: S101 - for the types: our own rows, written by `as_json`
    assert isinstance(scenarios, list | tuple)  # noqa: S101
    return Given(
        ports=tuple(_port(one) for one in ports),
        scenarios=tuple(Scenario(**(one | {"level": Level(one["level"])})) for one in scenarios),
        mobile=float(str(whole["mobile"])),
        objective=str(whole["objective"]),
    )


def _port(one: dict[str, object]) -> PortGiven:
    routes = one["routes"]
    assert isinstance(routes, list | tuple)  # noqa: S101 - as above
    return PortGiven(**(one | {"routes": tuple(_route(route) for route in routes)}))  # type: ignore[arg-type]


def _route(one: dict[str, object]) -> RouteGiven:
    figures = one["figures"]
    assert isinstance(figures, dict)  # noqa: S101 - as above
    return RouteGiven(**(one | {"figures": {name: Range(**ends) for name, ends in figures.items()}}))  # type: ignore[arg-type]
