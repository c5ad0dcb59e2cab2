"""One question at a time, and the whole sheet; each row is saved by itself."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.assessments import actions
from port2port.assessments.forms import AnswerForm, CommentForm, EvidenceForm, FilterForm
from port2port.assessments.models import Answer, Assessment, Comment, EvidenceRef
from port2port.assessments.page import (
    crumbs,
    earlier_answers,
    left_by,
    place_of,
    question_address,
    takes_answers,
)
from port2port.assessments.pinned import sheet_of
from port2port.assessments.refusals import ChangedMeanwhile
from port2port.assessments.results import lines_of
from port2port.assessments.rows import sheet_rows
from port2port.assessments.views.shared import check_control, reached, wants_row
from port2port.base.clock import now
from port2port.base.refusal import Refusal
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.views.shared import refusals_in, status_of


@require_http_methods(["GET", "POST"])
@needs(Act.READ)
def question(request: HttpRequest, key: UUID, control: str) -> HttpResponse:
    """One control, large enough for a thumb; the next one follows."""
    row, given = reached(request, key)
    sheet = sheet_of(row.round)
    check_control(sheet, control, given)
    newer: Answer | None = None
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            try:
                with refusals_in(form, passing=(ChangedMeanwhile,)):
                    saved = actions.save_answer(
                        member=member_of(request), assessment=row, said=form.said(control), now=now()
                    )
                    return redirect(_onward(request, row, given, saved))
            except ChangedMeanwhile as told:
                newer = _newest(told)
                form = _with_seen(request, newer)
                form.add_error(None, str(told))
    else:
        form = AnswerForm.of(_newest_of(request, row, control))
    return _question_page(request, row, control, form, given, newer=newer)


def _newest(told: ChangedMeanwhile) -> Answer:
    return next(one for one in told.newer if isinstance(one, Answer))


def _newest_of(request: HttpRequest, row: Assessment, control: str) -> Answer | None:
    rows = Answer.objects.visible_to(member_of(request)).filter(assessment=row, control=control)
    return rows.order_by("-revision").first()


def _with_seen(request: HttpRequest, newer: Answer) -> AnswerForm:
    """What was written, now against what is there: saving again is a choice."""
    said = request.POST.copy()
    said["seen"] = str(newer.revision)
    form = AnswerForm(said)
    form.is_valid()
    form.refused_with = ChangedMeanwhile.status  # type: ignore[attr-defined]
    return form


def _onward(request: HttpRequest, row: Assessment, given: frozenset[str] | None, saved: Answer) -> str:
    only = request.GET.get("only", "")
    ids = _ids(row, given, only, keep=saved.control)
    place = place_of(row, ids, saved.control, only)
    told = f"saved={saved.control}.{saved.revision}"
    if "stay" in request.POST or not place.after:
        here = question_address(row, saved.control, only)
        return f"{here}{'&' if '?' in here else '?'}{told}"
    return f"{place.after}{'&' if '?' in place.after else '?'}{told}"


def _ids(row: Assessment, given: frozenset[str] | None, only: str, *, keep: str = "") -> list[str]:
    lines = lines_of(row)
    left = {one.asked.id for one in left_by(lines, {"only": only}, target=row.round.target)} | {keep}
    return [one.asked.id for one in lines if one.asked.id in left and (given is None or one.asked.id in given)]


def _question_page(
    request: HttpRequest,
    row: Assessment,
    control: str,
    form: AnswerForm,
    given: frozenset[str] | None,
    *,
    newer: Answer | None = None,
    evidence_form: EvidenceForm | None = None,
) -> HttpResponse:
    member, sheet = member_of(request), sheet_of(row.round)
    only = request.GET.get("only", "")
    evidence = EvidenceRef.objects.visible_to(member).standing().filter(assessment=row, control=control)
    context = {
        "row": row,
        "asked": sheet.by_id[control],
        "form": form,
        "place": place_of(row, _ids(row, given, only, keep=control), control, only),
        "only": only,
        "newer": newer,
        "saved": _saved(request, sheet.by_id),
        "evidence": list(evidence),
        "evidence_form": evidence_form or EvidenceForm(prefix="evidence"),
        "comments": list(Comment.objects.visible_to(member).filter(assessment=row, control=control)),
        "comment_form": CommentForm(prefix="comment"),
        "revisions": earlier_answers(row, control, member)[1:],
        "writes": takes_answers(row) and (given is not None or _keeps(request, row)),
        "is_whole": given is None,
        "in_norm": reverse("norms:control", args=[row.round.catalogue.key, row.round.catalogue.version, control]),
        "crumbs": crumbs(row) if given is None else crumbs(),
        "now": now(),
    }
    shown = [form] if evidence_form is None else [evidence_form]
    return render(request, "assessments/question.html", context, status=status_of(*shown))


def _saved(request: HttpRequest, known: object) -> tuple[str, str] | None:
    """Which control was saved just now as which revision, for the undo."""
    control, dot, revision = request.GET.get("saved", "").rpartition(".")
    is_known = dot and control in known and revision.isdigit() and len(revision) < 7  # type: ignore[operator]
    return (control, revision) if is_known else None


def _keeps(request: HttpRequest, row: Assessment) -> bool:
    return Assessment.objects.editable_by(member_of(request)).filter(pk=row.pk).exists()


@require_GET
@needs(Act.READ)
def sheet(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every control on one page, for the keyboard."""
    row, given = reached(request, key)
    asked = sheet_of(row.round)
    form = FilterForm(request.GET, sheet=asked)
    is_valid = form.is_valid()
    wanted = {name: str(form.cleaned_data.get(name, "")) for name in form.fields} if is_valid else {}
    lines = left_by(lines_of(row, asked), wanted, target=row.round.target)
    lines = [one for one in lines if given is None or one.asked.id in given]
    writes = takes_answers(row) and (given is not None or _keeps(request, row))
    context = {
        "row": row,
        "form": form,
        "count": len(lines),
        "rows": sheet_rows(asked, lines, writes=writes),
        "writes": writes,
        "is_whole": given is None,
        "crumbs": crumbs(row) if given is None else crumbs(),
    }
    return render(request, "assessments/sheet.html", context, status=200 if is_valid else 422)


@require_POST
@needs(Act.READ)
def save_row(request: HttpRequest, key: UUID, control: str) -> HttpResponse:
    """One row of the sheet: the sheet gets back how it stands; without script the page of the control says it."""
    row, given = reached(request, key)
    check_control(sheet_of(row.round), control, given)
    form, newer = AnswerForm(request.POST), None
    if form.is_valid():
        try:
            with refusals_in(form, passing=(ChangedMeanwhile,)):
                saved = actions.save_answer(
                    member=member_of(request), assessment=row, said=form.said(control), now=now()
                )
                return _row_saved(request, row, saved)
        except ChangedMeanwhile as told:
            newer = _newest(told)
            form = _with_seen(request, newer)
            form.add_error(None, str(told))
    if not wants_row(request):
        return _question_page(request, row, control, form, given, newer=newer)
    context = {"form": form, "newer": newer, "seen": form["seen"].value() or 0, "control": control, "row": row}
    words = render_to_string("assessments/row_state.html", context, request)
    return HttpResponse(words, status=status_of(form))


def _row_saved(request: HttpRequest, row: Assessment, saved: Answer) -> HttpResponse:
    if not wants_row(request):
        return redirect(f"{reverse('assessments:sheet', args=[row.key])}#{saved.control}")
    context = {"seen": saved.revision, "saved": saved, "control": saved.control, "row": row}
    return HttpResponse(render_to_string("assessments/row_state.html", context, request))


@require_POST
@needs(Act.READ)
def undo(request: HttpRequest, key: UUID, control: str) -> HttpResponse:
    """What stood before."""
    row, given = reached(request, key)
    check_control(sheet_of(row.round), control, given)
    seen = request.POST.get("seen", "")
    if not seen.isdigit() or len(seen) > 6:
        raise Http404
    actions.undo_answer(member=member_of(request), assessment=row, control=control, seen=int(seen), now=now())
    return redirect(question_address(row, control, request.GET.get("only", "")))


@require_POST
@needs(Act.READ)
def add_evidence(request: HttpRequest, key: UUID, control: str) -> HttpResponse:
    """Where proof is kept."""
    row, given = reached(request, key)
    check_control(sheet_of(row.round), control, given)
    form = EvidenceForm(request.POST, prefix="evidence")
    if form.is_valid():
        with refusals_in(form):
            actions.add_evidence(member=member_of(request), assessment=row, said=form.said(control), now=now())
            return redirect(f"{question_address(row, control, request.GET.get('only', ''))}#evidence")
    answer = AnswerForm.of(_newest_of(request, row, control))
    return _question_page(request, row, control, answer, given, evidence_form=form)


@require_POST
@needs(Act.READ)
def take_out_evidence(request: HttpRequest, key: UUID) -> HttpResponse:
    """It proves nothing any more; or back, as the undo."""
    rows = EvidenceRef.objects.visible_to(member_of(request))
    one = get_object_or_404(rows.select_related("assessment__round"), key=key)
    back = request.POST.get("back") == "yes"
    actions.take_out_evidence(member=member_of(request), evidence=one, now=now(), back=back)
    return redirect(f"{question_address(one.assessment, one.control)}{'' if back else f'?out={one.key}'}#evidence")


@require_POST
@needs(Act.READ)
def comment(request: HttpRequest, key: UUID, control: str) -> HttpResponse:
    """A word beside an answer."""
    row, given = reached(request, key)
    check_control(sheet_of(row.round), control, given)
    form = CommentForm(request.POST, prefix="comment")
    if not form.is_valid():
        raise Refusal(str(form.errors["text"][0]))
    text = form.cleaned_data["text"]
    actions.comment(member=member_of(request), assessment=row, control=control, text=text, now=now())
    return redirect(f"{question_address(row, control)}#comments")
