"""A person's saved filters of the list."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.members.member import Member
from port2port.reports.models import SavedFilter
from port2port.reports.rules import FILTER_NAME, cleaned

MOST_FILTERS = 50


class TooManyFilters(Refusal):
    words = _("Fifty saved views are enough. Delete one first.")


@transaction.atomic
def save_filter(*, member: Member, name: str, query: str, now: datetime) -> SavedFilter:
    """Keep an address of the list under a name; the same name again replaces it. Raises BadField, TooManyFilters."""
    if member.person_id is None:
        raise NotAllowed
    name = cleaned("name", name, FILTER_NAME)
    mine = SavedFilter.objects.filter(person_id=member.person_id)
    if mine.exclude(name=name).count() >= MOST_FILTERS:
        raise TooManyFilters
    saved, _made = SavedFilter.objects.update_or_create(
        person_id=member.person_id, name=name, defaults={"query": query[:1_000], "made_at": now}
    )
    return saved


@transaction.atomic
def delete_filter(*, saved: SavedFilter) -> None:
    """Forget a saved filter."""
    saved.delete()
