"""What a seat asks to be told of."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from port2port.base.clock import now
from port2port.members.forms.shared import said_in
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.members.views.shared import needs
from port2port.sharing import actions
from port2port.sharing.filter_words import words_of_filter
from port2port.sharing.filters import MAX_QUERY, read_filter
from port2port.sharing.forms import SubscriptionForm, form_of
from port2port.sharing.models import Channel, Shareable, Subscription
from port2port.sharing.models.shareable import shareable_of
from port2port.sharing.subscription_lines import lines_of, recently_deleted, told_by, words_of_result

RECORD_TYPE = "report"


def _own(request: HttpRequest, key: UUID) -> Subscription:
    return get_object_or_404(Subscription.objects.visible_to(member_of(request)), key=key)


@require_GET
@needs(Act.SUBSCRIBE)
def subscription_list(request: HttpRequest) -> HttpResponse:
    """The seat's subscriptions, how the last call of each went, and what was deleted today."""
    member = member_of(request)
    context = {"lines": lines_of(member), "deleted": recently_deleted(member, now=now())}
    return render(request, "sharing/subscriptions.html", context)


@require_http_methods(["GET", "POST"])
@needs(Act.SUBSCRIBE)
def new_subscription(request: HttpRequest) -> HttpResponse:
    """Subscribe to the filter given in `?from=`."""
    model = _model(request.GET.get("type", RECORD_TYPE))
    wanted = read_filter(model, request.GET.get("from", "")[:MAX_QUERY])
    words = words_of_filter(model.record_type, wanted.query, member_of(request))
    form = SubscriptionForm(_sent(request), initial={"name": ", ".join(words)[:120]})
    if form.is_valid():
        with said_in(form):
            made = actions.subscribe(
                member=member_of(request),
                record_type=model.record_type,
                query=wanted.query,
                wish=form.wish(),
                now=now(),
            )
            return _done(request, made, is_new_address=True)
    return _form(request, form, words=words)


def _sent(request: HttpRequest) -> QueryDict | None:
    # An empty form that was sent is still one with errors.
    return request.POST if request.method == "POST" else None


def _model(record_type: str) -> type[Shareable]:
    try:
        return shareable_of(record_type)
    except KeyError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@needs(Act.SUBSCRIBE)
def edit_subscription(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change one, and see what it told of."""
    subscription = _own(request, key)
    address = subscription.url
    form = SubscriptionForm(_sent(request), initial=form_of(subscription))
    if form.is_valid():
        with said_in(form):
            actions.change(subscription=subscription, member=member_of(request), wish=form.wish())
            return _done(request, subscription, is_new_address=subscription.url != address)
    words = words_of_filter(subscription.record_type, subscription.query, member_of(request))
    return _form(request, form, words=words, subscription=subscription, told=told_by(subscription))


def _form(request: HttpRequest, form: SubscriptionForm, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "sharing/subscription.html", {"form": form, **context}, status=status)


def _done(request: HttpRequest, subscription: Subscription, *, is_new_address: bool) -> HttpResponse:
    if subscription.channel == Channel.WEBHOOK and is_new_address:
        return _secret(request, subscription, actions.secret_of(subscription))
    messages.success(request, _("Saved."))
    return redirect("sharing:subscriptions")


def _secret(request: HttpRequest, subscription: Subscription, secret: str) -> HttpResponse:
    return render(request, "sharing/webhook_secret.html", {"subscription": subscription, "secret": secret})


@require_POST
@needs(Act.SUBSCRIBE)
def new_secret(request: HttpRequest, key: UUID) -> HttpResponse:
    """Renew the secret of a webhook and show it this once."""
    subscription = _own(request, key)
    secret = actions.renew_secret(subscription=subscription, member=member_of(request))
    return _secret(request, subscription, secret)


@require_POST
@needs(Act.SUBSCRIBE)
def pause_subscription(request: HttpRequest, key: UUID) -> HttpResponse:
    """Tell nothing for a while."""
    actions.pause(subscription=_own(request, key), member=member_of(request), now=now())
    return redirect("sharing:subscriptions")


@require_POST
@needs(Act.SUBSCRIBE)
def take_up_subscription(request: HttpRequest, key: UUID) -> HttpResponse:
    """Tell again from now on."""
    actions.take_up(subscription=_own(request, key), member=member_of(request))
    return redirect("sharing:subscriptions")


@require_POST
@needs(Act.SUBSCRIBE)
def delete_subscription(request: HttpRequest, key: UUID) -> HttpResponse:
    """Delete one; the list offers to undo it."""
    actions.delete(subscription=_own(request, key), member=member_of(request), now=now())
    return redirect("sharing:subscriptions")


@require_POST
@needs(Act.SUBSCRIBE)
def restore_subscription(request: HttpRequest, key: UUID) -> HttpResponse:
    """Undo a deletion."""
    subscription = get_object_or_404(Subscription.objects.editable_by(member_of(request)), key=key)
    actions.restore(subscription=subscription, member=member_of(request))
    return redirect("sharing:subscriptions")


@require_POST
@needs(Act.SUBSCRIBE)
def test_webhook(request: HttpRequest, key: UUID) -> HttpResponse:
    """Call the webhook once and say how it went."""
    result = actions.send_test(subscription=_own(request, key), member=member_of(request), now=now())
    if result.ok:
        messages.success(request, _("The webhook answered as it should."))
    else:
        messages.error(request, words_of_result(result.reason))
    return redirect("sharing:subscription", key=key)
