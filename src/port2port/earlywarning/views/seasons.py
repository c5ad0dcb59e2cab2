"""Seasons on simulated ports: one's own, one of them week by week, and its end."""

from secrets import randbits
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.earlywarning import actions
from port2port.earlywarning.forms.seasons import AnswerForm, StartForm
from port2port.earlywarning.models import Season
from port2port.earlywarning.season_page import page_of, record_of
from port2port.earlywarning.seasons import made
from port2port.earlywarning.tables import budgets_of, moved_words
from port2port.earlywarning.views.shared import board_crumb, for_readers, season_crumb
from port2port.members.middleware import member_of
from port2port.reports.views.shared import refusals_in, status_of

SEED_BITS = 63


@require_http_methods(["GET", "POST"])
@for_readers
def seasons(request: HttpRequest) -> HttpResponse:
    """One's own seasons and how often one was right; POST starts one."""
    member = member_of(request)
    form = StartForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            budget = form.cleaned_data["budget"]
            return redirect(actions.start_season(member=member, budget=budget, seed=randbits(SEED_BITS), now=now()))
    rows = list(Season.objects.visible_to(member).defer("drawn", "seed"))
    context = {
        "form": form,
        "running": next((one for one in rows if not one.is_over), None),
        "record": record_of(rows),
        "budgets": budgets_of(made()["table"], chosen=None),
        "draws": made()["draws"],
        "columns": moved_words(),
        "crumbs": [board_crumb()],
    }
    return render(request, "earlywarning/seasons.html", context, status=status_of(form))


@require_GET
@for_readers
def season(request: HttpRequest, key: UUID) -> HttpResponse:
    """The board of a season, as far as it has come."""
    return _show(request, _own(request, key), AnswerForm())


@require_POST
@for_readers
def play(request: HttpRequest, key: UUID) -> HttpResponse:
    """The board goes on."""
    row, week = _own(request, key), request.POST.get("week", "")
    actions.play(
        member=member_of(request),
        season=row,
        week=int(week) if week.isascii() and week.isdigit() and len(week) < 4 else -1,
        move=request.POST.get("move", ""),
    )
    return redirect(row)


@require_POST
@for_readers
def conclude(request: HttpRequest, key: UUID) -> HttpResponse:
    """The player says what was true."""
    row, form = _own(request, key), AnswerForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.conclude(member=member_of(request), season=row, answer=form.cleaned_data["answer"], now=now())
            return redirect(row)
    return _show(request, row, form)


@require_http_methods(["GET", "POST"])
@for_readers
def forget(request: HttpRequest) -> HttpResponse:
    """One's own seasons are removed, after a page that says how many."""
    member = member_of(request)
    if request.method == "POST":
        count = actions.forget_seasons(member=member)
        words = ngettext("%(count)d season is forgotten.", "%(count)d seasons are forgotten.", count)
        messages.success(request, words % {"count": count})
        return redirect("earlywarning:seasons")
    count = Season.objects.visible_to(member).count()
    context = {"count": count, "crumbs": [board_crumb(), season_crumb()]}
    return render(request, "earlywarning/forget.html", context)


def _own(request: HttpRequest, key: UUID) -> Season:
    """Raises Http404, alike for missing ones and those of others."""
    return get_object_or_404(Season.objects.visible_to(member_of(request)), key=key)


def _show(request: HttpRequest, row: Season, form: AnswerForm) -> HttpResponse:
    context = {
        "page": page_of(row),
        "form": form,
        "draws": made()["draws"],
        "columns": moved_words(),
        "title": _("A season of practice"),
        "crumbs": [board_crumb(), season_crumb()],
    }
    return render(request, "earlywarning/season.html", context, status=status_of(form))
