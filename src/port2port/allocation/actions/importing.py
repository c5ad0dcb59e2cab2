"""Own routes from a file: tried, written whole or not at all, and undone as long as no answer holds them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from port2port.allocation.actions.entering import RouteFields, check_floors, checked_route, fill, floors_of
from port2port.allocation.actions.opening import check_named, hold_named
from port2port.allocation.models import GameDraft, PortInputs, Route, RouteImport, Solution
from port2port.allocation.route_words import (
    AnsweredSince,
    BadRoutes,
    NoOwnPort,
    WrittenAlready,
    sources_in_one,
    which_port,
    why_words,
)
from port2port.base.refusal import NotAllowed, Refusal
from port2port.counts.refusals import NothingToUndo
from port2port.counts.sheet_words import RowsRefused, UndoneAlready
from port2port.log.actions.importing import kept_name
from port2port.log.logbook_words import BadLogbook
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.pure.logbook_bounds import LogbookFault, LogbookRefusedError
from port2port.pure.port_names import PortWords, port_words, ports_meant
from port2port.pure.route_sheet import (
    SHOWN,
    RouteRemark,
    RouteRow,
    RouteSheetError,
    RouteWhy,
    heading_of,
    read_routes,
)
from port2port.pure.workbench.given import FIGURES, Range
from port2port.reports.rules import BadField, own_organisation

MOST_BYTES = 2_000_000
# So long a file that was only tried waits to be written.
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """What the file would do with one route. state   new, changed or same"""

    row: int
    port: str
    route: str
    state: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a row is not taken."""

    row: int
    heading: str
    shown: str
    words: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What writing would do; with one row refused nothing is written."""

    lines: list[Line]
    refused: list[Refused]

    @property
    def to_write(self) -> int:
        """Routes that are new or would change."""
        return sum(line.state != "same" for line in self.lines)

    @property
    def rejected(self) -> int:
        """How many rows are refused."""
        return len({one.row for one in self.refused})


def bring_routes(*, member: Member, game: GameDraft, content: bytes, name: str, now: datetime) -> RouteImport:
    """Read the file and keep its rows until they are written; in place of one that was only tried.

    Raises NotAllowed, Closed, BadLogbook, BadRoutes.
    """
    seat = check_named(member, game)
    if len(content) > MOST_BYTES:
        raise BadLogbook(LogbookFault.TOO_LARGE)
    try:
        rows, remarks = read_routes(content, name)
    except LogbookRefusedError as problem:
        raise BadLogbook(problem.fault) from problem
    except RouteSheetError as problem:
        raise BadRoutes(problem) from problem
    kept = [{"row": asdict(row)} for row in rows] + [{"remark": asdict(one)} for one in remarks]
    with transaction.atomic():
        RouteImport.objects.editable_by(member).filter(game=game, written_at=None).delete()
        return RouteImport.objects.create(
            game=game,
            organisation_id=own_organisation(member),
            seat_id=seat,
            at=now,
            file_name=kept_name(name)[:120],
            rows=kept,
        )


def forget_tried(*, now: datetime) -> int:
    """Delete files that nobody wrote within a day; how many."""
    count, _by_table = RouteImport.objects.filter(written_at=None, at__lte=now - KEPT).delete()
    return count


def try_routes(*, member: Member, record: RouteImport, now: datetime) -> Trial:
    """What writing would do now: all of it but the writing. Raises NotAllowed, Closed."""
    seat = check_named(member, record.game)
    own = PortInputs.objects.editable_by(member).filter(game=record.game)
    return _weighed(record, _ports(own), {"saved_by_id": seat, "saved_at": now})[0]


@transaction.atomic
def write_routes(*, member: Member, record: RouteImport, now: datetime) -> RouteImport:
    """All of them, or none. Raises NotAllowed, Closed, RowsRefused, WrittenAlready."""
    seat = hold_named(member, record.game)
    held = _own(member, record)
    if held.written_at is not None:
        raise WrittenAlready
    own = PortInputs.objects.editable_by(member).filter(game=record.game).select_for_update(of=("self",))
    trial, to_write = _weighed(held, _ports(own), {"saved_by_id": seat, "saved_at": now})
    if trial.refused:
        raise RowsRefused(trial.rejected)
    for row, _stood in to_write:
        row.save()
        subject = f"gamedraft {held.game.key} route {row.key}"
        record_act(member=member, act="enter_in_game", subject=subject, now=now)
    # Of what was written twice the first state is what stood before.
    before = {str(row.key): stood for row, stood in reversed(to_write)}
    held.rows, held.before, held.written_at = [], before, now
    held.save(update_fields=["rows", "before", "written_at"])
    record_act(member=member, act="import_routes", subject=f"gamedraft {held.game.key} file {held.key}", now=now)
    return held


def may_undo(member: Member, record: RouteImport) -> bool:
    """Whether it was written, stands, and no answer has been reckoned since."""
    stands = record.written_at is not None and record.undone_at is None and bool(record.before)
    return stands and record.seat_id == member.seat_id and not _answered(record)


@transaction.atomic
def undo_routes(*, member: Member, record: RouteImport, now: datetime) -> int:
    """What still stands of it is as before; how many routes. What was changed since stays.

    Raises NotAllowed, Closed, UndoneAlready, AnsweredSince, NothingToUndo, BadField.
    """
    # An answer that is being reckoned holds the game too: it comes before this, or after it.
    hold_named(member, record.game)
    held = _own(member, record)
    if held.undone_at is not None:
        raise UndoneAlready
    if held.written_at is None:
        raise NothingToUndo
    if _answered(held):
        raise AnsweredSince
    rows = Route.objects.editable_by(member).standing().select_for_update(of=("self",)).select_related("inputs")
    undone = [
        _restored(row, held.before[str(row.key)], now)
        for row in rows.filter(key__in=list(held.before), saved_at=held.written_at)
    ]
    if not undone:
        raise NothingToUndo
    for inputs in {row.inputs_id: row.inputs for row in undone}.values():
        if floors := floors_of(inputs):
            check_floors("floor", floors, inputs.own_units)
    held.undone_at = now
    held.save(update_fields=["undone_at"])
    record_act(member=member, act="undo_route_import", subject=f"gamedraft {held.game.key} file {held.key}", now=now)
    return len(undone)


def _restored(row: Route, before: Mapping[str, object] | None, now: datetime) -> Route:
    if before is None:
        row.removed_at = now
    else:
        for name, value in before.items():
            setattr(row, name, value)
        row.saved_at = now
    row.save()
    return row


def _answered(record: RouteImport) -> bool:
    return Solution.objects.filter(game=record.game_id, solved_at__gte=record.written_at).exists()


def _own(member: Member, record: RouteImport) -> RouteImport:
    row = RouteImport.objects.editable_by(member).select_for_update(of=("self",)).filter(pk=record.pk).first()
    if row is None:
        raise NotAllowed
    return row


@dataclass(frozen=True, slots=True)
class _OwnPort:
    """An own port and its standing routes, those of the file among them once they are weighed."""

    inputs: PortInputs
    routes: list[Route]

    def known(self, name: str) -> Route | None:
        return next((one for one in self.routes if one.name.casefold() == name.casefold()), None)


@dataclass(frozen=True, slots=True)
class _OwnPorts:
    """By short name; words   which of them a file may mean by each word"""

    by_slug: Mapping[str, _OwnPort]
    words: PortWords

    def of(self, row: RouteRow) -> _OwnPort | None:
        """The one that the row means; None where it means none, or several."""
        meant = self._meant(row)
        return meant[0] if len(meant) == 1 else None

    def unclear(self, row: RouteRow) -> str:
        """Why it is not one of them, in words."""
        meant = self._meant(row)
        return which_port(one.inputs.port for one in meant) if meant else str(NoOwnPort.words)

    def _meant(self, row: RouteRow) -> list[_OwnPort]:
        return [self.by_slug[slug] for slug in ports_meant(row.port, self.words)]


def _weighed(
    record: RouteImport, ports: _OwnPorts, stamp: Mapping[str, object]
) -> tuple[Trial, list[tuple[Route, dict[str, object] | None]]]:
    """What the file does, and each route to write with what it said before, None: new. Nothing is written here.

    stamp   who saves it when
    """
    remarks = [RouteRemark(**one["remark"]) for one in record.rows if "remark" in one]
    refused = [Refused(one.row, one.heading, one.shown, why_words(one)) for one in remarks]
    lines: list[Line] = []
    to_write: list[tuple[Route, dict[str, object] | None]] = []
    rows = [RouteRow(**one["row"]) for one in record.rows if "row" in one]
    doubled = _doubled(rows, ports)
    for row in _in_order(rows, ports):
        port = ports.of(row)
        if port is None:
            refused.append(Refused(row.row, "port", row.port, ports.unclear(row)))
            continue
        if row.row in doubled:
            remark = RouteRemark(row.row, "route", RouteWhy.DOUBLED, row.name[:SHOWN], doubled[row.row])
            refused.append(Refused(row.row, remark.heading, remark.shown, why_words(remark)))
            continue
        known = port.known(row.name)
        stood = None if known is None else _state(known)
        try:
            route = _filled(row, port, known, stamp)
        except Refusal as problem:
            refused.append(_refusal(row, problem))
            continue
        state = "new" if stood is None else "same" if _same(_state(route), stood) else "changed"
        lines.append(Line(row.row, port.inputs.port.name, route.name, state))
        if state != "same":
            to_write.append((route, stood))
    return Trial(sorted(lines, key=lambda one: one.row), sorted(refused, key=lambda one: one.row)), to_write


def _filled(row: RouteRow, port: _OwnPort, known: Route | None, stamp: Mapping[str, object]) -> Route:
    """The route as the row says it, among those of its port. Raises TooMany, BadField."""
    route = known if known is not None else Route(inputs=port.inputs)
    kept = checked_route(_said(row, known), without=route, standing=port.routes, own_units=port.inputs.own_units)
    fill(route, {**kept, **stamp})
    if known is None:
        port.routes.append(route)
    return route


def _ports(own: QuerySet[PortInputs]) -> _OwnPorts:
    """The own ports, in two statements, however many rows there are."""
    ports = {one.pk: _OwnPort(one, []) for one in own.select_related("port").order_by("pk")}
    for route in Route.objects.filter(inputs__in=list(ports), removed_at=None):
        ports[route.inputs_id].routes.append(route)
    places = {one.inputs.port.slug: one.inputs.port for one in ports.values()}
    words = port_words({slug: (port.locode, port.name, slug) for slug, port in places.items()})
    return _OwnPorts({one.inputs.port.slug: one for one in ports.values()}, words)


def _doubled(rows: Sequence[RouteRow], ports: _OwnPorts) -> dict[int, int]:
    """Rows about a route that an earlier row is about, and which; ports have several names."""
    first: dict[tuple[int, str], int] = {}
    found = {}
    for row in rows:
        port = ports.of(row)
        if port is None:
            continue
        earlier = first.setdefault((port.inputs.pk, row.name.casefold()), row.row)
        if earlier != row.row:
            found[row.row] = earlier
    return found


def _in_order(rows: Sequence[RouteRow], ports: _OwnPorts) -> list[RouteRow]:
    """Floors that go down first: the units that they leave are there for those that go up."""

    def rise(row: RouteRow) -> float:
        port = ports.of(row)
        known = port.known(row.name) if port is not None else None
        return row.floor - (known.floor if known is not None else 0.0)

    return sorted(rows, key=lambda row: (rise(row), row.row))


def _state(route: Route) -> dict[str, object]:
    said = {"name": route.name, "figures": route.figures, "floor": route.floor, "covered_now": route.covered_now}
    return said | {"saved_by_id": route.saved_by_id}


def _same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Whether both say the same of the route, whoever saved it."""
    return all(one[name] == other[name] for name in one if name != "saved_by_id")


def _said(row: RouteRow, known: Route | None) -> RouteFields:
    """As the row says it; each figure keeps its own source where the row has all of them as they were handed out."""
    sources = dict.fromkeys(FIGURES, row.source)
    if known is not None and row.source == sources_in_one(known.figures):
        sources = {name: str(known.figures[name]["source"]) for name in FIGURES}
    return RouteFields(
        name=row.name,
        figures={name: Range(*row.figures[name]) for name in FIGURES},
        sources=sources,
        floor=row.floor,
        covered_now=row.covered_now,
    )


_HEADINGS = {"name": "route", "floor": "floor_percent", "covered_now": "covered_now_percent"}
_HEADINGS |= {f"{name}_low": heading_of(name, "low") for name in FIGURES}
_HEADINGS |= {f"{name}_source": "source" for name in FIGURES}


def _refusal(row: RouteRow, problem: Refusal) -> Refused:
    field = problem.name if isinstance(problem, BadField) else "name"
    return Refused(row.row, _HEADINGS.get(field, field), row.name, str(problem))
