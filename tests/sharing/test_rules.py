"""Rules 1 to 8 of docs/explanation/visibility.md, each tried by people of one community.

`reads` asks every way at once: the queryset, the list, its count and the search must say the same.
"""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client

from port2port.members.actions.circles import (
    Policy,
    close_circle,
    invite_organisation,
    join_circle,
    leave_circle,
    make_circle,
)
from port2port.members.actions.clients import end_clientship, name_known_client
from port2port.members.member import Member
from port2port.members.models import Circle, Clientship
from port2port.pure.audience import Tlp
from port2port.reports.actions import reply, revise_report, undo_publish, withdraw_report
from port2port.reports.fields import Readers
from port2port.reports.models import Kind, Reply, Report
from port2port.sharing import audience_index, search
from port2port.sharing.actions import NotYours, WideningNotConfirmed, record_acknowledgement, record_opening
from port2port.sharing.handling_rules import BadHandling, check_handling
from port2port.sharing.models import Delivery, Opening, Publication, SearchEntry
from port2port.sharing.would import receivers_of
from tests.personas import NOW, Community
from tests.reports.conftest import CLEAR, GREEN, amber, said
from tests.sharing.conftest import Publish

LATER = NOW + timedelta(hours=1)
EVERYONE = (
    "author", "colleague", "coordinator", "trainer", "guard", "auditor", "operator", "peer", "peer_guard",
    "peer_coordinator", "outsider", "outsider_coordinator", "client", "guest", "secretariat", "nobody",
)  # fmt: skip
NORTH = {"author", "colleague", "coordinator"}
SOUTH = {"peer", "peer_coordinator"}
EAST = {"outsider", "outsider_coordinator"}


def reads(member: Member, report: Report) -> bool:
    """Whether the member finds the standing report, by every way there is; the ways must agree."""
    ways = {
        "queryset": Report.objects.visible_to(member).filter(pk=report.pk).exists(),
        "list": report.pk in {place.record_id for place in audience_index.newest(Report, member)},
        "search": report.pk in search.find(Report, member, "seal").ids,
        "publications": Publication.objects.visible_to(member).of(report).exists(),
    }
    if member.function == "auditor":
        # Sees that its organisation published, by size and time.
        del ways["publications"]
    assert len(set(ways.values())) == 1, ways
    return ways["queryset"]


def readers(community: Community, report: Report) -> set[str]:
    return {name for name in EVERYONE if reads(community.member(name), report)}


def red(community: Community, *names: str) -> Readers:
    return Readers(tlp=Tlp.RED, named=frozenset(community.seats[name].person_id for name in names))


# Rule 1: the originator sees its own; TLP:RED only the author and the named.


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("clear", NORTH | SOUTH | EAST | {"client", "guest", "secretariat"}),
        ("open", NORTH | SOUTH | EAST | {"client", "guest", "secretariat", "nobody"}),
        ("green", NORTH | SOUTH | EAST | {"secretariat"}),
        ("amber", NORTH | SOUTH | {"client"}),
        ("amber+strict", NORTH | SOUTH),
        ("red", {"author", "peer", "client"}),
    ],
)
def test_rule_1_each_label_reaches_whom_the_table_says(
    publish: Publish, community: Community, both: Circle, label: str, expected: set[str]
) -> None:
    chosen = {
        "clear": CLEAR,
        "open": Readers(tlp=Tlp.CLEAR, openly=True),
        "green": GREEN,
        "amber": amber(both),
        "amber+strict": amber(both, strict=True),
        "red": red(community, "peer", "client"),
    }
    # Only a member that knows the client can name its people.
    code = str(community.organisations["forwarder"].key)
    name_known_client(member=community.member("coordinator"), code=code, now=NOW)
    report = publish(Kind.INCIDENT, readers=chosen[label])

    # Guards read what is for the floor; trainers, auditors and the operator read no reports in their seats.
    assert readers(community, report) == expected


def test_rule_1_the_originator_keeps_its_own_after_leaving_the_circle(
    publish: Publish, community: Community, outsider: Member
) -> None:
    circle = make_circle(member=community.member("peer_coordinator"), policy=Policy(name="Quays"), now=NOW)
    invite_organisation(
        member=community.member("peer_coordinator"), circle=circle,
        organisation=community.organisations["north"], now=NOW,
    )  # fmt: skip
    join_circle(member=community.member("coordinator"), circle=circle, now=NOW)
    report = publish(Kind.INCIDENT, readers=amber(circle))
    leave_circle(member=community.member("coordinator"), circle=circle, now=LATER)

    assert readers(community, report) == NORTH | SOUTH | {"client"}


# Rule 2: only the originator widens, and names every organisation that newly gets it.


def test_rule_2_a_widening_that_was_not_confirmed_by_name_publishes_nothing(
    publish: Publish, author: Member, community: Community
) -> None:
    report = publish(Kind.INCIDENT)

    with pytest.raises(WideningNotConfirmed) as refused:
        revise_report(
            member=author, report=report, said=said(), readers=GREEN, version=1, confirmed=frozenset(), now=LATER
        )

    assert "east" in {
        slug for slug, organisation in community.organisations.items() if organisation.pk in refused.value.added
    }
    assert readers(community, report) == NORTH | SOUTH | {"client"}


def test_rule_2_nobody_but_the_originator_makes_a_version(publish: Publish, peer: Member, colleague: Member) -> None:
    report = publish(Kind.INCIDENT)

    with pytest.raises(NotYours):
        withdraw_report(member=peer, report=report, reason="Not mine.", now=LATER)


def test_rule_2_an_author_chooses_only_circles_of_the_own_organisation(
    publish: Publish, outsider: Member, both: Circle
) -> None:
    with pytest.raises(BadHandling):
        publish(Kind.INCIDENT, member=outsider, readers=amber(both))


# Rule 3: a circle shows its history or not; leaving ends access at once.


@pytest.mark.parametrize("shows_history", [True, False])
def test_rule_3_a_newcomer_sees_the_history_only_where_the_circle_shows_it(
    publish: Publish, community: Community, *, shows_history: bool
) -> None:
    coordinator = community.member("coordinator")
    circle = make_circle(member=coordinator, policy=Policy(name="Quays", shows_history=shows_history), now=NOW)
    before = publish(Kind.INCIDENT, readers=amber(circle))
    invite_organisation(member=coordinator, circle=circle, organisation=community.organisations["east"], now=NOW)
    join_circle(member=community.member("outsider_coordinator"), circle=circle, now=LATER)
    after = publish(Kind.INCIDENT, readers=amber(circle), now=LATER)

    assert reads(community.member("outsider"), before) is shows_history
    assert reads(community.member("outsider"), after)


def test_rule_3_a_new_version_does_not_open_the_history(publish: Publish, author: Member, community: Community) -> None:
    coordinator = community.member("coordinator")
    circle = make_circle(member=coordinator, policy=Policy(name="Quays", shows_history=False), now=NOW)
    report = publish(Kind.INCIDENT, readers=amber(circle))
    invite_organisation(member=coordinator, circle=circle, organisation=community.organisations["east"], now=NOW)
    join_circle(member=community.member("outsider_coordinator"), circle=circle, now=LATER)

    revise_report(
        member=author, report=report, said=said(facts="The seal was cut."), readers=amber(circle), version=1,
        confirmed=frozenset(), now=LATER + timedelta(hours=1),
    )  # fmt: skip

    assert not reads(community.member("outsider"), Report.objects.get(pk=report.pk))


def test_rule_3_leaving_ends_access_at_once_also_for_clients_and_by_address(
    publish: Publish, community: Community, both: Circle
) -> None:
    report = publish(Kind.INCIDENT)
    browser = Client()
    browser.force_login(community.person("peer"))
    assert browser.get(report.get_absolute_url()).status_code == 200

    leave_circle(member=community.member("peer_coordinator"), circle=both, now=LATER)

    missing = browser.get("/reports/00000000-0000-4000-8000-000000000000/")
    hidden = browser.get(report.get_absolute_url())
    assert readers(community, report) == NORTH
    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content) == (404, missing.content)


def test_rule_3_a_closed_circle_and_an_ended_clientship_open_nothing(
    publish: Publish, community: Community, both: Circle
) -> None:
    report = publish(Kind.INCIDENT)
    end_clientship(member=community.member("peer_coordinator"), clientship=Clientship.objects.get(), now=LATER)
    without_clients = readers(community, report)
    close_circle(member=community.member("coordinator"), circle=both, now=LATER)

    assert without_clients == NORTH | SOUTH
    assert readers(community, report) == NORTH


# Rule 4: a tombstone for those who had it; nobody else learns that it existed.


def tombstone_readers(community: Community, report: Report) -> set[str]:
    return {
        name for name in EVERYONE if Report.objects.visible_to(community.member(name)).filter(pk=report.pk).exists()
    }


def test_rule_4_a_withdrawal_leaves_a_tombstone_for_those_who_had_it(
    publish: Publish, author: Member, community: Community
) -> None:
    report = publish(Kind.INCIDENT)

    withdraw_report(member=author, report=report, reason="A mistake.", now=LATER)

    assert tombstone_readers(community, report) == NORTH | SOUTH | {"client"}
    assert search.find(Report, author, "seal").ids == []


@pytest.mark.parametrize(("probe", "dense"), [(256, 25), (1, 0), (1, 9), (2, 1)])
def test_a_search_finds_the_same_by_the_newest_stretch_and_by_the_index_of_words(
    publish: Publish, community: Community, monkeypatch: pytest.MonkeyPatch, probe: int, dense: int
) -> None:
    wanted = [publish(Kind.INCIDENT).pk, publish(Kind.INCIDENT, title="Quagmire at the quay").pk]
    publish(Kind.INCIDENT)
    monkeypatch.setattr(search, "PROBE", probe)
    monkeypatch.setattr(search, "DENSE", dense)

    def found(who: str, query: str, limit: int = 50, before: int | None = None) -> list[int]:
        return search.find(Report, community.member(who), query, limit=limit, before=before).ids

    assert found("author", "quagmire") == wanted[1:]
    assert found("author", "quagmire", limit=1) == wanted[1:]
    assert found("outsider", "quagmire") == []
    assert len(found("author", "seal")) == 3
    newest = search.find(Report, community.member("author"), "seal", limit=1)
    assert found("author", "seal", before=newest.last) == wanted[::-1]
    assert search.find_first(Report, community.member("author"), "seal", limit=2)[1] == 3


def test_a_row_of_words_says_in_which_stretches_it_lies(publish: Publish) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite walks its rows in their order by itself")
    publish(Kind.INCIDENT)
    entry = SearchEntry.objects.get()

    for before in range(2):
        with connection.cursor() as cursor:
            if before:
                # A row of an earlier version, as the migration finds it.
                cursor.execute("UPDATE sharing_searchwords SET words = ts_delete(words, %s)", [list(stretches(entry))])
                cursor.execute(import_module("port2port.sharing.migrations.0007_stretches_of_words").STRETCHES)
            words = " & ".join(f"'{word}'" for word in stretches(entry))
            cursor.execute("SELECT count(*) FROM sharing_searchwords WHERE words @@ %s::tsquery", [words])
            assert cursor.fetchone() == (1,)


def stretches(entry: SearchEntry) -> list[str]:
    return [f"s{length}x{entry.pk // length}" for length in search.STRETCHES]


def test_rule_4_who_comes_later_learns_nothing(publish: Publish, author: Member, community: Community) -> None:
    coordinator = community.member("coordinator")
    circle = make_circle(member=coordinator, policy=Policy(name="Quays", shows_history=True), now=NOW)
    report = publish(Kind.INCIDENT, readers=amber(circle))
    withdraw_report(member=author, report=report, reason="A mistake.", now=NOW + timedelta(minutes=5))
    invite_organisation(member=coordinator, circle=circle, organisation=community.organisations["east"], now=LATER)
    join_circle(member=community.member("outsider_coordinator"), circle=circle, now=LATER)

    assert tombstone_readers(community, report) == NORTH
    assert audience_index.count_up_to(Report, community.member("outsider")) == 0


def test_rule_4_who_had_it_and_left_keeps_the_tombstone(
    publish: Publish, author: Member, community: Community, both: Circle
) -> None:
    report = publish(Kind.INCIDENT)
    leave_circle(member=community.member("peer_coordinator"), circle=both, now=NOW + timedelta(minutes=5))

    withdraw_report(member=author, report=report, reason="A mistake.", now=LATER)

    assert tombstone_readers(community, report) >= SOUTH


def test_rule_4_a_red_tombstone_is_for_the_named_and_the_author(
    publish: Publish, author: Member, community: Community
) -> None:
    report = publish(Kind.INCIDENT, readers=red(community, "peer"))

    withdraw_report(member=author, report=report, reason="A mistake.", now=LATER)

    assert tombstone_readers(community, report) == {"author", "peer"}


def test_rule_4_an_undone_publication_is_known_to_who_opened_it_only(
    publish: Publish, author: Member, peer: Member, community: Community
) -> None:
    unseen, seen = publish(Kind.INCIDENT), publish(Kind.INCIDENT)
    record_opening(record=seen, member=peer, now=NOW + timedelta(seconds=2))

    for report in (unseen, seen):
        undo_publish(member=author, report=report, now=NOW + timedelta(seconds=5))

    assert tombstone_readers(community, unseen) == NORTH
    assert tombstone_readers(community, seen) == NORTH | SOUTH


# Rule 5: nothing that hangs from a record is wider than the record.


def test_rule_5_what_hangs_from_a_record_is_hidden_with_it(
    publish: Publish, peer: Member, outsider: Member, community: Community, both: Circle
) -> None:
    report = publish(Kind.INCIDENT)
    reply(member=peer, report=report, text="Seen here too.", language="en", now=LATER)
    record_opening(record=report, member=peer, now=LATER)
    leave_circle(member=community.member("peer_coordinator"), circle=both, now=LATER)

    for member in (outsider, community.member("peer")):
        assert not Reply.objects.visible_to(member).exists()
        assert not Publication.objects.visible_to(member).exists()
        assert not Delivery.objects.visible_to(member).exists()
        assert not Opening.objects.visible_to(member).exists()


# Rule 6: the list of recipients is itself restricted.


def test_rule_6_the_originator_sees_organisations_and_a_reader_only_its_own_line(
    publish: Publish, author: Member, peer: Member, forwarder: Member
) -> None:
    report = publish(Kind.ALERT)
    record_opening(record=report, member=peer, now=LATER)
    record_acknowledgement(record=report, member=peer, now=LATER)

    def lines(member: Member) -> set[str]:
        return set(Delivery.objects.visible_to(member).of(report).values_list("organisation__slug", flat=True))

    receipt = Delivery.objects.visible_to(author).of(report).get(organisation__slug="south")
    assert lines(author) == {"south", "forwarder"}
    assert lines(peer) == {"south"}
    assert lines(forwarder) == {"forwarder"}
    assert (receipt.delivered_at, receipt.opened_at, receipt.acknowledged_at) == (NOW, LATER, LATER)


def test_rule_6_the_name_of_who_opened_stays_inside_its_organisation(
    publish: Publish, author: Member, peer: Member, peer_coordinator: Member
) -> None:
    report = publish(Kind.INCIDENT)
    record_opening(record=report, member=peer, now=LATER)

    assert Opening.objects.visible_to(peer_coordinator).of(report).get().person_id == peer.person_id
    assert not Opening.objects.visible_to(author).of(report).exists()


# Rule 7: the preview tells the truth (the property test is tests/sharing/test_one_rule.py).


def test_rule_7_whoever_was_counted_can_open_it(publish: Publish, community: Community) -> None:
    report = publish(Kind.ALERT, for_floor=True)

    receivers = receivers_of(report, first_at=NOW)

    people = {community.seats[name].person_id for name in readers_of_alert(community, report)}
    assert receivers.everyone == people
    assert receivers.person_count == len(people)


def readers_of_alert(community: Community, report: Report) -> set[str]:
    names = [name for name in EVERYONE if name != "nobody"]
    return {name for name in names if Report.objects.visible_to(community.member(name)).filter(pk=report.pk).exists()}


# Rule 8: a guest sees what is TLP:CLEAR, nothing else.


@pytest.mark.parametrize(
    ("tlp", "is_read"), [(Tlp.CLEAR, True), (Tlp.GREEN, False), (Tlp.AMBER, False), (Tlp.AMBER_STRICT, False)]
)
def test_rule_8_a_guest_reads_what_is_clear_and_nothing_else(
    publish: Publish, guest: Member, both: Circle, tlp: Tlp, *, is_read: bool
) -> None:
    circles = frozenset({both.pk}) if tlp in {Tlp.AMBER, Tlp.AMBER_STRICT} else frozenset()
    report = publish(Kind.INCIDENT, readers=Readers(tlp=tlp, circles=circles))

    assert reads(guest, report) is is_read


def test_rule_8_a_guest_is_not_reached_by_red_not_even_by_name(
    publish: Publish, author: Member, guest: Member, community: Community
) -> None:
    report = publish(Kind.INCIDENT, readers=red(community, "peer", "guest"))
    forged = replace(report.handling(), named=frozenset({community.seats["guest"].person_id}))

    assert not reads(guest, report)
    with pytest.raises(BadHandling):
        check_handling(forged, member=author)
