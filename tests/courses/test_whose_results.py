"""Attacks on training records: other organisations, other facilities, the coordinator, guessed ids, guards."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from port2port.base.refusal import NotAllowed
from port2port.courses import actions
from port2port.courses.access import learners_of
from port2port.courses.models import Attempt, CourseAssignment, OutsideProof, Pass, Reading
from port2port.courses.roles import roles
from port2port.members.models import Seat
from port2port.reports.rules import BadField
from tests.courses.conftest import hand_in, right_answers
from tests.personas import NOW

DUE = NOW.date() + timedelta(days=30)
TABLES = (Attempt, Pass, CourseAssignment, OutsideProof)


@pytest.fixture
def results(community, course, guard, trainer, take):
    """The guard passed, has something assigned and brought proof."""
    seat = community.seats["guard"]
    actions.assign(member=trainer, seats=[seat], course=course, due_on=DUE, now=NOW)
    said = actions.ProofText("certificate", ("b18-2-1",), "School", DUE, "17")
    actions.add_proof(member=trainer, seat=seat, said=said, now=NOW)
    take(guard, course)
    return seat


def seen_by(member):
    return {table.__name__ for table in TABLES if table.objects.visible_to(member).exists()}


def test_the_person_the_officer_and_the_trainer_see_results(results, guard, author, trainer):
    for member in (guard, author, trainer):
        assert seen_by(member) == {table.__name__ for table in TABLES}


@pytest.mark.parametrize(
    "who",
    ["colleague", "coordinator", "auditor", "operator", "peer", "outsider", "client", "guest", "secretariat", "nobody"],
)
def test_nobody_else_sees_any_of_them(results, community, who):
    assert seen_by(community.member(who)) == set()


def test_an_officer_of_another_facility_sees_nothing_and_of_the_same_one_does(results, community):
    own, other = community.facilities["north"], community.facilities["south"]
    Seat.objects.filter(pk=results.pk).update(facility=own)

    assert seen_by(community.scoped("author", facility="north"))
    assert not seen_by(replace(community.member("author"), facility_id=other.pk))
    assert seen_by(community.scoped("author", port="north"))
    assert not seen_by(community.scoped("author", port="south"))


def test_a_seat_without_a_place_is_in_no_facilitys_scope(results, community):
    assert not seen_by(community.scoped("author", facility="north"))


def test_who_left_is_seen_no_more_by_others(results, author, guard):
    Seat.objects.filter(pk=results.pk).update(ended_at=NOW)

    assert not seen_by(author)


def test_results_stay_with_the_organisation_in_which_they_were_reached(results, community, peer):
    Seat.objects.create(
        person=results.person, organisation=community.organisations["south"], function="guard", given_at=NOW
    )

    assert not seen_by(peer)


def test_readings_are_the_persons_own(course, guard, trainer, author):
    actions.read_lesson(member=guard, version=course.current, lesson=1, now=NOW)

    assert Reading.objects.visible_to(guard).count() == 1
    assert not Reading.objects.visible_to(trainer).exists()
    assert not Reading.objects.visible_to(author).exists()


def test_an_attempt_opens_for_its_person_alone_whatever_key_is_guessed(community, course, guard, take):
    attempt = take(guard, course)

    for who in ("author", "trainer", "coordinator", "peer_guard", "secretariat"):
        browser = Client()
        browser.force_login(community.person(who))
        real = browser.get(reverse("courses:attempt", args=[attempt.key]))
        guessed = browser.get(reverse("courses:attempt", args=[uuid4()]))
        assert (real.status_code, guessed.status_code) == (404, 404)


def test_results_of_others_cannot_be_changed(results, community, guard, peer, coordinator):
    assignment = CourseAssignment.objects.create(
        person=results.person, organisation_id=guard.organisation_id, course=Pass.objects.get().course, due_on=DUE,
        made_by=results, made_at=NOW,
    )  # fmt: skip
    proof = OutsideProof.objects.get()
    for member in (guard, peer, coordinator):
        with pytest.raises(NotAllowed):
            actions.waive(member=member, assignment=assignment, reason="Because I say so", now=NOW)
        with pytest.raises(NotAllowed):
            actions.withdraw_proof(member=member, proof=proof, now=NOW)
        with pytest.raises(NotAllowed):
            actions.set_role(member=member, seat=results, role="all-staff", now=NOW)


def test_courses_are_given_to_nobody_outside_the_scope(community, course, author, peer):
    seats = [community.seats["guard"], community.seats["peer_guard"]]

    for member in (author, peer):
        with pytest.raises(NotAllowed):
            actions.assign(member=member, seats=seats, course=course, due_on=DUE, now=NOW)
    assert not CourseAssignment.objects.exists()


def test_an_assignment_given_twice_keeps_the_earlier_day(community, course, trainer):
    seats = [community.seats["guard"]]

    assert actions.assign(member=trainer, seats=seats, course=course, due_on=DUE, now=NOW) == 1
    later, sooner = DUE + timedelta(days=9), DUE - timedelta(days=9)
    assert actions.assign(member=trainer, seats=seats, course=course, due_on=later, now=NOW) == 0
    assert CourseAssignment.objects.get().due_on == DUE
    actions.assign(member=trainer, seats=seats, course=course, due_on=sooner, now=NOW)
    assert CourseAssignment.objects.get().due_on == sooner


def test_a_waiver_says_why(community, course, trainer):
    actions.assign(member=trainer, seats=[community.seats["guard"]], course=course, due_on=DUE, now=NOW)

    with pytest.raises(BadField):
        actions.waive(member=trainer, assignment=CourseAssignment.objects.get(), reason="no", now=NOW)
    actions.waive(member=trainer, assignment=CourseAssignment.objects.get(), reason="On leave until May", now=NOW)

    assert not CourseAssignment.objects.open().exists()


def test_the_pages_of_a_coordinator_hold_no_name(results, community):
    browser = Client()
    browser.force_login(community.person("coordinator"))

    page = browser.get(reverse("courses:totals")).content.decode()

    assert "The guard" not in page
    assert "100 %" not in page


def test_the_matrix_holds_only_people_of_the_own_organisation(results, community):
    browser = Client()
    browser.force_login(community.person("trainer"))

    page = browser.get(reverse("courses:people"), {"role": "guard"}).content.decode()

    assert "The guard" in page
    assert "The peer_guard" not in page
    assert "B/18.2.1" in page


def test_what_single_people_answered_is_on_nobody_elses_page(results, community):
    browser = Client()
    browser.force_login(community.person("author"))

    for address in (reverse("courses:record", args=[results.key]), reverse("courses:statistics", args=["gate"])):
        assert "Whom do you look at" not in browser.get(address).content.decode()


def test_a_lesson_holds_nothing_of_its_reader(course, community):
    pages = set()
    for who in ("guard", "author", "secretariat"):
        browser = Client()
        browser.force_login(community.person(who))
        pages.add(browser.get(reverse("courses:lesson", args=["nl", "gate", 1, 1])).content)

    assert len(pages) == 1
    (page,) = pages
    assert b"csrfmiddlewaretoken" not in page
    assert b"nonce" not in page
    assert b"Everybody" not in page


def test_a_lesson_that_a_phone_fetches_to_keep_is_not_read(course, guard, community):
    browser = Client()
    browser.force_login(community.person("guard"))
    address = reverse("courses:lesson", args=["nl", "gate", 1, 2])

    browser.get(address, headers={"X-Learn-Keep": "1"})
    assert not Reading.objects.exists()
    browser.post(reverse("courses:read"), {"mark": ["gate/1/2", "gate/1/99", "none/1/1", "x", "gate/²/1"]})

    assert Reading.objects.get().lesson == 2


def test_the_form_keeps_what_was_chosen_and_hands_nothing_in(course, guard, community):
    begun = actions.start(member=guard, course=course, language="en", key=uuid4(), now=NOW)
    browser = Client()
    browser.force_login(community.person("guard"))

    response = browser.post(begun.get_absolute_url(), {"q1": "1", "q2": ["0", "2"]})

    assert response.status_code == 422
    assert response.content.decode().count(" checked") == 3
    begun.refresh_from_db()
    assert begun.handed_in_at is None


def test_a_role_says_what_must_be_known_and_only_a_known_one(community, trainer):
    seat = community.seats["guard"]

    actions.set_role(member=trainer, seat=seat, role="security-duties", now=NOW)
    with pytest.raises(BadField):
        actions.set_role(member=trainer, seat=seat, role="captain", now=NOW)

    assert seat.learner_role.role in roles()


def test_learners_are_open_seats_of_ones_own(community, author, guard):
    assert {seat.organisation_id for seat in learners_of(author)} == {author.organisation_id}
    assert not learners_of(guard).exists()


def test_answers_go_after_ninety_days_and_the_score_stays(course, guard, take):
    row = take(guard, course)

    assert actions.erase_answers(now=row.handed_in_at + timedelta(days=90) - timedelta(seconds=1)) == 0
    assert actions.erase_answers(now=row.handed_in_at + timedelta(days=90)) == 1

    row.refresh_from_db()
    assert (row.answers, row.per_cent) == ({}, 100)


def test_records_go_some_time_after_the_last_seat_ended(results, settings):
    settings.TRAINING_KEEP_MONTHS = 12
    Seat.objects.filter(pk=results.pk).update(ended_at=NOW)

    assert actions.erase_records(now=NOW + timedelta(days=364)) == 0
    assert actions.erase_records(now=NOW + timedelta(days=366)) > 0
    assert not any(table.objects.exists() for table in TABLES)


def test_who_fails_sees_why_and_cannot_answer_once_more(course, community, guard):
    begun = actions.start(member=guard, course=course, language="en", key=uuid4(), now=NOW)
    hand_in(guard, begun, {}, now=NOW)
    browser = Client()
    browser.force_login(community.person("guard"))

    answers = {quiz: [str(one) for one in chosen] for quiz, chosen in right_answers(begun).items()}
    browser.post(begun.get_absolute_url(), answers)

    begun.refresh_from_db()
    assert (begun.is_passed, begun.per_cent) == (False, 0)
    assert "The guard alone" in browser.get(begun.get_absolute_url()).content.decode()


def test_a_course_of_another_organisation_shows_no_statistics(course, community):
    browser = Client()
    browser.force_login(community.person("peer"))

    assert browser.get(reverse("courses:statistics", args=["gate"])).status_code == 404


@pytest.mark.parametrize("who", ["author", "trainer"])
def test_nobody_says_of_itself_what_it_must_know_or_has_learned(community, course, who):
    member, seat = community.member(who), community.seats[who]
    other = community.member("trainer" if who == "author" else "author")
    actions.assign(member=member, seats=[seat], course=course, due_on=DUE, now=NOW)
    said = actions.ProofText("certificate", ("b18-2-1",), "School", DUE, "17")
    proof = actions.add_proof(member=other, seat=seat, said=said, now=NOW)

    with pytest.raises(NotAllowed):
        actions.waive(member=member, assignment=CourseAssignment.objects.get(), reason="I know it all", now=NOW)
    with pytest.raises(NotAllowed):
        actions.add_proof(member=member, seat=seat, said=said, now=NOW)
    with pytest.raises(NotAllowed):
        actions.withdraw_proof(member=member, proof=proof, now=NOW)
    with pytest.raises(NotAllowed):
        actions.set_role(member=member, seat=seat, role="guard", now=NOW)
    browser = Client()
    browser.force_login(community.person(who))
    for name in ("courses:role", "courses:proof"):
        assert browser.get(reverse(name, args=[seat.key])).status_code == 404


@pytest.mark.parametrize(
    ("who", "sees"), [("author", True), ("trainer", True), ("peer", False), ("secretariat", False)]
)
def test_what_is_right_in_a_released_course_is_for_its_writers(course, community, who, sees):
    browser = Client()
    browser.force_login(community.person(who))

    page = browser.get(reverse("courses:version", args=["gate", 1])).content.decode()

    assert "Whom do you look at" in page
    assert ("So that nobody is treated otherwise" in page, "<span>✓</span>" in page) == (sees, sees)
