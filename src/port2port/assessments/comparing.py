"""The own position beside the bands of a frozen round: never a name, never a ranking of facilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.assessments.access import sees_all_cells
from port2port.assessments.models import Cell, Contribution, Grouping, Mentor, Round
from port2port.assessments.pinned import sheet_of
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.norms.models import Cargo, Tier
from port2port.pure import radar
from port2port.pure.disclosure import FLOORS
from port2port.pure.maturity import HIGHEST, gap
from port2port.pure.sheets import Column

# The drawing of a band, in units of SVG: the first step's place, and from step to step.
FIRST, STEP = 20, 45
CENTRE, RADIUS, WORDS = 160, 110, 128
MOST_FACILITIES = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """A band as places in its drawing."""

    left: int
    width: int
    middle: int


@dataclass(frozen=True, slots=True)
class Row:
    """One objective. own   None where the facility is not rated; cell   None: too few to show

    next_address   what to read next about it
    """

    objective: str
    title: str
    own: int | None
    gap: int | None
    cell: Cell | None
    bar: Bar | None
    own_at: int
    next_address: str
    mentors: tuple[Mentor, ...]

    @property
    def middle(self) -> int | None:
        """The middle of the group."""
        return self.cell.middle if self.cell else None


@dataclass(frozen=True, slots=True)
class Spoke:
    """One objective of the radar: where its line ends, where its word stands, and how it is set."""

    label: str
    end: radar.Point
    word: radar.Point
    anchor: str


@dataclass(frozen=True, slots=True)
class Radar:
    """The lines as SVG takes them; is_closed   whether a line is a whole outline"""

    spokes: tuple[Spoke, ...]
    rings: tuple[str, ...]
    own: tuple[str, ...]
    middle: tuple[str, ...]
    target: str
    own_points: tuple[radar.Point, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page. is_network   cells without an own position, the weakest objective first"""

    round: Round
    rounds: tuple[Round, ...]
    facilities: tuple[Facility, ...]
    facility: Facility | None
    groups: tuple[tuple[str, str], ...]
    group: str
    rows: tuple[Row, ...]
    radar: Radar | None
    finding: str
    is_network: bool

    @property
    def crowd(self) -> str:
        """How many facilities each band stands on at the least; empty where nothing may be shown."""
        floors = [row.cell.floor for row in self.rows if row.cell and row.cell.floor]
        return crowd_words(min(floors)) if floors else ""


def crowd_words(floor: int) -> str:
    """The rounded number of facilities."""
    if floor == FLOORS[-1]:
        return _("about ten facilities or more")
    return _("%(number)d or more facilities") % {"number": floor}


def page_of(member: Member, asked: Mapping[str, str]) -> Page | None:
    """What the address asks for; none while the member sees no band of any round. Raises nothing for odd values."""
    seen = Cell.objects.visible_to(member)
    rounds = list(
        Round.objects.visible_to(member).filter(pk__in=seen.values("round_id")).with_pins().order_by("-frozen_at")
    )
    if not rounds:
        return None
    round_ = next((one for one in rounds if str(one.key) == asked.get("round")), rounds[0])
    given = list(
        Contribution.objects.visible_to(member).filter(round=round_).select_related("facility__port").order_by("pk")
    )
    facilities = list({one.facility_id: one.facility for one in given}.values())[:MOST_FACILITIES]
    facility = _chosen(facilities, asked.get("facility", ""))
    cells = list(seen.filter(round=round_))
    groups = _groups()
    group = asked.get("group", "") if asked.get("group", "") in dict(groups) else "all:all"
    levels = {one.objective: one.level for one in given if facility and one.facility_id == facility.pk}
    rows = _rows(round_, cells, group, levels, _mentors(member))
    is_network = facility is None and sees_all_cells(member)
    if is_network:
        rows.sort(key=lambda row: row.middle or HIGHEST + 1)
    return Page(
        round=round_,
        rounds=tuple(rounds),
        facilities=tuple(facilities),
        facility=facility,
        groups=groups,
        group=group,
        rows=tuple(rows),
        radar=_radar(rows, round_.target) if facility else None,
        finding=_finding(rows, is_network=is_network),
        is_network=is_network,
    )


def _chosen(facilities: Sequence[Facility], key: str) -> Facility | None:
    try:
        wanted = UUID(key)
    except ValueError:
        wanted = None
    return next((one for one in facilities if one.key == wanted), facilities[0] if facilities else None)


def _groups() -> tuple[tuple[str, str], ...]:
    """Every group that there can be, as value and words: which of them have anybody in them is told by none."""
    found: list[tuple[Grouping, str]] = [(Grouping.ALL, "all"), *((Grouping.TIER, one) for one in Tier.values)]
    found += [(Grouping.WATER, one) for one in ("sea", "inland")]
    found += [(Grouping.CARGO, one) for one in Cargo.values]
    return tuple((f"{grouping}:{group}", group_name(grouping, group)) for grouping, group in found)


def group_name(grouping: str, group: str) -> str:
    """A group in the reader's language."""
    if grouping == Grouping.TIER:
        return f"{_('Baseline')}: {Tier(group).label}"
    if grouping == Grouping.WATER:
        return {"sea": _("Sea ports"), "inland": _("Inland ports")}.get(group, group)
    return str(Cargo(group).label) if grouping == Grouping.CARGO else str(Grouping.ALL.label)


def _mentors(member: Member) -> dict[str, list[Mentor]]:
    found: dict[str, list[Mentor]] = {}
    rows = Mentor.objects.visible_to(member).running().exclude(organisation_id=member.organisation_id or 0)
    for one in rows.select_related("organisation"):
        found.setdefault(one.objective, []).append(one)
    return found


def _rows(
    round_: Round, cells: Sequence[Cell], group: str, levels: Mapping[str, int], mentors: Mapping[str, list[Mentor]]
) -> list[Row]:
    shown = {one.objective: one for one in cells if one.is_shown and f"{one.grouping}:{one.part}" == group}
    sheet = sheet_of(round_)
    first = {one.objective: one.label for one in reversed(sheet.controls) if one.is_key}
    rated = {one.objective for one in cells} | set(levels)
    return [
        Row(
            objective=name,
            title=title,
            own=levels.get(name),
            gap=gap(levels.get(name), target=round_.target),
            cell=shown.get(name),
            bar=_bar(shown[name]) if name in shown else None,
            own_at=_at(levels[name]) if name in levels else 0,
            next_address=f"{reverse('knowledge:list')}?control={first[name]}" if name in first else "",
            mentors=tuple(mentors.get(name, ())),
        )
        for name, title in sheet.objectives
        if name in rated
    ]


def _at(level: int) -> int:
    return FIRST + STEP * (level - 1)


def _bar(cell: Cell) -> Bar:
    left, right = _at(cell.lower or 1), _at(cell.upper or 1)
    return Bar(left - 6, right - left + 12, _at(cell.middle or 1))


def _radar(rows: Sequence[Row], target: int) -> Radar | None:
    number = len(rows)
    if number < 3:
        return None

    def lines(levels: Sequence[int | None]) -> tuple[str, ...]:
        runs = radar.outline(levels, highest=HIGHEST, radius=RADIUS, centre=CENTRE)
        whole = None not in levels
        return tuple(radar.path([*run, run[0]] if whole else run) for run in runs)

    own = [row.own for row in rows]
    return Radar(
        spokes=tuple(_spoke(row, place, number) for place, row in enumerate(rows)),
        rings=tuple(lines([level] * number)[0] for level in range(1, HIGHEST + 1)),
        own=lines(own),
        middle=lines([row.middle for row in rows]),
        target=lines([target] * number)[0],
        own_points=tuple(
            radar.point(place, number, RADIUS * level / HIGHEST, centre=CENTRE)
            for place, level in enumerate(own)
            if level
        ),
    )


def _spoke(row: Row, place: int, number: int) -> Spoke:
    word = radar.point(place, number, WORDS, centre=CENTRE)
    aside = word.x - CENTRE
    anchor = "middle" if abs(aside) < STEP / 2 else "start" if aside > 0 else "end"
    return Spoke(row.objective.upper(), radar.point(place, number, RADIUS, centre=CENTRE), word, anchor)


def _finding(rows: Sequence[Row], *, is_network: bool) -> str:
    if is_network:
        weak = next((row for row in rows if row.middle), None)
        if weak is None:
            return _("Too few to show.")
        return _("Weakest in the network: %(objective)s, middle at level %(level)d") % {
            "objective": weak.title,
            "level": weak.middle,
        }
    furthest = max((row for row in rows if row.gap), key=lambda row: row.gap or 0, default=None)
    if furthest is None:
        return _("At the norm in everything that is rated")
    return ngettext(
        "Furthest from the norm: %(objective)s, %(steps)d step",
        "Furthest from the norm: %(objective)s, %(steps)d steps",
        furthest.gap or 0,
    ) % {"objective": furthest.title, "steps": furthest.gap}


def columns() -> list[Column]:
    """The headings of the table as a file."""
    return [
        Column(_("Objective"), 40),
        Column(_("Own level"), 10),
        Column(_("Distance to the norm"), 12),
        Column(_("Lower quartile"), 10),
        Column(_("Middle"), 10),
        Column(_("Upper quartile"), 10),
        Column(_("Facilities"), 24),
    ]


def cells_of(page: Page) -> list[list[str]]:
    """The page's rows in the order of the headings; what is withheld says so in words."""
    return [
        [
            row.title,
            str(row.own or ""),
            "" if row.gap is None else str(row.gap),
            *(
                [str(row.cell.lower), str(row.cell.middle), str(row.cell.upper), crowd_words(row.cell.floor or 0)]
                if row.cell
                else _withheld()
            ),
        ]
        for row in page.rows
    ]


def _withheld() -> list[str]:
    return ["", "", "", _("Too few to show.")]
