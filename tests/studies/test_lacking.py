"""Weeks that nobody counted are said where weeks are asked for, with where to enter them; none since the measure."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from port2port.counts import actions as counts
from port2port.counts.rules import WeekSaid
from port2port.pure.weeks import WEEK
from port2port.studies import actions
from port2port.studies import lacking as room
from port2port.studies.fields import WeeksSaid
from port2port.studies.lacking import lacks_of, planned
from port2port.studies.models import Study
from port2port.studies.refusals import CountsRefused
from port2port.studies.steps import REGISTER, RUN, SIGHT, WEEKS
from tests.personas import NOW, Community
from tests.studies import making
from tests.studies.making import Network

SAID = {"weeks_before": "104", "weeks_after": "52"}


def page_of(study: Study, step: int) -> str:
    return reverse("studies:step", args=[study.key, step])


def emptied(community: Community, network: Network, name: str, *places: int) -> list[date]:
    """Weeks of a port, so many before the start, are said to be missing."""
    weeks = [network.start - one * WEEK for one in places]
    member = community.member("author" if name == "north" else "peer")
    said = {week: WeekSaid(None) for week in weeks}
    counts.enter_weeks(member=member, series=network.series[name], said=said, now=NOW)
    return weeks


@pytest.fixture
def lacking(community: Community, network: Network, draft: Study) -> list[date]:
    """Three weeks in a row and another of north, one of south."""
    found = emptied(community, network, "north", 32, 31, 30, 20)
    return [*found, *emptied(community, network, "south", 12)]


def test_the_page_of_the_weeks_says_which_are_missing_and_where_to_enter_them(
    network: Network, draft: Study, lacking: list[date], ask: Any
) -> None:
    page = ask("author", page_of(draft, WEEKS))
    north, south = page.context["lacks"]
    text = page.content.decode()

    assert (north.where, north.number, len(north.weeks)) == ("North", 4, 2)
    own = reverse("counts:weeks", args=[network.series["north"].key])
    assert f'href="{own}?from={lacking[0].isoformat()}"' in text
    assert ask("author", f"{own}?from={lacking[0].isoformat()}").status_code == 200
    assert (south.where, south.address) == ("South", "")
    assert "Port of South counts there: ask it to enter them." in text
    assert text.index("that nobody counted") < text.index('name="weeks_before"')


def test_who_saves_weeks_of_which_some_are_missing_stays_there_and_loses_nothing(
    draft: Study, lacking: list[date], ask: Any
) -> None:
    said = SAID | {"weeks_before": "103"}
    assert ask("author", page_of(draft, WEEKS), said)["Location"] == page_of(draft, WEEKS)
    assert Study.objects.get(pk=draft.pk).weeks_before == 103
    assert not ask("author", page_of(draft, 2)).context["steps"][WEEKS - 1]["done"]

    fewer = SAID | {"weeks_before": "9"}
    assert ask("author", page_of(draft, WEEKS), fewer)["Location"] == page_of(draft, SIGHT)
    assert ask("author", page_of(draft, SIGHT)).context["lacks"] == []
    assert ask("author", page_of(draft, 2)).context["steps"][WEEKS - 1]["done"]


@pytest.mark.parametrize("step", [SIGHT, REGISTER])
def test_later_pages_say_it_too_and_lead_back(draft: Study, lacking: list[date], ask: Any, step: int) -> None:
    page = ask("author", page_of(draft, step))

    assert [one.where for one in page.context["lacks"]] == ["North", "South"]
    assert f'class="button button--primary" href="{page_of(draft, WEEKS)}"' in page.content.decode()
    Study.objects.filter(pk=draft.pk).update(is_checked=False)
    assert ask("author", page_of(draft, step)).context["lacks"]


def test_left_out_a_port_lacks_nothing(
    community: Community, network: Network, draft: Study, lacking: list[date]
) -> None:
    author = community.member("author")
    emptied(community, network, "far", 40)
    out = WeeksSaid(weeks_before=104, weeks_after=52, left_out=frozenset({network.ports["far"]}))
    row = actions.answer_weeks(member=author, study=draft, said=out, now=NOW)

    assert [one.where for one in lacks_of(row, planned(row, author), author)] == ["North", "South"]


def test_weeks_of_the_comparison_are_entered_with_it(
    community: Community, network: Network, draft: Study, ask: Any
) -> None:
    week = network.start - 30 * WEEK
    author = community.member("author")
    counts.enter_comparison(member=author, comparison=network.comparison, said={week: None}, now=NOW)
    (lack,) = ask("author", page_of(draft, WEEKS)).context["lacks"]

    assert lack.where == network.comparison.title
    entered = reverse("counts:comparison_weeks", args=[network.comparison.key])
    assert lack.address == f"{entered}?from={week.isoformat()}"
    others = making.drafted(community, network, now=NOW, by="peer")
    (lack,) = ask("peer", page_of(others, WEEKS)).context["lacks"]
    assert (lack.keeper, lack.address) == ("Port of North", "")


def test_registered_the_page_of_the_run_says_what_it_would_be_refused_for(
    community: Community, network: Network, study: Study, ask: Any
) -> None:
    assert ask("author", page_of(study, RUN)).context["lacks"] == []
    (week,) = emptied(community, network, "south", -5)
    page = ask("author", page_of(study, RUN))

    (lack,) = page.context["lacks"]
    assert (lack.where, lack.number, lack.keeper) == ("South", 1, "Port of South")
    assert page.context["steps"][WEEKS - 1]["done"]
    with pytest.raises(CountsRefused) as refused:
        making.ran(community, study, now=NOW)
    assert "South" in str(refused.value)
    assert str(week.year) in str(refused.value)


@pytest.mark.parametrize("step", [WEEKS, SIGHT, REGISTER])
def test_weeks_since_the_announcement_are_not_asked_for(
    community: Community, network: Network, draft: Study, ask: Any, step: int
) -> None:
    emptied(community, network, "north", 2, 1, 0, -5)

    assert ask("author", page_of(draft, step)).context["lacks"] == []
    assert ask("author", page_of(draft, WEEKS), SAID)["Location"] == page_of(draft, SIGHT)
    assert making.registered(community, draft, now=NOW).is_frozen


def test_a_loan_taken_back_while_the_page_is_made_leaves_its_line_out(
    community: Community, network: Network, draft: Study, lacking: list[date], monkeypatch: pytest.MonkeyPatch
) -> None:
    author, lent = community.member("author"), room.series_lent
    plan = planned(draft, author)

    def taken_back(*asked: Any) -> Any:
        counts.take_back(member=community.member("peer"), loan=network.loans["south"], now=NOW)
        return lent(*asked)

    monkeypatch.setattr(room, "series_lent", taken_back)
    assert [one.where for one in lacks_of(draft, plan, author)] == ["North"]


def test_each_port_that_lacks_weeks_costs_one_question_whose_they_are(
    community: Community, network: Network, draft: Study, lacking: list[date]
) -> None:
    author = community.member("author")

    def asked() -> int:
        plan = planned(draft, author)
        with CaptureQueriesContext(connection) as queries:
            lacks_of(draft, plan, author)
        return len(queries)

    two = asked()
    emptied(community, network, "far", 40)
    assert asked() == two + 1


def test_whether_it_was_run_is_asked_once_for_all_pages_of_the_way(study: Study, ask: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        ask("author", page_of(study, RUN))

    results = [one["sql"] for one in queries if 'FROM "studies_studyresult"' in one["sql"]]
    assert len(results) == 1
