"""What the page of one watch shows: its weeks with the counts as they are lent now, its thresholds, its alarms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from port2port.base.refusal import Refusal
from port2port.counts.models import RecordingChange
from port2port.earlywarning.actions.reading import followed_in
from port2port.earlywarning.alike import odds_of_watch
from port2port.earlywarning.board_page import Line, line_of
from port2port.earlywarning.drawing import Chart, Fold, Row, charts_of, folded, rows_of
from port2port.earlywarning.history import History, history_in, still_shared, window_of
from port2port.earlywarning.models import Alarm, AlarmRequest, WatchedMeasure, WatchWeek, week_of
from port2port.earlywarning.tables import Budget, budgets_of
from port2port.members.member import Member
from port2port.reports.models import Report

SHORTEST = 26


@dataclass(frozen=True, slots=True)
class Page:
    """One watch.

    rows and charts   empty where its counts are not lent any more; then `weeks` holds what was said
    others            watches of the very same weeks, started before or after it
    odds              what of comparison and measure is not about what is counted
    """

    line: Line
    target: str
    ports: list[str]
    rows: list[Row]
    charts: list[Chart]
    weeks: list[WatchWeek]
    changes: tuple[RecordingChange, ...]
    alarms: list[Alarm]
    others: list[WatchedMeasure]
    budgets: list[Budget]
    draws: int
    odds: list[str]

    @property
    def shown(self) -> tuple[list[Row], list[Fold]]:
        """The weeks as the table has them: a quarter of a year stands open, the ones before are folded."""
        return folded(self.rows)

    @property
    def watch(self) -> WatchedMeasure:
        """The watch itself."""
        return self.line.watch


def page_of(watch: WatchedMeasure, *, member: Member, now: datetime) -> Page:
    """The watch as it is now; counts are read from who lends them, so that those taken back are gone here too."""
    ports = [str(one.port) for one in watch.ports.select_related("port")]
    history = _history(watch)
    rows, charts = _drawn(watch, history, ports) if history else ([], [])
    calibration = getattr(watch, "calibration", None)
    return Page(
        line=line_of(watch, now=now),
        target=ports[0] if ports else "",
        ports=ports[1:],
        rows=rows,
        charts=charts,
        weeks=[] if rows else list(watch.weeks.select_related("loudest")),
        changes=history.changes if history else (),
        alarms=list(alarms_of(watch).select_related("loudest").prefetch_related("judgements", "acknowledgements")),
        others=list(_others(watch, member)),
        budgets=budgets_of(calibration.buys, chosen=watch.budget) if calibration else [],
        draws=calibration.draws if calibration else 0,
        odds=odds_of_watch(watch),
    )


def alarms_of(watch: WatchedMeasure) -> QuerySet[Alarm]:
    """Its alarms; is_gone: counts that were added or corrected since show it no more."""
    shown = WatchWeek.objects.filter(watch=OuterRef("watch"), number=OuterRef("number"), is_alarm=True)
    return watch.alarms.annotate(is_gone=~Exists(shown))


def is_gone(alarm: Alarm) -> bool:
    """Whether counts that were added or corrected since show it no more."""
    return not WatchWeek.objects.filter(watch=alarm.watch_id, number=alarm.number, is_alarm=True).exists()


def requests_of(alarm: Alarm, member: Member) -> list[tuple[AlarmRequest, Report | None]]:
    """Those that asked, each with the report that was sent, as far as it reached this seat."""
    rows = list(alarm.requests.select_related("organisation"))
    sent = Report.objects.visible_to(member).standing().filter(key__in=[one.report for one in rows])
    reports = {one.key: one for one in sent} if rows else {}
    return [(one, reports.get(one.report)) for one in rows]


def _others(watch: WatchedMeasure, member: Member) -> QuerySet[WatchedMeasure]:
    return (
        WatchedMeasure.objects.visible_to(member)
        .of_the_weeks_of(watch)
        .filter(begun_at__isnull=False)
        .exclude(pk=watch.pk)
        .with_names()
    )


def _history(watch: WatchedMeasure) -> History | None:
    """None where nothing may be read any more, or nothing was read yet."""
    if not watch.is_running or watch.read_until is None or watch.is_paused:
        return None
    if not (still_shared(watch.intervention, watch.circle) and still_shared(watch.comparison, watch.circle)):
        return None
    try:
        return history_in(window_of(watch), until=watch.read_until)
    except Refusal:
        return None


def _drawn(watch: WatchedMeasure, history: History, ports: Sequence[str]) -> tuple[list[Row], list[Chart]]:
    thresholds = watch.calibration.for_budget(watch.budget or 0)
    readings = followed_in(watch, history).readings

    def label(number: int) -> str:
        return formats.date_format(week_of(watch.start_week, number), "DATE_FORMAT")

    rows = rows_of(readings, thresholds, ports, label=label)
    return rows, charts_of(readings, thresholds, target=ports[0], weeks=max(len(readings), SHORTEST))


def said_of(alarm: Alarm) -> str:
    """The alarm in one sentence: more elsewhere, and whether it has fallen at the port of the measure."""
    port = alarm.watch.intervention.port
    if alarm.has_fallen:
        return _("More at the other ports than expected, and it had fallen at %(port)s in that week.") % {"port": port}
    return _("More at the other ports than expected; at %(port)s it had not clearly fallen in that week.") % {
        "port": port
    }
