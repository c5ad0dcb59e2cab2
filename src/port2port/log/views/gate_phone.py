"""The doors of the gate form that a phone asks by itself: its queue, and what makes the form installable."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from port2port.base.bodies import announced
from port2port.base.clock import now
from port2port.base.problems import problem, problem_of
from port2port.base.refusal import NotAllowed, Refusal
from port2port.log import actions
from port2port.log.actions import Phone
from port2port.log.actions.gate import MOST_PHOTOS
from port2port.log.forms.gate import GateForm
from port2port.log.models import Occurrence, Tile
from port2port.log.shell import shell_in, worker_source
from port2port.log.views.gate import in_the_paths_language, seat_mark
from port2port.members.member import Act
from port2port.members.middleware import member_of, public
from port2port.members.views.shared import needs
from port2port.pure.filetypes import MAX_BYTES
from port2port.reports.sending import LONGEST_KEY

KEY, SEAT = "Idempotency-Key", "X-Gate-Seat"
MOST_BYTES = MOST_PHOTOS * MAX_BYTES + 1024 * 1024
# Shell and worker are packed on the way: they hold no secret that could be guessed from their size.
ICONS = [(192, "any"), (512, "any"), (512, "maskable")]


class OtherSeat(NotAllowed):
    words = _("Another seat wrote this. Sign in as who wrote it; until then it stays on the phone.")


class Unmarked(Refusal):
    words = _("The phone gave this report no key of its own.")


class TooLarge(Refusal):
    status = 413
    words = _("At most three photos of 25 MB each go with one report.")


@require_POST
@needs(Act.LOG)
@in_the_paths_language
def send(request: HttpRequest) -> HttpResponse:
    """Take in one report from a phone; 201 with its own key says that it is kept, nothing else does."""
    key = request.headers.get(KEY, "")
    try:
        return _taken(request, key)
    except Refusal as refusal:
        return problem_of(refusal, key=key)


def _taken(request: HttpRequest, key: str) -> HttpResponse:
    member, at = member_of(request), now()
    if not 0 < len(key) <= LONGEST_KEY:
        raise Unmarked
    if announced(request) > MOST_BYTES:
        raise TooLarge
    if request.headers.get(SEAT) != seat_mark(member):
        raise OtherSeat
    form = GateForm(request.POST, request.FILES, member=member)
    if not form.is_valid():
        errors = [{"field": name, "words": str(words[0])} for name, words in form.errors.items()]
        return problem(422, errors[0]["words"], errors=errors, key=key)
    given = form.cleaned_data
    row = actions.report_at_gate(
        member=member,
        facility=given["facility"],
        said=form.said(language=request.LANGUAGE_CODE, now=at),
        uploads=form.uploads(),
        key=key,
        phone=Phone(queued_at=given["queued_at"], sent_at=given["sent_at"]),
        now=at,
    )
    response = JsonResponse(_answer(row, key, request.LANGUAGE_CODE), status=201)
    response.headers[KEY] = key
    return response


def _answer(row: Occurrence, key: str, language: str) -> dict[str, str]:
    return {
        "key": key,
        "number": row.number,
        "saved": date_format(timezone.localtime(row.noted_at), "H:i"),
        "address": row.get_absolute_url(),
        "undo": reverse("log:gate_undo", args=[language, row.key]),
        "observe": reverse("log:observe", args=[row.key]) if row.tile == Tile.DRONE else "",
    }


@public
@require_GET
@gzip_page
@in_the_paths_language
def shell(request: HttpRequest) -> HttpResponse:
    """The form without anybody's words, for a phone to keep."""
    response = HttpResponse(shell_in(request.LANGUAGE_CODE).page)
    response.headers["Cache-Control"] = "no-cache"
    return response


@public
@require_GET
@gzip_page
@in_the_paths_language
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, told which shell it keeps."""
    language = request.LANGUAGE_CODE
    kept = shell_in(language)
    told = {
        "prefix": f"gate-{language}-",
        "version": kept.version,
        "scope": reverse("log:gate", args=[language]),
        "shell": reverse("log:gate_shell", args=[language]),
        "parts": kept.parts,
    }
    source = f"self.GATE = {json.dumps(told)};\n{worker_source()}"
    response = HttpResponse(source, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@public
@require_GET
@in_the_paths_language
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone puts on its home screen."""
    language = request.LANGUAGE_CODE
    address = reverse("log:gate", args=[language])
    said = {
        "id": address,
        "name": str(_("Port2Port gate form")),
        "short_name": str(_("Gate form")),
        "lang": language,
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "background_color": "#0D151C",
        "theme_color": "#0D151C",
        "icons": [
            {"src": static("ui/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            *(
                {
                    "src": static(f"log/gate-{purpose}-{size}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": purpose,
                }
                for size, purpose in ICONS
            ),
        ],
    }
    response = JsonResponse(said, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response
