"""Who sits at the desks of the own organisation."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from port2port.base.clock import now
from port2port.concerns import actions
from port2port.concerns.access import HANDLING, names_handlers
from port2port.concerns.forms.desk import HandlerForm
from port2port.concerns.models import Desk, Handler
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import Organisation
from port2port.members.views.shared import needs
from port2port.reports.views.shared import refusals_in, status_of


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_PEOPLE)
def handlers(request: HttpRequest) -> HttpResponse:
    """The desks of the organisation, who sits there, and whether two can open what comes in."""
    member = member_of(request)
    if not names_handlers(member):
        raise Http404
    own = Organisation.objects.visible_to(member).filter(pk=member.organisation_id or 0).first()
    sent = request.POST if request.method == "POST" else None
    form = HandlerForm(
        sent,
        member=member,
        functions=[one.value for one in HANDLING],
        without_port=own is not None and own.kind == "secretariat",
    )
    if form.is_valid():
        with refusals_in(form):
            given = form.cleaned_data
            actions.name_handler(member=member, seat=given["seat"], port=given["port"], now=now())
            messages.success(request, _("Named. The handler makes a key now, at the desk's own page."))
            return redirect("concerns:handlers")
    desks = Desk.objects.editable_by(member).with_readiness().select_related("port", "organisation")
    sitting = Handler.objects.editable_by(member).standing().select_related("seat__person", "seat__handler_key")
    context = {
        "form": form,
        "desks": [(one, [row for row in sitting if row.desk_id == one.pk]) for one in desks],
    }
    return render(request, "concerns/handlers.html", context, status=status_of(form))


@require_POST
@needs(Act.MANAGE_PEOPLE)
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take somebody from a desk."""
    row = get_object_or_404(Handler.objects.editable_by(member_of(request)), key=key)
    actions.end_handler(member=member_of(request), handler=row, now=now())
    messages.success(request, _("Done. Nothing at that desk opens to this seat any more."))
    return redirect("concerns:handlers")
