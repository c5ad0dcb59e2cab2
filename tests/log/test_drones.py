"""A drone: what each observer saw, where their bearings cross, and which entries tell of one event."""

from datetime import timedelta

import pytest

from port2port.log.actions import (
    add_observation,
    add_zone,
    change_zone,
    correct_entry,
    join_entries,
    share_lesson,
    strike_entry,
    strike_observation,
    take_out_entry,
)
from port2port.log.actions.observing import JoinedElsewhere, NoDrone, NotOneEvent
from port2port.log.actions.writing import EntryStruck, NotYourLog
from port2port.log.lesson import TAKEN, Lesson, seen_indicators, title_of
from port2port.log.models import Joining, Observation
from port2port.log.seen import Seen
from port2port.log.sighting import sighting_of
from port2port.pure.bearings import Plane
from port2port.reports.fields import fields_of
from port2port.reports.rules import BadField
from tests.log.conftest import said
from tests.personas import NOW

QUAY = Plane(51.28, 4.32)
SERIAL = "1581F4BND2399A0001"


@pytest.fixture
def drone(write):
    return write(tile="drone", text="It hovered over the stack.")


@pytest.fixture
def observe(author):
    """What an observer saw from so many metres east and north of the quay."""

    def observed(entry, x=0.0, y=0.0, bearing=0, *, member=author, now=NOW, **more):
        lat, lon = QUAY.latlon(x, y)
        values = {"seen_at": NOW, "observer": "guard", "means": "compass", "lat": lat, "lon": lon}
        seen = Seen(**(values | {"bearing_deg": bearing} | more))
        return add_observation(member=member, occurrence=entry, seen=seen, now=now)

    return observed


def shown(entry, member):
    return sighting_of(entry, member=member, may_edit=True)


def as_sent(**more):
    when = {"seen_at": "2026-03-02T10:30"}
    return when | {"observer": "guard", "means": "eye"} | more


def test_two_bearings_give_a_position_and_its_ellipse(client, community, author, drone, observe):
    observe(drone, -500, 0, 45, elevation_deg=8)
    observe(drone, 500, 0, 315)

    (found,) = shown(drone, author).rounds
    client.force_login(community.person("author"))
    page = client.get(drone.get_absolute_url()).content.decode()

    assert found.fix is not None
    assert QUAY.xy(found.fix.lat, found.fix.lon) == pytest.approx((0, 500), abs=0.5)
    assert found.fix.ellipse.major_m == pytest.approx(153, abs=1)
    assert "Position: latitude 51.2845, longitude 4.3200." in page
    assert "95 % ellipse: ± 150 m from" in page
    assert "Height above the observers: 99 m" in page
    assert 'role="img"' in page
    assert page.count("plain-map__ray") == 2
    assert page.count("<ellipse") == 1


def test_bearings_of_other_moments_do_not_cross(author, drone, observe):
    observe(drone, -500, 0, 45)
    observe(drone, 500, 0, 315, seen_at=NOW + timedelta(minutes=4))

    rounds = shown(drone, author).rounds

    assert [one.fix for one in rounds] == [None, None]
    assert [one.letters for one in rounds] == ["A", "B"]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [(0, 0, "run too much alike"), (225, 135, "behind an observer"), (90, 270, "run too much alike")],
)
def test_what_gives_no_position_says_why(author, drone, observe, first, second, words):
    observe(drone, -500, 0, first)
    observe(drone, 500, 0, second)

    (found,) = shown(drone, author).rounds

    assert found.fix is None
    assert words in found.words[0]


def test_the_post_of_a_zone_says_where_the_observer_stood(author, quay, drone, observe):
    gate = add_zone(member=author, facility=quay, name="Gate 3", now=NOW)
    change_zone(member=author, zone=gate, name="Gate 3", is_active=True, lat=51.28, lon=4.32, now=NOW)
    gate.refresh_from_db()

    made = observe(drone, bearing=10, zone=gate, lat=None, lon=None)
    change_zone(member=author, zone=gate, name="Gate 3", is_active=True, lat=51.29, lon=4.33, now=NOW)

    made.refresh_from_db()
    assert (made.lat, made.lon) == (51.28, 4.32)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"bearing_deg": 360}, "bearing_deg"),
        ({"bearing_deg": -1}, "bearing_deg"),
        ({"elevation_deg": 91}, "elevation_deg"),
        ({"count": 0}, "count"),
        ({"craft": "balloon"}, "craft"),
        ({"observer": ""}, "observer"),
        ({"lon": None}, "lon"),
        ({"lat": 91.0}, "lat"),
        ({"lat": float("nan")}, "lat"),
        ({"seen_at": NOW + timedelta(hours=1)}, "seen_at"),
        ({"remote_id": "x" * 41}, "remote_id"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(drone, observe, wrong, name):
    with pytest.raises(BadField) as refused:
        observe(drone, **wrong)

    assert refused.value.name == name
    assert Observation.objects.count() == 0


def test_a_position_far_from_the_port_is_the_wrong_way_round(community, drone, observe):
    port = community.ports["north"]
    port.lat, port.lon = 51.28, 4.32
    port.save()

    with pytest.raises(BadField, match="wrong way round"):
        observe(type(drone).objects.get(pk=drone.pk), lat=4.32, lon=51.28)


def test_the_form_refuses_without_losing_anything_and_keeps_once(client, community, drone):
    client.force_login(community.person("author"))
    address = f"/log/{drone.key}/observation/"

    wrong = client.post(address, as_sent(bearing_deg="400", craft="multirotor", lat="51,28", lon="4,32"))
    right = as_sent(bearing_deg="135", lat="51,28", lon="4,32", heading_deg="45", minutes="4", key="once")
    client.post(address, right)
    client.post(address, right)

    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert 'value="400"' in page
    assert '<option value="multirotor" selected' in page
    row = Observation.objects.get()
    assert (row.bearing_deg, row.heading_deg, row.duration_s, row.lat, row.lon) == (135, 45, 240, 51.28, 4.32)


def test_only_an_entry_of_a_drone_takes_observations(write, observe):
    with pytest.raises(NoDrone):
        observe(write())


def test_who_may_not_write_in_the_log_adds_nothing(community, drone, observe):
    for who in ("peer", "guard", "coordinator"):
        with pytest.raises(NotYourLog):
            observe(drone, member=community.member(who))


def test_an_observation_that_is_struck_out_stays_readable_and_counts_no_more(client, community, author, drone, observe):
    made = observe(drone, -500, 0, 45)
    observe(drone, 500, 0, 315)

    strike_observation(member=author, observation=made, now=NOW)
    client.force_login(community.person("author"))
    page = client.get(drone.get_absolute_url()).content.decode()

    assert [one.row.bearing_deg for one in shown(drone, author).lines] == [315]
    assert "45°, north-east" in page.split('id="timeline"')[1]


def test_several_entries_become_one_sighting_and_keep_their_numbers(client, community, author, guard, write, observe):
    first = write(tile="drone", member=guard)
    second = write(tile="drone", happened_at=NOW - timedelta(minutes=10))
    observe(first, -500, 0, 45)
    observe(second, 500, 0, 315)

    assert shown(first, author).suggested == [second]
    client.force_login(community.person("author"))
    client.post(f"/log/{first.key}/join/", {"number": second.number})

    assert [one.number for one in shown(first, author).joined] == [second.number]
    for entry in (first, second):
        (found,) = shown(entry, author).rounds
        assert found.fix is not None
    assert shown(first, author).suggested == []

    client.post(f"/log/{first.key}/join/{second.key}/take-out/")

    assert shown(first, author).joined == shown(second, author).joined == []
    assert Joining.objects.filter(left_at=NOW).count() + Joining.objects.exclude(left_at=None).count() >= 2
    assert [len(shown(one, author).lines) for one in (first, second)] == [1, 1]


def test_a_third_entry_joins_either_of_the_two(author, write):
    first, second, third = (write(tile="drone") for _each in range(3))
    join_entries(member=author, occurrence=first, other=second, now=NOW)

    join_entries(member=author, occurrence=third, other=second, now=NOW)

    assert shown(first, author).joined == [second, third]


def test_two_sightings_do_not_run_together_unasked(author, write):
    first, second, third, fourth = (write(tile="drone") for _each in range(4))
    join_entries(member=author, occurrence=first, other=second, now=NOW)
    join_entries(member=author, occurrence=third, other=fourth, now=NOW)

    with pytest.raises(JoinedElsewhere):
        join_entries(member=author, occurrence=first, other=third, now=NOW)


def test_what_is_no_one_event_is_not_joined(community, author, guard, write, drone):
    late = write(tile="drone", happened_at=NOW - timedelta(hours=3))
    for other in (drone, late):
        with pytest.raises(NotOneEvent):
            join_entries(member=author, occurrence=drone, other=other, now=NOW)
    with pytest.raises(NoDrone):
        join_entries(member=author, occurrence=drone, other=write(), now=NOW)
    struck = write(tile="drone")
    strike_entry(member=author, occurrence=struck, reason="Twice.", now=NOW)
    with pytest.raises(EntryStruck):
        join_entries(member=author, occurrence=drone, other=struck, now=NOW)
    with pytest.raises(NotYourLog):
        join_entries(member=guard, occurrence=drone, other=write(tile="drone"), now=NOW)


def test_another_facilitys_entry_is_as_good_as_missing(client, community, drone, write):
    quay = community.facilities["south"]
    theirs = write(tile="drone", member=community.member("peer"), facility=quay)
    client.force_login(community.person("author"))

    joined = client.post(f"/log/{drone.key}/join/", {"number": theirs.number.replace("0001", "0009")})
    taken = client.post(f"/log/{drone.key}/join/{theirs.key}/take-out/")

    assert (joined.status_code, taken.status_code) == (422, 404)
    assert Joining.objects.count() == 0


def test_an_entry_that_turns_out_to_be_none_leaves_the_sighting(author, write, observe):
    first, second = write(tile="drone"), write(tile="drone")
    join_entries(member=author, occurrence=first, other=second, now=NOW)
    observe(second, -500, 0, 45)

    correct_entry(member=author, occurrence=second, said=said(), reason="A bird.", version=1, now=NOW)

    assert shown(first, author).joined == []
    assert shown(first, author).lines == []


def test_taking_out_twice_changes_nothing(author, write):
    first, second = write(tile="drone"), write(tile="drone")
    join_entries(member=author, occurrence=first, other=second, now=NOW)

    take_out_entry(member=author, occurrence=second, now=NOW)
    take_out_entry(member=author, occurrence=second, now=NOW + timedelta(hours=1))

    assert set(Joining.objects.values_list("left_at", flat=True)) == {NOW}


def test_a_lesson_tells_of_the_drone_and_of_no_observer(author, drone, observe):
    observe(drone, -500, 0, 45, count=2, craft="multirotor", behaviour="hovering", heading_deg=90, remote_id=SERIAL)
    observe(drone, 500, 0, 315, height_band="50-120", lights="white", sound="buzz", duration_s=240)

    lesson = Lesson(title=title_of(drone), keep=TAKEN, indicators=tuple(seen_indicators(drone)))
    draft = share_lesson(member=author, occurrence=drone, lesson=lesson, now=NOW)

    assert (draft.drone_count, draft.drone_heading_deg, draft.drone_height_band) == (2, 90, "50-120")
    assert (draft.drone_lights, draft.drone_sound, draft.drone_duration_s) == ("White", "Buzzing", 240)
    assert draft.indicators == ["Multirotor", "Hovering"]
    assert (draft.drone_bearing_deg, draft.drone_remote_id, draft.lat, draft.lon) == (None, None, None, None)
    assert SERIAL not in str(fields_of(draft))


def test_a_lesson_without_the_drone_box_tells_nothing_of_it(author, drone, observe):
    observe(drone, count=2, heading_deg=90)

    lesson = Lesson(title="Drone", keep=TAKEN - {"drone"})
    draft = share_lesson(member=author, occurrence=drone, lesson=lesson, now=NOW)

    assert not draft.has_drone


def test_the_page_of_the_lesson_says_what_stays(client, community, drone, observe):
    observe(drone, count=2, remote_id=SERIAL)
    client.force_login(community.person("author"))

    page = client.get(f"/log/{drone.key}/lesson/").content.decode()

    row = page.split("Observers, bearings, Remote ID")[1].split("</tr>")[0]
    assert SERIAL in row
    assert "stays in the log" in row
    assert page.count(SERIAL) == 1


def test_the_legal_log_on_paper_holds_what_was_seen(client, community, drone, observe):
    observe(drone, -500, 0, 45, remote_id=SERIAL)
    client.force_login(community.person("author"))

    page = client.get("/log/print/").content.decode()
    sheet = client.get("/log/export.csv").content.decode()

    for taken_out in (page, sheet):
        assert SERIAL in taken_out
        assert "45°, north-east" in taken_out


def test_a_bearing_from_nowhere_is_kept_and_said_to_be_off_the_map(client, community, author, drone, observe):
    observe(drone, bearing=45, lat=None, lon=None)
    client.force_login(community.person("author"))

    page = client.get(drone.get_absolute_url()).content.decode()

    assert shown(drone, author).drawing is None
    assert "this bearing is not on the map" in page


def test_the_gate_leads_a_guard_on_to_what_was_seen_of_the_drone(client, community, guard, write, observe):
    entry = write(tile="drone", member=guard, source="gate")
    client.force_login(community.person("guard"))

    saved = client.get(f"/en/gate/saved/{entry.key}/").content.decode()
    kept = client.post(f"/log/{entry.key}/observation/", as_sent(bearing_deg="90"))

    assert f"/log/{entry.key}/observation/" in saved
    assert kept.status_code == 302
    assert Observation.objects.get().bearing_deg == 90
