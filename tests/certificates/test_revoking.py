"""Revoking, signing lists, rotating: who may, what follows at once, what stays."""

from datetime import timedelta

import pytest
from django.test import override_settings

from port2port.base.refusal import NotAllowed
from port2port.certificates import actions, issuer
from port2port.certificates.models import Certificate, IssuerKey
from port2port.certificates.models.certificates import State
from port2port.certificates.refusals import NoSuchCertificate, RevokedBefore
from port2port.ledger.keys import KeyStoreLocked
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
