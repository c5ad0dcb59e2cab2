"""A game as a JSON file: docs/reference/game-1.0.json. A port without routes and units is named and left out."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from port2port.pure.games.faults import GameRefused, NoRoute, NotFinite, OutOfRange, Unreadable, WrongShape
from port2port.pure.games.game import Game, units_of
from port2port.pure.games.ports import Floats, Ints
from port2port.pure.games.variants import Variant, check_variants

type Json = bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None

LISTS = ("reward", "penalty", "access_cost", "detect_prob", "harm")
NUMBERS = ("rationality", "outside_utility")
# As files call them, and as the game does.
RENAMED = {"potential_attempts_per_week": "attempts_per_week", "min_coverage": "floor"}
AS_IN_FILE = {game: file for file, game in RENAMED.items()}
NEEDED = ("port_of_target", *LISTS, *NUMBERS, "potential_attempts_per_week", "own_units", "mobile_units")
ALLOWED = {*NEEDED, "min_coverage", "attacker_types", "scenarios", "name", "note", "ports", "port_names"}
LONGEST_NAME = 200
MOST_BYTES = 50_000_000
# Routes times attacker types or scenarios: each is held and reckoned with at once.
MOST_CELLS = 10_000_000
VARIED = {*LISTS, *NUMBERS, "potential_attempts_per_week"}


@dataclass(frozen=True, eq=False)
class Given:
    """What a file holds.

    listed   names of all its ports      places   of those with routes among them, as the game counts them
    """

    game: Game
    own_units: Floats
    mobile_units: float
    types: tuple[Variant, ...]
    scenarios: tuple[Variant, ...]
    listed: tuple[str, ...]
    places: Ints

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the ports that the game has."""
        return tuple(self.listed[place] for place in self.places.tolist())

    @property
    def without_routes(self) -> tuple[str, ...]:
        """Names of the ports at which nothing can be covered."""
        kept = set(self.places.tolist())
        return tuple(name for place, name in enumerate(self.listed) if place not in kept)


def read_game(content: bytes) -> Given:
    """The game of a file: the object itself, or under the key `game`. Raises GameRefused with the row.

    Of a file of more than MOST_BYTES, one byte more is enough to give: it is refused unread.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(f"the file is larger than {MOST_BYTES // 1_000_000} MB")
    whole = _object(_parsed(content), "the file")
    found = _object(whole["game"], "game") if "game" in whole else whole
    for key in NEEDED:
        if key not in found:
            raise Unreadable(f"{key} is missing", field=key)
    unknown = sorted(set(found) - ALLOWED)
    if unknown:
        raise Unreadable(f"nothing is known of {_shown(unknown[0])}", field=unknown[0])
    own = _numbers("own_units", found["own_units"])
    port = _ports(found["port_of_target"], own)
    places = _with_routes(port, own)
    try:
        game = _game(found, np.searchsorted(places, port))
        mobile = _number("mobile_units", found["mobile_units"])
        units_of(game, own[places], mobile)
        types, scenarios = (_variants(game, name, found.get(name, [])) for name in ("attacker_types", "scenarios"))
    except GameRefused as problem:
        raise _as_counted(problem, places, port) from problem
    return Given(game, own[places], mobile, types, scenarios, _names(found, own.size), places)


def _ports(values: Json, own: Floats) -> Ints:
    """The port of each route, from 0. Raises GameRefused with the row."""
    port = _numbers("port_of_target", values)
    for wrong, fault, words in (
        (port != np.floor(port), Unreadable, "port_of_target must hold whole numbers"),
        (
            (port < 0) | (port >= own.size),
            OutOfRange,
            f"ports are counted from 0, and there are {own.size} of own_units",
        ),
    ):
        if wrong.any():
            raise fault(words, field="port_of_target", target=int(np.argmax(wrong)))
    return port.astype(np.int64)


def _with_routes(port: Ints, own: Floats) -> Ints:
    """The ports that have a route; whoever has neither routes nor units is left out. Raises NoRoute."""
    has_route = np.bincount(port, minlength=own.size) > 0
    idle = np.flatnonzero(~has_route & (own != 0))
    if idle.size:
        raise NoRoute("has own units and no route to cover", field="own_units", port=int(idle[0]))
    return np.flatnonzero(has_route)


def _as_counted(problem: GameRefused, places: Ints, of_route: Ints) -> GameRefused:
    """The same, with the port as the file counts it; of a route alone its port is known as well."""
    port = None if problem.port is None else int(places[problem.port])
    if port is None and problem.target is not None and problem.target < of_route.size:
        port = int(of_route[problem.target])
    return type(problem)(problem.words, field=problem.field, port=port, target=problem.target)


def _game(found: Mapping[str, Json], port: Ints) -> Game:
    reward, penalty, cost, detect, harm = (_numbers(name, found[name]) for name in LISTS)
    rationality, outside = (_number(name, found[name]) for name in NUMBERS)
    attempts = _number("potential_attempts_per_week", found["potential_attempts_per_week"])
    floor = _numbers("min_coverage", found["min_coverage"]) if "min_coverage" in found else 0.0
    return _in_words_of_the_file(
        lambda: Game(port, reward, penalty, cost, detect, harm, rationality, outside, attempts, floor)
    )


def _in_words_of_the_file(make: Callable[[], Game]) -> Game:
    """The game; what is wrong with it under the names that its file has."""
    try:
        return make()
    except GameRefused as problem:
        words = re.sub(rf"\b({'|'.join(AS_IN_FILE)})\b", lambda found: AS_IN_FILE[found[1]], problem.words)
        raise type(problem)(words, field=problem.field, port=problem.port, target=problem.target) from problem


def _parsed(content: bytes) -> Json:
    def once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        held = dict(pairs)
        if len(held) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise Unreadable(f"{_shown(twice)} stands twice in one object")
        return held

    try:
        parsed: Json = json.loads(content.decode("utf-8-sig"), object_pairs_hook=once)
    except UnicodeDecodeError as problem:
        raise Unreadable("this is no JSON: it is not text in UTF-8") from problem
    except json.JSONDecodeError as problem:
        words = f"this is no JSON: it breaks off or goes wrong at line {problem.lineno}, column {problem.colno}"
        raise Unreadable(words) from problem
    except RecursionError as problem:
        raise Unreadable("this is no JSON: there are more brackets within brackets than any game has") from problem
    except GameRefused:
        raise
    except ValueError as problem:
        raise Unreadable("a number has more digits than can be read") from problem
    return parsed


def _variants(game: Game, field: str, items: Json) -> tuple[Variant, ...]:
    if not isinstance(items, list):
        raise Unreadable(f"{field} must be a list", field=field)
    routes = game.harm.size
    if len(items) * routes > MOST_CELLS:
        words = f"{field}: {len(items):,} of {routes:,} routes are more than {MOST_CELLS:,} routes in all"
        raise OutOfRange(words, field=field)
    found = []
    for place, item in enumerate(items):
        one = _object(item, f"{field} {place}")
        unknown = sorted(set(one) - VARIED - {"name", "weight"})
        if unknown:
            raise Unreadable(f"{field} {place}: {_shown(unknown[0])} cannot differ", field=field)
        try:
            found.append(_variant(game, one))
        except GameRefused as problem:
            raise type(problem)(
                f"{field} {place}: {problem.words}", field=problem.field, port=problem.port, target=problem.target
            ) from problem
    if found:
        check_variants(game, found, field)
    return tuple(found)


def _variant(game: Game, one: Mapping[str, Json]) -> Variant:
    lists = {name: _numbers(name, one[name]) for name in LISTS if name in one}
    single = {
        RENAMED.get(name, name): _number(name, one[name])
        for name in (*NUMBERS, "potential_attempts_per_week")
        if name in one
    }
    if "weight" not in one:
        raise Unreadable("weight is missing", field="weight")
    varied = _in_words_of_the_file(lambda: replace(game, **lists, **single))  # type: ignore[arg-type]
    return Variant(_number("weight", one["weight"]), varied, _name(one.get("name", "")))


def _object(value: Json, what: str) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise Unreadable(f"{what} must be an object with keys")
    return value


def _names(found: Mapping[str, Json], ports: int) -> tuple[str, ...]:
    names = found.get("port_names", [f"port {number}" for number in range(ports)])
    if not isinstance(names, list) or len(names) != ports:
        raise WrongShape(f"port_names must be a list of {ports} names", field="port_names")
    return tuple(_name(name, port) for port, name in enumerate(names))


def _name(value: Json, port: int | None = None) -> str:
    """It is printed, so it must not move a cursor, and half of a character cannot be written at all."""
    if not isinstance(value, str) or not value.isprintable() or len(value) > LONGEST_NAME:
        raise Unreadable(f"its name must be words on one line, at most {LONGEST_NAME} characters", port=port)
    return value


def _shown(key: str) -> str:
    """A key as it may be printed: it came from outside."""
    return key if key.isprintable() and len(key) <= LONGEST_NAME else ascii(key[:LONGEST_NAME])


def _numbers(name: str, values: Json) -> Floats:
    if not isinstance(values, list):
        raise Unreadable(f"{name} must be a list of numbers", field=name)
    for place, value in enumerate(values):
        if isinstance(value, bool) or not isinstance(value, int | float):
            spot = {"port": place} if name == "own_units" else {"target": place}
            raise NotFinite(f"{name} is not a number", field=name, **spot)
    return np.array([_float(value) for value in values], dtype=np.float64)


def _number(name: str, value: Json) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotFinite(f"{name} is not a number", field=name)
    return _float(value)


def _float(value: float) -> float:
    """JSON has whole numbers of any length; one too long is without end, and refused as such."""
    try:
        return float(value)
    except OverflowError:
        return float("inf")
