"""What was signed never changes, and what was revoked stays revoked."""

import pytest
from django.db import DatabaseError, connection, transaction

from port2port.certificates import actions
from port2port.certificates.models import Certificate, IssuerKey, RunsOut
from tests.personas import NOW

pytestmark = pytest.mark.django_db
CHANGES = [
    {"credential": "x"}, {"status_index": 1}, {"check_code": "0" * 32}, {"achievement": "other"}, {"version": 9},
    {"names": {"en": "Other"}}, {"codes": []}, {"valid_months": 0}, {"valid_to_on": None}, {"language": "fr"},
]  # fmt: skip


def refused(do):
    with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
        do()


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: next(iter(one)))
def test_nothing_that_was_signed_changes(issue, change):
    issue()

    refused(lambda: Certificate.objects.update(**change))


def test_what_was_revoked_stays_revoked_for_its_reason(issue, author):
    actions.revoke(member=author, certificate=issue(), reason="Badge lent", now=NOW)

    refused(lambda: Certificate.objects.update(revoked_at=None, reason=""))
    refused(lambda: Certificate.objects.update(reason="Another"))


def test_what_was_superseded_stays_superseded(issue):
    issue()
    issue(version=2)

    refused(lambda: Certificate.objects.filter(superseded_by__isnull=False).update(superseded_by=None))


@pytest.mark.parametrize("table", ["certificates_certificate", "certificates_issuerkey", "certificates_runsout"])
def test_nothing_is_removed_or_replaced(issue, table):
    RunsOut.objects.create(certificate=issue(), step=7, made_at=NOW)

    refused(lambda: run(f"DELETE FROM {table}"))
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        refused(lambda: run(f"TRUNCATE {table} CASCADE"))
    else:
        refused(lambda: run(f"REPLACE INTO {table} SELECT * FROM {table}"))


def test_a_key_stays_the_key_that_was_published(issue):
    issue()

    refused(lambda: IssuerKey.objects.update(public=b"x" * 32))
    refused(lambda: IssuerKey.objects.update(keyid="0" * 16))


def test_distrust_is_not_taken_back(issue):
    issue()
    actions.rotate(member=None, is_stolen=True, now=NOW)

    refused(lambda: IssuerKey.objects.update(distrusted_at=None))
