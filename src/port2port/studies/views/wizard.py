"""The eight pages of a study: forward and back without loss, and what is missing on each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.base.caveats import MASS_IS_NO_CRIME
from port2port.base.clock import now
from port2port.base.refusal import Refusal
from port2port.counts.access import keeps_counts
from port2port.counts.categories import category_words
from port2port.counts.models import Outcome, RecordingChange
from port2port.members.actions.jobs import start_job
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, only, posted
from port2port.pure.displacement.study import SHORTEST_WINDOW
from port2port.pure.panels import YEAR
from port2port.reports.sending import once
from port2port.reports.views.shared import refusals_in, status_of
from port2port.studies import actions
from port2port.studies.access import makes_studies
from port2port.studies.alike import odds_of
from port2port.studies.definition import definition_of, hash_of
from port2port.studies.forms import CountedForm, MeasureForm, OutsideForm, RecordingForm, SightForm, WeeksForm
from port2port.studies.framing import frame_of
from port2port.studies.lacking import Lack, lacks_of, lacks_of_run, planned
from port2port.studies.models import Study
from port2port.studies.numbers import decimal
from port2port.studies.planning import USUAL_AFTER, USUAL_HOPE, drawings_of, plan_of
from port2port.studies.reading import weeks_before
from port2port.studies.steps import (
    COUNTED,
    MEASURE,
    OUTSIDE,
    QUESTIONS,
    RECORDING,
    REGISTER,
    RUN,
    SHORT,
    SIGHT,
    WEEKS,
    missing_of,
    never_compares,
)
from port2port.studies.views.shared import crumbs, editable_study
from port2port.vocabulary.lookup import reader_language

type Context = dict[str, Any]


@require_http_methods(["GET", "POST"])
@only(makes_studies)
def new(request: HttpRequest) -> HttpResponse:
    """Page 1 of a study that is not there yet."""
    member = member_of(request)
    form = MeasureForm(posted(request), member=member, initial={"language": reader_language()})
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            key = once(
                member=member,
                key=form.cleaned_data["key"],
                act="begin_study",
                content=str(sorted(request.POST.lists())),
                now=now(),
                do=lambda: actions.begin_study(member=member, said=form.said(), now=now()).key,
            )
            return redirect("studies:step", key=key, step=COUNTED)
    return _shown(request, None, MEASURE, form, {})


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def step(request: HttpRequest, key: UUID, step: int) -> HttpResponse:
    """One page of a draft; of a registered study only the last one is left."""
    row = editable_study(request, key)
    hidden = row.is_frozen and not Study.objects.visible_to(member_of(request)).filter(pk=row.pk).exists()
    if step not in QUESTIONS or hidden:
        raise Http404
    if step == RUN or (row.is_frozen and step != RUN):
        return _run(request, row) if step == RUN else redirect(row)
    if step == REGISTER:
        return _register(request, row)
    if OUTSIDE <= step <= SIGHT and not row.outcome:
        messages.info(request, _("Choose what is counted first: the pages after this one ask about it."))
        return redirect("studies:step", key=row.key, step=COUNTED)
    form, context = _FORMS[step](request, row)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            _ANSWERS[step](member_of(request), row, form)
            return redirect("studies:step", key=row.key, step=_after(request, row, step))
    return _shown(request, row, step, form, context)


def _after(request: HttpRequest, row: Study, step: int) -> int:
    """The next page; the same where weeks are missing that it asks about or reckons with."""
    if step not in (WEEKS, SIGHT):
        return step + 1
    saved = editable_study(request, row.key)
    if step == WEEKS and never_compares(saved):
        messages.warning(request, _("Saved. With fewer than 26 weeks before or after no verdict can come."))
    plan = planned(saved, member_of(request))
    if plan is None or not plan.missing:
        return step + 1
    messages.warning(request, _("Saved. Some weeks before the measure were not counted: see below."))
    return step


def _shown(
    request: HttpRequest, row: Study | None, step: int, form: forms.Form | None, context: Context, *, status: int = 0
) -> HttpResponse:
    missing = missing_of(row, member_of(request)) if row is not None else []
    lacks = _lacks(row, member_of(request), context) if row is not None else []
    lacking = {one.step for one in missing} | ({WEEKS} if lacks and step < RUN else set())
    has_run = row is not None and row.is_frozen and row.results.exists()
    steps = [_stepped(row, number, step, lacking, has_run=has_run) for number in SHORT]
    back = reverse("studies:step", args=[row.key, step - 1]) if row and step > MEASURE else reverse("studies:list")
    context |= {
        "row": row,
        "step": step,
        "question": QUESTIONS[step],
        "steps": steps,
        "form": form,
        "missing": missing,
        "lacks": lacks if step >= WEEKS else [],
        "back": back,
        "crumbs": crumbs(),
        "template": f"studies/step_{step}.html",
    }
    return render(request, "studies/step.html", context, status=status or (status_of(form) if form else 200))


def _lacks(row: Study, member: Member, context: Context) -> list[Lack]:
    """Weeks that are missing, whichever page is open: the way says that the page of the weeks is not done."""
    if row.is_frozen:
        return lacks_of_run(row, member)
    plan = context["plan"] if "plan" in context else planned(row, member) if row.outcome else None
    return lacks_of(row, plan, member)


def _stepped(row: Study | None, number: int, here: int, lacking: set[int], *, has_run: bool) -> Context:
    """A page on the way: done where nothing is missing on it; a draft opens each, a registered study the last."""
    if row is None:
        return {"words": SHORT[number], "done": False, "here": number == here, "address": ""}
    is_open = not row.is_frozen or number == RUN
    done = {REGISTER: row.is_frozen, RUN: has_run}.get(number, number not in lacking)
    address = reverse("studies:step", args=[row.key, number]) if is_open else ""
    is_ready = number == REGISTER and not lacking
    return {"words": SHORT[number], "done": done, "here": number == here, "address": address, "ready": is_ready}


def _measure(request: HttpRequest, row: Study) -> tuple[forms.Form, Context]:
    initial = {
        "title": row.title,
        "language": row.language,
        "circle": str(row.circle.key),
        "intervention": str(row.intervention.key),
        "hypothesis": row.hypothesis,
    }
    return MeasureForm(posted(request), member=member_of(request), initial=initial), {}


def _counted(request: HttpRequest, row: Study) -> tuple[forms.Form, Context]:
    initial = {"counted": f"{row.outcome}|{row.category}"}
    form = CountedForm(posted(request), study=row, member=member_of(request), initial=initial)
    return form, {"mass": MASS_IS_NO_CRIME, "offered": form.offered}


def _outside(request: HttpRequest, row: Study) -> tuple[forms.Form, Context]:
    initial = {"comparison": str(row.comparison.key) if row.comparison else ""}
    form = OutsideForm(posted(request), study=row, member=member_of(request), initial=initial)
    # One that is shared no more is not named by what it is of either.
    chosen = form.rows.get(initial["comparison"])
    if form.is_bound:
        chosen = form.said().comparison if form.is_valid() else None
    odds = odds_of(row, chosen)
    if chosen and odds:
        form.ask_whether_meant(chosen, is_said=not form.is_bound)
    return form, {"offered": form.rows, "odds": odds}


def _recording(request: HttpRequest, row: Study) -> tuple[forms.Form, Context]:
    changes = RecordingChange.objects.visible_to(member_of(request)).standing().of_counts(row.outcome, row.category)
    lent = Q(pk__in=[])
    for one in frame_of(row).ports:
        lent |= Q(port=one.port, organisation=one.lender, on__gte=one.from_week)
    form = RecordingForm(posted(request), initial={"is_checked": row.is_checked})
    return form, {
        "changes": list(changes.filter(lent).select_related("port").order_by("on", "pk")),
        "may_declare": keeps_counts(member_of(request)),
        "is_of_finds": row.outcome == Outcome.SEIZURES,
    }


def _weeks(request: HttpRequest, row: Study) -> tuple[forms.Form, Context]:
    frame = frame_of(row)
    initial = {
        "weeks_before": row.weeks_before or frame.usual_before,
        "weeks_after": row.weeks_after or USUAL_AFTER,
        "left_out": [str(one.key) for one in row.left_out.all()],
    }
    form = WeeksForm(posted(request), frame=frame, initial=initial)
    is_short = never_compares(row, before=frame.usual_before, after=USUAL_AFTER)
    return form, {"network": frame, "is_short": is_short} | _before(row, member_of(request))


def _sight(request: HttpRequest, row: Study) -> tuple[forms.Form, Context]:
    form = SightForm(posted(request), initial={"hoped_percent": row.hoped_percent or USUAL_HOPE})
    return form, _before(row, member_of(request))


def _before(row: Study, member: Member) -> Context:
    """The weeks before the announcement, as chart and as what they allow; nothing of the weeks since."""
    try:
        read = weeks_before(row, member=member)
    except Refusal as refusal:
        return {"nothing": str(refusal)}
    plan = plan_of(row, read)
    return {
        "plan": plan,
        "drawings": drawings_of(row, read),
        "smallest": decimal(plan.smallest) if plan.smallest is not None else "",
        "wider": [(one.years, decimal(one.share)) for one in plan.wider if one.years * YEAR > plan.weeks],
        "is_blind": plan.smallest is not None and plan.smallest >= 0.9,
    }


def _register(request: HttpRequest, row: Study) -> HttpResponse:
    """Page 7: the definition with its hash; the form sends the hash back."""
    member, at = member_of(request), now()
    if request.method == "POST":
        try:
            actions.register_study(member=member, study=row, sha256=request.POST.get("sha256", ""), now=at)
        except Refusal as refusal:
            return _shown(
                request, row, REGISTER, None, {"refusal": str(refusal)} | _defined(row, member), status=refusal.status
            )
        messages.success(request, _("Registered. From now on the counts since the measure may be read."))
        return redirect("studies:step", key=row.key, step=RUN)
    return _shown(request, row, REGISTER, None, _defined(row, member))


def _defined(row: Study, member: Member) -> Context:
    if missing_of(row, member):
        return {}
    try:
        read = weeks_before(row, member=member)
    except Refusal as refusal:
        return {"nothing": str(refusal)}
    plan = plan_of(row, read)
    if plan.missing or plan.first is None:
        return {"plan": plan}
    row.replaces = row.replaces or actions.former_of(member, row)
    definition = definition_of(row, read.frame, plan)
    smallest = decimal(plan.smallest) if plan.smallest is not None else ""
    compared = [one.port.name for one in read.frame.others]
    return {
        "definition": definition,
        "is_short": never_compares(row),
        "sha256": hash_of(definition),
        "smallest": smallest,
        "plan": plan,
        "counted": f"{Outcome(row.outcome).label} · {category_words(row.category)}",
        "compared": compared,
        "odds": odds_of(row, row.comparison),
        "left_out": [one.port.name for one in read.frame.offered if one not in read.frame.others],
    }


def _run(request: HttpRequest, row: Study) -> HttpResponse:
    """Page 8: starts the job."""
    if not row.is_frozen:
        return redirect("studies:step", key=row.key, step=REGISTER)
    if request.method == "POST":
        job = start_job(
            member=member_of(request),
            kind=actions.KIND,
            asked={"study": str(row.key)},
            about=row.title,
            language=reader_language(),
            now=now(),
        )
        return redirect(job)
    frame = frame_of(row)
    weeks = min(frame.weeks_after, row.weeks_after or frame.weeks_after)
    is_never = never_compares(row)
    is_short = weeks < SHORTEST_WINDOW and not row.is_description and not is_never
    return _shown(request, row, RUN, None, {"weeks": weeks, "is_short": is_short, "is_never": is_never})


@require_POST
@needs(Act.PUBLISH)
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw a draft away."""
    actions.delete_study(member=member_of(request), study=editable_study(request, key))
    messages.success(request, _("The draft is gone."))
    return redirect("studies:list")


@require_POST
@needs(Act.PUBLISH)
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """A new study with the same answers, that names this one."""
    member, row = member_of(request), editable_study(request, key)
    made = once(
        member=member,
        key=request.POST.get("key", ""),
        act="change_study",
        content=str(row.key),
        now=now(),
        do=lambda: actions.change_study(member=member, study=row, now=now()).key,
    )
    return redirect("studies:step", key=made, step=MEASURE)


_FORMS: dict[int, Callable[[HttpRequest, Study], tuple[forms.Form, Context]]] = {
    MEASURE: _measure,
    COUNTED: _counted,
    OUTSIDE: _outside,
    RECORDING: _recording,
    WEEKS: _weeks,
    SIGHT: _sight,
}
_ANSWERS: dict[int, Callable[[Member, Study, Any], object]] = {
    MEASURE: lambda member, row, form: actions.answer_measure(member=member, study=row, said=form.said(), now=now()),
    COUNTED: lambda member, row, form: actions.answer_counted(
        member=member, study=row, outcome=form.said()[0], category=form.said()[1], now=now()
    ),
    OUTSIDE: lambda member, row, form: actions.answer_outside(member=member, study=row, said=form.said(), now=now()),
    RECORDING: lambda member, row, form: actions.answer_recording(
        member=member, study=row, is_checked=form.cleaned_data["is_checked"], now=now()
    ),
    WEEKS: lambda member, row, form: actions.answer_weeks(member=member, study=row, said=form.said(), now=now()),
    SIGHT: lambda member, row, form: actions.answer_sight(
        member=member, study=row, hoped_percent=form.cleaned_data["hoped_percent"], now=now()
    ),
}
