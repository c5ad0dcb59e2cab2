"""Duties that run out are told to those who keep them, once a stage, and a mail says nothing of which and where."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail

from port2port.duties.actions.clocks import Held, fulfil, set_clock, undo_fulfilment
from port2port.duties.actions.running_out import tell_running_out
from port2port.duties.models import ClockSetting, RunningOut
from port2port.members.member import Member
from port2port.pure.calendar_rules import Stage
from port2port.sharing.actions import Choice, Quiet, choose_hearing, send_outgoing
from port2port.sharing.inbox import count_unread, page_of
from port2port.sharing.models import Notification, Outgoing, Way
from tests.duties.conftest import facility_place, rule
from tests.personas import NOW, Community

HELD = date(2025, 12, 15)
DUE = date(2026, 3, 15)
SECRETS = ("drill", "Drill", "Quay", "north", "North", "overdue", "15 Mar", "2026-03")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def hold(member: Member, community: Community, on: date = HELD, name: str = "north"):
    return fulfil(
        member=member,
        rule=rule("drill"),
        place=facility_place(community, name),
        held=Held(on=on, tested=("b15_11.access",)),
        now=noon(on),
    )


def choose(member: Member, way: Way, *, quiet: Quiet | None = None, now: datetime = NOW) -> None:
    choose_hearing(member=member, choice=Choice(ways={"duty": way}, zone="Europe/Brussels", quiet=quiet), now=now)


def told(member: Member) -> list[str]:
    return [line.record.stage for line in page_of(member).lines]


def test_each_stage_is_told_once_to_those_who_keep_the_duty(author, coordinator, guard, peer, community) -> None:
    hold(author, community)

    days = [date(2026, 2, 1), date(2026, 2, 20), date(2026, 2, 21), date(2026, 3, 9), date(2026, 3, 16)]
    news = [tell_running_out(now=noon(day)) for day in days]

    assert news == [0, 1, 0, 1, 1]
    assert told(author) == told(coordinator) == [Stage.OVERDUE]
    assert Notification.objects.filter(seat_id=author.seat_id).count() == 3
    for member in (guard, peer, community.member("trainer"), community.member("auditor")):
        assert (told(member), count_unread(member, most=9)) == ([], 0)


def test_a_seat_elsewhere_in_the_organisation_hears_nothing_of_it(author, community) -> None:
    hold(author, community)
    seat = community.seats["coordinator"]
    seat.function, seat.facility = "officer", None
    seat.port = community.ports["south"]
    seat.save()

    tell_running_out(now=noon(date(2026, 3, 10)))

    assert {one.seat_id for one in Notification.objects.all()} == {author.seat_id}


def test_what_was_fulfilled_or_switched_off_is_no_news_and_no_mail_of_it_leaves(author, community) -> None:
    choose(author, Way.DAILY)
    hold(author, community)
    tell_running_out(now=noon(date(2026, 3, 10)))
    assert Outgoing.objects.get().state == Outgoing.State.WAITING

    done = hold(author, community, on=date(2026, 3, 10))
    send_outgoing(now=noon(date(2026, 3, 12)))

    assert told(author) == []
    assert mail.outbox == []
    assert Outgoing.objects.get().state == Outgoing.State.DROPPED

    undo_fulfilment(member=author, fulfilment=done, now=noon(date(2026, 3, 12)))
    assert tell_running_out(now=noon(date(2026, 3, 12))) == 0
    assert told(author) == [Stage.WEEK]

    set_clock(
        member=author,
        rule=rule("drill"),
        place=facility_place(community, "north"),
        setting=ClockSetting(off_reason="Closed for good."),
        now=noon(date(2026, 3, 12)),
    )
    assert told(author) == []


@pytest.mark.parametrize(("way", "lines", "letters"), [(Way.NONE, 0, 0), (Way.PAGE, 1, 0), (Way.EMAIL, 1, 1)])
def test_it_comes_in_the_way_chosen_and_a_mail_holds_kind_label_and_link_alone(
    author, community, way: Way, lines: int, letters: int
) -> None:
    choose(author, way)
    hold(author, community)
    at = noon(date(2026, 3, 10))
    tell_running_out(now=at)

    send_outgoing(now=at)

    assert len(page_of(author).lines) == lines
    assert len(mail.outbox) == letters
    for letter in mail.outbox:
        assert letter.subject == "Port2Port: Duty that runs out, TLP:AMBER+STRICT"
        assert f"/duties/news/{RunningOut.objects.get().key}/" in letter.body
        assert [word for word in SECRETS if word in letter.subject + letter.body] == []


def test_quiet_hours_and_the_digest_hold_for_it_too(author, community) -> None:
    choose(author, Way.EMAIL, quiet=Quiet(time(22), time(7), frozenset(range(7))))
    hold(author, community)
    night = datetime(2026, 3, 10, 23, 0, tzinfo=UTC)
    tell_running_out(now=night)

    assert send_outgoing(now=night) == 0
    assert send_outgoing(now=night + timedelta(hours=7)) == 1

    (letter,) = mail.outbox
    assert "Duty that runs out: 1" in letter.body


def test_who_left_the_seat_hears_nothing_more(author, community) -> None:
    choose(author, Way.DAILY)
    hold(author, community)
    tell_running_out(now=noon(date(2026, 3, 10)))
    seat = community.seats["author"]
    seat.ended_at = NOW
    seat.save()

    send_outgoing(now=noon(date(2026, 3, 12)))

    assert mail.outbox == []


def test_old_arrears_are_no_news(author, community) -> None:
    hold(author, community, on=date(2025, 6, 1))

    assert tell_running_out(now=noon(date(2026, 3, 10))) == 0


def test_the_link_leads_to_the_clock_marks_it_read_and_opens_for_nobody_else(client, author, community) -> None:
    hold(author, community)
    tell_running_out(now=noon(date(2026, 3, 10)))
    news = RunningOut.objects.get()

    for who in ("guard", "peer", "outsider"):
        client.force_login(community.person(who))
        assert client.get(news.get_absolute_url()).status_code == 404
    client.force_login(community.person("author"))
    page = client.get("/notifications/").content.decode()
    answer = client.get(news.get_absolute_url())

    assert news.get_absolute_url() in page
    assert "Due within a week" in page
    assert answer["Location"] == f"/duties/clocks/drill/{community.facilities['north'].key}/"
    assert count_unread(author, most=9) == 0


def test_the_page_of_choices_offers_the_kind(client, community) -> None:
    client.force_login(community.person("author"))

    assert "Duty that runs out, of those I keep" in client.get("/notifications/ways/").content.decode()
