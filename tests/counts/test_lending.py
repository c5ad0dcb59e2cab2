"""Who reads exact counts: their own organisation, and the circles that they are lent to, as long as that stands."""

from datetime import date, timedelta

import pytest

from port2port.base.refusal import NotAllowed
from port2port.counts import actions
from port2port.counts.models import CountSeries, Loan, RecordingChange, WeekCount
from port2port.counts.refusals import LentAlready, LentByAnother, TakenBackAlready
from port2port.members.models import CircleMembership, Organisation
from port2port.reports.rules import BadField
from tests.counts.conftest import NEWEST, WEEK
from tests.personas import BEFORE, NOW

READERS = ("author", "colleague", "coordinator")
NEVER = ("trainer", "guard", "auditor", "operator", "client", "guest", "nobody", "peer_guard")


def seen(member):
    return list(WeekCount.objects.visible_to(member).values_list("number", flat=True))


def stay(community, organisation):
    return CircleMembership.objects.get(organisation=community.organisations[organisation], left_at=None)


def test_counts_that_are_not_lent_are_read_by_their_own_organisation_alone(community, count):
    count(community.member("author"), [3, None, 5])

    assert all(seen(community.member(one)) == [3, None, 5] for one in READERS)
    assert all(seen(community.member(one)) == [] for one in (*NEVER, "peer", "outsider", "secretariat"))


def test_a_series_that_is_lent_is_read_by_the_circle_from_its_first_week_on(community, count, lend):
    series = count(community.member("author"), [3, 4, 5])
    lend(community.member("author"), series, from_week=NEWEST - WEEK)

    assert seen(community.member("peer")) == [4, 5]
    assert seen(community.member("author")) == [3, 4, 5]
    assert all(seen(community.member(one)) == [] for one in (*NEVER, "outsider", "secretariat"))
    assert all(not CountSeries.objects.visible_to(community.member(one)).exists() for one in (*NEVER, "outsider"))


def test_of_a_corrected_count_the_circle_reads_what_stands_and_the_own_organisation_all(community, count, lend):
    author = community.member("author")
    series = count(author, [3])
    lend(author, series)

    count(author, [7], now=NOW)

    assert seen(community.member("peer")) == [7]
    assert seen(author) == [3, 7]


def test_once_taken_back_nobody_else_reads_it(community, count, lend):
    author, peer = community.member("author"), community.member("peer")
    loan = lend(author, count(author, [3]))
    assert seen(peer) == [3]

    actions.take_back(member=author, loan=loan, now=NOW)

    assert seen(peer) == []
    assert not Loan.objects.visible_to(peer).exists()
    assert not CountSeries.objects.visible_to(peer).exists()
    with pytest.raises(TakenBackAlready):
        actions.take_back(member=author, loan=loan, now=NOW)


def test_whoever_left_the_circle_reads_nothing(community, count, lend):
    author = community.member("author")
    lend(author, count(author, [3]))

    CircleMembership.objects.filter(pk=stay(community, "south").pk).update(left_at=NOW)

    assert seen(community.member("peer")) == []


def test_a_lender_who_leaves_lends_no_more_and_not_by_coming_back(community, count, lend):
    author = community.member("author")
    series = count(author, [3])
    lend(author, series)
    own = stay(community, "north")

    CircleMembership.objects.filter(pk=own.pk).update(left_at=NOW)
    assert seen(community.member("peer")) == []
    CircleMembership.objects.create(
        circle=own.circle, organisation=own.organisation, invited_at=NOW, joined_at=NOW + timedelta(hours=1)
    )
    assert seen(community.member("peer")) == []

    lend(author, series, now=NOW + timedelta(hours=2))
    assert seen(community.member("peer")) == [3]


def test_a_closed_circle_and_an_organisation_that_left_read_and_lend_nothing(community, count, lend):
    author = community.member("author")
    lend(author, count(author, [3]))
    circle = community.circles["both"]
    circle.closed_at = NOW
    circle.save()
    assert seen(community.member("peer")) == []
    circle.closed_at = None
    circle.save()

    Organisation.objects.filter(slug="north").update(state="left")

    assert seen(community.member("peer")) == []


def test_a_newcomer_in_a_circle_that_keeps_its_past_reads_what_was_lent_after_it_came(community, count, lend):
    author = community.member("author")
    series = count(author, [3])
    circle = community.circles["both"]
    circle.shows_history = False
    circle.save()
    loan = lend(author, series)
    CircleMembership.objects.create(
        circle=circle,
        organisation=community.organisations["east"],
        invited_at=NOW,
        joined_at=NOW + timedelta(hours=1),
    )
    assert seen(community.member("outsider")) == []
    assert seen(community.member("peer")) == [3]

    actions.take_back(member=author, loan=loan, now=NOW)
    lend(author, series, now=NOW + timedelta(hours=2))

    assert seen(community.member("outsider")) == [3]


def test_a_circle_has_one_lender_of_each_count(community, count, lend):
    author, peer = community.member("author"), community.member("peer")
    community.facilities["south"].port = community.ports["north"]
    community.facilities["south"].save()
    series = count(author, [3])
    lend(author, series)
    other = count(peer, [4])

    with pytest.raises(LentByAnother):
        lend(peer, other)
    with pytest.raises(LentAlready):
        lend(author, series)

    CircleMembership.objects.filter(pk=stay(community, "north").pk).update(left_at=NOW)
    with pytest.raises(LentByAnother):
        lend(peer, other)
    Organisation.objects.filter(slug="north").update(state="left")
    lend(peer, other)
    assert Loan.objects.given().count() == 1


@pytest.mark.parametrize("name", ["colleague", "peer", "peer_coordinator", "secretariat", *NEVER])
def test_only_officers_and_coordinators_of_the_whole_organisation_lend(community, count, lend, name):
    series = count(community.member("author"), [3])

    with pytest.raises(NotAllowed):
        lend(community.member(name), series)
    with pytest.raises(NotAllowed):
        lend(community.scoped("author", port="north"), series)


def test_a_series_is_lent_only_to_a_circle_that_the_lender_is_in(community, count, lend):
    outsider = community.member("outsider")
    series = count(outsider, [3], port="east")

    with pytest.raises(BadField):
        lend(outsider, series)


def test_a_seat_of_one_port_reads_and_enters_only_that_port(community, count):
    count(community.member("author"), [3])
    community.facilities["north"].pk = None
    here, there = community.scoped("author", port="north"), community.scoped("author", port="south")

    assert seen(here) == [3]
    assert seen(there) == []
    assert seen(community.scoped("author", facility="south")) == []


def test_the_circle_reads_of_changes_in_recording_what_touches_the_series_it_reads(community, count, lend):
    author, peer = community.member("author"), community.member("peer")
    lend(author, count(author, [3], category="INT-TRES"), from_week=date(2025, 1, 6))

    def change(**more):
        said = {
            "port": community.ports["north"],
            "outcome": "intrusions",
            "on": date(2025, 6, 2),
            "what": "New form.",
            "language": "en",
        } | more
        return actions.declare_recording_change(member=author, said=actions.ChangeFields(**said), now=NOW)

    touching = [change(), change(category="INT-TRES"), change(category="INT")]
    change(category="INT-STOW")
    change(outcome="drone_sightings")
    change(on=date(2024, 6, 3))

    assert set(RecordingChange.objects.visible_to(peer)) == set(touching)
    assert RecordingChange.objects.visible_to(author).count() == 6
    assert not RecordingChange.objects.visible_to(community.member("outsider")).exists()
    actions.withdraw(member=author, declared=touching[0], now=NOW)
    assert set(RecordingChange.objects.visible_to(peer)) == set(touching[1:])


def test_of_a_family_that_is_lent_the_circle_reads_what_changed_in_a_part_of_it(community, count, lend):
    author, peer = community.member("author"), community.member("peer")
    lend(author, count(author, [3], outcome="seizures", category="DRG-ENT"), from_week=date(2025, 1, 6))

    def change(category):
        said = actions.ChangeFields(
            port=community.ports["north"],
            outcome="seizures",
            category=category,
            on=date(2025, 6, 2),
            what="New form.",
            language="en",
        )
        return actions.declare_recording_change(member=author, said=said, now=NOW)

    touching = [change("DRG-ENT-RIPON"), change("")]
    change("DRG-EXT")

    assert set(RecordingChange.objects.visible_to(peer)) == set(touching)


def test_comparisons_and_measures_are_read_by_the_circle_they_are_for(community):
    author, peer = community.member("author"), community.member("peer")
    said = actions.ComparisonFields(
        title="Port of elsewhere",
        language="en",
        reason="outside_substitution",
        why="It lies on another continent and handles no containers from there.",
        outcome="intrusions",
        circle=community.circles["both"],
    )
    comparison = actions.declare_comparison(member=author, said=said, now=BEFORE + timedelta(days=50))
    actions.enter_comparison(member=author, comparison=comparison, said={NEWEST: 30}, now=NOW)

    def known(member):
        return [*type(comparison).objects.visible_to(member), *comparison.weeks.model.objects.visible_to(member)]

    assert len(known(peer)) == len(known(author)) == 2
    assert all(known(community.member(one)) == [] for one in ("outsider", "secretariat", *NEVER))
    CircleMembership.objects.filter(pk=stay(community, "north").pk).update(left_at=NOW)
    assert known(peer) == []
