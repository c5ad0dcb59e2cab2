"""Revoking, signing lists, rotating: who may, what follows at once, what stays."""

from datetime import timedelta

import pytest
from django.test import override_settings

from port2port.base.refusal import NotAllowed
from port2port.certificates import actions, issuer
from port2port.certificates.actions import keeping
from port2port.certificates.models import Certificate, IssuerKey
from port2port.certificates.models.certificates import State
from port2port.certificates.refusals import NoSuchCertificate, NoSuchKey, RevokedBefore
from port2port.ledger.keys import KeyStoreLocked
from port2port.members.models import Seat
from port2port.pure.badge_check import Reason, Verdict, verify
from port2port.reports.rules import BadField
from tests.personas import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=3)


def said(row: Certificate, at=LATER) -> tuple[Verdict, Reason]:
    answer = verify(row.credential, issuer.bundle(now=at), at=at)
    return answer.verdict, answer.reason


def test_the_officer_revokes_and_everybody_can_know_at_once(issue, author):
    row = actions.revoke(member=author, certificate=issue(), reason="Badge lent", now=LATER)

    assert row.state(LATER.date()) == State.REVOKED
    assert said(row) == (Verdict.REVOKED, Reason.NONE)
    assert (row.revoked_by_id, row.reason) == (author.seat_id, "Badge lent")


@pytest.mark.parametrize("who", ["guard", "trainer", "coordinator", "peer", "outsider", "client", "guest", "auditor"])
def test_nobody_else_does(issue, community, who):
    row = issue()

    with pytest.raises(NotAllowed):
        actions.revoke(member=community.member(who), certificate=row, reason="Because", now=LATER)
    assert said(row) == (Verdict.VALID, Reason.NONE)


def test_the_secretariat_revokes_what_is_shown_to_it(issue, community):
    desk, row, other = community.member("secretariat"), issue(), issue(id="all-staff")

    actions.revoke_shown(member=desk, shown=row.credential, reason="Issued by mistake", now=LATER)
    address = f"https://port2port.example/certificates/check/{other.check_code}/"
    actions.revoke_shown(member=desk, shown=address, reason="Issued by mistake", now=LATER)

    assert said(row)[0] == said(other)[0] == Verdict.REVOKED
    with pytest.raises(NoSuchCertificate):
        actions.revoke_shown(member=desk, shown="nothing", reason="Issued by mistake", now=LATER)


def test_an_officer_revokes_no_certificate_of_another_port_that_is_shown_to_it(issue, community):
    row = issue()

    with pytest.raises(NoSuchCertificate):
        actions.revoke_shown(member=community.member("peer"), shown=row.credential, reason="Because", now=LATER)
    with pytest.raises(NotAllowed):
        actions.revoke_shown(member=community.member("trainer"), shown=row.credential, reason="Because", now=LATER)


def test_it_needs_a_reason_and_happens_once(issue, author):
    row = issue()

    with pytest.raises(BadField):
        actions.revoke(member=author, certificate=row, reason=" ", now=LATER)
    actions.revoke(member=author, certificate=row, reason="Badge lent", now=LATER)
    with pytest.raises(RevokedBefore):
        actions.revoke(member=author, certificate=row, reason="Again", now=LATER)


def test_instead_of_taking_it_back_a_new_one_is_issued(issue, author):
    first = actions.revoke(member=author, certificate=issue(), reason="By mistake", now=LATER)
    again = issue(now=LATER)

    assert said(first, LATER + timedelta(minutes=1))[0] == Verdict.REVOKED
    assert said(again, LATER + timedelta(minutes=1))[0] == Verdict.VALID


def test_lists_are_signed_anew_every_day_and_no_sooner(issue):
    row = issue()

    assert actions.sign_lists(now=NOW + timedelta(hours=23)) == 0
    assert actions.sign_lists(now=NOW + timedelta(days=1)) == 1
    assert actions.sign_lists(now=NOW + timedelta(days=1)) == 0
    assert said(row, NOW + timedelta(days=8)) == (Verdict.VALID, Reason.NONE)
    assert said(row, NOW + timedelta(days=8, seconds=1)) == (Verdict.CANNOT_TELL, Reason.LIST_TOO_OLD)


def test_after_a_rotation_last_years_certificate_is_valid_and_can_be_revoked(issue, author, community):
    old = issue()
    actions.rotate(member=community.member("secretariat"), now=LATER)
    new = issue(id="all-staff", now=LATER)

    assert old.issuer_key != new.issuer_key
    assert said(old)[0] == said(new)[0] == Verdict.VALID
    actions.revoke(member=author, certificate=old, reason="Badge lent", now=LATER)
    assert (said(old)[0], said(new)[0]) == (Verdict.REVOKED, Verdict.VALID)
    assert actions.sign_lists(now=LATER + timedelta(days=1)) == 2


@pytest.mark.parametrize("who", ["author", "trainer", "coordinator", "auditor", "operator"])
def test_only_the_secretariat_rotates(community, who):
    with pytest.raises(NotAllowed):
        actions.rotate(member=community.member(who), now=NOW)


def test_nothing_that_a_stolen_key_signed_is_believed(issue):
    old = issue()
    actions.rotate(member=None, is_stolen=True, now=LATER)
    new = issue(now=LATER)

    assert said(old) == (Verdict.REFUSED, Reason.UNKNOWN_KEY)
    assert said(new) == (Verdict.VALID, Reason.NONE)
    assert [key.number for key in IssuerKey.objects.published()] == [2]


def test_a_keys_file_is_removed_when_its_last_certificate_has_run_out(issue, django_capture_on_commit_callbacks):
    row = issue(valid_months=1)
    actions.rotate(member=None, now=LATER)
    end = NOW + timedelta(days=32)

    actions.sign_lists(now=end - timedelta(days=2))
    assert issuer.has_file(row.issuer_key)
    with django_capture_on_commit_callbacks(execute=True):
        actions.sign_lists(now=end)

    assert not issuer.has_file(row.issuer_key)
    assert said(row, end + timedelta(days=30)) == (Verdict.EXPIRED, Reason.NONE)


def test_a_key_with_a_certificate_that_never_runs_out_is_kept(issue):
    row = issue(valid_months=0)
    actions.rotate(member=None, now=LATER)
    actions.sign_lists(now=NOW + timedelta(days=4_000))

    assert issuer.has_file(row.issuer_key)


def test_with_a_locked_store_nothing_is_issued(issue, settings, tmp_path):
    with override_settings(KEY_SECRET="", KEY_FILE=tmp_path / "none"), pytest.raises(KeyStoreLocked):
        issue()
    assert not Certificate.objects.exists()


def rotated(**said) -> IssuerKey:
    return actions.rotate(member=None, now=LATER, **said)


def test_a_key_that_was_retired_before_the_theft_was_noticed_is_distrusted_too(issue):
    old = issue()
    rotated()
    between = issue(id="all-staff", now=LATER)
    fresh = rotated(is_stolen=True)

    assert said(old) == said(between) == (Verdict.REFUSED, Reason.UNKNOWN_KEY)
    assert list(IssuerKey.objects.published()) == [fresh]


def test_the_named_key_is_distrusted_and_a_clean_one_goes_on(issue, author, django_capture_on_commit_callbacks):
    old = issue()
    rotated()
    clean = issue(id="all-staff", now=LATER)
    with django_capture_on_commit_callbacks(execute=True):
        rotated(is_stolen=True, stolen=[old.issuer_key.keyid])

    assert said(old) == (Verdict.REFUSED, Reason.UNKNOWN_KEY)
    assert said(clean) == (Verdict.VALID, Reason.NONE)
    assert (issuer.has_file(old.issuer_key), issuer.has_file(clean.issuer_key)) == (False, True)
    with pytest.raises(NoSuchKey):
        rotated(is_stolen=True, stolen=[old.issuer_key.keyid])
    with pytest.raises(NoSuchKey):
        rotated(is_stolen=True, stolen=["0" * 16])


def test_what_a_stolen_key_signed_says_so_and_is_issued_anew_until_the_same_day(issue, author, randomness):
    old, revoked, over = issue(), issue(id="all-staff"), issue(id="short", valid_months=1)
    actions.revoke(member=author, certificate=revoked, reason="Badge lent", now=LATER)
    rotated(is_stolen=True)
    old.refresh_from_db()
    assert old.state(LATER.date()) == State.DISTRUSTED
    assert not Certificate.objects.standing().exists()

    later = NOW + timedelta(days=60)
    assert actions.issue_anew(now=later, randomness=randomness) == 1
    assert actions.issue_anew(now=later, randomness=randomness) == 0

    old.refresh_from_db()
    again = old.superseded_by
    assert again is not None
    assert (again.valid_to_on, again.person, again.organisation, again.codes) == (
        old.valid_to_on, old.person, old.organisation, old.codes,
    )  # fmt: skip
    assert (old.state(later.date()), again.state(later.date())) == (State.DISTRUSTED, State.VALID)
    actions.sign_lists(now=later)
    assert said(again, later) == (Verdict.VALID, Reason.NONE)
    assert not Certificate.objects.exclude(pk=over.pk).disbelieved().exists()


def test_revoking_ends_the_earlier_paper_for_the_same_too(issue, author):
    first, again, other = issue(), issue(version=2), issue(id="all-staff")
    rotated()
    actions.revoke(member=author, certificate=again, reason="Badge lent", now=LATER)

    assert said(first)[0] == said(again)[0] == Verdict.REVOKED
    assert said(other)[0] == Verdict.VALID


def test_a_revocation_while_the_store_is_locked_stands_and_is_published_later(issue, author, tmp_path):
    row = issue()
    with override_settings(KEY_SECRET="", KEY_FILE=tmp_path / "none"):
        done = actions.revoke(member=author, certificate=row, reason="Badge lent", now=LATER)
        assert not actions.is_published(done)
        with pytest.raises(KeyStoreLocked):
            actions.sign_lists(now=LATER + timedelta(minutes=5))

    assert actions.sign_lists(now=LATER + timedelta(minutes=10)) == 1
    assert actions.sign_lists(now=LATER + timedelta(minutes=10)) == 0
    assert actions.is_published(done)
    assert said(row)[0] == Verdict.CANNOT_TELL
    assert said(row, LATER + timedelta(minutes=11))[0] == Verdict.REVOKED


def test_one_lost_key_does_not_stop_the_lists_of_the_others(issue):
    old = issue()
    fresh = rotated()
    issuer.throw_away(fresh)

    with pytest.raises(KeyStoreLocked):
        actions.sign_lists(now=LATER + timedelta(days=2))
    old.issuer_key.refresh_from_db()
    assert old.issuer_key.signed_at == LATER + timedelta(days=2)


def test_the_next_key_takes_over_when_half_of_the_list_is_taken(issue, monkeypatch):
    monkeypatch.setattr(keeping, "HALF", 2)
    first = issue()
    actions.sign_lists(now=LATER)
    assert IssuerKey.objects.count() == 1

    issue(id="all-staff")
    actions.sign_lists(now=LATER)
    assert issue(id="other", now=LATER).issuer_key != first.issuer_key


@pytest.mark.parametrize(("function", "sees"), [("trainer", True), ("author", False)])
def test_an_officer_of_one_facility_neither_sees_nor_revokes_what_others_earned(issue, community, function, sees):
    row = issue()
    scoped = community.scoped(function, facility="north")

    assert Certificate.objects.visible_to(scoped).filter(pk=row.pk).exists() is sees
    assert Certificate.objects.of_staff(scoped).exists() is sees
    with pytest.raises(NotAllowed):
        actions.revoke(member=scoped, certificate=row, reason="Because", now=LATER)

    Seat.objects.filter(pk=community.seats["guard"].pk).update(facility=community.facilities["north"])
    assert Certificate.objects.of_staff(scoped).filter(pk=row.pk).exists()
    assert Certificate.objects.of_staff(community.scoped("author", port="north")).filter(pk=row.pk).exists()


def test_the_officer_sees_no_more_of_who_left(issue, author, guard, community):
    row = issue()
    Seat.objects.filter(person_id=guard.person_id).update(ended_at=NOW)

    assert not Certificate.objects.of_staff(author).exists()
    assert not Certificate.objects.editable_by(author).exists()
    assert Certificate.objects.of_holder(guard).get() == row
