"""What runs out first, one clock with its history, and the forms that move it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.duties.actions import clocks as act
from port2port.duties.actions.exporting import take_out
from port2port.duties.actions.running_out import open_running_out
from port2port.duties.clocks import ClockLine, Place, counts, line_of, lines_of, own_places
from port2port.duties.forms import DerogationForm, DoneForm, FilterForm, SettingForm
from port2port.duties.history import history_of, tests_of
from port2port.duties.models import Derogation, Fulfilment, RunningOut
from port2port.duties.rulebook import ClockRule
from port2port.duties.sheets import cells, columns, file_name
from port2port.duties.views.shared import for_readers, rule_and_place, said, tabs, today
from port2port.members.forms.shared import said_in
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Organisation
from port2port.members.views.shared import needs, show_form
from port2port.pure.calendar_rules import State
from port2port.pure.sheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file

MOST_LINES = 300


@require_GET
@for_readers
def running_out(request: HttpRequest, key: UUID) -> HttpResponse:
    """From a line that told of a clock to the clock itself."""
    member = member_of(request)
    row = get_object_or_404(RunningOut.objects.visible_to(member).with_place(), key=key)
    open_running_out(member=member, news=row, now=now())
    return redirect("duties:clock", code=row.rule, key=row.place_key)


@require_GET
@for_readers
def clocks(request: HttpRequest) -> HttpResponse:
    """What runs out first."""
    member, day = member_of(request), today()
    lines = lines_of(member, today=day)
    found = _filtered(lines, request)
    places = own_places(member)
    context = {
        "lines": found[:MOST_LINES],
        "more": max(0, len(found) - MOST_LINES),
        "any": bool(lines),
        "states": counts(lines),
        "form": FilterForm(request.GET, places=places),
        "count": ngettext("%(n)d duty", "%(n)d duties", len(found)) % {"n": len(found)},
        "tabs": tabs(request),
        "today": day,
        "many_places": len(places) > 1,
    }
    return render(request, "duties/clocks.html", context)


def _filtered(lines: list[ClockLine], request: HttpRequest) -> list[ClockLine]:
    place, state = request.GET.get("place", ""), request.GET.get("state", "")
    known = {one.value for one in State}
    return [
        line
        for line in lines
        if (not place or str(line.place.key) == place) and (state not in known or line.clock.state == state)
    ]


@require_GET
@for_readers
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """The current filter as a file."""
    at = now()
    lines = _filtered(take_out(member=member_of(request), how=f"export as {ending}", today=today(), now=at), request)
    if ending == "csv":
        content = csv_file(columns(), cells(lines))
    else:
        content = xlsx_file(columns(), cells(lines), title=_("Duties"), label=_("Internal"), made_at=at)
    response = HttpResponse(content, content_type=CSV_TYPE if ending == "csv" else XLSX_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(ending, now=at)}"'
    return response


@require_GET
@for_readers
def on_paper(request: HttpRequest) -> HttpResponse:
    """The current filter for a printer, with basis and derogations."""
    member, at, day = member_of(request), now(), today()
    lines = _filtered(take_out(member=member, how="print", today=day, now=at), request)
    own = Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
    return render(request, "duties/print.html", {"lines": lines, "now": at, "today": day, "organisation": own})


@require_GET
@for_readers
def clock(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """One duty of one place: when it is due, what it asks, what was done."""
    rule, place = rule_and_place(request, code, key)
    return _clock_page(request, rule, place)


def _clock_page(request: HttpRequest, rule: ClockRule, place: Place, *, form: DoneForm | None = None) -> HttpResponse:
    member, day = member_of(request), today()
    line, events = line_of(member, rule, place, today=day), history_of(member, rule, place)
    derogations = [event.derogation for event in events if event.derogation and event.derogation.ended_at is None]
    newest = _key(request.GET.get("done", ""))
    context = {
        "line": line,
        "keeps": act.keeps(member, place),
        "form": form or DoneForm(rule=rule, initial={"on": day}),
        "events": events,
        "tests": tests_of(events, line.setting, today=day) if rule.is_exercise else None,
        "derogations": derogations,
        "approvable": set(Derogation.objects.visible_to(member).approvable_by(member).values_list("pk", flat=True)),
        "undo": next((one.fulfilment for one in events if newest and _is_new(one.fulfilment, newest)), None),
        "today": day,
        "now": now(),
        "tabs": tabs(request),
    }
    return render(request, "duties/clock.html", context, status=422 if form is not None and form.errors else 200)


def _is_new(row: Fulfilment | None, key: UUID) -> bool:
    return row is not None and row.key == key and row.undone_at is None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_POST
@needs(Act.KEEP_DUTIES)
def done(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """The duty was fulfilled."""
    rule, place = rule_and_place(request, code, key)
    form = DoneForm(said(request), rule=rule)
    if form.is_valid():
        with said_in(form):
            row = act.fulfil(member=member_of(request), rule=rule, place=place, held=form.held(), now=now())
            return redirect(f"{_address(rule, place)}?done={row.key}")
    return _clock_page(request, rule, place, form=form)


def _address(rule: ClockRule, place: Place) -> str:
    return reverse("duties:clock", args=[rule.code, place.key])


def _page_of(row: Fulfilment | Derogation) -> str:
    return reverse("duties:clock", args=[row.rule, row.place_key])


@require_POST
@needs(Act.KEEP_DUTIES)
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """It does not count after all."""
    member = member_of(request)
    row = get_object_or_404(Fulfilment.objects.editable_by(member).with_place(), key=key)
    act.undo_fulfilment(member=member, fulfilment=row, now=now())
    messages.success(request, _("Taken back. It stands in the history and counts no more."))
    return redirect(_page_of(row))


@require_POST
@needs(Act.KEEP_DUTIES)
def restore(request: HttpRequest, key: UUID) -> HttpResponse:
    """It counts again."""
    member = member_of(request)
    row = get_object_or_404(Fulfilment.objects.editable_by(member).with_place(), key=key)
    act.restore_fulfilment(member=member, fulfilment=row, now=now())
    messages.success(request, _("It counts again."))
    return redirect(_page_of(row))


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def setting(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """What the place says of its clock."""
    rule, place = rule_and_place(request, code, key)
    member = member_of(request)
    if not act.keeps(member, place):
        raise Http404
    known = line_of(member, rule, place, today=today()).setting
    form = SettingForm(said(request), rule=rule, setting=known)
    if form.is_bound and form.is_valid():
        with said_in(form):
            act.set_clock(member=member, rule=rule, place=place, setting=form.setting(), now=now())
            messages.success(request, _("Saved."))
            return redirect(_address(rule, place))
    return show_form(request, form, title=f"{rule.label} · {place.name}", back=_address(rule, place), lead=rule.ask)


@require_http_methods(["GET", "POST"])
@needs(Act.KEEP_DUTIES)
def derogate(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """Ask for another day."""
    rule, place = rule_and_place(request, code, key)
    member = member_of(request)
    if not act.keeps(member, place) or not rule.is_derogable:
        raise Http404
    form = DerogationForm(said(request), use_required_attribute=False)
    if form.is_bound and form.is_valid():
        with said_in(form):
            made = act.ask_derogation(member=member, rule=rule, place=place, wish=form.wish(), now=now())
            words = _("The date is moved.") if made.approved_at else _("The officer of the port is asked.")
            messages.success(request, words)
            return redirect(_address(rule, place))
    lead = _("A derogation moves one date for a reason and stays visible. It never makes the duty fine.")
    title = _("Derogation") + f" · {rule.label} · {place.name}"
    return show_form(request, form, title=title, back=_address(rule, place), lead=lead, submit=_("Ask for it"))


@require_POST
@needs(Act.KEEP_DUTIES)
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """The officer of the port says yes."""
    member = member_of(request)
    row = get_object_or_404(Derogation.objects.visible_to(member).with_place(), key=key)
    act.approve_derogation(member=member, derogation=row, now=now())
    messages.success(request, _("Approved: the date is moved."))
    return redirect(_page_of(row))


@require_POST
@needs(Act.KEEP_DUTIES)
def end_derogation(request: HttpRequest, key: UUID) -> HttpResponse:
    """The original date holds again."""
    member = member_of(request)
    row = get_object_or_404(Derogation.objects.editable_by(member).with_place(), key=key)
    act.end_derogation(member=member, derogation=row, now=now())
    messages.success(request, _("Ended: the original date holds again."))
    return redirect(_page_of(row))
