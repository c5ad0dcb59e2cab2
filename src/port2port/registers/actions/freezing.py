"""Once a quarter: the bands of Certified Pick up, made from what every facility said, and kept as they are."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from port2port.members.models import Organisation
from port2port.members.operators import operators
from port2port.norms.models import FacilityTier
from port2port.pure.disclosure import Band, Contribution, Rules, Shown
from port2port.pure.pickup import Lane, groups_of, next_quarter
from port2port.registers.models import PickupCell, PickupMonth, PickupRollout

RULES = Rules()


def freeze_quarter(*, now: datetime) -> PickupMonth | None:
    """The bands of the quarter that is over, once; None where they stand already. Safe to repeat."""
    first_day = last_quarter(timezone.localdate(now))
    if PickupMonth.objects.filter(month_on__gte=first_day).exists():
        return None
    try:
        return _freeze(first_day, now)
    except IntegrityError:
        # Another worker was first.
        return None


def last_quarter(today: date) -> date:
    """The first day of the quarter before."""
    before = _quarter(today) - timedelta(days=1)
    return _quarter(before)


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


@transaction.atomic
def _freeze(month_on: date, now: datetime) -> PickupMonth:
    before = PickupMonth.objects.order_by("-month_on").first()
    cells = before.cells.all() if before is not None else PickupCell.objects.none()
    lanes = list(_lanes())
    shown = next_quarter([lane for lane, _organisation in lanes], {one.name: _read(one) for one in cells}, RULES)
    gave = sorted({(group, organisation) for lane, organisation in lanes for group in groups_of(lane)})
    month = PickupMonth.objects.create(month_on=month_on, gave=[list(one) for one in gave], frozen_at=now)
    PickupCell.objects.bulk_create(_written(month, name, one) for name, one in sorted(shown.items()))
    return month


def _lanes() -> Iterable[tuple[Lane, int]]:
    """Lanes in scope of facilities that are active, of active organisations, and known to their port.

    known to its port   the port's officer has confirmed what the facility is held to
    """
    known = FacilityTier.objects.current().filter(confirmed_at__isnull=False).values("facility_id")
    rows = PickupRollout.objects.filter(
        facility_id__in=known, facility__is_active=True, in_scope=True, organisation__state="active"
    )
    tops, keys = operators(), dict(Organisation.objects.values_list("pk", "key"))
    for row in rows.select_related("facility__port").order_by("pk"):
        if row.facility is not None:
            operator = keys[tops[row.organisation_id]]
            place = (str(row.facility.key), str(operator), row.facility.port.slug)
            yield Lane(*place, row.mode, row.flow, row.stage), row.organisation_id


def _read(cell: PickupCell) -> Shown:
    kept = Band(*cell.kept) if cell.kept else None
    made_of = {one[0]: Contribution(one[0], one[1], one[2], one[3]) for one in cell.made_of}
    return Shown(None, kept, made_of)


def _written(month: PickupMonth, name: str, shown: Shown) -> PickupCell:
    band = shown.band
    said: dict[str, Any] = {one: getattr(band, one) if band else None for one in ("lower", "middle", "upper", "floor")}
    kept = [shown.kept.lower, shown.kept.middle, shown.kept.upper, shown.kept.floor] if shown.kept else None
    made_of = [[one.unit, one.operator, one.level, one.port] for one in shown.made_of.values()]
    return PickupCell(month=month, name=name, kept=kept, made_of=made_of, **said)
