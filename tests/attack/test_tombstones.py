"""A withdrawal is known to those who had the report, and tells them nothing that they did not have."""

from datetime import timedelta

import pytest

from port2port.members.models import Circle, CircleMembership, Clientship
from port2port.pure.audience import Tlp
from port2port.reports.actions import revise_report, withdraw_report
from port2port.reports.fields import Readers, fields_of, readers_of_row
from port2port.reports.models import Report
from port2port.sharing import audience_index
from tests.personas import BEFORE, NOW
from tests.reports.conftest import amber, said

LEFT, REVISED, LATER = (NOW + timedelta(minutes=minutes) for minutes in (1, 2, 5))


def revised(report, author, readers=None, what=None):
    return revise_report(
        member=author,
        report=report,
        said=what or fields_of(report),
        readers=readers or readers_of_row(report),
        version=report.version,
        confirmed=frozenset(),
        now=REVISED,
    )


def test_who_left_a_circle_before_it_got_the_report_learns_of_no_withdrawal(publish, author, outsider, community, both):
    other = Circle.objects.create(name="Other", owner=community.organisations["north"], made_at=BEFORE)
    for slug in ("north", "east"):
        CircleMembership.objects.create(
            circle=other, organisation=community.organisations[slug], invited_at=BEFORE, joined_at=BEFORE
        )
    report = publish(readers=amber(both, strict=True))
    other.memberships.filter(organisation=community.organisations["east"]).update(left_at=LEFT)
    report = revised(report, author, Readers(tlp=Tlp.AMBER_STRICT, circles=frozenset({both.pk, other.pk})))

    withdraw_report(member=author, report=report, reason="A mistake.", now=LATER)

    assert not Report.objects.visible_to(outsider).exists()


def test_who_became_a_client_after_its_member_left_learns_of_no_withdrawal(
    publish, author, peer, forwarder, community, both
):
    Clientship.objects.update(accepted_at=None)
    report = publish(readers=amber(both))
    both.memberships.filter(organisation=community.organisations["south"]).update(left_at=LEFT)
    Clientship.objects.update(accepted_at=REVISED)

    withdraw_report(member=author, report=report, reason="A mistake.", now=LATER)

    assert Report.objects.visible_to(peer).exists()
    assert not Report.objects.visible_to(forwarder).exists()


def test_who_was_a_client_for_some_time_learns_of_the_withdrawal(publish, author, forwarder, both):
    Clientship.objects.update(accepted_at=None)
    report = publish(readers=amber(both))
    Clientship.objects.update(accepted_at=LEFT, ended_at=REVISED)

    withdraw_report(member=author, report=report, reason="A mistake.", now=LATER)

    assert Report.objects.visible_to(forwarder).exists()


@pytest.mark.parametrize("facet", ["severity:critical", "code:DRG-ENT-RIPON", "port:BENOR"])
def test_a_tombstone_is_not_found_by_what_the_report_said(publish, author, peer, community, both, facet):
    report = publish(severity="low", methods=())
    both.memberships.filter(organisation=community.organisations["south"]).update(left_at=LEFT)
    report = revised(report, author, what=said(severity="critical", port=community.ports["north"]))

    withdraw_report(member=author, report=report, reason="A mistake.", now=LATER)

    assert audience_index.count_up_to(Report, peer, groups=[["kind:incident"], ["tlp:amber"]]) == 1
    assert audience_index.count_up_to(Report, peer, groups=[[facet]]) == 0
