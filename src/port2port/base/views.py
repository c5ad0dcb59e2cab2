"""The gallery: every component on one page, in both schemes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from port2port.base import clock
from port2port.base.gallery import specimens


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """All components with made-up content, so that a change is seen everywhere at once."""
    return render(request, "ui/gallery.html", specimens(now=clock.now()))
