"""A concern from its form to its erasure: who can open what, and by when."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.concerns import actions
from port2port.concerns.actions.handling import thread_key
from port2port.concerns.actions.keys import SameAsPassword, WeakPassphrase, check_passphrase
from port2port.concerns.actions.seats import NamedAlready, NotFitToHandle
from port2port.concerns.derive import WrongPassphrase, private_key, sealed_pair
from port2port.concerns.due import desk_lines
from port2port.concerns.models import Concern, Desk, DeskNews, Filing, Handler, HandlerKey, Message, Note, Step, Wrap
from port2port.concerns.rules import (
    CannotOpen,
    ConcernClosed,
    DeskShut,
    DoneAlready,
    NotAnswered,
    NotAtThisDesk,
    UnknownCode,
)
from port2port.concerns.thread import Shot, thread_of
from port2port.concerns.timeline import promises_of
from port2port.ledger.models import TrailLine
from port2port.sharing.models import Notification
from tests.concerns.conftest import NOW, PASSPHRASE, TEXT, Desks, give_key, keys_of, opened_key
from tests.personas import PASSWORD

DAY = timedelta(days=1)


def texts(concern: Concern, key: bytes) -> list[str]:
    return [one.text for one in thread_of(concern, key)]


def test_both_handlers_and_the_code_open_it_and_nobody_else(desks: Desks):
    concern, code = desks.file()

    opened = actions.open_by_code(keys=keys_of(code))

    assert [one.text for one in opened.said] == [TEXT]
    for name in ("author", "mate"):
        key = thread_key(desks.member(name), concern, opened_key(desks.member(name)))
        assert texts(concern, key) == [TEXT]
    for name in ("peer", "outsider", "coordinator", "secretariat", "operator", "auditor"):
        assert not Concern.objects.visible_to(desks.member(name)).exists()
        assert not Message.objects.visible_to(desks.member(name)).exists()
    with pytest.raises(CannotOpen):
        thread_key(desks.member("author"), concern, desks.privates["mate"])
    with pytest.raises(CannotOpen):
        thread_key(desks.member("peer"), concern, desks.privates["peer"])
    with pytest.raises(UnknownCode):
        actions.open_by_code(keys=keys_of("1234 5678 9012 3456"))


def test_a_desk_with_fewer_than_two_people_who_have_a_key_takes_nothing(desks: Desks):
    with pytest.raises(DeskShut):
        desks.file(desk=desks.desks["east"])

    HandlerKey.objects.filter(seat=desks.community.seats["mate"]).delete()
    with pytest.raises(DeskShut):
        desks.file()
    assert not Concern.objects.exists()


def test_the_same_form_sent_again_is_one_concern_and_what_was_changed_in_it_is_not_lost(desks: Desks):
    first, code = desks.file()
    again, _code = desks.file()
    desks.file(text="And on Tuesday again.")

    assert again == first
    assert Concern.objects.count() == 1
    assert [one.text for one in actions.open_by_code(keys=keys_of(code)).said] == [TEXT, "And on Tuesday again."]


def test_question_and_answer_go_both_ways_with_their_pictures(desks: Desks):
    concern, code = desks.file(shots=[Shot("image/png", b"the bytes of a picture")])
    author = desks.member("author")

    actions.reply(member=author, concern=concern, private=desks.privates["author"], text="Which gate?", now=NOW + DAY)
    actions.add_by_code(keys=keys_of(code), text="The north gate.", now=NOW + 2 * DAY)
    actions.add_by_code(keys=keys_of(code), text="The north gate.", now=NOW + 2 * DAY)

    opened = actions.open_by_code(keys=keys_of(code))
    assert [(one.desk is None, one.text) for one in opened.said] == [
        (True, TEXT), (False, "Which gate?"), (True, "The north gate."),
    ]  # fmt: skip
    assert opened.concern.state == "acknowledged"
    shot = actions.picture_by_code(keys=keys_of(code), picture=opened.said[0].pictures[0])
    assert shot == Shot("image/png", b"the bytes of a picture")
    other, _code = desks.file(number=2, shots=[Shot("image/png", b"another")])
    strange = other.messages.get().pictures.get().key
    assert actions.picture_by_code(keys=keys_of(code), picture=strange) is None


def test_notes_stay_at_the_desk(desks: Desks):
    concern, code = desks.file()
    author, private = desks.member("author"), desks.privates["author"]

    actions.write_note(member=author, concern=concern, private=private, text="We know this caller.", now=NOW)

    assert Note.objects.visible_to(desks.member("mate")).count() == 1
    assert not Note.objects.visible_to(desks.member("peer")).exists()
    assert "We know this caller." not in [one.text for one in actions.open_by_code(keys=keys_of(code)).said]
    reporter = keys_of(code)
    for wrap in Wrap.objects.filter(concern=concern, part="notes"):
        with pytest.raises(CannotOpen):
            actions_key(wrap, reporter.private)


def actions_key(wrap: Wrap, private: bytes) -> bytes:
    from port2port.concerns.thread import key_of_wrap

    return key_of_wrap(wrap, private)


def test_it_goes_its_way_and_each_step_only_once(desks: Desks):
    concern, code = desks.file()
    author, private = desks.member("author"), desks.privates["author"]

    actions.acknowledge(member=author, concern=concern, now=NOW + 7 * DAY)
    with pytest.raises(DoneAlready):
        actions.acknowledge(member=author, concern=concern, now=NOW + 8 * DAY)
    actions.take_up(member=author, concern=concern, now=NOW + 9 * DAY)
    with pytest.raises(DoneAlready):
        actions.take_up(member=author, concern=concern, now=NOW + 9 * DAY)
    with pytest.raises(NotAnswered):
        actions.close(member=author, concern=concern, now=NOW + 9 * DAY)
    actions.give_feedback(member=author, concern=concern, private=private, text="We told them.", now=NOW + 30 * DAY)
    actions.close(member=author, concern=concern, now=NOW + 31 * DAY)

    row = actions.open_by_code(keys=keys_of(code)).concern
    assert (row.state, row.acknowledged_at, row.feedback_at) == ("closed", NOW + 7 * DAY, NOW + 30 * DAY)
    assert [one.kind for one in Step.objects.filter(concern=row)] == ["acknowledged", "in-work", "feedback", "closed"]
    with pytest.raises(ConcernClosed):
        actions.add_by_code(keys=keys_of(code), text="One thing more.", now=NOW + 32 * DAY)
    with pytest.raises(ConcernClosed):
        actions.reply(member=author, concern=row, private=private, text="No.", now=NOW + 32 * DAY)


def test_what_is_not_for_the_desk_gets_its_reason_and_may_be_closed(desks: Desks):
    concern, code = desks.file()
    author, private = desks.member("author"), desks.privates["author"]

    actions.turn_away(member=author, concern=concern, private=private, text="Turn to the terminal.", now=NOW)

    opened = actions.open_by_code(keys=keys_of(code))
    assert opened.concern.state == "not-for-us"
    assert opened.concern.due is None
    assert opened.said[-1].text == "Turn to the terminal."
    actions.close(member=author, concern=concern, now=NOW)


def test_the_days_are_those_of_the_vectors(desks: Desks):
    concern, _code = desks.file()
    assert [str(one.by) for one in promises_of(concern)] == ["2026-11-30", "2026-12-14", "2027-02-28"]
    assert desk_lines(desks.member("author"), now=NOW)[0].due.date().isoformat() == "2026-11-30"

    late = datetime(2026, 8, 31, 8, 0, tzinfo=UTC)
    other, _code = desks.file(number=2, now=late)
    other = actions.acknowledge(member=desks.member("mate"), concern=other, now=late)
    assert [str(one.by) for one in promises_of(other)][-1] == "2026-11-30"
    assert desk_lines(desks.member("peer"), now=NOW) == []


def test_a_day_ends_at_midnight_of_the_node_and_not_of_utc(desks: Desks):
    concern, _code = desks.file(now=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))

    assert concern.due.on.isoformat() == "2026-11-30"


def test_twelve_months_after_closing_only_category_port_and_dates_are_left(desks: Desks):
    guest = desks.member("guest")
    concern, code = desks.file(member=guest, listed=True, shots=[Shot("image/png", b"x")])
    author, private = desks.member("author"), desks.privates["author"]
    actions.write_note(member=author, concern=concern, private=private, text="A note.", now=NOW)
    actions.give_feedback(member=author, concern=concern, private=private, text="Done.", now=NOW)
    actions.close(member=author, concern=concern, now=NOW)
    year = datetime(2027, 11, 22, 22, 59, tzinfo=UTC)

    assert actions.erase_closed(now=year) == 0
    assert actions.erase_closed(now=year + timedelta(minutes=1)) == 1
    assert actions.erase_closed(now=year + DAY) == 0

    row = Concern.objects.get()
    assert (row.state, row.category, row.port, row.closed_at) == ("erased", "release", desks.desks["north"].port, NOW)
    assert row.receipt_hash is row.reporter_key is None
    for table in (Message, Wrap, Note, Step, Filing, DeskNews):
        assert not table._default_manager.exists()
    with pytest.raises(UnknownCode):
        actions.open_by_code(keys=keys_of(code))


def test_a_new_handler_reads_what_came_before_once_another_lets_it_in(desks: Desks):
    from tests.concerns.conftest import seat_more

    concern, _code = desks.file()
    seat_more(desks.community, "newcomer", "north")
    actions.name_handler(
        member=desks.member("coordinator"),
        seat=desks.community.seats["newcomer"],
        port=desks.community.ports["north"],
        now=NOW,
    )
    newcomer = desks.member("newcomer")
    private = give_key(newcomer)

    with pytest.raises(CannotOpen):
        thread_key(newcomer, concern, private)
    actions.let_handlers_in(member=desks.member("author"), concern=concern, private=desks.privates["author"], now=NOW)
    assert texts(concern, thread_key(newcomer, concern, private)) == [TEXT]
    later, _code = desks.file(number=2)
    assert texts(later, thread_key(newcomer, later, private)) == [TEXT]


def test_a_handler_who_made_a_new_key_has_lost_what_the_old_one_opened(desks: Desks):
    concern, _code = desks.file()
    private = give_key(desks.member("author"))

    with pytest.raises(CannotOpen):
        thread_key(desks.member("author"), concern, private)
    assert texts(concern, thread_key(desks.member("mate"), concern, desks.privates["mate"])) == [TEXT]


def test_who_was_taken_from_the_desk_or_left_the_seat_finds_nothing_there(desks: Desks):
    concern, _code = desks.file()
    handler = Handler.objects.get(seat=desks.community.seats["author"])
    seat = desks.community.seats["mate"]
    seat.ended_at = timezone.now()
    seat.save()
    actions.end_handler(member=desks.member("coordinator"), handler=handler, now=NOW)

    assert not Concern.objects.visible_to(desks.member("author")).exists()
    assert not Concern.objects.visible_to(desks.member("mate")).exists()
    with pytest.raises(NotAtThisDesk):
        actions.acknowledge(member=desks.member("author"), concern=concern, now=NOW)
    assert not Desk.objects.ready().filter(pk=desks.desks["north"].pk).exists()


def test_nothing_stays_sealed_to_who_was_taken_from_the_desk_but_what_nobody_else_opens(desks: Desks):
    concern, _code = desks.file()
    author, mate = (desks.community.seats[name] for name in ("author", "mate"))
    by_seat = Wrap.objects.filter(concern=concern).exclude(handler_key=None)
    assert set(by_seat.values_list("handler_key__seat", flat=True)) == {author.pk, mate.pk}
    handlers = {handler.seat_id: handler for handler in Handler.objects.filter(seat__in=[author, mate])}

    actions.end_handler(member=desks.member("coordinator"), handler=handlers[author.pk], now=NOW)
    assert set(by_seat.values_list("handler_key__seat", flat=True)) == {mate.pk}
    assert texts(concern, thread_key(desks.member("mate"), concern, desks.privates["mate"])) == [TEXT]

    actions.end_handler(member=desks.member("coordinator"), handler=handlers[mate.pk], now=NOW)
    assert set(by_seat.values_list("handler_key__seat", flat=True)) == {mate.pk}


def test_only_who_runs_the_people_of_the_port_names_and_only_its_officers_are_named(desks: Desks):
    seats, ports = desks.community.seats, desks.community.ports
    for who, seat, port in [
        ("peer_coordinator", "peer", "north"), ("author", "mate", "north"), ("coordinator", "mate", None),
        ("auditor", "mate", "north"), ("operator", "mate", "north"),
    ]:  # fmt: skip
        with pytest.raises(NotAllowed):
            actions.name_handler(
                member=desks.member(who), seat=seats[seat], port=ports[port] if port else None, now=NOW
            )
    for seat in ("guard", "auditor", "peer"):
        with pytest.raises(NotFitToHandle):
            actions.name_handler(member=desks.member("coordinator"), seat=seats[seat], port=ports["north"], now=NOW)
    with pytest.raises(NamedAlready):
        actions.name_handler(member=desks.member("coordinator"), seat=seats["author"], port=ports["north"], now=NOW)
    desk = actions.name_handler(member=desks.member("secretariat"), seat=seats["secretariat"], port=None, now=NOW).desk
    assert desk.port is None


def test_a_passphrase_opens_the_key_and_can_be_changed(desks: Desks):
    mate = desks.member("mate")
    row = HandlerKey.objects.get(seat=mate.seat_id)
    assert bytes(row.sealed).find(desks.privates["mate"]) == -1
    with pytest.raises(WrongPassphrase):
        private_key(row, PASSPHRASE + "!")

    actions.change_passphrase(member=mate, pair=sealed_pair(desks.privates["mate"], "quite another one"), now=NOW)

    row.refresh_from_db()
    assert private_key(row, "quite another one") == desks.privates["mate"]
    with pytest.raises(NotAllowed):
        actions.change_passphrase(member=mate, pair=sealed_pair(os.urandom(32), PASSPHRASE), now=NOW)


def test_a_port_that_goes_to_another_organisation_gets_another_desk(desks: Desks):
    concern, _code = desks.file()
    port = desks.community.ports["north"]
    port.manager = desks.community.organisations["south"]
    port.save()

    with pytest.raises(DeskShut):
        desks.file(number=2)
    made = actions.name_handler(
        member=desks.member("peer_coordinator"), seat=desks.community.seats["peer"], port=port, now=NOW
    )
    assert made.desk != desks.desks["north"]
    assert Concern.objects.visible_to(desks.member("author")).get() == concern
    assert not Concern.objects.visible_to(desks.member("peer")).exists()


@pytest.mark.parametrize("passphrase", ["short", "aaaaaaaaaaaaaaaa", "x" * 300])
def test_a_weak_passphrase_is_refused(desks: Desks, passphrase: str):
    with pytest.raises(WeakPassphrase):
        check_passphrase(passphrase, person=None)


def test_the_password_is_no_passphrase(desks: Desks):
    with pytest.raises(SameAsPassword):
        check_passphrase(PASSWORD, person=desks.community.person("author"))


def test_handlers_are_told_that_there_is_something_and_nothing_more(desks: Desks):
    desks.file()

    told = Notification.objects.filter(record_type="concern")
    assert {one.seat_id for one in told} == {desks.community.seats[name].pk for name in ("author", "mate")}
    news = DeskNews.objects.get()
    assert str(news) == news.headline() == "Concern of a company"
    assert DeskNews.objects.visible_to(desks.member("peer")).count() == 0
    assert "release" not in news.get_absolute_url()


def test_what_is_done_at_a_desk_stands_on_the_trail_without_content(desks: Desks):
    concern, _code = desks.file()
    actions.let_handlers_in(member=desks.member("author"), concern=concern, private=desks.privates["author"], now=NOW)

    lines = TrailLine.objects.filter(act="let_handlers_in")
    assert [one.subject for one in lines] == [f"concern {concern.key}"]
