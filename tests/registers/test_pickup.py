"""A lane of Certified Pick up moves one stage at a time, stays in its organisation, and holds no release data."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed, Refusal
from port2port.duties.models import Action
from port2port.duties.sources import source_link
from port2port.ledger.models import TrailLine
from port2port.members.models import Organisation
from port2port.pure.pickup import PASSES
from port2port.registers import actions
from port2port.registers.models import PickupCell, PickupMonth, PickupRollout, PickupStep, PickupVolunteer
from port2port.registers.pickup_page import bands_of, months_of
from port2port.registers.pickup_rules import LaneThere, NoStep
from port2port.reports.rules import BadField
from tests.personas import NOW, PERSONAS
from tests.registers.world import AFTER, built

MAY_KEEP = {"author", "coordinator"}
MAY_READ = {*MAY_KEEP, "colleague"}
LATER = NOW.date() + timedelta(days=60)


@pytest.fixture
def lane(community, author):
    return actions.enter_lane(
        member=author,
        facility=community.facilities["north"],
        mode="truck",
        flow="europe",
        contact=community.seats["author"],
        now=NOW,
    )


def to_stage(member, lane, stage: int):
    for to in range(1, stage + 1):
        lane = actions.advance(
            member=member, lane=lane, to=to, ticked=frozenset(PASSES[to]), evidence="Drill of 2 March.", now=NOW
        )
    return lane


@pytest.mark.parametrize(("stage", "to"), list(product(range(6), range(-1, 7))))
def test_forward_one_stage_and_back_one_and_no_other(author, lane, stage: int, to: int):
    lane = to_stage(author, lane, stage)
    forward = {"ticked": frozenset(one for ticks in PASSES.values() for one in ticks), "evidence": "A drill."}

    if to == stage + 1 and to <= 5:
        assert actions.advance(member=author, lane=lane, to=to, now=NOW, **forward).stage == to
    else:
        with pytest.raises(NoStep):
            actions.advance(member=author, lane=lane, to=to, now=NOW, **forward)
    lane.refresh_from_db()
    if lane.stage == stage and to == stage - 1 and to >= 0:
        assert actions.step_back(member=author, lane=lane, to=to, reason="The PIN is back.", now=NOW).stage == to
    elif lane.stage == stage:
        with pytest.raises(NoStep):
            actions.step_back(member=author, lane=lane, to=to, reason="The PIN is back.", now=NOW)


@pytest.mark.parametrize("to", range(1, 6))
def test_every_point_is_ticked_and_shown(author, lane, to: int):
    lane = to_stage(author, lane, to - 1)
    for lacking in PASSES[to]:
        with pytest.raises(BadField) as refused:
            actions.advance(
                member=author, lane=lane, to=to, ticked=frozenset(PASSES[to]) - {lacking}, evidence="So.", now=NOW
            )
        assert refused.value.name == "ticked"
    with pytest.raises(BadField) as refused:
        actions.advance(member=author, lane=lane, to=to, ticked=frozenset(PASSES[to]), evidence="  ", now=NOW)
    assert refused.value.name == "evidence"


def test_interested_is_who_names_a_seat(community, author):
    lane = actions.enter_lane(member=author, facility=None, mode="rail", flow="africa", now=NOW)
    with pytest.raises(BadField):
        to_stage(author, lane, 1)


@pytest.mark.parametrize("who", [*PERSONAS, "nobody"])
def test_only_its_own_organisation_sees_and_moves_it(community, lane, who: str):
    member = community.member(who)

    assert PickupRollout.objects.visible_to(member).exists() == (who in MAY_READ)
    assert PickupStep.objects.visible_to(member).exists() == (who in MAY_READ)
    if who in MAY_KEEP:
        assert to_stage(member, lane, 1).stage == 1
    else:
        with pytest.raises(NotAllowed):
            to_stage(member, lane, 1)


def test_a_seat_of_another_facility_does_not_see_it(community, lane):
    member = community.scoped("author", facility="south")
    assert not PickupRollout.objects.visible_to(member).exists()
    assert PickupRollout.objects.visible_to(community.scoped("author", facility="north")).exists()


@pytest.mark.parametrize("text", ["MSCU 123456-5 went out", "the PIN is 4821", "release code AB12C34"])
def test_release_data_is_refused_wherever_text_goes(author, community, lane, text: str):
    seat = community.seats["author"]
    tries = {
        "evidence": lambda: actions.advance(
            member=author, lane=lane, to=1, ticked=frozenset(PASSES[1]), evidence=text, now=NOW
        ),
        "blocker": lambda: actions.plan_lane(
            member=author, lane=lane, next_stage_by_on=None, blocker=text, contact=None, now=NOW
        ),
        "offer": lambda: actions.volunteer(
            member=author, mode="truck", offer=text, language="en", contact=seat, now=NOW
        ),
    }
    for field, attempt in tries.items():
        with pytest.raises(BadField) as refused:
            attempt()
        assert refused.value.name == field
    moved = to_stage(author, lane, 1)
    with pytest.raises(BadField):
        actions.step_back(member=author, lane=moved, to=0, reason=text, now=NOW)


def plan(member, lane, day: date | None, **more):
    said = {"blocker": "", "contact": None, "next_stage_by_on": day, "now": NOW}
    return actions.plan_lane(member=member, lane=lane, **said | more)


def test_the_date_of_the_next_stage_is_an_action_that_only_the_own_organisation_reads(author, peer, lane, community):
    planned = plan(author, lane, LATER, contact=community.seats["author"])
    action = Action.objects.get(key=planned.action)

    assert (action.due_on, action.state) == (LATER, "open")
    assert source_link(action, author).address == planned.get_absolute_url()
    assert source_link(action, peer) is None
    assert not Action.objects.visible_to(peer).exists()

    moved = to_stage(author, planned, 1)
    action.refresh_from_db()
    assert (action.state, moved.next_stage_by_on, moved.action) == ("done", None, None)


def test_another_date_is_another_action(author, lane):
    first = plan(author, lane, LATER).action
    again = plan(author, lane, LATER).action
    second = plan(author, lane, LATER + timedelta(days=9)).action

    assert first == again != second
    assert Action.objects.get(key=first).state == "dropped"


@pytest.mark.parametrize("day", [NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=4_000)])
def test_a_date_that_cannot_be_is_refused(author, lane, day: date):
    with pytest.raises(BadField):
        plan(author, lane, day)


def test_what_is_out_of_scope_is_done_and_goes_nowhere(author, lane):
    out = plan(author, lane, LATER, in_scope=False)

    assert out.next_stage_by_on is None
    with pytest.raises(NoStep):
        to_stage(author, out, 1)


def test_a_lane_is_entered_once(author, community, lane):
    with pytest.raises(LaneThere):
        actions.enter_lane(member=author, facility=community.facilities["north"], mode="truck", flow="europe", now=NOW)


@pytest.mark.parametrize("wrong", [{"mode": "plane"}, {"flow": "moon"}])
def test_a_lane_that_cannot_be_is_refused(author, community, wrong: dict[str, str]):
    said = {"mode": "truck", "flow": "europe", "facility": community.facilities["north"]} | wrong
    with pytest.raises(BadField):
        actions.enter_lane(member=author, now=NOW, **said)


def test_nobody_enters_a_lane_of_another(author, community):
    with pytest.raises(BadField):
        actions.enter_lane(member=author, facility=community.facilities["south"], mode="truck", flow="europe", now=NOW)


def test_steps_and_bands_stand(author, lane):
    month = PickupMonth.objects.create(month_on=date(2026, 2, 1), frozen_at=NOW)
    cell = PickupCell.objects.create(month=month, name="all")
    step = PickupStep.objects.get()
    attempts = [
        lambda: PickupStep.objects.update(said="Other"),
        step.delete,
        lambda: PickupMonth.objects.update(gave=[1]),
        lambda: PickupCell.objects.update(lower=3),
        lambda: PickupCell.objects.update(made_of=[["a", "b", 1, "c"]]),
        cell.delete,
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
            attempt()


def test_the_table_holds_no_seventh_stage(lane):
    with pytest.raises(IntegrityError), transaction.atomic():
        PickupRollout.objects.update(stage=6)


@pytest.mark.parametrize("who", [*PERSONAS, "nobody"])
def test_volunteers_are_shown_to_members_without_a_stage(client, community, author, lane, who: str):
    to_stage(author, lane, 4)
    actions.volunteer(
        member=author,
        mode="truck",
        offer="Ask us about drivers' cards.",
        language="en",
        contact=community.seats["author"],
        now=NOW,
    )
    readers = {*MAY_READ, "peer", "peer_coordinator", "outsider", "outsider_coordinator", "secretariat"}

    assert PickupVolunteer.objects.visible_to(community.member(who)).exists() == (who in readers)
    if who in {"peer", "secretariat"}:
        client.force_login(community.person(who))
        page = client.get("/pickup/volunteers/").content.decode()
        assert "Ask us about drivers" in page
        assert "Some lanes live" not in page
        assert "The author" not in page


def test_one_offer_a_way_and_nobody_ends_that_of_another(author, peer, community):
    seat = community.seats["author"]
    said = {"member": author, "mode": "truck", "language": "en", "contact": seat, "now": NOW}
    actions.volunteer(offer="First.", **said)
    second = actions.volunteer(offer="Second.", **said)

    assert PickupVolunteer.objects.visible_to(peer).get() == second
    with pytest.raises(Refusal):
        actions.end_volunteer(member=peer, offer=second, now=NOW)
    actions.end_volunteer(member=author, offer=second, now=NOW)
    assert not PickupVolunteer.objects.visible_to(peer).exists()


def test_a_volunteer_names_nobody(author, community):
    with pytest.raises(BadField):
        actions.volunteer(
            member=author,
            mode="truck",
            offer="Ask Mr. Jan Peeters on 0470 12 34 56.",
            language="en",
            contact=community.seats["author"],
            now=NOW,
        )


def test_a_quarter_is_frozen_once_and_shows_bands_to_who_gives(author, secretariat, outsider, community):
    built(community)
    month = actions.freeze_quarter(now=AFTER)
    assert actions.freeze_quarter(now=AFTER) is None
    assert (month.month_on, month.quarter) == (date(2026, 1, 1), "2026-Q1")
    assert actions.freeze_quarter(now=AFTER + timedelta(days=31)) is None

    assert months_of(outsider) == []
    for member in (author, secretariat):
        assert months_of(member) == [month]
        rows = {row.name: row for row in bands_of(month, member=member)}
        assert rows["All facilities"].floor == 10
        assert rows["North"].words == ""


def test_before_the_port_has_confirmed_it_nothing_counts(author, community):
    built(community, confirmed=False)
    month = actions.freeze_quarter(now=AFTER)

    assert not month.gave
    assert not PickupCell.objects.filter(lower__isnull=False).exists()


def test_every_group_is_listed_and_its_band_is_seen_by_who_stands_in_it(author, secretariat, client, community):
    """North has a truck and no barge; nobody has a train."""
    north = community.organisations["north"].pk
    month = PickupMonth.objects.create(
        month_on=date(2026, 1, 1), gave=[["all", north], ["mode:truck", north], ["mode:barge", 0]], frozen_at=NOW
    )
    band = {"month": month, "lower": 1, "middle": 2, "upper": 3, "floor": 10}
    for name in ("all", "mode:barge"):
        PickupCell.objects.create(name=name, **band)
    PickupCell.objects.create(month=month, name="mode:truck")
    rows = {who: {row.name: row.words for row in bands_of(month, member=who)} for who in (author, secretariat)}

    assert list(rows[author]) == list(rows[secretariat])
    assert {"Truck", "Barge", "Rail", "Far East and Oceania", "South"} <= set(rows[author])
    assert {name for name, words in rows[author].items() if words} == {"All facilities"}
    assert {name for name, words in rows[secretariat].items() if words} == {"All facilities", "Barge"}
    client.force_login(community.person("author"))
    told = client.get("/api/v1/pickup/bands").json()[0]["bands"]
    assert len(told) == len(rows[author])
    assert [one["group"] for one in told if one["lower"] is not None] == ["all"]
    page = client.get("/pickup/network/?quarter=2026-Q1").content.decode()
    assert page.count("too few to show") == len(told) - 1


def test_a_quarter_keeps_who_stood_in_which_group(author, community):
    built(community)
    PickupRollout.objects.filter(organisation=community.organisations["north"]).update(mode="rail", flow="africa")
    actions.freeze_quarter(now=AFTER)

    seen = PickupCell.objects.visible_to(author).values_list("name", flat=True)
    assert set(seen) == {"all", "mode:rail", "flow:africa", "port:north"}


def test_organisations_of_one_group_are_one_operator(community):
    built(community)
    parent = Organisation.objects.get(slug="operator-0")
    Organisation.objects.filter(slug__in=[f"operator-{n}" for n in range(1, 8)]).update(parent=parent)
    actions.freeze_quarter(now=AFTER)

    assert not PickupCell.objects.filter(lower__isnull=False).exists()


def test_one_that_moves_between_two_quarters_changes_no_band(community, author):
    built(community)
    first = actions.freeze_quarter(now=AFTER)
    PickupRollout.objects.filter(organisation=community.organisations["north"]).update(stage=5)
    second = actions.freeze_quarter(now=AFTER + timedelta(days=92))

    def bands(month):
        return list(month.cells.values_list("name", "lower", "middle", "upper", "floor"))

    assert bands(first) == bands(second)


def test_no_page_file_or_answer_holds_a_stage_of_a_named_other(client, community, author):
    """North stands alone at stage 5: nothing that anybody else is sent says so."""
    built(community)
    PickupRollout.objects.filter(organisation=community.organisations["north"]).update(
        stage=5, blocker="Waits for the scanner"
    )
    actions.freeze_quarter(now=AFTER)
    lane = PickupRollout.objects.filter(organisation=community.organisations["north"]).first()
    addresses = ["", "network/", "volunteers/", "export.csv", "export.json", f"{lane.key}/"]
    addresses = [*(f"/pickup/{one}" for one in addresses), "/search/?q=scanner", "/", "/api/v1/openapi.json"]
    for who in ("peer", "outsider", "secretariat", "client", "guest"):
        client.force_login(community.person(who))
        for address in addresses:
            read = client.get(address).content.decode()
            assert "Waits for the scanner" not in read
            assert str(lane.key) not in read
            # Of the bands, the upper quartile is no single facility.
            assert "network" in address or "5 · All lanes live" not in read


def test_who_looks_at_bands_is_on_record(client, community, author):
    built(community)
    actions.freeze_quarter(now=AFTER)
    client.force_login(community.person("author"))
    client.get("/pickup/network/")

    assert TrailLine.objects.filter(act="view_bands", subject__contains="Certified Pick up 2026-Q1").exists()


def test_the_pages_lead_a_lane_to_its_first_stage(client, community, author):
    client.force_login(community.person("author"))
    quay, seat = community.facilities["north"], community.seats["author"]
    made = client.post("/pickup/new/", {"facility": quay.key, "mode": "barge", "flow": "africa", "contact": seat.key})
    lane = PickupRollout.objects.get()
    assert made["Location"] == f"/pickup/{lane.key}/"

    page = client.get(made["Location"]).content.decode()
    assert "To stage 1: Interested" in page

    half = client.post(f"/pickup/{lane.key}/forward/", {"to": 1, "ticked": ["contact"], "evidence": "Named today."})
    assert half.status_code == 422
    assert "Named today." in half.content.decode()
    whole = {"to": 1, "ticked": ["contact", "flows"], "evidence": "Named today."}
    assert client.post(f"/pickup/{lane.key}/forward/", whole).status_code == 302
    again = client.post(f"/pickup/{lane.key}/forward/", whole)
    assert again.status_code in {409, 422}
    box = client.post(f"/pickup/{lane.key}/back/", {"to": 0, "reason": "MSCU1234565 was lost"})
    assert (box.status_code, "releases never" in box.content.decode()) == (422, True)
    assert client.post(f"/pickup/{lane.key}/back/", {"to": 0, "reason": "The seat is vacant."}).status_code == 302
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    kept = client.post(f"/pickup/{lane.key}/plan/", {"next_stage_by_on": day, "in_scope": "on", "contact": seat.key})
    assert kept.status_code == 302
    assert "Quay north" in client.get("/pickup/export.csv").content.decode()
    assert client.get("/pickup/export.json").json()[0]["stage"] == 0
    assert client.get("/pickup/export.xlsx").status_code == 200
    assert b"Quay north" in client.get("/pickup/").content
