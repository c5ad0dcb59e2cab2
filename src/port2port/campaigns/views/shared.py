"""What the pages have in common: who may open them, and the campaign behind an address."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.campaigns.access import reads_campaigns, runs_campaigns
from port2port.campaigns.models import Campaign
from port2port.members.actions.rights import record_refusal
from port2port.members.middleware import member_of

type View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """For seats that read campaigns; others find no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not reads_campaigns(member_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_runners(view: View) -> View:
    """For seats that start and join: others find no such page, and a form they send all the same is on record."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        member = member_of(request)
        if runs_campaigns(member):
            return view(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            raise Http404
        record_refusal(member=member, act=view.__name__, now=now())
        raise NotAllowed

    return guarded


def visible(request: HttpRequest, key: UUID) -> Campaign:
    """The campaign. Raises Http404, alike for hidden and missing."""
    rows = Campaign.objects.visible_to(member_of(request)).select_related("organisation", "circle")
    return get_object_or_404(rows, key=key)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to."""
    return request.POST if request.method == "POST" else None


def crumbs(row: Campaign | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("campaigns:list"), _("Awareness"))]
    return way if row is None else [*way, (row.get_absolute_url(), row.title)]
