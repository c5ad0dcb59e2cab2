"""One entry: writing it, reading it, correcting it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.downloads import sent
from port2port.log import actions
from port2port.log.access import runs_log
from port2port.log.clock24 import clock_of
from port2port.log.forms.drones import JoinForm
from port2port.log.forms.entries import CloseForm, EntryForm, LineForm, StrikeForm, initial_of
from port2port.log.forms.reporting import SettleForm
from port2port.log.models import Line, LogFile, Occurrence, SentForm
from port2port.log.sighting import sighting_of
from port2port.log.telling import telling_of
from port2port.log.tiles import proposed_for
from port2port.log.timeline import events_of
from port2port.log.views.shared import crumbs, editable_entry, for_readers, own_facilities, said, visible_entry
from port2port.log.wording import facts_of, role_of, struck_words
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.actions.files import Upload
from port2port.reports.sending import fresh_key
from port2port.reports.views.shared import refusals_in, status_of
from port2port.sharing.actions import UNDO_SECONDS


@require_http_methods(["GET", "POST"])
@needs(Act.LOG)
def new(request: HttpRequest) -> HttpResponse:
    """A new entry."""
    member, at = member_of(request), now()
    facilities = own_facilities(member)
    if request.method == "POST":
        form = EntryForm(request.POST, request.FILES, member=member)
        if form.is_valid():
            with refusals_in(form):
                made = actions.write_entry(
                    member=member,
                    facility=form.cleaned_data["facility"],
                    said=form.said(),
                    uploads=form.uploads(),
                    key=form.cleaned_data["key"],
                    now=at,
                )
                return redirect(made.get_absolute_url())
    else:
        initial = {"happened_at": at, "language": request.LANGUAGE_CODE, "key": fresh_key()}
        if len(facilities) == 1:
            initial["facility"] = facilities[0].key
        form = EntryForm(initial=initial, member=member)
    context = {"form": form, "crumbs": crumbs(), "facilities": facilities}
    return render(request, "log/form.html", context, status=status_of(form))


@require_GET
@for_readers
def entry(request: HttpRequest, key: UUID) -> HttpResponse:
    """What happened, is all done."""
    return entry_page(request, visible_entry(request, key))


def entry_page(
    request: HttpRequest,
    row: Occurrence,
    *,
    line_form: LineForm | None = None,
    close_form: CloseForm | None = None,
    settle_form: SettleForm | None = None,
    join_form: JoinForm | None = None,
) -> HttpResponse:
    """The page, with the forms that were refused where there are any."""
    member, at = member_of(request), now()
    may_edit = Occurrence.objects.editable_by(member).filter(pk=row.pk).exists() and not row.is_struck
    left = UNDO_SECONDS - int((at - row.noted_at).total_seconds())
    line_form = line_form or LineForm(initial={"kind": Line.Kind.TOLD, "language": request.LANGUAGE_CODE})
    close_form, join_form = close_form or CloseForm(), join_form or JoinForm()
    settle_form = settle_form or SettleForm(initial={"language": request.LANGUAGE_CODE})
    context = {
        "row": row,
        "now": at,
        "crumbs": crumbs(),
        "facts": list(facts_of(row)),
        "role": role_of(row.seat),
        "struck": struck_words(row) if row.is_struck else "",
        "events": events_of(row, member=member, may_strike=may_edit),
        "files": LogFile.objects.visible_to(member).standing().filter(occurrence=row),
        "may_edit": may_edit,
        "proposed": proposed_for(row) if may_edit else (),
        "may_report": may_edit and runs_log(member),
        "clock": clock_of(row, now=at),
        "kept_files": set(SentForm.objects.visible_to(member).filter(occurrence=row).values_list("file", flat=True)),
        "sent_forms": SentForm.objects.visible_to(member).filter(occurrence=row),
        "settle_form": settle_form,
        "telling": telling_of(row, member=member, may_edit=may_edit, now=at),
        "may_share": may_edit and member.may(Act.PUBLISH),
        "undo_seconds": left if may_edit and row.version == 1 and row.seat_id == member.seat_id and left > 0 else 0,
        "line_form": line_form,
        "close_form": close_form,
        "sighting": sighting_of(row, member=member, may_edit=may_edit),
        "join_form": join_form,
    }
    return render(request, "log/entry.html", context, status=status_of(line_form, close_form, settle_form, join_form))


@require_http_methods(["GET", "POST"])
@needs(Act.LOG)
def correct(request: HttpRequest, key: UUID) -> HttpResponse:
    """The next wording; the earlier one stays readable."""
    row, member = editable_entry(request, key), member_of(request)
    if row.is_struck:
        return redirect(row.get_absolute_url())
    initial = initial_of(row)
    if "proposed" in request.GET:
        initial["methods"] = list(proposed_for(row)) or initial["methods"]
    form = EntryForm(said(request), initial=initial, member=member, before=row)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            done = actions.correct_entry(
                member=member,
                occurrence=row,
                said=form.said(),
                reason=form.cleaned_data["reason"],
                version=form.cleaned_data["version"] or 0,
                now=now(),
            )
            if done.version == row.version:
                messages.info(request, _("Nothing was changed."))
            return redirect(done.get_absolute_url())
    return render(request, "log/form.html", {"form": form, "row": row, "crumbs": crumbs(row)}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs(Act.LOG)
def strike(request: HttpRequest, key: UUID) -> HttpResponse:
    """Strike it out, with a reason."""
    row = editable_entry(request, key)
    form = StrikeForm(said(request))
    if form.is_valid():
        with refusals_in(form):
            actions.strike_entry(
                member=member_of(request), occurrence=row, reason=form.cleaned_data["reason"], now=now()
            )
            return redirect(row.get_absolute_url())
    return render(request, "log/strike.html", {"form": form, "row": row, "crumbs": crumbs(row)}, status=status_of(form))


@require_POST
@needs(Act.LOG)
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take back what was just written."""
    row = editable_entry(request, key)
    actions.undo_entry(member=member_of(request), occurrence=row, now=now())
    messages.success(request, _("Taken back. The number stays in the log, struck out."))
    return redirect(row.get_absolute_url())


@require_POST
@needs(Act.LOG)
def add_line(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who was told, what was done, what is still to do."""
    row, form = editable_entry(request, key), LineForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with refusals_in(form):
            actions.add_line(
                member=member_of(request),
                occurrence=row,
                kind=given["kind"],
                to=given["to"],
                text=given["text"],
                at=given["at"],
                language=given["language"],
                now=now(),
            )
            return redirect(f"{row.get_absolute_url()}#timeline")
    return entry_page(request, visible_entry(request, key), line_form=form)


@require_POST
@needs(Act.LOG)
def strike_line(request: HttpRequest, key: UUID, line_key: UUID) -> HttpResponse:
    """Strike a line out."""
    row, member = editable_entry(request, key), member_of(request)
    line = get_object_or_404(Line.objects.editable_by(member), occurrence=row, key=line_key)
    actions.strike_line(member=member, line=line, now=now())
    return redirect(f"{row.get_absolute_url()}#timeline")


@require_POST
@needs(Act.LOG)
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    """Nothing more is to be done."""
    row, form = editable_entry(request, key), CloseForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.close_entry(
                member=member_of(request),
                occurrence=row,
                text=form.cleaned_data["text"],
                language=request.LANGUAGE_CODE,
                now=now(),
            )
            return redirect(row.get_absolute_url())
    return entry_page(request, visible_entry(request, key), close_form=form)


@require_POST
@needs(Act.LOG)
def reopen(request: HttpRequest, key: UUID) -> HttpResponse:
    """It waits for something again."""
    row = editable_entry(request, key)
    actions.reopen_entry(member=member_of(request), occurrence=row, language=request.LANGUAGE_CODE, now=now())
    return redirect(row.get_absolute_url())


@require_POST
@needs(Act.LOG)
def add_files(request: HttpRequest, key: UUID) -> HttpResponse:
    """More photos or papers."""
    row = editable_entry(request, key)
    uploads = [Upload(one.name or "", one.read(), one.content_type or "") for one in request.FILES.getlist("files")]
    made = actions.add_files(member=member_of(request), occurrence=row, uploads=uploads, now=now())
    messages.success(request, _("Files added: %(n)d") % {"n": len(made)})
    return redirect(row.get_absolute_url())


@require_POST
@needs(Act.LOG)
def strike_file(request: HttpRequest, key: UUID, file_key: UUID) -> HttpResponse:
    """Take a file out; its name stays in the log."""
    row, member = editable_entry(request, key), member_of(request)
    file = get_object_or_404(LogFile.objects.editable_by(member).standing(), occurrence=row, key=file_key)
    actions.strike_file(member=member, file=file, now=now())
    return redirect(row.get_absolute_url())


@require_GET
@for_readers
def download(request: HttpRequest, key: UUID, file_key: UUID) -> HttpResponse:
    """The bytes, never shown inside the page."""
    row, member = visible_entry(request, key), member_of(request)
    return sent(get_object_or_404(LogFile.objects.visible_to(member).standing(), occurrence=row, key=file_key))
