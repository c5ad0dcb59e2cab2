"""The job that makes a watch's thresholds: nine worlds of simulated ports that count as these did."""

from typing import Any
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _

from port2port.base.refusal import NotAllowed
from port2port.earlywarning.actions import keep_thresholds
from port2port.earlywarning.history import baseline_of, history_in, window_of
from port2port.earlywarning.models import WatchedMeasure
from port2port.earlywarning.thresholds import DRAWS, Gaps, Made, Step, generator, make
from port2port.members.job_kinds import Asked, Outcome, Work
from port2port.members.member import Member
from port2port.pure.weeks import WEEK

KIND = "watch_thresholds"


def asked_for(watch: WatchedMeasure) -> dict[str, Any]:
    """What the job is asked."""
    return {"watch": str(watch.key)}


def make_thresholds(work: Work) -> Outcome:
    """Draw, and keep what came of it. Refuses where the counts are no longer lent."""
    watch = _watch(work.member, work.asked)
    if watch is None:
        raise NotAllowed
    made = made_for(watch, draws=DRAWS, step=work.step)
    keep_thresholds(member=work.member, watch=watch, made=made, now=work.now())
    return Outcome(words=_("The thresholds are made. Choose a budget."), link=watch.get_absolute_url())


def made_for(watch: WatchedMeasure, *, draws: int, step: Step) -> Made:
    """Thresholds and table for the counts before the measure. Raises what `history_in` and `baseline_of` raise."""
    history = history_in(window_of(watch), until=watch.start_week - WEEK)
    before = baseline_of(history)
    rows = slice(history.measure_week)
    gaps = Gaps(np.isnan(history.counts[rows]), np.isnan(history.outside[rows]))
    return make(before, gaps, draws=draws, rng=generator(watch.seed), step=step)


def may_make(member: Member, asked: Asked) -> bool:
    """Whether this seat may do this."""
    return _watch(member, asked) is not None


def _watch(member: Member, asked: Asked) -> WatchedMeasure | None:
    try:
        key = UUID(str(asked.get("watch", "")))
    except ValueError:
        return None
    rows = WatchedMeasure.objects.editable_by(member).filter(stopped_at=None)
    return rows.select_related("circle", "intervention", "comparison").filter(key=key).first()
