"""Weeks, numbers and loans in the reader's words."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from port2port.counts.categories import category_words
from port2port.counts.models import CountSeries, Loan, Outcome
from port2port.members.models import Organisation, Port
from port2port.pure.audience import Tlp

# What one event is. Where an organisation counts otherwise from some day on, it declares that.
DEFINITIONS: dict[str, str | Promise] = {
    Outcome.SEIZURES: gettext_lazy("One seizure is one find of drugs, however much it weighs."),
    Outcome.SEIZURES_PER_1000: gettext_lazy(
        "Seizures divided by containers scanned or inspected in the same week, times 1,000."
    ),
    Outcome.INTRUSIONS: gettext_lazy("One intrusion is one event with people inside who should not be there."),
    Outcome.DRONE_SIGHTINGS: gettext_lazy("One sighting is one event with a drone that is not one’s own."),
    Outcome.CORRUPTION_APPROACHES: gettext_lazy(
        "One approach is one attempt to bribe, press, question or recruit staff."
    ),
    Outcome.TAMPERED_SEALS: gettext_lazy("One event is a seal that was broken, changed or copied."),
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where a chart's numbers come from. at: when the newest was entered; None where that is not told."""

    counted_by: str
    at: datetime | None
    outcome: str
    tlp: str = Tlp.AMBER_STRICT.label

    @property
    def definition(self) -> str:
        """What one event is."""
        return str(DEFINITIONS.get(self.outcome, ""))


def outcome_words(outcome: str) -> str:
    """What is counted."""
    return str(Outcome(outcome).label) if outcome in Outcome.values else outcome


def counted_words(outcome: str, category: str) -> str:
    """What is counted, and of which category."""
    return f"{outcome_words(outcome)}, {category_words(category)}"


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
    # A day is not broken over two lines: the column of a list is narrow.
    monday = date_format(week, "DATE_FORMAT").replace(" ", "\N{NO-BREAK SPACE}")
    said = {"year": year, "week": number, "monday": monday}
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
    said = {"circle": loan.circle.name, "week": date_format(loan.from_week, "DATE_FORMAT")}
    return _("Lent to %(circle)s, from the week of %(week)s on") % said


def ended_words(loan: Loan) -> str:
    """That the manager of the port lends now, to whom."""
    day = date_format(localdate(loan.taken_back_at), "DATE_FORMAT") if loan.taken_back_at else ""
    words = _(
        "Nobody reads by this loan any more: it ended on %(day)s, when the manager of the port lent this count itself."
    )
    return f"{loan.circle.name}: {words % {'day': day}}"
