"""Starting the clocks of an entry."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from port2port.base.clock import now
from port2port.log import actions
from port2port.log.views.shared import editable_entry
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs


@require_POST
@needs(Act.LOG)
def tell(request: HttpRequest, key: UUID) -> HttpResponse:
    """Start the clocks of who to tell, or bring them up to date."""
    row = editable_entry(request, key)
    actions.start_clocks(member=member_of(request), occurrence=row, flags=request.POST.getlist("flags")[:20], now=now())
    messages.success(request, _("The clocks run. Port2Port tells nobody by itself."))
    return redirect(f"{row.get_absolute_url()}#tell")
