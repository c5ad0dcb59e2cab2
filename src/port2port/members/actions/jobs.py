"""Starting, cancelling and forgetting long work."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from port2port.base.refusal import NotAllowed, Refusal
from port2port.members import job_progress
from port2port.members.actions.running_jobs import end_job
from port2port.members.job_kinds import kind_of
from port2port.members.job_task import work_on
from port2port.members.member import Member
from port2port.members.models.jobs import KEPT, Job

MOST_AT_ONCE = 5
# Without a sign of life for this long the process that ran it is gone.
SILENT = timedelta(minutes=10)
UNTOUCHED = timedelta(days=1)


class TooManyJobs(Refusal):
    status = 409
    words = _("Five jobs of yours are waiting or running. Let one end, or cancel it.")


class JobOver(Refusal):
    status = 409
    words = _("This job has ended already.")


@transaction.atomic
def start_job(*, member: Member, kind: str, asked: dict[str, Any], about: str, language: str, now: datetime) -> Job:
    """Put the work into the queue; the same work that still waits or runs is not started twice.

    asked   plain JSON; `about` is what the work is done to, in the person's words
    Raises NotAllowed, TooManyJobs.
    """
    known = kind_of(kind)
    if member.seat_id is None or known is None or not known.still(member, asked):
        raise NotAllowed
    open_jobs = list(Job.objects.visible_to(member).open())
    for one in open_jobs:
        if (one.kind, one.asked) == (kind, asked):
            return one
    if len(open_jobs) >= MOST_AT_ONCE:
        raise TooManyJobs
    job = Job.objects.create(
        seat_id=member.seat_id, kind=kind, about=about[:200], language=language, asked=asked, made_at=now
    )
    # One transaction with the row: no job without its place in the queue, none in the queue without a job.
    work_on.enqueue(str(job.key))
    return job


def cancel_job(*, member: Member, job: Job, now: datetime) -> None:
    """Take it out of the queue, or ask it to stop at its next step. Raises NotAllowed, JobOver."""
    row = Job.objects.editable_by(member).filter(pk=job.pk).first()
    if row is None:
        raise NotAllowed
    if row.is_over:
        raise JobOver
    if row.state == Job.State.WAITING and end_job(row, Job.State.CANCELLED, was=Job.State.WAITING, now=now):
        return
    # Not in the database: a job that holds SQLite's one writer would keep this waiting until it has ended by itself.
    job_progress.wish_to_cancel(row.key)


def sweep_jobs(*, now: datetime) -> int:
    """End jobs whose process is gone, and those that no worker ever took; how many."""
    count = 0
    for job in Job.objects.filter(state=Job.State.RUNNING, started_at__lt=now - SILENT):
        last = job_progress.said(job.key)
        if last is None or last.at < now - SILENT:
            words = _("The machine was stopped while this ran. Start it again.")
            count += end_job(job, Job.State.FAILED, was=Job.State.RUNNING, words=words, now=now)
    for job in Job.objects.filter(state=Job.State.WAITING, made_at__lt=now - UNTOUCHED):
        words = _("No worker took this up within a day. Tell the operator.")
        count += end_job(job, Job.State.FAILED, was=Job.State.WAITING, words=words, now=now)
    return count


def forget_jobs(*, now: datetime) -> int:
    """Delete jobs and their results when their time has come; how many."""
    count = 0
    for job in Job.objects.filter(expires_at__lte=now):
        place, storage = job.result.name, job.result.storage
        job.delete()
        if place:
            storage.delete(place)
        count += 1
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
    return count
