"""Each organisation enters its own ports, what it lends, and scenarios that all share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite

from django.db import transaction
from django.utils.formats import number_format

from port2port.allocation.actions.opening import LANGUAGES, hold_named
from port2port.allocation.models import EndOfRange, GameDraft, PoolUnits, PortInputs, Route, Scenario
from port2port.allocation.refusals import (
    BelowZero,
    ChooseOne,
    FloorsAboveUnits,
    HasName,
    NoChance,
    NoShare,
    NoSource,
    NotAboveZero,
    NotInRange,
    NotOurPort,
    NotTipping,
    OtherHands,
    OutOfOrder,
    TooLittle,
    TooMany,
)
from port2port.base.refusal import NotAllowed
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Port
from port2port.pure.texts import Room
from port2port.pure.workbench.given import FIGURES, Range
from port2port.reports.rules import BadField, cleaned, own_organisation

NAME = Room(characters=120, byte_count=480, required=True)
SHORT = Room(characters=80, byte_count=320, required=True)
REASON = Room(characters=400, byte_count=1_600, required=True)
KIND = Room(characters=200, byte_count=800)
SOURCE = Room(characters=200, byte_count=800)
MOST_UNITS, MOST_ROUTES, MOST_SCENARIOS = 500.0, 12, 8
MOST_EUR, MOST_ATTEMPTS, MOST_WEIGHT = 1e10, 1e6, 1e3
# Within these bounds no scenario is too sharp or too blunt for any port's figures, so no refusal tells what those are;
# and choices are never so sharp that the best route alone is seen.
LEAST_TIPPING, MOST_TIPPING = 5_000.0, 1e6
LEAST_EUR = {"reward": 100.0, "harm": 1_000.0}
LEAST_CHANCE = 0.01


@dataclass(frozen=True, slots=True)
class RouteFields:
    """A route. figures, sources   by the names of FIGURES; amounts in EUR     floor, covered_now, chances   0 to 1"""

    name: str
    figures: Mapping[str, Range]
    sources: Mapping[str, str]
    floor: float = 0.0
    covered_now: float = 0.0


@dataclass(frozen=True, slots=True)
class ScenarioFields:
    """A scenario. tipping, outside   EUR      attempts   a week      reason   why it is looked at

    weight   above 0: its share, where scenarios are kinds of attackers that act at once
    """

    name: str
    reason: str
    language: str
    tipping: float
    outside: float
    attempts: float
    level: str = field(default=EndOfRange.LIKELY.value)
    weight: float = 1.0


def _units(name: str, units: float) -> float:
    if not isfinite(units) or not 0 <= units <= MOST_UNITS:
        raise BadField(name, BelowZero.words)
    return units


def check_floors(name: str, floors: Sequence[tuple[str, float]], units: float) -> None:
    """A port meets its floors by itself, so that no refusal tells of another's. Raises BadField.

    floors   the name of each route, and its floor
    """
    needed = sum(floor for _route, floor in floors)
    if needed > units + 1e-9:
        most = max(floors, key=lambda one: one[1])[0]
        words = {"route": most, "needed": number_format(round(needed, 2)), "units": number_format(units)}
        raise BadField(name, str(FloorsAboveUnits.words) % words)


def floors_of(inputs: PortInputs) -> list[tuple[str, float]]:
    """The name of each standing route, and its floor."""
    return [(one.name, one.floor) for one in Route.objects.filter(inputs=inputs, removed_at=None)]


@transaction.atomic
def save_port(
    *, member: Member, game: GameDraft, port: Port, own_units: float, shows_rise: bool = False, now: datetime
) -> PortInputs:
    """The own port's units, and whether others may read by name if its attempts rise. Raises NotAllowed, BadField."""
    seat = hold_named(member, game)
    if not Port.objects.reportable_by(member).filter(pk=port.pk).exists():
        raise BadField("own_units", NotOurPort.words)
    standing = PortInputs.objects.select_for_update().filter(game=game, port=port).first()
    # A port that changed hands: what its former manager entered is neither read nor taken over.
    if standing is not None and standing.organisation_id != own_organisation(member):
        raise BadField("own_units", OtherHands.words)
    said = {"own_units": _units("own_units", own_units), "shows_rise": shows_rise}
    if standing is not None:
        check_floors("own_units", floors_of(standing), own_units)
    stamp = {"saved_by_id": seat, "saved_at": now}
    row, _new = PortInputs.objects.update_or_create(
        game=game, port=port, organisation_id=own_organisation(member), defaults=said | stamp
    )
    record_act(member=member, act="enter_in_game", subject=f"gamedraft {game.key} port {port.key}", now=now)
    return row


@transaction.atomic
def lend(*, member: Member, game: GameDraft, units: float, kind: str = "", now: datetime) -> PoolUnits:
    """The mobile units that the own organisation lends: read by all the named. Raises NotAllowed, BadField."""
    seat = hold_named(member, game)
    said = {"units": _units("units", units), "kind": cleaned("kind", kind, KIND), "saved_by_id": seat, "saved_at": now}
    own = own_organisation(member)
    row, _new = PoolUnits.objects.update_or_create(game=game, organisation_id=own, defaults=said)
    record_act(member=member, act="lend_in_game", subject=f"gamedraft {game.key}", now=now)
    return row


@transaction.atomic
def save_route(
    *, member: Member, inputs: PortInputs, said: RouteFields, route: Route | None = None, now: datetime
) -> Route:
    """A route of the own port, new or changed. Raises NotAllowed, TooMany, BadField."""
    seat = hold_named(member, inputs.game)
    _check_own(member, inputs)
    # Routes of one port queue up here, so that floors and their number are counted of what stands.
    held = PortInputs.objects.select_for_update().get(pk=inputs.pk)
    standing = list(Route.objects.filter(inputs=held, removed_at=None))
    row = next((one for one in standing if route is not None and one.pk == route.pk), None)
    if route is not None and row is None:
        raise NotAllowed
    row = row or Route(inputs=inputs)
    kept = checked_route(said, without=row, standing=standing, own_units=held.own_units)
    fill(row, kept | {"saved_by_id": seat, "saved_at": now})
    row.save()
    record_act(member=member, act="enter_in_game", subject=f"gamedraft {inputs.game.key} route {row.key}", now=now)
    return row


def checked_route(
    said: RouteFields, *, without: Route, standing: Sequence[Route], own_units: float
) -> dict[str, object]:
    """What the row of a route holds. without   the route itself, old or new, among the standing ones of its port

    Raises TooMany, BadField.
    """
    kept: dict[str, object] = {
        "name": cleaned("name", said.name, NAME),
        "figures": _figures(said),
        "floor": _share("floor", said.floor),
        "covered_now": _share("covered_now", said.covered_now),
    }
    others = [one for one in standing if one is not without]
    if str(kept["name"]).casefold() in {one.name.casefold() for one in others}:
        raise BadField("name", HasName.words)
    check_floors("floor", [*((one.name, one.floor) for one in others), (said.name, said.floor)], own_units)
    if len(others) >= MOST_ROUTES:
        raise TooMany
    return kept


def fill(row: Route, kept: Mapping[str, object]) -> None:
    """The row says what was checked; nothing is written yet."""
    for name, value in kept.items():
        setattr(row, name, value)


def _check_own(member: Member, inputs: PortInputs) -> None:
    if not PortInputs.objects.editable_by(member).filter(pk=inputs.pk).exists():
        raise NotAllowed


def _figures(said: RouteFields) -> dict[str, dict[str, object]]:
    kept: dict[str, dict[str, object]] = {}
    for name in FIGURES:
        found = said.figures[name]
        _check_range(name, found)
        source = cleaned(f"{name}_source", said.sources.get(name, ""), SOURCE)
        if not source:
            raise BadField(f"{name}_source", NoSource.words)
        kept[name] = {"low": found.low, "likely": found.likely, "high": found.high, "source": source}
    return kept


def _check_range(name: str, found: Range) -> None:
    ends = (found.low, found.likely, found.high)
    most = 1.0 if name == "detect_prob" else MOST_EUR
    words = NoChance.words if name == "detect_prob" else NotInRange.words
    if not all(isfinite(one) and 0 <= one <= most for one in ends) or (
        name == "detect_prob" and found.low < LEAST_CHANCE
    ):
        raise BadField(f"{name}_low", words)
    if found.low < LEAST_EUR.get(name, 0.0):
        raise BadField(
            f"{name}_low", str(TooLittle.words) % {"least": number_format(LEAST_EUR[name], 0, force_grouping=True)}
        )
    if not found.low <= found.likely <= found.high:
        raise BadField(f"{name}_low", OutOfOrder.words)


def _share(name: str, share: float) -> float:
    if not isfinite(share) or not 0 <= share <= 1:
        raise BadField(name, NoShare.words)
    return share


@transaction.atomic
def remove_route(*, member: Member, route: Route, now: datetime) -> None:
    """The route counts no more. Raises NotAllowed."""
    hold_named(member, route.inputs.game)
    _check_own(member, route.inputs)
    Route.objects.filter(pk=route.pk, removed_at=None).update(removed_at=now)
    record_act(
        member=member, act="enter_in_game", subject=f"gamedraft {route.inputs.game.key} route {route.key}", now=now
    )


@transaction.atomic
def save_scenario(*, member: Member, game: GameDraft, said: ScenarioFields, now: datetime) -> Scenario:
    """One more scenario, read by all the named. Raises NotAllowed, TooMany, BadField."""
    seat = hold_named(member, game)
    _check_scenario(said)
    if Scenario.objects.filter(game=game, removed_at=None).count() >= MOST_SCENARIOS:
        raise TooMany
    row = Scenario.objects.create(
        game=game,
        organisation_id=own_organisation(member),
        name=cleaned("name", said.name, SHORT),
        reason=cleaned("reason", said.reason, REASON),
        language=said.language,
        tipping=said.tipping,
        outside=said.outside,
        attempts=said.attempts,
        level=said.level,
        weight=said.weight,
        saved_by_id=seat,
        saved_at=now,
    )
    record_act(member=member, act="enter_in_game", subject=f"gamedraft {game.key} scenario {row.key}", now=now)
    return row


def _check_scenario(said: ScenarioFields) -> None:
    if said.language not in LANGUAGES:
        raise BadField("language", ChooseOne.words)
    if said.level not in EndOfRange.values:
        raise BadField("level", ChooseOne.words)
    if not isfinite(said.tipping) or not LEAST_TIPPING <= said.tipping <= MOST_TIPPING:
        raise BadField("tipping", NotTipping.words)
    if not isfinite(said.outside) or not 0 <= said.outside <= MOST_EUR:
        raise BadField("outside", NotInRange.words)
    if not isfinite(said.attempts) or not 0 < said.attempts <= MOST_ATTEMPTS:
        raise BadField("attempts", NotAboveZero.words)
    if not isfinite(said.weight) or not 0 < said.weight <= MOST_WEIGHT:
        raise BadField("weight", NotAboveZero.words)


@transaction.atomic
def remove_scenario(*, member: Member, scenario: Scenario, now: datetime) -> None:
    """The scenario counts no more; only who added it takes it away. Raises NotAllowed."""
    hold_named(member, scenario.game)
    if scenario.organisation_id != member.organisation_id:
        raise NotAllowed
    Scenario.objects.filter(pk=scenario.pk, removed_at=None).update(removed_at=now)
    record_act(
        member=member, act="enter_in_game", subject=f"gamedraft {scenario.game.key} scenario {scenario.key}", now=now
    )
