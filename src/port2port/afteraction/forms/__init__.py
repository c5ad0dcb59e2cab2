"""Forms about what was learnt."""

from port2port.afteraction.forms.lesson import LessonForm, ReadersForm
from port2port.afteraction.forms.report import CommentForm, FindingForm, OpenForm, RatingForm, TextForm

__all__ = ["CommentForm", "FindingForm", "LessonForm", "OpenForm", "RatingForm", "ReadersForm", "TextForm"]
