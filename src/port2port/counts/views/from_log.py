"""Taken from the own log: what it says stands beside what was entered, and nothing is overwritten unseen."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from port2port.base.clock import now
from port2port.counts import actions
from port2port.counts.forms.weeks import A_PAGE
from port2port.counts.from_log import Proposal, proposals
from port2port.counts.models import CountSeries, Source, WeekCount
from port2port.counts.refusals import LogChanged, WorkedOut
from port2port.counts.rules import WeekSaid
from port2port.counts.views.declaring import turns
from port2port.counts.views.shared import crumbs, first_week, for_keepers, own_series
from port2port.counts.wording import series_words
from port2port.log.access import reads_log
from port2port.members.middleware import member_of
from port2port.pure.weeks import WEEK


@require_http_methods(["GET", "POST"])
@for_keepers
def from_log(request: HttpRequest, key: UUID) -> HttpResponse:
    """Eight weeks: `?from=` the first Monday."""
    row, member, at = own_series(request, key), member_of(request), now()
    if row.is_derived:
        raise WorkedOut
    first = first_week(request, weeks=A_PAGE)
    weeks = [first + WEEK * n for n in range(A_PAGE)]
    lines = proposals(row, member=member, weeks=weeks) if reads_log(member) else []
    refused = ""
    if request.method == "POST":
        chosen = [one for one in lines if request.POST.get(f"take_{one.week.isoformat()}") == "yes"]
        if all(_is_as_shown(request, one) for one in chosen):
            return _take(request, row, chosen)
        refused = str(LogChanged.words)
    context = {
        "row": row,
        "name": series_words(row),
        "lines": lines,
        "refused": refused,
        **turns(first, at),
        "crumbs": crumbs(row),
    }
    return render(request, "counts/from_log.html", context, status=422 if refused else 200)


def _take(request: HttpRequest, row: CountSeries, chosen: list[Proposal]) -> HttpResponse:
    member = member_of(request)
    rows = WeekCount.objects.editable_by(member).standing().filter(series=row, week__in=[one.week for one in chosen])
    mass = dict(rows.values_list("week", "kilograms"))
    said = {one.week: WeekSaid(one.found, mass.get(one.week)) for one in chosen if one.found is not None}
    if said:
        actions.enter_weeks(member=member, series=row, said=said, now=now(), source=Source.LOG)
    words = ngettext("%(n)s week taken from the log.", "%(n)s weeks taken from the log.", len(said)) % {"n": len(said)}
    messages.success(request, words if said else _("Nothing was changed."))
    return redirect(row)


def _is_as_shown(request: HttpRequest, one: Proposal) -> bool:
    """Whether log and entered number are still what the person saw."""
    return request.POST.get(f"seen_{one.week.isoformat()}") == one.seen
