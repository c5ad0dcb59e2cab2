"""A logbook into the log, in four steps: file, columns, categories, trial; then the result, which can be struck out."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.base.refusal import NotAllowed, Refusal
from port2port.log import actions
from port2port.log.access import runs_log
from port2port.log.actions import uploads as act
from port2port.log.actions.importing import UNDO
from port2port.log.forms.entries import StrikeForm
from port2port.log.forms.imports import MOST_VALUES, ColumnsForm, UploadForm, ValuesForm
from port2port.log.import_job import KIND, TRIAL
from port2port.log.logbook_rows import chosen_sheet, sheets_of
from port2port.log.logbook_words import NOTES
from port2port.log.models import LogImport, LogMapping, LogUpload
from port2port.log.rejected import remark_cells, remark_columns
from port2port.log.views.shared import View, crumbs, own_facilities, said
from port2port.members.actions.jobs import start_job
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Facility
from port2port.members.views.shared import needs
from port2port.pure import logbook
from port2port.pure.logbook import Mapping, Sheet
from port2port.pure.logbook_tables import text_of
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.reports.views.shared import refusals_in, status_of

# Up to here an import is done while its reader waits.
AT_ONCE = 2_000
SHOWN = 30


def for_importers(view: View) -> Callable[..., HttpResponse]:
    """For seats that run a log; others find no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not runs_log(member_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return needs(Act.LOG)(guarded)


def _upload(request: HttpRequest, key: UUID) -> LogUpload:
    rows = LogUpload.objects.editable_by(member_of(request)).select_related("facility__port")
    return get_object_or_404(rows, key=key)


def _mapped(request: HttpRequest, key: UUID) -> LogUpload:
    row = _upload(request, key)
    if not row.mapping:
        raise Http404
    return row


def _steps(here: int, upload: LogUpload | None = None) -> list[dict[str, Any]]:
    words = [_("File"), _("Columns"), _("Categories"), _("Trial")]
    names = ["", "log:import_columns", "log:import_values", "log:import_trial"]
    return [
        {
            "words": word,
            "done": number < here,
            "here": number == here,
            "address": reverse(name, args=[upload.key]) if name and upload and number < here else "",
        }
        for number, (word, name) in enumerate(zip(words, names, strict=True))
    ]


def _way() -> list[tuple[str, str]]:
    return [*crumbs(), (reverse("log:imports"), _("Import a logbook"))]


@require_http_methods(["GET", "POST"])
@for_importers
def imports(request: HttpRequest) -> HttpResponse:
    """The file, what waits from before, and the imports that were."""
    member = member_of(request)
    facilities = own_facilities(member)
    own = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True)
    only = {"facility": facilities[0].key} if len(facilities) == 1 else {}
    form = UploadForm(said(request), request.FILES or None, facilities=own, initial=only)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            file = given["file"]
            content = file.read(26 * 1024 * 1024)
            row = act.keep_upload(member=member, facility=given["facility"], content=content, name=file.name, now=now())
            return redirect("log:import_columns", row.key)
    context = {
        "form": form,
        "facilities": facilities,
        "steps": _steps(0),
        "waiting": LogUpload.objects.visible_to(member).select_related("facility"),
        "rows": LogImport.objects.visible_to(member).select_related("facility", "seat")[:SHOWN],
        "crumbs": crumbs(),
    }
    return render(request, "log/import_start.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@for_importers
def columns(request: HttpRequest, key: UUID) -> HttpResponse:
    """What each column holds: as guessed, as said before, or as a saved mapping has it."""
    member, row = member_of(request), _upload(request, key)
    sheets = sheets_of(act.content_of(row), row.name)
    sheet = _asked_sheet(request, sheets, row.sheet)
    saved = LogMapping.objects.visible_to(member)
    before = _before(request, row, sheet)
    form = ColumnsForm(said(request), sheet=sheet, before=before, language=request.LANGUAGE_CODE)
    if form.is_bound and form.is_valid():
        act.say_mapping(member=member, upload=row, sheet=sheet.name, mapping=form.mapping())
        return redirect("log:import_values", row.key)
    context = {
        "form": form,
        "upload": row,
        "sheet": sheet,
        "sheets": sheets if len(sheets) > 1 else (),
        "saved": saved,
        "chosen": request.GET.get("mapping", ""),
        "first": [(name, text_of(cell)) for name, cell in zip(sheet.headings, sheet.rows[0].cells, strict=True) if name]
        if sheet.rows
        else [],
        "steps": _steps(1, row),
        "crumbs": _way(),
    }
    return render(request, "log/import_columns.html", context, status=status_of(form))


def _asked_sheet(request: HttpRequest, sheets: tuple[Sheet, ...], before: str) -> Sheet:
    asked = request.GET.get("sheet", before)
    return next((one for one in sheets if one.name == asked), sheets[0])


def _before(request: HttpRequest, row: LogUpload, sheet: Sheet) -> Mapping:
    if "mapping" in request.GET:
        found = LogMapping.objects.visible_to(member_of(request)).filter(key=_uuid(request.GET["mapping"])).first()
        if found is None:
            raise Http404
        return logbook.mapping_from_json(found.mapping)
    if row.mapping and row.sheet == sheet.name:
        return logbook.mapping_from_json(row.mapping)
    return logbook.guessed(sheet.headings, logbook.guess(sheet))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@for_importers
def values(request: HttpRequest, key: UUID) -> HttpResponse:
    """What each category means, with suggestions."""
    member, row = member_of(request), _mapped(request, key)
    sheet = chosen_sheet(sheets_of(act.content_of(row), row.name), row.sheet)
    before = logbook.mapping_from_json(row.mapping)
    form = ValuesForm(said(request), sheet=sheet, before=before)
    if form.is_bound and form.is_valid():
        mapping = form.mapping()
        with refusals_in(form):
            if form.cleaned_data["name"]:
                actions.save_mapping(member=member, name=form.cleaned_data["name"], mapping=mapping, now=now())
            act.say_mapping(member=member, upload=row, sheet=row.sheet, mapping=mapping)
            return redirect("log:import_trial", row.key)
    context = {"form": form, "upload": row, "most": MOST_VALUES, "steps": _steps(2, row), "crumbs": _way()}
    return render(request, "log/import_values.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@for_importers
def trial(request: HttpRequest, key: UUID) -> HttpResponse:
    """What would be written, of a long file by its first rows; then the import, or the check of all rows as a job."""
    member, row = member_of(request), _mapped(request, key)
    refused, status = "", 200
    if request.method == "POST":
        try:
            return _job(request, row, TRIAL) if request.POST.get("do") == "check" else _imported(request, row)
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused, status = str(refusal), refusal.status
    found = act.try_upload(member=member, upload=row, now=now(), most=AT_ONCE)
    context = {
        "upload": row,
        "refused": refused,
        "trial": found,
        "most": AT_ONCE,
        "fresh": len(found.fresh),
        "rejected": found.rows.rejected[:SHOWN],
        "rejected_count": len(found.rows.rejected),
        "left_out": found.rows.left_out[:SHOWN],
        "left_out_count": len(found.rows.left_out),
        "examples": found.fresh[:5],
        "unmapped": found.rows.unmapped[:SHOWN],
        "notes": [(NOTES[one], times) for one, times in sorted(found.rows.notes.items())],
        "steps": _steps(3, row),
        "crumbs": _way(),
    }
    return render(request, "log/import_trial.html", context, status=status)


def _job(request: HttpRequest, row: LogUpload, kind: str) -> HttpResponse:
    asked = {"upload": str(row.key)}
    job = start_job(
        member=member_of(request), kind=kind, asked=asked, about=row.name, language=request.LANGUAGE_CODE, now=now()
    )
    return redirect("members:job", job.key)


def _imported(request: HttpRequest, row: LogUpload) -> HttpResponse:
    member, at = member_of(request), now()
    sheet = chosen_sheet(sheets_of(act.content_of(row), row.name), row.sheet)
    if len(sheet.rows) > AT_ONCE:
        return _job(request, row, KIND)
    done = act.import_upload(member=member, upload=row, now=at)
    if done.record is None:
        messages.info(request, _("Nothing in this file is new; the log stays as it is."))
        return redirect("log:imports")
    count = len(done.fresh)
    messages.success(request, ngettext("%(n)d entry written.", "%(n)d entries written.", count) % {"n": count})
    return redirect("log:import_result", done.record.key)


@require_GET
@for_importers
def rejected(request: HttpRequest, key: UUID, ending: str) -> HttpResponse:
    """The rows that were rejected and the cells that were left out, each with its reason."""
    row, at = _mapped(request, key), now()
    found = act.try_upload(member=member_of(request), upload=row, now=at, most=AT_ONCE)
    if ending == "csv":
        content = csv_file(remark_columns(), remark_cells(found.rows))
    else:
        cells = list(remark_cells(found.rows))[:20_000]
        content = xlsx_file(remark_columns(), cells, title=_("Rejected"), label=_("Internal"), made_at=at)
    return download(content, name=f"rejected.{ending}", media_type=CSV_TYPE if ending == "csv" else XLSX_TYPE)


@require_POST
@for_importers
def drop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Forget the file."""
    act.drop_upload(member=member_of(request), upload=_upload(request, key))
    messages.success(request, _("The file was deleted; nothing was written."))
    return redirect("log:imports")


@require_http_methods(["GET", "POST"])
@for_importers
def result(request: HttpRequest, key: UUID) -> HttpResponse:
    """What an import wrote; within a day its own seat strikes it out as a whole."""
    member, at = member_of(request), now()
    row = get_object_or_404(LogImport.objects.visible_to(member).select_related("facility", "seat"), key=key)
    mine = LogImport.objects.editable_by(member).filter(pk=row.pk).exists()
    if request.method == "POST" and not mine:
        raise Http404
    form = StrikeForm(said(request))
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.strike_import(member=member, record=row, reason=form.cleaned_data["reason"], now=at)
            messages.success(request, _("Every entry of this import was struck out."))
            return redirect("log:import_result", row.key)
    may_strike = mine and not row.is_struck and at <= row.at + UNDO
    context = {"form": form, "row": row, "may_strike": may_strike, "until": row.at + UNDO, "crumbs": _way()}
    return render(request, "log/import_result.html", context, status=status_of(form))
