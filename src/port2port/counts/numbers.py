"""Numbers by week of a series, the derived one included. Whoever calls has asked the rule who may see the series."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from port2port.counts.models import CountSeries, Effort, EffortKind, Outcome, WeekCount

type Numbers = dict[date, float | None]

PER = 1_000


def numbers_of(series: CountSeries, *, first: date, last: date) -> Numbers:
    """What stands by Monday; a week without a row is not in it, one that is declared missing is None."""
    if not series.is_derived:
        rows = WeekCount.objects.standing().filter(series=series).between(first, last)
        return {week: None if number is None else float(number) for week, number in rows.values_list("week", "number")}
    rows = WeekCount.objects.standing().filter(
        series__organisation_id=series.organisation_id,
        series__port_id=series.port_id,
        series__outcome=Outcome.SEIZURES,
        series__category=series.category,
    )
    found = dict(rows.between(first, last).values_list("week", "number"))
    return rates(found, inspected(series, first=first, last=last))


def inspected(series: CountSeries, *, first: date, last: date) -> dict[date, Decimal]:
    """Containers inspected by week, where that is known."""
    rows = Effort.objects.standing().filter(
        organisation_id=series.organisation_id, port_id=series.port_id, kind=EffortKind.SCANNED
    )
    return dict(rows.between(first, last).values_list("week", "amount"))


def rates(found: Mapping[date, int | None], looked_at: Mapping[date, Decimal]) -> Numbers:
    """Seizures per 1,000 containers inspected; None where either is missing or nothing was inspected."""
    return {week: _rate(found.get(week), looked_at.get(week)) for week in sorted({*found, *looked_at})}


def _rate(number: int | None, looked_at: Decimal | None) -> float | None:
    if number is None or not looked_at:
        return None
    return float(number * PER / looked_at)
