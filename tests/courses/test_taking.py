"""A course is read, asked, answered and judged once; nothing is drawn anew by trying again and again."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction

from port2port.base.refusal import NotAllowed
from port2port.certificates.models import Certificate
from port2port.courses import actions
from port2port.courses.models import Attempt, Course, CourseAssignment, ItemCount, Pass, Reading
from port2port.courses.owed import owed_by
from port2port.courses.refusals import NewVersion, NoSuchLanguage, NotOffered, OtherSeat, StillCovered, TooSoon
from port2port.members.models import Seat
from port2port.members.readers import member_of_seat
from port2port.pure.calendar_rules import plus_months
from port2port.pure.quiz import drawn
from tests.courses.conftest import files, hand_in, next_version, right_answers
from tests.personas import NOW

LATER = NOW + timedelta(hours=1)


def test_who_answers_rightly_passes_and_it_is_kept(course, guard, take):
    attempt = take(guard, course)

    assert (attempt.right, attempt.per_cent, attempt.is_passed) == (4, 100, True)
    held = Pass.objects.get()
    assert (held.person_id, held.organisation_id, held.course_id, held.n) == (
        guard.person_id,
        guard.organisation_id,
        course.pk,
        1,
    )
    assert held.on == NOW.date()


def test_the_pass_mark_itself_passes_and_one_less_fails(course, guard, trainer, take):
    assert take(guard, course, wrong=1).is_passed
    failed = take(trainer, course, wrong=2)

    assert (failed.per_cent, failed.is_passed) == (50, False)
    assert not Pass.objects.filter(person_id=trainer.person_id).exists()


def test_the_draw_comes_from_the_key_of_the_attempt_alone(make, guard):
    course = make(draw=2)
    key = UUID(int=7)

    attempt = actions.start(member=guard, course=course, language="nl", key=key, now=NOW)

    assert attempt.asked == list(drawn(key, ["q1", "q2", "q3", "q4"], 2))


def test_starting_again_goes_on_with_the_same_questions(make, guard):
    course = make(draw=2)
    first = actions.start(member=guard, course=course, language="nl", key=uuid4(), now=NOW)

    for _again in range(20):
        again = actions.start(member=guard, course=course, language="fr", key=uuid4(), now=LATER)
        assert (again.pk, again.asked, again.language) == (first.pk, first.asked, "fr")
    assert Attempt.objects.count() == 1


def test_handed_in_again_the_first_answers_stand(course, peer_guard, take):
    failed = take(peer_guard, course, wrong=4)

    again = hand_in(peer_guard, failed, right_answers(failed), now=LATER)

    assert (again.per_cent, again.is_passed, again.handed_in_at) == (0, False, failed.handed_in_at)
    assert not Pass.objects.exists()
    assert set(ItemCount.objects.values_list("asked", flat=True)) == {1}


def test_what_was_reached_stands_in_the_table_itself(course, guard, take):
    failed = take(guard, course, wrong=4)

    with pytest.raises(DatabaseError), transaction.atomic():
        Attempt.objects.filter(pk=failed.pk).update(is_passed=True)


def test_after_a_fail_ten_minutes_go_by_and_others_are_drawn(make, guard, take):
    course = make(draw=2)
    failed = take(guard, course, wrong=2)
    ended = failed.handed_in_at

    with pytest.raises(TooSoon):
        actions.start(
            member=guard, course=course, language="en", key=uuid4(), now=ended + timedelta(minutes=9, seconds=59)
        )
    again = actions.start(
        member=guard, course=course, language="en", key=UUID(int=3), now=ended + timedelta(minutes=10)
    )

    assert again.pk != failed.pk
    assert again.asked == list(drawn(UUID(int=3), ["q1", "q2", "q3", "q4"], 2))


def test_an_attempt_is_nobody_elses(course, guard, author, trainer):
    begun = actions.start(member=guard, course=course, language="en", key=uuid4(), now=NOW)

    for other in (author, trainer):
        with pytest.raises(NotAllowed):
            hand_in(other, begun, right_answers(begun), now=NOW)


def test_answers_outside_the_question_are_passed_over(course, guard):
    begun = actions.start(member=guard, course=course, language="en", key=uuid4(), now=NOW)

    done = hand_in(guard, begun, {quiz: [-1, 99] for quiz in [*begun.asked, "zz"]}, now=NOW)

    assert done.answers == {quiz: [] for quiz in begun.asked}


def test_a_small_change_lets_an_attempt_go_on(community, course, guard):
    begun = actions.start(member=guard, course=course, language="en", key=uuid4(), now=NOW)
    next_version(community, course, substantial=False)

    done = hand_in(guard, begun, right_answers(begun), now=LATER)

    assert done.is_passed
    assert Pass.objects.get().n == 1


def test_an_attempt_of_a_version_that_was_replaced_counts_nothing(community, course, guard):
    begun = actions.start(member=guard, course=course, language="en", key=uuid4(), now=NOW)
    begun.refresh_from_db()
    next_version(community, course, substantial=True)

    # It is gone, so that nobody answers for nothing.
    with pytest.raises(NotAllowed):
        hand_in(guard, begun, right_answers(begun), now=LATER)
    assert not Pass.objects.exists()


def test_an_old_attempt_that_is_still_there_is_refused(community, course, guard):
    begun = actions.start(member=guard, course=course, language="en", key=uuid4(), now=NOW)
    Course.objects.filter(pk=course.pk).update(asks_from=2)

    with pytest.raises(NewVersion):
        hand_in(guard, begun, right_answers(begun), now=LATER)


def test_a_language_that_is_not_written_out_asks_nothing(course, guard):
    with pytest.raises(NoSuchLanguage):
        actions.start(member=guard, course=course, language="es", key=uuid4(), now=NOW)


def test_a_retired_course_is_taken_no_more(course, author, guard):
    actions.retire(member=author, course=course, now=NOW)

    with pytest.raises(NotOffered):
        actions.start(member=guard, course=course, language="en", key=uuid4(), now=NOW)


def test_machines_take_no_course(course, nobody):
    with pytest.raises(NotAllowed):
        actions.start(member=nobody, course=course, language="en", key=uuid4(), now=NOW)


def test_a_pass_fulfils_what_was_assigned(community, course, guard, trainer, take):
    actions.assign(
        member=trainer, seats=[community.seats["guard"]], course=course, due_on=NOW.date() + timedelta(30), now=NOW
    )

    take(guard, course)

    assert CourseAssignment.objects.get().done_at is not None


def test_a_lesson_is_read_once_and_only_where_there_is_one(course, guard):
    for _twice in range(2):
        actions.read_lesson(member=guard, version=course.current, lesson=2, now=NOW)

    assert Reading.objects.count() == 1
    for lesson in (0, 3):
        with pytest.raises(NotOffered):
            actions.read_lesson(member=guard, version=course.current, lesson=lesson, now=NOW)


def test_a_draft_is_read_by_nobody(community, author, guard):
    draft = actions.begin_course(member=author, code="gate", said=actions.DraftText(files()), now=NOW)

    with pytest.raises(NotOffered):
        actions.read_lesson(member=guard, version=draft, lesson=1, now=NOW)


def test_what_was_begun_in_one_organisation_is_not_handed_in_from_another(community, course, guard):
    there = Seat.objects.create(
        person=community.person("guard"),
        organisation=community.organisations["south"],
        function="guard",
        given_at=NOW,
    )
    elsewhere = member_of_seat(there)
    begun = actions.start(member=guard, course=course, language="en", key=UUID(int=7), now=NOW)

    with pytest.raises(OtherSeat):
        hand_in(elsewhere, begun, right_answers(begun), now=NOW)
    moved = actions.start(member=elsewhere, course=course, language="en", key=uuid4(), now=NOW)
    done = hand_in(elsewhere, moved, right_answers(moved), now=NOW)

    assert (moved.pk, moved.asked) == (begun.pk, begun.asked)
    assert done.organisation_id == Pass.objects.get().organisation_id == elsewhere.organisation_id
    assert Certificate.objects.get().organisation_id == elsewhere.organisation_id


def test_a_pass_that_still_counts_is_not_taken_again_and_again(community, course, guard, trainer, take):
    take(guard, course)
    soon, later = NOW + timedelta(days=1), NOW + timedelta(days=24 * 30)

    with pytest.raises(StillCovered):
        take(guard, course, now=soon)
    take(guard, course, now=later)
    due = later.date() + timedelta(days=30)
    actions.assign(member=trainer, seats=[community.seats["guard"]], course=course, due_on=due, now=later)
    take(guard, course, now=later + timedelta(days=1))

    assert Attempt.objects.count() == 3


def test_a_new_version_is_taken_though_the_old_one_counts(community, course, guard, take):
    take(guard, course)
    next_version(community, course, substantial=True)

    assert take(guard, course, now=LATER).version.n == 2


def test_a_course_is_taken_again_when_the_role_asks_for_it_before_its_certificate_runs_out(make, guard, take):
    # Two years by its certificate; a guard's induction is asked for every year.
    course = make(code="guard")
    take(guard, course)

    with pytest.raises(StillCovered):
        take(guard, course, now=NOW + timedelta(days=300))
    take(guard, course, now=NOW + timedelta(days=310))

    assert Pass.objects.get().on == (NOW + timedelta(days=310)).date()


def test_what_is_owed_next_is_the_course_that_the_need_names_first(make, guard, take):
    make(code="all-staff", covers="p2p-induction")
    take(guard, make(code="guard"))

    owed = {one.course.code: one.due for one in owed_by(guard, today=NOW.date())}

    assert owed == {"all-staff": plus_months(NOW.date(), 12), "guard": plus_months(NOW.date(), 24)}
