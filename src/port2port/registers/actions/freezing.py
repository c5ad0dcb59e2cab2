"""Once a month: the bands of Certified Pick up, made from what every facility said, and kept as they are."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from port2port.norms.models import FacilityTier
from port2port.pure.disclosure import Band, Contribution, Rules, Shown
from port2port.pure.pickup import Lane, next_month
from port2port.registers.models import PickupCell, PickupMonth, PickupRollout

RULES = Rules()


def freeze_month(*, now: datetime) -> PickupMonth | None:
    """The bands of the month that is over, once; None where they stand already. Safe to repeat."""
    month = last_month(timezone.localdate(now))
    if PickupMonth.objects.filter(month_on=month).exists():
        return None
    try:
        return _freeze(month, now)
    except IntegrityError:
        # Another worker was first.
        return None


def last_month(today: date) -> date:
    """The first day of the month before."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


@transaction.atomic
def _freeze(month_on: date, now: datetime) -> PickupMonth:
    before = PickupMonth.objects.order_by("-month_on").first()
    cells = before.cells.all() if before is not None else PickupCell.objects.none()
    lanes = list(_lanes())
    shown = next_month([lane for lane, _organisation in lanes], {one.name: _read(one) for one in cells}, RULES)
    month = PickupMonth.objects.create(
        month_on=month_on, gave=sorted({organisation for _lane, organisation in lanes}), frozen_at=now
    )
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
    for row in rows.select_related("facility__port", "organisation").order_by("pk"):
        if row.facility is not None:
            place = (str(row.facility.key), str(row.organisation.key), row.facility.port.slug)
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
