"""What Now says of certificates that run out."""

from datetime import timedelta

import pytest

from port2port.certificates.due import certificate_lines
from tests.personas import NOW

pytestmark = pytest.mark.django_db


def lines(community, who, *, days):
    found = certificate_lines(community.member(who), now=NOW + timedelta(days=days))
    return [(line.words, line.title) for line in found]


def test_the_holder_is_asked_to_renew_within_sixty_days(issue, community):
    issue(valid_months=12)

    assert lines(community, "guard", days=300) == []
    assert lines(community, "guard", days=306) == [("Renew your certificate", "Guard at a port facility")]


def test_the_officer_reads_how_many_of_the_staffs_run_out_within_thirty(issue, community):
    issue(valid_months=12)
    issue(community.member("trainer"), valid_months=12)

    assert lines(community, "author", days=330) == []
    assert lines(community, "author", days=336) == [("Certificates of our staff run out", "2 certificates")]
    assert lines(community, "coordinator", days=336) == lines(community, "peer", days=336) == []


def test_it_takes_one_query(issue, author, django_assert_num_queries):
    issue(valid_months=12)

    with django_assert_num_queries(1):
        certificate_lines(author, now=NOW + timedelta(days=340))


def test_the_own_one_is_named_however_many_of_the_staffs_run_out_sooner(issue, community, author):
    for number in range(51):
        issue(id=f"course-{number}", valid_months=12)
    issue(author, id="own", valid_months=12, now=NOW + timedelta(days=20))

    assert lines(community, "author", days=340) == [
        ("Renew your certificate", "Guard at a port facility"),
        ("Certificates of our staff run out", "51 certificates"),
    ]
