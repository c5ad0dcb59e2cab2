"""What is learnt from an event, as rows."""

from port2port.afteraction.models.lesson import Lesson, LessonApproval, LessonPractice
from port2port.afteraction.models.report import AfterAction, EventApproval, EventComment, EventFinding

__all__ = [
    "AfterAction",
    "EventApproval",
    "EventComment",
    "EventFinding",
    "Lesson",
    "LessonApproval",
    "LessonPractice",
]
