"""A pass earns its certificate; where that cannot be signed the pass is kept, and nobody waits for somebody else."""

from datetime import timedelta
from secrets import token_bytes
from uuid import uuid4

import pytest
from django.test import Client, override_settings

from port2port.certificates.models import Certificate
from port2port.courses import actions
from port2port.courses.models import Pass
from port2port.ledger.keys import KeyStoreLocked
from port2port.members.models import Organisation, Seat
from tests.courses.conftest import right_answers
from tests.personas import NOW

LATER = NOW + timedelta(hours=1)


class Drawn:
    """Randomness that counts how often a place in the list was asked for: once a certificate that is tried."""

    places = 0

    def __call__(self, size: int) -> bytes:
        self.places += size == 4
        return token_bytes(size)


class NoPlace:
    """Randomness that names one place of the list whenever it is asked for one."""

    def __init__(self, place: int) -> None:
        self.place = place

    def __call__(self, size: int) -> bytes:
        return self.place.to_bytes(4) if size == 4 else token_bytes(size)


@pytest.fixture
def full(make, author, take):
    """Randomness to which the list looks full."""
    take(author, make(code="other"))
    return NoPlace(Certificate.objects.get().status_index)


def passed_in_a_full_list(member, course, full):
    begun = actions.start(member=member, course=course, language="en", key=uuid4(), now=NOW)
    return actions.hand_in(member=member, attempt=begun, answers=right_answers(begun), now=NOW, randomness=full)


def test_a_full_list_keeps_the_pass_and_the_page_says_that_the_certificate_follows(community, course, guard, full):
    attempt = passed_in_a_full_list(guard, course, full)
    browser = Client()
    browser.force_login(community.person("guard"))

    waiting = browser.get(attempt.get_absolute_url()).content.decode()
    actions.issue_owed(now=LATER, randomness=token_bytes)
    there = browser.get(attempt.get_absolute_url()).content.decode()

    assert (attempt.is_passed, Pass.objects.filter(person=guard.person_id).count()) == (True, 1)
    assert "The certificate cannot be signed just now" in waiting
    assert "The certificate cannot be signed just now" not in there
    assert Certificate.objects.filter(person=guard.person_id).count() == 1


def test_who_failed_or_earns_nothing_reads_of_no_certificate(community, make, guard, take):
    failed, empty = take(guard, make(), wrong=4), take(guard, make(code="bare", covers=""))
    browser = Client()
    browser.force_login(community.person("guard"))

    for attempt in (failed, empty):
        assert "certificate cannot be signed" not in browser.get(attempt.get_absolute_url()).content.decode()


def test_who_has_left_is_owed_nothing_and_blocks_nobody(community, course, guard, trainer, full):
    left = passed_in_a_full_list(guard, course, full)
    passed_in_a_full_list(trainer, course, full)
    Seat.objects.filter(pk=community.seats["guard"].pk).update(ended_at=NOW)

    made = actions.issue_owed(now=LATER, randomness=token_bytes)

    left.refresh_from_db()
    assert (made, left.certified_at, actions.is_owed(left)) == (1, None, False)
    assert set(Certificate.objects.filter(achievement="gate").values_list("person_id", flat=True)) == {
        trainer.person_id
    }


def test_an_organisation_that_left_holds_up_nobody_however_many_of_its_people_wait(
    community, course, peer_guard, trainer, full, monkeypatch
):
    monkeypatch.setattr("port2port.courses.actions.earning.AT_ONCE", 1)
    passed_in_a_full_list(peer_guard, course, full)
    passed_in_a_full_list(trainer, course, full)
    Organisation.objects.filter(slug="south").update(state=Organisation.State.LEFT)

    assert actions.issue_owed(now=LATER, randomness=token_bytes) == 1
    assert Certificate.objects.filter(person=trainer.person_id).exists()


def test_a_locked_store_is_found_at_the_first_that_is_owed_and_all_follow_once_it_is_open(
    course, guard, trainer, author, take, tmp_path
):
    tried = Drawn()
    take(author, course)
    with override_settings(KEY_SECRET="", KEY_FILE=tmp_path / "none"):
        for member in (guard, trainer):
            assert take(member, course).is_passed
        with pytest.raises(KeyStoreLocked):
            actions.issue_owed(now=LATER, randomness=tried)

    assert tried.places == 1
    assert actions.issue_owed(now=LATER, randomness=tried) == 2
