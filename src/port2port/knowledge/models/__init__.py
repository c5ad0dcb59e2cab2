"""The tables of knowledge."""

from port2port.knowledge.models.buddy_news import BuddyNews
from port2port.knowledge.models.expertise import Buddy, Expertise
from port2port.knowledge.models.files import PracticeFile
from port2port.knowledge.models.floor import FloorQuestion, FloorState
from port2port.knowledge.models.practice import Cost, Kind, Practice, State, Theme
from port2port.knowledge.models.question import Answer, Asker, Question, QuestionState, Routing
from port2port.knowledge.models.question_news import QuestionNews
from port2port.knowledge.models.reviews import ReviewDue
from port2port.knowledge.models.said import Approval, Revision, Use

__all__ = [
    "Answer",
    "Approval",
    "Asker",
    "Buddy",
    "BuddyNews",
    "Cost",
    "Expertise",
    "FloorQuestion",
    "FloorState",
    "Kind",
    "Practice",
    "PracticeFile",
    "Question",
    "QuestionNews",
    "QuestionState",
    "ReviewDue",
    "Revision",
    "Routing",
    "State",
    "Theme",
    "Use",
]
