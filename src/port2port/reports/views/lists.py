"""The list with its filters in the address, drafts, and saved views."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from port2port.base.clock import now
from port2port.members.forms.shared import said_in
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, show_form
from port2port.reports import actions
from port2port.reports.beside import pages_beside
from port2port.reports.forms.filters import FilterBar, active_filters
from port2port.reports.forms.responses import FilterNameForm
from port2port.reports.listing import asked_in, listed
from port2port.reports.live import list_tag
from port2port.reports.models import Report, SavedFilter
from port2port.reports.rows import heads, rows_of
from port2port.reports.thin import thin_rows
from port2port.reports.views.shared import tagged, unchanged

SHOWN_DRAFTS = 200


@require_GET
@needs(Act.READ)
def reports(request: HttpRequest) -> HttpResponse:
    """Which reports concern me."""
    member, at = member_of(request), now()
    asked = asked_in(request.GET, now=at)
    page = listed(asked, member=member, now=at, load=thin_rows)
    tag = list_tag(asked, page, member=member)
    if unchanged(request, tag):
        return HttpResponse(status=304)
    query = without_cursor(request.GET)
    context = {
        "now": at,
        "tag": tag,
        "page": page,
        "heads": heads(),
        "rows": list(rows_of(page.rows, now=at)),
        "asked": asked,
        "form": FilterBar(request.GET, member=member),
        "filters": active_filters(request.GET, member=member),
        "query": query,
        "newer": f"?{joined(query, page.newer)}" if page.newer else "",
        "older": f"?{joined(query, page.older)}" if page.older else "",
        "saved": SavedFilter.objects.visible_to(member),
        "save_form": FilterNameForm(initial={"query": query}),
        "beside": pages_beside(member),
        "may_write": member.may(Act.PUBLISH),
        "may_subscribe": member.may(Act.SUBSCRIBE),
        "drafts": Report.objects.editable_by(member).drafts().count(),
    }
    return tagged(render(request, "reports/list.html", context), tag)


def without_cursor(query: QueryDict) -> str:
    """The filter of an address, without its place in the list and without empty fields."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        filled = [value for value in values if value]
        if filled and name != "cursor":
            kept.setlist(name, filled)
    return kept.urlencode()


def joined(query: str, cursor: str) -> str:
    """The filter with a place in the list."""
    both = QueryDict(query, mutable=True)
    both["cursor"] = cursor
    return both.urlencode()


@require_GET
@needs(Act.PUBLISH)
def drafts(request: HttpRequest) -> HttpResponse:
    """What the organisation has begun and not published."""
    member = member_of(request)
    rows = Report.objects.editable_by(member).drafts().select_related("author", "about").order_by("-changed_at")
    return render(request, "reports/drafts.html", {"drafts": rows[:SHOWN_DRAFTS], "now": now()})


@require_POST
@needs(Act.READ)
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filter under a name."""
    query = without_cursor(QueryDict(request.POST.get("query", "")))
    form = FilterNameForm({"name": request.POST.get("name", ""), "query": query})
    back = f"{reverse('reports:list')}?{query}"
    if form.is_valid():
        with said_in(form):
            actions.save_filter(member=member_of(request), name=form.cleaned_data["name"], query=query, now=now())
            return redirect(back)
    lead = _("The view was not kept. Give it a name that fits.")
    return show_form(request, form, title=_("Save this view"), back=back, lead=lead)


@require_POST
@needs(Act.READ)
def delete_view(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget a saved filter."""
    saved = get_object_or_404(SavedFilter.objects.editable_by(member_of(request)), key=key)
    actions.delete_filter(saved=saved)
    return redirect("reports:list")
