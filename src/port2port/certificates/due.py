"""Certificates that run out, as lines for the pages that gather: one's own, and how many of the own staff's."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from port2port.certificates.access import holds, revokes
from port2port.certificates.models import Certificate
from port2port.certificates.models.certificates import STEPS
from port2port.members.member import Member

MOST = 50


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One thing that waits. due   the last day on which it counts"""

    words: str
    title: str
    address: str
    due: date


def certificate_lines(member: Member, *, now: datetime) -> list[CertificateLine]:
    """In one query: each of one's own within sixty days, and one line for those of the own staff within thirty."""
    if not holds(member):
        return []
    today = timezone.localdate(now)
    rows = Certificate.objects.visible_to(member).standing().runs_until(today, today + timedelta(days=max(STEPS)))
    near = list(rows.listed().order_by("valid_to_on", "pk")[:MOST])
    found = [
        CertificateLine(_("Renew your certificate"), row.name, row.get_absolute_url(), row.valid_to_on)
        for row in near
        if row.person_id == member.person_id and row.valid_to_on is not None
    ]
    if revokes(member):
        found += _of_staff(member, near, today + timedelta(days=30))
    return found


def _of_staff(member: Member, near: list[Certificate], last: date) -> list[CertificateLine]:
    days = [
        row.valid_to_on
        for row in near
        if row.person_id != member.person_id and row.valid_to_on is not None and row.valid_to_on <= last
    ]
    if not days:
        return []
    title = ngettext("%(n)d certificate", "%(n)d certificates", len(days)) % {"n": len(days)}
    address = f"{reverse('certificates:staff')}?state=expiring"
    return [CertificateLine(_("Certificates of our staff run out"), title, address, min(days))]
