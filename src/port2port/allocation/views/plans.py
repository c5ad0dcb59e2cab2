"""Plans and rosters, each reading with its receipt; and who read them, for auditors."""

import os
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from port2port.allocation import actions, drawing, paper, plan_page, sheets
from port2port.allocation.access import audits_reads
from port2port.allocation.forms import WeekForm
from port2port.allocation.models import Plan, ReadOf, Roster
from port2port.allocation.refusals import DrawnOtherwise
from port2port.allocation.views.shared import crumbs, for_members, visible_plan
from port2port.base.clock import now
from port2port.base.downloads import download
from port2port.members.middleware import member_of
from port2port.members.models import Organisation
from port2port.pure.sheets import CSV_TYPE, csv_file
from port2port.vocabulary.lookup import reader_language


@require_GET
@for_members
def plan(request: HttpRequest, key: UUID) -> HttpResponse:
    """The own part of a plan; the reading leaves a receipt first."""
    row, member, at = visible_plan(request, key), member_of(request), now()
    actions.read_plan(member=member, plan=row, what=ReadOf.PLAN.value, now=at)
    page = plan_page.page_of(row, member=member, today=timezone.localdate(at))
    return render(request, "allocation/plan.html", {"row": row, "page": page, "crumbs": crumbs(row.game)})


@require_POST
@for_members
def agree(request: HttpRequest, key: UUID) -> HttpResponse:
    """One more yes."""
    row = actions.agree_plan(member=member_of(request), plan=visible_plan(request, key), now=now())
    words = _("Agreed. The plan stands.") if row.agreed_at else _("Agreed. Somebody of another organisation is needed.")
    messages.success(request, words)
    return redirect(row)


@require_POST
@for_members
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Nobody agrees to this draft any more."""
    row = actions.take_back_draft(member=member_of(request), plan=visible_plan(request, key), now=now())
    messages.success(request, _("Taken back. Nobody agrees to this draft any more."))
    return redirect(row)


@require_POST
@for_members
def draw(request: HttpRequest, key: UUID) -> HttpResponse:
    """The roster of a week is drawn."""
    row, form = visible_plan(request, key), WeekForm(request.POST)
    if not form.is_valid():
        raise Http404
    found = actions.draw_roster(member=member_of(request), plan=row, week=form.chosen, now=now(), entropy=os.urandom)
    messages.success(request, _("Drawn."))
    return redirect("allocation:roster", key=row.key, week=found.week.isoformat())


def _roster(request: HttpRequest, row: Plan, week: str) -> Roster:
    try:
        monday = date.fromisoformat(week)
    except ValueError as problem:
        raise Http404 from problem
    rows = Roster.objects.visible_to(member_of(request)).select_related("plan__solution", "plan__game")
    return get_object_or_404(rows, plan=row, week=monday)


@require_GET
@for_members
def roster(request: HttpRequest, key: UUID, week: str) -> HttpResponse:
    """The own ports' roster of a week; the reading leaves a receipt first."""
    row, member = visible_plan(request, key), member_of(request)
    found = _roster(request, row, week)
    actions.read_plan(member=member, plan=row, what=ReadOf.ROSTER.value, week=found.week, now=now())
    ports, refused = None, None
    try:
        ports = drawing.own_rosters(member, found)
    except DrawnOtherwise as problem:
        refused = problem
    context = {
        "row": row,
        "roster": found,
        "ports": ports,
        "refused": refused,
        "crumbs": [*crumbs(row.game), (row.get_absolute_url(), _("Plan"))],
    }
    return render(request, "allocation/roster.html", context, status=refused.status if refused else 200)


@require_GET
@for_members
def roster_csv(request: HttpRequest, key: UUID, week: str) -> HttpResponse:
    """The same as a file."""
    row, member = visible_plan(request, key), member_of(request)
    found = _roster(request, row, week)
    content = csv_file(sheets.roster_columns(), sheets.roster_cells(found.week, drawing.own_rosters(member, found)))
    # Once there is a file, and before anybody has it.
    actions.read_plan(member=member, plan=row, what=ReadOf.ROSTER_FILE.value, week=found.week, now=now())
    return download(content, name=f"{sheets.FILE_LABEL} roster {found.week}.csv", media_type=CSV_TYPE)


@require_GET
@for_members
def roster_pdf(request: HttpRequest, key: UUID, week: str) -> HttpResponse:
    """The same on paper; where this machine makes none, the page itself prints."""
    row, member, at = visible_plan(request, key), member_of(request), now()
    found = _roster(request, row, week)
    ports = drawing.own_rosters(member, found)
    reader = Organisation.objects.visible_to(member).get(pk=member.organisation_id or 0).label
    content = paper.pdf_of_roster(found, ports, reader=reader, language=reader_language(), now=at)
    if content is None:
        messages.info(request, _("This machine cannot make PDF files. Print the page from your browser."))
        return redirect("allocation:roster", key=row.key, week=week)
    actions.read_plan(member=member, plan=row, what=ReadOf.ROSTER_FILE.value, week=found.week, now=at)
    return download(content, name=f"{sheets.FILE_LABEL} roster {found.week}.pdf", media_type=paper.PDF_TYPE)


@require_GET
def reads(request: HttpRequest) -> HttpResponse:
    """Who read plans of the own organisation's games when, and seeds that were used; for auditors."""
    member, at = member_of(request), now()
    if not audits_reads(member):
        raise Http404
    context = {"reads": plan_page.reads_of(member), "draws": drawing.checked(member, now=at)}
    return render(request, "allocation/reads.html", context)
