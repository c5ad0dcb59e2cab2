"""The desk: what lies there, its own key, what other desks offer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.concerns import actions
from port2port.concerns.access import oversees_desks
from port2port.concerns.actions.keys import check_passphrase
from port2port.concerns.actions.telling import open_late, open_news
from port2port.concerns.derive import sealed_pair
from port2port.concerns.desk_list import rows_of
from port2port.concerns.due import late_desks
from port2port.concerns.forms.desk import KeyForm, UnlockForm
from port2port.concerns.models import Concern, Desk, DeskNews, HandlerKey, HandOver
from port2port.concerns.unlocked import lock, unlock
from port2port.concerns.views.shared import crumbs, fresh_private, handlers_only, held_key, needed_key
from port2port.members.middleware import member_of
from port2port.members.models import Person
from port2port.reports.views.shared import refusals_in, status_of

SHOWN = 200


@require_GET
@handlers_only
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the earliest date first."""
    member, closed = member_of(request), "closed" in request.GET
    concerns = Concern.objects.visible_to(member).standing().select_related("port")
    shown = concerns.filter(state="closed") if closed else concerns.open()
    offers = HandOver.objects.editable_by(member).select_related(
        "concern", "from_desk__organisation", "from_desk__port", "to_desk__organisation", "to_desk__port"
    )
    desks = Desk.objects.visible_to(member).handled_by(member).with_readiness().select_related("port", "organisation")
    context = {
        "rows": rows_of(shown[:SHOWN], member, today=timezone.localdate(now())),
        "offers": offers,
        "desks": desks,
        "closed": closed,
        "has_key": HandlerKey.objects.visible_to(member).exists(),
        "unlocked": held_key(request) is not None,
        "now": now(),
    }
    return render(request, "concerns/desk.html", context)


@require_http_methods(["GET", "POST"])
@handlers_only
@sensitive_post_parameters()
def key(request: HttpRequest) -> HttpResponse:
    """Make the own key, or put it under another passphrase."""
    member = member_of(request)
    row = HandlerKey.objects.visible_to(member).first()
    held = held_key(request) if row else None
    # A key that is there and unlocked gets another passphrase; a new one is made where there is none, or on purpose.
    anew = row is None or request.POST.get("do") == "anew"
    form = KeyForm(request.POST) if request.method == "POST" else KeyForm()
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            passphrase = form.cleaned_data["passphrase"]
            check_passphrase(passphrase, person=_person(request))
            private = fresh_private() if anew else held or needed_key(request)
            pair = sealed_pair(private, passphrase)
            if anew:
                actions.make_handler_key(member=member, pair=pair, now=now())
            else:
                actions.change_passphrase(member=member, pair=pair, now=now())
            unlock(request, member.seat_id or 0, private)
            messages.success(request, _("Your key is ready, and unlocked for fifteen minutes."))
            return redirect("concerns:desk")
    context = {"form": form, "has_key": row is not None, "unlocked": held is not None, "crumbs": crumbs()}
    return render(request, "concerns/key.html", context, status=status_of(form))


def _person(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


@require_http_methods(["GET", "POST"])
@handlers_only
@sensitive_post_parameters()
def unlock_desk(request: HttpRequest) -> HttpResponse:
    """Type the passphrase, and go on where one was."""
    form = UnlockForm(request.POST) if request.method == "POST" else UnlockForm()
    back = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/concerns/")
    if form.is_bound and form.is_valid():
        with refusals_in(form):
            needed_key(request)
            return redirect(back if safe else "concerns:desk")
    context = {"form": form, "next": back if safe else "", "crumbs": crumbs()}
    return render(request, "concerns/unlock.html", context, status=status_of(form))


@require_POST
@handlers_only
def lock_desk(request: HttpRequest) -> HttpResponse:
    """Forget the key before its time."""
    lock(request)
    messages.success(request, _("Locked. What this process of the server knew of your key is gone."))
    return redirect("concerns:desk")


@require_GET
@handlers_only
def news(request: HttpRequest, key: UUID) -> HttpResponse:
    """From a line that told of something to the concern itself, or to the list where it is only offered."""
    member = member_of(request)
    row = get_object_or_404(DeskNews.objects.visible_to(member).select_related("concern"), key=key)
    open_news(member=member, concern=row.concern, now=now())
    known = Concern.objects.visible_to(member).standing().filter(pk=row.concern_id).exists()
    return redirect(row.concern.get_absolute_url() if known else "concerns:desk")


@require_GET
def late(request: HttpRequest) -> HttpResponse:
    """At which desks somebody waits too long, for who routes; who and what for, nobody outside the desk learns."""
    member = member_of(request)
    if not oversees_desks(member):
        raise Http404
    rows = late_desks(member)
    open_late(member=member, now=now())
    return render(request, "concerns/late.html", {"rows": rows})


@require_POST
@handlers_only
def accept(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take over what another desk offers."""
    row = get_object_or_404(HandOver.objects.visible_to(member_of(request)), key=key)
    concern = actions.accept_concern(member=member_of(request), hand_over=row, now=now())
    messages.success(request, _("It lies at your desk now."))
    return redirect(concern.get_absolute_url())


@require_POST
@handlers_only
def decline(request: HttpRequest, key: UUID) -> HttpResponse:
    """Leave it at the other desk."""
    row = get_object_or_404(HandOver.objects.visible_to(member_of(request)), key=key)
    actions.decline_concern(member=member_of(request), hand_over=row, now=now())
    messages.success(request, _("Declined. It stays where it was."))
    return redirect("concerns:desk")
