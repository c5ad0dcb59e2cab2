"""A large game is answered by a job: by the same rules, one at a time, counted when it starts, for the named."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from port2port.allocation import actions
from port2port.allocation.actions import answering
from port2port.allocation.bounds import MOST_WHAT_IFS, what_ifs_left
from port2port.allocation.models import Asked, GameDraft, Named, PortInputs, Route, Scenario, Solution
from port2port.allocation.refusals import BeingReckoned, NothingChanged, TooFewHouses
from port2port.base.refusal import NotAllowed
from port2port.ledger.models import TrailLine
from port2port.members import job_progress
from port2port.members.actions.jobs import cancel_job
from port2port.members.actions.running_jobs import run_job
from port2port.members.models.jobs import Job
from port2port.pure.workbench import plans
from tests.allocation.conftest import Table, fields
from tests.personas import NOW, Community

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def large(table: Table, monkeypatch: pytest.MonkeyPatch) -> GameDraft:
    """A game that counts as large."""
    monkeypatch.setitem(answering.AT_ONCE, "mean", 1)
    return table.played()


def started(table: Table, game: GameDraft, who: str = "north") -> Job:
    job = actions.start_answer(member=table.officers[who], game=game, language="en", now=NOW)
    assert job is not None
    return job


def ran(job: Job) -> Job:
    run_job(key=job.key, clock=lambda: NOW)
    return Job.objects.get(pk=job.pk)


def test_a_small_game_is_answered_while_one_waits(table: Table, community: Community) -> None:
    game = table.played()
    client = Client()
    client.force_login(community.person("author"))

    answer = client.post(f"{game.get_absolute_url()}solve/")

    assert answer.headers["Location"] == f"{game.get_absolute_url()}result/"
    assert not Job.objects.exists()


def test_a_large_one_by_a_job_that_links_to_its_answer(table: Table, large: GameDraft, community: Community) -> None:
    client = Client()
    client.force_login(community.person("author"))

    page = client.post(f"{large.get_absolute_url()}solve/", follow=True)

    assert "Answer of a joint allocation" in page.content.decode()
    assert not Solution.objects.exists()
    job = ran(Job.objects.get())
    assert job.state == Job.State.DONE
    page = client.get(job.get_absolute_url())
    assert f'href="{large.get_absolute_url()}result/"' in page.content.decode()
    assert Solution.objects.get().organisation_id == table.officers["north"].organisation_id
    assert Asked.objects.exclude(solution=None).get().solution_id == Solution.objects.get().pk
    assert (job.done, job.total) == (4, 4)


def test_one_at_a_time_in_a_game(table: Table, large: GameDraft) -> None:
    job = started(table, large)

    assert started(table, large) == job
    with pytest.raises(BeingReckoned):
        actions.start_answer(member=table.officers["south"], game=large, language="en", now=NOW)
    ran(job)
    with pytest.raises(NothingChanged):
        actions.start_answer(member=table.officers["south"], game=large, language="en", now=NOW)


def test_what_would_be_refused_is_not_started(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(answering.AT_ONCE, "mean", 1)
    game = table.played(ports=("north", "south", "east"))

    with pytest.raises(TooFewHouses):
        started(table, game)
    with pytest.raises(NotAllowed):
        started(table, game, "west")
    assert not Job.objects.exists()


def test_how_many_routes_the_others_have_does_not_decide_whether_it_is_a_job(table: Table) -> None:
    """A press beside a known threshold would tell their number."""
    few, many = table.played(aim="worst_case"), table.opened(aim="worst_case")
    for who in table.officers:
        if who != "north":
            table.named(many, who)
        table.entered(many, who, routes=12)
    for game in (few, many):
        for number in range(8 - Scenario.objects.filter(game=game).count()):
            said = actions.ScenarioFields(f"More {number}", "to see", "en", 20_000, 40_000, 80, "likely")
            actions.save_scenario(member=table.officers["north"], game=game, said=said, now=NOW)

    assert started(table, few).state == started(table, many).state == Job.State.WAITING


def test_a_job_is_on_record_and_counted_when_it_starts_and_once(table: Table, large: GameDraft) -> None:
    north = table.officers["north"]
    actions.solve(member=north, game=large, now=NOW)
    actions.save_route(member=north, inputs=large.ports.get(port__slug="north"), said=fields("late"), now=NOW)
    first = what_ifs_left(north, large, now=NOW)
    job = started(table, large)
    left = what_ifs_left(north, large, now=NOW)

    assert left == first - 1
    assert TrailLine.objects.filter(act="start_answer").count() == 1
    assert started(table, large) == job
    assert ran(job).state == Job.State.DONE
    assert what_ifs_left(north, large, now=NOW) == left


def test_its_page_names_no_game(large: GameDraft, table: Table) -> None:
    assert large.title not in started(table, large).about


def test_a_waiting_job_of_one_taken_off_or_long_ago_blocks_nobody(table: Table, large: GameDraft) -> None:
    job = started(table, large, "south")
    Named.objects.filter(seat_id=table.officers["south"].seat_id or 0).update(ended_at=NOW)
    assert answering.being_reckoned(member=table.officers["north"], game=large, now=NOW) == (False, None)
    mine = started(table, large)
    assert mine != job
    assert answering.being_reckoned(member=table.officers["north"], game=large, now=NOW) == (True, mine)
    cancel_job(member=table.officers["north"], job=mine, now=NOW)
    Named.objects.filter(seat_id=table.officers["south"].seat_id or 0).update(ended_at=None)

    with pytest.raises(BeingReckoned):
        started(table, large)
    Job.objects.filter(pk=job.pk).update(made_at=NOW - answering.QUEUED)
    started(table, large)


def test_cancelled_it_leaves_nothing_and_stays_counted(
    table: Table, large: GameDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, north, answered = started(table, large), table.officers["north"], plans.answered
    left = what_ifs_left(north, large, now=NOW)
    monkeypatch.setattr("port2port.members.actions.running_jobs.PACE_S", 0.0)

    def cancelling(given, *, step):  # type: ignore[no-untyped-def]
        cancel_job(member=north, job=Job.objects.get(pk=job.pk), now=NOW)
        return answered(given, step=step)

    monkeypatch.setattr(plans, "answered", cancelling)

    assert ran(job).state == Job.State.CANCELLED
    assert not Solution.objects.exists()
    assert Asked.objects.get().solution is None
    assert what_ifs_left(north, large, now=NOW) == left == MOST_WHAT_IFS
    monkeypatch.setattr(plans, "answered", answered)
    # The first cost nothing, as an answer of it would have; from now on each does until there is one.
    again = started(table, large)
    assert what_ifs_left(north, large, now=NOW) == left - 1
    assert ran(again).state == Job.State.DONE
    assert what_ifs_left(north, large, now=NOW) == left - 1


def test_who_is_taken_off_while_it_runs_gets_no_answer(
    table: Table, large: GameDraft, monkeypatch: pytest.MonkeyPatch, community: Community
) -> None:
    job, answered = started(table, large, "south"), plans.answered

    def meanwhile(given, *, step):  # type: ignore[no-untyped-def]
        Named.objects.filter(seat_id=table.officers["south"].seat_id or 0).update(ended_at=timezone.now())
        return answered(given, step=step)

    monkeypatch.setattr(plans, "answered", meanwhile)

    ended = ran(job)

    assert ended.state == Job.State.FAILED
    assert not ended.link
    assert not Solution.objects.exists()
    assert Asked.objects.count() == 1
    assert not re.search(r"SECRET|route|scenario", ended.words)
    client = Client()
    client.force_login(community.person("peer"))
    assert client.get(f"{large.get_absolute_url()}result/").status_code == 404


def test_who_was_taken_off_before_it_runs_gets_none(table: Table, large: GameDraft) -> None:
    job = started(table, large, "south")
    Named.objects.filter(seat_id=table.officers["south"].seat_id or 0).update(ended_at=NOW)

    assert ran(job).state == Job.State.FAILED
    assert Asked.objects.count() == 1


def test_a_refusal_is_on_record_and_says_one_sentence(table: Table, large: GameDraft) -> None:
    job = started(table, large)
    broken = Route.objects.filter(inputs__port__slug="east").first()
    assert broken is not None
    figures = {**broken.figures, "harm": {**broken.figures["harm"], "low": 0, "likely": 0}}
    Route.objects.filter(pk=broken.pk).update(figures=figures)

    ended = ran(job)

    assert ended.state == Job.State.FAILED
    assert ended.words.startswith("There is no answer with what is entered now")
    assert Asked.objects.filter(counts=True).count() == 1
    assert what_ifs_left(table.officers["north"], large, now=NOW) == MOST_WHAT_IFS - 1


def test_what_is_entered_meanwhile_is_in_it(table: Table, large: GameDraft, monkeypatch: pytest.MonkeyPatch) -> None:
    job, answered, names = started(table, large), plans.answered, list[str]()
    inputs = PortInputs.objects.get(game=large, port=table.ports["east"])

    def meanwhile(given, *, step):  # type: ignore[no-untyped-def]
        if not names:
            names.append("late")
            actions.save_route(member=table.officers["east"], inputs=inputs, said=fields("late"), now=NOW)
        return answered(given, step=step)

    monkeypatch.setattr(plans, "answered", meanwhile)

    assert ran(job).state == Job.State.DONE
    assert "late" in str(Solution.objects.get().given)


def test_its_progress_is_its_starters_alone(table: Table, large: GameDraft, community: Community) -> None:
    job = started(table, large)
    client = Client()
    client.force_login(community.person("peer"))

    assert client.get(job.get_absolute_url()).status_code == 404
    assert job_progress.said(job.key) is None


def test_the_game_says_that_one_is_reckoned_with_a_link_for_its_starter_alone(
    table: Table, large: GameDraft, community: Community
) -> None:
    job, clients = started(table, large), {}
    # Pages go by the clock, and a job that waited long is told no more.
    Job.objects.filter(pk=job.pk).update(made_at=timezone.now())
    for persona in ("author", "peer", "coordinator"):
        clients[persona] = Client()
        clients[persona].force_login(community.person(persona))
    pages = {name: client.get(large.get_absolute_url()).content.decode() for name, client in clients.items()}

    assert "Your answer is being reckoned" in pages["author"]
    assert job.get_absolute_url() in pages["author"]
    assert "An answer is being reckoned already" in pages["peer"]
    assert str(job.key) not in pages["peer"]
    assert not re.search(r"being reckoned|/jobs/[0-9a-f-]{36}", pages["coordinator"])
    assert "You are not named here" in pages["coordinator"]
    for page in (pages["author"], pages["peer"]):
        assert f'action="{large.get_absolute_url()}solve/"' not in page
    Job.objects.filter(pk=job.pk).update(made_at=timezone.now() - answering.QUEUED)
    assert (
        f'action="{large.get_absolute_url()}solve/"' in clients["peer"].get(large.get_absolute_url()).content.decode()
    )
    ran(job)
    for name in ("author", "peer"):
        assert "being reckoned" not in clients[name].get(large.get_absolute_url()).content.decode()


def test_the_bench_measures_the_sizes_that_count() -> None:
    text = (ROOT / "bench" / "answers.py").read_text()
    found = re.search(r"^AT_ONCE = ({.*})$", text, re.MULTILINE)

    assert found is not None
    assert {name: int(most.replace("_", "")) for name, most in re.findall(r'"(\w+)": ([0-9_]+)', found[1])} == (
        answering.AT_ONCE
    )
