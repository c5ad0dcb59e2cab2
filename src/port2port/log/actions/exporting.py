"""Taking the log out of the house, on paper or as a file: bounded, and on record."""

from collections import Counter
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.log.access import reads_log
from port2port.log.listing import Asked, found
from port2port.log.models import Occurrence
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Organisation

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
    """The entries of the filter, oldest first; the audit trail says how many, also that of whose log it is.

    act   how it leaves: print, export as csv …; a PDF takes fewer
    Raises NotAllowed, TooManyEntries, TooManyOnPaper.
    """
    if not reads_log(member):
        raise NotAllowed
    most, refusal = (MOST_ON_PAPER, TooManyOnPaper) if act == PDF else (MOST_ROWS, TooManyEntries)
    rows = list(
        found(asked, member=member).order_by("happened_at", "pk").select_related("seat", "facility")[: most + 1]
    )
    if len(rows) > most:
        raise refusal
    record_act(member=member, act="take_out_log", subject=f"{act}, {len(rows)} entries", now=now)
    _tell_owners(rows, member=member, act=act, now=now)
    return rows


def _tell_owners(rows: list[Occurrence], *, member: Member, act: str, now: datetime) -> None:
    """A line too in the trail of each facility's organisation that agreed to show its log: who took out how much."""
    counts = Counter(row.facility.organisation_id for row in rows)
    del counts[member.organisation_id]
    if not counts:
        return
    organisations = Organisation.objects.in_bulk([*counts, member.organisation_id])
    taker = organisations[member.organisation_id or 0]
    for one, count in counts.items():
        subject = f"{act}, {count} entries, by {taker.name}"
        record_act(member=member, act="take_out_log", subject=subject, whose=organisations[one], now=now)
