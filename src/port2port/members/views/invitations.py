"""The page behind an invitation's link, open to whoever holds it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from port2port.base.clock import now
from port2port.members.actions import people as act
from port2port.members.forms.people import NewcomerForm
from port2port.members.forms.shared import said_in
from port2port.members.middleware import public
from port2port.members.models import Person
from port2port.members.views.shared import show, tell


@public
@sensitive_variables("secret", "form")
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the offered seat, with a new login or with the one that is signed in."""
    try:
        offer = act.open_invitation(secret=secret, now=now())
    except act.InvitationSpent as refusal:
        return render(request, "members/invitation_spent.html", {"words": refusal}, status=404)
    context: dict[str, object] = {"invitation": offer, "form": None}
    if isinstance(request.user, Person):
        return _with_login(request, secret, request.user, context)
    if act.holder_of(offer) is not None:
        return render(request, "members/invitation.html", context | {"sign_in": _sign_in(request)})
    form = NewcomerForm(request.POST or None, initial={"name": offer.name, "language": offer.language})
    if form.is_valid():
        with said_in(form):
            act.accept_as_newcomer(secret=secret, newcomer=form.newcomer(), now=now())
            tell(request, _("Welcome. Sign in with your new login."))
            return redirect("account_login")
    return show(request, "invitation.html", context | {"form": form}, form)


def _with_login(request: HttpRequest, secret: str, person: Person, context: dict[str, object]) -> HttpResponse:
    if request.method == "POST":
        seat = act.accept_as_holder(secret=secret, person=person, now=now())
        act.switch_seat(person=person, seat=seat)
        return redirect("now")
    return render(request, "members/invitation.html", context | {"person": person})


def _sign_in(request: HttpRequest) -> str:
    return f"{reverse('account_login')}?next={request.path}"
