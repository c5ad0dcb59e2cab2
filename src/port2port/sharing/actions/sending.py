"""What leaves the house: mails, digests and webhook calls that have come due."""

import json
import ssl
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from port2port.base.refusal import NotAllowed
from port2port.members.member import Member
from port2port.members.models import Person
from port2port.members.readers import member_of_seat
from port2port.pure.quiet import quiet_until
from port2port.pure.webhooks import SIGNATURE_HEADER, next_try, signature
from port2port.sharing.actions.subscribing import NoWebhook, secret_of
from port2port.sharing.models import Channel, Hearing, Notification, Outgoing, Shareable, Subscription, Tlp
from port2port.sharing.news import ECHOES, Told, told_of
from port2port.sharing.webhook_post import Call, Result, post, post_all

CALLS = 16
MAILS = 100
NO_SERVER = "no mail server"
# A worker that dies while sending leaves its lines to the next one after this long.
LEASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Line:
    """One outgoing line whose record still reaches its seat."""

    outgoing: Outgoing
    record: Told

    @property
    def notification(self) -> Notification:
        """What it tells of."""
        return self.outgoing.notification

    @property
    def kind(self) -> str:
        """What the news is, in words that hold nothing of its content."""
        words = {
            Notification.Reason.REPLIED: pgettext("kind of news", "Reply"),
            Notification.Reason.ANSWERED: pgettext("kind of news", "Answer"),
        }
        return words.get(Notification.Reason(self.notification.reason)) or self.record.headline()

    @property
    def label(self) -> str:
        """The label, literal in every language."""
        return Tlp(self.record.tlp).label

    @property
    def link(self) -> str:
        """The way to the record; it opens for who may see it."""
        return settings.SITE_URL + self.record.get_absolute_url()


def send_outgoing(*, now: datetime, trust: ssl.SSLContext | None = None) -> int:
    """Send what has come due; how many lines were sent. What no longer reaches its reader is dropped.

    trust   whose certificates a webhook's receiver may show
    """
    return _send_calls(now, trust) + _send_mails(now)


def _send_calls(now: datetime, trust: ssl.SSLContext | None) -> int:
    lines = _take(Channel.WEBHOOK, limit=CALLS, now=now)
    results = post_all([_call(line, now) for line in lines], trust=trust)
    for line, result in zip(lines, results, strict=True):
        _settle([line.outgoing], result, now)
    return sum(result.ok for result in results)


def _send_mails(now: datetime) -> int:
    sent = 0
    for lines, shape in _letters(_take(Channel.EMAIL, limit=MAILS, now=now)):
        result = _mail(lines[0].notification.seat.person, lines, shape)
        sent += _settle([line.outgoing for line in lines], result, now)
        if result.reason == NO_SERVER:
            # The others would wait for the same silence, and the worker with them: they are tried after their lease.
            break
    return sent


def _letters(lines: list[_Line]) -> Iterator[tuple[list[_Line], str]]:
    """What goes into one mail each: a line at once, or all that one person asked to have gathered."""
    by_person: dict[int, list[_Line]] = {}
    for line in lines:
        if line.outgoing.is_gathered:
            by_person.setdefault(line.notification.seat.person_id, []).append(line)
        else:
            yield [line], "alert"
    for gathered in by_person.values():
        yield gathered, "digest"


@transaction.atomic
def _take(channel: Channel, *, limit: int, now: datetime) -> list[_Line]:
    """The lines that are due, leased to this worker; those that no longer reach their seat are dropped."""
    lines, dropped = [], []
    for outgoing in _due(channel, limit=limit, now=now):
        record = _still_reached(outgoing)
        if record is None:
            dropped.append(outgoing.pk)
        else:
            lines.append(_Line(outgoing, record))
    Outgoing.objects.filter(pk__in=dropped).update(state=Outgoing.State.DROPPED, next_at=None)
    Outgoing.objects.filter(pk__in=[line.outgoing.pk for line in lines]).update(next_at=now + LEASE)
    return lines


def _due(channel: Channel, *, limit: int, now: datetime) -> list[Outgoing]:
    by_mail = channel == Channel.EMAIL
    asked = Q(subscription__channel=channel) | (Q(subscription=None) if by_mail else Q(pk__in=[]))
    rows = (
        Outgoing.objects.due(at=now)
        .filter(asked)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("notification__seat__person", "notification__seat__organisation", "subscription")
    )
    due = list(rows[:limit])
    if not by_mail:
        return due
    if len(due) == limit:
        # What is gathered for one person leaves whole, not by as many as fit into a round.
        people = {one.notification.seat.person_id for one in due}
        due += rows.filter(notification__seat__person__in=people).exclude(pk__in=[one.pk for one in due])
    return _without_held(due, now)


def _without_held(due: list[Outgoing], now: datetime) -> list[Outgoing]:
    """Those that may leave now; the others wait for the end of their person's quiet hours."""
    people = {one.notification.seat.person_id for one in due}
    hearings = {hearing.person_id: hearing for hearing in Hearing.objects.filter(person__in=people)}
    free: list[Outgoing] = []
    held: dict[datetime, list[int]] = {}
    for one in due:
        hearing = hearings.get(one.notification.seat.person_id)
        quiet = hearing.quiet if hearing else None
        until = quiet_until(now, quiet) if quiet else None
        if until is None and quiet and one.next_at:
            # A worker that slept through the night gathers all the same what it should have held.
            one.is_held = one.is_held or quiet_until(one.next_at, quiet) is not None
        if until is None or (hearing and hearing.lets_urgent and _is_urgent(one)):
            free.append(one)
        else:
            held.setdefault(until, []).append(one.pk)
    for until, pks in held.items():
        Outgoing.objects.filter(pk__in=pks).update(is_held=True, next_at=until)
    return free


def _is_urgent(outgoing: Outgoing) -> bool:
    notification = outgoing.notification
    if notification.reason in ECHOES:
        return False
    record = told_of(notification)
    return isinstance(record, Shareable) and record.urgent <= record.facets()


def _still_reached(outgoing: Outgoing) -> Told | None:
    notification, subscription = outgoing.notification, outgoing.subscription
    member = member_of_seat(notification.seat)
    if subscription is not None and not subscription.is_active:
        return None
    if not Notification.objects.visible_to(member).filter(pk=notification.pk).exists():
        return None
    record = told_of(notification)
    if record is None or (record.is_withdrawn and notification.reason != Notification.Reason.WITHDRAWN):
        return None
    return record


@transaction.atomic
def _settle(rows: Iterable[Outgoing], result: Result, now: datetime) -> int:
    """Write down how it went; how many lines left."""
    left = 0
    for row in rows:
        row.tries += 1
        row.last_error = result.reason
        if result.ok:
            row.state, row.next_at, row.sent_at = Outgoing.State.SENT, None, now
            left += 1
        else:
            row.next_at = next_try(row.tries, now=now)
            row.state = Outgoing.State.WAITING if row.next_at else Outgoing.State.GIVEN_UP
        row.save(update_fields=["tries", "last_error", "state", "next_at", "sent_at"])
    return left


def _call(line: _Line, now: datetime) -> Call:
    subscription = line.outgoing.subscription
    if subscription is None:
        raise ValueError("a call leaves for a subscription")
    return _signed(
        subscription,
        {
            "kind": _kind(line.record),
            "tlp": line.label,
            "link": line.link,
            "at": _moment(line.notification.published_at),
            "id": str(line.outgoing.key),
        },
        now,
    )


def _signed(subscription: Subscription, content: dict[str, str], now: datetime) -> Call:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Call(
        url=subscription.url,
        body=body,
        headers=(
            ("Content-Type", "application/json"),
            ("User-Agent", "Port2Port-Webhook/1"),
            (SIGNATURE_HEADER, signature(secret_of(subscription), body, at=now)),
        ),
    )


def _kind(record: Told) -> str:
    if not isinstance(record, Shareable):
        return record.news_type
    return next((facet.removeprefix("kind:") for facet in sorted(record.facets()) if facet.startswith("kind:")), "")


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _mail(person: Person, lines: list[_Line], shape: str) -> Result:
    """A mail in the person's language that holds kinds, labels, numbers and links, and nothing else of a record."""
    if not person.email:
        return Result(ok=False, reason="mailbox")
    with translation.override(person.language or settings.LANGUAGE_CODE):
        text = render_to_string(
            f"sharing/mail_{shape}.txt",
            {
                "lines": _once_each(lines),
                "counts": _counts(_once_each(lines)),
                "community": settings.COMMUNITY_NAME,
                "settings_link": settings.SITE_URL + reverse("sharing:hearing"),
            },
        )
        subject = _subject(lines) if shape == "alert" else _("%(community)s: what is new") % _names()
    message = EmailMessage(subject=subject, body=text, to=[person.email], headers={"Auto-Submitted": "auto-generated"})
    try:
        sent = message.send()
    except (SMTPException, OSError) as error:
        # Every SMTPException is an OSError too: these two are about the server, the others about this mail.
        away = not isinstance(error, SMTPException) or isinstance(error, SMTPConnectError | SMTPServerDisconnected)
        return Result(ok=False, reason=NO_SERVER if away else type(error).__name__[:200])
    return Result(ok=bool(sent), reason="" if sent else "refused")


def _names() -> dict[str, str]:
    return {"community": settings.COMMUNITY_NAME}


def _subject(lines: list[_Line]) -> str:
    return f"{settings.COMMUNITY_NAME}: {lines[0].kind}, {lines[0].label}"


def _once_each(lines: list[_Line]) -> list[_Line]:
    """One line for each thing that a link leads to, however often it was told of meanwhile."""
    return list({(line.kind, line.link): line for line in lines}.values())


def _counts(lines: list[_Line]) -> list[tuple[str, int]]:
    return sorted(Counter(line.kind for line in lines).items())


def send_test(
    *, subscription: Subscription, member: Member, now: datetime, trust: ssl.SSLContext | None = None
) -> Result:
    """Call a webhook once with a body that tells of nothing. Raises NotAllowed, NoWebhook."""
    if not Subscription.objects.editable_by(member).filter(pk=subscription.pk, deleted_at=None).exists():
        raise NotAllowed
    if subscription.channel != Channel.WEBHOOK:
        raise NoWebhook
    content = {
        "kind": "test",
        "tlp": Tlp.CLEAR.label,
        "link": settings.SITE_URL,
        "at": _moment(now),
        "id": str(subscription.key),
    }
    return post(_signed(subscription, content, now), trust=trust)
