"""Attacks on counts: what one person did is not to be had from the difference of two looks, nor by making seats."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from port2port.courses import actions, counting
from port2port.courses.actions.counting import floor_of, floors
from port2port.courses.models import ItemCount, Pass, QuarterCount
from port2port.courses.roles import roles
from port2port.members.models import Organisation, Person, Seat
from port2port.members.readers import member_of_seat
from tests.courses.conftest import hand_in, right_answers
from tests.personas import BEFORE, NOW

IN_MAY = NOW + timedelta(days=60)


def people(organisation, number, *, function="guard", prefix="one", given_at=BEFORE):
    """So many people with one seat each."""
    made = []
    for place in range(number):
        person = Person.objects.create(username=f"{prefix}-{organisation.slug}-{place}", name="Somebody")
        seat = Seat.objects.create(person=person, organisation=organisation, function=function, given_at=given_at)
        made.append(seat)
    return made


def member_of(seat):
    return member_of_seat(Seat.objects.select_related("person", "organisation").get(pk=seat.pk))


def proven(seats, trainer, role="guard"):
    codes = tuple(code for need in roles()[role].needs for code in need.codes)
    for seat in seats:
        said = actions.ProofText("certificate", codes, "School", (NOW + timedelta(days=300)).date())
        actions.add_proof(member=trainer, seat=seat, said=said, now=NOW)


def shown(coordinator, role="Guard"):
    return {row.words: (row.people, row.whole) for row in counting.own_totals(coordinator)}.get(role)


def guards(community, trainer, *, whole, others):
    north = community.organisations["north"]
    proven(people(north, whole, prefix="whole"), trainer)
    return people(north, others, prefix="other")


def test_five_seats_of_one_person_are_one_person(community, guard, coordinator):
    for _more in range(4):
        Seat.objects.create(
            person=community.person("guard"), organisation_id=guard.organisation_id, function="guard", given_at=BEFORE
        )
    actions.count_people(now=NOW)

    assert shown(coordinator) == (None, None)


def test_seats_that_the_reader_holds_or_just_gave_are_not_counted(community, guard, coordinator):
    north = community.organisations["north"]
    for _more in range(4):
        Seat.objects.create(
            person=community.person("coordinator"), organisation=north, function="guard", given_at=BEFORE
        )
    people(north, 4, given_at=NOW - timedelta(days=29))
    actions.count_people(now=NOW)

    assert shown(coordinator) == (None, None)


def test_another_scope_an_ended_seat_and_a_new_pass_move_nothing_in_the_quarter(community, trainer, coordinator):
    others = guards(community, trainer, whole=5, others=5)
    actions.count_people(now=NOW)
    before = shown(coordinator)
    assert before == (10, 5)

    Seat.objects.filter(pk=others[0].pk).update(ended_at=NOW)
    Seat.objects.filter(pk=others[1].pk).update(facility=community.facilities["north"], function="officer")
    proven(others[2:], trainer)
    actions.count_people(now=NOW + timedelta(days=20))

    assert shown(coordinator) == before
    actions.count_people(now=IN_MAY)
    assert QuarterCount.objects.values("quarter").order_by().distinct().count() == 2


@pytest.mark.parametrize(("whole", "people"), [(0, 30), (30, 30), (4, 30), (26, 30), (0, 4), (2, 5)])
def test_all_none_and_all_but_a_few_look_alike(whole, people):
    assert floors(people, whole)[1] is None


def test_no_number_is_exact():
    assert floors(23, 17) == (20, 15)


def test_the_totals_of_others_are_not_seen(community, trainer, coordinator, author, guard):
    guards(community, trainer, whole=5, others=5)
    actions.count_people(now=NOW)

    for who in ("peer_coordinator", "outsider_coordinator"):
        assert shown(community.member(who)) in {None, (None, None)}
    for who in (author, guard, community.member("secretariat")):
        assert counting.own_totals(who) == []
    browser = Client()
    browser.force_login(community.person("coordinator"))
    page = browser.get(reverse("courses:totals")).content.decode()
    assert "at least 10" in page
    assert "The guard" not in page


def test_of_the_community_operators_count_and_not_organisations():
    assert floor_of({top: {top * 10 + one for one in range(4)} for top in range(5)}, ports=3) == 20
    assert floor_of({top: {top * 10 + one for one in range(4)} for top in range(4)}, ports=3) is None
    assert floor_of({top: {top * 10 + one for one in range(4)} for top in range(5)}, ports=2) is None


def test_subsidiaries_ports_and_people_who_left_fake_no_community(community, course, secretariat):
    slugs = ("north", "south", "east", "forwarder", "company")
    top = community.organisations["north"]
    for slug in slugs:
        for seat in people(community.organisations[slug], 4):
            Pass.objects.create(
                person=seat.person, organisation=seat.organisation, course=course, n=1, on=NOW.date(), per_cent=90
            )
    Organisation.objects.exclude(pk=top.pk).filter(slug__in=slugs).update(parent=top)
    actions.count_people(now=NOW)
    assert [one.floor for one in counting.community_totals(secretariat)] == [None]

    Organisation.objects.update(parent=None)
    actions.count_people(now=NOW + timedelta(days=1))
    assert [one.floor for one in counting.community_totals(secretariat)] == [None]
    actions.count_people(now=IN_MAY)
    assert [one.floor for one in counting.community_totals(secretariat)] == [20]

    Seat.objects.filter(function="guard").update(ended_at=NOW)
    actions.count_people(now=IN_MAY + timedelta(days=92))
    assert [one.floor for one in counting.community_totals(secretariat)] == [None]


def answered(course, seats, *, now=NOW):
    for place, seat in enumerate(seats):
        member = member_of(seat)
        begun = actions.start(member=member, course=course, language="en", key=uuid4(), now=now)
        hand_in(member, begun, right_answers(begun, wrong=4 * (place % 2)), now=now)


def elsewhere(community, number):
    """So many people each of five organisations that did not write the course."""
    extra = [
        Organisation.objects.create(
            slug=f"more-{place}", name="More", kind="company", standing="member", state="active", admitted_at=NOW
        )
        for place in range(2)
    ]  # fmt: skip
    there = [community.organisations[slug] for slug in ("south", "east", "forwarder")] + extra
    return [seat for one in there for seat in people(one, number)]


def test_figures_of_a_question_are_shown_in_steps_of_ten_people(community, course):
    answered(course, [*elsewhere(community, 2), community.seats["peer_guard"]])

    count = ItemCount.objects.get(quiz="q1")
    assert (count.asked, count.shown_asked, count.shown_right) == (11, 10, 5)
    assert (count.chosen, count.shown_chosen) == ([6, 0], [5, 0])


def test_who_answers_again_and_who_wrote_the_course_are_not_counted(course, peer_guard, author, guard, take):
    for again in range(9):
        take(peer_guard, course, wrong=4, now=NOW + timedelta(hours=again))
    for member in (author, guard):
        take(member, course)

    assert set(ItemCount.objects.values_list("asked", flat=True)) == {1}


def test_ten_people_of_four_operators_show_nothing(community, course):
    answered(course, elsewhere(community, 3)[:12])

    assert set(ItemCount.objects.values_list("asked", "shown_asked")) == {(12, 0)}


def test_what_is_counted_is_locked_in_one_order(community, make, peer_guard):
    course = make()
    begun = actions.start(member=peer_guard, course=course, language="en", key=UUID(int=7), now=NOW)
    assert begun.asked != sorted(begun.asked)
    with CaptureQueriesContext(connection) as seen:
        hand_in(peer_guard, begun, right_answers(begun), now=NOW)

    touched = [one["sql"] for one in seen if one["sql"].startswith('UPDATE "courses_itemcount"')]
    quizzes = [next(quiz for quiz in ("q1", "q2", "q3", "q4") if quiz in sql) for sql in touched]
    assert quizzes == ["q1", "q2", "q3", "q4"]
    (locked,) = [
        one["sql"] for one in seen if '"courses_itemcount"."asked"' in one["sql"] and one["sql"].startswith("SELECT")
    ]
    assert 'ORDER BY "courses_itemcount"."quiz"' in locked
