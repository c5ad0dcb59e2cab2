"""The one page of the ledger that people read: what it cannot promise."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from port2port.ledger.limits import LIMITS


@login_not_required
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """The honest limits, for everyone, before signing in too."""
    return render(request, "ledger/limits.html", {"limits": LIMITS})
