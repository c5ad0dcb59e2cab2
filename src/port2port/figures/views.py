"""The list of series, one series with its charts, files of both, and the forms that add and withdraw a figure."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.figures import actions
from port2port.figures.access import keeps_figures
from port2port.figures.forms import FigureForm, WithdrawForm
from port2port.figures.listing import figures_of, places_for, sections_of
from port2port.figures.models import Figure, Series
from port2port.figures.series_page import parts_of
from port2port.figures.sheets import cells, columns
from port2port.figures.wording import name_of, period_words, place_of, value_of
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, only
from port2port.pure.audience import Tlp
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.reports.sending import once
from port2port.reports.views.shared import refusals_in, status_of
from port2port.vocabulary.lookup import reader_language

NAME = "published-figures"


@require_GET
@needs(Act.READ)
def figures(request: HttpRequest) -> HttpResponse:
    """What is counted, and the newest figure of each: `?place=` of one place."""
    member, places = member_of(request), places_for(member_of(request))
    place = _chosen(request, places)
    context = {
        "sections": sections_of(member, place=place),
        "places": places,
        "place": place,
        "may_add": keeps_figures(member),
        "asked": _asked(place),
    }
    return render(request, "figures/figures.html", context)


@require_GET
@needs(Act.READ)
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """One series, place by place: `?place=` of one place, `?years=all` with all years open."""
    member = member_of(request)
    row = get_object_or_404(Series.objects.visible_to(member), slug=slug)
    places = places_for(member, series=row)
    place, is_all = _chosen(request, places), request.GET.get("years") == "all"
    context = {
        "series": row,
        "name": name_of(row),
        "parts": parts_of(row, member=member, place=place),
        "places": places,
        "place": place,
        "is_all": is_all,
        "fold_address": urlencode(({"place": place} if place else {}) | ({} if is_all else {"years": "all"})),
        "may_add": keeps_figures(member),
        "asked": _asked(place),
        "crumbs": _crumbs(),
    }
    return render(request, "figures/series.html", context)


@require_GET
@needs(Act.READ)
def export_all(request: HttpRequest, ending: str) -> HttpResponse:
    """Every figure that stands, or those of one place."""
    member = member_of(request)
    rows = figures_of(member, place=_chosen(request, places_for(member)))
    return _file(rows, ending, name=NAME)


@require_GET
@needs(Act.READ)
def export(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The figures of one series that stand, or those of one place."""
    member = member_of(request)
    row = get_object_or_404(Series.objects.visible_to(member), slug=slug)
    place = _chosen(request, places_for(member, series=row))
    rows = [one for one in figures_of(member, place=place) if one.series_id == row.pk]
    return _file(rows, ending, name=row.slug)


@require_http_methods(["GET", "POST"])
@only(keeps_figures)
def new(request: HttpRequest) -> HttpResponse:
    """A figure is added: `?series=` one of them."""
    member, at = member_of(request), now()
    initial = {"series": request.GET.get("series", ""), "language": reader_language()}
    form = FigureForm(request.POST if request.method == "POST" else None, member=member, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            key = once(
                member=member,
                key=form.cleaned_data["key"],
                act="add_figure",
                content=str(sorted(request.POST.lists())),
                now=at,
                do=lambda: actions.add_figure(member=member, said=form.said(), now=at).key,
            )
            messages.success(request, _("The figure stands."))
            return redirect(get_object_or_404(Figure.objects.visible_to(member), key=key))
    context = {"form": form, "crumbs": _crumbs(), "back": reverse("figures:list")}
    return render(request, "figures/new.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@only(keeps_figures)
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """A figure is withdrawn, with a reason."""
    member = member_of(request)
    rows = Figure.objects.editable_by(member).select_related("series", "port")
    figure = get_object_or_404(rows, key=key)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            actions.withdraw_figure(member=member, figure=figure, reason=form.cleaned_data["reason"], now=now())
            messages.success(request, _("The figure is withdrawn. It stays readable with your reason."))
            return redirect(figure)
    context = {
        "form": form,
        "figure": figure,
        "said": f"{place_of(figure)}, {period_words(figure.period)}: {value_of(figure)}",
        "caveat": figure.series.caveat,
        "crumbs": [*_crumbs(), (figure.get_absolute_url(), name_of(figure.series))],
        "back": figure.get_absolute_url(),
    }
    return render(request, "figures/withdraw.html", context, status=status_of(form))


def _chosen(request: HttpRequest, places: list[tuple[str, str]]) -> str:
    asked = request.GET.get("place", "")
    return asked if asked in dict(places) else ""


def _asked(place: str) -> str:
    """The rest of an address that keeps to this place."""
    return f"?{urlencode({'place': place})}" if place else ""


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("figures:list"), _("Published figures"))]


def _file(rows: list[Figure], ending: str, *, name: str) -> HttpResponse:
    at, label = now(), Tlp.CLEAR.label
    file_name = f"{label.replace(':', '-')} {name} {at:%Y-%m-%d %H%M}.{ending}"
    lines = list(cells(rows))
    if ending == "csv":
        return download(csv_file(columns(), lines), name=file_name, media_type=CSV_TYPE)
    content = xlsx_file(columns(), lines, title=_("Published figures"), label=label, made_at=at)
    return download(content, name=file_name, media_type=XLSX_TYPE)
