"""Files of the board: statistics and weeks, never a count."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from port2port.earlywarning.board_page import Line
from port2port.earlywarning.drawing import bars_of
from port2port.earlywarning.history import loans_hold
from port2port.earlywarning.models import WatchedMeasure, WatchWeek
from port2port.pure.sheets import Column


def board_columns() -> list[Column]:
    """Of the board."""
    return [Column(name) for name in (
        "measure", "port", "outcome", "category", "circle", "state", "budget_percent", "weeks_since_start", "last_week",
        "directed_percent_of_threshold", "max_port_percent_of_threshold", "loudest_port", "has_fallen", "alarms",
    )]  # fmt: skip


def board_cells(lines: Sequence[Line]) -> Iterator[list[str]]:
    """A row for each watch."""
    for line in lines:
        watch, last = line.watch, line.last
        is_shown = last is not None and line.is_shown
        percents = [str(bar.percent) for bar in line.bars] or ["", ""]
        yield [
            watch.measure_words,
            str(watch.intervention.port),
            watch.outcome,
            watch.category,
            watch.circle.name,
            line.state,
            str(watch.budget or ""),
            str(last.number) if last else "",
            last.week.isoformat() if last else "",
            *percents,
            str(last.loudest) if last and is_shown else "",
            _yes(last.has_fallen) if last and is_shown else "",
            str(line.alarms),
        ]


def week_columns() -> list[Column]:
    """Of one watch."""
    names = (
        "week", "number", "directed_percent_of_threshold", "max_port_percent_of_threshold", "loudest_port",
        "has_fallen", "alarm", "missing",
    )  # fmt: skip
    return [Column(name) for name in names]


def week_cells(watch: WatchedMeasure) -> Iterator[list[str]]:
    """A row for each week; no statistic of counts that are not lent any more."""
    is_shown = watch.budget is not None and loans_hold(watch)
    for week in watch.weeks.select_related("loudest"):
        missing = [*week.missing, *([_("the comparison")] if week.outside_missing else [])]
        yield [
            week.week.isoformat(),
            str(week.number),
            *(_statistics(watch, week) if is_shown else [""] * 4),
            _yes(week.is_alarm),
            ", ".join(missing),
        ]


def _statistics(watch: WatchedMeasure, week: WatchWeek) -> list[str]:
    bars = bars_of(week.directed, week.max_port, watch.calibration.for_budget(watch.budget or 0))
    return [*(str(bar.percent) for bar in bars), str(week.loudest), _yes(week.has_fallen)]


def _yes(holds: bool) -> str:  # noqa: FBT001
    return _("yes") if holds else _("no")
