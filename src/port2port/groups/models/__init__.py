"""Tables of working groups."""

from port2port.groups.models.decision import Decision, DecisionText, Task
from port2port.groups.models.files import GroupFile
from port2port.groups.models.group import GroupTlp, VotingSeat, WorkingGroup
from port2port.groups.models.meeting import AgendaItem, Attendance, Meeting, TitledCalendar
from port2port.groups.models.minutes import Amendment, MinuteLine, Minutes
from port2port.groups.models.news import MeetingNews
from port2port.groups.models.proposal import Proposal, ProposalVersion, Resolution, Stance

__all__ = [
    "AgendaItem",
    "Amendment",
    "Attendance",
    "Decision",
    "DecisionText",
    "GroupFile",
    "GroupTlp",
    "Meeting",
    "MeetingNews",
    "MinuteLine",
    "Minutes",
    "Proposal",
    "ProposalVersion",
    "Resolution",
    "Stance",
    "Task",
    "TitledCalendar",
    "VotingSeat",
    "WorkingGroup",
]
