"""What the worker does again and again: reading the ledger on behalf of each subscriber, sending what has come due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_bytes
from typing import Protocol

from port2port.allocation.actions import forget_tried
from port2port.campaigns.actions import make_sums
from port2port.certificates.actions import sign_lists, tell_certificates
from port2port.concerns.actions import close_silent, erase_closed, remind_of_late
from port2port.counts.actions import forget_uploads as forget_count_files
from port2port.counts.actions import make_band_tables
from port2port.courses.actions import count_people, erase_answers, erase_records, issue_owed
from port2port.duties.actions.running_out import tell_running_out
from port2port.earlywarning.actions import read_weeks
from port2port.groups.actions import settle_due, tell_meetings
from port2port.knowledge.actions import tell_reviews
from port2port.knowledge.actions.waiting import remind_of_questions
from port2port.ledger.keys import sweep_drafts
from port2port.levels.actions import mark_revisions
from port2port.live.actions import stamp_due
from port2port.log.actions.uploads import forget_uploads
from port2port.measures.actions import expire_exceptions, make_adoption_rounds, tell_measures
from port2port.members.actions.jobs import forget_jobs, sweep_jobs
from port2port.registers.actions import freeze_quarter
from port2port.reports.actions.machines import forget_sendings
from port2port.sharing.actions import notify_up_to, send_outgoing
from port2port.site.health_rounds import make_rounds


class Round(Protocol):
    """One round of work; told the time, and safe to repeat."""

    def __call__(self, *, now: datetime) -> object: ...


@dataclass(frozen=True, slots=True)
class Periodic:
    """A round and how often it comes."""

    round: Round | Callable[..., object]
    every: timedelta = timedelta(seconds=2)

    @property
    def name(self) -> str:
        """How the log calls it."""
        return f"{getattr(self.round, '__module__', '')}.{getattr(self.round, '__qualname__', '')}"


def issue_owed_certificates(*, now: datetime) -> int:
    """Certificates that could not be signed when they were earned. Safe to repeat."""
    return issue_owed(now=now, randomness=token_bytes)


PERIODIC: list[Periodic] = [
    Periodic(notify_up_to),
    Periodic(send_outgoing),
    Periodic(stamp_due),
    Periodic(settle_due, every=timedelta(minutes=1)),
    Periodic(mark_revisions, every=timedelta(minutes=1)),
    Periodic(sweep_drafts, every=timedelta(hours=1)),
    Periodic(sweep_jobs, every=timedelta(minutes=1)),
    Periodic(forget_jobs, every=timedelta(hours=1)),
    Periodic(tell_running_out, every=timedelta(hours=1)),
    Periodic(tell_meetings, every=timedelta(minutes=10)),
    Periodic(tell_reviews, every=timedelta(hours=1)),
    Periodic(remind_of_questions, every=timedelta(hours=1)),
    Periodic(make_rounds, every=timedelta(hours=1)),
    Periodic(freeze_quarter, every=timedelta(hours=1)),
    Periodic(expire_exceptions, every=timedelta(minutes=5)),
    Periodic(make_sums, every=timedelta(hours=1)),
    Periodic(make_band_tables, every=timedelta(hours=1)),
    Periodic(forget_count_files, every=timedelta(hours=1)),
    Periodic(forget_tried, every=timedelta(hours=1)),
    Periodic(tell_measures, every=timedelta(hours=1)),
    Periodic(make_adoption_rounds, every=timedelta(hours=1)),
    Periodic(read_weeks, every=timedelta(hours=1)),
    Periodic(sign_lists, every=timedelta(hours=1)),
    Periodic(tell_certificates, every=timedelta(hours=1)),
    Periodic(forget_uploads, every=timedelta(hours=1)),
    Periodic(forget_sendings, every=timedelta(hours=6)),
    Periodic(remind_of_late, every=timedelta(hours=1)),
    Periodic(close_silent, every=timedelta(hours=1)),
    Periodic(erase_closed, every=timedelta(hours=1)),
    Periodic(issue_owed_certificates, every=timedelta(minutes=10)),
    Periodic(count_people, every=timedelta(hours=1)),
    Periodic(erase_answers, every=timedelta(hours=1)),
    Periodic(erase_records, every=timedelta(hours=6)),
]
