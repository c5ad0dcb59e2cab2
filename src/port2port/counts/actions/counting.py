"""Counts and effort are entered by week, corrected, and undone; every number that stood once is kept."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Self
from uuid import UUID

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.counts.access import keeps_counts
from port2port.counts.categories import vocabulary_of
from port2port.counts.models import CountSeries, Effort, Source, WeekCount
from port2port.counts.places import countable_ports
from port2port.counts.refusals import NothingToUndo, OtherPort, UndoOver, WorkedOut
from port2port.counts.rules import WeekSaid, check_amount, check_counted, check_mass, check_number, check_week
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Organisation, Port
from port2port.reports.rules import BadField, own_organisation

# What was entered can be undone for a day; after that it is corrected.
UNDONE_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it: weeks that are new, that were corrected, and that were so already."""

    made: int
    corrected: int
    same: int

    @classmethod
    def of(cls, *, asked: int, changed: Iterable[date], standing: Container[date]) -> Self:
        """What came of weeks that were asked for, some of them changed, some standing before."""
        weeks = list(changed)
        corrected = sum(week in standing for week in weeks)
        return cls(len(weeks) - corrected, corrected, asked - len(weeks))


def seat_of(member: Member) -> int:
    """The seat that acts. Raises NotAllowed for machines."""
    if member.seat_id is None:
        raise NotAllowed
    return member.seat_id


@transaction.atomic
def open_series(*, member: Member, port: Port, outcome: str, category: str = "", now: datetime) -> CountSeries:
    """The own organisation's series of this count, made at need. Raises NotAllowed, BadField."""
    if not keeps_counts(member):
        raise NotAllowed
    check_counted(outcome, category)
    if not countable_ports(member).filter(pk=port.pk).exists():
        raise BadField("port", OtherPort.words)
    organisation = own_organisation(member)
    # One at a time: two who count the same at once make one series.
    Organisation.objects.select_for_update().get(pk=organisation)
    series, is_new = CountSeries.objects.get_or_create(
        organisation_id=organisation,
        port=port,
        outcome=outcome,
        category=category,
        defaults={"vocabulary": vocabulary_of(category), "made_by_id": seat_of(member), "made_at": now},
    )
    if is_new:
        record_act(member=member, act="open_count", subject=f"counts:{series.key}", now=now)
    return series


@transaction.atomic
def enter_weeks(
    *,
    member: Member,
    series: CountSeries,
    said: Mapping[date, WeekSaid],
    now: datetime,
    source: str = Source.ENTERED,
    file: UUID | None = None,
) -> Entered:
    """The numbers of these weeks; what is so already stays untouched, what was corrected keeps its former number.

    said   by Monday; a number that is None says that it is missing
    Raises NotAllowed, WorkedOut, BadField with the name of the week.
    """
    row = _held(member, series)
    for week, one in said.items():
        check_week(week, now=now)
        check_number(week, one.number)
        check_mass(week, one, outcome=row.outcome)
    standing = {one.week: one for one in WeekCount.objects.standing().filter(series=row, week__in=said)}
    changed = {week: one for week, one in said.items() if not _says(standing.get(week), one)}
    _replace(WeekCount, [standing[week].pk for week in changed if week in standing], member=member, now=now)
    WeekCount.objects.bulk_create(
        WeekCount(
            series=row,
            week=week,
            number=one.number,
            kilograms=one.kilograms,
            source=source,
            file=file,
            by_id=seat_of(member),
            at=now,
        )
        for week, one in sorted(changed.items())
    )
    if changed:
        record_act(member=member, act="enter_counts", subject=f"counts:{row.key}", now=now)
    return Entered.of(asked=len(said), changed=changed, standing=standing)


@transaction.atomic
def undo_weeks(*, member: Member, series: CountSeries, at: datetime, now: datetime) -> int:
    """What this seat entered at that moment, within a day, and still stands gives way to what stood before.

    Returns how many weeks. Raises NotAllowed, UndoOver, NothingToUndo.
    """
    theirs = WeekCount.objects.standing().filter(series=series, at=at).exclude(by_id=seat_of(member))
    if now - at > UNDONE_WITHIN or theirs.exists():
        _held(member, series)
        raise UndoOver
    return give_way(member=member, series=series, at=at, now=now)


@transaction.atomic
def give_way(*, member: Member, series: CountSeries, at: datetime, now: datetime) -> int:
    """As `undo_weeks`, whoever entered it and whenever: for a file that is undone. Raises NotAllowed, NothingToUndo."""
    row = _held(member, series)
    entered = list(WeekCount.objects.standing().filter(series=row, at=at))
    if not entered:
        raise NothingToUndo
    weeks = [one.week for one in entered]
    former = WeekCount.objects.filter(series=row, week__in=weeks, replaced_at=at).order_by("week", "pk")
    before = {one.week: one for one in former}
    _replace(WeekCount, [one.pk for one in entered], member=member, now=now)
    WeekCount.objects.bulk_create(
        WeekCount(
            series=row,
            week=week,
            number=one.number,
            kilograms=one.kilograms,
            source=one.source,
            file=one.file,
            by_id=seat_of(member),
            at=now,
        )
        for week, one in before.items()
    )
    record_act(member=member, act="undo_counts", subject=f"counts:{row.key}", now=now)
    return len(entered)


@transaction.atomic
def enter_effort(
    *,
    member: Member,
    port: Port,
    kind: str,
    said: Mapping[date, Decimal | None],
    now: datetime,
    file: UUID | None = None,
) -> Entered:
    """What was done by week; None takes a week's amount away. Raises NotAllowed, BadField."""
    _check_effort(member, port, kind, said, now=now)
    organisation = own_organisation(member)
    Organisation.objects.select_for_update().get(pk=organisation)
    rows = Effort.objects.standing().filter(organisation_id=organisation, port=port, kind=kind, week__in=said)
    standing = {one.week: one for one in rows}
    changed = {
        week: amount for week, amount in said.items() if amount != (standing[week].amount if week in standing else None)
    }
    _replace(Effort, [standing[week].pk for week in changed if week in standing], member=member, now=now)
    Effort.objects.bulk_create(
        Effort(
            organisation_id=organisation,
            port=port,
            week=week,
            kind=kind,
            amount=amount,
            file=file,
            by_id=seat_of(member),
            at=now,
        )
        for week, amount in sorted(changed.items())
        if amount is not None
    )
    if changed:
        record_act(member=member, act="enter_effort", subject=f"port:{port.key} {kind}", now=now)
    return Entered.of(asked=len(said), changed=changed, standing=standing)


def _check_effort(member: Member, port: Port, kind: str, said: Mapping[date, Decimal | None], *, now: datetime) -> None:
    if not keeps_counts(member):
        raise NotAllowed
    if not countable_ports(member).filter(pk=port.pk).exists():
        raise BadField("port", OtherPort.words)
    for week, amount in said.items():
        check_week(week, now=now)
        check_amount(week, kind, amount)


def _held(member: Member, series: CountSeries) -> CountSeries:
    """The row, until the end of the transaction. Raises NotAllowed, WorkedOut."""
    row = CountSeries.objects.editable_by(member).select_for_update(of=("self",)).filter(pk=series.pk).first()
    if row is None:
        raise NotAllowed
    if row.is_derived:
        raise WorkedOut
    return row


def _says(row: WeekCount | None, said: WeekSaid) -> bool:
    return row is not None and (row.number, row.kilograms) == (said.number, said.kilograms)


def _replace(model: type[WeekCount | Effort], rows: Sequence[int], *, member: Member, now: datetime) -> None:
    if rows:
        model.objects.filter(pk__in=rows).update(replaced_at=now, replaced_by_id=seat_of(member))
