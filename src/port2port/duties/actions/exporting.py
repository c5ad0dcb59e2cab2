"""Duties leave as a file or on paper, with a line in the audit trail."""

from datetime import date, datetime

from port2port.base.refusal import NotAllowed
from port2port.duties.access import reads_duties
from port2port.duties.clocks import ClockLine, lines_of
from port2port.members.actions.rights import record_act
from port2port.members.member import Member


def take_out(*, member: Member, how: str, today: date, now: datetime) -> list[ClockLine]:
    """Every clock of the own organisation within the seat's scope. Raises NotAllowed."""
    if not reads_duties(member):
        raise NotAllowed
    lines = lines_of(member, today=today)
    record_act(member=member, act="take_out_duties", subject=f"{how}, {len(lines)} clocks", now=now)
    return lines
