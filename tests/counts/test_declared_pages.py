"""The pages beside counts: measures, comparisons, recording, effort, and what the own log proposes."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from port2port.base.clock import now
from port2port.counts import actions
from port2port.counts.models import Comparison, ComparisonWeek, Effort, Intervention, WeekCount
from port2port.counts.rules import WeekSaid, last_whole_week
from port2port.log.models import Occurrence
from port2port.pure.weeks import WEEK
from tests.doors.rows_counts import COMPARISON, MEASURE


@pytest.fixture
def ask(client, community):
    def asked(who: str, address: str, sent: dict[str, str] | None = None):
        client.force_login(community.person(who))
        return client.get(address) if sent is None else client.post(address, sent)

    return asked


@pytest.fixture
def happened(community):
    """An entry in the log of a facility, so many weeks before the newest whole one."""
    numbers = iter(range(1, 100))

    def written(weeks_before=0, *, facility="north", **said) -> Occurrence:
        day = last_whole_week(now()) - WEEK * weeks_before + timedelta(days=2)
        at = datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())
        return Occurrence.objects.create(
            facility=community.facilities[facility],
            year=2020,
            sequence=next(numbers),
            source="page",
            happened_at=at,
            noted_at=at,
            changed_at=at,
            language="en",
            **said,
        )

    return written


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"why": "Too short."}, "at least 40 characters"),
        ({"reason": ""}, "required"),
        ({"title": ""}, "Something must stand here"),
        ({"outcome": "kilograms"}, "not one of the available choices"),
    ],
)
def test_a_comparison_without_a_sound_reason_is_refused_and_nothing_typed_is_lost(ask, community, change, words):
    answer = ask("author", "/counts/comparisons/new/", COMPARISON | change)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert not Comparison.objects.exists()
    assert "Elsewhere" in page or "weather" in page


@pytest.mark.parametrize(
    "change", [{"starts_on": "2026-01-04"}, {"intensity": "1.2"}, {"ramp_weeks": "-1"}, {"circle": "no-such-circle"}]
)
def test_a_measure_that_cannot_be_is_refused(ask, community, change):
    assert ask("author", "/counts/measures/new/", MEASURE | change).status_code == 422
    assert not Intervention.objects.exists()


def test_a_form_sent_twice_declares_once(ask, community):
    for _n in range(2):
        assert ask("author", "/counts/measures/new/", MEASURE | {"key": "one-form"}).status_code == 302

    assert Intervention.objects.count() == 1


def test_the_page_of_comparisons_says_what_makes_one_external(ask, community):
    assert "nothing that you push away can turn up there" in ask("author", "/counts/comparisons/new/").content.decode()


def test_comparison_weeks_are_entered_and_corrected(ask, community):
    ask("author", "/counts/comparisons/new/", COMPARISON)
    address = f"{Comparison.objects.get().get_absolute_url()}weeks/"
    field = f"week_{last_whole_week(now()).isoformat()}"

    ask("author", address, {field: "30"})
    ask("author", address, {field: "33"})

    assert [one.number for one in ComparisonWeek.objects.standing()] == [33]
    assert ComparisonWeek.objects.count() == 2
    assert ask("author", address, {field: "-3"}).status_code == 422


def test_what_is_withdrawn_is_found_by_its_own_organisation_alone(ask, community):
    circle = str(community.circles["both"].key)
    ask("author", "/counts/measures/new/", MEASURE | {"circle": circle})
    row = Intervention.objects.get()
    assert ask("peer", row.get_absolute_url()).status_code == 200
    assert ask("outsider", row.get_absolute_url()).status_code == 404

    ask("author", f"{row.get_absolute_url()}withdraw/", {})

    assert ask("peer", row.get_absolute_url()).status_code == 404
    assert "Lights" not in ask("peer", "/counts/declared/").content.decode()
    assert ask("author", row.get_absolute_url()).status_code == 200


def test_effort_is_entered_by_week_with_a_comma_and_refused_by_week(ask, community):
    address = "/counts/effort/?port=north&kind=patrol_hours"
    field = f"week_{last_whole_week(now()).isoformat()}"

    assert ask("author", address, {field: "40,5"}).status_code == 302
    assert Effort.objects.standing().get().amount == Decimal("40.5")
    refused = ask("author", address, {field: "-4"})
    assert refused.status_code == 422
    assert 'value="-4"' in refused.content.decode()
    assert 'value="40.5"' in ask("author", address).content.decode()


def shown(page) -> dict[str, str]:
    """What a browser sends of the form of weeks as it was shown."""
    form = page.context["form"]
    return {name: str(form[name].value() or "") for name in form.fields}


def test_effort_that_a_colleague_entered_meanwhile_stays(ask, community):
    address = "/counts/effort/?port=north&kind=patrol_hours"
    newest, before = (f"week_{(last_whole_week(now()) - WEEK * n).isoformat()}" for n in range(2))
    opened = shown(ask("author", address))
    ask("colleague", address, opened | {before: "12.5"})

    assert ask("author", address, opened | {newest: "40"}).status_code == 302
    assert set(Effort.objects.standing().values_list("amount", flat=True)) == {Decimal("12.5"), Decimal(40)}

    refused = ask("author", address, opened | {before: "13"})
    assert "Somebody else wrote “12.50” here" in refused.content.decode()
    assert Effort.objects.standing().filter(amount=Decimal("12.5")).exists()


def test_effort_that_can_be_read_in_two_ways_is_refused_with_both(ask, community):
    address = "/counts/effort/?port=north&kind=patrol_hours"
    field = f"week_{last_whole_week(now()).isoformat()}"

    def answer(text: str):
        return ask("author", address, {field: text})

    words = "“12.500” could be read in two ways. Enter 12500 or 12.5."
    assert words in answer("12.500").content.decode()
    assert not Effort.objects.exists()
    assert answer("12 500").status_code == 302
    assert Effort.objects.get().amount == 12500


def test_weeks_of_a_comparison_that_a_colleague_entered_meanwhile_stay(ask, community):
    ask("author", "/counts/comparisons/new/", COMPARISON)
    address = f"{Comparison.objects.get().get_absolute_url()}weeks/"
    newest, before = (last_whole_week(now()) - WEEK * n for n in range(2))
    opened = shown(ask("author", address))
    ask("colleague", address, opened | {f"week_{before.isoformat()}": "9"})

    assert ask("author", address, opened | {f"week_{newest.isoformat()}": "4"}).status_code == 302
    assert dict(ComparisonWeek.objects.standing().values_list("week", "number")) == {before: 9, newest: 4}

    refused = ask("author", address, opened | {f"week_{before.isoformat()}": "5"})
    assert refused.status_code == 422
    assert "Somebody else wrote “9” here" in refused.content.decode()


def test_the_log_proposes_beside_what_stands_and_replaces_nothing_unseen(ask, community, count, happened):
    author, newest = community.member("author"), last_whole_week(now())
    series = count(author)
    actions.enter_weeks(member=author, series=series, said={newest: WeekSaid(9)}, now=now())
    happened(2, tile="intruder")
    happened(2, methods=["INT-STOW"])
    happened(0, tile="intruder")
    happened(1, tile="drone")
    happened(1, tile="intruder", struck_at=now())
    happened(1, tile="intruder", facility="south")
    address = f"{series.get_absolute_url()}log/"

    lines = {one.week: one for one in ask("author", address).context["lines"]}
    assert [lines[newest - WEEK * n].found for n in (3, 2, 1, 0)] == [None, 2, 0, 1]
    sent = {f"seen_{week.isoformat()}": one.seen for week, one in lines.items()}
    take = {f"take_{(newest - WEEK * n).isoformat()}": "yes" for n in (2, 1)}
    assert ask("author", address, sent | take).status_code == 302

    assert dict(WeekCount.objects.standing().values_list("week", "number")) == {
        newest - WEEK * 2: 2,
        newest - WEEK: 0,
        newest: 9,
    }


def test_numbers_that_changed_since_the_page_was_opened_are_shown_again(ask, community, count, happened):
    series, newest = count(community.member("author")), last_whole_week(now())
    happened(0, tile="intruder")
    address = f"{series.get_absolute_url()}log/"
    seen = {f"seen_{one.week.isoformat()}": one.seen for one in ask("author", address).context["lines"]}
    happened(0, tile="intruder")

    answer = ask("author", address, seen | {f"take_{newest.isoformat()}": "yes"})

    assert answer.status_code == 422
    assert "changed since you opened this page" in answer.content.decode()
    assert not WeekCount.objects.exists()


def test_a_category_counts_only_what_belongs_to_it(ask, community, count, happened):
    series = count(community.member("author"), category="INT-TRES")
    happened(0, tile="intruder")
    happened(0, methods=["INT-TRES"])
    happened(0, methods=["INT-STOW"])

    lines = {one.week: one for one in ask("author", f"{series.get_absolute_url()}log/").context["lines"]}

    assert lines[last_whole_week(now())].found == 1
