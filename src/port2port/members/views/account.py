"""The own login: name, language, seat, tokens; and the organisation's machines."""

from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from port2port.base.clock import now
from port2port.members.actions import people as act_people
from port2port.members.actions import sessions as act_sessions
from port2port.members.actions import tokens as act
from port2port.members.forms.people import AccountForm, ServiceAccountForm, TokenForm
from port2port.members.forms.shared import said_in
from port2port.members.member import Act, Function
from port2port.members.middleware import member_of, seatless
from port2port.members.models import Person, Seat, ServiceAccount, Token
from port2port.members.secrets_once import new_token_secret
from port2port.members.views.shared import needs, own_tabs, show, show_form, tell


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


@seatless
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """What a person chooses about the own login, and how it is protected."""
    person, member = _person(request), member_of(request)
    names = ("name", "language", "theme", "shortcuts")
    known = {name: getattr(person, name) for name in names}
    form = AccountForm(request.POST or None, initial=known | {"language": person.language or request.LANGUAGE_CODE})
    if form.is_valid():
        act_people.edit_person(person=person, **form.cleaned_data)
        tell(request, _("Saved."))
        return redirect("members:account")
    context = {
        "form": form,
        "person": person,
        "protected": is_mfa_enabled(person),
        "tokens": Token.objects.visible_to(member).of_person(person).valid(at=now()),
        "seats": Seat.objects.visible_to(member).open().filter(person=person).select_related("organisation"),
        "member": member,
        "can_have_tokens": member.may(Act.READ),
        "now": now(),
    }
    return show(request, "account.html", context, form)


@seatless
@require_POST
def end_session(request: HttpRequest, name: str) -> HttpResponse:
    """One place where the person is signed in no longer is; ending this very one signs out."""
    row = act_sessions.own_session(person=_person(request), name=name)
    if row is None:
        raise Http404
    is_this_one = row.session_key == request.session.session_key
    act_sessions.end_session(session=row)
    if is_this_one:
        logout(request)
        return redirect(settings.LOGIN_URL)
    tell(request, _("The session is ended. Whoever has that device must sign in again."))
    return redirect("usersessions_list")


@require_POST
def switch_seat(request: HttpRequest) -> HttpResponse:
    """Act from another of the own seats."""
    person = _person(request)
    try:
        key = UUID(request.POST.get("seat", ""))
    except ValueError:
        raise Http404 from None
    act_people.switch_seat(person=person, seat=get_object_or_404(person.seats.filter(ended_at=None), key=key))
    return redirect("now")


@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
@needs(Act.READ)
def new_token(request: HttpRequest) -> HttpResponse:
    """A token of the own seat; its secret is shown on the answer to this form and never again."""
    return _new_token(request, None)


@sensitive_variables("secret")
def _new_token(request: HttpRequest, service: ServiceAccount | None) -> HttpResponse:
    member, at = member_of(request), now()
    form = TokenForm(request.POST or None)
    if form.is_valid():
        secret = new_token_secret()
        scope, purpose = form.scope_and_purpose()
        with said_in(form):
            token = act.make_token(
                member=member,
                label=form.cleaned_data["label"],
                scope=scope,
                purpose=purpose,
                secret=secret,
                expires_at=at + form.life(),
                service=service,
                now=at,
            )
            return show(request, "token_made.html", {"token": token, "secret": secret, "service": service})
    return show_form(
        request,
        form,
        title=_("New token"),
        back=reverse("members:account" if service is None else "members:machines"),
        lead=_("A token lets a machine act from this seat. It is shown once; keep it like a password."),
        submit=_("Make the token"),
    )


@require_POST
@needs(Act.READ)
def revoke_token(request: HttpRequest, key: UUID) -> HttpResponse:
    """The token opens nothing from now on."""
    member = member_of(request)
    token = get_object_or_404(Token.objects.editable_by(member), key=key)
    act.revoke_token(member=member, token=token, now=now())
    tell(request, _("The token is revoked."))
    return redirect("members:machines" if token.service_id else "members:account")


@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_TOKENS)
def machines(request: HttpRequest) -> HttpResponse:
    """Service accounts of the own organisation and their tokens."""
    member = member_of(request)
    form = ServiceAccountForm(request.POST or None, member=member)
    if form.is_valid():
        with said_in(form):
            function = Function(form.cleaned_data["function"])
            act.make_service_account(member=member, name=form.cleaned_data["name"], function=function, now=now())
            tell(request, _("The service account is made. Give it a token."))
            return redirect("members:machines")
    accounts = ServiceAccount.objects.visible_to(member).open().prefetch_related("tokens")
    return show(
        request, "machines.html", {"form": form, "accounts": accounts, "tabs": own_tabs(request), "now": now()}, form
    )


@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
@needs(Act.MANAGE_TOKENS)
def new_machine_token(request: HttpRequest, key: UUID) -> HttpResponse:
    """A token of a service account."""
    account = get_object_or_404(ServiceAccount.objects.editable_by(member_of(request)).open(), key=key)
    return _new_token(request, account)


@require_POST
@needs(Act.MANAGE_TOKENS)
def end_machine(request: HttpRequest, key: UUID) -> HttpResponse:
    """The account and its tokens open nothing from now on."""
    member = member_of(request)
    account = get_object_or_404(ServiceAccount.objects.editable_by(member).open(), key=key)
    act.end_service_account(member=member, account=account, now=now())
    tell(request, _("The service account and its tokens have ended."))
    return redirect("members:machines")
