"""A certificate is issued for an achievement: what it says, what it never says, and how renewing works."""

import json
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.test import override_settings

from port2port.base.refusal import NotAllowed
from port2port.certificates import actions, issuer
from port2port.certificates.models import Certificate, IssuerKey
from port2port.certificates.models.certificates import State
from port2port.certificates.refusals import ListFull, NoWords
from port2port.members.member import NOBODY
from port2port.members.models import Person
from port2port.pure.badge_check import Verdict, verify
from port2port.pure.calendar_rules import plus_months
from port2port.pure.status_list import BITS
from tests.certificates.conftest import GUARD_COURSE, Repeating
from tests.personas import NOW

pytestmark = pytest.mark.django_db


def claims(row: Certificate) -> dict:
    body = row.credential.split(".")[1]
    return json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def test_it_holds_from_its_issue_to_the_end_of_its_last_day(issue):
    row = issue()

    assert row.valid_to_on == date(2028, 3, 2)
    assert row.state(row.valid_to_on) == State.VALID
    assert row.state(row.valid_to_on + timedelta(days=1)) == State.EXPIRED
    assert verify(row.credential, issuer.bundle(now=NOW), at=NOW).verdict == Verdict.VALID


def test_months_are_counted_by_the_calendar_and_none_means_no_end(issue):
    assert issue(valid_months=18).valid_to_on == date(2027, 9, 2)
    assert issue(id="other", valid_months=0).valid_to_on is None


def test_the_token_names_neither_person_nor_organisation(issue, community):
    row = issue()
    text = json.dumps(claims(row))

    for word in (row.person.name, row.person.email, row.organisation.name, str(row.person.key)):
        assert word not in text
    assert str(row.key) not in text
    assert row.check_code not in text
    assert claims(row)["sub"].startswith("urn:uuid:")
    assert claims(row)["sub"] != claims(row)["jti"]


def test_it_speaks_the_holders_language_and_says_which(issue, guard):
    Person.objects.filter(pk=guard.person_id).update(language="nl")

    achievement = claims(issue())["credentialSubject"]["achievement"]

    assert (achievement["name"], achievement["inLanguage"]) == ("Bewaker in een havenfaciliteit", "nl")


def test_a_language_that_the_achievement_lacks_becomes_english(issue, guard):
    Person.objects.filter(pk=guard.person_id).update(language="de")

    assert claims(issue())["credentialSubject"]["achievement"]["inLanguage"] == "en"


def test_a_renewed_one_supersedes_and_the_earlier_stays(issue):
    first, again = issue(), issue(now=NOW + timedelta(days=400), version=2)

    first.refresh_from_db()
    assert (first.superseded_by, first.state(date(2027, 4, 7))) == (again, State.SUPERSEDED)
    assert again.superseded_by is None
    answer = verify(first.credential, issuer.bundle(now=NOW), at=NOW + timedelta(days=1))
    assert answer.verdict == Verdict.VALID


def test_another_achievement_and_another_person_supersede_nothing(issue, author):
    first = issue()
    issue(id="all-staff")
    issue(author)

    first.refresh_from_db()
    assert first.superseded_by is None


def test_passing_elsewhere_renews_nothing_here(issue, community):
    first = issue()
    south = replace(community.member("guard"), organisation_id=community.organisations["south"].pk)
    issue(south, version=2)

    first.refresh_from_db()
    assert first.superseded_by is None


def test_what_was_owed_for_an_older_version_supersedes_no_newer_one(issue):
    newer, owed = issue(version=2), issue(version=1, now=NOW + timedelta(hours=1))

    newer.refresh_from_db()
    assert (newer.superseded_by, owed.superseded_by) == (None, None)


def test_what_is_written_down_afterwards_supersedes_nothing_that_was_issued_later(issue):
    later = issue(now=NOW + timedelta(days=60))
    issue(version=2, now=NOW)

    later.refresh_from_db()
    assert later.superseded_by is None


def test_passing_again_on_the_same_day_makes_no_second_one(issue):
    first = issue()

    assert issue(now=NOW + timedelta(hours=3)) == first
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("days", [1, 29, 30, 400])
def test_passing_again_later_earns_one_that_runs_as_long_as_the_new_pass(issue, days):
    first = issue()

    again = issue(now=NOW + timedelta(days=days))

    first.refresh_from_db()
    assert first.superseded_by == again
    assert again.valid_to_on == plus_months((NOW + timedelta(days=days)).date(), 24)


def test_one_without_end_is_earned_once_a_version(issue):
    first = issue(valid_months=0)

    assert issue(valid_months=0, now=NOW + timedelta(days=400)) == first
    assert issue(valid_months=0, version=2, now=NOW + timedelta(days=400)) != first


def test_machines_and_nobody_hold_no_certificate(issue, author):
    for holder in (NOBODY, replace(author, seat_id=None), replace(author, person_id=None)):
        with pytest.raises(NotAllowed):
            issue(holder)


def test_an_achievement_without_english_words_is_refused(issue):
    with pytest.raises(NoWords):
        issue(names={"nl": "Bewaker"})


def test_places_in_the_list_follow_from_randomness_alone(issue, author):
    rows = [issue(author, id=f"course-{number}") for number in range(20)]
    places = [row.status_index for row in rows]

    assert len(set(places)) == 20
    assert max(places) < BITS
    assert sorted(places) != places
    assert min(abs(one - other) for one, other in pairwise(places)) > 1


def test_a_taken_place_is_drawn_again(issue):
    first = issue(randomness=Repeating("same"), id="one")

    class Stuttering(Repeating):
        def __call__(self, size: int) -> bytes:
            self.drawn += 1
            if size == 4 and self.drawn < 6:
                return first.status_index.to_bytes(4)
            return super().__call__(size)

    assert issue(randomness=Stuttering("other"), id="two").status_index != first.status_index


def test_a_full_list_is_said_and_nothing_is_issued(issue):
    first = issue(randomness=Repeating("same"), id="one")

    with pytest.raises(ListFull):
        issue(id="two", randomness=lambda size: first.status_index.to_bytes(4) if size == 4 else bytes(range(size)))
    assert Certificate.objects.count() == 1


def test_a_key_is_made_once_and_followed_after_thirteen_months(issue):
    first, same = issue(id="one"), issue(id="two", now=NOW + timedelta(days=394))
    after = issue(id="three", now=NOW + timedelta(days=395))

    assert first.issuer_key == same.issuer_key != after.issuer_key
    assert IssuerKey.objects.count() == 2
    assert IssuerKey.objects.get(number=1).retired_at == NOW + timedelta(days=395)


@override_settings(SITE_URL="https://port2port.example:8443")
def test_the_issuer_is_the_nodes_own_address(issue):
    said = claims(issue())

    assert said["iss"] == said["issuer"]["id"] == "did:web:port2port.example%3A8443"
    assert said["credentialStatus"]["statusListCredential"].startswith(
        "https://port2port.example:8443/certificates/status/"
    )


def test_issuing_is_part_of_the_transaction_around_it(issue, guard, randomness):
    def passed_and_then_broken() -> None:
        with transaction.atomic():
            actions.issue(holder=guard, achievement=GUARD_COURSE, now=NOW, randomness=randomness)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        passed_and_then_broken()
    assert not Certificate.objects.exists()
