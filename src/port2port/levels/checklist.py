"""What the pages of levels show: a raise with its ticks and times, a facility, a port."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.levels.access import runs_checklists, ticks_checklists
from port2port.levels.actions import acknowledgements_of, levels_of
from port2port.levels.asks import Ask, Asked, Family, asked_of, of_items
from port2port.levels.models import LevelChecklist, LevelTick
from port2port.members.level_board import effective_levels
from port2port.members.member import Member
from port2port.members.models import Facility, LevelAcknowledgement, LevelEntry, Port
from port2port.pure.levels import IspsLevel

GOV_05 = ("p2p-controls", "gov-05")


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of the list, and its tick."""

    ask: Ask
    tick: LevelTick | None


@dataclass(frozen=True, slots=True)
class ChecklistPage:
    """A raise at one facility.

    is_open   whether something can still be ticked       took   how long it took, in words; empty while it runs
    lift      whether the level is lower again, so that what came on may be lifted
    """

    row: LevelAcknowledgement
    low: int
    high: int
    lines: list[Line]
    done: int
    is_open: bool
    may_tick: bool
    may_run: bool
    took: str
    lift: bool
    undone: list[LevelTick]

    @property
    def left(self) -> int:
        """How many are not ticked."""
        return len(self.lines) - self.done


def started_at(entry: LevelEntry) -> datetime:
    """When the clock of a raise starts: when it holds, or when it came onto the board, whichever is later."""
    return max(entry.valid_from, entry.reported_at)


def took_words(row: LevelAcknowledgement) -> str:
    """How long the measures took, from the board to in effect."""
    if row.measures_in_effect_at is None:
        return ""
    span = row.measures_in_effect_at - started_at(row.entry)
    return span_words(span) if span > timedelta() else _("in effect before the level began")


def span_words(span: timedelta) -> str:
    """A time in hours and minutes; in days from two days on."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(hours)d h %(minutes)02d min") % {"hours": minutes // 60, "minutes": minutes % 60}
    return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}


def checklist_page(row: LevelAcknowledgement, *, member: Member, now: datetime) -> ChecklistPage:
    """The list as it was opened; before the first tick as the catalogues say it now."""
    kept = LevelChecklist.objects.visible_to(member).filter(acknowledgement=row).first()
    low, high = (kept.from_level, kept.to_level) if kept else levels_of(row)
    if kept:
        asks = of_items(kept.items, facility=row.facility, member=member, levels=range(low + 1, high + 1))
    else:
        asks = _flat(asked_of(row.facility, member=member).above(low, high))
    ticks = list(LevelTick.objects.visible_to(member).filter(checklist=kept).select_related("by", "undone_by"))
    standing = {one.item: one for one in ticks if one.undone_at is None}
    level = effective_levels([row.facility], at=now)[row.facility_id].level
    entry = row.entry
    is_over = entry.cancelled_at is not None or (entry.valid_to is not None and entry.valid_to <= now)
    return ChecklistPage(
        row=row,
        low=low,
        high=high,
        lines=[Line(ask, standing.get(ask.item)) for ask in asks],
        done=sum(ask.item in standing for ask in asks),
        is_open=row.measures_in_effect_at is None and not is_over,
        may_tick=ticks_checklists(member),
        may_run=runs_checklists(member),
        took=took_words(row),
        lift=level < high and started_at(entry) <= now,
        undone=[one for one in ticks if one.undone_at is not None],
    )


def _flat(families: Iterable[Family]) -> list[Ask]:
    return [ask for family in families for ask in family.asks]


@dataclass(frozen=True, slots=True)
class Site:
    """One facility of the own organisation: its level, what waits, what may be lifted."""

    facility: Facility
    level: IspsLevel
    waiting: list[LevelAcknowledgement]
    lift: LevelAcknowledgement | None


def sites_of(facilities: list[Facility], *, member: Member, now: datetime) -> list[Site]:
    """The facilities with what is going on at each."""
    levels = effective_levels(facilities, at=now)
    rows = acknowledgements_of(member).filter(facility__in=facilities, entry__cancelled_at=None).with_places()
    waiting: dict[int, list[LevelAcknowledgement]] = {}
    last: dict[int, LevelAcknowledgement] = {}
    for row in rows.order_by("-entry__valid_from", "-pk"):
        is_over = row.entry.valid_to is not None and row.entry.valid_to <= now
        if row.measures_in_effect_at is None and not is_over:
            waiting.setdefault(row.facility_id, []).append(row)
        if row.measures_in_effect_at is not None:
            last.setdefault(row.facility_id, row)
    return [
        Site(
            facility=one,
            level=levels[one.pk],
            waiting=waiting.get(one.pk, []),
            lift=_to_lift(last.get(one.pk), levels[one.pk].level),
        )
        for one in facilities
    ]


def _to_lift(row: LevelAcknowledgement | None, level: int) -> LevelAcknowledgement | None:
    return row if row is not None and row.entry.value > level else None


@dataclass(frozen=True, slots=True)
class FacilityPage:
    """What the levels ask of one facility."""

    site: Site
    asked: Asked
    may_run: bool

    @property
    def levels(self) -> dict[str, tuple[Family, ...]]:
        """The families by level, by a name that templates can say."""
        return {f"at_{level}": families for level, families in self.asked.by_level.items()}

    @property
    def always(self) -> int:
        """How many measures hold from level 1 on."""
        return self.asked.count(1)


def facility_page(facility: Facility, *, member: Member, now: datetime) -> FacilityPage:
    """The page."""
    return FacilityPage(
        site=sites_of([facility], member=member, now=now)[0],
        asked=asked_of(facility, member=member),
        may_run=runs_checklists(member),
    )


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One facility of a port, with the newest raise of which the reader is told."""

    facility: Facility
    level: IspsLevel
    raised: LevelAcknowledgement | None
    took: str


@dataclass(frozen=True, slots=True)
class PortBoard:
    """A port: its facilities' ISPS levels, and apart from them the OCAD levels that hold there."""

    port: Port
    lines: list[BoardLine]
    ocad: list[LevelEntry]


def port_board(port: Port, *, member: Member, now: datetime) -> PortBoard:
    """The board; times of raises are those of the own facilities, and all of them for the port's manager."""
    inside = Facility.objects.visible_to(member).filter(port=port, isps=Facility.Isps.INSIDE, is_active=True)
    facilities = list(inside.select_related("organisation").order_by("name"))
    levels = effective_levels(facilities, at=now)
    newest: dict[int, LevelAcknowledgement] = {}
    told = LevelAcknowledgement.objects.visible_to(member).filter(facility__in=facilities, entry__cancelled_at=None)
    for row in told.select_related("entry").order_by("entry__valid_from", "pk"):
        newest[row.facility_id] = row
    entries = LevelEntry.objects.visible_to(member).in_force(at=now).filter(scale=LevelEntry.Scale.OCAD)
    here = [one for one in entries.with_places() if one.scope == "country" or one.port_id == port.pk]
    return PortBoard(
        port=port,
        lines=[_board_line(one, levels[one.pk], newest.get(one.pk)) for one in facilities],
        ocad=here,
    )


def _board_line(facility: Facility, level: IspsLevel, raised: LevelAcknowledgement | None) -> BoardLine:
    return BoardLine(facility, level, raised, took_words(raised) if raised is not None else "")
