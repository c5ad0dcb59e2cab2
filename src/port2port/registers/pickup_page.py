"""What the pages of Certified Pick up show: the own lanes, one lane with its points, and the bands of a quarter."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.members.member import Member
from port2port.members.models import Port
from port2port.pure.pickup import CONTROLS, PASSES
from port2port.registers.models import Flow, Mode, PickupCell, PickupMonth, PickupRollout, PickupStep, Stage
from port2port.registers.pickup_rules import CRITERIA, next_stage
from port2port.reports.timeline import Event
from port2port.vocabulary import lookup

STAGE_KINDS = {Stage.PILOT: "information", Stage.SOME_LIVE: "information", Stage.ALL_LIVE: "done"}
STAGES = len(Stage)


@dataclass(frozen=True, slots=True)
class Place:
    """A facility with its lanes under each trade lane of the table; the organisation itself where it has none."""

    name: str
    cells: list[tuple[str, list[PickupRollout]]]


@dataclass(frozen=True, slots=True)
class Point:
    """A criterion of the next stage, and the controls that it puts to work."""

    code: str
    words: str
    controls: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class LanePage:
    """One lane: what the next stage asks, and how it came here."""

    lane: PickupRollout
    stage: Stage
    next: Stage | None
    before: Stage | None
    points: list[Point]
    events: list[Event]
    steps: list[dict[str, object]]
    may_edit: bool

    @property
    def stage_kind(self) -> str:
        """The colour that goes with it."""
        return STAGE_KINDS.get(self.stage, "")


@dataclass(frozen=True, slots=True)
class BandRow:
    """A group's band as words and as a drawing in percent from the left; no words: too few to show."""

    name: str
    words: str
    middle: str
    floor: int
    left: float
    width: float
    at: float
    own: str


def table_of(lanes: Sequence[PickupRollout]) -> tuple[list[str], list[Place]]:
    """The trade lanes that occur, in words, and each place with its lanes under them."""
    flows = [flow for flow in Flow if any(lane.flow == flow for lane in lanes)]
    places: dict[str, list[PickupRollout]] = defaultdict(list)
    for lane in lanes:
        place = f"{lane.facility.name}, {lane.facility.port.name}" if lane.facility else _("The organisation itself")
        places[place].append(lane)
    return [str(flow.label) for flow in flows], [
        Place(name, [(str(flow.label), [one for one in own if one.flow == flow]) for flow in flows])
        for name, own in places.items()
    ]


def lane_page(lane: PickupRollout, *, member: Member) -> LanePage:
    """The page; the lane was found by `visible_to`."""
    following = next_stage(lane.stage) if lane.in_scope else None
    return LanePage(
        lane=lane,
        stage=Stage(lane.stage),
        next=Stage(following) if following is not None else None,
        before=Stage(lane.stage - 1) if lane.stage else None,
        points=list(_points(following)) if following is not None else [],
        events=list(_events(lane, member)),
        steps=[{"words": one.label, "done": one < lane.stage, "here": one == lane.stage} for one in Stage],
        may_edit=PickupRollout.objects.editable_by(member).filter(pk=lane.pk).exists(),
    )


def months_of(member: Member) -> list[PickupMonth]:
    """The quarters whose bands this member sees, the newest first."""
    return list(PickupMonth.objects.visible_to(member).defer("gave")[:24])


def cells_of(month: PickupMonth, *, member: Member) -> list[PickupCell]:
    """Every group that there can be, all first, then ways, trade lanes and ports: who is in one is told by none.

    A cell without stages: too few to show, nobody in it, or not the member's to see; the reader cannot tell which.
    """
    names = ["all", *(f"mode:{one}" for one in Mode.values), *(f"flow:{one}" for one in Flow.values)]
    names += [f"port:{one}" for one in Port.objects.visible_to(member).order_by("slug").values_list("slug", flat=True)]
    seen = {one.name: one for one in PickupCell.objects.visible_to(member).filter(month=month, lower__isnull=False)}
    return [seen.get(name) or PickupCell(name=name) for name in names]


def bands_of(month: PickupMonth, *, member: Member) -> list[BandRow]:
    """The bands of a quarter in words, group by group; the own lowest stage beside each."""
    own = _own(member)
    ports = dict(Port.objects.visible_to(member).values_list("slug", "name"))
    return [_row(one, ports, own.get(one.name)) for one in cells_of(month, member=member)]


def crumbs(lane: PickupRollout | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("registers:pickup"), _("Certified Pick up"))]
    return [*way, (lane.get_absolute_url(), str(lane))] if lane is not None else way


def stage_words(number: int) -> str:
    """`3 · Pilot lane`."""
    return f"{number} · {Stage(number).label}"


def _row(cell: PickupCell, ports: dict[str, str], own: int | None) -> BandRow:
    step = 100 / STAGES
    own_words = stage_words(own) if own is not None else ""
    name = _group_words(cell.name, ports)
    if cell.lower is None or cell.middle is None or cell.upper is None or cell.floor is None:
        return BandRow(name, "", "", 0, 0, 0, 0, own_words)
    return BandRow(
        name=name,
        words=f"{stage_words(cell.lower)} – {stage_words(cell.upper)}",
        middle=stage_words(cell.middle),
        floor=cell.floor,
        left=round(cell.lower * step, 1),
        width=round((cell.upper - cell.lower + 1) * step, 1),
        at=round((cell.middle + 0.5) * step, 1),
        own=own_words,
    )


def _group_words(name: str, ports: dict[str, str]) -> str:
    kind, _colon, code = name.partition(":")
    if kind == "mode" and code in Mode.values:
        return str(Mode(code).label)
    if kind == "flow" and code in Flow.values:
        return str(Flow(code).label)
    return ports.get(code, code) if kind == "port" else _("All facilities")


def _own(member: Member) -> dict[str, int]:
    lowest: dict[str, int] = {}
    lanes = PickupRollout.objects.visible_to(member).filter(in_scope=True, facility__isnull=False)
    for lane in lanes.select_related("facility__port"):
        port = lane.facility.port.slug if lane.facility else ""
        for name in ("all", f"mode:{lane.mode}", f"flow:{lane.flow}", f"port:{port}"):
            lowest[name] = min(lane.stage, lowest.get(name, lane.stage))
    return lowest


def _points(stage: int) -> Iterator[Point]:
    for code in PASSES[stage]:
        controls = [(one, lookup.label(one), _control_address(one)) for one in CONTROLS.get(code, ())]
        yield Point(code, str(CRITERIA[code]), controls)


def _control_address(code: str) -> str:
    return reverse("norms:control", args=["p2p-controls", "1.0", code.lower()])


def _events(lane: PickupRollout, member: Member) -> Iterator[Event]:
    for one in PickupStep.objects.visible_to(member).filter(rollout=lane).select_related("by__person"):
        forward = one.before is None or one.after > one.before
        what = _("entered the lane") if one.before is None else _("moved it to %(stage)s")
        yield Event(
            moment=one.at,
            icon="arrow-right" if forward else "arrow-left",
            who=one.by.person.name if one.by else "",
            what=what if one.before is None else what % {"stage": stage_words(one.after)},
            text=one.said,
        )


def is_late(lane: PickupRollout, *, today: date) -> bool:
    """Whether the day of the next stage has passed."""
    return lane.next_stage_by_on is not None and lane.next_stage_by_on < today
