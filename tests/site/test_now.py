from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from port2port.log.actions import hand_over, write_entry
from port2port.log.fields import Said
from port2port.log.models import Handover
from port2port.members.models import CircleMembership
from port2port.reports.actions import answer
from port2port.reports.models import Answer, Report
from port2port.sharing.actions import publish
from port2port.site.now import Shift, changes_for, needs_of, shift_of, standing_of
from tests.personas import NOW, Community

LATER = NOW + timedelta(hours=1)


def _alert(community: Community, title: str, *, tlp: int = 2, author: str = "author", floor: bool = False) -> Report:
    writer = community.member(author)
    report = Report.objects.create(
        originator_id=writer.organisation_id,
        author_id=writer.person_id,
        kind="alert",
        title=title,
        language="en",
        tlp=tlp,
        valid_until=NOW + timedelta(days=3),
        what_to_do="Look at the fence.",
        for_floor=floor,
        port=community.ports["north"],
        made_at=NOW,
        changed_at=NOW,
    )
    if tlp in {2, 3}:
        report.circles.add(community.circles["both"])
    publish(record=report, member=writer, now=NOW)
    return report


def test_an_alert_waits_for_the_peer_until_its_organisation_has_answered(community: Community) -> None:
    report = _alert(community, "Hole in the fence")

    before = needs_of(community.member("peer"), now=LATER)
    answer(
        member=community.member("peer"),
        report=report,
        state=Answer.State.NOTHING_FOUND,
        note="",
        language="en",
        now=LATER,
    )
    after = needs_of(community.member("peer"), now=LATER)

    assert [need.title for need in before] == ["Hole in the fence"]
    assert after == []


def test_an_alert_that_is_over_needs_nobody(community: Community) -> None:
    _alert(community, "Hole in the fence")

    assert needs_of(community.member("peer"), now=NOW + timedelta(days=4)) == []


def test_an_outsider_sees_neither_the_need_nor_the_change_nor_the_count(community: Community) -> None:
    _alert(community, "Hole in the fence")
    outsider = community.member("outsider")

    assert needs_of(outsider, now=LATER) == []
    assert changes_for(outsider, community.person("outsider")) == []
    assert {one.week for one in standing_of(outsider, now=LATER)} == {"0 reports"}


def test_what_came_after_the_last_look_is_new(community: Community, client: Client) -> None:
    _alert(community, "Hole in the fence", tlp=1)
    client.force_login(community.person("peer"))

    first = client.get("/").content.decode()
    client.post("/now/looked/")
    second = client.get("/").content.decode()

    assert "change--new" in first
    assert "Hole in the fence" in second
    assert "change--new" not in second


def test_the_guard_reads_what_is_for_the_floor_and_no_more(community: Community, client: Client) -> None:
    _alert(community, "For the floor", floor=True)
    _alert(community, "For the office")
    client.force_login(community.person("peer_guard"))

    page = client.get("/").content.decode()

    assert "For the floor" in page
    assert "For the office" not in page


def test_an_invitation_to_a_circle_waits_for_the_coordinator_alone(community: Community) -> None:
    CircleMembership.objects.create(
        circle=community.circles["both"], organisation=community.organisations["east"], invited_at=NOW
    )

    waiting = needs_of(community.member("outsider_coordinator"), now=LATER)

    assert [need.title for need in waiting] == ["Both"]
    assert needs_of(community.member("outsider"), now=LATER) == []


@pytest.mark.parametrize("name", ["trainer", "auditor", "operator"])
def test_a_seat_that_reads_no_reports_is_told_what_it_is_for(community: Community, client: Client, name: str) -> None:
    _alert(community, "Hole in the fence", tlp=0)
    client.force_login(community.person(name))

    page = client.get("/").content.decode()

    assert "Hole in the fence" not in page
    assert 'class="empty"' in page


def test_a_trainer_is_led_to_the_people_who_are_due(community: Community, client: Client) -> None:
    client.force_login(community.person("trainer"))

    page = client.get("/").content.decode()

    assert f'<a class="button button--primary" href="{reverse("courses:people")}"' in page


# A guard's Now


def _note(community: Community, by: str, where: str, text: str) -> Handover:
    facility = community.facilities[where]
    return hand_over(member=community.member(by), facility=facility, text=text, language="en", now=NOW)


def _entry(community: Community, by: str, where: str, text: str, *, now=NOW) -> None:
    told = Said(happened_at=NOW, tile="intruder", text=text, language="en")
    write_entry(member=community.member(by), facility=community.facilities[where], said=told, now=now)


def test_a_guard_begins_with_the_button_the_note_and_its_own_entries(community: Community, client: Client) -> None:
    _note(community, "author", "north", "Crane 4 is dark.")
    _entry(community, "guard", "north", "Mine")
    _entry(community, "author", "north", "Of the officer")
    client.force_login(community.person("guard"))

    page = client.get("/").content.decode()

    shift = shift_of(community.member("guard"))
    assert page.index('href="/gate/"') < page.index("Crane 4 is dark.")
    assert len(shift.entries) == 1
    assert shift.entries[0].seat == community.seats["guard"]


def test_a_note_that_was_taken_over_or_is_ones_own_waits_no_more(community: Community, client: Client) -> None:
    note = _note(community, "author", "north", "Crane 4 is dark.")
    _note(community, "guard", "north", "To my relief.")
    client.force_login(community.person("guard"))

    before = client.get("/").content.decode()
    client.post(f"/log/handover/{note.key}/take/")
    after = client.get("/").content.decode()

    assert "Crane 4 is dark." in before
    assert "To my relief." not in before
    assert "Crane 4 is dark." not in after


def test_a_guard_of_another_port_meets_neither_the_note_nor_the_entries(community: Community, client: Client) -> None:
    _note(community, "author", "north", "KANARIE note")
    _entry(community, "guard", "north", "KANARIE entry")
    client.force_login(community.person("peer_guard"))

    page = client.get("/").content.decode()

    assert "KANARIE" not in page
    assert shift_of(community.member("peer_guard")) == Shift(notes=[], entries=[])


def test_only_a_guard_begins_a_shift_on_now(community: Community, client: Client) -> None:
    _note(community, "guard", "north", "KANARIE note")
    client.force_login(community.person("author"))

    assert "now-gate" not in client.get("/").content.decode()


def test_what_needs_a_seat_beyond_the_first_twelve_is_one_link_away(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("port2port.site.views.now", lambda: LATER)
    for number in range(14):
        _alert(community, f"Hole {number}")
    browser = Client()
    browser.force_login(community.person("peer"))

    first, whole = browser.get("/").content.decode(), browser.get("/?all").content.decode()

    assert (first.count('class="need"'), 'href="?all"' in first) == (12, True)
    assert (whole.count('class="need"'), 'href="?all"' in whole) == (14, False)
