"""Weeks, numbers and loans in the reader's words."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from port2port.counts.categories import category_words
from port2port.counts.models import CountSeries, Loan, Outcome
from port2port.members.models import Organisation, Port


def outcome_words(outcome: str) -> str:
    """What is counted."""
    return str(Outcome(outcome).label) if outcome in Outcome.values else outcome


def series_words(series: CountSeries) -> str:
    """What is counted where: "Intrusions, Antwerp"; the category where there is one."""
    words = f"{outcome_words(series.outcome)}, {port_words(series.port, series.organisation)}"
    return f"{words} ({category_words(series.category)})" if series.category else words


def port_words(port: Port, counted_by: Organisation) -> str:
    """The port's name; who counts there stands beside it, unless that is the port's manager."""
    if port.manager_id == counted_by.pk:
        return port.name
    said = {"port": port.name, "organisation": counted_by.label}
    return _("%(port)s (counted by %(organisation)s)") % said


def week_words(week: date) -> str:
    """ISO week and its Monday: "2026, week 9 (2 March 2026)"."""
    year, number, _day = week.isocalendar()
    said = {"year": year, "week": number, "monday": date_format(week, "SHORT_DATE_FORMAT")}
    return _("%(year)s, week %(week)s (%(monday)s)") % said


def number_words(number: float | None) -> str:
    """The number in the reader's notation; missing is said, never 0."""
    if number is None:
        return pgettext("count of a week", "missing")
    places = 0 if float(number).is_integer() else 2
    return number_format(round(number, places), places, force_grouping=True)


def mass_words(kilograms: Decimal | None) -> str:
    """Kilograms with their unit, kept on one line; empty where none are given."""
    if kilograms is None:
        return ""
    return f"{number_format(Decimal(f'{kilograms.normalize():f}'), force_grouping=True)}\N{NO-BREAK SPACE}kg"


def loan_words(loan: Loan) -> str:
    """To whom, since which week."""
    said = {"circle": loan.circle.name, "week": date_format(loan.from_week, "SHORT_DATE_FORMAT")}
    return _("Lent to %(circle)s, from the week of %(week)s on") % said


def ended_words(loan: Loan) -> str:
    """That the manager of the port lends now, to whom."""
    day = date_format(loan.taken_back_at.date(), "SHORT_DATE_FORMAT") if loan.taken_back_at else ""
    words = _(
        "Nobody reads by this loan any more: it ended on %(day)s, when the manager of the port lent this count itself."
    )
    return f"{loan.circle.name}: {words % {'day': day}}"
