"""What the pages have in common: who may open them, and the campaign behind an address."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.campaigns.access import reads_campaigns, runs_campaigns
from port2port.campaigns.models import Campaign
from port2port.members.middleware import member_of
from port2port.members.views.shared import only

type View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """For seats that read campaigns; others find no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not reads_campaigns(member_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


for_runners = only(runs_campaigns)


def visible(request: HttpRequest, key: UUID) -> Campaign:
    """The campaign. Raises Http404, alike for hidden and missing."""
    rows = Campaign.objects.visible_to(member_of(request)).select_related("organisation", "circle")
    return get_object_or_404(rows, key=key)


def crumbs(row: Campaign | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("campaigns:list"), _("Awareness"))]
    return way if row is None else [*way, (row.get_absolute_url(), row.title)]
