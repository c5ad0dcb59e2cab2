"""From one shift to the next."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.base.clock import now
from port2port.log import actions
from port2port.log.forms.entries import HandoverForm
from port2port.log.models import Handover, Occurrence
from port2port.log.views.shared import crumbs, for_readers, own_facilities
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Facility
from port2port.members.views.shared import needs
from port2port.reports.views.shared import refusals_in, status_of

SHOWN = 30


@require_http_methods(["GET", "POST"])
@for_readers
def handovers(request: HttpRequest) -> HttpResponse:
    """The newest notes, and the form for the next one."""
    member = member_of(request)
    facilities = own_facilities(member)
    own = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True)
    if request.method == "POST":
        form = HandoverForm(request.POST, facilities=own)
        if form.is_valid():
            said = form.cleaned_data
            with refusals_in(form):
                actions.hand_over(
                    member=member,
                    facility=said["facility"],
                    text=said["text"],
                    language=said["language"],
                    now=now(),
                )
                messages.success(request, _("The note waits for the next shift."))
                return redirect("log:handovers")
    else:
        only = {"facility": facilities[0].key} if len(facilities) == 1 else {}
        form = HandoverForm(facilities=own, initial={"language": request.LANGUAGE_CODE} | only)
    rows = Handover.objects.visible_to(member).select_related("facility", "seat", "taken_by")[:SHOWN]
    mine = set(Handover.objects.editable_by(member).filter(taken_at=None).values_list("pk", flat=True))
    context = {
        "form": form,
        "rows": [(row, row.pk in mine) for row in rows],
        "may_write": bool(facilities),
        "open_entries": Occurrence.objects.visible_to(member).open().newest_first().select_related("facility")[:SHOWN],
        "crumbs": crumbs(),
        "now": now(),
    }
    return render(request, "log/handovers.html", context, status=status_of(form))


@require_POST
@needs(Act.LOG)
def take_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """The shift that begins has read it."""
    member = member_of(request)
    row = get_object_or_404(Handover.objects.editable_by(member), key=key)
    actions.take_over(member=member, handover=row, now=now())
    messages.success(request, _("Taken over."))
    return redirect("log:handovers")
