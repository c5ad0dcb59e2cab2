"""The only way from a study to counts: before it is registered none of the weeks since the measure is read.

`weeks_before` reads what planning needs and ends before the announcement; `weeks_of` reads all of them and refuses a
study that is not registered. Nothing else in this room asks counts for numbers (tests/studies/test_reading.py).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from port2port.base.refusal import NotAllowed
from port2port.counts.panel import Panel, comparison_counts, panel_in
from port2port.members.member import Member
from port2port.pure.weeks import WEEK, weeks_between
from port2port.studies.framing import Frame, frame_of
from port2port.studies.lending import series_lent
from port2port.studies.models import Study
from port2port.studies.named import has_comparison
from port2port.studies.refusals import (
    ChooseAnother,
    ComparisonGone,
    NotLentNow,
    NotRegistered,
    NoWeeksThere,
    OtherSeries,
)

type Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Read:
    """Weeks of a study: [weeks, ports], target first, and outside [weeks]; NaN = missing; outside None: none named."""

    frame: Frame
    panel: Panel
    outside: Counts | None

    @property
    def target(self) -> Counts:
        """[weeks]."""
        return np.asarray(self.panel.counts[:, 0])

    @property
    def others(self) -> Counts:
        """[weeks]: all other ports together; missing where one of them is."""
        return np.asarray(self.panel.counts[:, 1:].sum(axis=1))


def weeks_before(study: Study, *, member: Member) -> Read:
    """The weeks before anybody knew of the measure. Raises NotAllowed, ChooseAnother, NotLentNow, NoWeeksThere."""
    _check_reader(study, member)
    frame = frame_of(study)
    return _read(study, frame, first=frame.first, last=frame.quiet - WEEK)


def weeks_of(study: Study, *, member: Member) -> Read:
    """All weeks that a registered study compares, as far as they are counted.

    Raises NotRegistered, NotAllowed, ComparisonGone, NotLentNow, OtherSeries, NoWeeksThere.
    """
    # As it stands in the database, whatever the caller holds.
    row = Study.objects.select_related("circle", "intervention__port", "comparison").get(pk=study.pk)
    if not row.is_frozen or row.is_withdrawn:
        raise NotRegistered
    _check_reader(row, member)
    frame = _registered(row)
    last = frame.last
    if last is None or last < frame.start:
        raise NoWeeksThere
    longest = row.weeks_after or weeks_between(frame.start, last) + 1
    first = date.fromisoformat(row.definition["first_week"])
    return _read(row, frame, first=first, last=min(last, frame.start + (longest - 1) * WEEK))


def _registered(study: Study) -> Frame:
    """The network as it was registered. Raises NotLentNow, OtherSeries where a port of it is lent no more, or anew."""
    frame = frame_of(study)
    wanted = list(study.definition["others"])
    by_key = {one.port.locode or one.port.slug: one for one in frame.offered}
    gone = [key for key in wanted if key not in by_key]
    if gone or frame.target is None:
        raise NotLentNow(gone or [frame_name(study)])
    others = tuple(by_key[key] for key in wanted)
    found = Frame(frame.target, others, frame.offered, frame.quiet, frame.start)
    if {one.pk for one in series_lent(study, found)} != set(study.series.values_list("pk", flat=True)):
        raise OtherSeries
    return found


def frame_name(study: Study) -> str:
    """The port of the measure."""
    return study.intervention.port.name


def _read(study: Study, frame: Frame, *, first: date, last: date) -> Read:
    if frame.target is None:
        raise NotLentNow([frame_name(study)])
    if not frame.others or last < first:
        raise NoWeeksThere
    ports = [one.port for one in frame.ports]
    panel = panel_in(study.circle, outcome=study.outcome, category=study.category, ports=ports, first=first, last=last)
    outside = study.comparison and comparison_counts(study.comparison, first=first, last=last)
    return Read(frame, panel, None if outside is None else np.asarray(outside, dtype=float))


def _check_reader(study: Study, member: Member) -> None:
    """Whoever looks is in the circle, with a seat that reads what is lent to it, and is told what the study names.

    Raises NotAllowed; ComparisonGone, of a draft ChooseAnother, where the comparison stands or is told no more.
    """
    if not Study.objects.editable_by(member).filter(pk=study.pk).exists():
        raise NotAllowed
    # Of a registered one a circle may keep its past from those who came, or came back, later.
    if study.is_frozen and not Study.objects.visible_to(member).filter(pk=study.pk).exists():
        raise NotAllowed
    if not has_comparison(study, member):
        raise ComparisonGone if study.is_frozen else ChooseAnother
