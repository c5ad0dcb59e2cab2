"""The level board: recorded, confirmed by whose word counts, acknowledged at each facility."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.members.actions import levels as act
from port2port.members.actions.people import change_scope
from port2port.members.level_board import effective_levels
from port2port.members.models import LevelAcknowledgement, LevelEntry, Organisation
from tests.personas import NOW


def draft(value=2, scale="isps", **more):
    return act.LevelDraft(scale=scale, value=value, valid_from=NOW, issued_by="Local committee", **more)


@pytest.fixture
def quay(community):
    return community.facilities["north"]


def level_at(quay, at=NOW):
    return effective_levels([quay], at=at)[quay.pk].level


def one_facility(community, coordinator, quay):
    """The author, now an officer of the facility alone."""
    seat = community.seats["author"]
    change_scope(member=coordinator, seat=seat, port=None, facility=quay, title="PFSO", now=NOW)
    return community.member("author")


def test_the_ports_officer_confirms_by_reporting(community, author, quay):
    entry = act.report_level(member=author, draft=draft(port=community.ports["north"]), now=NOW)

    assert entry.confirmed_at == NOW
    assert level_at(quay) == 2


def test_a_facilitys_officer_only_reports(community, coordinator, author, quay):
    officer = one_facility(community, coordinator, quay)

    entry = act.report_level(member=officer, draft=draft(facility=quay), now=NOW)

    assert entry.confirmed_at is None
    assert level_at(quay) == 2
    with pytest.raises(NotAllowed):
        act.confirm_level(member=officer, entry=entry, now=NOW)


def test_a_facilitys_officer_cannot_lower_its_own_level(community, coordinator, author, quay):
    act.report_level(member=author, draft=draft(3, port=community.ports["north"]), now=NOW)
    officer = one_facility(community, coordinator, quay)

    exempt = draft(1, facility=quay, exempts=True, valid_to=NOW + timedelta(days=1))
    entry = act.report_level(member=officer, draft=exempt, now=NOW)

    assert level_at(quay) == 3
    act.confirm_level(member=coordinator, entry=entry, now=NOW)
    assert level_at(quay) == 1
    assert level_at(quay, at=NOW + timedelta(days=2)) == 3


def test_nobody_reports_for_the_site_of_another(community, peer, quay):
    with pytest.raises(NotAllowed):
        act.report_level(member=peer, draft=draft(facility=quay), now=NOW)
    with pytest.raises(NotAllowed):
        act.report_level(member=peer, draft=draft(port=community.ports["north"]), now=NOW)


def test_only_the_authority_speaks_for_the_country(community, author, peer, quay):
    with pytest.raises(NotAllowed):
        act.report_level(member=author, draft=draft(), now=NOW)

    Organisation.objects.filter(slug="south").update(kind="authority")
    act.report_level(member=peer, draft=draft(), now=NOW)

    assert level_at(quay) == 2


def test_an_ocad_level_changes_no_isps_level(community, author, quay):
    act.report_level(member=author, draft=draft(4, scale="ocad", port=community.ports["north"]), now=NOW)

    assert level_at(quay) == 1
    assert not LevelAcknowledgement.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [draft(4), draft(0), draft(5, scale="ocad"), draft(1, scale="ocad", exempts=True), draft(1, scale="both")],
)
def test_a_level_fits_its_scale(author, wrong):
    with pytest.raises(act.BadLevel):
        act.report_level(member=author, draft=wrong, now=NOW)


@pytest.mark.parametrize("wrong", [{"valid_to": NOW}, {"exempts": True}])
def test_a_level_ends_after_it_starts_and_an_exemption_ends(author, quay, wrong):
    with pytest.raises(act.BadPeriod):
        act.report_level(member=author, draft=replace(draft(facility=quay), **wrong), now=NOW)


def test_a_raise_asks_each_facility_once(community, author, quay):
    act.report_level(member=author, draft=draft(port=community.ports["north"]), now=NOW)
    act.report_level(member=author, draft=draft(facility=quay), now=NOW)

    assert [one.facility for one in LevelAcknowledgement.objects.all()] == [quay]


def test_reading_and_acting_are_two_moments(author, quay):
    act.report_level(member=author, draft=draft(facility=quay), now=NOW)
    row = LevelAcknowledgement.objects.get()

    act.acknowledge_level(member=author, acknowledgement=row, in_effect=False, now=NOW)
    act.acknowledge_level(member=author, acknowledgement=row, in_effect=True, now=NOW + timedelta(hours=1))

    row.refresh_from_db()
    assert (row.read_at, row.measures_in_effect_at) == (NOW, NOW + timedelta(hours=1))


def test_another_organisation_acknowledges_nothing_here(author, peer, quay):
    act.report_level(member=author, draft=draft(facility=quay), now=NOW)

    with pytest.raises(NotAllowed):
        act.acknowledge_level(member=peer, acknowledgement=LevelAcknowledgement.objects.get(), in_effect=True, now=NOW)


def test_an_ended_level_stays_in_the_history(author, quay):
    entry = act.report_level(member=author, draft=draft(facility=quay), now=NOW)

    act.end_level(member=author, entry=entry, now=NOW + timedelta(hours=1))

    assert level_at(quay, at=NOW + timedelta(hours=2)) == 1
    assert LevelEntry.objects.filter(pk=entry.pk).exists()


def coming(quay, **more):
    return replace(draft(facility=quay, **more), valid_from=NOW + timedelta(days=2))


def test_a_level_that_has_not_started_is_cancelled_and_never_applies(author, quay):
    entry = act.report_level(member=author, draft=coming(quay), now=NOW)

    act.cancel_level(member=author, entry=entry, now=NOW + timedelta(days=1))

    assert level_at(quay, at=NOW + timedelta(days=3)) == 1
    assert not LevelAcknowledgement.objects.waiting(at=NOW + timedelta(days=3)).exists()
    assert not LevelAcknowledgement.objects.recent()


def test_a_level_that_has_started_is_ended_and_not_cancelled(author, quay):
    entry = act.report_level(member=author, draft=coming(quay), now=NOW)

    with pytest.raises(act.NotComing, match="ended instead"):
        act.cancel_level(member=author, entry=entry, now=NOW + timedelta(days=2))

    assert level_at(quay, at=NOW + timedelta(days=2)) == 2


def test_nothing_follows_a_cancellation(author, quay):
    entry = act.report_level(member=author, draft=coming(quay, value=3), now=NOW)
    act.cancel_level(member=author, entry=entry, now=NOW)
    entry.refresh_from_db()
    LevelEntry.objects.update(confirmed_at=None)

    with pytest.raises(act.NotComing):
        act.cancel_level(member=author, entry=entry, now=NOW + timedelta(hours=1))
    with pytest.raises(act.BadPeriod):
        act.end_level(member=author, entry=entry, now=NOW + timedelta(days=3))
    act.confirm_level(member=author, entry=entry, now=NOW)

    entry.refresh_from_db()
    assert (entry.cancelled_at, entry.valid_to, entry.confirmed_at) == (NOW, None, None)


def test_who_may_not_end_a_level_does_not_cancel_it(author, peer, quay):
    entry = act.report_level(member=author, draft=coming(quay), now=NOW)

    with pytest.raises(NotAllowed):
        act.cancel_level(member=peer, entry=entry, now=NOW)

    entry.refresh_from_db()
    assert entry.cancelled_at is None


def test_the_board_keeps_what_was_cancelled_with_who_and_when(client, community, author, quay):
    entry = act.report_level(
        member=author, draft=replace(coming(quay), valid_from=now() + timedelta(days=2)), now=now()
    )
    client.force_login(community.person("author"))
    assert reverse("members:cancel_level", args=[entry.key]) in page(client)

    client.post(reverse("members:cancel_level", args=[entry.key]))

    client.force_login(community.person("peer"))
    board = page(client)
    announced, _, earlier = board.partition("Earlier levels")
    assert "Announced" not in announced
    assert "ISPS 2" in earlier
    assert re.search(r"cancelled <time [^>]*>[^<]*</time> by Port of North; it never applied", earlier)


def page(client):
    return " ".join(client.get(reverse("members:levels")).content.decode().split())


def test_the_form_puts_a_level_on_the_board(client, community):
    client.force_login(community.person("author"))
    port = f"port-{community.ports['north'].slug}"
    sent = {"scale": "isps", "value": "2", "place": port, "valid_from": "2026-03-02T09:30", "issued_by": "Committee"}

    answer = client.post(reverse("members:new_level"), sent)

    assert answer.status_code == 302
    assert b"ISPS 2" in client.get(reverse("members:levels")).content


def test_a_place_of_another_organisation_is_no_choice(client, community):
    client.force_login(community.person("author"))
    port = f"port-{community.ports['south'].slug}"
    sent = {"scale": "isps", "value": "2", "place": port, "valid_from": "2026-03-02T09:30", "issued_by": "Committee"}

    assert client.post(reverse("members:new_level"), sent).status_code == 422
    assert not LevelEntry.objects.exists()


def test_the_board_counts_no_queries_per_facility(community, django_assert_num_queries):
    with django_assert_num_queries(1):
        effective_levels(community.facilities.values(), at=NOW)


def test_the_page_asks_the_database_as_often_for_many_levels_as_for_one(client, community, coordinator, author, quay):
    officer = one_facility(community, coordinator, quay)
    client.force_login(community.person("author"))
    counted = []

    for _ in range(2):
        for number in range(3):
            act.report_level(member=officer, draft=draft(facility=quay, scale="isps", value=2 + number % 2), now=NOW)
        page(client)
        with CaptureQueriesContext(connection) as asked:
            page(client)
        counted.append(len(asked))

    assert counted[0] == counted[1]
