"""What the pages have in common: who may open them, and the row behind an address."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.counts.access import keeps_counts, lends_counts, reads_counts, shows_counts
from port2port.counts.models import CountSeries
from port2port.counts.rules import EARLIEST, WEEK, last_whole_week, monday_of
from port2port.counts.wording import series_words
from port2port.members.actions.rights import record_refusal
from port2port.members.member import Member
from port2port.members.middleware import member_of

type View = Callable[..., HttpResponse]


def _for(may: Callable[[Member], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            member = member_of(request)
            if may(member):
                return view(request, *args, **kwargs)
            if request.method in {"GET", "HEAD"}:
                raise Http404
            record_refusal(member=member, act=view.__name__, now=now())
            raise NotAllowed

        return guarded

    return decorate


# Others find no such page, and a form they send all the same is on record.
for_readers, for_keepers, for_lenders = _for(reads_counts), _for(keeps_counts), _for(lends_counts)
for_showers = _for(shows_counts)


def visible_series(request: HttpRequest, key: UUID) -> CountSeries:
    """The series. Raises Http404, alike for hidden and missing."""
    return get_object_or_404(CountSeries.objects.visible_to(member_of(request)).with_names(), key=key)


def own_series(request: HttpRequest, key: UUID) -> CountSeries:
    """The series that this seat counts. Raises Http404, alike for hidden and missing."""
    return get_object_or_404(CountSeries.objects.editable_by(member_of(request)).with_names(), key=key)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to."""
    return request.POST if request.method == "POST" else None


def first_week(request: HttpRequest, *, weeks: int) -> date:
    """The Monday that `?from=` names, at most so late that the page ends with the newest whole week."""
    latest = last_whole_week(now()) - WEEK * (weeks - 1)
    try:
        asked = monday_of(date.fromisoformat(request.GET.get("from", "")))
    except (ValueError, OverflowError):
        return latest
    return min(max(asked, EARLIEST), latest)


def crumbs(series: CountSeries | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("counts:list"), _("Counts of the ports"))]
    return way if series is None else [*way, (series.get_absolute_url(), series_words(series))]
