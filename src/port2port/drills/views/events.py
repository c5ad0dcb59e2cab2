"""The list, one event by its sight, and the planner."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from port2port.base.clock import now
from port2port.drills import actions, listing
from port2port.drills.access import helps_with_drills, reads_drills, runs_drills
from port2port.drills.calendars import next_drill, rows_of
from port2port.drills.forms.planning import FilterForm, PlanForm, from_event, from_scenario, known_aims
from port2port.drills.library import Scenario, scenario
from port2port.drills.models import Event
from port2port.drills.page import page_of
from port2port.drills.rules import stop_word_in
from port2port.drills.suggesting import suggestions
from port2port.drills.views.shared import crumbs, editable, for_all, for_planners, own_facilities, tabs, today, visible
from port2port.members.middleware import member_of
from port2port.members.views.shared import posted
from port2port.reports.views.shared import refusals_in, status_of


@require_GET
@for_all
def events(request: HttpRequest) -> HttpResponse:
    """What comes, or what was held."""
    member, at, asked = member_of(request), now(), listing.asked_in(request.GET)
    page = listing.page_of(listing.found(asked, member), request.GET.get("page", ""))
    query = request.GET.copy()
    query.pop("page", None)
    reads, number = reads_drills(member), page.paginator.count
    plans = helps_with_drills(member)
    context = {
        "lines": listing.lines_of(page.object_list),
        "asked": asked,
        "form": FilterForm(request.GET, facilities=own_facilities(member) if reads else []),
        "keep": [("tab", "held")] if asked.held else [],
        "count": ngettext("%(n)d event", "%(n)d events", number) % {"n": number},
        "tabs": tabs(request),
        "plans": plans,
        "records": runs_drills(member),
        "reads": reads,
        "suggestions": suggestions(member, now=at) if plans and not asked.held else [],
        "next_drill": next_drill(rows_of(member, today=today())) if plans and not number and not asked.held else None,
        "today": today(),
        "query": query.urlencode(),
        "newer": f"?{query.urlencode()}&page={page.previous_page_number()}" if page.has_previous() else "",
        "older": f"?{query.urlencode()}&page={page.next_page_number()}" if page.has_next() else "",
        "now": at,
    }
    return render(request, "drills/list.html", context)


@require_GET
@for_all
def event(request: HttpRequest, key: UUID) -> HttpResponse:
    """One event, as far as this seat may read it."""
    row, at = visible(request, key), now()
    page = page_of(row, member_of(request), now=at)
    is_new = request.GET.get("held") == "1" and row.state in {"held", "closed"} and page.runs
    context = {"page": page, "event": row, "crumbs": crumbs(), "now": at, "undo": is_new}
    return render(request, "drills/event.html", context)


@require_http_methods(["GET", "POST"])
@for_planners
def new(request: HttpRequest) -> HttpResponse:
    """The planner, `?scenario=DS-01` fills it."""
    member, found = member_of(request), _scenario(request)
    form = PlanForm(posted(request), member=member, initial=_initial(request, found))
    if form.is_valid():
        with refusals_in(form):
            code = found.code if found else ""
            aims = known_aims(None, code, form.cleaned_data["language"])
            made = actions.plan(member=member, said=form.plan(aims=aims, scenario_code=code), now=now())
            messages.success(request, _("Planned. Name its people next, then confirm it."))
            return redirect(made)
    title = _("Plan: %(scenario)s") % {"scenario": found} if found else _("Plan a drill or exercise")
    return _form_page(request, form, title=title, found=found, back=crumbs()[-1][0])


def _scenario(request: HttpRequest) -> Scenario | None:
    code = request.GET.get("scenario", "")
    found = scenario(code) if code else None
    if code and found is None:
        raise Http404
    return found


def _initial(request: HttpRequest, found: Scenario | None) -> dict[str, object]:
    language = get_language() or "en"
    facilities = own_facilities(member_of(request))
    start: dict[str, object] = {
        "kind": "drill",
        "minutes": 45,
        "language": language,
        "isps_level": 1,
        "stop_word": stop_word_in(language),
        "facilities": [facilities[0].key] if len(facilities) == 1 else [],
    }
    return start | (from_scenario(found, language=language, stop_word=stop_word_in(language)) if found else {})


@require_http_methods(["GET", "POST"])
@for_planners
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another plan, before it is held."""
    row, member = editable(request, key), member_of(request)
    form = PlanForm(posted(request), member=member, initial=from_event(row) | _local(row))
    if form.is_valid():
        with refusals_in(form):
            aims = known_aims(row, row.scenario, form.cleaned_data["language"])
            said = form.plan(aims=aims, scenario_code=row.scenario, mo=tuple(row.mo))
            actions.change(member=member, event=row, said=said, now=now())
            messages.success(request, _("Saved."))
            return redirect(row)
    return _form_page(request, form, title=_("Change the plan"), found=None, back=row.get_absolute_url(), event=row)


def _local(row: Event) -> dict[str, object]:
    return {"planned_at": timezone.localtime(row.planned_at)}


def _form_page(
    request: HttpRequest, form: PlanForm, *, title: str, found: Scenario | None, back: str, event: Event | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "scenario": found, "back": back, "crumbs": crumbs(event)}
    return render(request, "drills/plan.html", context, status=status_of(form))
