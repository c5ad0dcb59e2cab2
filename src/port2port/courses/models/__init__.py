"""The tables of courses."""

from port2port.courses.models.counts import QuarterCount
from port2port.courses.models.course import Course, CourseFile, CourseVersion, ItemCount
from port2port.courses.models.record import Attempt, CourseAssignment, LearnerRole, OutsideProof, Pass, Reading

__all__ = [
    "Attempt",
    "Course",
    "CourseAssignment",
    "CourseFile",
    "CourseVersion",
    "ItemCount",
    "LearnerRole",
    "OutsideProof",
    "Pass",
    "QuarterCount",
    "Reading",
]
