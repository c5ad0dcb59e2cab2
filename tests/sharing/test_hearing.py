"""Each person's own choice: a way for each kind, and hours in which no mail leaves."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.test import Client

from port2port.base.refusal import NotAllowed
from port2port.members.actions.circles import leave_circle
from port2port.members.member import Member
from port2port.members.models import Circle, Person
from port2port.reports.actions import answer, compose, reply, revise_report, take_back_reply, withdraw_report
from port2port.reports.fields import Readers
from port2port.reports.models import Answer, Kind
from port2port.sharing.actions import Choice, Quiet, choose_hearing, notify_up_to, send_outgoing
from port2port.sharing.actions.subscribing import NoMailbox
from port2port.sharing.inbox import page_of
from port2port.sharing.models import Hearing, Notification, Outgoing, Tlp, Way
from port2port.sharing.news import kinds_of_news
from tests.personas import NOW, Community
from tests.reports.conftest import amber, said
from tests.sharing.conftest import SETTLED, Publish, settle

# The clock of Brussels is an hour ahead in winter: quiet from 22:00 to 07:00 there.
NIGHT = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
MORNING = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
QUIET = Quiet(time(22), time(7), frozenset(range(7)))
CANARIES = ("KANARIE", "Tampered", "seal number", "Men in the stack", "Port of North", "North")
ALL_BY_MAIL = dict.fromkeys(
    ("alert", "request", "incident", "sighting", "bulletin", "practice", "reply", "answer", "duty", "concern"),
    Way.EMAIL,
)


def choose(
    member: Member,
    *,
    quiet: Quiet | None = QUIET,
    urgent: bool = False,
    now: datetime = NOW,
    zone: str = "Europe/Brussels",
    **ways: Way,
) -> Hearing:
    choice = Choice(ways=ways or ALL_BY_MAIL, zone=zone, quiet=quiet, lets_urgent=urgent)
    return choose_hearing(member=member, choice=choice, now=now)


def send(now: datetime) -> int:
    return send_outgoing(now=now)


def at_night(publish: Publish, kind: Kind = Kind.ALERT, **more: object):
    report = publish(kind, now=NIGHT, **more)
    settle(NIGHT)
    return report


# A way for each kind


@pytest.mark.parametrize(
    ("way", "lines", "letters"), [(Way.NONE, 0, 0), (Way.PAGE, 1, 0), (Way.EMAIL, 1, 1), (Way.DAILY, 1, 0)]
)
@pytest.mark.parametrize("kind", [Kind.ALERT, Kind.REQUEST, Kind.INCIDENT, Kind.SIGHTING, Kind.BULLETIN])
def test_each_kind_comes_in_the_way_chosen_for_it_and_no_other_kind_does(
    publish: Publish, peer: Member, kind: Kind, way: Way, lines: int, letters: int
) -> None:
    choose(peer, quiet=None, **dict.fromkeys(ALL_BY_MAIL, Way.NONE) | {str(kind): way})
    for one in (Kind.ALERT, Kind.REQUEST, Kind.INCIDENT, Kind.SIGHTING, Kind.BULLETIN):
        publish(one, title=f"KANARIE {one}")
    settle()

    send(NOW + SETTLED)

    assert len(page_of(peer).lines) == lines
    assert [letter.to for letter in mail.outbox] == [["peer@example.org"]] * letters


def test_a_daily_mail_gathers_and_leaves_at_seven_on_the_clock_of_the_person(publish: Publish, peer: Member) -> None:
    choose(peer, quiet=None, zone="Europe/Helsinki", alert=Way.DAILY, incident=Way.DAILY)
    publish(Kind.ALERT)
    publish(Kind.INCIDENT)
    settle()
    seven = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)

    assert (send(seven - timedelta(seconds=1)), send(seven)) == (0, 2)
    (letter,) = mail.outbox
    assert "Alert: 1" in letter.body
    assert "Incident: 1" in letter.body
    assert [canary for canary in CANARIES if canary in letter.subject + letter.body] == []


def test_a_seat_that_asks_for_nothing_is_told_as_before(publish: Publish, community: Community, peer: Member) -> None:
    choose(peer, quiet=None, **dict.fromkeys(ALL_BY_MAIL, Way.NONE))
    publish(Kind.ALERT, for_floor=True)
    settle()

    assert page_of(peer).lines == []
    assert len(page_of(community.member("peer_guard")).lines) == 1


def test_an_author_hears_of_the_reply_and_the_answer_and_the_mail_says_nothing_else(
    publish: Publish, author: Member, peer: Member, community: Community
) -> None:
    choose(author, quiet=None)
    report = publish(Kind.ALERT)
    reply(member=peer, report=report, text="KANARIE reply", language="en", now=NOW)
    answer(member=peer, report=report, state=Answer.State.ACTED, note="KANARIE", language="en", now=NOW)
    settle()

    send(NOW + SETTLED)

    assert [letter.subject for letter in mail.outbox] == ["Port2Port: Reply, TLP:AMBER", "Port2Port: Answer, TLP:AMBER"]
    for letter in mail.outbox:
        assert letter.to == ["author@example.org"]
        assert f"/reports/{report.key}/" in letter.body
        assert [canary for canary in (*CANARIES, "South") if canary in letter.subject + letter.body] == []
    told = Notification.objects.filter(reason__in=["replied", "answered"]).values_list("seat__person__username")
    assert set(told) == {("author",)}
    assert settle() == 0


def test_an_author_is_told_neither_of_its_own_reply_nor_of_one_that_was_taken_back(
    publish: Publish, author: Member, peer: Member
) -> None:
    report = publish(Kind.ALERT)
    reply(member=author, report=report, text="More soon.", language="en", now=NOW)
    back = reply(member=peer, report=report, text="Wrong thread.", language="en", now=NOW)
    take_back_reply(member=peer, reply=back, now=NOW + timedelta(seconds=5))

    notify_up_to(now=NOW + timedelta(minutes=1))

    assert page_of(author).lines == []


def test_a_withdrawal_follows_the_way_by_which_the_report_was_mailed(
    publish: Publish, author: Member, peer: Member
) -> None:
    choose(peer, quiet=None)
    report = publish(Kind.INCIDENT)
    settle()
    send(NOW + SETTLED)
    withdraw_report(member=author, report=report, reason="KANARIE", now=NOW + SETTLED)
    settle(NOW + SETTLED)

    send(NOW + 2 * SETTLED)

    assert "Withdrawn by its author." in mail.outbox[1].body
    assert "KANARIE" not in mail.outbox[1].body


# Quiet hours


def test_what_arrives_at_night_waits_and_comes_in_one_mail(publish: Publish, peer: Member) -> None:
    choose(peer)
    at_night(publish, title="KANARIE")
    at_night(publish, Kind.INCIDENT)

    sent = [send(moment) for moment in (NIGHT + SETTLED, MORNING - timedelta(seconds=1), MORNING, MORNING + SETTLED)]

    (letter,) = mail.outbox
    assert sent == [0, 0, 2, 0]
    assert letter.body.count("/reports/") == 2
    assert letter.body.count("TLP:AMBER") == 2
    assert [canary for canary in CANARIES if canary in letter.subject + letter.body] == []


def test_more_than_fit_into_a_round_still_leave_in_one_mail(
    publish: Publish, peer: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(peer)
    for _ in range(5):
        at_night(publish)
    send(NIGHT + SETTLED)
    monkeypatch.setattr("port2port.sharing.actions.sending.MAILS", 2)

    assert send(MORNING) == 5
    assert len(mail.outbox) == 1


def test_a_night_that_does_not_begin_on_a_chosen_day_is_not_quiet(publish: Publish, peer: Member) -> None:
    choose(peer, quiet=Quiet(time(22), time(7), frozenset({5, 6})))
    at_night(publish)

    assert send(NIGHT + SETTLED) == 1


@pytest.mark.parametrize(
    ("urgent", "severity", "sent"),
    [(True, "critical", 1), (True, "high", 0), (True, "", 0), (False, "critical", 0)],
)
def test_only_a_critical_alert_breaks_the_quiet_and_only_of_who_said_so(
    publish: Publish, peer: Member, urgent: bool, severity: str, sent: int
) -> None:
    choose(peer, urgent=urgent)
    at_night(publish, severity=severity)
    at_night(publish, Kind.INCIDENT, severity="critical")

    assert send(NIGHT + SETTLED) == sent


def test_what_was_withdrawn_before_the_morning_is_never_mailed(publish: Publish, author: Member, peer: Member) -> None:
    choose(peer)
    report = at_night(publish)
    send(NIGHT + SETTLED)
    withdraw_report(member=author, report=report, reason="A mistake.", now=NIGHT + timedelta(hours=1))
    settle(NIGHT + timedelta(hours=1))

    assert send(MORNING) == 0
    assert mail.outbox == []


def test_what_was_narrowed_before_the_morning_is_never_mailed_to_who_lost_it(
    publish: Publish, author: Member, peer: Member, colleague: Member
) -> None:
    choose(peer)
    report = at_night(publish)
    send(NIGHT + SETTLED)
    named = Readers(tlp=Tlp.RED, named=frozenset({colleague.person_id or 0}))
    revise_report(
        member=author,
        report=report,
        said=said(Kind.ALERT),
        readers=named,
        version=1,
        confirmed=frozenset(),
        now=NIGHT + timedelta(hours=1),
    )
    settle(NIGHT + timedelta(hours=1))

    assert send(MORNING) == 0
    assert mail.outbox == []


def test_who_left_before_the_morning_gets_nothing(
    publish: Publish, peer: Member, peer_coordinator: Member, both: Circle
) -> None:
    choose(peer)
    at_night(publish)
    send(NIGHT + SETTLED)
    leave_circle(member=peer_coordinator, circle=both, now=NIGHT + timedelta(hours=1))

    send(MORNING)

    assert mail.outbox == []


def test_a_revision_in_the_night_makes_one_line_in_the_morning(
    publish: Publish, author: Member, peer: Member, both: Circle
) -> None:
    choose(peer)
    report = at_night(publish)
    send(NIGHT + SETTLED)
    revise_report(
        member=author,
        report=report,
        said=said(Kind.ALERT, facts="Four men."),
        readers=amber(both),
        version=1,
        confirmed=frozenset(),
        now=NIGHT + timedelta(hours=1),
    )
    settle(NIGHT + timedelta(hours=1))

    send(MORNING)

    (letter,) = mail.outbox
    assert letter.body.count("/reports/") == 1
    assert Outgoing.objects.filter(state="waiting").count() == 0


def test_what_waits_follows_a_changed_choice(publish: Publish, peer: Member) -> None:
    choose(peer)
    at_night(publish)
    at_night(publish, Kind.INCIDENT)
    send(NIGHT + SETTLED)
    midnight = NIGHT + timedelta(hours=1)

    choose(peer, quiet=None, now=midnight, **ALL_BY_MAIL | {"incident": Way.PAGE})

    assert send(midnight) == 1
    assert "Alert" in mail.outbox[0].body
    assert "Incident" not in mail.outbox[0].body


def test_a_longer_night_holds_what_waits_and_a_save_alone_sends_nothing(publish: Publish, peer: Member) -> None:
    choose(peer)
    at_night(publish)
    send(NIGHT + SETTLED)

    choose(peer, quiet=Quiet(time(22), time(9), frozenset(range(7))), now=NIGHT + timedelta(hours=1))

    assert [send(NIGHT + timedelta(hours=1)), send(MORNING), send(MORNING + timedelta(hours=2))] == [0, 0, 1]


def test_the_night_of_summer_time_ends_an_hour_sooner(publish: Publish, peer: Member) -> None:
    choose(peer)
    publish(Kind.ALERT, now=datetime(2026, 3, 28, 23, 0, tzinfo=UTC), valid_until=datetime(2026, 4, 3, tzinfo=UTC))
    settle(datetime(2026, 3, 28, 23, 0, tzinfo=UTC))
    send(datetime(2026, 3, 28, 23, 1, tzinfo=UTC))

    assert send(datetime(2026, 3, 29, 4, 59, tzinfo=UTC)) == 0
    assert send(datetime(2026, 3, 29, 5, 0, tzinfo=UTC)) == 1


# The page


def fields(**more: object) -> dict[str, object]:
    return {f"way_{one.name}": "page" for one in kinds_of_news()} | {"zone": "Europe/Brussels"} | more


def test_the_page_keeps_what_was_chosen(community: Community, client: Client) -> None:
    client.force_login(community.person("peer"))
    sent = fields(
        way_incident="daily", quiet_from="22:00", quiet_until="07:00", quiet_days=["0", "4"], lets_urgent="on"
    )

    answered = client.post("/notifications/ways/", sent)
    page = client.get("/notifications/ways/").content.decode()

    kept = Hearing.objects.get()
    assert answered.status_code == 302
    assert (kept.ways["incident"], kept.quiet_days, kept.lets_urgent) == ("daily", "04", True)
    assert 'value="22:00"' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_from": "22:00"},
        {"quiet_from": "22:00", "quiet_until": "22:00", "quiet_days": ["1"]},
        {"quiet_from": "22:00", "quiet_until": "07:00"},
        {"quiet_from": "25:00", "quiet_until": "07:00", "quiet_days": ["1"]},
        {"quiet_from": "22:00", "quiet_until": "07:00", "quiet_days": ["7"]},
        {"zone": "Mars/Olympus"},
        {"zone": "../../etc/passwd"},
        {"way_alert": "pigeon"},
        {"way_alert": ""},
    ],
)
def test_a_choice_that_makes_no_sense_is_said_and_nothing_is_lost(
    community: Community, client: Client, wrong: dict[str, object]
) -> None:
    client.force_login(community.person("peer"))

    answered = client.post("/notifications/ways/", fields(way_incident="daily") | wrong)

    page = answered.content.decode()
    assert answered.status_code == 422
    assert not Hearing.objects.exists()
    assert "data-summary" in page
    assert '<input type="radio" name="way_incident" value="daily"' in page


def test_an_attacker_changes_nobodys_choice_but_its_own(community: Community, client: Client, peer: Member) -> None:
    choose(peer)
    client.force_login(community.person("outsider"))

    client.post("/notifications/ways/", fields(person=str(peer.person_id), key="1"))

    assert Hearing.objects.get(person=peer.person_id).ways == ALL_BY_MAIL
    assert not Hearing.objects.visible_to(community.member("outsider")).filter(person=peer.person_id).exists()


def test_who_may_not_subscribe_chooses_nothing(guard: Member, guest: Member, auditor: Member) -> None:
    for member in (guard, guest, auditor):
        with pytest.raises(NotAllowed):
            choose(member)


def test_mail_needs_a_mailbox(peer: Member) -> None:
    Person.objects.filter(pk=peer.person_id).update(email="")

    with pytest.raises(NoMailbox):
        choose(peer)


def test_a_report_that_never_reached_me_is_told_in_no_way(publish: Publish, outsider: Member, author: Member) -> None:
    choose(outsider, quiet=None)
    report = publish(Kind.ALERT)
    reply(member=author, report=report, text="More soon.", language="en", now=NOW)
    settle()

    assert send(NOW + SETTLED) == 0
    assert page_of(outsider).lines == []


def test_a_lost_author_is_not_told(community: Community, author: Member, peer: Member, both: Circle) -> None:
    report = compose(member=author, said=said(Kind.ALERT), readers=amber(both), now=NOW)
    community.seats["author"].ended_at = NOW
    community.seats["author"].save()
    answer(member=peer, report=report, state=Answer.State.ACTED, note="", language="en", now=NOW)

    settle()

    assert not Notification.objects.filter(reason="answered").exists()
