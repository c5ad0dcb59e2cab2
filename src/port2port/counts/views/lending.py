"""A series is lent to a circle, after a page that says exactly who will read what, and taken back."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.counts import actions
from port2port.counts.actions.lending import beside_it, shown_to
from port2port.counts.forms.series import LendForm
from port2port.counts.models import CountSeries, Loan, LoanNews, WeekCount
from port2port.counts.series_page import names_in
from port2port.counts.views.shared import crumbs, for_lenders, for_readers
from port2port.counts.wording import loan_words, outcome_words, series_words
from port2port.members.middleware import member_of
from port2port.members.models import Circle
from port2port.members.views.shared import posted
from port2port.reports.sending import once
from port2port.reports.views.shared import refusals_in, status_of


@require_http_methods(["GET", "POST"])
@for_lenders
def lend(request: HttpRequest, key: UUID) -> HttpResponse:
    """First the circle and the week are chosen, then the page says who will read what, then it is lent."""
    member, at = member_of(request), now()
    row = get_object_or_404(CountSeries.objects.editable_by(member).lendable_by(member).with_names(), key=key)
    rows = WeekCount.objects.editable_by(member).standing().filter(series=row).order_by("week")
    first = rows.values_list("week", flat=True).first()
    form = LendForm(posted(request), member=member, first=first, now=at)
    is_sure = request.POST.get("sure") == "yes"
    if form.is_valid() and is_sure:
        given = form.cleaned_data
        with refusals_in(form):
            once(
                member=member,
                key=given["key"],
                act="lend_counts",
                content=str(sorted(request.POST.lists())),
                now=at,
                do=lambda: (
                    actions.lend(
                        member=member,
                        series=row,
                        circle=given["circle"],
                        from_week=given["from_week"],
                        now=at,
                        shown=request.POST.get("shown", ""),
                    ).key
                ),
            )
            messages.success(request, _("Lent. You can take it back at any time."))
            return redirect(row)
    circle = form.cleaned_data.get("circle") if form.is_bound and not form.errors else None
    context = {
        "form": form,
        "row": row,
        "name": series_words(row),
        **(_who_reads(request, row, circle, form.cleaned_data["from_week"]) if circle else {}),
        "has_circles": Circle.objects.visible_to(member).choosable_by(member).exists(),
        "crumbs": crumbs(row),
    }
    return render(request, "counts/lend.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@for_lenders
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Nothing new is read by it from now on."""
    member = member_of(request)
    loan = get_object_or_404(Loan.objects.editable_by(member).with_names(), key=key)
    series = get_object_or_404(
        CountSeries.objects.editable_by(member).lendable_by(member).with_names(), pk=loan.series_id
    )
    if request.method == "POST":
        actions.take_back(member=member, loan=loan, now=now())
        messages.success(request, _("Taken back. From now on the circle reads nothing of it."))
        return redirect(series)
    context = {
        "loan": loan,
        "words": loan_words(loan),
        "name": series_words(series),
        "crumbs": crumbs(series),
        "back": series.get_absolute_url(),
    }
    return render(request, "counts/take_back.html", context)


def _who_reads(request: HttpRequest, row: CountSeries, circle: Circle, from_week: date) -> dict[str, object]:
    """What the page says before it is lent, and the seal of that."""
    member = member_of(request)
    beside = beside_it(member, row, circle)
    return {
        "circle": circle,
        "from_week": from_week,
        "names": _names(request, circle),
        "beside": outcome_words(beside) if beside else "",
        "shown": shown_to(member, row, circle, from_week),
    }


def _names(request: HttpRequest, circle: Circle) -> list[str] | None:
    """Who is in the circle beside the own organisation; None where the circle does not show it."""
    member = member_of(request)
    if not (circle.is_open or circle.owner_id == member.organisation_id):
        return None
    return names_in([circle.pk], member).get(circle.pk, [])


@require_GET
@for_readers
def loan_news(request: HttpRequest, key: UUID) -> HttpResponse:
    """From a notification to the series whose loan ended."""
    member = member_of(request)
    row = get_object_or_404(LoanNews.objects.visible_to(member).select_related("loan__series"), key=key)
    actions.open_loan_news(member=member, news=row, now=now())
    return redirect(row.loan.series)
