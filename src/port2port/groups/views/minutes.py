"""Minutes: taken line by line, laid before those who were there, final."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.groups import actions
from port2port.groups.forms.meeting import (
    AmendmentForm,
    AnswerForm,
    CorrectForm,
    DraftForm,
    LineForm,
    LineTextForm,
    PrepareForm,
)
from port2port.groups.models import AgendaItem, Amendment, Meeting, MinuteLine, Minutes
from port2port.groups.page_meeting import lines_of, lines_tag, minutes_page
from port2port.groups.views.shared import crumbs, form_page, run_meeting, visible_meeting
from port2port.groups.written import written
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, posted
from port2port.reports.sending import fresh_key
from port2port.reports.views.shared import refusals_in, status_of, tagged, unchanged


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def take(request: HttpRequest, key: UUID) -> HttpResponse:
    """Write line by line; each is kept when Enter is pressed."""
    row, member = run_meeting(request, key), member_of(request)
    items = AgendaItem.objects.visible_to(member).filter(meeting=row)
    if request.method == "POST":
        form = LineForm(request.POST, items=items)
        if form.is_valid():
            with refusals_in(form):
                given = form.cleaned_data
                actions.add_line(
                    member=member, meeting=row, text=given["text"], item=given["item"], key=given["key"], now=now()
                )
                return redirect(f"{request.path}?item={given['item'].key if given['item'] else ''}")
    else:
        first = items.first()
        point = request.GET.get("item", first.key if first else "")
        form = LineForm(items=items, initial={"item": point, "key": fresh_key()})
    context = {
        "form": form,
        "meeting": row,
        "points": lines_of(row, member=member),
        "tag": lines_tag(row.key, row.changed_at, member=member),
        "crumbs": crumbs(row.group, row),
        "takes": True,
        "now": now(),
    }
    return render(request, "groups/take.html", context, status=status_of(form))


@require_GET
@needs(Act.READ)
def lines(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is written so far, for those who watch it grow; that nothing is new costs one short question."""
    member = member_of(request)
    changed_at = Meeting.objects.visible_to(member).filter(key=key).values_list("changed_at", flat=True).first()
    if changed_at is None:
        raise Http404
    tag = lines_tag(key, changed_at, member=member)
    quoted = f'"{tag}"'
    if unchanged(request, tag) or request.headers.get("If-None-Match") == quoted:
        return HttpResponse(status=304, headers={"ETag": quoted})

    def make() -> str:
        points = lines_of(visible_meeting(request, key), member=member)
        return render_to_string("groups/lines.html", {"points": points, "takes": False})

    response = tagged(HttpResponse(written(key, changed_at, request.LANGUAGE_CODE, make)), tag)
    response.headers["ETag"] = quoted
    return response


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def line(request: HttpRequest, key: UUID) -> HttpResponse:
    """Other words for a line."""
    member = member_of(request)
    row = get_object_or_404(MinuteLine.objects.editable_by(member).select_related("meeting__group"), key=key)
    form = LineTextForm(posted(request), initial={"text": row.text})

    def do() -> None:
        actions.change_line(member=member, line=row, text=form.cleaned_data["text"], now=now())

    back = crumbs(row.meeting.group, row.meeting)[-1][0] + "take/"
    return form_page(request, form, do, title=_("Change the line"), back=back)


@require_GET
@needs(Act.READ)
def minutes(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was written down, and may I amend it."""
    return _page(request, visible_meeting(request, key))


def _page(request: HttpRequest, row: Meeting, form: AmendmentForm | None = None) -> HttpResponse:
    member, at = member_of(request), now()
    page = minutes_page(row, member=member, now=at, version=request.GET.get("version", ""))
    form = form or AmendmentForm()
    context = {
        "page": page,
        "meeting": row,
        "form": form,
        "answer_form": AnswerForm(auto_id=False),
        "crumbs": crumbs(row.group, row),
        "now": at,
    }
    return render(request, "groups/minutes.html", context, status=status_of(form))


@require_POST
@needs(Act.PUBLISH)
def fill(request: HttpRequest, key: UUID) -> HttpResponse:
    """Fill the draft from the meeting."""
    row = visible_meeting(request, key)
    actions.save_draft(member=member_of(request), meeting=row, now=now())
    return redirect("groups:minutes", key=row.key)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """The draft, as the secretary writes it."""
    row, member = run_meeting(request, key), member_of(request)
    draft = Minutes.objects.visible_to(member).filter(meeting=row).newest().first()
    if draft is None:
        raise Http404
    form = DraftForm(posted(request), initial={"text": draft.text})
    return form_page(
        request,
        form,
        lambda: actions.save_draft(member=member, meeting=row, text=form.cleaned_data["text"], now=now()),
        title=_("Edit the draft"),
        back=draft.get_absolute_url(),
    )


@require_POST
@needs(Act.PUBLISH)
def prepare(request: HttpRequest, key: UUID) -> HttpResponse:
    """Lay it before those who were there."""
    row, member = visible_meeting(request, key), member_of(request)
    draft = Minutes.objects.visible_to(member).filter(meeting=row).newest().first()
    runs = Meeting.objects.editable_by(member).filter(pk=row.pk).exists()
    # Who does not run the group is refused by the action before the draft is read.
    form = PrepareForm(request.POST, text=draft.text if draft and runs else "")

    def do() -> Minutes:
        given = form.cleaned_data["not_personal"]
        made = actions.prepare(member=member, meeting=row, not_personal=given, now=now())
        messages.success(request, _("Those who were there have seven days for amendments."))
        return made

    back = reverse("groups:minutes", args=[row.key])
    return form_page(
        request,
        form,
        do,
        title=_("Prepare the minutes"),
        lead=_("The minutes tell what was said, not of people. Change the draft, or tick."),
        submit=_("Lay it before those who were there"),
        back=back,
    )


@require_POST
@needs(Act.ANSWER)
def amend(request: HttpRequest, key: UUID) -> HttpResponse:
    """Propose other words."""
    row, form = visible_meeting(request, key), AmendmentForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            actions.amend_minutes(member=member_of(request), meeting=row, now=now(), **form.cleaned_data)
            messages.success(request, _("Proposed to the chair."))
            return redirect("groups:minutes", key=row.key)
    return _page(request, row, form)


@require_POST
@needs(Act.PUBLISH)
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Accept or decline an amendment."""
    member = member_of(request)
    rows = Amendment.objects.visible_to(member).select_related("minutes__meeting__group")
    row, form = get_object_or_404(rows, key=key), AnswerForm(request.POST)
    meeting = row.minutes.meeting

    def do() -> None:
        accept = request.POST.get("do") == "accept"
        answer = form.cleaned_data["answer"]
        actions.answer_amendment(member=member, amendment=row, accept=accept, answer=answer, now=now())

    back = row.minutes.get_absolute_url()
    title = _("Answer the amendment")
    return form_page(request, form, do, title=title, lead=meeting.title, submit=_("Decline"), back=back)


@require_POST
@needs(Act.PUBLISH)
def finish(request: HttpRequest, key: UUID) -> HttpResponse:
    """The minutes stand."""
    row = visible_meeting(request, key)
    actions.finish(member=member_of(request), meeting=row, now=now())
    return redirect("groups:minutes", key=row.key)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def correct(request: HttpRequest, key: UUID) -> HttpResponse:
    """A corrigendum."""
    row, member = run_meeting(request, key), member_of(request)
    final = Minutes.objects.visible_to(member).filter(meeting=row, state=Minutes.State.FINAL).newest().first()
    if final is None:
        raise Http404
    form = CorrectForm(posted(request), initial={"text": final.text})
    return form_page(
        request,
        form,
        lambda: actions.correct(member=member, meeting=row, now=now(), **form.cleaned_data),
        title=_("Write a corrigendum"),
        lead=_("The version before stays readable."),
        back=final.get_absolute_url(),
    )
