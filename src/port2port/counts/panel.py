"""What is lent to a circle, for studies and early warning. Whoever calls checks that the reader is in the circle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from math import isnan

import numpy as np
from django.db.models import Max, Q, QuerySet
from numpy.typing import NDArray

from port2port.counts.models import (
    Comparison,
    ComparisonWeek,
    CountSeries,
    Loan,
    RecordingChange,
    WeekCount,
)
from port2port.counts.numbers import Numbers, numbers_of
from port2port.counts.refusals import NotLent, NoWeeks
from port2port.members.models import Circle, Organisation, Port
from port2port.pure.canonical import Json, canonical_json
from port2port.pure.weeks import WEEK, mondays


@dataclass(frozen=True, slots=True)
class LentPort:
    """A port of which one outcome and category is lent to a circle: from its first Monday to the newest with a count.

    last_week   None: no count yet
    """

    port: Port
    lender: Organisation
    from_week: date
    last_week: date | None


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Exact counts of several ports, as they are lent to one circle now.

    weeks       Mondays without gaps            counts   [weeks, ports]; NaN = missing or not lent
    lenders     per port                        changes     in how it was counted, in these weeks
    digest      SHA-256 of the canonical content
    """

    outcome: str
    category: str
    weeks: tuple[date, ...]
    ports: tuple[Port, ...]
    counts: NDArray[np.float64]
    lenders: tuple[Organisation, ...]
    changes: tuple[RecordingChange, ...]
    digest: str


def lent_ports(circle: Circle, *, outcome: str, category: str) -> list[LentPort]:
    """What is lent to the circle now, port by port; no counts."""
    loans = list(_loans(circle, outcome, category).order_by("port__name"))
    newest = _newest([loan.series for loan in loans])
    return [LentPort(loan.port, loan.organisation, loan.from_week, newest.get(loan.series_id)) for loan in loans]


def panel_in(circle: Circle, *, outcome: str, category: str, ports: Sequence[Port], first: date, last: date) -> Panel:
    """The counts of these ports in the weeks from first to last. Raises NotLent, NoWeeks."""
    weeks = mondays(first, last)
    if not weeks:
        raise NoWeeks
    lent = {loan.port_id: loan for loan in _loans(circle, outcome, category).filter(port__in=ports)}
    loans = [_lent(lent, port) for port in ports]
    columns = [_column(loan, weeks) for loan in loans]
    counts = np.array(columns, dtype=np.float64).reshape(len(ports), len(weeks)).T.copy()
    changes = tuple(_changes(loans, weeks))
    lenders = tuple(loan.organisation for loan in loans)
    content = _content(outcome, category, weeks, loans, counts=counts, changes=changes)
    digest = sha256(canonical_json(content)).hexdigest()
    return Panel(outcome, category, weeks, tuple(ports), counts, lenders, changes, digest)


def comparison_counts(comparison: Comparison, *, first: date, last: date) -> NDArray[np.float64]:
    """[weeks] from first to last; NaN = missing."""
    rows = ComparisonWeek.objects.standing().filter(comparison=comparison, week__gte=first, week__lte=last)
    found = dict(rows.values_list("week", "number"))
    return np.array([_number(found.get(week)) for week in mondays(first, last)], dtype=np.float64)


def _loans(circle: Circle, outcome: str, category: str) -> QuerySet[Loan]:
    loans = Loan.objects.running_in(circle).filter(outcome=outcome, category=category)
    return loans.select_related("port", "organisation", "series")


def _newest(series: Sequence[CountSeries]) -> dict[int, date]:
    """By series: the newest Monday with a count."""
    plain = [one.pk for one in series if not one.is_derived]
    rows = WeekCount.objects.standing().filter(series__in=plain, number__isnull=False)
    newest = dict(rows.order_by().values_list("series_id").annotate(newest=Max("week")))
    for one in series:
        if one.is_derived:
            known = [week for week, rate in numbers_of(one, first=date.min, last=date.max).items() if rate is not None]
            newest |= {one.pk: max(known)} if known else {}
    return newest


def _lent(loans: dict[int, Loan], port: Port) -> Loan:
    if port.pk not in loans:
        raise NotLent(port)
    return loans[port.pk]


def _column(loan: Loan, weeks: Sequence[date]) -> list[float]:
    found: Numbers = numbers_of(loan.series, first=max(weeks[0], loan.from_week), last=weeks[-1])
    if not any(number is not None for number in found.values()):
        raise NoWeeks(loan.port)
    return [_number(found.get(week)) for week in weeks]


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _changes(loans: Sequence[Loan], weeks: Sequence[date]) -> list[RecordingChange]:
    """Those of the lenders at their ports, in the lent weeks."""
    if not loans:
        return []
    wanted = Q(pk__in=[])
    for loan in loans:
        at = Q(organisation_id=loan.organisation_id, port_id=loan.port_id)
        wanted |= at & Q(on__gte=max(loan.from_week, weeks[0]), on__lt=weeks[-1] + WEEK)
    rows = RecordingChange.objects.standing().of_counts(loans[0].outcome, loans[0].category).filter(wanted)
    return list(rows.select_related("port").order_by("on", "pk"))


def _content(
    outcome: str,
    category: str,
    weeks: Sequence[date],
    loans: Sequence[Loan],
    *,
    counts: NDArray[np.float64],
    changes: Sequence[RecordingChange],
) -> dict[str, Json]:
    """What the digest is of; a missing number is null."""
    return {
        "outcome": outcome,
        "category": category,
        "weeks": [week.isoformat() for week in weeks],
        "ports": [
            {
                "port": str(loan.port.key),
                "lender": str(loan.organisation.key),
                "counts": [None if isnan(number) else float(number) for number in counts[:, n]],
            }
            for n, loan in enumerate(loans)
        ],
        "changes": [
            {"key": str(one.key), "on": one.on.isoformat(), "both_sides_recoded": one.both_sides_recoded}
            for one in changes
        ],
    }
