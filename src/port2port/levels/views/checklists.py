"""A raise at one facility: tick what is in effect, take a tick back, say that all is."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from port2port.base.clock import now
from port2port.levels import actions
from port2port.levels.asks import newest
from port2port.levels.checklist import GOV_05, checklist_page, started_at
from port2port.levels.views.shared import for_the_site
from port2port.members.middleware import member_of
from port2port.members.models import LevelAcknowledgement

LONGEST = 100


def _own(request: HttpRequest, key: UUID) -> LevelAcknowledgement:
    rows = actions.acknowledgements_of(member_of(request)).with_places()
    return get_object_or_404(rows.select_related("entry", "facility__port"), key=key)


@require_GET
@for_the_site
def checklist(request: HttpRequest, key: UUID) -> HttpResponse:
    """What comes on with the raise, and how far it is."""
    row, at = _own(request, key), now()
    context = {
        "page": checklist_page(row, member=member_of(request), now=at),
        "row": row,
        "started": started_at(row.entry),
        "control": (
            GOV_05[1].upper(),
            reverse("norms:control", args=[GOV_05[0], newest(GOV_05[0]).version, GOV_05[1]]),
        ),
        "crumbs": [(reverse("levels:asks"), _("What a level asks"))],
        "now": at,
    }
    return render(request, "levels/checklist.html", context)


def _item(request: HttpRequest) -> str:
    return request.POST.get("item", "").replace("\0", "")[:LONGEST]


def _back(row: LevelAcknowledgement, item: str) -> HttpResponse:
    return redirect(f"{reverse('levels:checklist', args=[row.key])}#{item.rpartition('/')[2]}")


@require_POST
@for_the_site
def tick(request: HttpRequest, key: UUID) -> HttpResponse:
    """This measure is in effect, or does not apply here."""
    row, item = _own(request, key), _item(request)
    kind = request.POST.get("kind", "on")
    actions.tick(member=member_of(request), acknowledgement=row, item=item, kind=kind, now=now())
    return _back(row, item)


@require_POST
@for_the_site
def untick(request: HttpRequest, key: UUID) -> HttpResponse:
    """It is not after all."""
    row, item = _own(request, key), _item(request)
    actions.untick(member=member_of(request), acknowledgement=row, item=item, now=now())
    return _back(row, item)


@require_POST
@for_the_site
def in_effect(request: HttpRequest, key: UUID) -> HttpResponse:
    """All of it is in effect."""
    row = _own(request, key)
    actions.all_in_effect(member=member_of(request), acknowledgement=row, now=now())
    messages.success(request, _("All measures are in effect."))
    return redirect("levels:checklist", key=row.key)
