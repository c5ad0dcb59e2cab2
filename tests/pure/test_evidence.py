"""The grade of what is known of an effect: what follows from which fields."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from port2port.pure.evidence import Evidence, Grade, Tried, evidence_of, faults_of, tried_of

SAID = Tried("Quay 1", "low", "Fewer holes.", "Port of North")
COUNTED = replace(SAID, indicator="Holes found", before=12, before_days=90, after=6, after_days=180)


@pytest.mark.parametrize(
    ("tried", "grade"),
    [
        (SAID, Grade.OPINION),
        (replace(SAID, sites=1, months=2), Grade.OPINION),
        (replace(SAID, months=12), Grade.OPINION),
        (replace(SAID, sites=1, months=3), Grade.IN_USE),
        (COUNTED, Grade.BEFORE_AFTER),
        (replace(COUNTED, after_days=None), Grade.OPINION),
        (replace(COUNTED, indicator=""), Grade.OPINION),
        (replace(COUNTED, after=0), Grade.BEFORE_AFTER),
        (replace(COUNTED, compared="Quay 2 stayed at 11."), Grade.COMPARED),
        (replace(COUNTED, study="study:quays-2026"), Grade.COMPARED),
        (replace(SAID, compared="Quay 2 stayed at 11."), Grade.OPINION),
        (replace(SAID, study="study:quays-2026"), Grade.OPINION),
    ],
)
def test_the_grade_follows_from_the_fields(tried, grade):
    assert tried.grade == grade


@pytest.mark.parametrize(("before", "after", "few"), [(9, 0, True), (5, 4, True), (5, 5, False), (0, 10, False)])
def test_fewer_than_ten_events_are_too_few_to_tell(before, after, few):
    tried = replace(COUNTED, before=before, after=after)

    assert tried.is_too_few == few
    if few:
        assert tried.change is None


def test_the_change_compares_events_a_day():
    assert COUNTED.change == pytest.approx(-0.75)
    assert replace(COUNTED, before=0, after=20).change is None


def test_of_several_places_the_best_counts_and_figures_that_can_tell_come_before_those_that_cannot():
    few = replace(COUNTED, before=3, after=1)

    assert evidence_of([]) == Evidence(Grade.OPINION, False)
    assert evidence_of([SAID, few]) == Evidence(Grade.BEFORE_AFTER, True)
    assert evidence_of([few, COUNTED]) == Evidence(Grade.BEFORE_AFTER, False)
    assert evidence_of([COUNTED, replace(few, study="study:a")]) == Evidence(Grade.COMPARED, True)


def test_what_was_kept_before_is_kept_as_it_was():
    assert SAID.as_json() == {"where": "Quay 1", "cost": "low", "effect": "Fewer holes.", "stated_by": "Port of North"}


numbers = st.none() | st.integers(0, 10_000)


@given(
    st.builds(
        Tried,
        where=st.text(max_size=5),
        indicator=st.text(max_size=5),
        sites=numbers,
        months=numbers,
        before=numbers,
        before_days=numbers,
        after=numbers,
        after_days=numbers,
        study=st.text(max_size=5),
    )
)
def test_what_is_kept_comes_back(tried):
    assert tried_of(tried.as_json()) == tried


def test_a_name_of_a_later_version_is_left_out_and_a_wrong_number_is_none():
    assert tried_of({"where": "Quay 1", "grade": 3}) == Tried("Quay 1")
    for wrong in (True, "12", -1, 1.5):
        with pytest.raises(TypeError):
            tried_of({"where": "Quay 1", "before": wrong})


def test_figures_are_whole_or_absent():
    assert faults_of(SAID) == faults_of(COUNTED) == []
    assert faults_of(replace(SAID, before=3)) == [
        ("before_days", "incomplete"),
        ("after", "incomplete"),
        ("after_days", "incomplete"),
        ("indicator", "incomplete"),
    ]
    assert faults_of(replace(COUNTED, before_days=0)) == [("before_days", "bounds")]
    assert faults_of(replace(SAID, study="study:A B", displacement="perhaps", stated_on="2026-2-3")) == [
        ("stated_on", "day"),
        ("displacement", "choice"),
        ("study", "study"),
    ]
