"""Who is told of what, when, and never twice."""

from datetime import timedelta

import pytest

from port2port.members.actions.circles import leave_circle
from port2port.members.member import Member
from port2port.reports.actions import revise_report, undo_publish, withdraw_report
from port2port.reports.models import Kind
from port2port.sharing.actions import (
    Wish,
    mark_all_read,
    notify_up_to,
    pause,
    record_opening,
    skip_to_the_end,
    subscribe,
)
from port2port.sharing.inbox import page_of
from port2port.sharing.models import Channel, Cursor, Notification, Outgoing
from tests.personas import NOW, Community
from tests.reports.conftest import CLEAR, GREEN, amber, said
from tests.sharing.conftest import SETTLED, Publish, settle

PAGE = Wish(name="Mine", channel=Channel.PAGE)
MAIL = Wish(name="Mine", channel=Channel.EMAIL)


def told(*members: Member) -> list[int]:
    return [len(page_of(member).lines) for member in members]


def unread_count(member: Member) -> int:
    return Notification.objects.visible_to(member).unread().count()


def names_told() -> set[str]:
    return set(Notification.objects.values_list("seat__person__username", flat=True))


def test_an_alert_is_told_to_everyone_it_reaches_and_to_nobody_else(publish: Publish, community: Community) -> None:
    publish(Kind.ALERT)

    settle()

    assert names_told() == {"colleague", "coordinator", "peer", "peer_coordinator", "client"}


def test_guards_are_told_of_what_is_for_the_floor(publish: Publish, community: Community) -> None:
    publish(Kind.ALERT, for_floor=True)

    settle()

    assert {"guard", "peer_guard"} <= names_told()


def test_an_incident_is_told_to_who_subscribed(publish: Publish, peer: Member, outsider: Member) -> None:
    for member in (peer, outsider):
        subscribe(member=member, record_type="report", query="kind=incident", wish=PAGE, now=NOW)
    publish(Kind.INCIDENT)

    settle()

    assert names_told() == {"peer"}


@pytest.mark.parametrize(
    ("query", "is_met"),
    [
        ("", True),
        ("kind=incident&kind=alert", True),
        ("kind=alert", False),
        ("kind=incident&severity=high", True),
        ("kind=incident&severity=low", False),
        ("code=DRG-ENT", True),
        ("q=tampered+seals", True),
        ("q=drone", False),
        ("kind=incident&q=drone", False),
        ("page=7&before=zzz&sort=title", True),
    ],
)
def test_a_subscription_asks_one_of_each_group_and_every_word(
    publish: Publish, peer: Member, query: str, is_met: bool
) -> None:
    subscribe(member=peer, record_type="report", query=query, wish=PAGE, now=NOW)
    publish(Kind.INCIDENT)

    settle()

    assert told(peer) == [int(is_met)]


def test_nothing_is_told_as_long_as_it_can_be_undone(publish: Publish, peer: Member) -> None:
    publish(Kind.ALERT)

    made = notify_up_to(now=NOW + timedelta(seconds=11.9))

    assert made == 0
    assert told(peer) == [0]


def test_an_undone_publication_leaves_no_notification(publish: Publish, author: Member, peer: Member) -> None:
    report = publish(Kind.ALERT)
    undo_publish(member=author, report=report, now=NOW + timedelta(seconds=5))

    notify_up_to(now=NOW + timedelta(minutes=5))

    assert Notification.objects.count() == 0


def test_what_was_told_is_not_told_again(publish: Publish, peer: Member) -> None:
    publish(Kind.ALERT)
    settle()
    before = Notification.objects.count()

    again = settle()
    Cursor.objects.update(position=0)
    after_a_lost_cursor = settle()

    assert (again, after_a_lost_cursor) == (0, 0)
    assert Notification.objects.count() == before


def test_the_seat_that_published_is_not_told(publish: Publish, author: Member) -> None:
    publish(Kind.ALERT)

    settle()

    assert told(author) == [0]


def test_a_revision_is_told_in_place_of_the_first_line(
    publish: Publish, author: Member, peer: Member, both: object
) -> None:
    report = publish(Kind.ALERT)
    settle()
    revise_report(
        member=author,
        report=report,
        said=said(Kind.ALERT, facts="Four men, not three."),
        readers=amber(both),
        version=1,
        confirmed=frozenset(),
        now=NOW + timedelta(hours=1),
    )

    settle(NOW + timedelta(hours=1))

    assert [line.notification.step for line in page_of(peer).lines] == ["revised", "published"]
    assert unread_count(peer) == 1


def test_two_versions_within_ten_seconds_are_told_once(
    publish: Publish, author: Member, peer: Member, both: object
) -> None:
    report = publish(Kind.ALERT)
    revise_report(
        member=author,
        report=report,
        said=said(Kind.ALERT, facts="Four men, not three."),
        readers=amber(both),
        version=1,
        confirmed=frozenset(),
        now=NOW + timedelta(seconds=3),
    )

    settle(NOW + timedelta(seconds=3))

    assert [line.notification.step for line in page_of(peer).lines] == ["revised"]


def test_a_withdrawal_is_told_to_who_was_told_before(publish: Publish, author: Member, peer: Member) -> None:
    subscribe(member=peer, record_type="report", query="kind=incident", wish=PAGE, now=NOW)
    report = publish(Kind.INCIDENT)
    settle()
    withdraw_report(member=author, report=report, reason="A mistake.", now=NOW + timedelta(hours=1))

    settle(NOW + timedelta(hours=1))

    assert [line.notification.reason for line in page_of(peer).lines] == ["withdrawn", "subscribed"]
    assert names_told() == {"peer"}


def test_who_left_the_circle_no_longer_sees_the_line(
    publish: Publish, peer: Member, peer_coordinator: Member, both: object
) -> None:
    publish(Kind.ALERT)
    settle()
    leave_circle(member=peer_coordinator, circle=both, now=NOW + timedelta(hours=1))

    assert told(peer) == [0]
    assert unread_count(peer) == 0


def test_opening_the_record_answers_the_notification(publish: Publish, peer: Member) -> None:
    report = publish(Kind.ALERT)
    settle()
    assert unread_count(peer) == 1

    record_opening(record=report, member=peer, now=NOW + timedelta(minutes=1))

    assert unread_count(peer) == 0


def test_all_can_be_marked_as_read(publish: Publish, peer: Member, forwarder: Member) -> None:
    publish(Kind.ALERT)
    publish(Kind.REQUEST)
    settle()

    marked = mark_all_read(member=peer, now=NOW + timedelta(minutes=1))

    assert marked == 2
    assert (unread_count(peer), unread_count(forwarder)) == (0, 2)


def test_a_paused_subscription_tells_nothing(publish: Publish, peer: Member) -> None:
    subscription = subscribe(member=peer, record_type="report", query="", wish=PAGE, now=NOW)
    pause(subscription=subscription, member=peer, now=NOW)
    publish(Kind.INCIDENT)

    settle()

    assert told(peer) == [0]


def test_a_subscription_tells_of_nothing_older_than_itself(publish: Publish, peer: Member) -> None:
    publish(Kind.INCIDENT)
    subscribe(member=peer, record_type="report", query="", wish=PAGE, now=NOW + timedelta(seconds=1))

    settle()

    assert told(peer) == [0]


def test_two_subscriptions_that_match_make_one_line_and_one_mail(publish: Publish, peer: Member) -> None:
    subscribe(member=peer, record_type="report", query="kind=incident", wish=MAIL, now=NOW)
    subscribe(member=peer, record_type="report", query="severity=high", wish=MAIL, now=NOW)
    publish(Kind.INCIDENT)

    settle()

    assert told(peer) == [1]
    assert Outgoing.objects.count() == 1


def test_a_history_that_was_loaded_is_news_to_nobody(publish: Publish, peer: Member) -> None:
    for number in range(3):
        publish(Kind.ALERT, readers=GREEN, now=NOW + timedelta(minutes=number))
    skip_to_the_end(now=NOW + timedelta(hours=1))

    made = notify_up_to(now=NOW + timedelta(hours=2))

    assert made == 0


def test_more_than_one_batch_is_read_in_one_round(publish: Publish, guest: Member) -> None:
    for number in range(23):
        publish(Kind.ALERT, readers=CLEAR, now=NOW + timedelta(seconds=number))

    settle(NOW + timedelta(seconds=23))

    assert Notification.objects.filter(seat_id=guest.seat_id).count() == 23
    assert Notification.objects.values("position").distinct().count() == 23


def test_the_page_continues_from_the_last_line_and_takes_no_cursor_of_another(
    publish: Publish, peer: Member, outsider: Member
) -> None:
    for number in range(52):
        publish(Kind.ALERT, readers=GREEN, now=NOW + timedelta(seconds=number))
    settle(NOW + timedelta(seconds=60))

    first = page_of(peer)
    second = page_of(peer, before=first.older)
    foreign = page_of(outsider, before=first.older)

    assert (len(first.lines), len(second.lines)) == (50, 2)
    assert not {line.record.pk for line in first.lines} & {line.record.pk for line in second.lines}
    assert len(foreign.lines) == 50


def test_the_clock_of_the_cursor_stops_at_the_first_young_entry(publish: Publish, peer: Member) -> None:
    publish(Kind.ALERT)
    publish(Kind.REQUEST, now=NOW + timedelta(seconds=8))

    first = notify_up_to(now=NOW + SETTLED)
    second = notify_up_to(now=NOW + timedelta(seconds=8) + SETTLED)

    assert first > 0
    assert second > 0
    assert told(peer) == [2]
