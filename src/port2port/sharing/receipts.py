"""Who got a record and when, as far as this reader may know.

What went among named people (TLP:RED) stays among them when the record goes to more: for everybody else in their
organisations, it came to all on the day it was widened.
"""

from datetime import datetime

from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.sharing.models import Delivery, Opening, Publication, Shareable
from port2port.sharing.would import receivers_of


def receipts_of(record: Shareable, member: Member) -> list[Delivery]:
    """Each organisation's moments; of an earlier round among named people nothing to who was not in it."""
    lines = list(Delivery.objects.visible_to(member).of(record).select_related("organisation"))
    widened_at = _widened_at(record, member)
    if widened_at is None:
        return lines
    early = [one for one in lines if one.delivered_at < widened_at]
    reached = receivers_of(record, first_at=record.published_at or widened_at).organisations if early else frozenset()
    for one in early:
        # As if the widening had brought it: a line left out would tell as much as an early moment.
        one.delivered_at = widened_at
        one.opened_at = _since(one.opened_at, widened_at)
        one.acknowledged_at = _since(one.acknowledged_at, widened_at)
    return [one for one in lines if one not in early or one.organisation_id in reached]


def openings_of(record: Shareable, member: Member) -> list[Opening]:
    """Who of the own organisation opened it first when; not who opened what was meant for named people."""
    lines = list(Opening.objects.visible_to(member).of(record).select_related("person"))
    widened_at = _widened_at(record, member)
    return [one for one in lines if widened_at is None or one.first_opened_at >= widened_at]


def _widened_at(record: Shareable, member: Member) -> datetime | None:
    """When it went from named people to more; None where that never was, or for one of those people."""
    if record.version < 2 or record.tlp == Tlp.RED or _is(member.person_id, record.author_id):
        return None
    versions = list(Publication.objects.of(record).order_by("version").values_list("version", "tlp", "at"))
    red = max((version for version, tlp, _at in versions if tlp == Tlp.RED), default=0)
    if not red or Opening.objects.of(record).filter(person_id=member.person_id or 0, version__lte=red).exists():
        return None
    return next((at for version, _tlp, at in versions if version > red), None)


def _is(person: int | None, other: int | None) -> bool:
    return person is not None and person == other


def _since(moment: datetime | None, widened_at: datetime) -> datetime | None:
    return moment if moment is not None and moment >= widened_at else None
