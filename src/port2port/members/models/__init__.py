"""The tables of the members context."""

from port2port.members.models.agreements import FacilityAgreement
from port2port.members.models.circles import Circle, CircleMembership
from port2port.members.models.figures import FigureConsent, FigureContribution, FigureRound
from port2port.members.models.jobs import Job
from port2port.members.models.levels import LevelAcknowledgement, LevelEntry
from port2port.members.models.organisations import Clientship, Contact, Facility, Organisation, Port, Waterway
from port2port.members.models.people import Invitation, Person, Seat, ServiceAccount, Token

__all__ = [
    "Circle",
    "CircleMembership",
    "Clientship",
    "Contact",
    "Facility",
    "FacilityAgreement",
    "FigureConsent",
    "FigureContribution",
    "FigureRound",
    "Invitation",
    "Job",
    "LevelAcknowledgement",
    "LevelEntry",
    "Organisation",
    "Person",
    "Port",
    "Seat",
    "ServiceAccount",
    "Token",
    "Waterway",
]
