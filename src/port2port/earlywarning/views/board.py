"""The watch board."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from port2port.earlywarning.views.shared import for_readers


@require_GET
@for_readers
def board(request: HttpRequest) -> HttpResponse:
    """Every watched measure that this seat may see."""
    return render(request, "earlywarning/board.html", {})
