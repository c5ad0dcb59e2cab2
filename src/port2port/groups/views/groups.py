"""The groups, one group, and what its chair does to it."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.groups import actions
from port2port.groups.access import reads_groups
from port2port.groups.forms.group import GroupForm, SeatForm
from port2port.groups.models import TitledCalendar, WorkingGroup
from port2port.groups.page import group_page, groups_of
from port2port.groups.views.shared import crumbs, form_page, run_group, visible_group
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs, posted
from port2port.pure.audience import Tlp

YEAR = timedelta(days=365)


@require_GET
@needs(Act.READ)
def groups(request: HttpRequest) -> HttpResponse:
    """Which groups are there, and what do they want of me."""
    member = member_of(request)
    if not reads_groups(member):
        raise Http404
    context = {
        "rows": groups_of(member, now=now()),
        "may_write": member.may(Act.PUBLISH),
        "titled": TitledCalendar.objects.visible_to(member).exists(),
    }
    return render(request, "groups/list.html", context)


@require_POST
@needs(Act.READ)
def titles(request: HttpRequest) -> HttpResponse:
    """Titles of meetings in the own calendar, or none."""
    member = member_of(request)
    if not reads_groups(member):
        raise Http404
    actions.choose_titles(member=member, wanted=request.POST.get("titles") == "yes", now=now())
    return redirect(f"{reverse('groups:list')}#calendar")


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def new(request: HttpRequest) -> HttpResponse:
    """A group of a circle."""
    member, today = member_of(request), timezone.localdate(now())
    initial = {
        "language": request.LANGUAGE_CODE,
        "tlp": Tlp.AMBER.value,
        "from_on": today,
        "review_on": today + YEAR,
    }
    form = GroupForm(posted(request), member=member, initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.set_up(member=member, said=form.said(), circle=form.chosen_circle(), now=now()),
        title=_("New working group"),
        lead=_("You chair it until you hand it over. Seats follow on its page."),
        back=crumbs()[0][0],
    )


@require_GET
@needs(Act.READ)
def group(request: HttpRequest, key: UUID) -> HttpResponse:
    """What does this group want of me, and what has it decided."""
    row, member, at = visible_group(request, key), member_of(request), now()
    actions.settle_due(group=row, now=at)
    page = group_page(row, member=member, now=at)
    form = SeatForm(member=member, group=row) if page.runs else None
    return render(
        request, "groups/group.html", {"page": page, "group": row, "form": form, "crumbs": crumbs(), "now": at}
    )


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Another mandate."""
    row, member = run_group(request, key), member_of(request)
    names = ("name", "mandate", "language", "tlp", "from_on", "review_on")
    initial = {name: getattr(row, name) for name in names}
    form = GroupForm(posted(request), member=member, group=row, initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.change_group(member=member, group=row, said=form.said(), now=now()),
        title=_("Change the group"),
        back=row.get_absolute_url(),
    )


@require_POST
@needs(Act.PUBLISH)
def start(request: HttpRequest, key: UUID) -> HttpResponse:
    """From here on it decides."""
    row: WorkingGroup = visible_group(request, key)
    actions.start(member=member_of(request), group=row, now=now())
    return redirect(row)


@require_POST
@needs(Act.PUBLISH)
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """It comes together no more."""
    row = visible_group(request, key)
    actions.end_group(member=member_of(request), group=row, now=now())
    return redirect(row)
