"""Exceptions that run for a facility: they change the words of the headline, never its number."""

from datetime import date

from port2port.assessments.models import Assessment


def running_until(row: Assessment, *, today: date) -> dict[str, date]:
    """Last day of the exception that runs for a control of this facility, by control."""
    del row, today
    return {}
