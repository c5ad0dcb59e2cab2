"""A series is lent exactly to a circle, and taken back."""

from datetime import date, datetime

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.counts.actions.counting import seat_of
from port2port.counts.models import CountSeries, Loan
from port2port.counts.refusals import LentAlready, LentByAnother, NotInCircle, NotMonday, TakenBackAlready
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.reports.rules import BadField


@transaction.atomic
def lend(*, member: Member, series: CountSeries, circle: Circle, from_week: date, now: datetime) -> Loan:
    """Everyone in the circle who reads counts reads this series exactly, from that Monday on.

    Raises NotAllowed, BadField, LentAlready, LentByAnother.
    """
    row = CountSeries.objects.lendable_by(member).filter(pk=series.pk).first()
    if row is None:
        raise NotAllowed
    if not Circle.objects.choosable_by(member).filter(pk=circle.pk).exists():
        raise BadField("circle", NotInCircle.words)
    if from_week.isoweekday() != 1:
        raise BadField("from_week", NotMonday.words)
    # One at a time: two who lend the same to a circle at once make one loan, or one refusal.
    held = Circle.objects.select_for_update().get(pk=circle.pk)
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
    """Ends a loan by which nobody reads any more. Raises LentAlready, LentByAnother."""
    same = Loan.objects.given().filter(
        circle=circle, port_id=series.port_id, outcome=series.outcome, category=series.category
    )
    running = Loan.objects.running_in(circle).filter(pk__in=same.values("pk")).first()
    if running is not None:
        raise LentAlready if running.series_id == series.pk else LentByAnother
    same.update(taken_back_at=now)
