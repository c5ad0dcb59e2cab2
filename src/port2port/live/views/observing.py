"""The observer's page, the door of its phone's queue, and what was observed."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.bodies import announced
from port2port.base.clock import now
from port2port.base.problems import problem, problem_of
from port2port.base.refusal import Refusal
from port2port.drills.models import Event
from port2port.live import actions
from port2port.live.access import observed_by
from port2port.live.forms.observing import ObservationForm
from port2port.live.models import Observation, Rating
from port2port.live.page import all_lines, clock_of, objective_cards, observations_of, rights_of, role_of
from port2port.live.refusals import OtherSeat, Unmarked
from port2port.live.rules import LONGEST_KEY
from port2port.live.views.shared import among, crumbs, for_roles, seat_mark
from port2port.live.worker import PARTS, worker_source, worker_version
from port2port.members.middleware import member_of, public
from port2port.reports.sending import fresh_key
from port2port.reports.views.shared import refusals_in, status_of

KEY, SEAT = "Idempotency-Key", "X-Live-Seat"
MOST_BYTES = 64 * 1024


@require_http_methods(["GET", "POST"])
@for_roles
def observe(request: HttpRequest, key: UUID) -> HttpResponse:
    """The observer's sheet: big letters, a few words; without script each form is sent by itself."""
    member, at = member_of(request), now()
    row = among(request, key, observed_by(member))
    form = ObservationForm(request.POST if request.method == "POST" else None, event=row, member=member, now=at)
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            _kept(request, row, form, form.cleaned_data["key"] or fresh_key())
            messages.success(request, _("Kept."))
            table = "table" in request.POST
            return redirect(f"live:{'tabletop' if table else 'observe'}", key=row.key)
    replaces = _named(request, row)
    chosen = {str(replaces.inject.key) if replaces and replaces.inject else "", request.POST.get("inject", "")}
    lines = all_lines(row, member=member, language=request.LANGUAGE_CODE, at=at)
    context = {
        "event": row,
        "clock": clock_of(row, at=at),
        "rights": rights_of(row, member),
        "role": role_of(row, member),
        "form": form,
        "cards": objective_cards(row, member=member),
        "ratings": Rating.choices,
        # What was chosen stays there to be chosen, also where it came in a run before the clock was set back.
        "injects": [(one.row, one.said) for one in lines if not one.is_earlier or str(one.row.key) in chosen],
        "own": [one for one in observations_of(row, member=member) if one.seat_id == member.seat_id][::-1],
        "replaces": replaces,
        "typed": request.POST,
        "typed_name": _typed_name(row, form) if form.is_bound and replaces is None else None,
        "key": fresh_key(),
        "seat": seat_mark(member),
        "now": at,
    }
    return render(request, "live/observe.html", context, status=status_of(form))


def _kept(request: HttpRequest, event: Event, form: ObservationForm, key: str) -> Observation:
    return actions.observe(
        member=member_of(request),
        event=event,
        said=form.said(language=request.LANGUAGE_CODE),
        key=key,
        replaces=form.cleaned_data["replaces"],
        now=now(),
    )


def _typed_name(event: Event, form: ObservationForm) -> int | str:
    """Which form of the page shows again what was refused: that of its objective by number, or `x`."""
    objective = form.cleaned_data.get("objective")
    return objective.number if objective is not None and objective.event_id == event.pk else "x"


def _named(request: HttpRequest, event: Event) -> Observation | None:
    try:
        key = UUID(request.POST.get("replaces") or request.GET.get("replaces", ""))
    except ValueError:
        return None
    rows = Observation.objects.editable_by(member_of(request)).standing().filter(event=event)
    return rows.select_related("objective", "inject").filter(key=key).first()


@require_POST
@for_roles
def send(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take in one observation from a phone; 201 with its own key says that it is kept, nothing else does."""
    given = request.headers.get(KEY, "")
    member = member_of(request)
    try:
        if not 0 < len(given) <= LONGEST_KEY or announced(request) > MOST_BYTES:
            raise Unmarked
        if request.headers.get(SEAT) != seat_mark(member):
            raise OtherSeat
        # The mark first: who changed the seat is told so, whether the new one observes or not.
        row = among(request, key, observed_by(member))
        form = ObservationForm(request.POST, event=row, member=member, now=now())
        if not form.is_valid():
            errors = [{"field": name, "words": str(words[0])} for name, words in form.errors.items()]
            return problem(422, errors[0]["words"], errors=errors, key=given)
        made = _kept(request, row, form, given)
    except Refusal as refusal:
        return problem_of(refusal, key=given)
    saved = date_format(timezone.localtime(made.observed_at), "H:i")
    answer = JsonResponse({"key": given, "saved": saved, "flagged": made.is_flagged}, status=201)
    answer.headers[KEY] = given
    return answer


@require_GET
@for_roles
def observations(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was observed, as this seat reads it."""
    member = member_of(request)
    seen = Event.objects.visible_to(member)
    mine = seen.filter(pk__in=observed_by(member).values("pk")) | seen.filter(
        pk__in=seen.script_for(member).values("pk")
    )
    row = among(request, key, mine)
    context = {
        "event": row,
        "rows": observations_of(row, member=member),
        "may_export": row.was_held,
        "crumbs": crumbs(row),
        "now": now(),
    }
    return render(request, "live/observations.html", context)


@public
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: what an observer's page needs without a connection."""
    del request
    told = {
        "prefix": "live-",
        "version": worker_version(),
        "scope": reverse("live:worker").removesuffix("sw.js"),
        "parts": [static(part) for part in PARTS],
    }
    source = f"self.LIVE = {json.dumps(told)};\n{worker_source()}"
    response = HttpResponse(source, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
