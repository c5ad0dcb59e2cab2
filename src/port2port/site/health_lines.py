"""The lines of the health page: a figure, the own value, and the band beside it in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from port2port.members.member import Member
from port2port.members.models import FigureRound
from port2port.pure.disclosure import Band
from port2port.site.health import FIGURES, Figure, last_quarter, quarter_of, rows_of
from port2port.site.health_rounds import band_in

DAY_H = 24


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a figure's scale."""

    words: str
    is_own: bool
    is_middle: bool
    is_inside: bool


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One figure. own, so_far: empty where there is nothing to measure; withheld: why there is no band."""

    figure: Figure
    own: str
    so_far: str
    band: Band | None
    steps: list[Step]
    middle: str
    inside: str
    withheld: str


def lines_for(member: Member, *, now: datetime) -> list[HealthLine]:
    """Every figure of the last quarter and of the running one, as this seat sees its own organisation."""
    today = timezone.localdate(now)
    quarter, current = last_quarter(today), quarter_of(today)
    rows, organisation = rows_of(member), member.organisation_id or 0
    rounds = {row.figure: row for row in FigureRound.objects.visible_to(member).filter(first_day=quarter.first_day)}
    return [
        _line(
            figure,
            figure.value(organisation, quarter, rows),
            figure.value(organisation, current, rows, until=now),
            rounds.get(figure.name),
        )
        for figure in FIGURES
    ]


def _line(figure: Figure, own: float | None, so_far: float | None, row: FigureRound | None) -> HealthLine:
    band = band_in(row) if row else None
    steps = [_step(figure, level, own, band) for level in range(len(figure.bounds) + 1)]
    return HealthLine(
        figure=figure,
        own="" if own is None else _value(figure, own),
        so_far="" if so_far is None else _value(figure, so_far),
        band=band,
        steps=steps,
        middle=steps[band.middle].words if band else "",
        inside=_inside(steps, band) if band else "",
        withheld="" if band else _withheld(row),
    )


def _step(figure: Figure, level: int, own: float | None, band: Band | None) -> Step:
    return Step(
        words=_step_words(figure, level),
        is_own=own is not None and figure.level(own) == level,
        is_middle=band is not None and level == band.middle,
        is_inside=band is not None and band.lower <= level <= band.upper,
    )


def _withheld(row: FigureRound | None) -> str:
    if row is None:
        return _("No band: your organisation gave no figure for this quarter.")
    return _("Too few to show.")


def _inside(steps: list[Step], band: Band) -> str:
    lower, upper = steps[band.lower].words, steps[band.upper].words
    return lower if band.lower == band.upper else _("%(lower)s … %(upper)s") % {"lower": lower, "upper": upper}


def _step_words(figure: Figure, level: int) -> str:
    bounds = figure.bounds
    if level == 0:
        return _("under %(bound)s") % {"bound": _bound(figure, bounds[0])}
    if level == len(bounds):
        return _("%(bound)s or more") % {"bound": _bound(figure, bounds[-1])}
    return _("%(from)s to %(to)s") % {"from": _bound(figure, bounds[level - 1]), "to": _bound(figure, bounds[level])}


def _value(figure: Figure, value: float) -> str:
    if figure.unit == "hours":
        return _duration(value)
    return _percent(value) if figure.unit == "percent" else number_format(round(value, 1), 1)


def _bound(figure: Figure, bound: float) -> str:
    if figure.unit == "hours":
        return _duration(bound)
    return _percent(bound) if figure.unit == "percent" else number_format(bound)


def _percent(value: float) -> str:
    return _("%(number)s %%") % {"number": number_format(round(value))}


def _duration(hours: float) -> str:
    if hours < 1:
        return _("%(number)s min") % {"number": number_format(round(hours * 60))}
    if hours < DAY_H:
        return _("%(number)s h") % {"number": number_format(round(hours))}
    return _("%(number)s d") % {"number": number_format(round(hours / DAY_H))}
