"""Proposals that wait for the own organisation's word, and the line that says so where lines gather."""

from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.studies.lending import willing_since
from port2port.studies.marking import INSIDE
from port2port.studies.models import Widening
from port2port.studies.sealing import seal_of

MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """One result that waits. title: of the study, in its language."""

    words: str
    title: str
    address: str
    tlp: Tlp
    language: str


def waiting_for(member: Member) -> list[Widening]:
    """Open proposals to which the own organisation, which lends, has given no approval that holds; oldest first."""
    # Asked for first, of every organisation: there are none most of the time, and then nothing else is asked.
    asking = list(Widening.objects.asking(member).values_list("pk", flat=True))
    if not asking:
        return []
    rows = Widening.objects.visible_to(member).filter(pk__in=asking).select_related("result__study")
    light = rows.defer("result__panel", "result__figures", "result__rows")
    return [one for one in light.order_by("at", "pk") if _waits(one, member)]


def _waits(widening: Widening, member: Member) -> bool:
    """Whether it can approve and has not: of what it lends no more there is nothing to approve."""
    since = willing_since(widening.result).get(member.organisation_id or 0)
    if since is None:
        return False
    mine = widening.approvals.filter(organisation_id=member.organisation_id or 0, ended_at=None, at__gte=since)
    return not mine.filter(seal=seal_of(widening)).exists()


def approval_lines(member: Member) -> list[ApprovalLine]:
    """The oldest of them, as lines; the list of studies shows all."""
    return [
        ApprovalLine(
            words=_("May a result with your counts go further?"),
            title=one.result.study.title,
            address=address_of(one),
            tlp=INSIDE,
            language=one.result.study.language,
        )
        for one in islice(waiting_for(member), MOST_LINES)
    ]


def address_of(widening: Widening) -> str:
    """The page of the study with the very result that is asked about."""
    return f"{widening.result.study.get_absolute_url()}?result={widening.result.number}#further"
