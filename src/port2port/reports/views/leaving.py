"""Doors through which reports leave the pages: sheets, feeds, and what is published openly."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.base.downloads import sent
from port2port.members.actions.tokens import DEFAULT_LIFE, make_token
from port2port.members.member import NOBODY, Act
from port2port.members.middleware import member_of, public
from port2port.members.models import Token
from port2port.members.secrets_once import new_token_secret
from port2port.members.views.shared import needs
from port2port.pure.atom import ATOM_TYPE, JSON_FEED_TYPE, atom, json_feed
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.reports.actions.exporting import export_reports
from port2port.reports.feeding import NEWEST, entry, feed
from port2port.reports.finding import rows_of, standing_rows
from port2port.reports.forms.filters import active_filters
from port2port.reports.listing import asked_in, listed
from port2port.reports.models import Attachment, Report
from port2port.reports.sheets import cells, columns, file_name, label_of
from port2port.reports.views.lists import joined, without_cursor
from port2port.reports.wording import coded_facts, drone_facts, place_facts, source_facts

FEEDS = {"atom": (atom, ATOM_TYPE), "json": (json_feed, JSON_FEED_TYPE)}


@require_GET
@needs(Act.READ)
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The current filter as a file; the strictest label stands in its name and at head and foot of a sheet's pages."""
    member, at = member_of(request), now()
    rows = export_reports(member=member, asked=asked_in(request.GET, now=at), ending=ending, now=at)
    tlp = label_of(rows)
    if ending == "csv":
        content = csv_file(columns(), cells(rows))
    else:
        content = xlsx_file(columns(), cells(rows), title=_("Reports"), label=tlp.label, made_at=at)
    response = HttpResponse(content, content_type=CSV_TYPE if ending == "csv" else XLSX_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(tlp, ending, now=at)}"'
    return response


@require_GET
def read_feed(request: HttpRequest, token: str, ending: str) -> HttpResponse:
    """The newest fifty of a filter, for whoever has the address; the door found the member behind its token."""
    del token
    at, query = now(), without_cursor(request.GET)
    rows = standing_rows(asked_in(request.GET, now=at), member=member_of(request), most=NEWEST, now=at)
    write, media_type = FEEDS[ending]
    asked = f"?{query}" if query else ""
    page = reverse("reports:list") + asked
    return HttpResponse(write(feed(rows, address=request.path + asked, page=page)), content_type=media_type)


@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
@needs(Act.READ)
def new_feed(request: HttpRequest) -> HttpResponse:
    """An address for a feed reader; it holds a token and is shown once."""
    member, at = member_of(request), now()
    query = without_cursor(QueryDict((request.POST.get("query") or request.META.get("QUERY_STRING", ""))[:1_000]))
    asked = QueryDict(query)
    context = {"query": query, "filters": active_filters(asked, member=member), "days": DEFAULT_LIFE.days}
    if request.method == "GET":
        return render(request, "reports/new_feed.html", context)
    secret = new_token_secret()
    label = _("Feed of a view of the reports")
    token = make_token(member=member, label=label, scope=Token.Scope.FEED, purpose="reports", secret=secret, now=at)
    addresses = [request.build_absolute_uri(reverse(f"reports:feed_{ending}", args=[secret])) for ending in FEEDS]
    page = reverse("reports:list")
    context |= {"token": token, "addresses": [f"{one}?{query}" if query else one for one in addresses]}
    context["page"] = f"{page}?{query}" if query else page
    return render(request, "reports/feed_made.html", context)


@public
@require_GET
def open_reports(request: HttpRequest) -> HttpResponse:
    """What was published openly, for everybody."""
    at = now()
    asked = asked_in(request.GET, now=at)
    page = listed(asked, member=NOBODY, now=at, load=rows_of)
    query = without_cursor(request.GET)
    context = {
        "page": page,
        "asked": asked,
        "now": at,
        "newer": f"?{joined(query, page.newer)}" if page.newer else "",
        "older": f"?{joined(query, page.older)}" if page.older else "",
    }
    return render(request, "reports/open_list.html", context)


@public
@require_GET
def open_report(request: HttpRequest, key: UUID) -> HttpResponse:
    """One report that was published openly."""
    row = get_object_or_404(
        Report.objects.visible_to(NOBODY).standing().select_related("originator", "port", "facility"), key=key
    )
    page = {
        "coded": list(coded_facts(row)),
        "place": list(place_facts(row)),
        "drone": list(drone_facts(row)),
        "source": list(source_facts(row)),
        "files": Attachment.objects.visible_to(NOBODY).filter(report=row),
    }
    return render(request, "reports/open_report.html", {"report": row, "page": page, "now": now()})


@public
@require_GET
def open_download(request: HttpRequest, key: UUID, file_key: UUID) -> HttpResponse:
    """A file of a report that was published openly."""
    del request
    row = get_object_or_404(Report.objects.visible_to(NOBODY).standing(), key=key)
    return sent(get_object_or_404(Attachment.objects.visible_to(NOBODY), report=row, key=file_key))


@public
@require_GET
def open_feed(request: HttpRequest) -> HttpResponse:
    """The newest fifty that were published openly."""
    at = now()
    rows = standing_rows(asked_in(request.GET, now=at), member=NOBODY, most=NEWEST, now=at)
    page = reverse("reports:open_list")
    entries = [entry(row, link=reverse("reports:open_report", args=[row.key])) for row in rows]
    whole = feed(rows, address=request.path, page=page, entries=entries)
    return HttpResponse(atom(whole), content_type=ATOM_TYPE)
