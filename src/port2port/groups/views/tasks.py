"""What a group asks of organisations, and their answer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.base.clock import now
from port2port.groups import actions
from port2port.groups.forms.meeting import CancelForm, TaskForm
from port2port.groups.models import AgendaItem, Decision, Meeting, Task
from port2port.groups.views.shared import form_page, named, run_group
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, posted


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def ask(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask in a meeting, at a point, or from a decision: `?meeting=`, `?item=`, `?decision=`."""
    row, member = run_group(request, key), member_of(request)
    item = named(request, "item", AgendaItem.objects.visible_to(member).filter(meeting__group=row))
    meeting = item.meeting if item else named(request, "meeting", Meeting.objects.visible_to(member).filter(group=row))
    decision = named(request, "decision", Decision.objects.visible_to(member).filter(group=row))
    back = (meeting or decision or row).get_absolute_url()
    if meeting is None and decision is None:
        return redirect(row)
    form = TaskForm(posted(request), member=member, group=row, initial={"language": row.language})

    def do() -> None:
        actions.ask(
            member=member, group=row, wish=form.wish(), meeting=meeting, item=item, decision=decision, now=now()
        )

    return form_page(
        request,
        form,
        do,
        title=_("Ask an organisation"),
        lead=_("The organisation takes it on or declines. Taken on, it is its own action, with an owner of its own."),
        submit=_("Ask"),
        back=back,
    )


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Complete what is asked."""
    member = member_of(request)
    rows = Task.objects.editable_by(member).select_related("group", "meeting", "decision", "organisation")
    row = get_object_or_404(rows, key=key)
    initial = {
        "title": row.title,
        "language": row.language,
        "due_on": row.due_on,
        "organisation": row.organisation.slug if row.organisation else "",
    }
    form = TaskForm(posted(request), member=member, group=row.group, initial=initial)

    def do() -> None:
        actions.ask(member=member, group=row.group, wish=form.wish(), task=row, now=now())

    return form_page(request, form, do, title=_("Change what is asked"), back=_home(row))


def _home(task: Task) -> str:
    return (task.meeting or task.decision or task.group).get_absolute_url()


def _visible(request: HttpRequest, key: UUID) -> Task:
    rows = Task.objects.visible_to(member_of(request)).select_related("group", "meeting", "decision")
    return get_object_or_404(rows, key=key)


@require_POST
@needs(Act.ANSWER)
def take_on(request: HttpRequest, key: UUID) -> HttpResponse:
    """We do it."""
    row = _visible(request, key)
    actions.take_on(member=member_of(request), task=row, now=now())
    messages.success(request, _("Taken on. It stands among the actions of your organisation; you own it."))
    return redirect(row.group)


@require_http_methods(["GET", "POST"])
@needs(Act.ANSWER)
def decline(request: HttpRequest, key: UUID) -> HttpResponse:
    """Not by us."""
    member = member_of(request)
    row = get_object_or_404(Task.objects.visible_to(member).answerable_by(member).select_related("group"), key=key)
    form = CancelForm(posted(request))

    def do() -> None:
        actions.decline(member=member, task=row, reason=form.cleaned_data["reason"], now=now())

    return form_page(
        request, form, do, title=_("Decline"), lead=row.title, submit=_("Decline"), back=row.group.get_absolute_url()
    )


@require_POST
@needs(Act.PUBLISH)
def drop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask it no longer."""
    row = _visible(request, key)
    back = _home(row)
    actions.drop_task(member=member_of(request), task=row, now=now())
    return redirect(back)
