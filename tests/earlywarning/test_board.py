"""The board however many watches there are; a watch that stands in the way; what was asked; thresholds made again."""

from copy import copy
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from port2port.counts import actions as counting
from port2port.counts.actions import InterventionFields
from port2port.earlywarning import actions
from port2port.earlywarning.board_page import ON_PAGE, board_of, record_of
from port2port.earlywarning.models import Alarm, WatchedMeasure
from port2port.members import job_progress
from port2port.members.actions.running_jobs import run_job
from port2port.members.models import CircleMembership, Job
from port2port.reports.actions import publish_report
from port2port.reports.models import Report
from tests.earlywarning.watching import begun, lay_out, set_up
from tests.personas import NOW

BOARD = reverse("earlywarning:board")
NEW = reverse("earlywarning:new")


@pytest.fixture
def scene(community: Any) -> Any:
    return lay_out(community)


@pytest.fixture
def ask(client: Any, community: Any) -> Any:
    def get(name: str, address: str, data: Any = None, *, follow: bool = False) -> Any:
        client.force_login(community.person(name))
        return client.get(address) if data is None else client.post(address, data, follow=follow)

    return get


def again(scene: Any, watch: WatchedMeasure, number: int) -> WatchedMeasure:
    """The same watch once more, of a further measure: with its ports, thresholds, weeks and alarms."""
    said = InterventionFields(
        title=f"Fence {number}",
        language="en",
        port=scene.community.ports["north"],
        announced_on=scene.start,
        starts_on=scene.start,
        circle=scene.circle,
    )
    measure = counting.declare_intervention(member=scene.community.member("author"), said=said, now=NOW)
    made = copied(watch, intervention=measure, key=uuid4())
    for name in ("ports", "weeks", "alarms"):
        for row in getattr(watch, name).all():
            copied(row, watch=made, **({"key": uuid4()} if name == "alarms" else {}))
    copied(watch.calibration, watch=made)
    return made


def copied[M](row: M, **other: object) -> M:
    made: Any = copy(row)
    made.pk, made.id, made._state = None, None, copy(made._state)
    for name, value in other.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made  # type: ignore[no-any-return]


def test_thirty_watches_take_as_many_statements_as_three_and_stand_on_two_pages(scene: Any, ask: Any) -> None:
    watch = begun(scene)
    taken = {}
    for number in range(1, 30):
        again(scene, watch, number)
        if number in {2, 29}:
            ask("author", BOARD)
            with CaptureQueriesContext(connection) as asked:
                ask("author", BOARD)
            taken[number + 1] = len(asked)

    assert taken[3] == taken[30] <= 26
    first, second = ask("peer", BOARD).text, ask("peer", f"{BOARD}?page=2").text
    assert first.count('scope="row"') == ON_PAGE
    assert second.count('scope="row"') == 30 - ON_PAGE
    assert 'rel="next" href="?page=2"' in first
    assert 'rel="prev" href="?page=1"' in second
    assert "pager" not in ask("outsider", f"{BOARD}?page=2").text
    assert ask("author", reverse("earlywarning:export")).text.count("\r\n") >= 30


def test_a_board_has_those_first_that_run_and_a_page_that_is_none_is_the_nearest(scene: Any) -> None:
    author = scene.community.member("author")
    stopped = begun(scene)
    running = again(scene, stopped, 1)
    actions.stop_watch(member=author, watch=stopped, why="Done.", now=NOW)

    for page in ("", "0", "7", "x"):
        board = board_of(author, page=page, now=NOW)
        assert [line.watch for line in board.lines] == [running, stopped]
        assert (board.newer, board.older) == ("", "")


def test_a_row_leads_to_the_newest_alarm_and_says_whether_anybody_acknowledged_it(scene: Any, ask: Any) -> None:
    watch = begun(scene)
    heard = watch.alarms.all()[0]
    later = copied(heard, key=uuid4(), number=heard.number + 7, week=heard.week + timedelta(weeks=7))
    number = watch.alarms.count()

    page = ask("author", BOARD).text
    assert later.get_absolute_url() in page
    assert heard.get_absolute_url() not in page
    assert "Not acknowledged yet" in page
    actions.acknowledge(member=scene.community.member("peer"), alarm=later, done="Asked.", language="en", now=NOW)
    assert "Not acknowledged yet" not in ask("author", BOARD).text
    assert [line.alarms for line in board_of(scene.community.member("author"), page="", now=NOW).lines] == [number]


def test_the_record_of_a_page_is_that_of_all_pages(scene: Any, ask: Any) -> None:
    watch, peer = begun(scene), scene.community.member("peer")
    alarm = watch.alarms.all()[0]
    author = scene.community.member("author")
    for judged in ("true", "false"):
        actions.judge(member=author, alarm=alarm, judged=judged, why="Seen.", language="en", now=NOW)
    before = record_of(WatchedMeasure.objects.visible_to(peer))

    again(scene, watch, 1)

    after = record_of(WatchedMeasure.objects.visible_to(peer))
    assert (before.false, before.true) == (1, 0)
    # The same weeks at the same port, whoever watches them: they count once.
    assert after == before == record_of(WatchedMeasure.objects.visible_to(peer))
    assert record_of(WatchedMeasure.objects.visible_to(scene.community.member("outsider"))).years == 0


def form_of(scene: Any) -> dict[str, str]:
    return {
        "what": f"{scene.circle.key}:intrusions:",
        "intervention": str(scene.intervention.key),
        "comparison": str(scene.comparison.key),
        "key": str(uuid4()),
    }


@pytest.fixture
def today(monkeypatch: Any) -> None:
    monkeypatch.setattr("port2port.earlywarning.views.board.now", lambda: NOW)


@pytest.mark.usefixtures("today")
def test_who_watches_a_measure_that_is_watched_is_led_to_the_watch(scene: Any, ask: Any) -> None:
    watch = set_up(scene)

    page = ask("peer", NEW, form_of(scene))

    assert page.status_code == 409
    assert watch.get_absolute_url() in page.text
    assert "Port of North" in page.text


@pytest.mark.usefixtures("today")
def test_a_newcomer_who_may_not_see_the_watch_is_not_led_to_it(scene: Any, ask: Any, community: Any) -> None:
    watch = set_up(scene)
    scene.circle.shows_history = False
    scene.circle.save()
    CircleMembership.objects.create(
        circle=scene.circle, organisation=community.organisations["east"], invited_at=NOW, joined_at=NOW
    )

    page = ask("outsider", NEW, form_of(scene))

    assert page.status_code != 302
    assert str(watch.key) not in page.text


def test_what_was_asked_stands_beside_the_alarm_for_whom_it_reached(scene: Any, ask: Any) -> None:
    begun(scene)
    alarm = Alarm.objects.all()[0]
    ask("peer", reverse("earlywarning:ask", args=[alarm.key]), {})
    draft = Report.objects.get()
    assert draft.get_absolute_url() not in ask("author", alarm.get_absolute_url()).text

    publish_report(member=scene.community.member("peer"), report=draft, now=NOW)

    page = ask("author", alarm.get_absolute_url()).text
    assert draft.get_absolute_url() in page
    assert "asked for information:" in page
    assert ask("author", draft.get_absolute_url()).status_code == 200
    assert ask("outsider", draft.get_absolute_url()).status_code == 404


@pytest.mark.usefixtures("today")
def test_thresholds_whose_job_was_cancelled_are_made_again(scene: Any, ask: Any) -> None:
    page = ask("author", NEW, form_of(scene), follow=True)
    watch, job = WatchedMeasure.objects.get(), Job.objects.get()
    address = reverse("earlywarning:thresholds", args=[watch.key])
    assert address not in page.text
    ask("author", address, {})
    assert Job.objects.count() == 1, "what waits is not started twice"

    job_progress.wish_to_cancel(job.key)
    run_job(key=job.key, clock=lambda: NOW)

    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    page = ask("author", watch.get_absolute_url())
    assert address in page.text
    assert "Begin the watch" not in page.text
    assert address not in ask("peer", watch.get_absolute_url()).text
    ask("author", address, {})
    other = Job.objects.exclude(pk=job.pk).get()
    assert address not in ask("author", watch.get_absolute_url()).text
    run_job(key=other.key, clock=lambda: NOW)
    assert "Begin the watch" in ask("author", watch.get_absolute_url()).text
