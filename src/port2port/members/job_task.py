"""The one task of the queue: run the job with this key."""

from uuid import UUID

from django.tasks import task

from port2port.base.clock import now
from port2port.members.actions.running_jobs import run_job


@task
def work_on(key: str) -> None:
    """Runs it."""
    run_job(key=UUID(key), clock=now)
