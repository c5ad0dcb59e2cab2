"""Subscriptions as their page shows them: what they ask, how they tell, how the last try went."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery
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
    tried = Outgoing.objects.filter(subscription=OuterRef("pk"), tries__gt=0).order_by("-pk")
    own = Subscription.objects.visible_to(member)
    errors = dict(own.annotate(error=Subquery(tried.values("last_error")[:1])).values_list("pk", "error"))
    return [_line(one, errors.get(one.pk) or "", member) for one in own]


def _line(subscription: Subscription, error: str, member: Member) -> SubscriptionLine:
    record_type, query = subscription.record_type, subscription.query
    return SubscriptionLine(
        subscription=subscription,
        words=words_of_filter(record_type, query, member),
        trouble=words_of_result(error) if error else "",
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
