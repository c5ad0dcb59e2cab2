"""What was done to find something: a port and a kind are chosen, then weeks are entered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from port2port.base.clock import now
from port2port.counts import actions
from port2port.counts.forms.declaring import EffortForm
from port2port.counts.forms.weeks import A_PAGE, AmountsForm
from port2port.counts.models import Effort
from port2port.counts.views.declaring import turns
from port2port.counts.views.shared import crumbs, first_week, for_keepers
from port2port.members.middleware import member_of
from port2port.members.views.shared import posted
from port2port.pure.weeks import WEEK
from port2port.reports.views.shared import refusals_in, status_of


@require_http_methods(["GET", "POST"])
@for_keepers
def effort(request: HttpRequest) -> HttpResponse:
    """`?port=` and `?kind=`: of which weeks are entered; `?from=` the first Monday."""
    member, at = member_of(request), now()
    choose = EffortForm(request.GET if "port" in request.GET else None, member=member)
    context = {"choose": choose, "crumbs": crumbs(), "back": reverse("counts:list")}
    if not choose.is_valid():
        return render(request, "counts/effort.html", context, status=status_of(choose))
    port, kind = choose.cleaned_data["port"], choose.cleaned_data["kind"]
    first = first_week(request, weeks=A_PAGE)
    shown = [first + WEEK * n for n in range(A_PAGE)]
    rows = Effort.objects.editable_by(member).standing().filter(port=port, kind=kind, week__in=shown)
    form = AmountsForm(posted(request), weeks=shown, amounts={one.week: one.amount for one in rows})
    if form.is_valid():
        with refusals_in(form):
            actions.enter_effort(member=member, port=port, kind=kind, said=form.said_amounts(), now=at)
            messages.success(request, _("Kept. What stood before is in the history."))
            return redirect(f"{reverse('counts:effort')}?port={port.slug}&kind={kind}&from={first.isoformat()}")
    context |= {"form": form, "asked": f"port={port.slug}&kind={kind}", **turns(first, at)}
    return render(request, "counts/effort.html", context, status=status_of(form))
