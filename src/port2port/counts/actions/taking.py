"""A file of counts is taken: the trails of who took it and of who counts say so."""

from datetime import datetime

from django.db.models import F, Q

from port2port.counts.models import CountSeries, Loan
from port2port.members.actions.rights import record_act, record_taken
from port2port.members.member import Member
from port2port.members.models import Organisation


def record_export(*, member: Member, series: CountSeries, now: datetime) -> None:
    """Who counts reads which organisation took it, as far as a circle shows who is in it; never which person."""
    subject = f"counts:{series.key}"
    record_act(member=member, act="export_counts", subject=subject, now=now)
    if series.organisation_id == member.organisation_id:
        return
    loans = Loan.objects.visible_to(member).read_by(member).filter(series=series)
    named = loans.filter(Q(circle__is_open=True) | Q(circle__owner_id=F("organisation_id"))).exists()
    taker = Organisation.objects.get(pk=member.organisation_id or 0) if named else None
    record_taken(act="export_counts", subject=subject, now=now, whose=series.organisation, taker=taker)
