"""Bands of counts that all members read, their file, and the page on which an organisation chooses what it shows."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.counts import actions
from port2port.counts.access import shows_counts
from port2port.counts.band_page import cells, columns, count_key, count_words, page_of, tables_for
from port2port.counts.forms.banding import ShowForm
from port2port.counts.models import BandTable
from port2port.counts.views.shared import crumbs, for_readers, for_showers
from port2port.members.middleware import member_of
from port2port.members.views.shared import posted
from port2port.pure.audience import Tlp
from port2port.pure.sheets import CSV_TYPE, csv_file
from port2port.reports.views.shared import refusals_in, status_of


@require_GET
@for_readers
def bands(request: HttpRequest) -> HttpResponse:
    """One count in one quarter: `?count=` and `?quarter=`; the newest of the first where they name none."""
    member = member_of(request)
    tables = tables_for(member)
    counts = dict(sorted((count_key(one), count_words(one)) for one in tables))
    count = _chosen(request, "count", list(counts))
    quarters = [str(one.quarter) for one in tables if count_key(one) == count]
    quarter = _chosen(request, "quarter", quarters)
    table = next((one for one in tables if (count_key(one), str(one.quarter)) == (count, quarter)), None)
    context = {
        "page": page_of(table, member=member) if table else None,
        "counts": counts,
        "count": count,
        "quarters": quarters,
        "quarter": quarter,
        "may_show": shows_counts(member),
        "crumbs": crumbs(),
    }
    return render(request, "counts/bands.html", context)


@require_GET
@for_readers
def bands_file(request: HttpRequest) -> HttpResponse:
    """All quarters of one count, or of all: `?count=`."""
    member, at = member_of(request), now()
    tables = tables_for(member)
    asked = request.GET.get("count", "")
    chosen = [one for one in tables if asked in {"", count_key(one)}]
    if asked and not chosen:
        raise Http404
    name = f"{Tlp.GREEN.label.replace(':', '-')} bands {at:%Y-%m-%d %H%M}.csv"
    return download(csv_file(columns(), cells(chosen, member=member)), name=name, media_type=CSV_TYPE)


@require_http_methods(["GET", "POST"])
@for_showers
def show(request: HttpRequest) -> HttpResponse:
    """Which series of the own organisation all members see as bands, from the next quarter on."""
    member = member_of(request)
    form = ShowForm(posted(request), member=member)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.show_bands(member=member, series=form.cleaned_data["series"], now=now())
            messages.success(request, _("Kept. It holds from the next table on; those that were made stand."))
            return redirect("counts:bands")
    made = BandTable.objects.visible_to(member).first()
    way = [*crumbs(), (reverse("counts:bands"), _("Bands of counts"))]
    context = {"form": form, "made": made, "crumbs": way, "back": reverse("counts:bands")}
    return render(request, "counts/bands_show.html", context, status=status_of(form))


def _chosen(request: HttpRequest, name: str, among: list[str]) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in among else next(iter(among), "")
