"""Taking reports out of the house as a sheet: bounded, and on record."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.ledger.actions import trail
from port2port.members.member import Act, Member
from port2port.members.models import Organisation
from port2port.reports.finding import standing_rows
from port2port.reports.listing import Asked
from port2port.reports.models import Report
from port2port.reports.sheets import label_of

MOST_ROWS = 10_000


class TooManyRows(Refusal):
    status = 413
    words = _("A file holds at most 10,000 reports. Choose a shorter period, a port or a kind, and export again.")


@transaction.atomic
def export_reports(*, member: Member, asked: Asked, ending: str, now: datetime) -> list[Report]:
    """The reports of the filter, newest first, with one line in the audit trail that says how many left and how strict.

    Raises NotAllowed, TooManyRows.
    """
    if not member.may(Act.READ):
        raise NotAllowed
    rows = standing_rows(asked, member=member, most=MOST_ROWS + 1, now=now)
    if len(rows) > MOST_ROWS:
        raise TooManyRows
    own = Organisation.objects.filter(pk=member.organisation_id or 0).first()
    trail(
        actor=str(member.actor),
        organisation=str(own.key) if own else "",
        act="export_reports",
        subject=f"{ending}, {len(rows)} reports, {label_of(rows).label}",
        outcome="done",
        now=now,
    )
    return rows
