"""Files of a concern stay in memory: Django would write large ones into the folder for temporary files first."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from port2port.base.bodies import announced
from port2port.base.way_back import no_page
from port2port.concerns.rules import MOST_PICTURES, PICTURE_BYTES

type View = Callable[..., HttpResponse]
# Five pictures, a long text, and what a form puts around them.
MOST_BYTES = MOST_PICTURES * PICTURE_BYTES + 1024 * 1024


class InMemory(MemoryFileUploadHandler):
    """Whatever the size, which the view has bounded."""

    def handle_raw_input(self, *_args: Any, **_more: Any) -> None:
        self.activated = True


def files_in_memory(view: View) -> View:
    """For a view that takes pictures: they never touch the disk; more than five of 10 MB are refused unread."""
    protected = csrf_protect(view)

    @wraps(view)
    def bounded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if announced(request) > MOST_BYTES:
            return HttpResponse(no_page("413.html", request), status=413)
        # The handlers must be set before anything looks into the body, as Django's own CSRF check would.
        request.upload_handlers = [InMemory(request)]
        return protected(request, *args, **kwargs)

    return csrf_exempt(bounded)
