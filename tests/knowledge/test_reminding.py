"""Who wrote a practice is told thirty days before its review date, on it and thirty days after; once each."""

from datetime import UTC, date, datetime, timedelta

import pytest

from port2port.knowledge import actions
from port2port.knowledge.due import practice_lines
from port2port.knowledge.models import Practice, ReviewDue
from port2port.members.member import Member
from port2port.sharing.inbox import page_of
from port2port.sharing.models import Notification
from tests.personas import Community

DUE = date(2027, 11, 22)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def told(member: Member) -> list[str]:
    return [line.record.stage for line in page_of(member).lines if isinstance(line.record, ReviewDue)]


@pytest.fixture
def practice(approved) -> Practice:
    row = approved()
    Practice.objects.filter(pk=row.pk).update(review_by_on=DUE)
    row.refresh_from_db()
    return row


def test_each_stage_is_told_once_on_its_day_to_who_wrote_it(
    practice: Practice, author: Member, coordinator: Member, guard: Member, peer: Member
) -> None:
    days = (
        "2027-10-22",
        "2027-10-23",
        "2027-10-24",
        "2027-11-21",
        "2027-11-22",
        "2027-12-21",
        "2027-12-22",
        "2027-12-23",
    )
    made = [actions.tell_reviews(now=noon(date.fromisoformat(day))) for day in days]

    assert made == [0, 1, 0, 0, 1, 0, 1, 0]
    # What is further on is no news any more; who only reads it is told nothing.
    assert told(author) == told(coordinator) == ["late"]
    assert told(guard) == told(peer) == []


def test_what_was_looked_at_is_no_news(practice: Practice, author: Member, peer: Member) -> None:
    actions.tell_reviews(now=noon(DUE))
    assert told(author) == ["today"]
    actions.still_true(member=peer, practice=practice, review_by_on=DUE + timedelta(days=300), now=noon(DUE))
    actions.tell_reviews(now=noon(DUE))
    assert told(author) == []


def test_what_began_long_before_the_round_is_not_told(practice: Practice, author: Member) -> None:
    assert actions.tell_reviews(now=noon(DUE + timedelta(days=50))) == 0
    assert practice_lines(author, now=noon(DUE + timedelta(days=50)))[0].title == practice.title


def test_the_line_leads_to_the_practice_and_to_nobody_elses(
    practice: Practice, community: Community, client, author: Member
) -> None:
    actions.tell_reviews(now=noon(DUE))
    address = ReviewDue.objects.get().get_absolute_url()
    client.force_login(community.person("peer"))
    assert client.get(address).status_code == 404
    client.force_login(community.person("author"))
    assert client.get(address).headers["Location"] == practice.get_absolute_url()
    assert told(author) == ["today"]
    news = Notification.objects.filter(record_type=ReviewDue.news_type, seat_id=author.seat_id)
    assert news.exists()
    assert not news.unread().exists()


def test_now_says_what_waits_for_a_second_organisation(
    proposed, author: Member, peer: Member, outsider: Member
) -> None:
    practice = proposed()
    at = noon(date(2026, 12, 1))
    assert [line.words for line in practice_lines(peer, now=at)] == ["Waiting for a second organisation"]
    # Not for its author, nor for who cannot see it, nor for who has given its word.
    assert practice_lines(author, now=at) == practice_lines(outsider, now=at) == []
    actions.approve(member=peer, practice=practice, sha256=practice.sha256, now=at)
    assert practice_lines(peer, now=at) == []
