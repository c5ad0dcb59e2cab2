"""A practice that was made from a lesson has no readers to which the facilities of the exercise did not agree."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from port2port.afteraction.models import Lesson, LessonPractice
from port2port.base.refusal import Refusal
from port2port.knowledge.models import Practice
from port2port.pure.audience import Handling, Tlp
from port2port.sharing.would import would_receive


class WiderThanTheLesson(Refusal):
    words = _(
        "This was made from a lesson, and the facilities that approved it agreed to its readers, not to more. Choose "
        "no wider readers, or withdraw the lesson and have it approved for them first."
    )


def check(practice: Practice, handling: Handling, now: datetime) -> None:
    """That the readers are among the lesson's. Raises WiderThanTheLesson, also once the lesson was withdrawn."""
    made = LessonPractice.objects.filter(practice=practice).select_related("lesson").first()
    if made is None:
        return
    lesson = made.lesson
    agreed = lesson.handling()
    if lesson.is_withdrawn or _could_reach_more(handling, agreed):
        raise WiderThanTheLesson
    # A circle that hides its past compares when each was first published: the lesson may be the earlier.
    theirs = would_receive(agreed, Lesson, lesson.facets(), first_at=lesson.published_at or now)
    ours = would_receive(handling, Practice, practice.facets(), first_at=practice.published_at or now)
    if not ours.organisations <= theirs.organisations:
        raise WiderThanTheLesson


def _could_reach_more(handling: Handling, agreed: Handling) -> bool:
    """Whether these readers could come to be more than those agreed to: circles grow, clients are named later."""
    if handling.tlp < agreed.tlp or (handling.openly and not agreed.openly):
        return True
    if agreed.tlp == Tlp.GREEN:
        # TLP:AMBER reaches the clients of who is in a circle, TLP:GREEN never does.
        return handling.tlp == Tlp.AMBER
    return agreed.tlp in {Tlp.AMBER, Tlp.AMBER_STRICT} and not handling.circles <= agreed.circles


def carried(practice: Practice, draft: Practice) -> None:
    """The draft that took its place is of the same lesson."""
    LessonPractice.objects.filter(practice=practice).update(practice=draft)
