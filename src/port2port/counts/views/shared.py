"""What the pages have in common: who may open them, and the row behind an address."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.base.clock import now
from port2port.counts.access import keeps_counts, lends_counts, reads_counts, shows_counts
from port2port.counts.listing import OnePage
from port2port.counts.models import CountSeries
from port2port.counts.rules import EARLIEST, last_whole_week
from port2port.counts.wording import series_words
from port2port.members.middleware import member_of
from port2port.members.views.shared import only
from port2port.pure.weeks import WEEK, monday_of

for_readers, for_keepers, for_lenders = only(reads_counts), only(keeps_counts), only(lends_counts)
for_showers = only(shows_counts)


def visible_series(request: HttpRequest, key: UUID) -> CountSeries:
    """The series. Raises Http404, alike for hidden and missing."""
    return get_object_or_404(CountSeries.objects.visible_to(member_of(request)).with_names(), key=key)


def own_series(request: HttpRequest, key: UUID) -> CountSeries:
    """The series that this seat counts. Raises Http404, alike for hidden and missing."""
    return get_object_or_404(CountSeries.objects.editable_by(member_of(request)).with_names(), key=key)


def first_week(request: HttpRequest, *, weeks: int) -> date:
    """The Monday that `?from=` names, at most so late that the page ends with the newest whole week."""
    latest = last_whole_week(now()) - WEEK * (weeks - 1)
    try:
        asked = monday_of(date.fromisoformat(request.GET.get("from", "")))
    except (ValueError, OverflowError):
        return latest
    return min(max(asked, EARLIEST), latest)


def turns_of(request: HttpRequest, one: OnePage[Any], name: str, *, beside: Sequence[str]) -> dict[str, str]:
    """The addresses of the pages beside this one; the other lists of the page stay where they are.

    name     by which the address names the page of this list          beside   names of all lists of the page
    """
    kept = {other: value for other in beside if (value := request.GET.get(other, ""))}

    def address(number: int) -> str:
        return f"?{urlencode(kept | {name: str(number)})}" if number else ""

    return {"newer": address(one.earlier), "older": address(one.later)}


def crumbs(series: CountSeries | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("counts:list"), _("Counts of the ports"))]
    return way if series is None else [*way, (series.get_absolute_url(), series_words(series))]
