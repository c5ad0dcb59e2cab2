"""A file of counts: brought, tried, written; then what it wrote, which can be undone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.base.refusal import NotAllowed, Refusal
from port2port.counts import actions, trial_page
from port2port.counts.actions import importing as act
from port2port.counts.forms.importing import FileForm, SheetForm
from port2port.counts.models import Comparison, CountImport, CountUpload
from port2port.counts.places import countable_ports
from port2port.counts.rules import last_whole_week
from port2port.counts.sheet_reading import Trial
from port2port.counts.sheet_words import RENAMED, BadSheet
from port2port.counts.sheets import outside_cells, outside_columns
from port2port.counts.trial_page import SHOWN
from port2port.counts.views.shared import crumbs, for_keepers
from port2port.members.actions.rights import record_act
from port2port.members.middleware import member_of
from port2port.members.views.shared import posted
from port2port.pure.logbook_bounds import MAX_BYTES
from port2port.pure.sheets import CSV_TYPE, csv_file
from port2port.pure.weeks import WEEK
from port2port.reports.views.shared import refusals_in, status_of


@require_http_methods(["GET", "POST"])
@for_keepers
def imports(request: HttpRequest, key: UUID | None = None) -> HttpResponse:
    """The file, those that wait, and the imports so far: of counts and effort, or of the weeks of one comparison."""
    member = member_of(request)
    comparison = None if key is None else _entered(request, key)
    waiting, rows = CountUpload.objects.visible_to(member), CountImport.objects.visible_to(member)
    form = FileForm(posted(request), request.FILES or None)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            file = form.cleaned_data["file"]
            content = file.read(MAX_BYTES + 1)
            row = actions.keep_upload(member=member, content=content, name=file.name, now=now(), comparison=comparison)
            return redirect("counts:import_trial", row.key)
    context = {
        "form": form,
        "comparison": comparison,
        "ports": list(countable_ports(member).order_by("name")) if comparison is None else [],
        "waiting": list(waiting.filter(comparison=comparison)),
        "rows": list(rows.filter(comparison=comparison)[:SHOWN]),
        "crumbs": crumbs() if comparison is None else _to(comparison),
        "example": [last_whole_week(now()) - WEEK * back for back in (1, 0)],
    }
    return render(request, "counts/imports.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@for_keepers
def trial(request: HttpRequest, key: UUID) -> HttpResponse:
    """What would be written; then it is."""
    row, refused, status = _upload(request, key), "", 200
    if request.method == "POST":
        try:
            return _chosen(request, row) if "sheet" in request.POST else _imported(request, row)
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused, status = str(refusal), refusal.status
    context = {"upload": row, "refused": refused, "again": _imports(row.comparison), "crumbs": _way(row.comparison)}
    try:
        found = act.try_upload(member=member_of(request), upload=row, now=now())
    except BadSheet as problem:
        form = SheetForm(names=problem.names) if problem.may_choose else None
        context |= {"problem": str(problem), "form": form}
    except Refusal as problem:
        context |= {"problem": str(problem), "form": None}
    else:
        context |= _told(found)
    return render(request, "counts/import_trial.html", context, status=status)


def _told(found: Trial) -> dict[str, object]:
    changes, remarks = trial_page.changes_of(found), found.sheet.remarks
    return {
        "trial": found,
        "renamed": RENAMED if found.is_renamed else "",
        "to_write": found.new + found.changed,
        "lines": trial_page.lines_of(found),
        "changes": changes[:SHOWN],
        "more_changes": max(0, len(changes) - SHOWN),
        "refused_lines": trial_page.refused_of(found, remarks[:SHOWN]),
        "more_refused": max(0, len(remarks) - SHOWN),
    }


def _chosen(request: HttpRequest, row: CountUpload) -> HttpResponse:
    act.choose_sheet(member=member_of(request), upload=row, sheet=request.POST["sheet"])
    return redirect("counts:import_trial", row.key)


def _imported(request: HttpRequest, row: CountUpload) -> HttpResponse:
    record = actions.import_upload(member=member_of(request), upload=row, now=now())
    if record is None:
        messages.info(request, _("Nothing in this file is new; all of it stands already."))
        return redirect(_imports(row.comparison))
    count = record.made + record.corrected
    messages.success(request, ngettext("%(n)d week written.", "%(n)d weeks written.", count) % {"n": count})
    return redirect(record)


@require_GET
@for_keepers
def refused(request: HttpRequest, key: UUID) -> HttpResponse:
    """Each cell that is refused, with its reason."""
    found = act.try_upload(member=member_of(request), upload=_upload(request, key), now=now())
    content = csv_file(trial_page.columns(), trial_page.cells(found))
    return download(content, name="refused.csv", media_type=CSV_TYPE)


@require_GET
@for_keepers
def template(request: HttpRequest, key: UUID) -> HttpResponse:
    """The weeks of a comparison as a file to fill: those of a year, and all that stand."""
    row, member, at = _entered(request, key), member_of(request), now()
    content = csv_file(outside_columns(), outside_cells(row, member=member, newest=last_whole_week(at)))
    record_act(member=member, act="export_counts", subject=f"comparison:{row.key}", now=at)
    return download(content, name="comparison.csv", media_type=CSV_TYPE)


@require_POST
@for_keepers
def drop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget the file."""
    row = _upload(request, key)
    act.drop_upload(member=member_of(request), upload=row)
    messages.success(request, _("The file was deleted; nothing was written."))
    return redirect(_imports(row.comparison))


@require_http_methods(["GET", "POST"])
@for_keepers
def imported(request: HttpRequest, key: UUID) -> HttpResponse:
    """What an import wrote; it is undone here."""
    member = member_of(request)
    row = get_object_or_404(CountImport.objects.visible_to(member).select_related("seat", "comparison"), key=key)
    refused, status = "", 200
    if request.method == "POST":
        try:
            count = actions.undo_import(member=member, record=row, now=now())
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused, status = str(refusal), refusal.status
        else:
            words = ngettext("%(n)d week is as before.", "%(n)d weeks are as before.", count)
            messages.success(request, words % {"n": count})
            return redirect(row)
    context = {"row": row, "refused": refused, "crumbs": _way(row.comparison)}
    return render(request, "counts/imported.html", context, status=status)


def _upload(request: HttpRequest, key: UUID) -> CountUpload:
    rows = CountUpload.objects.visible_to(member_of(request)).select_related("comparison")
    return get_object_or_404(rows, key=key)


def _entered(request: HttpRequest, key: UUID) -> Comparison:
    """The comparison that this seat enters. Raises Http404, alike for hidden, withdrawn and missing."""
    return get_object_or_404(Comparison.objects.editable_by(member_of(request)).standing(), key=key)


def _imports(comparison: Comparison | None) -> str:
    return (
        reverse("counts:imports") if comparison is None else reverse("counts:comparison_import", args=[comparison.key])
    )


def _to(comparison: Comparison) -> list[tuple[str, str]]:
    declared = (reverse("counts:declared"), _("Measures and comparisons"))
    return [*crumbs(), declared, (comparison.get_absolute_url(), comparison.title)]


def _way(comparison: Comparison | None) -> list[tuple[str, str]]:
    way = crumbs() if comparison is None else _to(comparison)
    return [*way, (_imports(comparison), _("Import counts"))]
