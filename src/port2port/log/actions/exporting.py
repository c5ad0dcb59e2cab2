"""Taking the log out of the house, on paper or as a file: bounded, and on record."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.log.access import reads_log
from port2port.log.listing import Asked, found
from port2port.log.models import Occurrence
from port2port.members.actions.rights import record_act
from port2port.members.member import Member

PDF = "pdf"
MOST_ROWS = 10_000
# A PDF is laid out in memory, about a tenth of a megabyte an entry.
MOST_ON_PAPER = 3_000


class TooManyEntries(Refusal):
    status = 413
    words = _("At most 10,000 entries leave at once. Choose a shorter period or one facility.")


class TooManyOnPaper(TooManyEntries):
    words = _("At most 3,000 entries go into one PDF. Choose a shorter period or one facility.")


def export_log(*, member: Member, asked: Asked, act: str, now: datetime) -> list[Occurrence]:
    """The entries of the filter, oldest first, with one line in the audit trail that says how many.

    act   how it leaves: print, export as csv …; a PDF takes fewer
    Raises NotAllowed, TooManyEntries, TooManyOnPaper.
    """
    if not reads_log(member):
        raise NotAllowed
    most, refusal = (MOST_ON_PAPER, TooManyOnPaper) if act == PDF else (MOST_ROWS, TooManyEntries)
    rows = list(found(asked, member=member).order_by("happened_at", "pk").select_related("seat")[: most + 1])
    if len(rows) > most:
        raise refusal
    record_act(member=member, act="take_out_log", subject=f"{act}, {len(rows)} entries", now=now)
    return rows
