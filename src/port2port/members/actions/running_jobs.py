"""What the worker does with one job: claim it, run it, say how it ended."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.members import job_progress
from port2port.members.job_kinds import JobKind, Outcome, kind_of
from port2port.members.models.jobs import KEPT, Job
from port2port.members.readers import member_of_seat

log = logging.getLogger("port2port.jobs")
PACE_S = 1.0


class JobCancelled(Exception):
    """Its starter wants it no more."""


class MachineStops(Refusal):
    words = _("The machine was stopped while this ran. Start it again.")


class NoLongerYours(Refusal):
    words = _("Your seat may no longer do this.")


class _Work:
    """What the job's function gets; see `job_kinds.Work`."""

    def __init__(self, job: Job, clock: Callable[[], datetime]) -> None:
        self.member = member_of_seat(job.seat)
        self.asked: Mapping[str, Any] = job.asked
        self.now = clock
        self.done, self.total = 0, 0
        self._key, self._said_at = job.key, float("-inf")

    def step(self, done: int, total: int) -> None:
        """At most once a second anything is written or looked up, however many steps there are, and at the last one."""
        self.done, self.total = done, total
        # The last step comes before anything is kept: a cancel of this very second still holds.
        if done < total and time.monotonic() - self._said_at < PACE_S:
            return
        self._said_at = time.monotonic()
        if job_progress.machine_stops.is_set():
            raise MachineStops
        if job_progress.is_to_stop(self._key):
            raise JobCancelled
        job_progress.say(self._key, job_progress.Progress(done, total, self.now()))


def run_job(*, key: UUID, clock: Callable[[], datetime]) -> None:
    """Run the job to its end, whichever that is; one that was cancelled or taken by another worker is left alone."""
    # Claimed and committed before it begins: from here on its pages say that it runs.
    claimed = Job.objects.filter(key=key, state=Job.State.WAITING).update(state=Job.State.RUNNING, started_at=clock())
    job = Job.objects.select_related("seat__person", "seat__organisation").filter(key=key).first()
    if not claimed or job is None:
        return
    work = _Work(job, clock)
    with translation.override(job.language):
        state, words, outcome = _ended(job, work)
        job.done, job.total = work.done, work.total
        end_job(job, state, was=Job.State.RUNNING, words=words, outcome=outcome, now=clock())


def _ended(job: Job, work: _Work) -> tuple[Job.State, str | Promise, Outcome | None]:
    try:
        outcome = _kind_for(work, job).run(work)
    except JobCancelled:
        return Job.State.CANCELLED, "", None
    except Refusal as refusal:
        return Job.State.FAILED, refusal.words, None
    except Exception:
        # The worker is a door: what nobody expected is on record, and the next job gets its turn.
        log.exception("job %s of kind %s failed", job.key, job.kind)
        return Job.State.FAILED, _("Something went wrong here. The operator finds it in the machine's log."), None
    return Job.State.DONE, outcome.words, outcome


def _kind_for(work: _Work, job: Job) -> JobKind:
    kind = kind_of(job.kind)
    if kind is None or not kind.still(work.member, job.asked):
        raise NoLongerYours
    return kind


def end_job(
    job: Job,
    state: Job.State,
    *,
    was: Job.State,
    now: datetime,
    words: str | Promise = "",
    outcome: Outcome | None = None,
) -> bool:
    """Write down how it ended, unless something else ended it first; whether it was so."""
    with translation.override(job.language):
        told = str(words)[:500]
    if outcome is not None:
        job.link, job.facts = outcome.link, outcome.facts
        job.result_name, job.media_type = outcome.file_name, outcome.media_type
        if outcome.file:
            job.result.save(outcome.file_name, ContentFile(outcome.file), save=False)
    changed = Job.objects.filter(pk=job.pk, state=was).update(
        state=state,
        words=told,
        done=job.done,
        total=job.total,
        link=job.link,
        facts=job.facts,
        result=job.result.name or "",
        result_name=job.result_name,
        media_type=job.media_type,
        ended_at=now,
        expires_at=now + KEPT,
    )
    if not changed and outcome is not None and outcome.file:
        job.result.storage.delete(job.result.name or "")
    job_progress.forget(job.key)
    return bool(changed)
