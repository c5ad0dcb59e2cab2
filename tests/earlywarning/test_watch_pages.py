"""The pages of the board, a watch and an alarm: for the circle alone; for others as if there were none."""

import csv
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.urls import reverse

from port2port.base.refusal import NotAllowed
from port2port.counts import actions as counting
from port2port.counts.actions import ComparisonFields, InterventionFields
from port2port.counts.categories import category_words
from port2port.counts.models import Comparison, ComparisonWeek, Intervention, Outcome
from port2port.earlywarning import actions
from port2port.earlywarning.alike import odds_of, odds_of_watch
from port2port.earlywarning.board_page import record_of
from port2port.earlywarning.drawing import percent_of, state_word
from port2port.earlywarning.models import Acknowledgement, Alarm, AlarmNews, Judgement, WatchedMeasure
from port2port.earlywarning.refusals import NotAlike
from port2port.ledger.models import TrailLine
from port2port.members.actions.running_jobs import run_job
from port2port.members.models import Circle, CircleMembership, Job, Organisation
from port2port.pure.audience import Tlp
from port2port.reports.models import Kind, Report
from tests.earlywarning.watching import OLD, begun, lay_out, set_up
from tests.personas import NOW

BOARD = reverse("earlywarning:board")
HIDDEN_FROM = ("outsider", "guard", "trainer", "auditor", "operator", "client", "guest", "secretariat")


@pytest.fixture
def scene(community):
    return lay_out(community)


@pytest.fixture
def ask(client, community):
    def get(name, address, data=None, *, follow=False):
        client.force_login(community.person(name))
        return client.get(address) if data is None else client.post(address, data, follow=follow)

    return get


def addresses(watch, alarm):
    news = AlarmNews.objects.get(alarm=alarm)
    return [
        watch.get_absolute_url(),
        reverse("earlywarning:export_watch", args=[watch.key]),
        reverse("earlywarning:stop", args=[watch.key]),
        alarm.get_absolute_url(),
        reverse("earlywarning:news", args=[news.key]),
    ]


def bytes_of(response, key):
    """The page without the address that was asked for and what every rendering draws anew."""
    text = response.content.decode().replace(str(key), "KEY")
    return [line for line in text.splitlines() if "nonce" not in line and "csrf" not in line.lower()]


def test_the_board_shows_the_statistic_with_a_word_the_budget_and_the_newest_week(scene, ask):
    begun(scene)

    page = ask("peer", BOARD).text

    for words in ("Night patrols", "of its threshold", "20 % a year", "45 weeks", "TLP:AMBER+STRICT", "Alarm"):
        assert words in page
    assert "Record of false alarms" in page


def test_outside_the_circle_a_watch_is_like_one_that_is_missing(scene, ask):
    watch = begun(scene)
    alarm = Alarm.objects.first()

    for name in HIDDEN_FROM:
        for address, key in zip(addresses(watch, alarm), [watch.key] * 3 + [alarm.key] * 2, strict=True):
            real, other = ask(name, address), uuid4()
            missing = ask(name, address.replace(str(key), str(other)))
            assert real.status_code == missing.status_code == 404, (name, address)
            if "news" not in address:
                assert bytes_of(real, key) == bytes_of(missing, other), (name, address)
    page = ask("outsider", BOARD).text
    assert "Night patrols" not in page
    assert "No measure is watched yet" in page


def test_nobody_outside_the_circle_acts_on_it(scene, ask, community):
    watch = begun(scene)
    alarm = Alarm.objects.first()

    for name in HIDDEN_FROM:
        member = community.member(name)
        for act in (
            lambda member=member: actions.acknowledge(member=member, alarm=alarm, done="x", language="en", now=NOW),
            lambda member=member: actions.judge(
                member=member, alarm=alarm, judged="true", why="x", language="en", now=NOW
            ),
            lambda member=member: actions.ask_about(member=member, alarm=alarm, language="en", now=NOW),
            lambda member=member: actions.stop_watch(member=member, watch=watch, why="x", now=NOW),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert not Acknowledgement.objects.exists()


def test_who_left_the_circle_sees_nothing_any_more(scene, ask):
    watch = begun(scene)
    assert ask("peer", watch.get_absolute_url()).status_code == 200

    CircleMembership.objects.filter(circle=scene.circle, organisation__slug="south").update(left_at=NOW)

    assert ask("peer", watch.get_absolute_url()).status_code == 404
    assert "Night patrols" not in ask("peer", BOARD).text


@pytest.mark.parametrize(("shows", "status"), [(True, 200), (False, 404)])
def test_a_newcomer_sees_a_watch_only_where_the_circle_shows_its_past(scene, ask, shows, status):
    watch = begun(scene)
    Circle.objects.filter(pk=scene.circle.pk).update(shows_history=shows)
    east = Organisation.objects.get(slug="east")
    CircleMembership.objects.create(circle=scene.circle, organisation=east, invited_at=NOW, joined_at=NOW)

    assert ask("outsider", watch.get_absolute_url()).status_code == status
    assert ask("outsider", Alarm.objects.first().get_absolute_url()).status_code == status


def test_a_port_that_is_taken_back_shows_no_count_even_before_the_next_run(scene, ask, community):
    watch = begun(scene)
    assert ">The weeks<" in ask("author", watch.get_absolute_url()).text

    loan = scene.loans["south"]
    counting.take_back(member=community.member("peer"), loan=loan, now=NOW + timedelta(hours=1))

    page = ask("author", watch.get_absolute_url())
    assert page.status_code == 200
    assert ">The weeks<" not in page.text
    assert "watch-weeks" not in page.text


def test_alarms_are_in_no_search_feed_or_stix(scene, ask):
    begun(scene)

    for address in ("/search/?q=Night+patrols", "/search/?q=alarm", "/reports/"):
        page = ask("author", address)
        assert "/watch-board/alarms/" not in page.text
        assert "/watch-board/" + str(WatchedMeasure.objects.get().key) not in page.text
    lines = TrailLine.objects.values_list("subject", flat=True)
    assert not any("Night" in line or "South" in line for line in lines)


def test_from_counts_to_a_running_watch_without_script(scene, ask, monkeypatch):
    monkeypatch.setattr("port2port.earlywarning.views.board.now", lambda: NOW)
    form = {
        "what": f"{scene.circle.key}:intrusions:",
        "intervention": str(scene.intervention.key),
        "comparison": str(scene.comparison.key),
        "key": "one",
    }
    page = ask("author", reverse("earlywarning:new"), form, follow=True)
    watch = WatchedMeasure.objects.get()
    assert page.redirect_chain[-1][0] == watch.get_absolute_url()
    again = ask("author", reverse("earlywarning:new"), form)
    assert again.status_code == 302
    assert WatchedMeasure.objects.count() == 1

    for job in Job.objects.all():
        run_job(key=job.key, clock=lambda: NOW)
    assert Job.objects.get().state == Job.State.DONE
    page = ask("author", watch.get_absolute_url())
    assert "Begin the watch" in page.text
    assert "1000" in page.text or "1,000" in page.text
    assert "Begin the watch" not in ask("peer", watch.get_absolute_url()).text

    page = ask("author", reverse("earlywarning:begin", args=[watch.key]), {"budget": "39"}, follow=True)
    assert "39 % a year" in page.text
    assert "The weeks" in page.text


def test_a_form_that_lacks_something_is_shown_again(scene, ask):
    page = ask("author", reverse("earlywarning:new"), {"what": f"{scene.circle.key}:intrusions:"})

    assert page.status_code == 422
    assert "checked" in page.text
    assert not WatchedMeasure.objects.exists()


def compared_with_drones(scene):
    counting.declare_comparison(
        member=scene.community.member("author"),
        said=ComparisonFields(
            title="Drones far away",
            language="en",
            reason="outside_substitution",
            why="Another sea without a common line: nobody who is pushed away goes there.",
            outcome=Outcome.DRONE_SIGHTINGS,
            circle=scene.circle,
        ),
        now=OLD,
    )
    other = Comparison.objects.get(title="Drones far away")
    said = dict(ComparisonWeek.objects.filter(comparison=scene.comparison).values_list("week", "number"))
    counting.enter_comparison(member=scene.community.member("author"), comparison=other, said=said, now=NOW)
    return other


def test_a_comparison_of_something_else_is_questioned_and_what_is_meant_stands_on_the_watch(scene, ask, monkeypatch):
    monkeypatch.setattr("port2port.earlywarning.views.board.now", lambda: NOW)
    what, measure = f"{scene.circle.key}:intrusions:", str(scene.intervention.key)
    other = str(compared_with_drones(scene).key)
    form = {"what": what, "intervention": measure, "comparison": other, "key": "odd"}

    asked = ask("author", reverse("earlywarning:new"), form)
    elsewhere = ask("author", reverse("earlywarning:new"), form | {"is_meant": f"{what} {measure} {measure}"})
    page = ask("author", reverse("earlywarning:new"), form | {"is_meant": f"{what} {measure} {other}"}, follow=True)

    for refused in (asked, elsewhere):
        assert refused.status_code == 422
        assert "“Drone sightings”" in refused.text
        assert "Is this meant?" in refused.text
        assert "optional" not in refused.text
        assert "checked" in refused.text.partition("Is this meant?")[0]
        assert "checked" not in refused.text.partition("Is this meant?")[2]
    watch = WatchedMeasure.objects.get()
    assert page.redirect_chain[-1][0] == watch.get_absolute_url()
    assert "“Drone sightings”" in page.text
    counting.withdraw(member=scene.community.member("author"), declared=watch.comparison, now=NOW)
    assert "“Drone sightings" not in ask("author", watch.get_absolute_url()).text


def test_a_measure_against_something_else_is_questioned(scene, author):
    scene.intervention = counting.declare_intervention(
        member=author,
        said=InterventionFields(
            title="Guards at the stacks",
            language="en",
            port=scene.community.ports["north"],
            category="DRG-EXT-TEAM",
            announced_on=scene.start,
            starts_on=scene.start,
            circle=scene.circle,
        ),
        now=OLD,
    )

    with pytest.raises(NotAlike):
        actions.start_watch(member=author, said=scene.fields(), seed=1, now=NOW)
    watch = actions.start_watch(member=author, said=scene.fields(is_meant=True), seed=1, now=NOW)

    (words,) = odds_of_watch(watch)
    assert category_words("DRG-EXT-TEAM") in words
    # Who declared it left the circle: what it was is told to nobody who reads the watch.
    CircleMembership.objects.filter(circle=scene.circle, organisation__slug="north").update(left_at=NOW)
    assert odds_of_watch(watch) == []
    assert not odds_of("intrusions", "", intervention=Intervention(category=""), comparison=scene.comparison)


def test_an_alarm_says_what_it_means_and_does_not_mean_and_is_acknowledged(scene, ask):
    begun(scene)
    alarm = Alarm.objects.first()
    page = ask("peer", alarm.get_absolute_url()).text
    for words in ("What it means", "What it does not mean", "Not that crime moved", "Open a draft request"):
        assert words in page
    assert "Say what it was" not in page

    address = reverse("earlywarning:acknowledge", args=[alarm.key])
    assert ask("peer", address, {"done": ""}).status_code == 422
    page = ask("peer", address, {"done": "Asked the guards: nothing new."}, follow=True).text

    assert "Asked the guards: nothing new." in page
    assert "Port of South" in page
    assert "The peer" not in page.split("<main")[1], "the name stays within the organisation"


def test_asking_opens_one_draft_request_for_the_circle_and_sends_nothing(scene, ask):
    begun(scene)
    alarm = Alarm.objects.first()
    address = reverse("earlywarning:ask", args=[alarm.key])

    first, second = ask("peer", address, {}), ask("peer", address, {})

    draft = Report.objects.get(kind=Kind.REQUEST)
    assert first.url == second.url == reverse("reports:edit", args=[draft.key])
    assert (draft.version, draft.tlp) == (0, Tlp.AMBER_STRICT)
    assert [one.pk for one in draft.circles.all()] == [scene.circle.pk]
    for word in ("South", "North", "Night patrols"):
        assert word not in draft.title + draft.facts
    assert ask("author", reverse("reports:edit", args=[draft.key])).status_code == 404


def test_what_an_alarm_was_counts_in_the_record_with_an_exact_interval(scene, ask, community):
    begun(scene)
    alarms = list(Alarm.objects.all())
    address = reverse("earlywarning:judge", args=[alarms[0].key])
    assert ask("peer", address, {"judged": "false", "why": "x"}).status_code == 404
    assert ask("author", address, {"judged": "", "why": "x"}).status_code == 422

    ask("author", address, {"judged": "unsure", "why": "Too early."})
    ask("author", address, {"judged": "false", "why": "A new form at South."})

    record = record_of(WatchedMeasure.objects.visible_to(community.member("peer")))
    assert Judgement.objects.count() == 2
    assert (record.false, record.unsure, record.true) == (1, 0, 0)
    assert record.open == len(alarms) - 1
    assert record.rate.estimate == pytest.approx(1 / record.years)
    assert record.rate_high.estimate == pytest.approx(len(alarms) / record.years)
    assert record.rate.low < record.rate.estimate < record.rate_high.high
    assert record.expected == pytest.approx(0.223, abs=0.001)


def test_news_leads_to_the_alarm_and_names_nothing(scene, ask):
    begun(scene)
    news = AlarmNews.objects.first()

    assert str(news) == news.headline() == "Alarm on the watch board"
    assert ask("peer", news.get_absolute_url()).url == news.alarm.get_absolute_url()


def test_the_files_hold_statistics_and_no_count(scene, ask):
    watch = begun(scene)

    board = ask("peer", reverse("earlywarning:export"))
    weeks = ask("peer", reverse("earlywarning:export_watch", args=[watch.key]))

    assert "TLP-AMBER+STRICT" in board["Content-Disposition"].replace("%2B", "+")
    rows = list(csv.DictReader(StringIO(weeks.content.decode("utf-8-sig"))))
    assert len(rows) == 45
    assert set(rows[0]) == {
        "week", "number", "directed_percent_of_threshold", "max_port_percent_of_threshold", "loudest_port",
        "has_fallen", "alarm", "missing",
    }  # fmt: skip
    assert "Night patrols" in board.content.decode()
    assert TrailLine.objects.filter(act="export_watches").count() == 2


def test_a_stopped_watch_says_why_and_can_be_read(scene, ask):
    watch = begun(scene)

    page = ask("author", reverse("earlywarning:stop", args=[watch.key]), {"why": "The measure ended."}, follow=True)

    assert "The measure ended." in page.text
    assert "Stopped" in ask("peer", BOARD).text
    assert ask("author", reverse("earlywarning:stop", args=[watch.key]), {"why": "Again."}).status_code == 409


def test_pages_ask_few_questions_however_many_watches_there_are(scene, ask, django_assert_max_num_queries):
    watch = begun(scene)
    ask("author", BOARD)

    with django_assert_max_num_queries(26):
        ask("author", BOARD)
    with django_assert_max_num_queries(60):
        ask("author", watch.get_absolute_url())


def test_rough_thresholds_are_called_rough(scene, ask):
    watch = set_up(scene, draws=40)

    assert "Drawn few times" in ask("author", watch.get_absolute_url()).text


def test_an_alarm_says_of_which_week_it_speaks_and_how_the_port_stands_in_the_newest(scene, ask):
    watch = begun(scene)
    alarm, newest = Alarm.objects.first(), watch.weeks.order_by("number").last()
    assert alarm.number < newest.number

    page = ask("peer", alarm.get_absolute_url()).text
    words = ": fallen" if newest.has_fallen else ": not clearly fallen"
    assert "in that week." in page[page.index("<h1") : page.index("</h1>")]
    assert str(watch.intervention.port) + words in page
    assert str(watch.intervention.port) + words in ask("peer", BOARD).text


def test_a_hundred_percent_is_an_alarm_and_all_that_is_none_stays_below():
    assert [percent_of(share) for share in (0.999, 1.0, 1.001, 1.06)] == [95, 95, 100, 105]
    assert [state_word(share)[1] == "high" for share in (0.999, 1.0, 1.001)] == [False, False, True]


def test_the_page_of_a_watch_calls_a_hundred_percent_an_alarm(scene, ask):
    page = ask("peer", begun(scene).get_absolute_url()).text
    assert "an alarm is 100 or more" in page
    assert "bove 100" not in page
