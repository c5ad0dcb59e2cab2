"""The list of counts, one series, its table of weeks, what is undone, and its files."""

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.counts import actions
from port2port.counts.access import keeps_counts
from port2port.counts.actions import Entered
from port2port.counts.forms.series import SeriesForm
from port2port.counts.forms.weeks import A_PAGE, WeeksForm
from port2port.counts.listing import lent_lines, own_lines
from port2port.counts.models import CountSeries, WeekCount
from port2port.counts.refusals import NothingToUndo, WorkedOut
from port2port.counts.rules import WeekSaid, last_whole_week
from port2port.counts.series_page import numbers_seen, page_of
from port2port.counts.sheets import cells, columns
from port2port.counts.views.shared import (
    crumbs,
    first_week,
    for_keepers,
    for_readers,
    own_series,
    turns_of,
    visible_series,
)
from port2port.counts.wording import series_words
from port2port.members.middleware import member_of
from port2port.members.views.shared import posted
from port2port.pure.audience import Tlp
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.pure.weeks import WEEK
from port2port.reports.sending import once
from port2port.reports.views.shared import refusals_in, status_of

_LISTS = ("page", "lent")


@require_GET
@for_readers
def counts(request: HttpRequest) -> HttpResponse:
    """What the own organisation counts, and what is lent to it."""
    member, at = member_of(request), now()
    own = own_lines(member, now=at, page=request.GET.get("page", ""))
    lent = lent_lines(member, now=at, page=request.GET.get("lent", ""))
    context = {
        "own": own.rows,
        "own_turns": turns_of(request, own, "page", beside=_LISTS),
        "lent": lent.rows,
        "lent_turns": turns_of(request, lent, "lent", beside=_LISTS),
        "may_enter": keeps_counts(member),
    }
    return render(request, "counts/counts.html", context)


@require_GET
@for_readers
def series(request: HttpRequest, key: UUID) -> HttpResponse:
    """One series by week."""
    row, member = visible_series(request, key), member_of(request)
    context = {
        "page": page_of(row, member=member, now=now()),
        "row": row,
        "name": series_words(row),
        "crumbs": crumbs(),
    }
    return render(request, "counts/series.html", context)


@require_http_methods(["GET", "POST"])
@for_keepers
def new(request: HttpRequest) -> HttpResponse:
    """A series is begun; one that is there already is opened."""
    member, at = member_of(request), now()
    form = SeriesForm(posted(request), member=member)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            key = once(
                member=member,
                key=given["key"],
                act="open_count",
                content=str(sorted(request.POST.lists())),
                now=at,
                do=lambda: (
                    actions.open_series(
                        member=member,
                        port=given["port"],
                        outcome=given["outcome"],
                        category=given["category"],
                        now=at,
                    ).key
                ),
            )
            row = own_series(request, key)
            return redirect(row) if row.is_derived else redirect("counts:weeks", key=key)
    context = {"form": form, "crumbs": crumbs(), "back": crumbs()[-1][0]}
    return render(request, "counts/new.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@for_keepers
def weeks(request: HttpRequest, key: UUID) -> HttpResponse:
    """Eight weeks are entered or corrected: `?from=` the first Monday."""
    row, member, at = own_series(request, key), member_of(request), now()
    if row.is_derived:
        raise WorkedOut
    first = first_week(request, weeks=A_PAGE)
    shown = [first + WEEK * n for n in range(A_PAGE)]
    form = WeeksForm(posted(request), weeks=shown, standing=_standing(request, row, shown), with_mass=row.counts_mass)
    if form.is_valid():
        with refusals_in(form):
            entered = actions.enter_weeks(member=member, series=row, said=form.said(), now=at)
            messages.success(request, _entered_words(entered))
            return redirect(row)
    context = {
        "form": form,
        "row": row,
        "name": series_words(row),
        "earlier": (first - WEEK * A_PAGE).isoformat(),
        "later": (first + WEEK * A_PAGE).isoformat() if shown[-1] < last_whole_week(at) else "",
        "crumbs": crumbs(row),
    }
    return render(request, "counts/weeks.html", context, status=status_of(form))


@require_POST
@for_keepers
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """The newest entry gives way to what stood before."""
    row = own_series(request, key)
    try:
        at = datetime.fromisoformat(request.POST.get("at", ""))
    except ValueError:
        raise NothingToUndo from None
    if at.tzinfo is None:
        raise NothingToUndo
    undone = actions.undo_weeks(member=member_of(request), series=row, at=at, now=now())
    words = ngettext("%(n)s week stands as before.", "%(n)s weeks stand as before.", undone) % {"n": undone}
    messages.success(request, words)
    return redirect(row)


@require_GET
@for_readers
def export(request: HttpRequest, key: UUID, ending: str) -> HttpResponse:
    """The series as it may be read, one week a row."""
    row, member, at = visible_series(request, key), member_of(request), now()
    standing = {one.week: one for one in WeekCount.objects.visible_to(member).standing().filter(series=row)}
    lines = list(cells(row, numbers_seen(row, member=member, standing=standing), standing))
    actions.record_export(member=member, series=row, now=at)
    label = Tlp.AMBER_STRICT.label
    name = f"{label.replace(':', '-')} counts {row.outcome} {row.port.slug} {at:%Y-%m-%d %H%M}.{ending}"
    if ending == "csv":
        return download(csv_file(columns(), lines), name=name, media_type=CSV_TYPE)
    content = xlsx_file(columns(), lines, title=_("Counts of the ports"), label=label, made_at=at)
    return download(content, name=name, media_type=XLSX_TYPE)


def _standing(request: HttpRequest, row: CountSeries, shown: list[date]) -> dict[date, WeekSaid]:
    rows = WeekCount.objects.editable_by(member_of(request)).standing().filter(series=row, week__in=shown)
    return {one.week: WeekSaid(one.number, one.kilograms) for one in rows}


def _entered_words(entered: Entered) -> str:
    if not entered.made and not entered.corrected:
        return _("Nothing was changed.")
    said = {"made": entered.made, "corrected": entered.corrected}
    return _("Kept: %(made)s new, %(corrected)s corrected. What stood before is in the history.") % said
