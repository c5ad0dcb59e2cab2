"""A figure added by hand, and one withdrawn with a reason."""

from datetime import datetime

from django.db import IntegrityError, transaction

from port2port.base.refusal import NotAllowed
from port2port.figures.access import keeps_figures
from port2port.figures.actions.loading import figure_of, give_ports, standing
from port2port.figures.fields import FigureFields
from port2port.figures.models import Figure, Series
from port2port.figures.refusals import AlreadyHere, ReasonMissing, UnknownSeries, WithdrawnAlready
from port2port.figures.rules import check, length_of
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.reports.rules import BadField


@transaction.atomic
def add_figure(*, member: Member, said: FigureFields, now: datetime) -> Figure:
    """A figure that somebody published, with its source. Raises NotAllowed, BadField, AlreadyHere."""
    if not keeps_figures(member):
        raise NotAllowed
    series = Series.objects.visible_to(member).filter(slug=said.series).first()
    check(said, series, now=now)
    if series is None:
        raise BadField("series", UnknownSeries.words)
    figure = figure_of(said, series, member=member, now=now)
    if figure.published in standing([figure]):
        raise AlreadyHere
    give_ports([figure])
    try:
        with transaction.atomic():
            figure.save(force_insert=True)
    except IntegrityError as fault:
        raise AlreadyHere from fault
    record_act(member=member, act="add_figure", subject=f"figure:{figure.key}", now=now)
    return figure


@transaction.atomic
def withdraw_figure(*, member: Member, figure: Figure, reason: str, now: datetime) -> Figure:
    """The figure stays readable and counts no more. Raises NotAllowed, WithdrawnAlready, BadField."""
    row = Figure.objects.editable_by(member).select_for_update(of=("self",)).filter(pk=figure.pk).first()
    if row is None:
        raise NotAllowed
    if row.withdrawn_at is not None:
        raise WithdrawnAlready
    reason = reason.strip()
    if not reason or len(reason) > length_of("reason"):
        raise BadField("reason", ReasonMissing.words)
    row.withdrawn_by_id, row.withdrawn_at, row.reason = member.seat_id, now, reason
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "reason"])
    record_act(member=member, act="withdraw_figure", subject=f"figure:{row.key}", now=now)
    return row
