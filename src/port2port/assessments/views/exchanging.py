"""The sheet out and in, the last answers carried over, the plan, and the page on paper."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.assessments import actions
from port2port.assessments.forms import PlanForm, UploadForm
from port2port.assessments.models import Answer, Assessment, EvidenceRef, RiskScenario
from port2port.assessments.page import assessment_page, crumbs, organisation_of, takes_answers
from port2port.assessments.pinned import sheet_of
from port2port.assessments.results import lines_of
from port2port.assessments.sheets import Read, as_json, cells, columns, file_name, read_sheet
from port2port.assessments.views.shared import own_assessment, reached, visible_assessment
from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.members.actions.rights import record_act
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, posted
from port2port.pure.logbook_bounds import MAX_BYTES
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from port2port.reports.views.shared import refusals_in, status_of

QUARTER = timedelta(days=90)


@require_GET
@needs(Act.READ)
def export(request: HttpRequest, key: UUID, ending: str) -> HttpResponse:
    """The sheet as a file: to work on without a connection, or for another program."""
    row, given = reached(request, key)
    member, at, sheet = member_of(request), now(), sheet_of(row.round)
    lines = [one for one in lines_of(row, sheet) if given is None or one.asked.id in given]
    if ending not in {"xlsx", "csv", "json"}:
        raise Http404
    record_act(member=member, act="take_out_assessment", subject=f"assessment {row.key}", now=at)
    name = file_name(row, ending, now=at)
    if ending == "csv":
        return download(csv_file(columns(), cells(row, lines)), name=name, media_type=CSV_TYPE)
    if ending == "xlsx":
        label, title = _("Internal"), f"{row.facility.name} · {row.round.title}"
        made = xlsx_file(columns(), cells(row, lines), title=title, label=label, made_at=at)
        return download(made, name=name, media_type=XLSX_TYPE)
    evidence = EvidenceRef.objects.visible_to(member).standing().filter(assessment=row)
    risks = RiskScenario.objects.visible_to(member).standing().filter(assessment=row)
    proofs = [one for one in evidence if given is None or one.control in given]
    answer = JsonResponse(as_json(row, lines, proofs, risks))
    answer.headers["Content-Disposition"] = download(b"", name=name, media_type="").headers["Content-Disposition"]
    return answer


@require_http_methods(["GET", "POST"])
@needs(Act.READ)
def bring(request: HttpRequest, key: UUID) -> HttpResponse:
    """The sheet as it came back: all of it, or nothing and a list of what to mend, or the good rows."""
    row, given = reached(request, key)
    form = UploadForm(posted(request), request.FILES or None)
    read: Read | None = None
    saved = 0
    if form.is_bound and form.is_valid():
        read = _read(request, row, given, form)
        if read is not None and (read.is_clean or form.cleaned_data["partly"]):
            with refusals_in(form):
                actions.save_answers(member=member_of(request), assessment=row, said=read.good, now=now())
                saved = len(read.good)
                if read.is_clean:
                    return _brought(request, row, saved)
    is_refused = read is not None and not read.is_clean
    context = {
        "row": row,
        "form": form,
        "read": read,
        "saved": saved,
        "takes": takes_answers(row),
        "crumbs": crumbs(row) if given is None else crumbs(),
    }
    status = status_of(form) if not is_refused else (200 if saved else 422)
    return render(request, "assessments/bring.html", context, status=status)


def _read(request: HttpRequest, row: Assessment, given: frozenset[str] | None, form: UploadForm) -> Read | None:
    file = form.cleaned_data["file"]
    if file.size > MAX_BYTES:
        form.add_error("file", _("This file is too large for a sheet."))
        return None
    newest = Answer.objects.visible_to(member_of(request)).newest_of(row)
    there = {one.control: one for one in newest}
    return read_sheet(file.read(), file.name, row, sheet_of(row.round), there, given=given)


def _brought(request: HttpRequest, row: Assessment, saved: int) -> HttpResponse:
    words = ngettext("%(number)d answer taken from the sheet.", "%(number)d answers taken from the sheet.", saved)
    messages.success(request, words % {"number": saved})
    return redirect("assessments:sheet", row.key)


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def carry(request: HttpRequest, key: UUID) -> HttpResponse:
    """Last time's answers beside what is asked now."""
    row, member = visible_assessment(request, key), member_of(request)
    if request.method == "POST":
        chosen = request.POST.getlist("controls")
        made = actions.take_over(member=member, assessment=row, controls=chosen, now=now())
        words = ngettext(
            "%(number)d answer taken over as a draft.", "%(number)d answers taken over as drafts.", len(made)
        )
        messages.success(request, words % {"number": len(made)})
        return redirect("assessments:sheet", row.key)
    context = {
        "row": row,
        "carried": actions.carried_for(row, member),
        "takes": takes_answers(row),
        "crumbs": crumbs(row),
    }
    return render(request, "assessments/carry.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def plan(request: HttpRequest, key: UUID) -> HttpResponse:
    """Gaps that become actions."""
    row, member, at = own_assessment(request, key), member_of(request), now()
    page = assessment_page(row, member, today=timezone.localdate(at))
    planned = {one.control for one in page.plan if one.action.is_pending}
    gaps = [
        one for one in page.lines if (one.is_open_must or one.gap(row.round.target)) and one.asked.id not in planned
    ]
    first = timezone.localdate(at) + QUARTER
    form = PlanForm(posted(request), member=member, gaps=[one.asked for one in gaps], first=first)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            actions.plan_gaps(
                member=member,
                assessment=row,
                controls=given["controls"],
                due_on=given["due_on"],
                owner=given["owner"],
                now=at,
            )
            return redirect(f"{row.get_absolute_url()}?planned={at.isoformat().replace('+', '%2B')}#plan")
    context = {"row": row, "form": form, "gaps": gaps, "page": page, "crumbs": crumbs(row)}
    return render(request, "assessments/plan.html", context, status=status_of(form))


@require_POST
@needs(Act.KEEP_DUTIES)
def undo_plan(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was planned just now, dropped again."""
    row = own_assessment(request, key)
    made_at = moment_of(request.POST.get("at", ""))
    if made_at is None:
        raise Http404
    actions.undo_plan(member=member_of(request), assessment=row, made_at=made_at, now=now())
    return redirect(row)


def moment_of(text: str) -> datetime | None:
    """The moment that an address names."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None


@require_GET
@needs(Act.READ)
def on_paper(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where the facility stands, on one page."""
    row, member, at = visible_assessment(request, key), member_of(request), now()
    page = assessment_page(row, member, today=timezone.localdate(at))
    record_act(member=member, act="take_out_assessment", subject=f"assessment {row.key}", now=at)
    confidences = [one.answer.confidence for one in page.lines if one.answer and one.answer.confidence]
    context = {
        "page": page,
        "row": row,
        "open": [one for one in page.lines if one.is_open_must],
        "sure": {name: confidences.count(name) for name in ("high", "medium", "low")},
        "organisation": organisation_of(member),
        "now": at,
    }
    return render(request, "assessments/print.html", context)
