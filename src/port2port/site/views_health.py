"""The health of the cooperation: the own figures beside the community's bands, and whether the own ones are lent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from port2port.base.clock import now
from port2port.members.access import lends_figures
from port2port.members.actions.figures import keep_figures, lend_figures, view_bands
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.models import FigureConsent
from port2port.members.views.shared import needs
from port2port.site.health import last_quarter, quarter_of
from port2port.site.health_lines import lines_for

HISTORY = 20


@require_safe
@needs(Act.PUBLISH)
def health(request: HttpRequest) -> HttpResponse:
    """How we share, read, answer and keep what we promised."""
    member, at = member_of(request), now()
    today = timezone.localdate(at)
    lines = lines_for(member, now=at)
    seen = [line.figure.name for line in lines if line.band is not None]
    view_bands(member=member, quarter=last_quarter(today).name, figures=seen, now=at)
    withheld = {line.withheld for line in lines}
    consents = FigureConsent.objects.visible_to(member).select_related("given_by", "ended_by")[:HISTORY]
    context = {
        "lines": lines,
        # What is true of every figure is said once, above them.
        "withheld": withheld.pop() if len(withheld) == 1 else "",
        "quarter": last_quarter(today),
        "current": quarter_of(today),
        "running": next((one for one in consents if one.ended_at is None), None),
        "consents": consents,
        "decides": lends_figures(member),
    }
    return render(request, "site/health.html", context)


@require_POST
@needs(Act.PUBLISH)
def lend(request: HttpRequest) -> HttpResponse:
    """The own figures go into the bands from the next round on."""
    lend_figures(member=member_of(request), now=now())
    messages.success(request, _("Your figures go into the bands from the next round on."))
    return redirect("health")


@require_POST
@needs(Act.PUBLISH)
def keep(request: HttpRequest) -> HttpResponse:
    """The own figures go into no further round."""
    keep_figures(member=member_of(request), now=now())
    messages.success(request, _("Your figures go into no further round."))
    return redirect("health")
