"""The pages while an exercise runs: what each seat finds, what a player never does, and what a phone's queue hears."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from port2port.base.clock import now
from port2port.drills.due import drill_lines
from port2port.drills.models import Event, EventRole
from port2port.live import actions
from port2port.live.models import ClockMove, Inject, Observation, Receipt
from port2port.live.views.shared import seat_mark
from port2port.pure.exercise_clock import Move
from tests.live.conftest import SECRET, give, key
from tests.personas import PERSONAS

PRINTS = ("list", "pack", "cards", "sheet")


@pytest.fixture
def live(stage):
    """Started a moment ago by the real clock, as the pages read it."""
    stage.clock(Move.START, now())
    return stage


@pytest.fixture
def at_door(community):
    def signed_in(who):
        client = Client(headers={"accept-language": "en"})
        client.force_login(community.person(who))
        return client

    return signed_in


def page(client, name, stage, **more):
    return client.get(reverse(f"live:{name}", kwargs={"key": stage.event.key, **more}))


def every_address(stage):
    """All that can be asked of this exercise, by its keys."""
    event = stage.event.key
    for name in ("enter", "lead", "tabletop", "script", "new_inject", "add", "play", "observe", "observations", "real"):
        yield reverse(f"live:{name}", args=[event])
    for name in ("observations_csv", "observations_xlsx", "timeline_csv", "timeline_xlsx"):
        yield reverse(f"live:{name}", args=[event])
    for what in PRINTS:
        yield reverse("live:print", args=[event, what])
    for inject in stage.injects.values():
        for name in ("inject", "skip", "response"):
            yield reverse(f"live:{name}", args=[inject.key])


@pytest.mark.parametrize("who", ["guard", "peer_guard", "outsider", "client", "guest", "secretariat", "auditor"])
def test_no_address_says_what_is_to_come_to_who_does_not_lead(live, at_door, who):
    client = at_door(who)

    for address in every_address(live):
        answer = client.get(address, follow=True)
        assert SECRET not in answer.content.decode(errors="replace"), address


def test_a_player_finds_what_came_and_has_read_it(live, at_door):
    actions.deliver(member=live.member("author"), inject=live.injects["north"], now=now())

    said = page(at_door("guard"), "play", live).content.decode()

    assert "North: " + SECRET in said
    assert "South: " not in said
    assert "Late: " not in said
    assert "Calls the PFSO" not in said
    assert said.count("EXERCISE EXERCISE EXERCISE") >= 3
    assert "ANCHOR" in said
    # What it is about is not told to who plays.
    assert "Divers at two quays" not in said
    assert Receipt.objects.filter(seat=live.community.seats["guard"]).count() == 2


def test_what_is_to_come_changes_neither_page_nor_tag_of_a_player(live, at_door):
    client = at_door("guard")
    first = page(client, "play", live)
    address = reverse("live:play", args=[live.event.key])
    tag = first.headers["HX-PTag"]

    actions.add_now(member=live.member("author"), event=live.event, said=said_for_later(live), at_once=False, now=now())
    assert client.get(address, headers={"HX-PTag": tag}).status_code == 304

    actions.deliver(member=live.member("author"), inject=live.injects["late"], now=now())
    assert client.get(address, headers={"HX-PTag": tag}).status_code == 200


def said_for_later(live):
    from tests.live.conftest import said

    return said(3500, text="Unseen: " + SECRET)


def test_the_tag_of_one_seat_is_of_no_use_to_another(live, at_door):
    tag = page(at_door("guard"), "play", live).headers["HX-PTag"]

    answer = at_door("peer_guard").get(reverse("live:play", args=[live.event.key]), headers={"HX-PTag": tag})

    assert answer.status_code == 200


def test_a_player_answers_only_what_came_for_it(live, at_door):
    client = at_door("guard")
    for name in ("north", "south", "late"):
        assert client.post(reverse("live:done", args=[live.injects[name].key]), {"note": "x"}).status_code == 404

    actions.deliver(member=live.member("author"), inject=live.injects["north"], now=now())
    answer = client.post(reverse("live:done", args=[live.injects["north"].key]), {"note": "Called the PFSO"})

    assert answer.status_code == 302
    assert Receipt.objects.get(inject=live.injects["north"]).note == "Called the PFSO"


def test_what_is_due_is_delivered_to_nobody_by_number(live, at_door):
    client = at_door("guard")

    for wrong in ("1", "north", "00000000-0000-0000-0000-000000000000"):
        assert client.get(f"/live/injects/{wrong}/").status_code == 404


def test_the_controller_sees_who_has_read_what(live, at_door):
    actions.deliver(member=live.member("author"), inject=live.injects["north"], now=now())
    page(at_door("guard"), "play", live)

    said = page(at_door("author"), "lead", live).content.decode()

    assert "Calls the PFSO" in said
    assert "Late: " + SECRET in said
    assert "read" in said
    seats = live.community.seats
    assert seats["guard"].person.name not in said


def test_a_controller_at_one_facility_does_not_see_the_other_one(live, at_door):
    said = page(at_door("peer"), "lead", live).content.decode()

    assert "South: " + SECRET in said
    assert "North: " not in said
    assert "North: " not in page(at_door("peer"), "print", live, what="list").content.decode()


def test_the_meeting_room_shows_nothing_that_has_not_come(live, at_door):
    said = page(at_door("author"), "tabletop", live).content.decode()

    assert "A call from the harbour master" in said
    assert SECRET not in said
    assert "Calls the PFSO" not in said


def test_every_print_carries_the_mark_in_its_language(live, at_door):
    client = at_door("author")
    marks = {
        "en": "EXERCISE EXERCISE EXERCISE",
        "nl": "OEFENING OEFENING OEFENING",
        "fr": "EXERCICE EXERCICE EXERCICE",
        "de": "ÜBUNG ÜBUNG ÜBUNG",
    }

    for what in PRINTS:
        for language, mark in marks.items():
            address = reverse("live:print", args=[live.event.key, what])
            said = client.get(address, {"language": language}).content.decode()
            assert mark in said
            assert "ANCHOR" in said


def test_buttons_refuse_in_words_and_lose_nothing(live, at_door):
    client = at_door("author")
    client.post(reverse("live:clock", args=[live.event.key]), {"move": "pause"})

    answer = client.post(reverse("live:clock", args=[live.event.key]), {"move": "pause"}, follow=True)

    assert "does not stand where this is possible" in answer.content.decode()
    assert ClockMove.objects.count() == 2
    assert client.post(reverse("live:clock", args=[live.event.key]), {"move": "explode"}).status_code == 404


def test_an_inject_in_the_past_says_so_at_its_field(live, at_door):
    live.clock(Move.STOP, now())
    fields = {"minute": "-5", "to_role": "guard", "channel": "page", "text": "Late", "language": "en"}

    answer = at_door("author").post(reverse("live:add", args=[live.event.key]), fields)

    assert answer.status_code == 422
    assert "Late" in answer.content.decode()


# The door of the phone's queue


def sent(client, stage, who, *, idempotency=None, mark=None, **fields):
    moment = now().isoformat()
    body = {"text": "Papers were asked for", "observed_at": moment, "sent_at": moment} | fields
    headers = {
        "Idempotency-Key": key() if idempotency is None else idempotency,
        "X-Live-Seat": seat_mark(stage.member(who)) if mark is None else mark,
    }
    return client.post(reverse("live:send", args=[stage.event.key]), body, headers=headers)


def test_an_observation_is_kept_and_answered_the_same_again(live, at_door):
    client = at_door("trainer")
    moment = now().isoformat()

    answers = [
        sent(client, live, "trainer", idempotency="one", observed_at=moment, sent_at=now().isoformat())
        for _ in range(3)
    ]

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert {json.loads(answer.content)["key"] for answer in answers} == {"one"}
    assert Observation.objects.count() == 1
    other = sent(client, live, "trainer", idempotency="one", observed_at=moment, text="Other")
    assert other.status_code == 409
    assert json.loads(other.content)["key"] == "one"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"mark": "another seat"}, 403),
        ({"idempotency": ""}, 422),
        ({"idempotency": "x" * 81}, 422),
        ({"text": "", "rating": ""}, 422),
        ({"rating": "Q"}, 422),
        ({"rating": "P"}, 422),
        ({"text": "x" * 2001}, 422),
        ({"observed_at": "yesterday"}, 422),
        ({"observed_at": "2026-13-45T99:00:00Z"}, 422),
        ({"sent_at": "2026-03-02T09:00:00"}, 422),
        ({"inject": "nonsense"}, 422),
        ({"text": "a\x00b"}, 422),
    ],
)
def test_a_wrong_observation_is_told_why_with_its_key(live, at_door, more, status):
    answer = sent(at_door("trainer"), live, "trainer", **more)

    assert answer.status_code == status
    assert "detail" in json.loads(answer.content)
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    "who", [one for one in PERSONAS if one not in {"author", "coordinator", "trainer", "peer", "peer_coordinator"}]
)
def test_who_does_not_observe_finds_no_such_door(live, at_door, who):
    assert sent(at_door(who), live, who).status_code == 404


def test_the_door_closes_with_the_role(live, at_door):
    client = at_door("trainer")
    assert sent(client, live, "trainer").status_code == 201
    EventRole.objects.filter(seat=live.community.seats["trainer"]).update(ended_at=now())
    Event.objects.update(organisation=live.community.organisations["south"])

    assert sent(client, live, "trainer").status_code == 404


def test_an_observer_at_one_facility_cannot_name_the_inject_of_another(live, at_door):
    actions.deliver(member=live.member("author"), inject=live.injects["south"], now=now())
    south = live.injects["south"].key

    answer = sent(at_door("peer_coordinator"), live, "peer_coordinator", inject=live.injects["north"].key)

    assert answer.status_code == 422
    assert sent(at_door("peer_coordinator"), live, "peer_coordinator", inject=south).status_code == 201


def test_without_script_the_form_is_kept_once_too(live, at_door):
    client = at_door("trainer")
    objective = live.event.objectives.first()
    fields = {"key": "form-1", "rating": "S", "objective": str(objective.key), "text": "", "language": "en"}
    address = reverse("live:observe", args=[live.event.key])

    assert client.post(address, fields).status_code == 302
    row = Observation.objects.get()
    assert (row.rating, row.objective, row.is_flagged) == ("S", objective, False)
    correction = fields | {"key": "form-2", "rating": "M", "replaces": str(row.key)}
    assert client.post(address, correction).status_code == 302
    said = page(client, "observe", live).content.decode()
    assert "corrected" in said
    assert client.post(address, {"key": "form-3", "text": " "}).status_code == 422


# Afterwards


def test_observations_leave_as_a_file_only_after_the_event_was_held(live, at_door, observe):
    observe("trainer", at=now(), text="=1+1")
    client = at_door("author")
    assert page(client, "observations_csv", live).status_code == 404

    live.clock(Move.STOP, now())
    Event.objects.update(state="held", held_on=now().date())

    rows = list(csv.reader(io.StringIO(page(client, "observations_csv", live).content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert "'=1+1" in rows[1]
    line = page(client, "timeline_csv", live).content.decode()
    assert "Started" in line
    assert "Stopped" in line
    assert "harbour master" in line
    assert page(client, "timeline_xlsx", live).content[:2] == b"PK"
    assert page(at_door("guard"), "observations_csv", live).status_code == 404


def test_a_planner_who_plays_finds_neither_script_nor_screen(live, at_door):
    give(live.community, live.event, "author", "player", plays="pfso", at="north")
    client = at_door("author")

    for name in ("lead", "script", "tabletop", "observations"):
        assert page(client, name, live).status_code == 404
    assert page(client, "play", live).status_code == 200


def test_the_controllers_page_costs_no_more_queries_with_more_injects(live, at_door, django_assert_max_num_queries):
    client = at_door("author")
    page(client, "lead", live)
    for number in range(12):
        Inject.objects.create(
            event=live.event, number=20 + number, offset_s=100 * number, to_role="guard", texts={"en": "x"},
            language="en", made_by=live.community.seats["author"], made_at=now(), changed_at=now(),
        )  # fmt: skip

    with django_assert_max_num_queries(40):
        page(client, "lead", live)


def test_a_running_exercise_stands_on_now_for_who_has_a_role_in_it(live, at_door):
    assert reverse("live:enter", args=[live.event.key]) in at_door("guard").get("/").content.decode()
    assert reverse("live:enter", args=[live.event.key]) not in at_door("outsider").get("/").content.decode()

    live.clock(Move.STOP, now())
    assert reverse("live:enter", args=[live.event.key]) not in at_door("guard").get("/").content.decode()


def test_the_record_of_the_exercise_has_the_minutes_that_the_clock_ran(live, at_door):
    live.clock(Move.STOP, now())
    client = at_door("author")

    address = reverse("drills:hold", args=[live.event.key])
    assert f"{address}?minutes=1" in page(client, "lead", live).content.decode()
    assert 'name="held_minutes" value="1"' in client.get(address, {"minutes": "1"}).content.decode()


@pytest.mark.parametrize(("began", "is_told"), [(59, False), (61, True)])
def test_who_leads_is_told_when_the_planned_time_is_over(stage, at_door, began, is_told):
    stage.clock(Move.START, now() - timedelta(minutes=began))

    answer = page(at_door("author"), "lead", stage).content.decode()

    assert ("The planned time is over" in answer) == is_told


def test_now_says_once_that_an_exercise_runs_and_since_when(live, at_door):
    began = live.event.clock_moves.get().at
    Event.objects.filter(pk=live.event.pk).update(planned_at=began)
    player = at_door("guard").get("/").content.decode()
    planner = at_door("author").get("/").content.decode()

    assert player.count(live.event.get_kind_display()) == 1
    assert "EXERCISE: it runs now" in player
    assert "since" in player[player.index("EXERCISE: it runs now") :].split("</p>")[0]
    assert drill_lines(live.member("guard"), now=began) == []
    assert "Drill or exercise now" in [line.words for line in drill_lines(live.member("author"), now=began)]
    assert "Drill or exercise soon" not in player + planner
