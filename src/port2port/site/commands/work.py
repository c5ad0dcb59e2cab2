"""`port2port work`: the worker, which runs queued jobs and the periodic rounds in one process."""

import argparse
import logging
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any

from port2port.site.command import start_django

HELP = "Run queued jobs and send what has come due; `up` and `demo` start one by themselves."
EXAMPLE = "port2port work"
PAUSE_S = 1.0

log = logging.getLogger("port2port.worker")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Only whether to come back."""
    parser.add_argument("--once", action="store_true", help="do what there is to do now, then end")


def run(options: argparse.Namespace) -> int:
    """Works until told to stop; the job in hand ends at its next step and says why."""
    start_django()
    from port2port.members.job_progress import machine_stops

    worker, rounds = make_worker(), Rounds()
    if options.once:
        _jobs(worker)
        rounds.run_due()
        return 0
    stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        worker.running = False
        machine_stops.set()
        stopped.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    # A thread of their own: a job of minutes must not keep an alert from leaving in seconds.
    at_jobs = threading.Thread(target=_jobs_until, args=(stopped, worker), name="jobs")
    at_jobs.start()
    while not stopped.is_set():
        rounds.run_due()
        stopped.wait(PAUSE_S)
    at_jobs.join()
    return 0


def make_worker() -> Any:
    """What takes one job after the other out of the queue, and comes back when there is none."""
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    return Worker(
        queue_names=["default"],
        interval=PAUSE_S,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )


def _jobs_until(stopped: threading.Event, worker: Any) -> None:
    from django.db import connections

    try:
        while not stopped.is_set():
            _jobs(worker)
            stopped.wait(PAUSE_S)
    finally:
        connections.close_all()


def _jobs(worker: Any) -> None:
    try:
        worker.run()
    except Exception:
        # The database is away or being replaced, or a row cannot be read: the queue is asked again after the pause.
        log.exception("jobs could not be read")


class Rounds:
    """The periodic rounds, each at its own pace; one that fails does not keep the others from running."""

    def __init__(self) -> None:
        from port2port.site.periodic import PERIODIC

        self._due = dict.fromkeys(PERIODIC, 0.0)

    def run_due(self) -> None:
        """Runs each round whose time has come."""
        from django.db import close_old_connections

        from port2port.base.clock import now

        for periodic, due in list(self._due.items()):
            if time.monotonic() < due:
                continue
            self._due[periodic] = time.monotonic() + periodic.every.total_seconds()
            close_old_connections()
            try:
                periodic.round(now=now())
            except Exception:
                log.exception("round %s failed", periodic.name)


if __name__ == "__main__":
    sys.exit(run(argparse.Namespace(once=False)))
