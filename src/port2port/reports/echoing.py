"""What is said about a report, for the subscriber that tells its author."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from port2port.reports.models import Answer, Reply, Report
from port2port.sharing.models import Notification
from port2port.sharing.news import Echo


def echoes(positions: Sequence[int]) -> Iterator[Echo]:
    """Replies that stand and answers whose newest wording lies at one of these places of the ledger."""
    replies = Reply.objects.filter(position__in=positions, withdrawn_at=None).select_related("report")
    for reply in replies:
        yield from _echo(reply, Notification.Reason.REPLIED, reply.at)
    for answer in Answer.objects.filter(position__in=positions).select_related("report"):
        yield from _echo(answer, Notification.Reason.ANSWERED, answer.changed_at)


def _echo(said: Reply | Answer, reason: Notification.Reason, at: datetime) -> Iterator[Echo]:
    report = said.report
    if report.author_id is not None and said.position is not None:
        yield Echo(
            position=said.position,
            record_type=Report.record_type,
            record_id=report.pk,
            reason=reason,
            person=report.author_id,
            organisation=report.originator_id,
            by=said.author_id,
            at=at,
        )
