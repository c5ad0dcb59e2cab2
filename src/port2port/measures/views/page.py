"""The page of one measure, the steps that are taken there, and what organisations reply."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.measures import actions
from port2port.measures.adoption import beside
from port2port.measures.forms import steps
from port2port.measures.forms.replying import AnswerForm, ReplyForm, initial_reply
from port2port.measures.forms.writing import ReadersForm
from port2port.measures.models import Measure, MeasureReply
from port2port.measures.page import MOVE_WORDS, MeasurePage, page_of
from port2port.measures.views.shared import crumbs, known_measure, visible_measure
from port2port.members.actions.figures import view_bands
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, show_form
from port2port.pure.measure_life import Move
from port2port.reports.views.shared import refusals_in, status_of
from port2port.reports.wording import reason_words
from port2port.sharing.actions import record_opening


@require_GET
@needs(Act.READ)
def measure(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is agreed, and how does it stand."""
    return measure_page(request, known_measure(request, key))


def measure_page(
    request: HttpRequest, row: Measure, *, answer_form: AnswerForm | None = None, answered: UUID | None = None
) -> HttpResponse:
    """The page, with the form that was refused where there is one."""
    member, at = member_of(request), now()
    if not row.is_draft:
        record_opening(record=row, member=member, now=at)
    page = page_of(row, member=member, now=at, language=request.GET.get("text", ""), n=_number(request))
    context = {"page": page, "measure": row, "now": at, "crumbs": crumbs()}
    if row.is_withdrawn:
        return render(request, "measures/tombstone.html", context | {"reason": reason_words(row.withdrawn_reason)})
    if page.reads_replies and page.version is not None:
        found = beside(row, member)
        quarters = [bar.quarter for bar in found.curve.bars] if found.curve else []
        view_bands(member=member, quarter=f"adoption of {row.number}", figures=quarters, now=at)
        context["beside"] = found
    answer_form = answer_form or AnswerForm(auto_id=False)
    context |= {"answer_form": answer_form, "answered": answered}
    return render(request, "measures/measure.html", context, status=status_of(answer_form))


def _number(request: HttpRequest) -> int | None:
    asked = request.GET.get("version", "")
    return int(asked) if asked.isdecimal() and len(asked) < 4 else None


type Form = Callable[..., steps.StepForm]
LEADS = {
    Move.DRAFT: gettext_lazy("From here on it is written out. Nobody outside your organisation sees it yet."),
    Move.CLOSE: gettext_lazy("The replies stand from here on, and the working group decides."),
    Move.REVIEW: gettext_lazy("Say next whether it is kept, changed or withdrawn."),
    Move.CHANGE: gettext_lazy("The next version begins with the words of this one, which holds meanwhile."),
    Move.BACK: gettext_lazy("The next version begins with the words of this one."),
    Move.WITHDRAW: gettext_lazy("For good: who had it reads the reason, and the text is gone from these pages."),
}
FORMS: dict[Move, Form] = {
    Move.DRAFT: steps.StepForm,
    Move.CLOSE: steps.StepForm,
    Move.PILOT: steps.DecisionForm,
    Move.BACK: steps.DecisionForm,
    Move.ADOPT: steps.AdoptForm,
    Move.BEGIN: steps.PilotForm,
    Move.CONCLUDE: steps.ResultForm,
    Move.REVIEW: steps.StepForm,
    Move.KEEP: steps.KeepForm,
    Move.CHANGE: steps.EffectForm,
    Move.WITHDRAW: steps.WithdrawForm,
}
DO: dict[Move, Callable[..., object]] = {
    Move.DRAFT: actions.start_draft,
    Move.CLOSE: actions.close,
    Move.PILOT: actions.try_first,
    Move.BACK: actions.send_back,
    Move.ADOPT: actions.adopt,
    Move.BEGIN: actions.begin_pilot,
    Move.CONCLUDE: actions.conclude,
    Move.REVIEW: actions.begin_review,
    Move.KEEP: actions.keep,
    Move.CHANGE: actions.change_again,
    Move.WITHDRAW: actions.withdraw_measure,
}


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def step(request: HttpRequest, key: UUID, move: str) -> HttpResponse:
    """Take the next step, with what it asks for."""
    row, member = known_measure(request, key), member_of(request)
    if move not in set(Move) or Move(move) not in FORMS or row.is_withdrawn:
        raise Http404
    wanted = Move(move)
    if request.method == "GET" and not _may(row, member, wanted):
        raise Http404
    form = FORMS[wanted](request.POST if request.method == "POST" else None, member=member, measure=row)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            DO[wanted](member=member, measure=row, now=now(), **form.cleaned_data)
            messages.success(request, _("Done."))
            return redirect(row)
    return show_form(
        request,
        form,
        title=MOVE_WORDS[wanted],
        lead=LEADS.get(wanted, ""),
        submit=MOVE_WORDS[wanted],
        back=row.get_absolute_url(),
    )


def _may(row: Measure, member: Member, move: Move) -> bool:
    return move.value in {one.move for one in page_of(row, member=member, now=now()).steps}


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def consult(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put it to the ports: who is asked."""
    member = member_of(request)
    row = get_object_or_404(Measure.objects.editable_by(member), key=key)
    if request.method == "GET" and not _may(row, member, Move.CONSULT):
        raise Http404
    form: forms.Form = ReadersForm(request.POST if request.method == "POST" else None, member=member)
    if not row.is_draft:
        form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            readers = form.readers() if isinstance(form, ReadersForm) else None
            actions.consult(member=member, measure=row, readers=readers, now=now())
            messages.success(request, _("The ports are asked. The words stand from here on."))
            return redirect(row)
    return show_form(
        request,
        form,
        title=_("Put it to the ports"),
        lead=_("They reply for 21 days at least. The words stand from here on; a change begins another version."),
        submit=_("Put it to the ports"),
        back=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@needs(Act.REPLY)
def reply(request: HttpRequest, key: UUID) -> HttpResponse:
    """What the own organisation says, paragraph by paragraph."""
    row, member, at = visible_measure(request, key), member_of(request), now()
    page: MeasurePage = page_of(row, member=member, now=at, language=request.GET.get("text", ""))
    if request.method == "GET" and not page.may_reply:
        raise Http404
    form = ReplyForm(
        request.POST if request.method == "POST" else None,
        number=len(page.text.paragraphs),
        initial=initial_reply(page.own_reply, request.LANGUAGE_CODE),
    )
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            ticks = form.cleaned_data["not_personal"]
            actions.reply(member=member, measure=row, said=form.said(), not_personal=ticks, now=at)
            messages.success(request, _("Said for your organisation. You can change it until the consultation closes."))
            return redirect(f"{row.get_absolute_url()}#replies")
    pairs = list(zip(page.text.paragraphs, form.comments, strict=True))
    context = {"page": page, "measure": row, "form": form, "pairs": pairs, "crumbs": crumbs(row)}
    return render(request, "measures/reply.html", context, status=status_of(form))


@require_POST
@needs(Act.REPLY)
def take_back_reply(request: HttpRequest, key: UUID) -> HttpResponse:
    """As if nothing had been said."""
    row = visible_measure(request, key)
    actions.take_back_reply(member=member_of(request), measure=row, now=now())
    messages.success(request, _("Taken back."))
    return redirect(row)


@require_POST
@needs(Act.PUBLISH)
def answer(request: HttpRequest, key: UUID, reply_key: UUID) -> HttpResponse:
    """The lead answers one reply."""
    row, member = visible_measure(request, key), member_of(request)
    found = get_object_or_404(MeasureReply.objects.visible_to(member).filter(version__measure=row), key=reply_key)
    form = AnswerForm(request.POST, auto_id=False)
    if form.is_valid():
        with refusals_in(form):
            given = form.cleaned_data
            actions.answer_reply(
                member=member, reply=found, text=given["answer"], revision=given["revision"], now=now()
            )
            return redirect(f"{row.get_absolute_url()}#replies")
    return measure_page(request, row, answer_form=form, answered=found.key)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def allow_fewer(request: HttpRequest, key: UUID) -> HttpResponse:
    """The chair says why replies from fewer ports are enough."""
    row, member = visible_measure(request, key), member_of(request)
    if request.method == "GET" and not page_of(row, member=member, now=now()).may_allow_fewer:
        raise Http404
    form = steps.ReasonForm(request.POST if request.method == "POST" else None, member=member, measure=row)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            actions.allow_fewer(member=member, measure=row, reason=form.cleaned_data["reason"], now=now())
            return redirect(row)
    return show_form(request, form, title=_("Fewer ports are enough"), back=row.get_absolute_url())
