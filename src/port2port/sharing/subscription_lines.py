"""Subscriptions as their page shows them: what they ask, how they tell, how the last try went."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from port2port.members.member import Member
from port2port.sharing.filter_words import address_of_filter, words_of_filter
from port2port.sharing.models import Outgoing, Subscription

RESTORABLE = timedelta(days=1)
SHOWN = 20


@dataclass(frozen=True, slots=True)
class SubscriptionLine:
    """One subscription. `trouble` is empty when the last try went well or there was none."""

    subscription: Subscription
    words: list[str]
    trouble: str
    address: str


def lines_of(member: Member) -> list[SubscriptionLine]:
    """The seat's subscriptions."""
    subscriptions = list(Subscription.objects.visible_to(member))
    last: dict[int, Outgoing] = {}
    tried = Outgoing.objects.filter(subscription__in=subscriptions, tries__gt=0)
    for outgoing in tried.order_by("subscription_id", "-pk").iterator(chunk_size=200):
        if outgoing.subscription_id is not None:
            last.setdefault(outgoing.subscription_id, outgoing)
    return [_line(one, last.get(one.pk), member) for one in subscriptions]


def _line(subscription: Subscription, last: Outgoing | None, member: Member) -> SubscriptionLine:
    record_type, query = subscription.record_type, subscription.query
    failed = last is not None and bool(last.last_error)
    return SubscriptionLine(
        subscription=subscription,
        words=words_of_filter(record_type, query, member),
        trouble=words_of_result(last.last_error) if last is not None and failed else "",
        address=address_of_filter(record_type, query),
    )


def recently_deleted(member: Member, *, now: datetime) -> list[Subscription]:
    """What can still be brought back, the last deleted first."""
    own = Subscription.objects.editable_by(member).filter(deleted_at__gt=now - RESTORABLE)
    return list(own.order_by("-deleted_at")[:SHOWN])


def told_by(subscription: Subscription) -> list[tuple[Outgoing, str]]:
    """The last mails or calls, with what went wrong."""
    rows = Outgoing.objects.filter(subscription=subscription).select_related("notification").order_by("-pk")[:SHOWN]
    return [(row, words_of_result(row.last_error) if row.last_error else "") for row in rows]


def words_of_result(reason: str) -> str:
    """Why a call or a mail did not arrive, in words."""
    # One answer for both: the difference would tell which names the server's own network knows.
    nowhere = _("The receiver was not reached. If it stands inside a network, ask the operator to allow the host.")
    words = {
        "inside": nowhere,
        "address": _("The address is not one that a webhook can go to."),
        "certificate": _("The receiver's certificate was not accepted."),
        "timeout": _("The receiver did not answer within ten seconds."),
        "unreachable": nowhere,
        "redirect": _("The receiver sent us elsewhere; redirects are not followed."),
        "mailbox": _("Your account has no e-mail address."),
    }
    if reason.isdigit():
        return _("The receiver refused it with status %(status)s.") % {"status": reason}
    return words.get(reason, _("The mail could not be handed over."))
