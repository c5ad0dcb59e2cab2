"""Measures, comparisons from outside and other ways of recording: what is known, declared and withdrawn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.counts import actions
from port2port.counts.access import compares_counts, keeps_counts
from port2port.counts.categories import category_words
from port2port.counts.forms.declaring import ChangeForm, ComparisonForm, InterventionForm
from port2port.counts.forms.weeks import A_PAGE, WeeksForm
from port2port.counts.listing import page_in
from port2port.counts.models import Comparison, ComparisonWeek, Intervention, RecordingChange
from port2port.counts.rules import WeekSaid, last_whole_week
from port2port.counts.views.shared import crumbs, first_week, for_keepers, for_readers, turns_of
from port2port.counts.weeks_shown import folded
from port2port.counts.wording import number_words, outcome_words, week_words
from port2port.members.member import Member
from port2port.members.middleware import member_of
from port2port.members.views.shared import posted, refuse
from port2port.pure.weeks import WEEK
from port2port.reports.sending import once
from port2port.reports.views.shared import refusals_in, status_of
from port2port.vocabulary.lookup import reader_language


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of declaration. declare: the action; lead: what the page of its form says first; may: who declares."""

    model: type[Intervention | Comparison | RecordingChange]
    form: Callable[..., InterventionForm | ComparisonForm | ChangeForm]
    declare: Callable[..., Intervention | Comparison | RecordingChange]
    title: str | Promise
    lead: str | Promise
    may: Callable[[Member], bool] = keeps_counts


KINDS = {
    "measures": Kind(
        Intervention,
        InterventionForm,
        actions.declare_intervention,
        gettext_lazy("Declare a measure"),
        gettext_lazy(
            "A measure at a port whose effect may be asked after. Declare it before you look at what followed."
        ),
    ),
    "comparisons": Kind(
        Comparison,
        ComparisonForm,
        actions.declare_comparison,
        gettext_lazy("Declare a comparison from outside"),
        gettext_lazy(
            "A comparison is from outside when two things hold. What moves everybody moves it too: seasons, demand, "
            "the economy. And nothing that you push away can turn up there. Without one nobody can tell whether crime "
            "moved or simply fell everywhere."
        ),
        compares_counts,
    ),
    "recording": Kind(
        RecordingChange,
        ChangeForm,
        actions.declare_recording_change,
        gettext_lazy("Declare another way of recording"),
        gettext_lazy(
            "A new form, another rule, a new detector: then numbers move although nothing happened. Whoever reads the "
            "series is told."
        ),
    ),
}


@require_GET
@for_readers
def declared(request: HttpRequest) -> HttpResponse:
    """All that is known of measures, comparisons and recording."""
    member = member_of(request)
    lists: dict[str, QuerySet[Any]] = {
        "measures": Intervention.objects.visible_to(member).select_related("port", "organisation", "circle"),
        "comparisons": Comparison.objects.visible_to(member).select_related("organisation", "circle"),
        "recording": RecordingChange.objects.visible_to(member).select_related("port", "organisation"),
    }
    pages = {name: page_in(rows, request.GET.get(name, "")) for name, rows in lists.items()}
    context = {
        "measures": pages["measures"].rows,
        "comparisons": pages["comparisons"].rows,
        "changes": [(one, outcome_words(one.outcome), category_words(one.category)) for one in pages["recording"].rows],
        "turns": {name: turns_of(request, one, name, beside=list(lists)) for name, one in pages.items()},
        "withdrawable": set(RecordingChange.objects.editable_by(member).standing().values_list("pk", flat=True)),
        "may_declare": keeps_counts(member),
        "may_compare": compares_counts(member),
        "crumbs": crumbs(),
    }
    return render(request, "counts/declared.html", context)


@require_http_methods(["GET", "POST"])
@for_keepers
def declare(request: HttpRequest, kind: str) -> HttpResponse:
    """One of them is declared."""
    member, at, of = member_of(request), now(), KINDS[kind]
    if not of.may(member):
        refuse(request)
    form = of.form(posted(request), member=member, initial={"language": reader_language()})
    if form.is_valid():
        with refusals_in(form):
            once(
                member=member,
                key=form.cleaned_data["key"],
                act=of.declare.__name__,
                content=str(sorted(request.POST.lists())),
                now=at,
                do=lambda: of.declare(member=member, said=form.said(), now=at).key,
            )
            messages.success(request, _("It stands."))
            return redirect("counts:declared")
    context = {
        "form": form,
        "title": of.title,
        "lead": of.lead,
        "crumbs": _crumbs(),
        "back": reverse("counts:declared"),
    }
    return render(request, "counts/declare.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@for_keepers
def withdraw(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """It stays readable to the own organisation alone."""
    member = member_of(request)
    row: Any = get_object_or_404(KINDS[kind].model.objects.editable_by(member), key=key)
    if request.method == "POST":
        actions.withdraw(member=member, declared=row, now=now())
        messages.success(request, _("Withdrawn. It stays readable to your organisation."))
        return redirect("counts:declared")
    context = {"row": row, "crumbs": _crumbs(), "back": reverse("counts:declared")}
    return render(request, "counts/withdraw.html", context)


@require_GET
@for_readers
def intervention(request: HttpRequest, key: UUID) -> HttpResponse:
    """One measure."""
    rows = Intervention.objects.visible_to(member_of(request)).select_related("port", "organisation", "circle")
    row = get_object_or_404(rows, key=key)
    context = {
        "row": row,
        "category": category_words(row.category),
        "is_own": Intervention.objects.editable_by(member_of(request)).filter(pk=row.pk).exists(),
        "crumbs": _crumbs(),
    }
    return render(request, "counts/intervention.html", context)


@require_GET
@for_readers
def comparison(request: HttpRequest, key: UUID) -> HttpResponse:
    """One comparison, week by week."""
    member = member_of(request)
    row = get_object_or_404(Comparison.objects.visible_to(member).select_related("organisation", "circle"), key=key)
    rows = ComparisonWeek.objects.visible_to(member).standing().filter(comparison=row).order_by("-week")
    every = [(one.week, week_words(one.week), number_words(one.number)) for one in rows]
    newest, earlier = folded(every, week_of=lambda one: one[0])
    context = {
        "row": row,
        "outcome": outcome_words(row.outcome),
        "category": category_words(row.category),
        "weeks": newest,
        "earlier": earlier,
        "may_enter": Comparison.objects.editable_by(member).filter(pk=row.pk).exists(),
        "crumbs": _crumbs(),
    }
    return render(request, "counts/comparison.html", context)


@require_http_methods(["GET", "POST"])
@for_keepers
def comparison_weeks(request: HttpRequest, key: UUID) -> HttpResponse:
    """Eight weeks outside are entered or corrected: `?from=` the first Monday."""
    member, at = member_of(request), now()
    row = get_object_or_404(Comparison.objects.editable_by(member), key=key)
    first = first_week(request, weeks=A_PAGE)
    shown = [first + WEEK * n for n in range(A_PAGE)]
    rows = ComparisonWeek.objects.editable_by(member).standing().filter(comparison=row, week__in=shown)
    form = WeeksForm(posted(request), weeks=shown, standing={one.week: WeekSaid(one.number) for one in rows})
    if form.is_valid():
        with refusals_in(form):
            said = {week: one.number for week, one in form.said().items()}
            actions.enter_comparison(member=member, comparison=row, said=said, now=at)
            messages.success(request, _("Kept. What stood before is in the history."))
            return redirect(row)
    context = {"form": form, "row": row, "name": row.title, **turns(first, at), "crumbs": _crumbs()}
    return render(request, "counts/weeks.html", context, status=status_of(form))


def turns(first: date, at: datetime) -> dict[str, str]:
    """The Mondays of the pages before and after."""
    later = first + WEEK * A_PAGE
    is_last = later > last_whole_week(at)
    return {"earlier": (first - WEEK * A_PAGE).isoformat(), "later": "" if is_last else later.isoformat()}


def _crumbs() -> list[tuple[str, str]]:
    return [*crumbs(), (reverse("counts:declared"), _("Measures and comparisons"))]
