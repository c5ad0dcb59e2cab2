"""The gate form: six tiles, one page, at night and with gloves on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed, Refusal
from port2port.log import actions
from port2port.log.forms.gate import GateForm
from port2port.log.models import Occurrence, Tile, Zone
from port2port.log.shell import page_words
from port2port.log.views.shared import own_facilities
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.models import Facility
from port2port.members.views.shared import needs
from port2port.reports.sending import fresh_key
from port2port.reports.views.shared import refusals_in, status_of
from port2port.sharing.actions import UNDO_SECONDS

type View = Callable[..., HttpResponse]

REMEMBERED = "gate"
YEAR_S = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phone stands: whose log it writes in, and the zone on the post if one was scanned."""

    facility: Facility
    zones: list[Zone]
    zone: Zone | None

    def for_the_phone(self, member: Member) -> dict[str, object]:
        """What the phone remembers of it, so that the form can be filled without a connection."""
        return {
            "seat": seat_mark(member),
            "facility": str(self.facility.key),
            "name": self.facility.name,
            "zones": [{"code": one.code, "name": one.name} for one in self.zones],
        }


def in_the_paths_language(view: View) -> View:
    """The language in the path wins over the reader's own choice: a phone keeps one page a language."""

    @wraps(view)
    def spoken(request: HttpRequest, *args: object, language: str, **kwargs: object) -> HttpResponse:
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = view(request, *args, **kwargs)
        response.headers["Content-Language"] = language
        return response

    return spoken


def seat_mark(member: Member) -> str:
    """By what a phone tells the seat that wrote an entry from another one; says nothing about either."""
    return salted_hmac("port2port.log.gate", str(member.seat_id), algorithm="sha256").hexdigest()[:32]


@require_GET
@needs(Act.LOG)
def start(request: HttpRequest) -> HttpResponse:
    """To the gate form in the reader's language."""
    return redirect("log:gate", language=request.LANGUAGE_CODE)


@require_http_methods(["GET", "POST"])
@needs(Act.LOG)
@in_the_paths_language
def gate(request: HttpRequest, facility: UUID | None = None, zone: str = "") -> HttpResponse:
    """What did you see? Tile, two questions, Send."""
    member, at = member_of(request), now()
    place = _place(request, member, facility, zone)
    if place is None:
        return _choice(request, member)
    form = GateForm(request.POST, request.FILES, member=member) if request.method == "POST" else GateForm(member=member)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            made = actions.report_at_gate(
                member=member,
                facility=form.cleaned_data["facility"],
                said=form.said(language=request.LANGUAGE_CODE, now=at),
                uploads=form.uploads(),
                key=form.cleaned_data["key"],
                now=at,
            )
            return redirect("log:gate_saved", language=request.LANGUAGE_CODE, key=made.key)
    context = _form_context(request, form, place, member=member, at=at)
    response = render(request, "log/gate/form.html", context, status=status_of(form))
    _remember(response, place.facility)
    return response


def _place(request: HttpRequest, member: Member, key: UUID | None, code: str) -> Place | None:
    """The facility of the address, else the only one, else the one last used on this phone. Raises Http404."""
    own = {one.key: one for one in own_facilities(member)}
    if key is not None and key not in own:
        raise Http404
    if key is None and len(own) == 1:
        [key] = own
    if key is None and "choose" not in request.GET:
        key = next((one for one in own if str(one) == request.COOKIES.get(REMEMBERED)), None)
    if key is None:
        return None
    zones = list(Zone.objects.visible_to(member).standing().filter(facility=own[key]))
    return Place(own[key], zones, next((one for one in zones if one.code == code), None))


def _remember(response: HttpResponse, facility: Facility) -> None:
    response.set_cookie(
        REMEMBERED,
        str(facility.key),
        max_age=YEAR_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _choice(request: HttpRequest, member: Member) -> HttpResponse:
    context = page_words() | {
        "facilities": own_facilities(member),
        "language": request.LANGUAGE_CODE,
        "languages": _languages(request),
    }
    return render(request, "log/gate/choose.html", context)


def _form_context(
    request: HttpRequest, form: GateForm, place: Place, *, member: Member, at: datetime
) -> dict[str, object]:
    given = request.POST if form.is_bound else request.GET
    tile = given.get("tile", "")
    return page_words() | {
        "form": form,
        "place": place,
        "phone": place.for_the_phone(member),
        "tile": tile if tile in Tile.values else "",
        "tile_words": Tile(tile).label if tile in Tile.values else "",
        "zone_code": given.get("zone", place.zone.code if place.zone else ""),
        "moment": given.get("happened_at", f"{timezone.localtime(at):%Y-%m-%dT%H:%M}")[:16],
        "answers": form.answers if form.is_bound else {},
        "key": given.get("key") or fresh_key(),
        "several": len(own_facilities(member)) > 1,
        "language": request.LANGUAGE_CODE,
        "languages": _languages(request),
    }


def _languages(request: HttpRequest) -> list[tuple[str, str, str]]:
    """This page in each language: code, name, address."""
    rest = request.path.split("/", 2)[2]
    return [(code, name, f"/{code}/{rest}") for code, name in settings.LANGUAGES]


@require_GET
@needs(Act.LOG)
@in_the_paths_language
def saved(request: HttpRequest, key: UUID) -> HttpResponse:
    """Saved, under which number, and the way to take it back."""
    return _saved_page(request, _own_entry(request, key))


@require_POST
@needs(Act.LOG)
@in_the_paths_language
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take back what was just written."""
    row = _own_entry(request, key)
    try:
        actions.undo_entry(member=member_of(request), occurrence=row, now=now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _saved_page(request, row, refused=refusal)
    messages.success(request, _("Taken back. The number stays in the log, struck out."))
    return redirect("log:gate", language=request.LANGUAGE_CODE)


def _own_entry(request: HttpRequest, key: UUID) -> Occurrence:
    rows = Occurrence.objects.editable_by(member_of(request)).select_related("facility", "zone")
    return get_object_or_404(rows, key=key)


def _saved_page(request: HttpRequest, row: Occurrence, *, refused: Refusal | None = None) -> HttpResponse:
    age_s = (now() - row.noted_at).total_seconds()
    context = page_words() | {
        "row": row,
        "refused": refused,
        "may_undo": refused is None and not row.is_struck and age_s <= UNDO_SECONDS,
        "again": reverse("log:gate_at", args=[request.LANGUAGE_CODE, row.facility.key]),
        "language": request.LANGUAGE_CODE,
        "languages": _languages(request),
    }
    return render(request, "log/gate/saved.html", context, status=refused.status if refused else 200)
