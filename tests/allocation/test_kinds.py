"""Several kinds of attackers at once: one sum by their shares, the best plan found, and a bound that is told."""

import re
from dataclasses import replace

import numpy as np
import pytest
from django.test import Client

from port2port.allocation import actions
from port2port.allocation.actions import ScenarioFields
from port2port.allocation.answers import told_to
from port2port.allocation.material import digests_of, given_of
from port2port.allocation.models import GameDraft, Scenario, WhatIf
from port2port.pure.games import allocate
from port2port.pure.workbench.given import variants_of
from port2port.pure.workbench.plans import effects
from port2port.reports.rules import BadField
from tests.allocation.conftest import Table
from tests.personas import NOW, Community

SHARES = (5.0, 1.0, 2.0)


def kinds(table: Table) -> GameDraft:
    game = table.played(aim="types")
    for row, share in zip(Scenario.objects.filter(game=game).order_by("pk"), SHARES, strict=True):
        Scenario.objects.filter(pk=row.pk).update(weight=share)
    return game


def test_the_plan_is_that_of_the_arithmetic_against_all_kinds(table: Table) -> None:
    game = kinds(table)
    given = given_of(game)
    variants = variants_of(given)

    solution = actions.solve(member=table.officers["north"], game=game, now=NOW)

    plan = allocate(variants[0].game, own_units=given.own_units, mobile_units=2, objective="types", types=variants)
    assert solution.answer["joint"] == pytest.approx(plan.coverage.tolist())
    assert solution.answer["proof"] == "best found"
    assert solution.answer["gap"] == pytest.approx(plan.gap)


def test_figures_are_one_sum_by_the_shares(table: Table) -> None:
    solution = actions.solve(member=table.officers["north"], game=kinds(table), now=NOW)

    told = told_to(table.officers["north"], solution)

    effect = told.ports[0].effect
    assert effect is not None
    number = told.given.of(table.officers["north"].organisation_id or 0)[0]
    by_kind = effects(variants_of(told.given), told.answer.coverage("joint")).attempts[:, number]
    for way in ("now", "alone", "joint"):
        assert effect.attempts[way].low == effect.attempts[way].high
    summed = float(np.array(SHARES) @ by_kind / sum(SHARES))
    assert effect.attempts["joint"].low == pytest.approx(summed, rel=0.25)
    assert not np.allclose(by_kind, summed, rtol=0.05)
    assert told.answer.worth.low == told.answer.worth.high


def test_a_what_if_looks_at_all_kinds_or_at_one(table: Table) -> None:
    north = table.officers["north"]
    solution = actions.solve(member=north, game=kinds(table), now=NOW)

    for scenario in (None, 1):
        actions.ask_what_if(member=north, solution=solution, units={"north": 2}, floors={}, scenario=scenario, now=NOW)

    for row in WhatIf.objects.all():
        for told in (row.told["ports"][0], row.told["ports"][0]["before"]):
            assert told["attempts"][0] == told["attempts"][1]


def test_the_page_says_kinds_and_the_bound(table: Table, community: Community) -> None:
    game = kinds(table)
    actions.solve(member=table.officers["north"], game=game, now=NOW)
    client = Client()
    client.force_login(community.person("author"))

    page = client.get(f"{game.get_absolute_url()}result/").content.decode()

    for words in (
        "Several kinds of attackers act at once",
        "The best plan found against all kinds",
        "Kinds of attackers",
    ):
        assert words in page
    bound = re.search(r"none is better by more than ([0-9]+)", page)
    assert bound is not None
    assert int(bound[1]) % 5 == 0
    assert "Share among the kinds" in client.get(game.get_absolute_url()).content.decode()


def test_over_all_kinds_at_once_there_is_one_bar_each(table: Table, community: Community) -> None:
    game, client = kinds(table), Client()
    actions.solve(member=table.officers["north"], game=game, now=NOW)
    client.force_login(community.person("author"))
    address = f"{game.get_absolute_url()}result/"

    page = client.get(address).content.decode()

    assert page.count('<rect class="bar"') == 3
    assert page.count("over all kinds at once") >= 4
    assert "over the scenarios" not in page
    explained = page[page.index('<dl class="explained">') :]
    explained = explained[: explained.index("</dl>")]
    assert "by what each promises that kind" in explained
    assert explained.count("scenario") == explained.count("Each scenario is a kind of attackers") == 1


def test_over_scenarios_there_are_two(table: Table, community: Community) -> None:
    solution, client = table.solved(), Client()
    client.force_login(community.person("author"))

    page = client.get(f"{solution.game.get_absolute_url()}result/").content.decode()

    assert page.count('<rect class="bar"') == 6
    assert "all kinds at once" not in page.lower()
    for words in ("Attempts a week", "Attempts given up", "Floor", "Units used, of them mobile"):
        assert f"<dt>{words}</dt>" in page


def test_a_share_is_asked_for_kinds_alone_and_lies_above_zero(table: Table, community: Community) -> None:
    client = Client()
    client.force_login(community.person("author"))
    game, other = table.opened(aim="types"), table.opened(aim="mean")

    assert 'name="weight"' in client.get(f"{game.get_absolute_url()}scenarios/new/").content.decode()
    assert 'name="weight"' not in client.get(f"{other.get_absolute_url()}scenarios/new/").content.decode()
    said = {"name": "Many", "language": "en", "level": "likely", "reason": "the many", "tipping": "20000"}
    said |= {"outside": "40000", "attempts": "80", "weight": "3"}
    client.post(f"{game.get_absolute_url()}scenarios/new/", said)
    assert Scenario.objects.get(game=game).weight == 3
    for weight in (0.0, -1.0, float("nan"), 1e9):
        fields = ScenarioFields("Few", "the few", "en", 20_000, 40_000, 80, weight=weight)
        with pytest.raises(BadField):
            actions.save_scenario(member=table.officers["north"], game=game, said=fields, now=NOW)


def test_other_shares_are_another_question(table: Table) -> None:
    given = given_of(kinds(table))
    other = replace(given, scenarios=(replace(given.scenarios[0], weight=9.0), *given.scenarios[1:]))

    assert digests_of(given)[""] != digests_of(other)[""]
