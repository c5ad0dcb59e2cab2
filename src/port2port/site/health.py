"""The figures of the cooperation's health: what one organisation's rows say of a quarter, and the scale of each.

Nothing that only named people read (TLP:RED) counts. A figure without anything to measure is None, never zero.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.duties.models import Action, ActionStep, Derogation, Fulfilment
from port2port.duties.models.promises import State
from port2port.duties.rulebook import clock_rules
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.pure.in_time import settled
from port2port.reports.models import Answer, Report
from port2port.reports.models.report import ASKING_KINDS
from port2port.sharing.models import Delivery, Tlp

HOUR = timedelta(hours=1)
HOURS = (1.0, 4.0, 24.0, 72.0, 168.0)
PERCENT = (25.0, 50.0, 75.0)
MONTHS = 3
DONE = (State.DONE, State.VERIFIED)
DRILL = "drill"


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months of the calendar, on the community's clock."""

    first_day: date

    @property
    def name(self) -> str:
        """Year and number, as 2026-Q1."""
        return f"{self.first_day.year}-Q{(self.first_day.month - 1) // MONTHS + 1}"

    @property
    def next(self) -> Quarter:
        """The quarter after it."""
        month = self.first_day.month + MONTHS
        return Quarter(date(self.first_day.year + (month > 12), (month - 1) % 12 + 1, 1))

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.next.first_day - timedelta(days=1)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """From its first moment to that of the next."""
        return _midnight(self.first_day), _midnight(self.next.first_day)


def quarter_of(day: date) -> Quarter:
    """The quarter that a day lies in."""
    return Quarter(date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1))


def last_quarter(day: date) -> Quarter:
    """The newest quarter that is over."""
    return quarter_of(quarter_of(day).first_day - timedelta(days=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True, slots=True)
class Rows:
    """What is counted: all that organisations have, for a band; what a seat may see, for its own column."""

    reports: QuerySet[Report]
    deliveries: QuerySet[Delivery]
    answers: QuerySet[Answer]
    actions: QuerySet[Action]
    drills: QuerySet[Fulfilment]
    derogations: QuerySet[Derogation]


def all_rows() -> Rows:
    """For the rounds, which nobody reads as they are."""
    return Rows(
        reports=_shared(Report.objects.all()),
        deliveries=_of_reports(Delivery.objects.all()),
        answers=Answer.objects.all(),
        actions=Action.objects.all(),
        drills=_drills_of(Fulfilment.objects.all()),
        derogations=_given(Derogation.objects.all()),
    )


def rows_of(member: Member) -> Rows:
    """What this seat may see."""
    return Rows(
        reports=_shared(Report.objects.visible_to(member)),
        deliveries=_of_reports(Delivery.objects.visible_to(member)),
        answers=Answer.objects.visible_to(member),
        actions=Action.objects.visible_to(member),
        drills=_drills_of(Fulfilment.objects.visible_to(member)),
        derogations=_given(Derogation.objects.visible_to(member)),
    )


def _shared(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.filter(version__gt=0, withdrawn_at=None).exclude(tlp=Tlp.RED)


def _of_reports(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return rows.filter(record_type=Report.record_type)


def _drills_of(rows: QuerySet[Fulfilment]) -> QuerySet[Fulfilment]:
    return rows.filter(rule=DRILL, undone_at=None, facility__isnull=False)


def _given(rows: QuerySet[Derogation]) -> QuerySet[Derogation]:
    return rows.filter(rule=DRILL, approved_at__isnull=False, facility__isnull=False)


type Measure = Callable[[int, datetime, datetime, Rows], float | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its scale, as the bounds between steps, and how it is measured."""

    name: str
    label: str | Promise
    hint: str | Promise
    unit: str
    bounds: tuple[float, ...]
    measure: Measure

    def level(self, value: float) -> int:
        """The step of the scale that a value stands on."""
        return bisect_right(self.bounds, value)

    def value(self, organisation: int, quarter: Quarter, rows: Rows, *, until: datetime | None = None) -> float | None:
        """The organisation's figure of the quarter, or of the part of it that is over."""
        start, end = quarter.bounds
        return self.measure(organisation, start, min(end, until or end), rows)


def _shares(organisation: int, start: datetime, end: datetime, rows: Rows) -> float | None:
    # Who came later has had no whole period to share in.
    if not Organisation.objects.filter(pk=organisation, admitted_at__lte=start).exists():
        return None
    weeks = (end - start) / timedelta(weeks=1)
    made = rows.reports.filter(originator=organisation, published_at__gte=start, published_at__lt=end).count()
    return made / weeks if weeks >= 1 else None


def _to_share(organisation: int, start: datetime, end: datetime, rows: Rows) -> float | None:
    told = rows.reports.filter(
        originator=organisation, published_at__gte=start, published_at__lt=end, happened_from__lte=F("published_at")
    )
    return _median_hours(told.values_list("happened_from", "published_at"))


def _to_opening(organisation: int, start: datetime, end: datetime, rows: Rows) -> float | None:
    came = _received(organisation, start, end, rows).filter(opened_at__gte=F("delivered_at"))
    return _median_hours(came.values_list("delivered_at", "opened_at"))


def _answered(organisation: int, start: datetime, end: datetime, rows: Rows) -> float | None:
    asking = rows.reports.filter(kind__in=ASKING_KINDS).exclude(originator=organisation)
    asked = asking.filter(pk__in=_received(organisation, start, end, rows).values("record_id"))
    given = asked.filter(pk__in=rows.answers.filter(organisation=organisation).values("report_id"))
    return _share_of(given.count(), asked.count())


def _on_time(organisation: int, start: datetime, end: datetime, rows: Rows) -> float | None:
    due = rows.actions.filter(
        organisation=organisation, due_on__gte=timezone.localdate(start), due_on__lt=timezone.localdate(end)
    ).exclude(state=State.DROPPED)
    promised = dict(due.values_list("pk", "due_on"))
    finished = ActionStep.objects.filter(action__in=due, action__state__in=DONE, state__in=DONE)
    in_time = {pk for pk, at in finished.values_list("action_id", "at") if timezone.localdate(at) <= promised[pk]}
    return _share_of(len(in_time), len(promised))


def _drills(organisation: int, start: datetime, end: datetime, rows: Rows) -> float | None:
    first, last = timezone.localdate(start), timezone.localdate(end)
    held, moved = defaultdict[int, list[date]](list), defaultdict[int, dict[date, date]](dict)
    for facility, day in rows.drills.filter(organisation=organisation, on__lt=last).values_list("facility_id", "on"):
        held[facility or 0].append(day)
    # One that was ended before its day gave the first day back.
    given = rows.derogations.filter(organisation=organisation).exclude(ended_at__date__lte=F("due_on"))
    for facility, due, until in given.values_list("facility_id", "due_on", "until_on"):
        moved[facility or 0][due] = until
    rule = clock_rules()[DRILL].reckoned
    found = [one for place, days in held.items() for one in settled(rule, days, today=last, moved=moved[place])]
    counted = [one for one in found if first <= one.on < last]
    return _share_of(sum(one.is_kept for one in counted), len(counted))


def _received(organisation: int, start: datetime, end: datetime, rows: Rows) -> QuerySet[Delivery]:
    return rows.deliveries.filter(
        organisation=organisation,
        delivered_at__gte=start,
        delivered_at__lt=end,
        record_id__in=rows.reports.values("pk"),
    ).exclude(originator=organisation)


def _median_hours(pairs: QuerySet[Any, tuple[Any, ...]]) -> float | None:
    waits = [(then - first) / HOUR for first, then in pairs]
    return median(waits) if waits else None


def _share_of(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


FIGURES = (
    Figure(
        "shares",
        _("Reports shared in a week"),
        _("Published by your organisation, on average."),
        "number",
        (0.25, 0.5, 1.0, 2.0, 5.0),
        _shares,
    ),
    Figure(
        "to_share",
        _("From the event to the report"),
        _("Median over your reports that say when it happened."),
        "hours",
        HOURS,
        _to_share,
    ),
    Figure(
        "to_opening",
        _("From the report to the first opening"),
        _("Median over what reached your organisation and was opened there."),
        "hours",
        HOURS,
        _to_opening,
    ),
    Figure(
        "answered",
        _("Alerts and requests answered"),
        _("Of those that reached your organisation."),
        "percent",
        PERCENT,
        _answered,
    ),
    Figure(
        "on_time",
        _("Actions done on time"),
        _("Of those due, without the dropped ones."),
        "percent",
        PERCENT,
        _on_time,
    ),
    Figure(
        "drills",
        _("Drills held on time"),
        _("Of those of your facilities that were held or fell due, by the duties you entered."),
        "percent",
        PERCENT,
        _drills,
    ),
)
