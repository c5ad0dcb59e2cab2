"""What waits at the desks of a handler, as lines for the pages that gather: category and date, never content."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from port2port.concerns.access import is_handler
from port2port.concerns.desk_list import rows_of
from port2port.concerns.models import Concern, HandOver
from port2port.duties.due import DueLine, end_of
from port2port.members.member import Member

MOST = 4
MOST_READ = 200


def desk_lines(member: Member, *, now: datetime) -> list[DueLine]:
    """The concerns that are due first, and what other desks offer."""
    if not is_handler(member):
        return []
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
    return [*lines[:MOST], *_offers(member)]


def _offers(member: Member) -> list[DueLine]:
    offers = HandOver.objects.editable_by(member).select_related("concern__port")[:MOST]
    words, address = _("Another desk offers a concern"), reverse("concerns:desk")
    return [DueLine(words, _titled(one.concern), address, "inbox", due=None) for one in offers]


def _titled(concern: Concern) -> str:
    where = f" · {concern.port}" if concern.port is not None else ""
    return f"{concern.get_category_display()}{where}"
