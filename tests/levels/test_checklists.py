"""What a level asks, and the checklist of a raise: who ticks, who says that all is in effect, what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.levels import actions
from port2port.levels.asks import asked_of, items_of, words_at
from port2port.levels.checklist import checklist_page, port_board, sites_of, span_words, took_words
from port2port.levels.due import checklist_lines
from port2port.levels.models import LevelChecklist, LevelTick, MeasureNote
from port2port.levels.refusals import NotAllTicked, NothingWaits, OfficersWord, UnknownMeasure
from port2port.members.actions.levels import LevelDraft, end_level, report_level
from port2port.members.member import Act
from port2port.members.models import LevelAcknowledgement, LevelEntry
from port2port.norms.models import FacilityTier
from port2port.pure.oscal.controls import NAMESPACE, Node
from port2port.reports.rules import BadField
from tests.personas import NOW, PERSONAS
from tests.waiting import one_waits_for_the_other

FIRST = "isps/1.0/b-16.19"


def raise_to(member, value, *, at=NOW, **where):
    """Put a level on the board; the acknowledgement of the facility."""
    draft = LevelDraft(scale="isps", value=value, valid_from=at, issued_by="Authority", **where)
    entry = report_level(member=member, draft=draft, now=at)
    return LevelAcknowledgement.objects.filter(entry=entry).first()


@pytest.fixture
def raised(author, quay):
    return raise_to(author, 2, facility=quay)


def items(member, quay, low=1, high=2):
    return items_of(asked_of(quay, member=member).above(low, high))


def tick_all(member, raised, quay, *, at=NOW, but=()):
    for item in items(member, quay):
        if item not in but:
            actions.tick(member=member, acknowledgement=raised, item=item, now=at)


def test_a_higher_level_asks_for_what_the_code_adds_in_each_family(author, quay):
    asked = asked_of(quay, member=author)

    def labels(level):
        return [ask.label for family in asked.by_level[level] for ask in family.asks if "/" in ask.label]

    assert labels(2) == [
        "A/14.3",
        "B/16.19",
        "B/16.28",
        "B/16.35",
        "B/16.36",
        "B/16.42",
        "B/16.43",
        "B/16.47",
        "B/16.53",
    ]
    assert labels(3) == ["A/14.4", "A/14.4.1", "B/16.20", "B/16.29", "B/16.37", "B/16.44", "B/16.48", "B/16.54"]
    assert {f"A/14.2.{n}" for n in range(1, 8)} < set(labels(1))
    assert items_of(asked.above(1, 3)) == items_of(asked.above(1, 2)) + items_of(asked.above(2, 3))


@pytest.mark.parametrize(
    ("tier", "passengers", "number"), [(None, False, 85), ("I", False, 57), ("I", True, 58), ("H", True, 85)]
)
def test_our_own_measures_are_those_of_the_facilitys_baseline(author, community, quay, tier, passengers, number):
    if tier:
        FacilityTier.objects.create(
            facility=quay, tier=tier, cargo="container", has_passengers=passengers, reason="Lane",
            set_by=community.seats["author"], set_at=NOW,
        )  # fmt: skip
    asked = asked_of(quay, member=author)

    own = [ask for family in asked.by_level[1] for ask in family.asks if ask.item.startswith("p2p-controls/")]

    assert len(own) == number
    assert asked.baseline == (tier or "")


def test_a_control_with_a_part_of_its_own_for_a_level_brings_that_part():
    own = [{"name": "security-level", "ns": NAMESPACE, "value": level} for level in "123"]
    parts = [{"name": "statement", "prose": "Walk."}, {"name": "level-2", "prose": "Walk twice."}]
    node = Node("control", "/", {"id": "x-01", "props": own, "parts": parts})

    assert [words_at(node, level) for level in (1, 2, 3)] == ["Walk.", "Walk twice.", ""]


def test_ticked_by_whom_and_when_taken_back_and_all_in_effect(author, guard, quay, raised):
    later = NOW + timedelta(minutes=85)
    actions.tick(member=guard, acknowledgement=raised, item=FIRST, now=NOW)
    actions.untick(member=author, acknowledgement=raised, item=FIRST, now=NOW)
    with pytest.raises(NotAllTicked):
        actions.all_in_effect(member=author, acknowledgement=raised, now=later)
    tick_all(guard, raised, quay, at=later, but=[FIRST])
    actions.tick(member=author, acknowledgement=raised, item=FIRST, kind="not_here", now=later)

    page = checklist_page(raised, member=guard, now=later)
    assert (page.done, page.left, page.low, page.high) == (9, 0, 1, 2)
    assert {line.tick.by_id for line in page.lines if line.ask.item != FIRST} == {guard.seat_id}
    assert [one.undone_by_id for one in page.undone] == [author.seat_id]
    actions.all_in_effect(member=author, acknowledgement=raised, now=later)
    raised.refresh_from_db()

    assert raised.measures_in_effect_at == raised.read_at == later
    assert took_words(raised) == "1 h 25 min"
    for late in (
        lambda: actions.untick(member=author, acknowledgement=raised, item=FIRST, now=later),
        lambda: actions.tick(member=author, acknowledgement=raised, item=FIRST, now=later),
        lambda: actions.all_in_effect(member=author, acknowledgement=raised, now=later),
    ):
        with pytest.raises(NothingWaits):
            late()


def test_who_ticks_second_finds_the_first_tick(author, guard, raised):
    first = actions.tick(member=guard, acknowledgement=raised, item=FIRST, now=NOW)
    second = actions.tick(member=author, acknowledgement=raised, item=FIRST, now=NOW + timedelta(minutes=1))

    assert first == second
    assert LevelTick.objects.get().by_id == guard.seat_id


@pytest.mark.parametrize("who", [*PERSONAS, "nobody"])
def test_officer_coordinator_and_guard_tick_and_only_the_first_two_sign(community, quay, raised, who):
    member = community.member(who)
    ticks, runs = who in {"author", "coordinator", "guard"}, who in {"author", "coordinator"}

    def tried(do):
        try:
            do()
        except NotAllowed:
            return False
        except OfficersWord:
            return False
        return True

    tick = lambda item, **more: actions.tick(  # noqa: E731
        member=member, acknowledgement=raised, item=item, now=NOW, **more
    )
    assert tried(lambda: tick(FIRST)) == ticks
    assert tried(lambda: tick("isps/1.0/b-16.28", kind="not_here")) == runs
    assert tried(lambda: actions.untick(member=member, acknowledgement=raised, item=FIRST, now=NOW)) == ticks
    tick_all(community.member("author"), raised, quay)
    assert tried(lambda: actions.all_in_effect(member=member, acknowledgement=raised, now=NOW)) == runs
    sees = who in {"author", "colleague", "coordinator", "guard"}
    assert LevelTick.objects.visible_to(member).exists() == sees
    assert LevelChecklist.objects.visible_to(member).exists() == sees


def test_a_guard_takes_no_officers_word_back(author, guard, raised):
    actions.tick(member=author, acknowledgement=raised, item=FIRST, kind="not_here", now=NOW)

    with pytest.raises(OfficersWord):
        actions.untick(member=guard, acknowledgement=raised, item=FIRST, now=NOW)


def test_a_guard_of_another_facility_and_a_token_that_reads_tick_nothing(community, raised):
    other = community.scoped("guard", facility="south")
    reading = replace(community.member("guard"), limit=frozenset({Act.READ}))

    for member in (other, reading):
        with pytest.raises(NotAllowed):
            actions.tick(member=member, acknowledgement=raised, item=FIRST, now=NOW)


@pytest.mark.parametrize("item", ["", "isps/1.0/a-14.1", "isps/1.0/b-16.20", "p2p-controls/1.0/acc-05", "x" * 100])
def test_only_what_came_on_is_ticked(author, raised, item):
    with pytest.raises(UnknownMeasure):
        actions.tick(member=author, acknowledgement=raised, item=item, now=NOW)
    assert not LevelTick.objects.exists()


def test_a_tick_is_of_a_known_kind(author, raised):
    with pytest.raises(BadField):
        actions.tick(member=author, acknowledgement=raised, item=FIRST, kind="perhaps", now=NOW)


def test_from_the_first_tick_on_another_baseline_changes_nothing_of_the_list(author, quay, raised):
    actions.tick(member=author, acknowledgement=raised, item=FIRST, now=NOW)
    kept = LevelChecklist.objects.get()

    assert kept.items == items(author, quay)
    assert [line.ask.item for line in checklist_page(raised, member=author, now=NOW).lines] == kept.items


def test_a_second_raise_brings_only_what_the_first_did_not(author, quay, raised):
    second = raise_to(author, 3, at=NOW + timedelta(hours=1), facility=quay)

    page = checklist_page(second, member=author, now=NOW + timedelta(hours=1))

    assert (page.low, page.high) == (2, 3)
    assert [line.ask.label for line in page.lines][:2] == ["A/14.4", "A/14.4.1"]


def test_a_raise_from_one_to_three_brings_both(author, quay):
    row = raise_to(author, 3, facility=quay)

    assert len(checklist_page(row, member=author, now=NOW).lines) == 17


def test_a_raise_that_is_over_waits_for_nothing(author, quay, raised):
    end_level(member=author, entry=raised.entry, now=NOW + timedelta(hours=2))

    raised.entry.refresh_from_db()
    with pytest.raises(NothingWaits):
        actions.tick(member=author, acknowledgement=raised, item=FIRST, now=NOW + timedelta(hours=3))
    assert not checklist_page(raised, member=author, now=NOW + timedelta(hours=3)).is_open


def test_going_down_again_lists_what_may_be_lifted(author, quay, raised):
    tick_all(author, raised, quay)
    actions.all_in_effect(member=author, acknowledgement=raised, now=NOW)
    down = NOW + timedelta(days=1)
    assert sites_of([quay], member=author, now=NOW)[0].lift is None
    end_level(member=author, entry=raised.entry, now=down)

    assert sites_of([quay], member=author, now=down)[0].lift == raised
    raised.refresh_from_db()
    assert checklist_page(raised, member=author, now=down).lift


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 h 00 min"),
        (2879, "47 h 59 min"),
        (2880, "2 days"),
    ],
)
def test_a_time_in_words(minutes, words):
    assert span_words(timedelta(minutes=minutes)) == words


def test_measures_that_stood_before_the_level_began_are_said_to(author, quay):
    row = raise_to(author, 2, facility=quay)
    LevelEntry.objects.update(valid_from=NOW + timedelta(hours=5))
    row.refresh_from_db()
    row.measures_in_effect_at = NOW + timedelta(hours=1)
    assert took_words(row) == "in effect before the level began"


def test_a_note_says_where_and_only_in_its_own_organisation(community, author, coordinator, peer, guard, quay):
    keep = {"facility": quay, "catalogue": "isps", "control": "b-16.19", "now": NOW}
    actions.keep_note(member=author, note="Folder 3", **keep)
    actions.keep_note(member=coordinator, note="Folder 4, card 12", **keep)

    assert MeasureNote.objects.get().note == "Folder 4, card 12"
    notes = [ask.note for family in asked_of(quay, member=guard).by_level[2] for ask in family.asks]
    assert "Folder 4, card 12" in notes
    for who in sorted(set(PERSONAS) - {"author", "coordinator"}):
        with pytest.raises(NotAllowed):
            actions.keep_note(member=community.member(who), note="Mine", **keep)
    assert not MeasureNote.objects.visible_to(peer).exists()
    with pytest.raises(BadField):
        actions.keep_note(member=author, note="x" * 201, **keep)
    with pytest.raises(UnknownMeasure):
        actions.keep_note(member=author, note="x", **keep | {"control": "b-99"})
    with pytest.raises(UnknownMeasure):
        actions.keep_note(member=author, note="x", **keep | {"catalogue": "cyfun"})
    assert actions.keep_note(member=author, note=" ", **keep) is None
    assert not MeasureNote.objects.exists()


def test_the_board_of_a_port_tells_times_to_its_manager_and_to_whose_facility_it_is(community, author, peer, outsider):
    terminal = community.facilities["south"]
    terminal.port = community.ports["north"]
    terminal.save()
    raise_to(peer, 2, facility=terminal)

    def told(member):
        board = port_board(community.ports["north"], member=member, now=NOW)
        assert {line.facility.name: line.level.level for line in board.lines} == {"Quay north": 1, "Quay south": 2}
        return {line.facility.name for line in board.lines if line.raised}

    assert told(author) == told(peer) == {"Quay south"}
    assert told(outsider) == set()


def test_now_leads_whoever_ticks_to_the_list(community, raised):
    told = {who for who in PERSONAS if checklist_lines(community.member(who), now=NOW)}

    assert told == {"author", "coordinator", "guard"}


def refused(do):
    with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
        do()


def test_ticks_and_lists_stand(author, raised):
    actions.tick(member=author, acknowledgement=raised, item=FIRST, now=NOW)

    refused(lambda: LevelTick.objects.update(at=NOW + timedelta(minutes=1)))
    refused(lambda: LevelTick.objects.update(item="isps/1.0/b-16.28"))
    refused(lambda: LevelTick.objects.all().delete())
    refused(lambda: LevelChecklist.objects.update(items=[]))
    refused(lambda: _run("DELETE FROM levels_levelchecklist"))
    actions.untick(member=author, acknowledgement=raised, item=FIRST, now=NOW)
    refused(lambda: LevelTick.objects.update(undone_at=None, undone_by=None))


def _run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_one_standing_tick_a_measure(author, raised):
    one = actions.tick(member=author, acknowledgement=raised, item=FIRST, now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        LevelTick.objects.create(checklist=one.checklist, item=FIRST, kind="on", by=one.by, at=NOW)


def test_a_guard_ticks_on_the_page_without_script(community, author, quay):
    row = raise_to(author, 2, at=now(), facility=quay)
    browser = Client()
    browser.force_login(community.person("guard"))
    address = reverse("levels:checklist", args=[row.key])

    page = browser.get(address).content.decode()
    assert "0 of 9" in page
    assert "Not here" not in page
    answer = browser.post(reverse("levels:tick", args=[row.key]), {"item": FIRST})
    assert answer.url == f"{address}#b-16.19"
    page = browser.get(address).content.decode()
    assert "1 of 9" in page
    browser.post(reverse("levels:untick", args=[row.key]), {"item": FIRST})
    assert "0 of 9" in browser.get(address).content.decode()
    assert browser.post(reverse("levels:in_effect", args=[row.key])).status_code == 403


def test_the_ports_manager_finds_no_tick_and_no_note_of_a_terminal(community, author, peer):
    terminal = community.facilities["south"]
    terminal.port = community.ports["north"]
    terminal.save()
    row = raise_to(peer, 2, at=now(), facility=terminal)
    actions.tick(member=peer, acknowledgement=row, item=FIRST, now=now())
    note = {"facility": terminal, "catalogue": "isps", "control": "b-16.19", "note": "KANARIE", "now": now()}
    actions.keep_note(member=peer, **note)
    browser = Client()
    browser.force_login(community.person("author"))

    for address in (
        reverse("levels:checklist", args=[row.key]),
        reverse("levels:facility", args=[terminal.key]),
        reverse("levels:print_asks", args=[terminal.key]),
        reverse("levels:note", args=[terminal.key, "isps", "b-16.19"]),
    ):
        assert browser.get(address).status_code == 404
    for address in (
        reverse("levels:port", args=["north"]),
        reverse("levels:asks"),
        reverse("members:levels"),
        reverse("now"),
        "/api/v1/levels/checklists",
    ):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert "KANARIE" not in answer.content.decode()
        assert reverse("levels:checklist", args=[row.key]) not in answer.content.decode()
    assert "Quay south" in browser.get(reverse("levels:port", args=["north"])).content.decode()


@pytest.mark.parametrize("level", ["2", "3", "9"])
def test_one_sheet_says_what_comes_on_and_where_the_instruction_lies(community, author, quay, level):
    note = {"facility": quay, "catalogue": "isps", "control": "b-16.19", "note": "Card 12", "now": NOW}
    actions.keep_note(member=author, **note)
    browser = Client()
    browser.force_login(community.person("guard"))

    page = browser.get(reverse("levels:print_asks", args=[quay.key]), {"level": level}).content.decode()

    assert ("Card 12" in page) == (level != "3")
    assert ("B/16.20" in page) == (level == "3")


@pytest.mark.django_db(transaction=True)
def test_two_who_tick_at_once_leave_one_tick(community):
    author, guard, quay = community.member("author"), community.member("guard"), community.facilities["north"]
    row = raise_to(author, 2, facility=quay)

    one_waits_for_the_other(
        lambda: actions.tick(member=guard, acknowledgement=row, item=FIRST, now=NOW),
        lambda: actions.tick(member=author, acknowledgement=row, item=FIRST, now=NOW + timedelta(seconds=1)),
    )

    assert LevelTick.objects.get().by_id == guard.seat_id
    assert LevelChecklist.objects.count() == 1
