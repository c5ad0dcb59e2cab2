"""The five role courses that come with the software teach what they ask, and promise no more than they know."""

import re

import pytest

from port2port.courses.files import STARTING, folders
from port2port.courses.roles import roles
from port2port.pure.course_text import Prose
from port2port.vocabulary.subjects import subjects

ROLE_COURSES = ("all-staff", "deputy-pfso", "guard", "pfso", "security-duties")
# Taught by the course as a whole, and by the question on lookalike mails under the code of evasion.
WITHOUT_A_QUESTION = {"p2p-induction", "p2p-mail"}
CODE = re.compile(r"(?:b18-\d-\d+|p2p-[a-z]+)")
BARE_FRENCH = re.compile(r"\bexercices?\b(?! (?:trimestriels?|annuels?))", re.IGNORECASE)
LABEL = re.compile(r"TLP[ -:]+(?:RED|AMBER|GREEN|CLEAR)", re.IGNORECASE)


@pytest.fixture(scope="module")
def courses():
    return {name: next(iter(folders(STARTING / name))) for name in ROLE_COURSES}


def prose(text):
    blocks = [block for lesson in text.lessons for block in lesson.blocks]
    return "\n".join(one.text if isinstance(one, Prose) else f"{one.ask}\n{one.why}" for one in blocks)


@pytest.mark.parametrize("name", ROLE_COURSES)
def test_a_role_course_is_sound_and_whole_in_all_four_languages(courses, name):
    assert courses[name].faults == ()
    assert [lang for lang, text in courses[name].texts.items() if text.front.summary] == []


@pytest.mark.parametrize("name", ROLE_COURSES)
def test_every_code_that_a_role_course_covers_has_a_question_that_bears_it(courses, name):
    english = courses[name].texts["en"]
    asked = {found[0] for quiz in english.quizzes if (found := CODE.match(quiz.id))}

    assert set(english.front.covers) - WITHOUT_A_QUESTION <= asked
    assert asked <= set(subjects())


def test_every_need_of_a_role_that_names_a_role_course_is_met_by_it(courses):
    unmet = [
        (role.role, name, code)
        for role in roles().values()
        for need in role.needs
        for name in need.courses
        if name in ROLE_COURSES
        for code in need.codes
        if code not in courses[name].texts["en"].front.covers
    ]

    assert unmet == []


@pytest.mark.parametrize("name", ROLE_COURSES)
def test_right_answers_stand_at_every_place_and_are_not_mostly_the_longest(courses, name):
    ones = [quiz for quiz in courses[name].texts["en"].quizzes if quiz.kind == "one"]
    places = [min(quiz.right) for quiz in ones]
    longest = [
        quiz.id for quiz in ones if max(quiz.choices, key=lambda one: len(one.text)) is quiz.choices[min(quiz.right)]
    ]

    assert all(places.count(place) <= len(ones) / 2 for place in range(4))
    assert len(longest) <= len(ones) / 2


@pytest.mark.parametrize("name", ROLE_COURSES)
def test_every_language_names_the_numbers_and_the_tip_line(courses, name):
    for text in courses[name].texts.values():
        assert all(word in prose(text) for word in ("112", "101", "PortWatch.be"))


@pytest.mark.parametrize("name", ROLE_COURSES)
def test_labels_are_written_in_english_without_a_space(courses, name):
    for text in courses[name].texts.values():
        assert {found.group() for found in LABEL.finditer(prose(text))} <= {
            f"TLP:{label}" for label in ("RED", "AMBER", "GREEN", "CLEAR")
        }


@pytest.mark.parametrize("name", ROLE_COURSES)
def test_french_never_says_the_word_for_drills_without_its_interval(courses, name):
    french = courses[name].texts["fr"]
    words = [prose(french), *(choice.text for quiz in french.quizzes for choice in quiz.choices)]

    assert [found.group() for text in words for found in BARE_FRENCH.finditer(text)] == []


def test_the_courses_of_officers_say_that_they_replace_no_course_of_the_authority(courses):
    for name in ("pfso", "deputy-pfso"):
        for text in courses[name].texts.values():
            assert "2020/35" in prose(text)


def test_no_role_counts_on_a_course_for_longer_than_its_certificate_runs(courses):
    months = {name: folder.texts["en"].front.valid_months for name, folder in courses.items()}
    asked = {
        (role.role, course, need.renew_months)
        for role in roles().values()
        for need in role.needs
        for course in need.courses
        if course in months
    }

    assert {one for one in asked if one[2] > months[one[1]]} == set()
    assert {months for _role, course, months in asked if course == "all-staff"} == {12}
