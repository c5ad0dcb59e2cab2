"""Exceptions that run for a facility: they change the words of the headline, never its number."""

from datetime import date

from port2port.assessments.models import Assessment, LegalDerogation
from port2port.assessments.pinned import sheet_of
from port2port.measures.models import ExceptionGrant


def running_until(row: Assessment, *, today: date) -> dict[str, date]:
    """Last day of the exception that runs for a control of this facility, by control.

    An authority's derogation from what the law asks, or an exception to a common measure.
    """
    granted = ExceptionGrant.objects.filter(
        adoption__facility=row.facility_id, state=ExceptionGrant.State.GRANTED, until_on__gte=today
    )
    found = {control.lower(): until for control, until in granted.values_list("control", "until_on")}
    legal = LegalDerogation.objects.standing().filter(facility=row.facility_id, from_on__lte=today, until_on__gte=today)
    found |= dict(legal.values_list("control", "until_on"))
    return {control: until for control, until in found.items() if control in sheet_of(row.round, "en").by_id}
