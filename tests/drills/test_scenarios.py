"""What every scenario that comes with the software keeps to, besides its format: tests/drills/test_library.py."""

import re
from itertools import pairwise

import pytest

from port2port.drills.library import Scenario, library
from port2port.duties.rulebook import element_groups

pytestmark = pytest.mark.anywhere

SCENARIOS = list(library().values())
LANGUAGES = ("en", "nl", "fr", "de")
# Threats of B/15.11 for which nothing has been written yet.
STILL_MISSING = {"hijack", "carrier", "weapon", "blockage", "nbc"}
FRENCH_WITHOUT_INTERVAL = re.compile(r"exercices?\b(?! (?:trimestriel|annuel))", re.IGNORECASE)
TIMED = re.compile(r"\b(?:times?|minutes|seconds)\b", re.IGNORECASE)
# More does not fit on two pages of A4 beside headings and tables.
CHARACTERS_ON_TWO_PAGES = 6000


def texts(one: Scenario, language: str) -> list[str]:
    words = [one.title, one.purpose, one.setting, one.safety, *one.variants]
    words += [each.text for each in one.objectives + one.injects + one.observe]
    words += [each.expected for each in one.injects]
    return [each[language] for each in words]


each_scenario = pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: one.code)


def test_the_library_has_a_scenario_for_every_number():
    assert list(library()) == [f"DS-{number:02}" for number in range(1, 16)]


def test_the_threats_without_a_scenario_are_those_that_are_told():
    tested = {key.removeprefix("b15_11.") for one in SCENARIOS for key in one.elements}

    assert {key.removeprefix("b15_11.") for key in element_groups()["b15_11"].entries} - tested == STILL_MISSING


@each_scenario
def test_its_injects_begin_at_once_and_leave_room_before_the_end(one):
    offsets = [inject.offset_s for inject in one.injects]

    assert offsets[0] == 0
    assert all(before < after for before, after in pairwise(offsets))
    assert offsets[-1] < one.minutes * 60 - 240


@each_scenario
def test_it_has_as_much_of_everything_as_a_guard_and_an_observer_can_hold(one):
    assert 3 <= len(one.objectives) <= 4
    assert 6 <= len(one.injects) <= 9
    assert 6 <= len(one.observe) <= 8


@each_scenario
def test_every_objective_is_tied_to_its_control_and_elements_and_is_played(one):
    for objective in one.objectives:
        assert objective.control in one.controls
        assert objective.elements
        assert set(objective.elements) <= set(one.elements)
        assert any(objective.code in inject.objectives for inject in one.injects)


@each_scenario
def test_no_element_stands_in_its_head_that_no_objective_tests(one):
    assert {key for objective in one.objectives for key in objective.elements} == set(one.elements)


@each_scenario
def test_the_observer_notes_times(one):
    assert sum(1 for line in one.observe if TIMED.search(line.text["en"])) >= 2


@each_scenario
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fits_on_two_pages(one, language):
    assert sum(map(len, texts(one, language))) < CHARACTERS_ON_TWO_PAGES


@each_scenario
def test_its_french_never_says_the_word_without_the_interval(one):
    assert [text for text in texts(one, "fr") if FRENCH_WITHOUT_INTERVAL.search(text)] == []


@each_scenario
@pytest.mark.parametrize("language", LANGUAGES)
def test_its_safety_note_says_that_emergency_calls_stay_inside(one, language):
    assert "101" in one.safety[language]
