"""Sixty, thirty and seven days before a certificate runs out, its holder and the officer are told, once each."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from port2port.certificates.access import revokes
from port2port.certificates.models import Certificate, RunsOut
from port2port.certificates.models.certificates import STEPS
from port2port.members.member import Member
from port2port.members.readers import Placed, readers_of_community
from port2port.sharing.actions import open_own_news, tell_own_news

# A batch is one transaction: small, so that it never holds the database for long.
BATCH = 100


def tell_certificates(*, now: datetime) -> int:
    """Tell of every certificate that came to a new step; how many reminders that were. Safe to repeat."""
    today = timezone.localdate(now)
    told = 0
    while made := _tell_some(today, now=now):
        told += made
        if made < BATCH:
            break
    return told


@transaction.atomic
def _tell_some(today: date, *, now: datetime) -> int:
    due = [(one, steps) for one in _near(today) if (steps := _untold(one, today))][:BATCH]
    if not due:
        return 0
    # Steps that passed while nothing ran are written down with the newest, so that they are never told later.
    rows = [row for one, steps in due if (row := _kept(one, steps, now)) is not None]
    community = readers_of_community()
    tell_own_news([(row, _told(row.certificate, community)) for row in rows], now=now)
    return len(due)


def _near(today: date) -> Iterable[Certificate]:
    rows = Certificate.objects.standing().runs_until(today, today + timedelta(days=max(STEPS)))
    return rows.listed().prefetch_related("reminders").order_by("valid_to_on", "pk")


def _untold(one: Certificate, today: date) -> list[int]:
    """Steps that came and were not told, the nearest to the end first; none that lies before the certificate did."""
    if one.valid_to_on is None:
        return []
    left, whole = (one.valid_to_on - today).days, (one.valid_to_on - timezone.localdate(one.issued_at)).days
    known = {row.step for row in one.reminders.all()}
    return sorted(step for step in STEPS if left <= step < whole and step not in known)


def _kept(one: Certificate, steps: list[int], now: datetime) -> RunsOut | None:
    """The row that is told, if this round is the first to write it."""
    made = [RunsOut.objects.get_or_create(certificate=one, step=step, defaults={"made_at": now}) for step in steps]
    row, is_new = made[0]
    return row if is_new else None


def _told(one: Certificate, community: list[Placed]) -> list[Placed]:
    """The holder in the organisation's seats, and the officers there, each person in each of those seats."""
    own = (placed for placed in community if placed.organisation == one.organisation_id)
    return [placed for placed in own if placed.person == one.person_id or revokes(placed.member)]


def open_reminder(*, member: Member, news: RunsOut, now: datetime) -> None:
    """The seat has opened it."""
    open_own_news(member=member, news=news, now=now)
