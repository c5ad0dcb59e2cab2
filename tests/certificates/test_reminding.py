"""Sixty, thirty and seven days before the end, once each, to the holder and the officer."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from port2port.certificates import actions
from port2port.certificates.models import RunsOut
from port2port.members.models import Seat
from port2port.sharing.models import Notification
from tests.personas import NOW

pytestmark = pytest.mark.django_db


def days_before(row, days):
    return timezone.make_aware(datetime.combine(row.valid_to_on - timedelta(days=days), time(12)))


def told() -> list[tuple[str, int]]:
    rows = Notification.objects.filter(record_type="certified").select_related("seat__person")
    steps = dict(RunsOut.objects.values_list("pk", "step"))
    return sorted((row.seat.person.username, steps[row.record_id]) for row in rows)


def test_holder_and_officer_are_told_at_each_step_and_nobody_else(issue):
    row = issue()

    assert actions.tell_certificates(now=days_before(row, 61)) == 0
    for step in (60, 30, 7):
        assert actions.tell_certificates(now=days_before(row, step)) == 1

    assert told() == [("author", step) for step in (7, 30, 60)] + [("guard", step) for step in (7, 30, 60)]


def test_never_twice_also_after_a_restart_or_another_clock(issue):
    row = issue()
    for days in (60, 60, 59, 61, 45, 31):
        actions.tell_certificates(now=days_before(row, days))

    assert told() == [("author", 60), ("guard", 60)]


def test_what_passed_while_nothing_ran_is_told_once_with_the_nearest_step(issue):
    row = issue()
    actions.tell_certificates(now=days_before(row, 5))
    actions.tell_certificates(now=days_before(row, 4))

    assert told() == [("author", 7), ("guard", 7)]
    assert RunsOut.objects.count() == 3


def test_steps_that_lie_before_the_issue_are_not_told(issue):
    row = issue(valid_months=1)

    assert actions.tell_certificates(now=NOW) == 0
    assert actions.tell_certificates(now=days_before(row, 30)) == 1


def test_nothing_is_told_of_what_was_revoked_renewed_expired_or_never_ends(issue, author):
    revoked, renewed = issue(id="one"), issue(id="two")
    issue(id="three", valid_months=0)
    actions.revoke(member=author, certificate=revoked, reason="Badge lent", now=NOW)
    issue(id="two", now=days_before(renewed, 61))

    assert actions.tell_certificates(now=days_before(renewed, 7)) == 0
    assert actions.tell_certificates(now=days_before(renewed, -1)) == 0


def test_the_line_leads_the_holder_to_the_certificate_and_a_stranger_nowhere(client, community, issue):
    row = issue()
    actions.tell_certificates(now=days_before(row, 60))
    address = RunsOut.objects.get().get_absolute_url()

    client.force_login(community.person("guard"))
    assert client.get(address).headers["Location"] == row.get_absolute_url()
    client.force_login(community.person("peer"))
    assert client.get(address).status_code == 404


def test_an_officer_of_another_facility_is_told_nothing(issue, community):
    row = issue()
    Seat.objects.filter(pk=community.seats["author"].pk).update(facility=community.facilities["north"])
    actions.tell_certificates(now=days_before(row, 60))

    assert told() == [("guard", 60)]


def test_nobody_is_told_of_who_left(issue, community):
    row = issue()
    Seat.objects.filter(pk=community.seats["guard"].pk).update(ended_at=NOW)
    actions.tell_certificates(now=days_before(row, 60))

    assert told() == []
