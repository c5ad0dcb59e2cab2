"""One assessment: what it comes to, who says the next word, who has which part."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.assessments import actions
from port2port.assessments.forms import AgreeForm, BuddyForm, PartForm, ScenarioForm
from port2port.assessments.models import Assessment, Assignment, RiskScenario
from port2port.assessments.page import assessment_page, chip_of, crumbs, first_question, question_address
from port2port.assessments.pinned import sheet_of
from port2port.assessments.refusals import ChangedMeanwhile
from port2port.assessments.results import lines_of
from port2port.assessments.views.exchanging import moment_of
from port2port.assessments.views.shared import own_assessment, reached, visible_assessment
from port2port.base.clock import now
from port2port.base.refusal import Refusal
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, posted, show_form
from port2port.pure.conformity import Conformity
from port2port.reports.views.shared import refusals_in, status_of

STEPS = {
    "submit": actions.submit,
    "recall": actions.recall,
    "take_up": actions.take_up,
    "reopen": actions.reopen,
    "withdraw": actions.withdraw_assessment,
    "rejoin": actions.rejoin_round,
}
# Which step takes back which.
UNDO = {"submit": "recall", "withdraw": "rejoin", "rejoin": "withdraw"}
MONTH = timedelta(days=30)


@require_GET
@needs(Act.READ)
def assessment(request: HttpRequest, key: UUID) -> HttpResponse:
    """Where the facility stands, and the next step; who has only a part is led to it."""
    row, given = reached(request, key)
    if given is not None:
        order = [one.id for one in sheet_of(row.round).controls if one.id in given]
        return redirect(question_address(row, order[0]))
    row = visible_assessment(request, key)
    member = member_of(request)
    page = assessment_page(row, member, today=timezone.localdate(now()))
    done = request.GET.get("done", "")
    context = {
        "page": page,
        "row": row,
        "chip": chip_of(row),
        "go_on": first_question(page),
        "undo": UNDO.get(done, ""),
        "planned": request.GET.get("planned", "") if moment_of(request.GET.get("planned", "")) else "",
        "buddy_form": BuddyForm(member=member, initial={"buddy": row.buddy and row.buddy.key}),
        "crumbs": crumbs(),
        "now": now(),
    }
    return render(request, "assessments/assessment.html", context)


@require_POST
@needs(Act.READ)
def move(request: HttpRequest, key: UUID) -> HttpResponse:
    """The next step of an assessment, or its undo."""
    row, step = visible_assessment(request, key), request.POST.get("step", "")
    if step not in STEPS:
        raise Refusal
    moved = STEPS[step](member=member_of(request), assessment=row, now=now())
    if step == "take_up":
        return redirect("assessments:agree", moved.key)
    return redirect(f"{moved.get_absolute_url()}?done={step}")


@require_http_methods(["GET", "POST"])
@needs(Act.READ)
def agree(request: HttpRequest, key: UUID) -> HttpResponse:
    """The second person reads, accepts what does not apply, and agrees or returns it."""
    row, member = visible_assessment(request, key), member_of(request)
    lines = lines_of(row)
    absent = [one.asked for one in lines if one.conformity is Conformity.NOT_APPLICABLE]
    form = AgreeForm(posted(request), absent=absent)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            if "return" in request.POST:
                actions.send_back(member=member, assessment=row, reason=given["reason"], now=now())
            else:
                actions.agree_assessment(
                    member=member,
                    assessment=row,
                    accepted=given["accepted"],
                    seen=request.POST.get("seen", "")[:40],
                    now=now(),
                )
            return _after_word(request, row)
    page = assessment_page(row, member, today=timezone.localdate(now()))
    context = {"page": page, "row": row, "lines": lines, "form": form, "crumbs": crumbs(row), "chip": chip_of(row)}
    return render(request, "assessments/agree.html", context, status=status_of(form))


def _after_word(request: HttpRequest, row: Assessment) -> HttpResponse:
    # A buddy who has agreed sees the assessment no more.
    seen = Assessment.objects.visible_to(member_of(request)).filter(pk=row.pk).exists()
    messages.success(request, _("Your word is kept."))
    return redirect(row if seen else reverse("assessments:list"))


@require_POST
@needs(Act.KEEP_DUTIES)
def buddy(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who agrees where there is no second person."""
    row, member = visible_assessment(request, key), member_of(request)
    form = BuddyForm(request.POST, member=member)
    if not form.is_valid():
        raise Refusal(str(form.errors["buddy"][0]))
    return redirect(actions.name_buddy(member=member, assessment=row, buddy=form.cleaned_data["buddy"], now=now()))


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def give_part(request: HttpRequest, key: UUID) -> HttpResponse:
    """Some controls for a colleague or an outside author."""
    row, member = visible_assessment(request, key), member_of(request)
    form = PartForm(posted(request), member=member, sheet=sheet_of(row.round))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            actions.give_part(member=member, assessment=row, now=now(), **given)
            return redirect(f"{row.get_absolute_url()}#parts")
    lead = _("Who gets a part answers these controls and sees nothing else of the assessment.")
    return show_form(request, form, title=_("Give a part"), back=row.get_absolute_url(), lead=lead)


@require_POST
@needs(Act.KEEP_DUTIES)
def take_part_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """From now on the part is nobody's but ours."""
    rows = Assignment.objects.editable_by(member_of(request)).select_related("assessment")
    part = get_object_or_404(rows, key=key)
    actions.take_part_back(member=member_of(request), part=part, now=now())
    return redirect(f"{part.assessment.get_absolute_url()}#parts")


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def new_risk(request: HttpRequest, key: UUID) -> HttpResponse:
    """One more scenario."""
    row = own_assessment(request, key)
    form = ScenarioForm(posted(request), initial={"confidence": "medium"})
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.save_scenario(member=member_of(request), assessment=row, said=form.said(), now=now())
            return redirect(f"{row.get_absolute_url()}#risks")
    lead = _("Private to the facility. The result is looked up in tables, never multiplied.")
    return show_form(request, form, title=_("New scenario"), back=row.get_absolute_url(), lead=lead)


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def risk(request: HttpRequest, key: UUID) -> HttpResponse:
    """Other words for a scenario."""
    rows = RiskScenario.objects.editable_by(member_of(request)).select_related("assessment__round")
    one = get_object_or_404(rows, key=key)
    form = ScenarioForm(request.POST) if request.method == "POST" else ScenarioForm.of(one)
    if form.is_bound and form.is_valid():
        try:
            with refusals_in(form, passing=(ChangedMeanwhile,)):
                seen = form.cleaned_data["seen"] or 0
                actions.save_scenario(
                    member=member_of(request),
                    assessment=one.assessment,
                    said=form.said(),
                    scenario=one,
                    seen=seen,
                    now=now(),
                )
                return redirect(f"{one.assessment.get_absolute_url()}#risks")
        except ChangedMeanwhile as told:
            said = request.POST.copy()
            said["seen"] = str(told.newer[0].revision)
            form = ScenarioForm(said)
            form.add_error(None, f"{told} {_scenario_words(told)}")
            form.refused_with = told.status  # type: ignore[attr-defined]
    return show_form(request, form, title=one.title, back=one.assessment.get_absolute_url())


def _scenario_words(told: ChangedMeanwhile) -> str:
    there = told.newer[0]
    if not isinstance(there, RiskScenario):
        return ""
    steps = f"{there.intent}, {there.capability}, {there.vulnerability}, {there.impact}"
    return _("There stands now: %(title)s (%(steps)s).") % {"title": there.title, "steps": steps}


@require_POST
@needs(Act.KEEP_DUTIES)
def take_out_risk(request: HttpRequest, key: UUID) -> HttpResponse:
    """It is not looked at any more; or back, as the undo."""
    one = get_object_or_404(RiskScenario.objects.editable_by(member_of(request)).select_related("assessment"), key=key)
    back = request.POST.get("back") == "yes"
    actions.take_out_scenario(member=member_of(request), scenario=one, now=now(), back=back)
    return redirect(f"{one.assessment.get_absolute_url()}{'' if back else f'?out={one.key}'}#risks")
