"""Taking reports out of the house as a sheet: bounded, and on record."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.members.actions.rights import record_act
from port2port.members.member import Act, Member
from port2port.reports.finding import standing_rows
from port2port.reports.listing import Asked
from port2port.reports.models import Report
from port2port.reports.sheets import label_of

MOST_ROWS = 10_000


class TooManyRows(Refusal):
    status = 413
    words = _("A file holds at most 10,000 reports. Choose a shorter period, a port or a kind, and export again.")


def export_reports(*, member: Member, asked: Asked, ending: str, now: datetime) -> list[Report]:
    """The reports of the filter, newest first, with one line in the audit trail that says how many left and how strict.

    Raises NotAllowed, TooManyRows.
    """
    if not member.may(Act.READ):
        raise NotAllowed
    rows = standing_rows(asked, member=member, most=MOST_ROWS + 1, now=now)
    if len(rows) > MOST_ROWS:
        raise TooManyRows
    said = f"{ending}, {len(rows)} reports, {label_of(rows).label}"
    record_act(member=member, act="export_reports", subject=said, now=now)
    return rows
