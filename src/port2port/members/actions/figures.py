"""An organisation lends its figures to the community's bands, or stops."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from port2port.members.access import lends_figures
from port2port.members.actions.rights import on_rights, record_view, require
from port2port.members.member import Act, Member
from port2port.members.models import FigureConsent, Organisation, Seat


@on_rights
@transaction.atomic
def lend_figures(*, member: Member, now: datetime) -> FigureConsent:
    """The organisation's figures go into the rounds made from now on. Raises NotAllowed."""
    organisation = _check(member)
    # One at a time: two coordinators who press at once make one consent.
    Organisation.objects.select_for_update().get(pk=organisation)
    running = FigureConsent.objects.running().filter(organisation=organisation).first()
    if running is not None:
        return running
    seat = Seat.objects.get(pk=member.seat_id or 0)
    return FigureConsent.objects.create(organisation_id=organisation, given_by=seat, given_at=now)


@on_rights
@transaction.atomic
def keep_figures(*, member: Member, now: datetime) -> None:
    """The organisation's figures go into no further round; what was made stays. Raises NotAllowed."""
    organisation = _check(member)
    FigureConsent.objects.running().filter(organisation=organisation).update(ended_at=now, ended_by_id=member.seat_id)


def view_bands(*, member: Member, quarter: str, figures: Sequence[str], now: datetime) -> None:
    """On record, once an hour, for the auditor of the own organisation: who saw which bands of which quarter (R11)."""
    if figures:
        record_view(member=member, act="view_bands", subject=f"{quarter}: {', '.join(figures)}", now=now)


def _check(member: Member) -> int:
    decides = lends_figures(member) and member.seat_id is not None and member.limit is None
    return require(member, Act.MANAGE_PEOPLE, where=decides)
