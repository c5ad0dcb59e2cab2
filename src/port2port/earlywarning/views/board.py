"""The watch board, its file, one watch, and the forms that set it up, begin and stop it."""

from secrets import randbits
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.earlywarning import actions
from port2port.earlywarning.board_page import board_of, lines_of, record_of
from port2port.earlywarning.forms.watches import BudgetForm, StopForm, WatchForm
from port2port.earlywarning.models import WatchedMeasure
from port2port.earlywarning.refusals import WatchedAlready
from port2port.earlywarning.sheets import board_cells, board_columns, week_cells, week_columns
from port2port.earlywarning.tables import moved_words
from port2port.earlywarning.threshold_job import KIND, asked_for
from port2port.earlywarning.views.seasons import SEED_BITS
from port2port.earlywarning.views.shared import board_crumb, for_readers
from port2port.earlywarning.watch_page import page_of
from port2port.members.actions.jobs import start_job
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.middleware import member_of
from port2port.members.models import Job
from port2port.members.views.jobs import Row as JobRow
from port2port.members.views.jobs import row_of
from port2port.pure.audience import Tlp
from port2port.pure.sheets import CSV_TYPE, csv_file
from port2port.reports.sending import once
from port2port.reports.views.shared import refusals_in, status_of

# Without these nothing can be said to differ.
ODD = frozenset({"what", "intervention", "comparison"})


@require_GET
@for_readers
def board(request: HttpRequest) -> HttpResponse:
    """Every watched measure that this seat may see."""
    member = member_of(request)
    page = board_of(member, page=request.GET.get("page", ""), now=now())
    context = {
        "lines": page.lines,
        "newer": page.newer,
        "older": page.older,
        "record": record_of(WatchedMeasure.objects.visible_to(member)),
    }
    return render(request, "earlywarning/board.html", context)


@require_GET
@for_readers
def export(request: HttpRequest) -> HttpResponse:
    """The board as a file."""
    member, at = member_of(request), now()
    lines = lines_of(member, now=at)
    record_act(member=member, act="export_watches", subject=f"watches:{len(lines)}", now=at)
    return _file(csv_file(board_columns(), list(board_cells(lines))), "watch-board")


@require_GET
@for_readers
def export_watch(request: HttpRequest, key: UUID) -> HttpResponse:
    """What each week of one watch said, as a file: statistics, no counts."""
    watch = _visible(request, key)
    record_act(member=member_of(request), act="export_watches", subject=f"watch:{watch.key}", now=now())
    return _file(csv_file(week_columns(), list(week_cells(watch))), "watch-weeks")


@require_http_methods(["GET", "POST"])
@for_readers
def new(request: HttpRequest) -> HttpResponse:
    """A watch is set up; the job that makes its thresholds starts."""
    member, at = member_of(request), now()
    form = WatchForm(request.POST if request.method == "POST" else None, member=member)
    if form.is_valid():
        with refusals_in(form):
            key = once(
                member=member,
                key=form.cleaned_data["key"],
                act="start_watch",
                content=str(sorted(request.POST.lists())),
                now=at,
                do=lambda: actions.start_watch(member=member, said=form.said(), seed=randbits(SEED_BITS), now=at).key,
            )
            watch = _visible(request, key)
            _start(request, watch)
            return redirect(watch)
    status = status_of(form)
    context = {
        "form": form,
        "running": _running(member, form) if status == WatchedAlready.status else None,
        "odds": _odds(form),
        "crumbs": [board_crumb()],
        "is_lent": bool(form.lent),
    }
    return render(request, "earlywarning/new.html", context, status=status)


def _odds(form: WatchForm) -> list[str]:
    """What is not about the same; then the form asks whether that is meant."""
    odds = actions.odds_in(form.said()) if form.is_bound and form.cleaned_data.keys() >= ODD else []
    if odds:
        form.ask_whether_meant()
    return odds


def _running(member: Member, form: WatchForm) -> WatchedMeasure | None:
    """The watch that stands in the way of this one, if this seat sees it."""
    said = form.said()
    rows = WatchedMeasure.objects.visible_to(member).unstopped(
        circle=said.circle.pk, intervention=said.intervention.pk, outcome=said.outcome, category=said.category
    )
    return rows.with_names().first()


@require_GET
@for_readers
def watch(request: HttpRequest, key: UUID) -> HttpResponse:
    """One watch: its statistics, weeks, alarms and thresholds."""
    return _show(request, _visible(request, key), BudgetForm())


@require_POST
@for_readers
def thresholds(request: HttpRequest, key: UUID) -> HttpResponse:
    """The job that makes the thresholds starts again."""
    row = _editable(request, key)
    _start(request, row)
    return redirect(row)


@require_POST
@for_readers
def begin(request: HttpRequest, key: UUID) -> HttpResponse:
    """The budget is chosen and the watch begins."""
    row, form = _editable(request, key), BudgetForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.begin_watch(member=member_of(request), watch=row, budget=form.cleaned_data["budget"], now=now())
            messages.success(request, _("The watch runs. Every new week is read as soon as its counts are in."))
            return redirect(row)
    return _show(request, row, form)


@require_http_methods(["GET", "POST"])
@for_readers
def stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """A watch is stopped, with a reason."""
    row = _editable(request, key)
    form = StopForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            actions.stop_watch(member=member_of(request), watch=row, why=form.cleaned_data["why"], now=now())
            messages.success(request, _("The watch is stopped. What it said stays readable."))
            return redirect(row)
    context = {"form": form, "watch": row, "crumbs": [board_crumb(), (row.get_absolute_url(), row.measure_words)]}
    return render(request, "earlywarning/stop.html", context, status=status_of(form))


def _visible(request: HttpRequest, key: UUID) -> WatchedMeasure:
    """Raises Http404, alike for hidden and missing."""
    rows = WatchedMeasure.objects.visible_to(member_of(request)).with_names().select_related("calibration")
    return get_object_or_404(rows, key=key)


def _editable(request: HttpRequest, key: UUID) -> WatchedMeasure:
    """Raises Http404, alike for hidden, missing, and those of another organisation."""
    rows = WatchedMeasure.objects.editable_by(member_of(request)).with_names().select_related("calibration")
    return get_object_or_404(rows, key=key)


def _start(request: HttpRequest, row: WatchedMeasure) -> Job:
    return start_job(
        member=member_of(request),
        kind=KIND,
        asked=asked_for(row),
        about=row.measure_words,
        language=get_language() or "en",
        now=now(),
    )


def _show(request: HttpRequest, row: WatchedMeasure, form: BudgetForm) -> HttpResponse:
    member = member_of(request)
    page = page_of(row, member=member, now=now())
    is_own = WatchedMeasure.objects.editable_by(member).filter(pk=row.pk).exists()
    context = {
        "page": page,
        "watch": row,
        "form": form,
        "is_own": is_own,
        "job": _job(request, row) if is_own and not page.draws else None,
        "now": now(),
        "columns": moved_words(),
        "crumbs": [board_crumb()],
    }
    return render(request, "earlywarning/watch.html", context, status=status_of(form))


def _job(request: HttpRequest, row: WatchedMeasure) -> JobRow | None:
    """The newest one of this seat that makes the thresholds."""
    jobs = Job.objects.visible_to(member_of(request)).filter(kind=KIND, asked=asked_for(row))
    newest = jobs.first()
    return row_of(newest) if newest is not None else None


def _file(content: bytes, name: str) -> HttpResponse:
    label = Tlp.AMBER_STRICT.label.replace(":", "-")
    return download(content, name=f"{label} {name} {now():%Y-%m-%d %H%M}.csv", media_type=CSV_TYPE)
