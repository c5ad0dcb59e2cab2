"""A series is lent exactly to a circle, and taken back."""

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.counts.actions.counting import seat_of
from port2port.counts.models import DERIVED, CountSeries, Loan, LoanNews, Outcome, WeekCount
from port2port.counts.refusals import (
    LentAlready,
    LentByAnother,
    NotInCircle,
    NotMonday,
    ReadersChanged,
    TakenBackAlready,
)
from port2port.members.actions.rights import record_act, record_taken
from port2port.members.member import Member
from port2port.members.models import Circle, CircleMembership, Organisation
from port2port.members.readers import readers_of_community
from port2port.pure.canonical import Json, canonical_json
from port2port.reports.rules import BadField
from port2port.sharing.actions import open_own_news, tell_own_news


@transaction.atomic
def lend(
    *,
    member: Member,
    series: CountSeries,
    circle: Circle,
    from_week: date,
    now: datetime,
    shown: str | None = None,
) -> Loan:
    """Everyone in the circle who reads counts reads this series exactly, from that Monday on.

    shown   the seal of what the page said (`shown_to`): what changed since is read before it is lent
    Raises NotAllowed, BadField, LentAlready, LentByAnother, ReadersChanged.
    """
    row = CountSeries.objects.lendable_by(member).select_related("port", "organisation").filter(pk=series.pk).first()
    if row is None:
        raise NotAllowed
    if not Circle.objects.choosable_by(member).filter(pk=circle.pk).exists():
        raise BadField("circle", NotInCircle.words)
    if from_week.isoweekday() != 1:
        raise BadField("from_week", NotMonday.words)
    # One at a time: two who lend the same to a circle at once make one loan, or one refusal.
    held = Circle.objects.select_for_update().get(pk=circle.pk)
    if shown is not None and shown != shown_to(member, row, held, from_week):
        raise ReadersChanged
    _make_room(held, row, now)
    loan = Loan.objects.create(
        series=row,
        circle=held,
        organisation_id=row.organisation_id,
        port_id=row.port_id,
        outcome=row.outcome,
        category=row.category,
        from_week=from_week,
        given_by_id=seat_of(member),
        given_at=now,
    )
    record_act(member=member, act="lend_counts", subject=f"loan:{loan.key}", now=now)
    return loan


def shown_to(member: Member, series: CountSeries, circle: Circle, from_week: date) -> str:
    """A seal of what the page of lending says: circle, week, who is in it as far as it shows, what else it reads."""
    known = circle.is_open or circle.owner_id == member.organisation_id
    stays = CircleMembership.objects.visible_to(member).current().filter(circle=circle)
    names = sorted(str(key) for key in stays.values_list("organisation__key", flat=True)) if known else []
    beside = str(beside_it(member, series, circle) or "")
    content: list[Json] = [str(series.key), str(circle.key), from_week.isoformat(), *names, beside]
    return sha256(canonical_json(content)).hexdigest()


def beside_it(member: Member, series: CountSeries, circle: Circle) -> str | None:
    """Of seizures and their rate, the one that this circle reads of the organisation already, when the other is lent.

    From both together follows how many containers were inspected.
    """
    other = {Outcome.SEIZURES.value: DERIVED.value, DERIVED.value: Outcome.SEIZURES.value}.get(series.outcome)
    loans = Loan.objects.visible_to(member).read_by(member).filter(circle=circle, outcome=other or "")
    same = loans.filter(organisation_id=series.organisation_id, port_id=series.port_id, category=series.category)
    return other if same.exists() else None


@transaction.atomic
def take_back(*, member: Member, loan: Loan, now: datetime) -> Loan:
    """Nothing new is read by it from now on; studies that were frozen keep what they read.

    Raises NotAllowed, TakenBackAlready.
    """
    row = Loan.objects.editable_by(member).select_for_update(of=("self",)).filter(pk=loan.pk).first()
    if row is None:
        raise NotAllowed
    if row.taken_back_at is not None:
        raise TakenBackAlready
    row.taken_back_at, row.taken_back_by_id = now, seat_of(member)
    row.save(update_fields=["taken_back_at", "taken_back_by"])
    record_act(member=member, act="take_back_counts", subject=f"loan:{row.key}", now=now)
    return row


def _make_room(circle: Circle, series: CountSeries, now: datetime) -> None:
    """Ends a loan by which nobody reads any more, and a tenant's where the port's manager lends.

    Raises LentAlready, LentByAnother.
    """
    manager = series.port.manager_id
    is_manager = manager == series.organisation_id
    if not is_manager and _manager_keeps(series):
        raise LentByAnother
    same = Loan.objects.given().filter(
        circle=circle, port_id=series.port_id, outcome=series.outcome, category=series.category
    )
    running = Loan.objects.running_in(circle).filter(pk__in=same.values("pk")).select_related("organisation").first()
    if running is None:
        same.update(taken_back_at=now)
    elif running.series_id == series.pk:
        raise LentAlready
    elif not is_manager:
        raise LentByAnother
    else:
        same.update(taken_back_at=now, ended_by=manager)
        record_taken(
            act="end_lent_counts",
            subject=f"loan:{running.key}",
            now=now,
            whose=running.organisation,
            taker=series.organisation,
        )
        _tell_ended(running, now=now)


def _tell_ended(loan: Loan, *, now: datetime) -> None:
    """The seats of whoever lent it, in the transaction in which it ends; who lends now stands on their page."""
    row = LoanNews.objects.create(loan=loan, made_at=now)
    own = (one for one in readers_of_community() if one.organisation == loan.organisation_id)
    readers = [one for one in own if LoanNews.objects.visible_to(one.member).filter(pk=row.pk).exists()]
    tell_own_news([(row, readers)], now=now)


def open_loan_news(*, member: Member, news: LoanNews, now: datetime) -> None:
    """The seat has opened it."""
    open_own_news(member=member, news=news, now=now)


def _manager_keeps(series: CountSeries) -> bool:
    """Whether the manager of the port, an active member, has a number of this count itself."""
    counted = Outcome.SEIZURES if series.is_derived else series.outcome
    rows = WeekCount.objects.standing().filter(
        series__organisation_id=series.port.manager_id or 0,
        series__port_id=series.port_id,
        series__outcome=counted,
        series__category=series.category,
        number__isnull=False,
    )
    active = Organisation.objects.filter(
        pk=series.port.manager_id or 0, state="active", standing=Organisation.Standing.MEMBER
    )
    return active.exists() and rows.exists()
