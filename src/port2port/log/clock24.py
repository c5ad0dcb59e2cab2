"""The clock of the 24-hour report: it starts when an entry was known and runs until the report is settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.log.formbook import formbook
from port2port.log.models import FormAddress, Occurrence, Source
from port2port.members.models import Facility

HOURS = 24
# From here on the chip is a warning.
SOON = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Clock:
    """How an entry's report stands: due at a moment, with the words and the colour of its chip."""

    due: datetime
    left: timedelta

    @property
    def is_over(self) -> bool:
        """True once the time has passed."""
        return self.left <= timedelta(0)

    @property
    def kind(self) -> str:
        """The severity that the chip shows."""
        if self.is_over:
            return "critical"
        return "high" if self.left < SOON else "information"

    @property
    def words(self) -> str:
        """How long there is, or that it is over."""
        if self.is_over:
            return _("24 h report overdue")
        return _("24 h report: %(left)s left") % {"left": span_words(self.left)}


def span_words(span: timedelta) -> str:
    """Hours from two on, minutes below."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 120:
        return ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes}
    return ngettext("%(n)d h", "%(n)d h", minutes // 60) % {"n": minutes // 60}


def clocks_of(rows: Iterable[Occurrence], *, now: datetime) -> dict[int, Clock]:
    """The clocks that run, by the entries' ids. They need `facility` at hand."""
    running = [row for row in rows if _runs(row)]
    hours = hours_of({row.facility_id for row in running})
    clocks = {}
    for row in running:
        if row.facility_id in hours or row.facility.isps == Facility.Isps.INSIDE:
            due = row.noted_at + timedelta(hours=hours.get(row.facility_id, HOURS))
            clocks[row.pk] = Clock(due, due - now)
    return clocks


def clock_of(row: Occurrence, *, now: datetime) -> Clock | None:
    """The clock of one entry, while it runs."""
    return clocks_of([row], now=now).get(row.pk)


def hours_of(facilities: Iterable[int]) -> dict[int, int]:
    """How many hours the forms of these facilities give, the shortest of each; one that sends no form is not in it."""
    found: dict[int, int] = {}
    for one in newest_addresses(facilities):
        form = formbook().get(one.form)
        if form is not None and one.email:
            found[one.facility_id] = min(form.clock_h, found.get(one.facility_id, form.clock_h))
    return found


def newest_addresses(facilities: Iterable[int]) -> list[FormAddress]:
    """The address that counts, of each form of these facilities."""
    newest: dict[tuple[int, str], FormAddress] = {}
    for one in FormAddress.objects.filter(facility__in=list(facilities)).order_by("number"):
        newest[one.facility_id, one.form] = one
    return list(newest.values())


def _runs(row: Occurrence) -> bool:
    # An old logbook that is imported was reported in its own time.
    return row.reported_at is None and not row.is_struck and row.source != Source.IMPORT
