"""Certificates that run out, as lines for the pages that gather: one's own, and how many of the own staff's."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, Min, Q, Window
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
    own = Q(person_id=member.person_id)
    wanted = own | Q(valid_to_on__lte=today + timedelta(days=30)) if revokes(member) else own
    rows = Certificate.objects.visible_to(member).standing().runs_until(today, today + timedelta(days=max(STEPS)))
    # The own ones first; one row of the staff's is enough, as each carries how many they are and the first last day.
    rows = rows.listed().filter(wanted)
    is_own = ExpressionWrapper(own, output_field=BooleanField())
    rows = rows.annotate(
        alike=Window(Count("pk"), partition_by=[is_own]), first=Window(Min("valid_to_on"), partition_by=[is_own])
    )
    near = list(rows.order_by(is_own.desc(), "valid_to_on", "pk")[:MOST])
    found = [
        CertificateLine(_("Renew your certificate"), row.name, row.get_absolute_url(), row.valid_to_on)
        for row in near
        if row.person_id == member.person_id and row.valid_to_on is not None
    ]
    staff = next((vars(row) for row in near if row.person_id != member.person_id), None)
    return [*found, _of_staff(staff["alike"], staff["first"])] if staff is not None else found


def _of_staff(number: int, first: date) -> CertificateLine:
    title = ngettext("%(n)d certificate", "%(n)d certificates", number) % {"n": number}
    address = f"{reverse('certificates:staff')}?state=expiring"
    return CertificateLine(_("Certificates of our staff run out"), title, address, first)
