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
    readers = _officers(rows, community)
    for row in rows:
        readers[row.pk] += [placed for placed in community if _is_holder(placed, row.certificate)]
    tell_own_news([(row, readers[row.pk]) for row in rows], now=now)
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


def _is_holder(placed: Placed, one: Certificate) -> bool:
    return placed.person == one.person_id and placed.organisation == one.organisation_id


def _officers(rows: list[RunsOut], community: list[Placed]) -> dict[int, list[Placed]]:
    """Of each reminder, the officers who see the certificate as one of their staff, in each of those seats.

    The holder's own seats are left out.
    """
    told: dict[int, list[Placed]] = {row.pk: [] for row in rows}
    organisations = {row.certificate.organisation_id for row in rows}
    for placed in community:
        if placed.organisation not in organisations or not revokes(placed.member):
            continue
        seen = set(
            Certificate.objects.of_staff(placed.member)
            .filter(pk__in=[row.certificate_id for row in rows])
            .values_list("pk", flat=True)
        )
        for row in rows:
            if row.certificate_id in seen and not _is_holder(placed, row.certificate):
                told[row.pk].append(placed)
    return told


def open_reminder(*, member: Member, news: RunsOut, now: datetime) -> None:
    """The seat has opened it."""
    open_own_news(member=member, news=news, now=now)
