"""What the pages have in common: who may open them, and how a refused form is shown."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import NoReturn

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.members.actions.rights import record_refusal
from port2port.members.invitation_mail import link_of, mail_is_delivered, send_invitation
from port2port.members.member import Act, Member
from port2port.members.middleware import member_of
from port2port.members.models import Invitation

type View = Callable[..., HttpResponse]


def only(may: Callable[[Member], bool]) -> Callable[[View], View]:
    """For seats of which it holds: others find no such page, and a form they send all the same is on record."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            return view(request, *args, **kwargs) if may(member_of(request)) else refuse(request)

        return guarded

    return decorate


def needs(act: Act) -> Callable[[View], View]:
    """As `only`, for seats that hold the act."""
    return only(lambda member: member.may(act))


def refuse(request: HttpRequest) -> NoReturn:
    """For seats that may not: who asks finds nothing, and what is sent is on record under the name of its page.

    Raises Http404, NotAllowed.
    """
    if request.method in {"GET", "HEAD"}:
        raise Http404
    page = request.resolver_match.view_name if request.resolver_match else request.path
    record_refusal(member=member_of(request), act=page, now=now())
    raise NotAllowed


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to; an empty one that was sent is still one with errors."""
    return request.POST if request.method == "POST" else None


def show(request: HttpRequest, template: str, context: Mapping[str, object], *shown: forms.BaseForm) -> HttpResponse:
    """The page; 422 when one of its forms was refused."""
    refused = any(form.is_bound and form.errors for form in shown)
    return render(request, f"members/{template}", dict(context), status=422 if refused else 200)


def show_form(
    request: HttpRequest,
    form: forms.BaseForm,
    *,
    title: object,
    back: str,
    lead: object = "",
    submit: object = "",
) -> HttpResponse:
    """A page that is one form: what it is for, its fields, one button and the way back."""
    context = {"form": form, "title": title, "back": back, "lead": lead, "submit": submit or _("Save")}
    return show(request, "form.html", context, form)


def own_tabs(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The pages about the own organisation that this seat can use: address, word, whether it is this page."""
    member = member_of(request)
    pages = [
        ("members:people", _("People"), Act.READ),
        ("members:clients", _("Clients"), Act.READ),
        ("members:machines", _("Service accounts"), Act.MANAGE_TOKENS),
    ]
    addresses = [(reverse(name), word) for name, word, act in pages if member.may(act)]
    return [(address, word, request.path == address) for address, word in addresses]


def hand_out(request: HttpRequest, *, invitation: Invitation, secret: str) -> HttpResponse:
    """The page after an invitation: the mail is on its way, or the link is shown this one time."""
    mailed = mail_is_delivered()
    sent = mailed and send_invitation(invitation=invitation, secret=secret)
    context = {"invitation": invitation, "link": "" if mailed else link_of(secret), "sent": sent, "mailed": mailed}
    return render(request, "members/invited.html", context)


def tell(request: HttpRequest, words: object) -> None:
    """A line on the next page."""
    messages.success(request, str(words))
