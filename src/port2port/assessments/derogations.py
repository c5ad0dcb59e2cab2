"""Exceptions that run for a facility: they change the words of the headline, never its number."""

from datetime import date

from port2port.assessments.models import Assessment
from port2port.assessments.pinned import sheet_of
from port2port.measures.models import ExceptionGrant


def running_until(row: Assessment, *, today: date) -> dict[str, date]:
    """Last day of the exception that runs for a control of this facility, by control."""
    ids = {one.label: one.id for one in sheet_of(row.round).controls}
    granted = ExceptionGrant.objects.filter(
        adoption__facility=row.facility_id, state=ExceptionGrant.State.GRANTED, until_on__gte=today
    )
    found: dict[str, date] = {}
    for label, day in granted.order_by("until_on").values_list("control", "until_on"):
        if label in ids:
            found[ids[label]] = day
    return found
