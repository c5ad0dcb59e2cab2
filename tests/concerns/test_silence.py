"""A concern that nobody answers: reminders, the clock that closes it, and who learns of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.formats import date_format

from port2port.concerns import actions
from port2port.concerns.due import desk_lines
from port2port.concerns.models import Concern, DeskNews, HandOver, LateDesk, Step
from port2port.concerns.rules import ConcernClosed, UnknownCode
from port2port.concerns.silence import lapse_of
from port2port.sharing.models import Notification
from tests.concerns.conftest import NOW, Desks, keys_of

# Received on 23 November: the feedback is due by 28 February.
LAST_MOMENT = datetime(2027, 2, 28, 22, 59, tzinfo=UTC)
LATE = LAST_MOMENT + timedelta(minutes=1)
DAY = timedelta(days=1)


def told(record_type: str) -> list[int]:
    return sorted(Notification.objects.filter(record_type=record_type).values_list("seat_id", flat=True))


def main_of(client: Client) -> str:
    page = client.get("/concerns/late/").content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_from_the_day_after_the_feedback_was_due_the_desk_and_who_routes_are_reminded_every_thirty_days(desks: Desks):
    desks.file()
    before = told("concern")

    assert actions.remind_of_late(now=LAST_MOMENT) == 0
    assert actions.remind_of_late(now=LATE) == 1
    assert actions.remind_of_late(now=LATE + 29 * DAY) == 0

    assert len(told("concern")) == 2 * len(before)
    assert told("late-desk") == [desks.community.seats["secretariat"].pk]
    assert actions.remind_of_late(now=LATE + 30 * DAY) == 1


def test_ten_late_concerns_are_one_line_for_who_routes_and_none_of_them_can_be_told(client: Client, desks: Desks):
    desks.file()
    actions.remind_of_late(now=LATE)
    client.force_login(desks.community.person("secretariat"))
    one = main_of(client)
    for number in range(2, 12):
        desks.file(number=number, category="pressure")

    assert actions.remind_of_late(now=LATE + DAY) == 10

    page = main_of(client)
    assert LateDesk.objects.count() == 1
    assert page == one
    assert "north" in page.lower()
    assert not any(row.number in page for row in Concern.objects.all())
    assert "pressure" not in page.lower()
    assert [line.address for line in desk_lines(desks.member("secretariat"), now=LATE)] == ["/concerns/late/"]


@pytest.mark.parametrize("who", ["peer", "coordinator", "author", "guest", "auditor"])
def test_nobody_else_learns_that_a_desk_is_late(client: Client, desks: Desks, who: str):
    desks.file()
    client.force_login(desks.community.person(who))
    before = client.get("/concerns/late/")
    actions.remind_of_late(now=LATE)

    after = client.get("/concerns/late/")

    assert (before.status_code, after.status_code) == (404, 404)
    assert not LateDesk.objects.visible_to(desks.member(who)).exists()
    assert not any(line.address == "/concerns/late/" for line in desk_lines(desks.member(who), now=LATE))


def test_once_it_is_answered_the_desk_is_late_no_more(desks: Desks):
    concern, _code = desks.file()
    actions.remind_of_late(now=LATE)
    author, private = desks.member("author"), desks.privates["author"]

    actions.give_feedback(member=author, concern=concern, private=private, text="Done.", now=LATE)

    assert not LateDesk.objects.visible_to(desks.member("secretariat")).standing().exists()
    assert desk_lines(desks.member("secretariat"), now=LATE) == []
    assert actions.remind_of_late(now=LATE + 60 * DAY) == 0


def test_what_was_not_for_the_desk_is_not_late(desks: Desks):
    concern, _code = desks.file()
    author, private = desks.member("author"), desks.privates["author"]
    actions.turn_away(member=author, concern=concern, private=private, text="Ask the customs.", now=NOW)

    assert actions.remind_of_late(now=LATE + 60 * DAY) == 0


def test_what_nobody_ever_opened_is_closed_six_months_after_its_day_and_erased_a_year_later(desks: Desks):
    concern, code = desks.file()
    keys, closing = keys_of(code), datetime(2027, 8, 27, 22, 0, tzinfo=UTC)

    assert lapse_of(concern).isoformat() == "2027-08-28"
    assert actions.close_silent(now=closing - timedelta(minutes=1)) == 0
    assert actions.close_silent(now=closing) == 1
    assert actions.close_silent(now=closing) == 0

    opened = actions.open_by_code(keys=keys)
    assert (opened.concern.state, opened.concern.closed_at) == ("closed", closing)
    assert [one.kind for one in opened.steps] == [Step.Kind.LAPSED]
    with pytest.raises(ConcernClosed):
        actions.add_by_code(keys=keys, text="Hello?", now=closing)
    assert actions.erase_closed(now=datetime(2028, 8, 27, 21, 59, tzinfo=UTC)) == 0
    assert actions.erase_closed(now=datetime(2028, 8, 27, 22, 0, tzinfo=UTC)) == 1
    with pytest.raises(UnknownCode):
        actions.open_by_code(keys=keys)


@pytest.mark.parametrize("act", ["reporter writes", "note", "answered", "turned away"])
def test_an_act_of_either_side_begins_the_six_months_anew(desks: Desks, act: str):
    concern, code = desks.file()
    author, private, at = desks.member("author"), desks.privates["author"], datetime(2027, 6, 30, 10, 0, tzinfo=UTC)
    given = {"member": author, "concern": concern, "private": private, "now": at}
    if act == "reporter writes":
        actions.add_by_code(keys=keys_of(code), text="Any news?", now=at)
    elif act == "note":
        actions.write_note(text="Waiting for the terminal.", **given)
    elif act == "answered":
        actions.give_feedback(text="Done.", **given)
    else:
        actions.turn_away(text="Ask the customs.", **given)

    row = Concern.objects.get()
    assert lapse_of(row).isoformat() == "2027-12-30"
    assert actions.close_silent(now=datetime(2027, 12, 29, 22, 59, tzinfo=UTC)) == 0
    assert actions.close_silent(now=datetime(2027, 12, 29, 23, 0, tzinfo=UTC)) == 1


def test_the_clock_ends_a_hand_over_that_still_runs(desks: Desks):
    concern, _code = desks.file(may_forward=True)
    actions.offer_concern(
        member=desks.member("author"), concern=concern, private=desks.privates["author"],
        to_desk=desks.desks["south"], keeps=False, now=NOW,
    )  # fmt: skip

    actions.close_silent(now=NOW + 400 * DAY)

    assert not HandOver.objects.running().exists()
    assert not concern.wraps.filter(desk=desks.desks["south"]).exists()


def test_both_sides_read_when_the_clock_would_close_it(client: Client, desks: Desks):
    concern, code = desks.file()
    day = date_format(lapse_of(concern))
    assert day in client.post("/concerns/read/", {"code": code}).content.decode()

    client.force_login(desks.community.person("author"))
    assert day in client.get(concern.get_absolute_url()).content.decode()

    actions.close_silent(now=NOW + 400 * DAY)
    page = client.post("/concerns/read/", {"code": code}).content.decode()
    assert "nothing was said or done for six months" in page
    assert DeskNews.objects.filter(concern=concern).exists()
