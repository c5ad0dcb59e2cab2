"""Who reads exact counts: the own organisation, and the circles that a series is lent to; nobody else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from port2port.counts.categories import touching
from port2port.members.member import Act, Function, Member, Standing

if TYPE_CHECKING:
    from port2port.counts.models import (  # noqa: F401
        BandCell,
        BandTable,
        Comparison,
        ComparisonWeek,
        CountImport,
        CountSeries,
        CountUpload,
        Effort,
        Intervention,
        Loan,
        LoanNews,
        RecordingChange,
        WeekCount,
    )

READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR, Function.SECRETARIAT})
LENDERS = frozenset({Function.OFFICER, Function.COORDINATOR, Function.SECRETARIAT})
# Whoever answers for the organisation as a whole.
SHOWERS = frozenset({Function.COORDINATOR, Function.SECRETARIAT})


def _table(name: str, *, of: str = "counts") -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model(of, name).objects


def reads_counts(member: Member) -> bool:
    """Whether this seat reads counts at all; which, `visible_to` says. Machines read none."""
    reads = member.may(Act.READ) and member.standing == Standing.MEMBER
    return reads and member.function in READERS and member.seat_id is not None


def keeps_counts(member: Member) -> bool:
    """Whether this seat enters counts of its organisation; a seat of one facility counts no port."""
    return reads_counts(member) and member.may(Act.PUBLISH) and member.facility_id is None


def lends_counts(member: Member) -> bool:
    """Whether this seat decides who else reads them: officers and coordinators of the whole organisation."""
    return keeps_counts(member) and member.function in LENDERS and member.port_id is None


def compares_counts(member: Member) -> bool:
    """Whether this seat declares comparisons: they lie at no port, so it takes a seat of the whole organisation."""
    return keeps_counts(member) and member.port_id is None


def shows_counts(member: Member) -> bool:
    """Whether this seat decides which counts all members see as bands."""
    return lends_counts(member) and member.function in SHOWERS


def _own(member: Member, *, at: str = "", port: str = "port_id") -> Q:
    """Of the own organisation, within the seat's scope. at: the way to the row that holds both."""
    mine = Q(**{f"{at}organisation_id": member.organisation_id})
    if member.facility_id is not None:
        return mine & Q(pk__in=[])
    return mine if member.port_id is None else mine & Q(**{f"{at}{port}": member.port_id})


def _shared_with(member: Member, *, since: str) -> Q:
    """Shared with a circle by an organisation that has been in it ever since, and read by one that is in it now.

    since   the field of the moment when it was shared. Whoever leaves a circle shares nothing more with it, nor by
            coming back later; a circle that keeps its past to itself shows newcomers what came after them.
    """
    stays = _table("CircleMembership", of="members").current().filter(circle_id=OuterRef("circle_id"))
    theirs = stays.filter(organisation_id=OuterRef("organisation_id"), joined_at__lte=OuterRef(since))
    mine = stays.filter(organisation_id=member.organisation_id)
    mine = mine.filter(Q(circle__shows_history=True) | Q(joined_at__lte=OuterRef(since)))
    return Q(Exists(theirs), Exists(mine), organisation__state="active", organisation__standing=Standing.MEMBER)


class Loans(models.QuerySet["Loan"]):
    """Known to the lender's own readers, as long as they run to the readers of the circle."""

    def visible_to(self, member: Member) -> Self:
        if not reads_counts(member):
            return self.none()
        return self.filter(_own(member) | Q(_shared_with(member, since="given_at"), taken_back_at=None))

    def editable_by(self, member: Member) -> Self:
        """Those that this seat takes back: its own organisation's."""
        return self.filter(_own(member)) if lends_counts(member) else self.none()

    def given(self) -> Self:
        """Not taken back, running or not."""
        return self.filter(taken_back_at=None)

    def of_organisation(self, member: Member) -> Self:
        """The own organisation's, within the seat's scope."""
        return self.filter(_own(member))

    def ended_for_manager(self) -> Self:
        """Ended by the loan of the port's manager, and not given anew since; with all that a line names."""
        same = _table("Loan").filter(series_id=OuterRef("series_id"), circle_id=OuterRef("circle_id"))
        later = same.filter(given_at__gt=OuterRef("given_at"))
        return self.filter(~Exists(later), ended_by__isnull=False).with_names()

    def read_by(self, member: Member) -> Self:
        """By which the member reads what others lend, and what its own organisation lends to its circles."""
        return self.filter(_shared_with(member, since="given_at"), taken_back_at=None)

    def running_in(self, circle: Any) -> Self:
        """Not taken back, by an active member that has been in the circle, which is open, ever since it lent."""
        stays = _table("CircleMembership", of="members").current()
        stays = stays.filter(
            circle_id=OuterRef("circle_id"),
            organisation_id=OuterRef("organisation_id"),
            joined_at__lte=OuterRef("given_at"),
        )
        active = Q(organisation__state="active", organisation__standing=Standing.MEMBER)
        return self.filter(active, Exists(stays), circle=circle, taken_back_at=None)

    def with_names(self) -> Self:
        """With all that a line names."""
        return self.select_related("circle", "organisation", "port", "series", "given_by", "taken_back_by")


class LoanNewsSet(models.QuerySet["LoanNews"]):
    """That a loan ended: to the readers of the organisation whose loan it was."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(_own(member, at="loan__")) if reads_counts(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)

    def standing(self) -> Self:
        """That are news still: the count was not lent to that circle again."""
        return self.filter(loan__in=_table("Loan").ended_for_manager().values("pk"))


def _lent(member: Member, **same: str) -> Any:
    """Running loans to the member's circles, tied to the row that asks: {field of the loan: field of the row}."""
    loans = _table("Loan").read_by(member)
    return loans.filter(**{name: OuterRef(field) for name, field in same.items()})


class CountSeriesSet(models.QuerySet["CountSeries"]):
    """The own organisation's series and those that are lent to it."""

    def visible_to(self, member: Member) -> Self:
        if not reads_counts(member):
            return self.none()
        return self.filter(_own(member) | Q(Exists(_lent(member, series_id="pk"))))

    def editable_by(self, member: Member) -> Self:
        """Those that this seat counts."""
        return self.filter(_own(member)) if keeps_counts(member) else self.none()

    def lendable_by(self, member: Member) -> Self:
        """Those of which this seat decides who else reads them."""
        return self.filter(_own(member)) if lends_counts(member) else self.none()

    def showable_by(self, member: Member) -> Self:
        """Those of which this seat decides whether all members see bands."""
        return self.filter(_own(member)) if shows_counts(member) else self.none()

    def of_organisation(self, member: Member) -> Self:
        """The own organisation's, within the seat's scope."""
        return self.filter(_own(member))

    def with_names(self) -> Self:
        """With all that a line names."""
        return self.select_related("organisation", "port")


class WeekCounts(models.QuerySet["WeekCount"]):
    """Numbers: all of the own organisation, of the others what stands in the weeks that are lent."""

    def visible_to(self, member: Member) -> Self:
        if not reads_counts(member):
            return self.none()
        lent = _lent(member, series_id="series_id", from_week__lte="week")
        return self.filter(_own(member, at="series__") | Q(Exists(lent), replaced_at=None))

    def editable_by(self, member: Member) -> Self:
        return self.filter(_own(member, at="series__")) if keeps_counts(member) else self.none()

    def standing(self) -> Self:
        """As they are now: not corrected since."""
        return self.filter(replaced_at=None)

    def between(self, first: date, last: date) -> Self:
        """Of the weeks from the first Monday to the last."""
        return self.filter(week__gte=first, week__lte=last)


class Efforts(models.QuerySet["Effort"]):
    """What was done to find something stays with who did it; others do not even learn whether it is known."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(_own(member)) if reads_counts(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        return self.filter(_own(member)) if keeps_counts(member) else self.none()

    def standing(self) -> Self:
        """As they are now: not corrected since."""
        return self.filter(replaced_at=None)

    def between(self, first: date, last: date) -> Self:
        """Of the weeks from the first Monday to the last."""
        return self.filter(week__gte=first, week__lte=last)


class _DeclaredRows[M: models.Model](models.QuerySet[M]):
    """What an organisation declares at a port: its own readers see all within their scope, the circle what stands."""

    def _of_own(self, member: Member) -> Q:
        return _own(member)

    def of_organisation(self, member: Member) -> Self:
        """The own organisation's, within the seat's scope."""
        return self.filter(self._of_own(member))

    def _in_circle(self, member: Member) -> Q:
        return Q(_shared_with(member, since="at"), withdrawn_at=None)

    def visible_to(self, member: Member) -> Self:
        if not reads_counts(member):
            return self.none()
        return self.filter(self._of_own(member) | self._in_circle(member))

    def editable_by(self, member: Member) -> Self:
        """Those that this seat withdraws: its own organisation's, within its scope."""
        return self.filter(self._of_own(member)) if keeps_counts(member) else self.none()

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class Interventions(_DeclaredRows["Intervention"]):
    """Measures whose effect may be asked after."""


class Comparisons(_DeclaredRows["Comparison"]):
    """Series from outside; they lie at no port, so a seat of one port or facility has none of its own."""

    def _of_own(self, member: Member) -> Q:
        is_whole = member.port_id is None and member.facility_id is None
        return Q(organisation_id=member.organisation_id) if is_whole else Q(pk__in=[])


class RecordingChanges(_DeclaredRows["RecordingChange"]):
    """Known to who reads a series that it touches."""

    def of_counts(self, outcome: str, category: str) -> Self:
        """Those that touch this count; a rate is worked out of seizures."""
        outcomes = [outcome, "seizures"] if outcome == "seizures_per_1000_inspected" else [outcome]
        return self.filter(touching(category), outcome__in=outcomes)

    def _in_circle(self, member: Member) -> Q:
        loans = _lent(member, organisation_id="organisation_id", port_id="port_id", from_week__lte="on")
        loans = loans.annotate(
            said=ExpressionWrapper(OuterRef("category"), output_field=CharField()),
            counted=ExpressionWrapper(OuterRef("outcome"), output_field=CharField()),
        )
        # As `touching` has it, of two rows: either is the other, or stands under it.
        is_under = Q(said__startswith=Concat(F("category"), Value("-")))
        is_above = Q(category__startswith=Concat(F("said"), Value("-")))
        same_category = Q(category="") | Q(said="") | Q(category=F("said")) | is_under | is_above
        same_outcome = Q(outcome=F("counted")) | Q(outcome="seizures_per_1000_inspected", counted="seizures")
        return Q(Exists(loans.filter(same_category, same_outcome)), withdrawn_at=None)


class ComparisonWeeks(models.QuerySet["ComparisonWeek"]):
    """As the comparison; what was corrected only to its own organisation."""

    def visible_to(self, member: Member) -> Self:
        seen = _table("Comparison").visible_to(member)
        mine = seen.of_organisation(member)
        return self.filter(Q(comparison__in=mine.values("pk")) | Q(replaced_at=None), comparison__in=seen.values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.filter(comparison__in=_table("Comparison").editable_by(member).values("pk"))

    def standing(self) -> Self:
        """As they are now: not corrected since."""
        return self.filter(replaced_at=None)


def _of_editable(member: Member) -> Q:
    """Of no comparison, or of one that this seat enters."""
    return Q(comparison=None) | Q(comparison__in=_table("Comparison").editable_by(member).values("pk"))


class CountImports(models.QuerySet["CountImport"]):
    """Imports of the own organisation: to who keeps the counts of all its ports, else those of the own seat."""

    def visible_to(self, member: Member) -> Self:
        if not keeps_counts(member):
            return self.none()
        rows = self.filter(_of_editable(member), organisation_id=member.organisation_id)
        return rows if member.port_id is None else rows.filter(seat_id=member.seat_id)

    def editable_by(self, member: Member) -> Self:
        """Those that this seat may undo."""
        return self.visible_to(member)


class CountUploads(models.QuerySet["CountUpload"]):
    """A file between two steps is seen by nobody but the seat that brought it."""

    def visible_to(self, member: Member) -> Self:
        if not keeps_counts(member):
            return self.none()
        return self.filter(_of_editable(member), organisation_id=member.organisation_id, seat_id=member.seat_id)

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)


class BandTables(models.QuerySet["BandTable"]):
    """Every member that reads counts reads all tables of bands, whether its organisation shows any or not."""

    def visible_to(self, member: Member) -> Self:
        return self.all() if reads_counts(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        """Never: a table is made once."""
        del member
        return self.none()


class BandCells(models.QuerySet["BandCell"]):
    """As their table."""

    def visible_to(self, member: Member) -> Self:
        return self.all() if reads_counts(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        """Never: a table is made once."""
        del member
        return self.none()
