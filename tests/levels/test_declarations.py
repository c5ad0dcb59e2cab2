"""A declaration from the request to its erasure: who does what when, and what is refused."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed, Refusal
from port2port.duties.models import Action
from port2port.levels import actions
from port2port.levels.due import declaration_lines
from port2port.levels.models import Dos
from port2port.levels.refusals import ChangedMeanwhile, KeptStill, NobodyDoesAnything, NotNow, PaperIsOld
from port2port.levels.rules import digest_of
from port2port.members.actions.levels import LevelDraft, report_level
from port2port.pure.declaration import Move, State, may
from port2port.reports.rules import BadField
from tests.levels.conftest import DURING, END, NUMBER, START, said
from tests.personas import NOW, PERSONAS
from tests.waiting import one_waits_for_the_other

AT = {State.IN_FORCE: DURING, State.ENDED: NOW + timedelta(minutes=1)}
MOVES = {
    Move.CHANGE: lambda m, row, at: actions.change(
        member=m, dos=row, said=said(row.facility), revision=row.revision, now=at
    ),
    Move.ACKNOWLEDGE: lambda m, row, at: actions.acknowledge(member=m, dos=row, at=at, by="pfso", now=at),
    Move.DECLINE: lambda m, row, at: actions.decline(member=m, dos=row, reason="No", now=at),
    Move.AGREE: lambda m, row, at: actions.agree(member=m, dos=row, ship="master", shore="pfso", at=at, now=at),
    Move.END: lambda m, row, at: actions.end(member=m, dos=row, reason="Left", now=at),
    Move.REVISE: lambda m, row, at: actions.note_ship_level(member=m, dos=row, level=3, now=at),
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("state", list(State))
def test_every_state_and_move(ask, author, state, move):
    at = AT.get(state, NOW)
    row = ask(state.value)
    assert row.state(at) == state

    if may(state, move):
        MOVES[move](author, row, at)
    else:
        with pytest.raises(NotNow):
            MOVES[move](author, row, at)


@pytest.mark.parametrize("who", PERSONAS)
@pytest.mark.parametrize("move", MOVES)
def test_only_the_facilitys_officer_and_coordinator_move_it(ask, community, who, move):
    row = ask({Move.AGREE: "acknowledged", Move.END: "agreed", Move.REVISE: "agreed"}.get(move, "requested"))
    member = community.member(who)

    if who in {"author", "coordinator"}:
        MOVES[move](member, row, NOW)
    else:
        with pytest.raises(NotAllowed):
            MOVES[move](member, row, NOW)


@pytest.mark.parametrize("who", [*PERSONAS, "nobody"])
def test_only_readers_of_the_own_organisation_see_it(ask, community, who):
    ask()

    seen = Dos.objects.visible_to(community.member(who)).count()

    assert seen == (1 if who in {"author", "colleague", "coordinator"} else 0)


def test_a_seat_of_another_place_sees_nothing_of_it(ask, community):
    row = ask()
    own, other = community.scoped("author", facility="north"), community.scoped("author", facility="south")

    assert Dos.objects.visible_to(own).get() == row
    assert not Dos.objects.visible_to(other).exists()
    with pytest.raises(NotAllowed):
        actions.decline(member=other, dos=row, reason="No", now=NOW)


def test_who_makes_none_may_not_ask_for_one(community, quay):
    for who in set(PERSONAS) - {"author", "coordinator"}:
        with pytest.raises((NotAllowed, BadField)):
            actions.request(member=community.member(who), said=said(quay), now=NOW)
    assert not Dos.objects.exists()


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"imo_number": "9074728"}, "imo_number"),
        ({"ship_name": " "}, "ship_name"),
        ({"ship_name": "A\0B"}, "ship_name"),
        ({"activity": ""}, "activity"),
        ({"to_at": START}, "to_at"),
        ({"from_at": NOW - timedelta(days=3), "to_at": NOW - timedelta(days=2)}, "to_at"),
        ({"to_at": START + timedelta(days=367)}, "to_at"),
        ({"trigger": "a5_2_9"}, "trigger"),
        ({"port_level": 4}, "port_level"),
        ({"ship_level": 0}, "ship_level"),
        ({"language": "es"}, "language"),
        ({"by_ship": ("dancing",)}, "by_ship"),
        ({"requested_at": NOW + timedelta(minutes=1)}, "requested_at"),
    ],
)
def test_bad_input_is_refused_at_its_field(author, quay, more, name):
    with pytest.raises(BadField) as refused:
        actions.request(member=author, said=said(quay, **more), now=NOW)

    assert refused.value.name == name
    assert not Dos.objects.exists()


def test_a_facility_of_others_is_refused(author, community):
    with pytest.raises(BadField) as refused:
        actions.request(member=author, said=said(community.facilities["south"]), now=NOW)

    assert refused.value.name == "facility"


@pytest.mark.parametrize(("trigger", "asked"), [("a5_2_3", {"pfso", "body"}), ("pfso", {"master", "sso", "cso"})])
def test_the_side_that_was_asked_acknowledges(ask, author, trigger, asked):
    row = ask(trigger=trigger)

    assert set(actions.acknowledgers(row)) == asked
    for wrong in {"pfso", "body", "master", "sso", "cso", ""} - asked:
        with pytest.raises(BadField):
            actions.acknowledge(member=author, dos=row, at=NOW, by=wrong, now=NOW)


def test_nothing_is_acknowledged_or_signed_before_it_was_asked_or_in_the_future(ask, author):
    row = ask()
    for at in (NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)):
        with pytest.raises(BadField):
            actions.acknowledge(member=author, dos=row, at=at, by="pfso", now=NOW)
    actions.acknowledge(member=author, dos=row, at=NOW, by="pfso", now=NOW)
    for at in (NOW - timedelta(minutes=1), NOW + timedelta(minutes=1)):
        with pytest.raises(BadField):
            actions.agree(member=author, dos=row, ship="sso", shore="pfso", at=at, now=NOW)


def test_it_is_not_signed_while_nobody_does_anything(ask, author):
    row = ask("acknowledged", by_facility=(), by_ship=())

    with pytest.raises(NobodyDoesAnything):
        actions.agree(member=author, dos=row, ship="sso", shore="pfso", at=NOW, now=NOW)
    with pytest.raises(NobodyDoesAnything):
        actions.keep_paper(member=author, dos=row, content=b"%PDF", digest=digest_of(row), now=NOW)


def test_two_who_change_it_at_once_do_not_overwrite_each_other(ask, author, coordinator, quay):
    row = ask()
    actions.change(member=author, dos=row, said=said(quay, berth="12"), revision=row.revision, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        actions.change(member=coordinator, dos=row, said=said(quay, berth="13"), revision=row.revision, now=NOW)
    assert Dos.objects.get().berth == "12"


def test_the_paper_is_of_the_wording_that_is_signed(ask, author, quay):
    row = ask("acknowledged")
    actions.keep_paper(member=author, dos=row, content=b"%PDF-1", digest=digest_of(row), now=NOW)
    row.refresh_from_db()
    digest = row.paper_digest
    actions.change(member=author, dos=row, said=said(quay, berth="12"), revision=row.revision, now=NOW)

    with pytest.raises(PaperIsOld):
        actions.agree(member=author, dos=row, ship="sso", shore="pfso", at=NOW, now=NOW)
    with pytest.raises(PaperIsOld):
        actions.keep_paper(member=author, dos=row, content=b"%PDF-1", digest=digest, now=NOW)


def test_an_unanswered_request_is_pressed_after_an_hour_for_who_can_answer_it(ask, community, author):
    row = ask()
    late = NOW + timedelta(hours=1)

    assert declaration_lines(author, now=late - timedelta(seconds=1)) == []
    assert [line.address for line in declaration_lines(author, now=late)] == [row.get_absolute_url()]
    for who in set(PERSONAS) - {"author", "coordinator"}:
        assert declaration_lines(community.member(who), now=late) == []
    actions.acknowledge(member=author, dos=row, at=late, by="pfso", now=late)
    assert declaration_lines(author, now=late) == []


def raised(author, quay, at, value=2):
    draft = LevelDraft(scale="isps", value=value, valid_from=at, issued_by="Authority", facility=quay)
    report_level(member=author, draft=draft, now=at)


def test_a_level_that_changes_marks_it_and_asks_once(ask, author, community, quay):
    row = ask("agreed")
    actions.mark_revisions(now=DURING)
    assert Dos.objects.get().revise_at is None
    raised(author, quay, DURING)

    assert actions.mark_revisions(now=DURING) == 1
    assert actions.mark_revisions(now=DURING) == 0

    action = Action.objects.get()
    assert Dos.objects.get().revise_at == DURING
    assert row.ship_name not in action.title
    assert row.number in action.title
    for who in PERSONAS:
        sees = Action.objects.visible_to(community.member(who)).exists()
        assert sees == (who in {"author", "colleague", "coordinator"}), who


def test_a_level_that_changes_before_it_begins_marks_it_when_it_begins(ask, author, quay):
    ask("agreed")
    raised(author, quay, NOW)

    assert actions.mark_revisions(now=NOW) == 0
    assert actions.mark_revisions(now=START) == 1


def test_the_ships_level_marks_it_too_and_a_second_look_takes_the_mark_away(ask, author, quay):
    row = ask("agreed")
    actions.note_ship_level(member=author, dos=row, level=3, now=DURING)
    assert Dos.objects.get().revise_at == DURING

    actions.still_fits(member=author, dos=row, now=DURING)

    assert Dos.objects.get().revise_at is None
    assert actions.mark_revisions(now=DURING) == 0
    raised(author, quay, DURING)
    assert actions.mark_revisions(now=DURING) == 1
    assert Action.objects.count() == 2


def test_the_mark_comes_also_when_who_agreed_has_left(ask, author, community, quay):
    ask("agreed")
    raised(author, quay, DURING)
    seat = community.seats["author"]
    seat.ended_at = NOW
    seat.save()

    actions.mark_revisions(now=DURING)

    assert Dos.objects.get().revise_at == DURING
    assert Action.objects.get().made_by_id == community.seats["coordinator"].pk


def test_a_new_one_in_its_place_ends_it_when_it_begins(ask, author, quay):
    old = ask("agreed")
    later = DURING + timedelta(hours=2)
    new = actions.request(member=author, said=said(quay, from_at=later, requested_at=DURING), revises=old, now=DURING)
    actions.acknowledge(member=author, dos=new, at=DURING, by="pfso", now=DURING)
    actions.agree(member=author, dos=new, ship="master", shore="pfso", at=DURING, now=DURING)
    old.refresh_from_db()

    assert old.state(later - timedelta(seconds=1)) == State.IN_FORCE
    assert old.state(later) == State.ENDED
    assert Dos.objects.in_state(State.IN_FORCE, at=later).get() == new


def test_the_database_says_the_same_of_every_state(ask):
    rows = [ask(until) for until in ("requested", "acknowledged", "agreed", "ended", "declined")]
    assert rows

    for at in (NOW, NOW + timedelta(minutes=1), START, DURING, END, END + timedelta(days=1)):
        for state in State:
            told = set(Dos.objects.in_state(state, at=at).values_list("pk", flat=True))
            assert told == {row.pk for row in Dos.objects.all() if row.state(at) == state}, (at, state)


def test_it_is_erased_by_hand_and_only_after_its_time(ask, author, forwarder, settings):
    row = ask("agreed")
    assert row.keep_until_on == date(2029, 3, 3)
    last = timezone.make_aware(timezone.datetime(2029, 3, 3, 12))

    with pytest.raises(KeptStill):
        actions.erase(member=author, dos=row, now=last)
    with pytest.raises(NotNow):
        actions.erase(member=author, dos=row, now=DURING)
    with pytest.raises(NotAllowed):
        actions.erase(member=forwarder, dos=row, now=last + timedelta(days=1))
    actions.mark_revisions(now=last + timedelta(days=400))
    assert Dos.objects.get().ship_name
    actions.erase(member=author, dos=row, now=last + timedelta(days=1))
    row.refresh_from_db()

    assert (row.ship_name, row.imo_number, bytes(row.paper), row.by_ship) == ("", "", b"", [])
    assert not Dos.objects.listed().exists()
    with pytest.raises(NotNow):
        actions.erase(member=author, dos=row, now=last + timedelta(days=2))


def test_another_time_of_keeping_counts_for_what_comes_after(ask, settings):
    before = ask("agreed")
    settings.DOS_KEEP_YEARS = 5
    after = ask("agreed")

    before.refresh_from_db()
    assert (before.keep_until_on.year, after.keep_until_on.year) == (2029, 2031)


@pytest.mark.parametrize(
    "wrong",
    [
        {"agreed_at": NOW},
        {"declined_at": NOW},
        {"acknowledged_at": NOW - timedelta(days=1), "acknowledged_as": "pfso"},
        {"acknowledged_at": NOW},
        {"port_level": 4},
        {"to_at": START},
        {"ship_name": ""},
        {"erased_at": NOW},
    ],
)
def test_the_table_refuses_what_cannot_be(ask, wrong):
    ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        Dos.objects.update(**wrong)


def test_every_refusal_has_words():
    from port2port.levels import refusals

    for one in vars(refusals).values():
        if isinstance(one, type) and issubclass(one, Refusal) and one is not Refusal:
            assert str(one())
    assert NUMBER


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_is_told_that_it_is_done(community):
    author, coordinator = community.member("author"), community.member("coordinator")
    row = actions.request(member=author, said=said(community.facilities["north"]), now=NOW)
    refused = []

    def decline():
        try:
            actions.decline(member=coordinator, dos=row, reason="No berth", now=NOW)
        except NotNow as told:
            refused.append(told)

    one_waits_for_the_other(lambda: actions.acknowledge(member=author, dos=row, at=NOW, by="pfso", now=NOW), decline)

    assert len(refused) == 1
    assert Dos.objects.get().state(NOW) == State.ACKNOWLEDGED
