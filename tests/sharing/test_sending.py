"""What leaves the house: to whom, with which words, and how often it is tried."""

import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail

from port2port.base.refusal import NotAllowed
from port2port.members.actions.circles import leave_circle
from port2port.members.member import Member
from port2port.members.models import Person
from port2port.pure.webhooks import is_signed
from port2port.reports.actions import withdraw_report
from port2port.reports.models import Kind
from port2port.sharing import webhook_post
from port2port.sharing.actions import (
    Wish,
    change,
    delete,
    renew_secret,
    secret_of,
    send_outgoing,
    send_test,
    subscribe,
)
from port2port.sharing.actions.subscribing import BadAddress, NoMailbox, NoWebhook, TooMany
from port2port.sharing.models import Channel, Outgoing, Rhythm, Subscription
from tests.personas import NOW
from tests.reports.conftest import GREEN
from tests.sharing.conftest import SETTLED, Publish, settle
from tests.sharing.receiver import Receiver, receiver

CANARIES = (
    "KANARIE",
    "Tampered",
    "seal number",
    "Men in the stack",
    "river side",
    "Port of North",
    "The author",
    "North",
)
SENT_AT = NOW + SETTLED


def by_mail(member: Member, *, rhythm: Rhythm = Rhythm.AT_ONCE, query: str = "") -> Subscription:
    wish = Wish(name="Mine", channel=Channel.EMAIL, rhythm=rhythm)
    return subscribe(member=member, record_type="report", query=query, wish=wish, now=NOW)


def by_webhook(member: Member, url: str) -> Subscription:
    wish = Wish(name="Ours", channel=Channel.WEBHOOK, url=url)
    return subscribe(member=member, record_type="report", query="", wish=wish, now=NOW)


@pytest.fixture
def machine(tmp_path: Path, settings) -> Iterator[Receiver]:
    settings.WEBHOOK_HOSTS_ALLOWED = ["localhost", "receiver.example"]
    with receiver(tmp_path) as known:
        yield known


# Mail


def test_a_mail_holds_kind_label_and_link_and_nothing_of_the_report(publish: Publish, peer: Member) -> None:
    by_mail(peer)
    report = publish(Kind.ALERT, title="KANARIE title", assessment="KANARIE assessment", place="KANARIE quay")
    settle()

    sent = send_outgoing(now=SENT_AT)

    (letter,) = mail.outbox
    whole = letter.subject + letter.body
    assert sent == 1
    assert letter.to == ["peer@example.org"]
    assert letter.subject == "Port2Port: Alert, TLP:AMBER"
    assert f"http://127.0.0.1:8000/reports/{report.key}/" in letter.body
    assert [canary for canary in CANARIES if canary in whole] == []


@pytest.mark.parametrize(
    ("language", "subject", "word"),
    [
        ("nl", "Port2Port: Waarschuwing, TLP:AMBER", "Open"),
        ("fr", "Port2Port: Alerte, TLP:AMBER", "Ouvr"),
        ("de", "Port2Port: Warnung, TLP:AMBER", "Öffnen"),
    ],
)
def test_a_mail_is_in_the_language_of_the_person(
    publish: Publish, peer: Member, language: str, subject: str, word: str
) -> None:
    Person.objects.filter(pk=peer.person_id).update(language=language)
    by_mail(peer)
    publish(Kind.ALERT)
    settle()

    send_outgoing(now=SENT_AT)

    (letter,) = mail.outbox
    assert letter.subject == subject
    assert word in letter.body


def test_a_mail_leaves_once(publish: Publish, peer: Member) -> None:
    by_mail(peer)
    publish(Kind.ALERT)
    settle()

    first, second = send_outgoing(now=SENT_AT), send_outgoing(now=SENT_AT + timedelta(days=1))

    assert (first, second) == (1, 0)
    assert len(mail.outbox) == 1


def test_a_mail_server_that_is_away_is_asked_once_a_round(
    publish: Publish, peer: Member, outsider: Member, settings
) -> None:
    for one in (peer, outsider):
        by_mail(one)
    publish(Kind.ALERT, readers=GREEN)
    settle()
    with socket.socket() as deaf:
        # Held and not listened to: whoever asks is refused, and nobody else takes it meanwhile.
        deaf.bind(("127.0.0.1", 0))
        away = {"host": "127.0.0.1", "port": deaf.getsockname()[1]}
        settings.MAILERS = {
            "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": away | {"timeout": 5}}
        }

        sent = send_outgoing(now=SENT_AT)

    # The one that was asked for waits for its next try, the other for the end of its lease.
    assert sent == 0
    assert sorted(Outgoing.objects.values_list("tries", "last_error")) == [(0, ""), (1, "no mail server")]
    assert not Outgoing.objects.exclude(state="waiting").exists()


def test_a_mail_to_who_left_meanwhile_is_dropped(
    publish: Publish, peer: Member, peer_coordinator: Member, both: object
) -> None:
    by_mail(peer)
    publish(Kind.ALERT)
    settle()
    leave_circle(member=peer_coordinator, circle=both, now=SENT_AT)

    send_outgoing(now=SENT_AT)

    assert mail.outbox == []
    assert Outgoing.objects.get().state == "dropped"


def test_a_mail_about_what_was_withdrawn_meanwhile_is_dropped(publish: Publish, author: Member, peer: Member) -> None:
    by_mail(peer)
    report = publish(Kind.ALERT)
    settle()
    withdraw_report(member=author, report=report, reason="A mistake.", now=SENT_AT)

    send_outgoing(now=SENT_AT)

    assert mail.outbox == []


def test_a_mail_for_a_deleted_subscription_is_dropped(publish: Publish, peer: Member) -> None:
    subscription = by_mail(peer)
    publish(Kind.ALERT)
    settle()
    delete(subscription=subscription, member=peer, now=SENT_AT)

    send_outgoing(now=SENT_AT)

    assert mail.outbox == []


def test_a_withdrawal_is_mailed_to_who_was_mailed_the_report(publish: Publish, author: Member, peer: Member) -> None:
    by_mail(peer)
    report = publish(Kind.ALERT)
    settle()
    send_outgoing(now=SENT_AT)
    withdraw_report(member=author, report=report, reason="KANARIE", now=SENT_AT)
    settle(SENT_AT)

    send_outgoing(now=SENT_AT + SETTLED)

    assert "Withdrawn by its author." in mail.outbox[1].body
    assert "KANARIE" not in mail.outbox[1].body


def test_a_digest_gathers_a_day_and_leaves_at_seven(publish: Publish, peer: Member) -> None:
    by_mail(peer, rhythm=Rhythm.DAILY)
    publish(Kind.ALERT, title="KANARIE")
    publish(Kind.INCIDENT, now=NOW + timedelta(hours=2))
    publish(Kind.INCIDENT, now=NOW + timedelta(hours=3))
    settle(NOW + timedelta(hours=4))
    seven = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)

    early = send_outgoing(now=seven - timedelta(seconds=1))
    on_time = send_outgoing(now=seven)

    (letter,) = mail.outbox
    assert (early, on_time) == (0, 3)
    assert "Alert: 1" in letter.body
    assert "Incident: 2" in letter.body
    assert letter.body.count("/reports/") == 3
    assert [canary for canary in CANARIES if canary in letter.subject + letter.body] == []


def test_a_weekly_digest_leaves_on_friday(publish: Publish, peer: Member) -> None:
    by_mail(peer, rhythm=Rhythm.WEEKLY)
    publish(Kind.ALERT)
    settle()

    assert send_outgoing(now=datetime(2026, 3, 6, 5, 59, tzinfo=UTC)) == 0
    assert send_outgoing(now=datetime(2026, 3, 6, 6, 0, tzinfo=UTC)) == 1


def test_no_digest_leaves_when_nothing_is_new(peer: Member, publish: Publish) -> None:
    by_mail(peer, rhythm=Rhythm.DAILY, query="kind=bulletin")
    publish(Kind.ALERT)
    settle()

    send_outgoing(now=NOW + timedelta(days=8))

    assert mail.outbox == []


def test_a_person_without_an_address_cannot_ask_for_mail(peer: Member) -> None:
    Person.objects.filter(pk=peer.person_id).update(email="")

    with pytest.raises(NoMailbox):
        by_mail(peer)


# Webhooks


def test_a_call_holds_five_fields_and_is_signed(publish: Publish, peer: Member, machine: Receiver) -> None:
    subscription = by_webhook(peer, machine.url("/hook?room=1"))
    report = publish(Kind.ALERT, title="KANARIE")
    settle()

    sent = send_outgoing(now=SENT_AT, trust=machine.trust)

    ((path, headers, body),) = machine.calls
    assert sent == 1
    assert path == "/hook?room=1"
    assert headers["Host"] == f"localhost:{machine.port}"
    assert json.loads(body) == {
        "kind": "alert",
        "tlp": "TLP:AMBER",
        "link": f"http://127.0.0.1:8000/reports/{report.key}/",
        "at": "2026-03-02T09:30:00.000Z",
        "id": str(Outgoing.objects.get().key),
    }
    assert is_signed(headers["Port2Port-Signature"], secret_of(subscription), body, at=SENT_AT)


def test_a_call_that_fails_is_tried_again_and_given_up(publish: Publish, peer: Member, machine: Receiver) -> None:
    machine.status = 503
    by_webhook(peer, machine.url())
    publish(Kind.ALERT)
    settle()
    moment, waits = SENT_AT, []

    for _ in range(6):
        send_outgoing(now=moment, trust=machine.trust)
        row = Outgoing.objects.get()
        waits.append(row.next_at - moment if row.next_at else None)
        moment = row.next_at or moment

    assert waits == [timedelta(minutes=n) for n in (1, 5, 30, 120, 720)] + [None]
    assert (row.state, row.tries, row.last_error) == ("given_up", 6, "503")
    assert len({json.loads(body)["id"] for _, _, body in machine.calls}) == 1


def test_a_redirect_is_not_followed(peer: Member, machine: Receiver) -> None:
    machine.status = 307
    subscription = by_webhook(peer, machine.url())

    result = send_test(subscription=subscription, member=peer, now=NOW, trust=machine.trust)

    assert result.reason == "redirect"
    assert [path for path, _, _ in machine.calls] == ["/hook"]


def test_a_certificate_that_nobody_vouches_for_is_refused(peer: Member, machine: Receiver) -> None:
    subscription = by_webhook(peer, machine.url())

    result = send_test(subscription=subscription, member=peer, now=NOW)

    assert result.reason == "certificate"
    assert machine.calls == []


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "169.254.169.254", "0.0.0.0",
     "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"],
)  # fmt: skip
def test_a_call_never_goes_to_an_address_inside(peer: Member, machine: Receiver, settings, host: str) -> None:
    settings.WEBHOOK_HOSTS_ALLOWED = []
    subscription = by_webhook(peer, f"https://{host}:{machine.port}/")

    result = send_test(subscription=subscription, member=peer, now=NOW, trust=machine.trust)

    assert result.reason in {"inside", "unreachable"}
    assert machine.calls == []


def answers(*addresses: str) -> list[tuple[object, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]


def test_one_address_inside_among_many_refuses_the_name(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    settings.WEBHOOK_HOSTS_ALLOWED = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers("193.190.198.10", "10.0.0.8"))

    with pytest.raises(webhook_post.Refused, match="inside"):
        webhook_post.checked_address("two-faces.example", 443)


def test_the_connection_goes_to_the_address_that_was_checked(
    peer: Member, machine: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that only the first look resolves: asking again would lead elsewhere, or nowhere."""
    asked = []

    def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host == "127.0.0.1":
            return answers(host)
        asked.append(host)
        return answers("127.0.0.1") if len(asked) == 1 else answers("192.0.2.1")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(
        socket, "create_connection", lambda address, timeout: connected(("127.0.0.1", machine.port), address, timeout)
    )
    subscription = by_webhook(peer, machine.url(host="receiver.example"))

    result = send_test(subscription=subscription, member=peer, now=NOW, trust=machine.trust)

    assert result.ok
    assert asked == ["receiver.example"]
    assert machine.calls[0][1]["Host"] == f"receiver.example:{machine.port}"


def connected(server: tuple[str, int], address: tuple[str, int], timeout: float) -> socket.socket:
    assert address == server
    plain = socket.socket()
    plain.settimeout(timeout)
    plain.connect(server)
    return plain


def test_a_receiver_that_never_finishes_is_cut_off(
    peer: Member, machine: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.drips = True
    monkeypatch.setattr(webhook_post, "TIMEOUT_S", 0.5)
    subscription = by_webhook(peer, machine.url())

    result = send_test(subscription=subscription, member=peer, now=NOW, trust=machine.trust)

    assert result.reason == "timeout"


@pytest.mark.parametrize(
    "url",
    ["http://receiver.example/", "https://", "https://name:word@receiver.example/", "ftp://receiver.example/", "/hook",
     "https://receiver.example:99999/", "https://receiver.example/a\r\nX: y", "https://[::1", "javascript:alert(1)"],
)  # fmt: skip
def test_an_address_that_is_no_webhook_is_refused_when_it_is_entered(peer: Member, url: str) -> None:
    with pytest.raises(BadAddress):
        by_webhook(peer, url)


def test_a_new_address_and_a_renewal_give_a_new_secret(peer: Member) -> None:
    subscription = by_webhook(peer, "https://receiver.example/a")
    first = secret_of(subscription)

    change(
        subscription=subscription,
        member=peer,
        wish=Wish(name="Ours", channel=Channel.WEBHOOK, url="https://receiver.example/b"),
    )
    second = secret_of(subscription)
    third = renew_secret(subscription=subscription, member=peer)

    assert len({first, second, third}) == 3
    assert secret_of(Subscription.objects.get()) == third


def test_only_a_webhook_is_tested_and_has_a_secret(peer: Member) -> None:
    subscription = by_mail(peer)

    with pytest.raises(NoWebhook):
        send_test(subscription=subscription, member=peer, now=NOW)
    with pytest.raises(NoWebhook):
        renew_secret(subscription=subscription, member=peer)


# Whose it is


def test_nobody_touches_the_subscription_of_another_seat(peer: Member, outsider: Member, colleague: Member) -> None:
    subscription = by_webhook(peer, "https://receiver.example/a")

    for member in (outsider, colleague):
        with pytest.raises(NotAllowed):
            delete(subscription=subscription, member=member, now=NOW)
        with pytest.raises(NotAllowed):
            send_test(subscription=subscription, member=member, now=NOW)
        assert not Subscription.objects.visible_to(member).exists()


def test_a_seat_that_may_not_subscribe_is_refused(guard: Member, guest: Member, auditor: Member) -> None:
    for member in (guard, guest, auditor):
        with pytest.raises(NotAllowed):
            by_mail(member)


def test_fifty_subscriptions_are_enough(peer: Member) -> None:
    for _ in range(50):
        by_mail(peer)

    with pytest.raises(TooMany):
        by_mail(peer)


def test_a_worker_that_died_leaves_its_lines_to_the_next(
    publish: Publish, peer: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_mail(peer)
    publish(Kind.ALERT, readers=GREEN)
    settle()

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", die)
        with pytest.raises(KeyboardInterrupt):
            send_outgoing(now=SENT_AT)

    assert send_outgoing(now=SENT_AT + timedelta(minutes=1)) == 0
    assert send_outgoing(now=SENT_AT + timedelta(minutes=11)) == 1
