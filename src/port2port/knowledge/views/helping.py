"""Who has done what, and who stands by whom."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.knowledge import actions
from port2port.knowledge.access_expertise import reads_expertise
from port2port.knowledge.access_questions import is_triage
from port2port.knowledge.directory import asked_in, entries
from port2port.knowledge.forms.helping import BuddyForm, DirectoryForm, ExpertiseForm
from port2port.knowledge.models import Buddy, BuddyNews, Expertise
from port2port.members.member import Act, Standing
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.reports.views.shared import refusals_in, status_of
from port2port.sharing.actions import open_own_news


@require_GET
@needs(Act.READ)
def directory(request: HttpRequest) -> HttpResponse:
    """Whom can I ask."""
    member = member_of(request)
    if not reads_expertise(member):
        raise Http404
    asked = asked_in(request.GET)
    context = {
        "asked": asked,
        "entries": entries(asked, member=member),
        "form": DirectoryForm(request.GET),
        "may_declare": member.may(Act.PUBLISH),
    }
    return render(request, "knowledge/expertise.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.PUBLISH)
def mine(request: HttpRequest) -> HttpResponse:
    """What the own organisation has done and helps with."""
    member = member_of(request)
    if member.standing != Standing.MEMBER:
        raise Http404
    row = Expertise.objects.editable_by(member).first()
    initial = {name: getattr(row, name) for name in ExpertiseForm.base_fields} if row else {}
    form = ExpertiseForm(
        request.POST or None, initial=initial or {"language": request.LANGUAGE_CODE, "offers_help": True}
    )
    if form.is_valid():
        with refusals_in(form):
            actions.declare(member=member, said=form.said(), now=now())
            messages.success(request, _("Saved. All members see it."))
            return redirect("knowledge:expertise")
    return render(request, "knowledge/expertise_mine.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
@needs(Act.READ)
def buddies(request: HttpRequest) -> HttpResponse:
    """Who stands by which inland port; the secretariat proposes."""
    member = member_of(request)
    if not reads_expertise(member) or (request.method == "POST" and not is_triage(member)):
        raise Http404
    form = BuddyForm(request.POST or None, member=member) if is_triage(member) else None
    if form is not None and form.is_valid():
        with refusals_in(form):
            small, helper = (form.by_key[form.cleaned_data[name]] for name in ("small", "helper"))
            actions.propose_buddy(member=member, small=small, helper=helper, now=now())
            messages.success(request, _("Proposed. It begins when both coordinators agree."))
            return redirect("knowledge:buddies")
    editable = set(Buddy.objects.editable_by(member).values_list("pk", flat=True))
    waiting = set(Buddy.objects.visible_to(member).waiting_for(member).values_list("pk", flat=True))
    rows = Buddy.objects.visible_to(member).running().select_related("small", "helper")
    context = {"form": form, "rows": [(one, one.pk in waiting, one.pk in editable) for one in rows]}
    return render(request, "knowledge/buddies.html", context, status=status_of(form) if form else 200)


@require_POST
@needs(Act.READ)
def agree(request: HttpRequest, key: UUID) -> HttpResponse:
    """Agree for the own organisation."""
    member = member_of(request)
    row = get_object_or_404(Buddy.objects.visible_to(member).waiting_for(member), key=key)
    actions.agree_to_buddy(member=member, buddy=row, now=now())
    return redirect("knowledge:buddies")


@require_POST
@needs(Act.READ)
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """End or decline it."""
    member = member_of(request)
    row = get_object_or_404(Buddy.objects.editable_by(member), key=key)
    actions.end_buddy(member=member, buddy=row, now=now())
    messages.success(request, _("Ended."))
    return redirect("knowledge:buddies")


@require_GET
@needs(Act.READ)
def buddy_news(request: HttpRequest, key: UUID) -> HttpResponse:
    """From a line that told of a proposed buddy to the page where one agrees."""
    member = member_of(request)
    row = get_object_or_404(BuddyNews.objects.visible_to(member), key=key)
    open_own_news(member=member, news=row, now=now())
    return redirect("knowledge:buddies")
