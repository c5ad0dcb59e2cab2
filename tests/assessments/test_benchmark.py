"""Bands of frozen rounds: the worked examples, who sees them, and that they stand."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from port2port.assessments import actions, comparing
from port2port.assessments.models import Cell, Contribution, Mentor
from port2port.base.refusal import NotAllowed
from port2port.duties.access import reads_duties
from port2port.ledger.models import TrailLine
from port2port.reports.rules import BadField
from tests.assessments.crowd import One, frozen_round, nine
from tests.personas import NOW, PERSONAS, Community

QUARTER = timedelta(days=92)
OWN = ("author", "colleague", "coordinator", "guard")
WORKED = [1, 2, 2, 3, 3, 3, 4, 4, 5]


def band(round_: object, objective: str = "acc", part: str = "all") -> tuple[int, int, int] | None:
    """What a page may say."""
    cell = Cell.objects.filter(round=round_, objective=objective, part=part).first()
    if cell is None or not cell.is_shown:
        return None
    return (cell.lower or 0, cell.middle or 0, cell.upper or 0)


def test_nine_facilities_of_nine_operators_in_three_ports_are_shown(community: Community) -> None:
    round_ = frozen_round(community, nine(), now=NOW)
    assert band(round_) == (2, 3, 4)
    assert Cell.objects.filter(round=round_, part="all").values_list("floor", flat=True).distinct().get() == 10


def test_eight_are_too_few(community: Community) -> None:
    round_ = frozen_round(community, nine(WORKED[:8]), now=NOW)
    assert not Cell.objects.filter(round=round_, is_shown=True).exists()
    assert Contribution.objects.filter(round=round_, objective="acc").count() == 8


def test_what_is_not_confirmed_or_not_agreed_does_not_count(community: Community) -> None:
    sites = [*nine(WORKED[:8]), One("operator-9", "east", 5, is_confirmed=False)]
    assert band(frozen_round(community, sites, now=NOW)) is None


def test_a_band_changes_only_when_three_of_three_operators_changed(community: Community) -> None:
    assert band(frozen_round(community, nine(), now=NOW)) == (2, 3, 4)
    dropped = [1, 2, 2, 1, 1, 3, 4, 4, 5]
    assert band(frozen_round(community, nine(dropped), now=NOW + QUARTER)) == (2, 3, 4)
    dropped[5] = 1
    assert band(frozen_round(community, nine(dropped), now=NOW + 2 * QUARTER)) == (1, 2, 4)


def test_a_band_that_was_hidden_meanwhile_is_still_held_against_what_it_was_made_of(community: Community) -> None:
    frozen_round(community, nine(), now=NOW)
    assert band(frozen_round(community, nine([0, 2, 2, 3, 3, 3, 4, 4, 5]), now=NOW + QUARTER)) is None
    back = frozen_round(community, nine([5, 2, 2, 3, 3, 3, 4, 4, 5]), now=NOW + 2 * QUARTER)
    assert band(back) == (2, 3, 4)


def test_bands_are_made_once_a_quarter_and_of_self_assessments(community: Community) -> None:
    frozen_round(community, nine(), now=NOW)
    sooner = frozen_round(community, nine([5] * 9), now=NOW + timedelta(days=10))
    peers = frozen_round(community, nine([5] * 9), now=NOW + QUARTER, kind="peer")
    assert not Cell.objects.filter(round__in=[sooner, peers]).exists()


def test_operators_of_one_group_are_one(community: Community) -> None:
    sites = nine()
    frozen_round(community, sites[:1], now=NOW - QUARTER)
    for number in range(1, 6):
        row = community.organisations["north"]
        type(row).objects.update_or_create(
            slug=f"operator-{number}",
            defaults={"name": f"O {number}", "kind": "company", "standing": "member", "state": "active", "parent": row},
        )
    round_ = frozen_round(community, sites, now=NOW)
    assert band(round_) is None
    assert Contribution.objects.filter(round=round_, objective="acc").values("operator").distinct().count() == 4


def test_who_gives_sees_and_the_secretariat_sees_cells_without_rows(community: Community) -> None:
    round_ = frozen_round(community, nine(), now=NOW)
    seen = {name for name in PERSONAS if Cell.objects.visible_to(community.member(name)).exists()}
    assert seen == {name for name in OWN if reads_duties(community.member(name))} | {"secretariat"}
    assert {"author", "coordinator"} < seen
    rows = {name for name in PERSONAS if Contribution.objects.visible_to(community.member(name)).exists()}
    assert rows == seen - {"secretariat"}
    assert round_.state == "frozen"


def test_the_page_says_the_band_the_own_level_and_nothing_of_others(community: Community) -> None:
    round_ = frozen_round(community, nine(), now=NOW)
    client = Client()
    client.force_login(community.person("author"))
    page = client.get("/assessments/compare/").content.decode()
    assert "middle 3, half of them 2 to 4" in page
    assert "about ten facilities or more" in page
    for number in range(1, 9):
        assert f"operator-{number}" not in page
    assert str(round_.key) in TrailLine.objects.get(act="view_bands").subject
    withheld = client.get("/assessments/compare/", {"group": "cargo:tank"}).content.decode()
    assert "Too few to show." in withheld
    assert "middle 3" not in withheld
    sheet = client.get("/assessments/compare/export.csv").content.decode("utf-8-sig")
    assert sheet.splitlines()[0].startswith("Objective,Own level")
    assert "2,3,4,about ten facilities or more" in sheet


def test_others_find_no_band_and_odd_addresses_change_nothing(community: Community) -> None:
    round_ = frozen_round(community, nine(), now=NOW)
    for name in ("peer", "outsider"):
        client = Client()
        client.force_login(community.person(name))
        page = client.get("/assessments/compare/", {"round": str(round_.key)}).content.decode()
        assert "who gives sees" in page
        assert "Spring round" not in page
        assert client.get("/assessments/compare/export.csv").status_code == 404
    asked = {"round": "x", "facility": "y", "group": "all:tank"}
    page_ = comparing.page_of(community.member("author"), asked)
    assert page_ is not None
    assert page_.group == "all:all"


def test_the_secretariat_reads_the_weakest_objective_first_without_names(community: Community) -> None:
    frozen_round(community, nine(), now=NOW)
    page = comparing.page_of(community.member("secretariat"), {})
    assert page is not None
    assert page.is_network
    assert page.facilities == ()
    assert page.finding.startswith("Weakest in the network: ")
    assert [row.middle for row in page.rows] == sorted(row.middle or 9 for row in page.rows)


def test_cells_and_contributions_stand(community: Community) -> None:
    frozen_round(community, nine(), now=NOW)
    for statement in (
        "UPDATE assessments_cell SET middle = 1, lower = 1",
        "DELETE FROM assessments_cell",
        "UPDATE assessments_contribution SET level = 5",
        "DELETE FROM assessments_contribution",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_help_is_offered_by_name_and_without_a_level(community: Community) -> None:
    author = community.member("author")
    row = actions.offer_help(member=author, objective="acc", note="Fences.", now=NOW)
    actions.offer_help(member=author, objective="acc", note="Fences and gates.", now=NOW)
    assert Mentor.objects.running().get().note == "Fences and gates."
    assert Mentor.objects.visible_to(community.member("peer")).running().exists()
    for name in ("guard", "client", "guest", "trainer", "operator", "auditor"):
        assert not Mentor.objects.visible_to(community.member(name)).exists(), name
        with pytest.raises(NotAllowed):
            actions.offer_help(member=community.member(name), objective="acc", note="", now=NOW)
    with pytest.raises(BadField):
        actions.offer_help(member=author, objective="none", note="", now=NOW)
    with pytest.raises(NotAllowed):
        actions.end_help(member=community.member("peer"), mentor=row, now=NOW)
    actions.end_help(member=author, mentor=Mentor.objects.running().get(), now=NOW)
    assert not Mentor.objects.running().exists()
