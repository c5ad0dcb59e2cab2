"""A meeting, its agenda, and who was there."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.groups import actions
from port2port.groups.forms.meeting import CancelForm, ItemForm, MeetingForm
from port2port.groups.invitations import send_meeting
from port2port.groups.models import AgendaItem, Meeting, MeetingNews
from port2port.groups.page_meeting import meeting_page
from port2port.groups.views.shared import crumbs, form_page, run_group, run_meeting, visible_meeting
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Organisation
from port2port.members.views.shared import needs, posted

AHEAD, LONG = timedelta(days=14), timedelta(hours=2)
MOST = 200


def _told(row: Meeting) -> Meeting:
    """The meeting; those who sit in the group get their mail once it is kept."""
    transaction.on_commit(lambda: _send(row))
    return row


def _send(row: Meeting) -> None:
    send_meeting(row, now=now())


@require_GET
@needs(Act.ANSWER)
def news(request: HttpRequest, key: UUID) -> HttpResponse:
    """From a line that told of a meeting to the meeting, or to its minutes."""
    member = member_of(request)
    row = get_object_or_404(MeetingNews.objects.visible_to(member).select_related("meeting"), key=key)
    actions.open_meeting_news(member=member, news=row, now=now())
    if row.stage == MeetingNews.Stage.SOON:
        return redirect(row.meeting)
    return redirect("groups:minutes", row.meeting.key)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def new(request: HttpRequest, key: UUID) -> HttpResponse:
    """Plan a meeting."""
    row, member, at = run_group(request, key), member_of(request), now()
    starts = (at + AHEAD).replace(minute=0)
    initial = {"title": row.name, "starts_at": starts, "ends_at": starts + LONG}
    form = MeetingForm(posted(request), initial=initial)
    return form_page(
        request,
        form,
        lambda: _told(actions.plan(member=member, group=row, said=form.said(), now=now())),
        title=_("Plan a meeting"),
        lead=_("Decisions that are due for review by then are put on the agenda."),
        back=row.get_absolute_url(),
    )


@require_GET
@needs(Act.READ)
def meeting(request: HttpRequest, key: UUID) -> HttpResponse:
    """When, what about, and what came of it."""
    row, member, at = visible_meeting(request, key), member_of(request), now()
    page = meeting_page(row, member=member, now=at)
    form = (
        ItemForm(member=member, group=row.group, initial={"kind": "discuss", "minutes": 15})
        if page.may_change
        else None
    )
    context = {"page": page, "meeting": row, "group": row.group, "form": form, "crumbs": crumbs(row.group), "now": at}
    return render(request, "groups/meeting.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another time or place."""
    row, member = run_meeting(request, key), member_of(request)
    names = ("title", "starts_at", "ends_at", "place", "link")
    form = MeetingForm(posted(request), initial={name: getattr(row, name) for name in names})
    return form_page(
        request,
        form,
        lambda: _told(actions.change_meeting(member=member, meeting=row, said=form.said(), now=now())),
        title=_("Change the meeting"),
        back=row.get_absolute_url(),
    )


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """Call it off."""
    row, member = run_meeting(request, key), member_of(request)
    form = CancelForm(posted(request))
    return form_page(
        request,
        form,
        lambda: _told(actions.cancel(member=member, meeting=row, reason=form.cleaned_data["reason"], now=now())),
        title=_("Call the meeting off"),
        lead=_("It stays in every calendar, as cancelled, and on this page with your reason."),
        submit=_("Call it off"),
        back=row.get_absolute_url(),
    )


@require_POST
@needs(Act.PUBLISH)
def attendance(request: HttpRequest, key: UUID) -> HttpResponse:
    """Which organisations were there."""
    row, member = visible_meeting(request, key), member_of(request)
    slugs = request.POST.getlist("organisation")[:MOST]
    there = Organisation.objects.visible_to(member).filter(slug__in=slugs).values_list("pk", flat=True)
    actions.mark_attendance(member=member, meeting=row, organisations=frozenset(there), now=now())
    return redirect(f"{row.get_absolute_url()}#attendance")


@require_POST
@needs(Act.ANSWER)
def here(request: HttpRequest, key: UUID) -> HttpResponse:
    """I am here."""
    row = visible_meeting(request, key)
    actions.check_in(member=member_of(request), meeting=row, now=now())
    return redirect(row)


@require_POST
@needs(Act.PUBLISH)
def add_item(request: HttpRequest, key: UUID) -> HttpResponse:
    """The next point."""
    row, member = run_meeting(request, key), member_of(request)
    form = ItemForm(request.POST, member=member, group=row.group)
    return form_page(
        request,
        form,
        lambda: actions.add_item(member=member, meeting=row, said=form.said(), now=now()),
        title=_("Add a point"),
        back=row.get_absolute_url(),
    )


def _item(request: HttpRequest, key: UUID) -> AgendaItem:
    rows = AgendaItem.objects.editable_by(member_of(request))
    return get_object_or_404(rows.select_related("meeting__group", "lead"), key=key)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def edit_item(request: HttpRequest, key: UUID) -> HttpResponse:
    """Other words for a point."""
    item, member = _item(request, key), member_of(request)
    initial = {name: getattr(item, name) for name in ("title", "kind", "minutes", "papers")}
    initial["lead"] = item.lead.slug if item.lead else ""
    form = ItemForm(posted(request), member=member, group=item.meeting.group, initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.change_item(member=member, item=item, said=form.said(), now=now()),
        title=_("Change the point"),
        back=item.meeting.get_absolute_url(),
    )


@require_POST
@needs(Act.PUBLISH)
def remove_item(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a point off."""
    item = _item(request, key)
    meeting: Meeting = item.meeting
    actions.remove_item(member=member_of(request), item=item, now=now())
    return redirect(meeting)


@require_POST
@needs(Act.PUBLISH)
def carry(request: HttpRequest, key: UUID) -> HttpResponse:
    """It goes to the next meeting."""
    item = _item(request, key)
    actions.carry_over(member=member_of(request), item=item, now=now())
    return redirect(item.meeting)
