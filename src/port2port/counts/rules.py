"""What a number, a week and a category must be before they are kept."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from port2port.counts.categories import is_category
from port2port.counts.models import DERIVED, MOST, EffortKind, Outcome
from port2port.counts.refusals import (
    NoAmount,
    NoCategory,
    NoCount,
    NoMass,
    NoOutcome,
    NotMonday,
    TooLongAgo,
    WeekNotOver,
)
from port2port.pure.weeks import WEEK, monday_of
from port2port.reports.rules import BadField

EARLIEST = date(2000, 1, 3)
MOST_MASS, MOST_AMOUNT = Decimal(1_000_000), Decimal(100_000_000)


@dataclass(frozen=True, slots=True)
class WeekSaid:
    """The number of one week. number: None = missing."""

    number: int | None
    kilograms: Decimal | None = None


def last_whole_week(now: datetime) -> date:
    """The Monday of the newest week that is over."""
    return monday_of(timezone.localdate(now)) - WEEK


def field_of(week: date) -> str:
    """The name that a week has in a refusal."""
    return f"week_{week.isoformat()}"


def check_week(week: date, *, now: datetime) -> None:
    """Raises BadField with the name of the week."""
    if week.isoweekday() != 1:
        raise BadField(field_of(week), NotMonday.words)
    if week < EARLIEST:
        raise BadField(field_of(week), TooLongAgo.words)
    if week > last_whole_week(now):
        raise BadField(field_of(week), WeekNotOver.words)


def check_number(week: date, number: object) -> None:
    """Raises BadField with the name of the week."""
    if number is None:
        return
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= MOST:
        raise BadField(field_of(week), NoCount.words)


def check_mass(week: date, said: WeekSaid, *, outcome: str) -> None:
    """Raises BadField with the name of the week."""
    if said.kilograms is None:
        return
    if outcome != Outcome.SEIZURES or said.number is None or not _fits(said.kilograms, MOST_MASS, places=3):
        raise BadField(field_of(week), NoMass.words)


def check_amount(week: date, kind: str, amount: Decimal | None) -> None:
    """Raises BadField with the name of the week, or of the kind."""
    if kind not in EffortKind.values:
        raise BadField("kind", NoAmount.words)
    if amount is not None and not _fits(amount, MOST_AMOUNT, places=2):
        raise BadField(field_of(week), NoAmount.words)


def check_counted(outcome: str, category: str) -> None:
    """That this can be counted at all. Raises BadField."""
    if outcome not in Outcome.values:
        raise BadField("outcome", NoOutcome.words)
    if not is_category(category):
        raise BadField("category", NoCategory.words)


def is_derived(outcome: str) -> bool:
    """Whether nobody enters it."""
    return outcome == DERIVED


def _fits(value: Decimal, most: Decimal, *, places: int) -> bool:
    if not value.is_finite() or not 0 <= value <= most:
        return False
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= places
