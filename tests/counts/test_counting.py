"""Counts by week: whole, of weeks that are over, and never lost by a correction."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from port2port.counts import actions
from port2port.counts.models import CountSeries, Effort, WeekCount
from port2port.counts.refusals import NothingToUndo, WorkedOut
from port2port.counts.rules import WeekSaid
from port2port.reports.rules import BadField
from tests.counts.conftest import NEWEST, WEEK, weeks
from tests.personas import NOW

LATER = NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("week", "said"),
    [
        (NEWEST + WEEK, WeekSaid(1)),
        (NEWEST + timedelta(days=1), WeekSaid(1)),
        (date(1999, 12, 27), WeekSaid(1)),
        (NEWEST, WeekSaid(-1)),
        (NEWEST, WeekSaid(1.5)),
        (NEWEST, WeekSaid(True)),
        (NEWEST, WeekSaid(1_000_001)),
        (NEWEST, WeekSaid(1, Decimal("2.5"))),
    ],
)
def test_what_is_no_count_of_a_week_is_refused_by_its_week(community, count, week, said):
    author = community.member("author")
    series = count(author)

    with pytest.raises(BadField) as refused:
        actions.enter_weeks(member=author, series=series, said={week: said}, now=NOW)

    assert refused.value.name == f"week_{week.isoformat()}"
    assert not WeekCount.objects.exists()


@pytest.mark.parametrize("kilograms", ["-1", "NaN", "Infinity", "0.0001", "1000001"])
def test_mass_that_is_none_is_refused(community, count, kilograms):
    author = community.member("author")
    series = count(author, outcome="seizures")

    with pytest.raises(BadField):
        actions.enter_weeks(member=author, series=series, said={NEWEST: WeekSaid(1, Decimal(kilograms))}, now=NOW)


@pytest.mark.parametrize(("outcome", "category"), [("kilograms", ""), ("", ""), ("intrusions", "NO-SUCH")])
def test_only_what_stands_on_the_list_is_counted(community, count, outcome, category):
    with pytest.raises(BadField):
        count(community.member("author"), outcome=outcome, category=category)


def test_kilograms_cannot_be_an_outcome_even_past_the_actions(community):
    seat = community.seats["author"]
    with pytest.raises(IntegrityError), transaction.atomic():
        CountSeries.objects.create(
            organisation=seat.organisation,
            port=community.ports["north"],
            outcome="kilograms",
            made_by=seat,
            made_at=NOW,
        )


def test_nobody_counts_at_a_port_where_it_has_nothing(community, count):
    with pytest.raises(BadField) as refused:
        count(community.member("author"), port="south")

    assert refused.value.name == "port"


def test_missing_is_kept_as_missing_and_zero_as_zero(community, count):
    count(community.member("author"), [0, None, 2])

    assert list(WeekCount.objects.standing().values_list("number", flat=True)) == [0, None, 2]


def test_a_correction_keeps_the_former_number_and_can_be_undone(community, count):
    author = community.member("author")
    series = count(author, [3, 4])
    entered = actions.enter_weeks(member=author, series=series, said=weeks([3, 9, 1], until=NEWEST), now=NOW)
    assert (entered.made, entered.corrected, entered.same) == (1, 2, 0)
    assert WeekCount.objects.count() == 5

    assert actions.undo_weeks(member=author, series=series, at=NOW, now=LATER) == 3

    assert list(WeekCount.objects.standing().values_list("number", flat=True)) == [3, 4]
    with pytest.raises(NothingToUndo):
        actions.undo_weeks(member=author, series=series, at=NOW, now=LATER)


def test_entering_the_same_again_changes_nothing(community, count):
    author = community.member("author")
    series = count(author, [3, 4])

    entered = actions.enter_weeks(member=author, series=series, said=weeks([3, 4]), now=NOW)

    assert (entered.made, entered.corrected, entered.same) == (0, 0, 2)
    assert WeekCount.objects.count() == 2


@pytest.mark.parametrize("change", [{"number": 9}, {"replaced_at": None}])
def test_a_number_that_stood_cannot_be_rewritten(community, count, change):
    author = community.member("author")
    count(author, [3])
    count(author, [4], now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        WeekCount.objects.filter(number=3).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        WeekCount.objects.filter(number=3)._raw_delete("default")


def test_the_rate_of_seizures_is_worked_out_and_never_entered(community, count):
    series = count(community.member("author"), outcome="seizures_per_1000_inspected")

    with pytest.raises(WorkedOut):
        actions.enter_weeks(member=community.member("author"), series=series, said=weeks([3]), now=NOW)


def test_effort_is_entered_corrected_and_taken_away(community):
    author, port = community.member("author"), community.ports["north"]

    def enter(amount):
        return actions.enter_effort(member=author, port=port, kind="patrol_hours", said={NEWEST: amount}, now=NOW)

    enter(Decimal("40.5"))
    enter(Decimal(42))
    assert [one.amount for one in Effort.objects.standing()] == [Decimal(42)]
    enter(None)

    assert not Effort.objects.standing().exists()
    assert Effort.objects.count() == 2
    for bad in ("-1", "NaN", "0.001"):
        with pytest.raises(BadField):
            enter(Decimal(bad))
