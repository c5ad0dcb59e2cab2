"""A drill on one screen: written down at once, or kept by the phone until there is a connection, and counted once."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.base.problems import problem, problem_of
from port2port.base.refusal import NotAllowed, Refusal
from port2port.drills import actions
from port2port.drills.forms.holding import RecordForm
from port2port.drills.models import Event
from port2port.drills.rules import LANGUAGES
from port2port.drills.shell import shell_in, worker_in
from port2port.drills.views.shared import crumbs, for_runners, own_facilities, today
from port2port.members.member import NOBODY, Member
from port2port.members.middleware import member_of, public
from port2port.reports.sending import LONGEST_KEY, fresh_key, once
from port2port.reports.views.shared import refusals_in, status_of

KEY, SEAT = "Idempotency-Key", "X-Drill-Seat"
NOT_CONTENT = {"csrfmiddlewaretoken", "key"}


class OtherSeat(NotAllowed):
    words = _("Another seat wrote this. Sign in as who wrote it; until then it stays on the phone.")


class Unmarked(Refusal):
    words = _("The phone gave this report no key of its own.")


def seat_mark(member: Member) -> str:
    """By what a phone tells the seat that wrote a record from another one; says nothing about either."""
    return salted_hmac("port2port.drills.record", str(member.seat_id), algorithm="sha256").hexdigest()[:32]


@require_http_methods(["GET", "POST"])
@for_runners
def record(request: HttpRequest) -> HttpResponse:
    """One screen; `?event=` a drill that was planned."""
    member = member_of(request)
    bound = request.POST if request.method == "POST" else None
    form = RecordForm(bound, member=member, initial=_initial(request))
    if form.is_valid():
        with refusals_in(form):
            made = _recorded(request, form, key=form.cleaned_data["key"])
            return redirect(f"{reverse('drills:event', args=[made])}?held=1")
    context = {
        "form": form,
        "crumbs": crumbs(),
        "language": get_language(),
        "phone": {
            "seat": seat_mark(member),
            "facilities": [{"key": str(one.key), "name": one.name} for one in own_facilities(member)],
        },
    }
    return render(request, "drills/record.html", context, status=status_of(form))


def _initial(request: HttpRequest) -> dict[str, object]:
    member = member_of(request)
    facilities = own_facilities(member)
    found: dict[str, object] = {"held_on": today(), "held_minutes": 30, "key": fresh_key()}
    if len(facilities) == 1:
        found["facility"] = facilities[0].key
    event = _planned(request)
    if event is not None:
        first = event.places.filter(declined_at=None).select_related("facility").first()
        element = next((key for key in event.elements if not key.startswith("b18_6")), "")
        found |= {"event": event.key, "held_minutes": event.minutes, "element": element}
        found |= {"facility": first.facility.key} if first else {}
    return found


def _planned(request: HttpRequest) -> Event | None:
    given = request.GET.get("event", "")
    if not given:
        return None
    try:
        key = UUID(given)
    except ValueError:
        raise Http404 from None
    rows = Event.objects.visible_to(member_of(request)).run_by(member_of(request)).coming()
    return get_object_or_404(rows, key=key, kind="drill")


def _recorded(request: HttpRequest, form: RecordForm, *, key: str) -> UUID:
    member, at = member_of(request), now()
    said = form.recorded(language=get_language() or "en")
    event = form.cleaned_data["event"]
    content = sorted((name, values) for name, values in request.POST.lists() if name not in NOT_CONTENT)
    return once(
        member=member,
        key=key,
        act="record_drill",
        content=str([one for one in content if any(one[1])]),
        now=at,
        do=lambda: actions.record(member=member, said=said, event=event, now=at).key,
    )


@require_POST
@for_runners
def send(request: HttpRequest) -> HttpResponse:
    """Take in one record from a phone; 201 with its own key says that it is kept, nothing else does."""
    key = request.headers.get(KEY, "")
    try:
        return _taken(request, key)
    except Refusal as refusal:
        return problem_of(refusal, key=key)


def _taken(request: HttpRequest, key: str) -> HttpResponse:
    member = member_of(request)
    if not 0 < len(key) <= LONGEST_KEY:
        raise Unmarked
    if request.headers.get(SEAT) != seat_mark(member):
        raise OtherSeat
    form = RecordForm(request.POST, member=member)
    if not form.is_valid():
        errors = [{"field": name, "words": str(words[0])} for name, words in form.errors.items()]
        return problem(422, errors[0]["words"], errors=errors, key=key)
    made = _recorded(request, form, key=key)
    answer = JsonResponse({"key": key, "address": reverse("drills:event", args=[made])}, status=201)
    answer.headers[KEY] = key
    return answer


def _page(language: str) -> str:
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        context: dict[str, object] = {
            "form": RecordForm(member=NOBODY, initial={"held_minutes": 30}),
            "community": settings.COMMUNITY_NAME,
            "is_shell": True,
        }
        return shell_in(language, context)


@public
@require_GET
@gzip_page
def shell(request: HttpRequest, language: str) -> HttpResponse:
    """The form without anybody's words, for a phone to keep."""
    del request
    response = HttpResponse(_page(language))
    response.headers["Cache-Control"] = "no-cache"
    return response


@public
@require_GET
@gzip_page
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, in the language that the page asks for."""
    language = request.GET.get("language", "en")
    response = HttpResponse(worker_in(language, _page(language)), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
