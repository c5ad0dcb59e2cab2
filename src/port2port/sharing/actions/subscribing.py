"""What a seat asks to be told of, and how."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.members.member import Act, Member
from port2port.members.models import Person
from port2port.sharing.filters import read_filter
from port2port.sharing.models import Channel, Outgoing, Rhythm, Subscription
from port2port.sharing.models.shareable import shareable_of

MOST = 50


class TooMany(Refusal):
    words = _("You have 50 subscriptions. Delete one first.")


class BadAddress(Refusal):
    """Not an address that a webhook can go to."""

    words = _("A webhook needs an address that starts with https:// and holds no name or password.")


class NoMailbox(Refusal):
    words = _("Your account has no e-mail address. Ask your coordinator to add one.")


class NoWebhook(Refusal):
    words = _("Only a webhook has a secret.")


@dataclass(frozen=True, slots=True)
class Wish:
    """How a seat wants to hear of what matches."""

    name: str
    channel: Channel
    rhythm: Rhythm = Rhythm.AT_ONCE
    url: str = ""


@transaction.atomic
def subscribe(*, member: Member, record_type: str, query: str, wish: Wish, now: datetime) -> Subscription:
    """A new subscription to a filter as it stands in an address.

    Raises NotAllowed, TooMany, BadAddress, NoMailbox.
    """
    if not member.may(Act.SUBSCRIBE) or member.seat_id is None:
        raise NotAllowed
    if Subscription.objects.visible_to(member).count() >= MOST:
        raise TooMany
    wanted = read_filter(shareable_of(record_type), query)
    subscription = Subscription(
        seat_id=member.seat_id,
        record_type=record_type,
        query=wanted.query,
        groups=[list(group) for group in wanted.groups],
        words=wanted.words,
        made_at=now,
    )
    _wish(subscription, wish, member)
    subscription.save()
    return subscription


@transaction.atomic
def change(*, subscription: Subscription, member: Member, wish: Wish) -> Subscription:
    """Another name, channel, rhythm or address; a new address gets a new secret.

    Raises NotAllowed, BadAddress, NoMailbox.
    """
    _own(subscription, member)
    if subscription.url and wish.url != subscription.url:
        subscription.secret_turn += 1
    _wish(subscription, wish, member)
    subscription.save()
    # What waited for the old way of telling is told in the new one from now on.
    Outgoing.objects.filter(subscription=subscription, state=Outgoing.State.WAITING).update(
        state=Outgoing.State.DROPPED, next_at=None
    )
    return subscription


@transaction.atomic
def pause(*, subscription: Subscription, member: Member, now: datetime) -> None:
    """Tell nothing until it is taken up again. Raises NotAllowed."""
    _own(subscription, member)
    subscription.paused_at = subscription.paused_at or now
    subscription.save(update_fields=["paused_at"])


@transaction.atomic
def take_up(*, subscription: Subscription, member: Member) -> None:
    """Tell of what comes from now on; what came in between is not made up for. Raises NotAllowed."""
    _own(subscription, member)
    subscription.paused_at = None
    subscription.save(update_fields=["paused_at"])


@transaction.atomic
def delete(*, subscription: Subscription, member: Member, now: datetime) -> None:
    """Gone from the list; `restore` brings it back. Raises NotAllowed."""
    _own(subscription, member)
    subscription.deleted_at = now
    subscription.save(update_fields=["deleted_at"])


@transaction.atomic
def restore(*, subscription: Subscription, member: Member) -> None:
    """Undo a deletion. Raises NotAllowed, TooMany."""
    _own(subscription, member)
    if Subscription.objects.visible_to(member).count() >= MOST:
        raise TooMany
    subscription.deleted_at = None
    subscription.save(update_fields=["deleted_at"])


@transaction.atomic
def renew_secret(*, subscription: Subscription, member: Member) -> str:
    """A new secret, shown this once; calls are signed with it from now on. Raises NotAllowed, NoWebhook."""
    _own(subscription, member)
    if subscription.channel != Channel.WEBHOOK:
        raise NoWebhook
    subscription.secret_turn += 1
    subscription.save(update_fields=["secret_turn"])
    return secret_of(subscription)


def secret_of(subscription: Subscription) -> str:
    """The webhook's secret: derived from the server's own, so that the database never holds it."""
    return salted_hmac(
        "port2port.webhook", f"{subscription.key}:{subscription.secret_turn}", algorithm="sha256"
    ).hexdigest()


def _own(subscription: Subscription, member: Member) -> None:
    if not Subscription.objects.editable_by(member).filter(pk=subscription.pk).exists():
        raise NotAllowed


def _wish(subscription: Subscription, wish: Wish, member: Member) -> None:
    if wish.channel == Channel.WEBHOOK:
        check_address(wish.url)
    if wish.channel == Channel.EMAIL and not Person.objects.filter(pk=member.person_id or 0).exclude(email="").exists():
        raise NoMailbox
    subscription.name = wish.name.strip()
    subscription.channel = wish.channel
    subscription.rhythm = wish.rhythm if wish.channel == Channel.EMAIL else Rhythm.AT_ONCE
    subscription.url = wish.url if wish.channel == Channel.WEBHOOK else ""


def check_address(url: str) -> None:
    """What can be said of the address without asking the network. Raises BadAddress."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadAddress from None
    if parts.scheme != "https" or not parts.hostname or parts.username is not None or parts.password is not None:
        raise BadAddress
    if port == 0 or any(not char.isprintable() or char.isspace() for char in url):
        raise BadAddress
