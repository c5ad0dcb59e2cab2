"""The list with its filters in the address, and what the own organisation is writing."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from port2port.base.clock import now
from port2port.measures.access import takes_part, writes
from port2port.measures.listing import FilterForm, active_filters, asked_in, listed
from port2port.measures.models import Measure, State
from port2port.measures.page import KINDS
from port2port.measures.texts import titles
from port2port.measures.views.shared import crumbs
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.views.lists import without_cursor

SHOWN_DRAFTS = 200


@require_GET
@needs(Act.READ)
def measures(request: HttpRequest) -> HttpResponse:
    """What do the ports do together."""
    member = member_of(request)
    asked = asked_in(request.GET)
    page = listed(asked, member=member)
    query = without_cursor(_without_page(request.GET))
    waiting = {one.pk for one in Measure.objects.visible_to(member).waiting_for(member)}
    words = titles(page.rows)
    rows = [
        {
            "measure": one,
            "title": words[one.pk][0],
            "language": words[one.pk][1],
            "state": State(one.state).label,
            "kind": KINDS.get(State(one.state), ""),
            "waits": one.pk in waiting,
        }
        for one in page.rows
    ]
    context = {
        "page": page,
        "rows": rows,
        "asked": asked,
        "form": FilterForm(request.GET, member=member),
        "filters": active_filters(request.GET, member=member),
        "query": query,
        "newer": f"?{_on_page(query, page.newer)}" if page.newer else "",
        "older": f"?{_on_page(query, page.older)}" if page.older else "",
        "may_write": writes(member),
        "may_subscribe": member.may(Act.SUBSCRIBE),
        "takes_part": takes_part(member),
        "drafts": Measure.objects.editable_by(member).filter(state__in=["idea", "drafting"]).count(),
    }
    return render(request, "measures/list.html", context)


def _without_page(query: QueryDict) -> QueryDict:
    kept = query.copy()
    kept.pop("page", None)
    return kept


def _on_page(query: str, number: int) -> str:
    both = QueryDict(query, mutable=True)
    both["page"] = str(number)
    return both.urlencode()


@require_GET
@needs(Act.PUBLISH)
def drafts(request: HttpRequest) -> HttpResponse:
    """Ideas and drafts of the own organisation."""
    rows = Measure.objects.editable_by(member_of(request)).filter(state__in=["idea", "drafting"])
    shown = rows.select_related("lead__person").order_by("-changed_at")[:SHOWN_DRAFTS]
    return render(request, "measures/drafts.html", {"drafts": shown, "now": now(), "crumbs": crumbs()})
