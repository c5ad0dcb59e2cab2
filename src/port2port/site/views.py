"""Now: what changed, what needs me, how it stands where I am; and the pages for what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def now_page(request: HttpRequest) -> HttpResponse:
    """The first page after signing in."""
    return render(request, "site/now.html")


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same bytes for what is hidden and for what does not exist."""
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Known, and not for this seat."""
    return render(request, "403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read."""
    return render(request, "400.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    return render(request, "500.html", status=500)
