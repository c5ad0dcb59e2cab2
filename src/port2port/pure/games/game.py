"""The game between ports that cover routes and those who choose a route, and the checks that every answer rests on."""

from dataclasses import dataclass, field

import numpy as np

from port2port.pure.games.faults import (
    AboveCapacity,
    Infeasible,
    NoRoute,
    NotFinite,
    NotPositive,
    OutOfRange,
    WrongShape,
)
from port2port.pure.games.ports import Floats, Ints, Ports, ports_of

FIGURES = ("reward", "penalty", "access_cost", "detect_prob", "harm", "floor")
POSITIVE = ("detect_prob", "harm")
EUROS = ("reward", "penalty", "access_cost", "harm")
# What no port has; sums and products of such figures would be without end.
LARGEST = 1e100
# Beyond this, rounding in λ·utility moves choices by more than 10⁻⁶ and no proof would hold.
SHARPEST = 1e9
# Below this, what coverage moves is lost in rounding, and no proof would hold.
BLUNTEST = 1e-6


@dataclass(frozen=True, eq=False)
class Game:
    """What is at stake at each route of each port, and how those who choose a route answer.

    port_of_target   (n,): the port of each route, from 0; every port up to the largest has one
    reward, penalty, access_cost, harm   (n,), in EUR or any one unit of money
    detect_prob      (n,): above 0, at most 1: the chance of detection where a unit is
    rationality      λ, per EUR: how sharply the better route is preferred
    outside_utility  EUR: what giving up is worth
    attempts_per_week   potential attempts, those included that give up
    floor            (n,) or one number: least coverage of each route, 0 to 1
    Raises GameRefused.
    """

    port_of_target: Ints
    reward: Floats
    penalty: Floats
    access_cost: Floats
    detect_prob: Floats
    harm: Floats
    rationality: float
    outside_utility: float
    attempts_per_week: float
    floor: Floats | float = 0.0
    ports: Ports = field(init=False, repr=False)

    def __post_init__(self) -> None:
        port = _whole(self.port_of_target)
        object.__setattr__(self, "port_of_target", port)
        for name in FIGURES:
            object.__setattr__(self, name, _figures(name, getattr(self, name), port.size))
        for name in ("rationality", "outside_utility", "attempts_per_week"):
            object.__setattr__(self, name, _number(name, getattr(self, name)))
        _check_routes(self)
        _check_sharpness(self)
        object.__setattr__(self, "ports", ports_of(port))

    @property
    def floors(self) -> Floats:
        """(n,): the least coverage of each route."""
        return np.asarray(self.floor, dtype=np.float64)

    @property
    def bare_utility(self) -> Floats:
        """(n,), EUR: what a route is worth to those who choose while nobody covers it."""
        return self.reward - self.access_cost

    @property
    def stake(self) -> Floats:
        """(n,), EUR: by how much full coverage lowers what a route is worth."""
        return (self.reward + self.penalty) * self.detect_prob


@dataclass(frozen=True, slots=True)
class Units:
    """What there is to cover routes with: units of each port's own, and mobile ones that may go anywhere."""

    own: Floats
    mobile: float


def units_of(game: Game, own_units: Floats, mobile_units: float) -> Units:
    """The units, checked against the game. own_units   (K,); one unit covers one route for one week

    Raises WrongShape, NotFinite, OutOfRange, AboveCapacity, Infeasible.
    """
    own = np.array(own_units, dtype=np.float64)
    mobile = _number("mobile_units", mobile_units)
    sizes = game.ports.sizes
    if own.shape != sizes.shape:
        raise WrongShape(f"{own.size} numbers of own units for {sizes.size} ports", field="own_units")
    _refuse_first(~np.isfinite(own), NotFinite, "own_units", "own units are not a number", by_port=True)
    _refuse_first(own < 0, OutOfRange, "own_units", "own units are below 0", by_port=True)
    if (over := np.flatnonzero(own > sizes)).size:
        port = int(over[0])
        words = f"more own units than routes to cover: {own[port]:g} for {sizes[port]}"
        raise AboveCapacity(words, field="own_units", port=port)
    if mobile < 0:
        raise OutOfRange("mobile units are below 0", field="mobile_units")
    # What rounding added to a sum of budgets is no unit.
    if own.sum() + mobile > sizes.sum() * (1 + 1e-12):
        words = "own and mobile units together are more than there are routes"
        raise AboveCapacity(f"{words}: {own.sum():g} and {mobile:g} for {sizes.sum()}", field="mobile_units")
    _check_floors(game, own, mobile)
    return Units(own, mobile)


def _check_floors(game: Game, own: Floats, mobile: float) -> None:
    needed = game.ports.sums(game.ports.by_port(game.floors))
    lacking = np.maximum(needed - own, 0.0)
    if lacking.sum() > mobile + 1e-12 * max(1.0, mobile):
        port = int(np.argmax(lacking))
        raise Infeasible(
            f"the floors ask for {needed[port]:g} units, {own[port]:g} are its own, and {mobile:g} mobile ones"
            f" do not make up for the {lacking.sum():g} that are lacking in all",
            field="floor",
            port=port,
        )


def _whole(values: Ints) -> Ints:
    port = np.array(values)
    if port.ndim != 1 or port.size == 0:
        raise WrongShape("port_of_target must be a list with a port for each route", field="port_of_target")
    if port.dtype.kind not in "iu":
        raise OutOfRange("port_of_target must hold whole numbers", field="port_of_target")
    port = port.astype(np.int64)
    if port.min() < 0 or port.max() >= port.size:
        target = int(np.argmax((port < 0) | (port >= port.size)))
        raise OutOfRange("ports are counted from 0 and each has a route", field="port_of_target", target=target)
    empty = np.flatnonzero(np.bincount(port) == 0)
    if empty.size:
        raise NoRoute("has no route", field="port_of_target", port=int(empty[0]))
    return port


def _figures(name: str, values: Floats | float, routes: int) -> Floats:
    try:
        found = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise NotFinite(f"{name} holds something that is not a number", field=name) from problem
    if found.ndim == 0 and name == "floor":
        found = np.full(routes, float(found))
    if found.shape != (routes,):
        raise WrongShape(f"{name} has {found.size} values for {routes} routes", field=name)
    found.flags.writeable = False
    return found


def _number(name: str, value: float) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError) as problem:
        raise NotFinite(f"{name} is not a number", field=name) from problem
    if not np.isfinite(found):
        raise NotFinite(f"{name} is not a number", field=name)
    if name != "rationality" and abs(found) > LARGEST:
        raise OutOfRange(f"{name} is beyond {LARGEST:g}", field=name)
    if name in {"rationality", "attempts_per_week"} and found <= 0:
        raise NotPositive(f"{name} must be above 0", field=name)
    return found


def _check_routes(game: Game) -> None:
    port = game.port_of_target
    for name in FIGURES:
        _refuse_first(~np.isfinite(getattr(game, name)), NotFinite, name, f"{name} is not a number", port=port)
    for name in POSITIVE:
        _refuse_first(getattr(game, name) <= 0, NotPositive, name, f"{name} must be above 0", port=port)
    _refuse_first(
        game.reward + game.penalty <= 0,
        NotPositive,
        "penalty",
        "reward and penalty together must be above 0",
        port=port,
    )
    for name in EUROS:
        words = f"{name} is beyond {LARGEST:g} EUR"
        _refuse_first(np.abs(getattr(game, name)) > LARGEST, OutOfRange, name, words, port=port)
    _refuse_first(game.harm < 1 / LARGEST, OutOfRange, "harm", f"harm is below {1 / LARGEST:g} EUR", port=port)
    _refuse_first(game.detect_prob > 1, OutOfRange, "detect_prob", "detect_prob is above 1", port=port)
    _refuse_first((game.floors < 0) | (game.floors > 1), OutOfRange, "floor", "floor is not between 0 and 1", port=port)


def _check_sharpness(game: Game) -> None:
    largest = max(float(np.abs(game.bare_utility).max()), float(game.stake.max()), abs(game.outside_utility))
    if game.rationality * largest > SHARPEST:
        raise OutOfRange(
            f"rationality times the largest utility is above {SHARPEST:g}, too sharp to reckon with:"
            " the objective weakest_link is for those who always take the best route",
            field="rationality",
        )
    if game.rationality * float(game.stake.max()) < BLUNTEST:
        raise OutOfRange(
            f"rationality times the largest stake, (reward + penalty) × detect_prob, is below {BLUNTEST:g}, too blunt"
            " to reckon with: such an attacker takes any route, covered or not",
            field="rationality",
        )


def _refuse_first(
    is_wrong: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    fault: type[NotFinite | NotPositive | OutOfRange],
    name: str,
    words: str,
    *,
    port: Ints | None = None,
    by_port: bool = False,
) -> None:
    """Raises the fault with the first place at which something is wrong."""
    if not is_wrong.any():
        return
    place = int(np.argmax(is_wrong))
    if by_port:
        raise fault(words, field=name, port=place)
    raise fault(words, field=name, port=None if port is None else int(port[place]), target=place)
