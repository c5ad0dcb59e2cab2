"""The answer: the own ports in full, the others together; what-ifs; and the own part as a file."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.allocation import actions, result_page, sheets
from port2port.allocation.answers import told_to
from port2port.allocation.compared import what_if_of
from port2port.allocation.forms import PlanForm, WhatIfForm
from port2port.allocation.models import Solution, WhatIf
from port2port.allocation.views.shared import crumbs, for_members, newest, own_game
from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.members.actions.rights import record_act
from port2port.members.middleware import member_of
from port2port.pure.sheets import CSV_TYPE, csv_file
from port2port.pure.weeks import monday_of
from port2port.pure.workbench import given as pure_given
from port2port.reports.views.shared import refusals_in, status_of
from port2port.vocabulary.lookup import reader_language


@require_POST
@for_members
def solve(request: HttpRequest, key: UUID) -> HttpResponse:
    """An answer of all that is entered now: at once, or where that takes more than a second by a job."""
    game, member = own_game(request, key), member_of(request)
    job = actions.start_answer(member=member, game=game, language=reader_language(), now=now())
    if job is not None:
        messages.info(request, _("A job reckons the answer. If you cancel it, the question stays asked."))
        return redirect(job)
    actions.solve(member=member, game=game, now=now())
    messages.success(request, _("Here is the answer."))
    return redirect("allocation:result", key=game.key)


@require_http_methods(["GET", "POST"])
@for_members
def result(request: HttpRequest, key: UUID) -> HttpResponse:
    """The answer; sent, a what-if beside it."""
    game, member = own_game(request, key), member_of(request)
    solution = newest(request, game)
    if solution is None:
        raise Http404
    actions.read_answer(member=member, solution=solution, now=now())
    told: WhatIf | None = None
    form = _what_if_form(request, solution)
    if form.is_bound and form.is_valid():
        units, floors = form.said()
        with refusals_in(form):
            form.check_newest(solution.number)
            told = actions.ask_what_if(
                member=member, solution=solution, units=units, floors=floors, scenario=form.scenario, now=now()
            )
    context = _context(request, solution, told) | {"form": form.shown_with(solution.number)}
    return render(request, "allocation/result.html", context, status=status_of(form))


@require_POST
@for_members
def draft(request: HttpRequest, key: UUID) -> HttpResponse:
    """The answer that was read becomes a plan that waits for two to agree; a newer one is shown first."""
    game, plan_form = own_game(request, key), PlanForm(request.POST)
    solution = newest(request, game)
    if solution is None:
        raise Http404
    plan_form.full_clean()
    plan_form.check_weeks(monday_of(timezone.localdate(now())))
    if plan_form.is_valid():
        said = {name: plan_form.cleaned_data[name] for name in ("from_on", "weeks")}
        with refusals_in(plan_form):
            plan_form.check_newest(solution.number)
            row = actions.draft_plan(member=member_of(request), solution=solution, **said, now=now())
            messages.success(request, _("Drafted. It stands when two people of two organisations have agreed."))
            return redirect(row)
    actions.read_answer(member=member_of(request), solution=solution, now=now())
    context = _context(request, solution, None) | {"form": _what_if_form(request, solution, posted=False)}
    context["plan_form"] = plan_form.shown_with(solution.number)
    return render(request, "allocation/result.html", context, status=status_of(plan_form))


def _what_if_form(request: HttpRequest, solution: Solution, *, posted: bool = True) -> WhatIfForm:
    member = member_of(request)
    data = request.POST if posted and request.method == "POST" else None
    given = pure_given.from_json(solution.given)
    initial = {"answer": solution.number}
    return WhatIfForm(data, initial=initial, given=given, organisation=member.organisation_id or 0)


def _context(request: HttpRequest, solution: Solution, told: WhatIf | None) -> dict[str, Any]:
    member, game, at = member_of(request), solution.game, now()
    monday = result_page.next_monday(timezone.localdate(at))
    return {
        "row": game,
        "page": result_page.page_of(told_to(member, solution), member=member, now=at),
        "told": what_if_of(told) if told else None,
        "plan_form": PlanForm(initial={"from_on": monday, "answer": solution.number}),
        "crumbs": crumbs(game),
    }


@require_GET
@for_members
def own_csv(request: HttpRequest, key: UUID) -> HttpResponse:
    """The own ports of the newest answer, a route a row; on record."""
    game, member, at = own_game(request, key), member_of(request), now()
    solution = newest(request, game)
    if solution is None:
        raise Http404
    actions.read_answer(member=member, solution=solution, now=at)
    record_act(member=member, act="take_out_allocation", subject=f"gamedraft {game.key}", now=at)
    content = csv_file(sheets.columns(), sheets.cells(told_to(member, solution)))
    return download(content, name=f"joint-allocation {at:%Y-%m-%d %H%M}.csv", media_type=CSV_TYPE)
