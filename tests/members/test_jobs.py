"""Long work: seen by its own seat alone, taken back whole when it is cancelled, kept for seven days."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed, Refusal
from port2port.members import job_kinds, job_progress
from port2port.members.actions import jobs as act
from port2port.members.actions.people import end_seat
from port2port.members.actions.running_jobs import run_job
from port2port.members.job_kinds import JobKind, Outcome, Work
from port2port.members.models import Job, Waterway
from port2port.site.commands.work import make_worker
from tests.personas import NOW, Community, found_community

LATER = NOW + timedelta(minutes=1)
type Run = Callable[[Work], Outcome]


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.CACHES = settings.CACHES | {"progress": settings.CACHES["progress"] | {"LOCATION": str(tmp_path / "p")}}


@pytest.fixture
def bring(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make a kind of job known for this test."""

    def brought(run: Run, *, still: Callable[..., bool] = lambda member, _asked: member.is_known, **more: Any) -> None:
        monkeypatch.setitem(job_kinds._kinds, "sums", JobKind("Sums", run, still, **more))

    return brought


def start(member, **more) -> Job:
    return act.start_job(member=member, kind="sums", asked={"upto": 3} | more, about="to three", language="nl", now=NOW)


def add_up(work: Work) -> Outcome:
    total = 0
    for number in range(1, work.asked["upto"] + 1):
        total += number
        work.step(number, work.asked["upto"])
    return Outcome(words=f"{total}", file=b"six", file_name="sum.txt", media_type="text/plain")


def run(job: Job) -> Job:
    run_job(key=job.key, clock=lambda: LATER)
    job.refresh_from_db()
    return job


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_what_was_put_into_the_queue(client, bring):
    community = found_community()
    bring(add_up)
    job = start(community.member("author"))
    client.force_login(community.person("author"))

    make_worker().run()

    assert "hx-get" not in client.get(f"/jobs/{job.key}/row/").text
    assert client.get(f"/jobs/{job.key}/result/").content == b"six"


@pytest.mark.django_db(transaction=True)
def test_its_page_shows_how_far_it_is_while_its_transaction_holds_the_database(bring):
    community = found_community()
    seen: list[str] = []

    # The first page of a session writes it down, and on SQLite a writer would wait for the job: that is done before.
    browser = Client()
    browser.force_login(community.person("author"))
    browser.get("/jobs/")

    def look() -> None:
        seen.append(browser.get(f"/jobs/{job.key}/row/").text)
        connection.close()

    def work_in_one_transaction(work: Work) -> Outcome:
        with transaction.atomic():
            Waterway.objects.create(slug="w", name="W")
            work.step(40, 100)
            looker.start()
            looker.join()
        return Outcome(words="done")

    looker = Thread(target=look)
    bring(work_in_one_transaction)
    job = start(community.member("author"))

    run_job(key=job.key, clock=now)

    assert 'value="40"' in seen[0]
    assert "hx-get" in seen[0]


def test_nothing_stays_of_a_job_that_was_cancelled_while_it_ran(bring, author):
    def cancelled_half_way(work: Work) -> Outcome:
        with transaction.atomic():
            Waterway.objects.create(slug="w", name="W")
            act.cancel_job(member=author, job=job, now=NOW)
            work.step(1, 2)
        return Outcome(words="never")

    bring(cancelled_half_way)
    job = start(author)

    assert run(job).state == Job.State.CANCELLED
    assert not Waterway.objects.filter(slug="w").exists()


def test_a_job_that_waits_is_cancelled_at_once_and_never_runs(bring, author):
    bring(add_up)
    job = start(author)

    act.cancel_job(member=author, job=job, now=NOW)

    assert run(job).state == Job.State.CANCELLED
    with pytest.raises(act.JobOver):
        act.cancel_job(member=author, job=job, now=NOW)


def test_a_refusal_says_its_reason_in_the_starters_language(bring, author):
    def refuses(work: Work) -> Outcome:
        raise Refusal(gettext_lazy("Your seat does not allow this."))

    bring(refuses)

    job = run(start(author))

    assert (job.state, job.words) == (Job.State.FAILED, "Uw functie laat dit niet toe.")


def test_a_bug_is_on_record_and_the_person_is_told_no_more_than_that(bring, author, caplog):
    def breaks(work: Work) -> Outcome:
        raise ZeroDivisionError("secret detail")

    bring(breaks)

    job = run(start(author))

    assert job.state == Job.State.FAILED
    assert "secret detail" not in job.words
    assert "secret detail" in caplog.text


def test_a_job_of_a_seat_that_has_ended_does_nothing(bring, community, coordinator):
    done: list[Work] = []
    bring(lambda work: done.append(work) or Outcome(words=""))
    guard = community.member("guard")
    job = start(guard)

    end_seat(member=coordinator, seat=job.seat, now=NOW)

    assert run(job).state == Job.State.FAILED
    assert done == []


def test_a_result_is_gone_when_the_seat_may_no_longer_have_it(client, bring, community, author):
    may = [True]
    bring(add_up, still=lambda _member, _asked: may[0])
    job = run(start(author))
    client.force_login(community.person("author"))
    assert client.get(f"/jobs/{job.key}/result/").status_code == 200

    may[0] = False

    assert client.get(f"/jobs/{job.key}/result/").status_code == 404


def test_a_file_is_fetched_by_a_day_and_a_page_stays(client, bring, community, author):
    client.force_login(community.person("author"))
    bring(add_up)
    day = date_format(LATER + timedelta(days=7), "DATE_FORMAT")
    assert f"download it before {day}" in client.get(f"/jobs/{run(start(author)).key}/").text

    bring(
        lambda _work: Outcome(words="Read it.", link="/reports/"),
        next="It stays there.",
        begun=lambda asked: f"/{asked}",
    )
    text = client.get(f"/jobs/{run(start(author)).key}/").text

    assert "2026" not in text[text.index("Read it.") : text.index("It stays there.")]
    assert "seven days" not in text
    assert "Back to where it was started" in text


@pytest.mark.parametrize("who", ["guard", "coordinator", "peer", "auditor", "operator"])
def test_nobody_else_learns_of_a_job(client, bring, community: Community, author, who):
    bring(add_up)
    job = run(start(author))
    client.force_login(community.person(who))

    assert "to three" not in client.get("/jobs/").text
    for address in ("", "row/", "result/"):
        assert client.get(f"/jobs/{job.key}/{address}").status_code == 404
    assert client.post(f"/jobs/{job.key}/cancel/").status_code == 404


def test_the_same_work_is_not_started_twice_while_it_waits(bring, author):
    bring(add_up)

    assert start(author) == start(author)


def test_five_jobs_of_a_seat_wait_at_most(bring, author):
    bring(add_up)
    for number in range(5):
        start(author, number=number)

    with pytest.raises(act.TooManyJobs):
        start(author, number=5)


def test_who_may_not_do_it_cannot_start_it(bring, author):
    bring(add_up, still=lambda _member, _asked: False)

    with pytest.raises(NotAllowed):
        start(author)


def test_of_a_thousand_quick_steps_the_first_and_the_last_are_written(bring, author, monkeypatch):
    written: list[int] = []
    say = job_progress.say

    def heard(key, progress):
        written.append(progress.done)
        say(key, progress)

    def quick(work: Work) -> Outcome:
        for number in range(1, 1001):
            work.step(number, 1000)
        return Outcome(words="")

    monkeypatch.setattr(job_progress, "say", heard)
    bring(quick)
    job = start(author)

    assert run(job).done == 1000
    assert written == [1, 1000]


def test_a_job_ends_at_its_next_step_when_the_machine_stops(bring, author):
    bring(add_up)
    job = start(author)

    job_progress.machine_stops.set()
    try:
        run(job)
    finally:
        job_progress.machine_stops.clear()

    assert job.state == Job.State.FAILED


def test_a_job_whose_process_is_gone_ends_after_ten_minutes_of_silence(bring, author):
    bring(add_up)
    job = start(author)
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, started_at=NOW)
    job_progress.say(job.key, job_progress.Progress(1, 3, NOW + timedelta(minutes=5)))

    assert act.sweep_jobs(now=NOW + timedelta(minutes=14)) == 0
    assert act.sweep_jobs(now=NOW + timedelta(minutes=16)) == 1


def test_what_ends_late_leaves_no_file_when_the_job_was_given_up(bring, author, tmp_path):
    def given_up(work: Work) -> Outcome:
        Job.objects.filter(pk=job.pk).update(started_at=NOW)
        act.sweep_jobs(now=NOW + timedelta(hours=1))
        return Outcome(words="late", file=b"late", file_name="late.txt", media_type="text/plain")

    bring(given_up)
    job = start(author)

    assert run(job).state == Job.State.FAILED
    assert [one for one in (tmp_path / "jobs").rglob("*") if one.is_file()] == []


def test_result_and_row_are_forgotten_after_seven_days(bring, author, tmp_path):
    bring(add_up)
    run(start(author))

    assert act.forget_jobs(now=LATER + timedelta(days=6)) == 0
    assert act.forget_jobs(now=LATER + timedelta(days=7)) == 1

    assert not Job.objects.exists()
    assert [one for one in (tmp_path / "jobs").rglob("*") if one.is_file()] == []
