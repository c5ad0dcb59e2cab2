"""Tags by which a page that asks again learns that nothing changed; over the reader and what it may see.

A digest of the page would change with each form's key, and one over hidden things would tell of them.
"""

import hmac
from hashlib import sha256

from django.conf import settings
from django.db.models import Count, Max

from port2port.members.member import Member
from port2port.reports.listing import Asked, Listed, newest_moment
from port2port.reports.models import Answer, Reply, Report
from port2port.reports.thin import Thin
from port2port.sharing.models import Delivery


def list_tag(asked: Asked, page: Listed[Thin], *, member: Member) -> str:
    """Of a page of the list: its rows, their versions and their number."""
    rows = [f"{row.pk}.{row.version}.{newest_moment(row).timestamp()}" for row in page.rows]
    return _tag(member, asked.filters.hex(), page.count, *rows)


def timeline_tag(report: Report, *, member: Member) -> str:
    """Of a report's timeline: its version, and the replies, answers and receipts that this reader may see."""
    replies = Reply.objects.visible_to(member).filter(report=report)
    answers = Answer.objects.visible_to(member).filter(report=report)
    receipts = Delivery.objects.visible_to(member).of(report)
    parts = [
        replies.aggregate(number=Count("pk"), last=Max("at"), gone=Count("withdrawn_at")),
        answers.aggregate(number=Count("pk"), last=Max("changed_at")),
        receipts.aggregate(number=Count("pk"), opened=Count("opened_at"), answered=Count("acknowledged_at")),
    ]
    return _tag(member, str(report.pk), str(report.version), *(str(sorted(part.items())) for part in parts))


def _tag(member: Member, *parts: str) -> str:
    key = hmac.digest(settings.SECRET_KEY.encode(), b"port2port live", sha256)
    return hmac.new(key, "\0".join([str(member.actor), *parts]).encode(), sha256).hexdigest()[:32]
