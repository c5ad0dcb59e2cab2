"""The eight pages of a study: what each asks, and what is still missing on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.members.member import Member
from port2port.pure.displacement.study import SHORTEST_WINDOW
from port2port.studies.framing import Frame, frame_of
from port2port.studies.models import Study
from port2port.studies.named import has_comparison, has_measure
from port2port.studies.refusals import ChooseAnother

MEASURE, COUNTED, OUTSIDE, RECORDING, WEEKS, SIGHT, REGISTER, RUN = range(1, 9)
QUESTIONS: dict[int, str | Promise] = {
    MEASURE: _("Which measure, and in which circle?"),
    COUNTED: _("What is counted?"),
    OUTSIDE: _("With what from outside is it compared?"),
    RECORDING: _("Was it recorded in the same way all the time?"),
    WEEKS: _("Which weeks and ports are compared?"),
    SIGHT: _("What could you see?"),
    REGISTER: _("Register the study"),
    RUN: _("Run the study"),
}
SHORT: dict[int, str | Promise] = {
    MEASURE: _("Measure"),
    COUNTED: _("Counted"),
    OUTSIDE: _("From outside"),
    RECORDING: _("Recording"),
    WEEKS: _("Weeks"),
    SIGHT: _("In sight"),
    REGISTER: pgettext_lazy("a study", "Register"),
    RUN: _("Run"),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that has to be said before it can be registered, and on which page."""

    step: int
    words: str | Promise


def never_compares(study: Study, *, before: int | None = None, after: int | None = None) -> bool:
    """Whether it compares so few weeks that no verdict can come; a description awaits none.

    before, after   where the study does not say yet
    """
    both = (study.weeks_before or before, study.weeks_after or after)
    return not study.is_description and any(one is not None and one < SHORTEST_WINDOW for one in both)


def missing_of(study: Study, member: Member, frame: Frame | None = None) -> list[Missing]:
    """What is missing, in the order of the pages."""
    return list(_missing(study, member, frame or frame_of(study)))


def _missing(study: Study, member: Member, frame: Frame) -> Iterator[Missing]:
    if not has_measure(study, member):
        yield Missing(MEASURE, _("The measure was withdrawn or is not declared to the circle now. Choose another."))
    if not study.outcome:
        yield Missing(COUNTED, _("Choose what is counted."))
    elif frame.target is None:
        yield Missing(COUNTED, _("Nobody lends these counts of the port of the measure to the circle."))
    yield from _missing_outside(study, member)
    if not study.is_checked:
        yield Missing(RECORDING, _("Ask each port whether it recorded in the same way all the time."))
    yield from _missing_weeks(study, frame)
    if study.hoped_percent is None and not study.is_description:
        yield Missing(SIGHT, _("Say how much you hope that the measure takes away."))


def _missing_outside(study: Study, member: Member) -> Iterator[Missing]:
    if study.comparison is None and not study.is_description:
        yield Missing(OUTSIDE, _("Choose a comparison from outside, or say that this is a description only."))
    if not has_comparison(study, member):
        yield Missing(OUTSIDE, ChooseAnother.words)


def _missing_weeks(study: Study, frame: Frame) -> Iterator[Missing]:
    if study.outcome and not frame.others:
        yield Missing(WEEKS, _("There is no other port to compare with."))
    elif study.weeks_before is None or study.weeks_after is None:
        yield Missing(WEEKS, _("Say how many weeks are compared."))
    elif study.outcome and study.weeks_before > frame.weeks_before:
        yield Missing(WEEKS, _("There are fewer weeks before the announcement than the study compares."))
