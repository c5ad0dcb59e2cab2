"""Charts and bars of a watch, real or simulated: what is learned on one is read on the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from port2port.pure.outbreak import Reading, Thresholds
from port2port.pure.week_lines import Drawing, Line, draw_lines

# The bar's own unit is a percent of the threshold; nothing is drawn beyond the end.
BAR_END = 130
# Percent of the threshold are shown in steps of so many.
STEP = 5
RISING = 0.5
# Weeks of a table that stand open, and those of each fold below.
QUARTER = 13

type Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """One statistic against its threshold. length: in the bar's units; percent of the threshold; word: its state."""

    name: str
    about: str
    length: int
    percent: int
    word: str
    kind: str


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart. style: solid, dashed or second."""

    words: str
    line: Line
    style: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its words. mark: the height of the threshold; None where there is none."""

    key: str
    finding: str
    about: str
    drawing: Drawing
    series: tuple[Series, ...]
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A week of the table. others, others_expected: over the ports that were counted; statistics: % of thresholds."""

    week: int
    label: str
    target: float | None
    target_expected: float
    others: float | None
    others_expected: float
    outside: float | None
    directed: int
    max_port: int
    is_alarm: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """Weeks that stand folded, newest first. name: from the first to the last of them"""

    name: str
    rows: list[Row]
    has_alarm: bool


def folded(rows: Sequence[Row]) -> tuple[list[Row], list[Fold]]:
    """Of weeks, oldest first: the newest quarter of a year, which stands open, and the quarters before it."""
    newest_first = list(reversed(rows))
    return newest_first[:QUARTER], [
        _fold(newest_first[first : first + QUARTER]) for first in range(QUARTER, len(newest_first), QUARTER)
    ]


def _fold(rows: list[Row]) -> Fold:
    name = rows[0].label if len(rows) == 1 else f"{rows[-1].label} – {rows[0].label}"
    return Fold(name, rows, any(one.is_alarm for one in rows))


def share_of(value: float, threshold: float) -> float:
    """Of the threshold; a threshold of nothing is passed by anything."""
    return value / threshold if threshold > 0 else 2.0 * (value > 0)


def percent_of(share: float) -> int:
    """Of the threshold, rounded down to five: finer, it would give single counts back. Below it or at it, never 100."""
    percent = STEP * int(share * 100 / STEP)
    return percent if share > 1 else min(percent, 100 - STEP)


def state_word(share: float) -> tuple[str, str]:
    """The state of a statistic and the kind of its chip."""
    if share > 1:
        return pgettext("statistic of a watch", "alarm"), "high"
    if share >= RISING:
        return pgettext("statistic of a watch", "rising"), "medium"
    return pgettext("statistic of a watch", "quiet"), "low"


def bars_of(directed: float, max_port: float, thresholds: Thresholds) -> tuple[Bar, Bar]:
    """Both statistics against their thresholds."""
    return (
        _bar(_("All other ports together"), _("a rise spread over them"), share_of(directed, thresholds.directed)),
        _bar(_("The loudest single port"), _("a rise at one of them"), share_of(max_port, thresholds.max_port)),
    )


def _bar(name: str, about: str, share: float) -> Bar:
    word, kind = state_word(share)
    percent = percent_of(share)
    return Bar(name, about, min(percent, BAR_END), percent, word, kind)


def rows_of(
    readings: Sequence[Reading], thresholds: Thresholds, names: Sequence[str], *, label: Callable[[int], str]
) -> list[Row]:
    """The table of the weeks, oldest first. label: the name of a week by its number from 1."""
    return [_row(one, thresholds, names, label(one.week)) for one in readings]


def _row(reading: Reading, thresholds: Thresholds, names: Sequence[str], label: str) -> Row:
    others, expected = _others(reading)
    return Row(
        week=reading.week,
        label=label,
        target=reading.counted[0],
        target_expected=reading.expected[0],
        others=others,
        others_expected=expected,
        outside=reading.outside,
        directed=percent_of(share_of(reading.directed, thresholds.directed)),
        max_port=percent_of(share_of(reading.max_port, thresholds.max_port)),
        is_alarm=reading.alarm is not None,
        missing=tuple(names[number] for number in reading.missing)
        + ((_("the comparison"),) if reading.outside is None else ()),
    )


def _others(reading: Reading) -> tuple[float | None, float]:
    """Of the other ports that were counted: their sum, and what was expected at these very ports."""
    pairs = [
        (count, mean)
        for count, mean in zip(reading.counted[1:], reading.expected[1:], strict=True)
        if count is not None
    ]
    if not pairs:
        return None, sum(reading.expected[1:])
    return sum(count for count, _mean in pairs), sum(mean for _count, mean in pairs)


def charts_of(readings: Sequence[Reading], thresholds: Thresholds, *, target: str, weeks: int) -> list[Chart]:
    """The statistics against their thresholds, the port of the measure, and the others."""
    if not readings:
        return []
    pairs = [_others(one) for one in readings]
    counted = _("counted"), _("expected, had nothing moved")
    at_target: list[Values] = [[one.counted[0] for one in readings], [one.expected[0] for one in readings]]
    elsewhere: list[Values] = [[count for count, _mean in pairs], [mean for _count, mean in pairs]]
    return [
        _statistics(readings, thresholds, weeks),
        _counts("target", _("At %(port)s") % {"port": target}, at_target, counted, weeks),
        _counts("others", _("At the other ports together"), elsewhere, counted, weeks),
    ]


def _statistics(readings: Sequence[Reading], thresholds: Thresholds, weeks: int) -> Chart:
    directed = [float(percent_of(share_of(one.directed, thresholds.directed))) for one in readings]
    single = [float(percent_of(share_of(one.max_port, thresholds.max_port))) for one in readings]
    drawing = draw_lines([directed, single, [100.0]], weeks=weeks)
    top = drawing.rows[-1][1]
    mark = drawing.bottom - (drawing.bottom - drawing.rows[-1][0]) * 100 / top
    series = (
        Series(_("All other ports together"), drawing.lines[0], "solid"),
        Series(_("The loudest single port"), drawing.lines[1], "second"),
    )
    about = _("Percent of the threshold, by week since the measure began; an alarm is 100 or more")
    return Chart("statistics", _("The statistics against their thresholds"), about, drawing, series, round(mark, 1))


def _counts(key: str, finding: str, values: Sequence[Values], words: tuple[str, str], weeks: int) -> Chart:
    drawing = draw_lines(values, weeks=weeks)
    series = (Series(words[0], drawing.lines[0], "solid"), Series(words[1], drawing.lines[1], "dashed"))
    return Chart(key, finding, _("Incidents a week, by week since the measure began"), drawing, series)
