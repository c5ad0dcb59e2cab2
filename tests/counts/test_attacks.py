"""Attacks on counts: by a seat of another port, at another's port, on what another entered, and by who is no lender."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.counts import actions
from port2port.counts.actions import ChangeFields, ComparisonFields, InterventionFields
from port2port.counts.models import Comparison, Intervention, RecordingChange, WeekCount
from port2port.counts.refusals import UndoOver
from port2port.counts.rules import last_whole_week
from port2port.ledger.models import TrailLine
from port2port.members.models import Circle, Port
from port2port.reports.rules import BadField
from tests.counts.conftest import NEWEST, weeks
from tests.personas import BEFORE, NOW


@pytest.fixture
def ask(client, community):
    def asked(who: str, address: str, sent: dict[str, str] | None = None):
        client.force_login(community.person(who))
        return client.get(address) if sent is None else client.post(address, sent)

    return asked


def measure(community, **more) -> InterventionFields:
    said = {
        "title": "Lights at the fence",
        "language": "en",
        "port": community.ports["north"],
        "announced_on": date(2026, 1, 5),
        "starts_on": NEWEST,
    } | more
    return InterventionFields(**said)


def outside(**more) -> ComparisonFields:
    said = {
        "title": "Elsewhere",
        "language": "en",
        "reason": "hinterland",
        "why": "Nothing of what happens at the quay reaches that hinterland.",
        "outcome": "seizures",
    } | more
    return ComparisonFields(**said)


def change(community) -> ChangeFields:
    return ChangeFields(
        port=community.ports["north"], outcome="seizures", on=date(2026, 1, 5), what="New form.", language="en"
    )


@pytest.fixture
def elsewhere(community):
    """A seat of north's second port."""
    second = Port.objects.create(
        slug="second", locode="BESEC", name="Second", geography="sea", manager=community.organisations["north"]
    )
    return replace(community.member("colleague"), port_id=second.pk)


@pytest.mark.parametrize("kind", ["measure", "recording", "comparison"])
def test_a_seat_of_another_port_or_of_a_facility_neither_reads_nor_withdraws_what_is_declared(
    community, elsewhere, kind
):
    author = community.member("author")
    declared = {
        "measure": lambda: actions.declare_intervention(member=author, said=measure(community), now=NOW),
        "recording": lambda: actions.declare_recording_change(member=author, said=change(community), now=NOW),
        "comparison": lambda: actions.declare_comparison(member=author, said=outside(), now=NOW),
    }[kind]()
    rows = type(declared).objects

    for seat in (elsewhere, community.scoped("colleague", facility="north")):
        assert not rows.visible_to(seat).exists()
        with pytest.raises(NotAllowed):
            actions.withdraw(member=seat, declared=declared, now=NOW)
    here = community.scoped("colleague", port="north")
    assert rows.visible_to(here).exists() == rows.editable_by(here).exists() == (kind != "comparison")
    assert rows.visible_to(community.member("colleague")).get().withdrawn_at is None


def test_a_seat_of_one_port_neither_declares_nor_corrects_comparisons(community, elsewhere):
    with pytest.raises(NotAllowed):
        actions.declare_comparison(member=elsewhere, said=outside(), now=NOW)
    row = actions.declare_comparison(
        member=community.member("author"), said=outside(circle=community.circles["both"]), now=NOW
    )
    actions.enter_comparison(member=community.member("author"), comparison=row, said={NEWEST: 7}, now=NOW)
    actions.enter_comparison(
        member=community.member("author"), comparison=row, said={NEWEST: 9}, now=NOW + timedelta(hours=1)
    )

    with pytest.raises(NotAllowed):
        actions.enter_comparison(member=elsewhere, comparison=row, said={NEWEST: 17}, now=NOW)
    seen = row.weeks.model.objects.visible_to
    assert [one.number for one in seen(elsewhere)] == [9]
    assert [one.number for one in seen(community.member("colleague"))] == [7, 9]


def test_the_form_of_comparisons_is_not_there_for_a_seat_of_one_port(ask, community):
    community.seats["colleague"].port = community.ports["north"]
    community.seats["colleague"].save()

    assert ask("colleague", "/counts/comparisons/new/").status_code == 404
    assert ask("colleague", "/counts/comparisons/new/", {}).status_code == 403
    assert "/counts/comparisons/new/" not in ask("colleague", "/counts/declared/").content.decode()
    assert ask("colleague", "/counts/measures/new/").status_code == 200


@pytest.mark.parametrize("who", ["peer", "outsider"])
def test_a_measure_at_anothers_port_is_refused(community, who):
    with pytest.raises(BadField):
        actions.declare_intervention(member=community.member(who), said=measure(community), now=NOW)

    assert not Intervention.objects.exists()


def test_who_acts_in_every_port_declares_a_measure_there_and_the_page_of_the_series_says_whose_it_is(
    ask, community, count
):
    series = count(community.member("author"), [3, 4])
    desk = community.member("secretariat")
    actions.declare_intervention(member=community.member("author"), said=measure(community), now=NOW)
    actions.declare_recording_change(
        member=community.member("author"), said=replace(change(community), outcome="intrusions"), now=NOW
    )
    page = ask("author", series.get_absolute_url()).content.decode()

    assert actions.declare_intervention(member=desk, said=measure(community), now=NOW).organisation.slug == "desk"
    assert page.count("Port of North</span></li>") == 2


def test_a_measure_is_offered_only_at_ports_where_the_own_organisation_counts(ask, community):
    page = ask("author", "/counts/measures/new/").content.decode()

    assert 'value="north"' in page
    assert 'value="south"' not in page


def test_an_analyst_gives_nothing_that_is_declared_to_a_circle(ask, community):
    both, analyst = community.circles["both"], community.member("colleague")
    for seat in (analyst, community.scoped("author", port="north")):
        with pytest.raises(BadField):
            actions.declare_intervention(member=seat, said=measure(community, circle=both), now=NOW)
    with pytest.raises(BadField):
        actions.declare_comparison(member=analyst, said=outside(circle=both), now=NOW)

    assert not Comparison.objects.exists()
    assert not Intervention.objects.exists()
    assert 'name="circle"' not in ask("colleague", "/counts/comparisons/new/").content.decode()
    assert 'name="circle"' in ask("author", "/counts/comparisons/new/").content.decode()
    assert actions.declare_comparison(member=analyst, said=outside(), now=NOW).circle is None


def test_only_the_own_entry_of_the_last_day_is_undone(community, count):
    author, colleague = community.member("author"), community.member("colleague")
    series = count(author, [3, 4], now=NOW)

    with pytest.raises(UndoOver):
        actions.undo_weeks(member=colleague, series=series, at=NOW, now=NOW + timedelta(hours=1))
    with pytest.raises(UndoOver):
        actions.undo_weeks(member=author, series=series, at=NOW, now=NOW + timedelta(days=1, seconds=1))
    with pytest.raises(NotAllowed):
        actions.undo_weeks(member=community.member("peer"), series=series, at=NOW, now=NOW)
    assert WeekCount.objects.standing().count() == 2
    assert actions.undo_weeks(member=author, series=series, at=NOW, now=NOW + timedelta(hours=1)) == 2


def test_the_address_of_undo_refuses_what_another_entered_weeks_ago(ask, community, count):
    at = BEFORE + timedelta(days=56)
    series = count(community.member("author"), [3, 4], now=at)

    answer = ask("colleague", f"{series.get_absolute_url()}undo/", {"at": at.isoformat()})

    assert answer.status_code == 409
    assert WeekCount.objects.standing().count() == 2


@pytest.mark.parametrize("is_open", [True, False])
def test_the_trail_of_who_counts_names_the_organisation_that_took_a_file_and_never_its_person(
    ask, community, count, lend, is_open
):
    peer, both = community.member("peer"), community.circles["both"]
    Circle.objects.filter(pk=both.pk).update(is_open=is_open, owner=community.organisations["south"])
    series = count(community.member("author"))
    actions.enter_weeks(
        member=community.member("author"), series=series, said=weeks([3], until=last_whole_week(now())), now=now()
    )
    lend(community.member("author"), series)

    assert ask("peer", f"{series.get_absolute_url()}counts.csv").status_code == 200

    line = TrailLine.objects.get(act="export_counts", organisation=str(community.organisations["north"].key))
    own = TrailLine.objects.get(act="export_counts", organisation=str(community.organisations["south"].key))
    page = ask("auditor", "/audit/").content.decode()
    assert own.actor == str(peer.actor)
    assert str(peer.actor) not in page
    assert ("Port of South" in line.subject) is is_open
    assert (str(community.organisations["south"].key) == line.actor) is is_open
    # Where the circle shows nobody, the line tells neither name nor key.
    assert is_open or "another organisation" in page


def test_of_a_recording_change_a_facility_reads_nothing_that_is_not_lent(community):
    actions.declare_recording_change(member=community.member("author"), said=change(community), now=NOW)

    assert not RecordingChange.objects.visible_to(community.scoped("colleague", facility="north")).exists()
