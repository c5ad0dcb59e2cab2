"""A drone's sighting as its page shows it: what each observer saw, where their lines cross, and how sure that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.log.access import runs_log
from port2port.log.compass import axis_words, bearing_words
from port2port.log.models import Joining, Means, Observation, Occurrence, Tile
from port2port.log.observed import facts_of, place_words, span_words
from port2port.members.member import Member
from port2port.pure import plain_map
from port2port.pure.bearings import Bearing, Fix, Height, NoFixError, Plane, Why, crossing, height_of, plane_of
from port2port.pure.plain_map import Drawing

# Standard errors of a bearing, in degrees: our own assumptions, told on the page and in docs/adr/0009.
BEARING_SE = {Means.EYE: 10.0, Means.COMPASS: 5.0, Means.CAMERA: 2.0, Means.DETECTOR: 5.0}
ELEVATION_SE = 5.0
# A drone moves: only lines of one moment may cross.
ROUND = timedelta(minutes=3)
SUGGESTED = timedelta(minutes=15)
MOST_SUGGESTED = 10
# Bearings of one thing fit this badly once in a hundred times.
UNLIKELY = 0.01
WHY_WORDS: dict[Why, str | Promise] = {
    Why.TOO_FEW: gettext_lazy("One bearing gives a line, not a position. A second one from another place is needed."),
    Why.SAME_PLACE: gettext_lazy("The observers stood at one place, so their bearings meet there and nowhere else."),
    Why.PARALLEL: gettext_lazy(
        "The bearings run too much alike to cross at a point. One from the side would help most."
    ),
    Why.BEHIND: gettext_lazy("The lines would cross behind an observer, so they are not of one drone at one moment."),
    Why.FAR: gettext_lazy("The lines cross more than 20 km away, which is farther than anybody sees a drone."),
    Why.APART: gettext_lazy("The bearings do not meet anywhere near one point, so they are not of one drone."),
}


@dataclass(frozen=True, slots=True)
class SeenLine:
    """One observation with its letter, its words, and the entry that it stands in."""

    letter: str
    row: Observation
    entry: Occurrence
    place: str
    bearing: str
    facts: list[tuple[str, str]]
    may_strike: bool


@dataclass(frozen=True, slots=True)
class Round:
    """The bearings of one moment and what they give; `words` says it all, also without the map."""

    number: int
    letters: str
    when: str
    words: list[str]
    fix: Fix | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class SightingShown:
    """What the page of an entry shows of a drone.

    joined      the other entries of the event      suggested   entries that may be of it
    """

    lines: list[SeenLine]
    rounds: list[Round]
    drawing: Drawing | None
    summary: str
    joined: list[Occurrence]
    suggested: list[Occurrence]
    may_add: bool
    may_join: bool


def sighting_of(row: Occurrence, *, member: Member, may_edit: bool) -> SightingShown | None:
    """The sighting that an entry is of; None of an entry that is of no drone."""
    if row.tile != Tile.DRONE:
        return None
    joined = joined_with(row, member=member)
    lines = _lines([row, *joined], own=row if may_edit else None, member=member)
    rounds = list(_rounds(lines))
    may_join = may_edit and runs_log(member)
    return SightingShown(
        lines=lines,
        rounds=rounds,
        drawing=_drawing(lines, rounds),
        summary=_summary(lines, rounds),
        joined=joined,
        suggested=suggested_for(row, joined, member=member) if may_join else [],
        may_add=may_edit,
        may_join=may_join,
    )


def joined_with(row: Occurrence, *, member: Member) -> list[Occurrence]:
    """The other entries of the event, oldest first."""
    mine = Joining.objects.visible_to(member).standing().filter(occurrence=row).values("sighting")
    others = Joining.objects.visible_to(member).standing().filter(sighting__in=mine).values("occurrence")
    entries = Occurrence.objects.visible_to(member).standing().of_drones().filter(pk__in=others).exclude(pk=row.pk)
    return list(entries.select_related("facility", "zone").order_by("happened_at", "pk"))


def suggested_for(row: Occurrence, joined: Sequence[Occurrence], *, member: Member) -> list[Occurrence]:
    """Entries of the same facility and nearly the same time that are of a drone and not joined yet."""
    near = (
        Occurrence.objects.editable_by(member)
        .standing()
        .of_drones()
        .filter(facility=row.facility_id, happened_at__range=(row.happened_at - SUGGESTED, row.happened_at + SUGGESTED))
    )
    known = {row.pk, *(one.pk for one in joined)}
    return list(near.exclude(pk__in=known).select_related("zone").order_by("happened_at", "pk")[:MOST_SUGGESTED])


def observations_of(entries: Sequence[Occurrence], *, member: Member) -> list[Observation]:
    """What was seen, in the order of the moments; struck out ones are left out."""
    ids = [one.pk for one in entries]
    rows = Observation.objects.visible_to(member).standing().filter(occurrence_id__in=ids)
    return list(rows.select_related("zone").order_by("seen_at", "pk"))


def letter_of(number: int) -> str:
    """A, B … Z, AA, AB …"""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _lines(entries: Sequence[Occurrence], *, own: Occurrence | None, member: Member) -> list[SeenLine]:
    by_id = {one.pk: one for one in entries}
    return [
        SeenLine(
            letter=letter_of(number),
            row=one,
            entry=by_id[one.occurrence_id],
            place=place_words(one),
            bearing=bearing_words(one.bearing_deg) if one.bearing_deg is not None else "",
            facts=list(facts_of(one)),
            may_strike=own is not None and one.occurrence_id == own.pk,
        )
        for number, one in enumerate(observations_of(entries, member=member))
    ]


def _grouped(lines: Sequence[SeenLine]) -> Iterator[list[SeenLine]]:
    """Those with a line, cut where the next is more than three minutes after the first."""
    group: list[SeenLine] = []
    for one in lines:
        if not one.row.has_line:
            continue
        if group and one.row.seen_at - group[0].row.seen_at > ROUND:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _rounds(lines: Sequence[SeenLine]) -> Iterator[Round]:
    numbers = count(1)
    for group in _grouped(lines):
        letters = ", ".join(one.letter for one in group)
        moment = span_words(group[0].row.seen_at, group[-1].row.seen_at)
        try:
            fix = crossing([_bearing(one.row) for one in group])
        except NoFixError as refused:
            yield Round(0, letters, moment, list(_why(refused, group)))
            continue
        yield Round(next(numbers), letters, moment, list(_found(fix, group)), fix, _doubt(fix))


def _bearing(row: Observation) -> Bearing:
    return Bearing(row.lat or 0.0, row.lon or 0.0, float(row.bearing_deg or 0), BEARING_SE[Means(row.means)])


def _why(refused: NoFixError, group: Sequence[SeenLine]) -> Iterator[str]:
    yield str(WHY_WORDS[refused.why])
    if refused.observers:
        letters = ", ".join(group[number].letter for number in refused.observers)
        yield _("Look at the bearing of: %(letters)s.") % {"letters": letters}


def _found(fix: Fix, group: Sequence[SeenLine]) -> Iterator[str]:
    words = {"lat": f"{fix.lat:.4f}", "lon": f"{fix.lon:.4f}"}
    yield _("Position: latitude %(lat)s, longitude %(lon)s.") % words
    ellipse = fix.ellipse
    words = {"long": _metres(ellipse.major_m), "short": _metres(ellipse.minor_m)}
    words["way"] = axis_words(ellipse.direction_deg)
    yield _("95 %% ellipse: ± %(long)s m from %(way)s, ± %(short)s m across.") % words
    ranges = ", ".join(f"{one.letter} {_metres(far)} m" for one, far in zip(group, fix.ranges_m, strict=True))
    yield _("Distance from the observers: %(ranges)s.") % {"ranges": ranges}
    height = _height(fix, group)
    if height is not None:
        words = {"height": _metres(height.metres), "margin": _metres(height.margin_m)}
        yield _("Height above the observers: %(height)s m (± %(margin)s m).") % words


def _height(fix: Fix, group: Sequence[SeenLine]) -> Height | None:
    sights = [
        (far, float(one.row.elevation_deg))
        for one, far in zip(group, fix.ranges_m, strict=True)
        if one.row.elevation_deg is not None
    ]
    return height_of(sights, fix, elevation_se_deg=ELEVATION_SE)


def _doubt(fix: Fix) -> str:
    if fix.chance is None or fix.chance >= UNLIKELY:
        return ""
    return _("The bearings agree badly: perhaps there were several drones, it moved, or one bearing is wrong.")


def _metres(value: float) -> str:
    """Two figures that count: nobody knows more."""
    digits = len(str(int(max(value, 1.0)))) - 2
    return str(number_format(int(round(value, -digits if digits > 0 else 0)), force_grouping=True))


def _drawing(lines: Sequence[SeenLine], rounds: Sequence[Round]) -> Drawing | None:
    placed = [one for one in lines if one.row.lat is not None and one.row.lon is not None]
    if not any(one.row.has_line for one in placed):
        return None
    plane = plane_of([(one.row.lat or 0.0, one.row.lon or 0.0) for one in placed])
    reach = _reach(lines, rounds)
    observers = [_observer(one, plane, reach.get(one.row.pk)) for one in placed]
    places = [
        plain_map.Place(*plane.xy(one.fix.lat, one.fix.lon), one.number, one.fix.ellipse) for one in rounds if one.fix
    ]
    return plain_map.drawing(observers, places)


def _reach(lines: Sequence[SeenLine], rounds: Sequence[Round]) -> dict[int, float]:
    """How far each observer's line goes to the position that it helped to find."""
    found: dict[int, float] = {}
    for one, group in zip(rounds, _grouped(lines), strict=True):
        if one.fix is not None:
            found |= {line.row.pk: far for line, far in zip(group, one.fix.ranges_m, strict=True)}
    return found


def _observer(one: SeenLine, plane: Plane, far: float | None) -> plain_map.Observer:
    x, y = plane.xy(one.row.lat or 0.0, one.row.lon or 0.0)
    return plain_map.Observer(x, y, one.letter, one.row.bearing_deg, plain_map.ray_reaching(far))


def _summary(lines: Sequence[SeenLine], rounds: Sequence[Round]) -> str:
    """What the map shows, for who cannot see it."""
    words = [
        _("%(letter)s at %(place)s looks to %(bearing)s")
        % {"letter": one.letter, "place": one.place, "bearing": one.bearing}
        for one in lines
        if one.row.has_line
    ]
    return "; ".join(words) + ". " + " ".join(part for one in rounds for part in one.words)
