"""What waits at the desks of a handler, as lines for the pages that gather: category and date, never content."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from port2port.concerns.access import is_handler, oversees_desks
from port2port.concerns.desk_list import rows_of
from port2port.concerns.models import Concern, HandOver, LateDesk
from port2port.duties.due import DueLine, end_of
from port2port.members.member import Member

MOST = 4
MOST_READ = 200


def desk_lines(member: Member, *, now: datetime) -> list[DueLine]:
    """The concerns that are due first, and what other desks offer."""
    late = _late(member)
    if not is_handler(member):
        return late
    concerns = Concern.objects.visible_to(member).open().select_related("port")[:MOST_READ]
    rows = rows_of(concerns, member, today=timezone.localdate(now))
    lines = [
        DueLine(
            words=row.due_words,
            title=_titled(row.concern),
            address=row.concern.get_absolute_url(),
            icon="inbox",
            due=end_of(row.due),
        )
        for row in rows
        if row.due is not None
    ]
    return [*lines[:MOST], *_offers(member), *late]


def _late(member: Member) -> list[DueLine]:
    if not oversees_desks(member):
        return []
    words, address = _("A concerns desk is late"), reverse("concerns:late")
    return [DueLine(words, one.caption(), address, "inbox", due=None) for one in late_desks(member)[:MOST]]


def late_desks(member: Member) -> list[LateDesk]:
    """The desks at which somebody waits too long, each once, by name."""
    rows = LateDesk.objects.visible_to(member).standing().select_related("desk__port", "desk__organisation")
    newest = {one.desk_id: one for one in rows.order_by("at")}
    return sorted(newest.values(), key=LateDesk.caption)


def _offers(member: Member) -> list[DueLine]:
    offers = HandOver.objects.editable_by(member).select_related("concern__port")[:MOST]
    words, address = _("Another desk offers a concern"), reverse("concerns:desk")
    return [DueLine(words, _titled(one.concern), address, "inbox", due=None) for one in offers]


def _titled(concern: Concern) -> str:
    where = f" · {concern.port}" if concern.port is not None else ""
    return f"{concern.get_category_display()}{where}"
