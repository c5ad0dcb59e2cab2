"""What leaves for the learning systems of firms: a course as a package, and what was passed without names."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from port2port.courses import actions
from port2port.courses.statements import account_of, json_lines, statements
from port2port.pure.scorm import MANIFEST, faults
from tests.personas import NOW

pytestmark = pytest.mark.django_db


def test_the_package_of_a_course_is_whole_and_in_the_language_that_was_asked(client, community, course):
    client.force_login(community.person("trainer"))

    made = client.get(f"/courses/of/{course.code}/scorm.zip?language=nl").content

    assert faults(made) == []
    assert 'identifier="port2port-gate-1-nl"' in ZipFile(BytesIO(made)).read(MANIFEST).decode()


def test_each_pass_is_two_statements_under_a_random_number(community, course, take):
    guard, officer = community.member("guard"), community.member("author")
    take(guard, course)

    passed, completed = statements(member=officer, now=NOW)

    assert passed["verb"]["display"]["en"] == "passed"
    assert passed["result"]["score"]["raw"] == 100
    assert completed["result"] == {"completion": True}
    account = passed["actor"]["account"]
    assert account["name"] == str(account_of(guard.person_id, guard.organisation_id))
    text = json_lines([passed, completed]).decode()
    assert [json.loads(line) for line in text.splitlines()] == [passed, completed]
    for word in ("The guard", "guard@example.org", str(guard.actor), str(community.person("guard").key)):
        assert word not in text


def test_statements_are_the_same_every_time_and_stay_in_the_organisation(community, course, take):
    take(community.member("guard"), course)
    officer = community.member("author")

    assert statements(member=officer, now=NOW) == statements(member=officer, now=NOW)
    assert statements(member=community.member("peer"), now=NOW) == []
    assert account_of(1, 1) != account_of(1, 2)


def test_what_was_failed_is_nobody_elses_business(community, course, take):
    take(community.member("guard"), course, wrong=9)

    assert statements(member=community.member("author"), now=NOW) == []


def test_the_own_record_holds_the_single_answers_while_they_are_kept(client, community, course, take):
    attempt = take(community.member("guard"), course)
    client.force_login(community.person("guard"))
    address = "/courses/mine/record.csv"

    kept = client.get(address).content.decode()
    actions.erase_answers(now=attempt.handed_in_at + timedelta(days=90))
    later = client.get(address).content.decode()

    assert ("When is it closed?" in kept, "Right: Always" in kept) == (True, True)
    assert ("100 %" in later, "When is it closed?" in later) == (True, False)


def test_the_record_that_an_officer_takes_out_holds_no_single_answer(client, community, course, take):
    take(community.member("guard"), course)
    client.force_login(community.person("author"))

    taken = client.get(f"/courses/people/{community.seats['guard'].key}/record.csv").content.decode()

    assert "100 %" in taken
    assert "When is it closed?" not in taken
