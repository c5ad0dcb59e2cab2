"""What studies and early warning read: what is lent to one circle now, missing weeks as missing."""

from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest

from port2port.counts import actions
from port2port.counts.models import RecordingChange
from port2port.counts.panel import comparison_counts, lent_ports, panel_in
from port2port.counts.refusals import NotLent, NoWeeks
from port2port.counts.series_page import page_of
from tests.counts.conftest import NEWEST, WEEK, weeks
from tests.personas import BEFORE, NOW

FIRST = NEWEST - WEEK * 3


def panel(community, *ports, first=FIRST, outcome="intrusions", category=""):
    return panel_in(
        community.circles["both"],
        outcome=outcome,
        category=category,
        ports=[community.ports[port] for port in ports],
        first=first,
        last=NEWEST,
    )


@pytest.fixture
def both_lent(community, count, lend):
    author, peer = community.member("author"), community.member("peer")
    lend(author, count(author, [3, 0, None, 5]))
    lend(peer, count(peer, [7, 8], port="south"), from_week=NEWEST)


def test_a_panel_has_a_row_a_week_and_a_column_a_port(community, both_lent):
    found = panel(community, "north", "south")

    assert found.weeks == tuple(FIRST + WEEK * n for n in range(4))
    np.testing.assert_array_equal(found.counts[:, 0], [3, 0, np.nan, 5])
    np.testing.assert_array_equal(found.counts[:, 1], [np.nan, np.nan, np.nan, 8])
    assert [one.slug for one in found.lenders] == ["north", "south"]


def test_its_digest_follows_its_content(community, both_lent, count):
    before = panel(community, "north", "south")
    assert panel(community, "north", "south").digest == before.digest
    assert panel(community, "south", "north").digest != before.digest

    count(community.member("author"), [4], now=NOW)

    assert panel(community, "north", "south").digest != before.digest


def test_what_nobody_lends_is_refused_by_port(community, both_lent):
    with pytest.raises(NotLent) as refused:
        panel(community, "north", "east")
    assert refused.value.port == community.ports["east"]

    with pytest.raises(NoWeeks):
        panel_in(
            community.circles["both"],
            outcome="intrusions",
            category="",
            ports=[community.ports["south"]],
            first=FIRST,
            last=NEWEST - WEEK,
        )


def test_once_taken_back_a_panel_reads_it_no_more(community, count, lend):
    author = community.member("author")
    loan = lend(author, count(author, [3]))
    assert panel(community, "north").counts[-1, 0] == 3

    actions.take_back(member=author, loan=loan, now=NOW)

    with pytest.raises(NotLent):
        panel(community, "north")


def test_lent_ports_tell_who_lends_and_until_when_there_are_counts(community, both_lent, count):
    found = lent_ports(community.circles["both"], outcome="intrusions", category="")

    assert [(one.port.slug, one.lender.slug, one.last_week) for one in found] == [
        ("north", "north", NEWEST),
        ("south", "south", NEWEST),
    ]
    assert lent_ports(community.circles["both"], outcome="drone_sightings", category="") == []


def test_effort_is_not_lent_so_entering_it_changes_nothing_that_others_read(community, both_lent):
    before = panel(community, "north").digest
    actions.enter_effort(
        member=community.member("author"),
        port=community.ports["north"],
        kind="patrol_hours",
        said={FIRST + WEEK * n: Decimal(40) for n in range(4)},
        now=NOW,
    )

    assert panel(community, "north").digest == before


def test_changes_in_recording_come_along(community, both_lent):
    said = actions.ChangeFields(
        port=community.ports["north"],
        outcome="intrusions",
        on=NEWEST + timedelta(days=2),
        what="New form.",
        language="en",
    )
    change = actions.declare_recording_change(member=community.member("author"), said=said, now=NOW)

    assert panel(community, "north", "south").changes == (change,)
    assert panel(community, "south").changes == ()


FAMILY = ["", "DRG-ENT", "DRG-ENT-RIPON"]
BESIDE = ["DRG-EXT", "DRG-ENT-CARGO", "INT"]


@pytest.mark.parametrize("declared", FAMILY + BESIDE)
@pytest.mark.parametrize("counted", FAMILY)
def test_a_change_touches_the_families_of_what_it_is_of_and_the_parts_of_it(community, count, lend, counted, declared):
    author, peer = community.member("author"), community.member("peer")
    series = count(author, [3, 4], outcome="seizures", category=counted)
    lend(author, series)
    said = actions.ChangeFields(
        port=community.ports["north"],
        outcome="seizures",
        category=declared,
        on=NEWEST,
        what="New form.",
        language="en",
    )
    change = actions.declare_recording_change(member=author, said=said, now=NOW)
    nested = counted == "" or declared == "" or declared.startswith(counted) or counted.startswith(declared)

    found = panel(community, "north", outcome="seizures", category=counted).changes

    assert found == ((change,) if nested else ())
    # Whoever reads the counts reads what touches them, and nothing else.
    assert list(RecordingChange.objects.visible_to(peer)) == list(found)
    assert page_of(series, member=peer, now=NOW).changes == list(found)


def test_the_rate_is_seizures_over_containers_inspected_and_missing_without_them(community, count, lend):
    author = community.member("author")
    count(author, [2, 3, 0, 4], outcome="seizures")
    lend(author, count(author, outcome="seizures_per_1000_inspected"))
    inspected = {FIRST: Decimal(500), FIRST + WEEK: Decimal(0), FIRST + WEEK * 2: Decimal(400)}
    actions.enter_effort(
        member=author, port=community.ports["north"], kind="containers_scanned", said=inspected, now=NOW
    )

    found = panel(community, "north", outcome="seizures_per_1000_inspected")

    np.testing.assert_array_equal(found.counts[:, 0], [4, np.nan, 0, np.nan])
    [port] = lent_ports(community.circles["both"], outcome="seizures_per_1000_inspected", category="")
    assert port.last_week == FIRST + WEEK * 2
    with pytest.raises(NotLent):
        panel(community, "north", outcome="seizures")


def test_a_comparison_is_read_by_week_with_what_stands(community):
    author = community.member("author")
    said = actions.ComparisonFields(
        title="Elsewhere",
        language="en",
        reason="cannot_move",
        why="A kind of event that follows from the weather and from nothing that is done here.",
        outcome="intrusions",
    )
    comparison = actions.declare_comparison(member=author, said=said, now=BEFORE)
    for numbers in ([20, 21, 22], [20, 19, 22]):
        said_weeks = {week: one.number for week, one in weeks(numbers, until=NEWEST - WEEK).items()}
        actions.enter_comparison(member=author, comparison=comparison, said=said_weeks, now=NOW)

    np.testing.assert_array_equal(comparison_counts(comparison, first=FIRST, last=NEWEST), [20, 19, 22, np.nan])
