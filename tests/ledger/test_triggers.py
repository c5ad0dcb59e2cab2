import pytest
from django.db import DatabaseError, connection, transaction

from port2port.ledger import keys
from port2port.ledger.actions import trail
from port2port.ledger.models import KeyListing, Log

from .conftest import NOW

pytestmark = pytest.mark.django_db

REFUSED = [
    "UPDATE ledger_leaf SET leaf = root",
    "UPDATE ledger_leaf SET position = position + 100",
    "DELETE FROM ledger_leaf",
    "UPDATE ledger_payload SET envelope = salt",
    "DELETE FROM ledger_payload",
    "UPDATE ledger_trailline SET outcome = 'nothing happened'",
    "DELETE FROM ledger_trailline",
    "UPDATE ledger_keylisting SET organisation = 'another'",
    "UPDATE ledger_keylisting SET not_after = not_before",
    "DELETE FROM ledger_keylisting",
    "UPDATE ledger_log SET size = size - 1",
    "UPDATE ledger_log SET root = peaks",
    "UPDATE ledger_log SET origin = 'another'",
    "DELETE FROM ledger_log",
]
SQLITE = [
    "INSERT OR REPLACE INTO ledger_leaf SELECT * FROM ledger_leaf",
    "INSERT OR REPLACE INTO ledger_payload SELECT * FROM ledger_payload",
    "REPLACE INTO ledger_trailline SELECT * FROM ledger_trailline",
    "REPLACE INTO ledger_keylisting SELECT * FROM ledger_keylisting",
    "REPLACE INTO ledger_log SELECT * FROM ledger_log",
    "INSERT INTO ledger_leaf SELECT * FROM ledger_leaf WHERE true ON CONFLICT (position) DO UPDATE SET root = leaf",
]
POSTGRESQL = [
    "TRUNCATE ledger_leaf",
    "TRUNCATE ledger_payload",
    "TRUNCATE ledger_trailline",
    "TRUNCATE ledger_keylisting",
    "TRUNCATE ledger_log",
    "INSERT INTO ledger_leaf SELECT * FROM ledger_leaf ON CONFLICT (position) DO UPDATE SET root = EXCLUDED.leaf",
]


@pytest.fixture
def written(publish):
    """Something in every table that is guarded."""
    publish()
    trail(actor="a", organisation="b", act="report.publish", subject="c", outcome="done", now=NOW)


@pytest.mark.parametrize("statement", REFUSED + SQLITE + POSTGRESQL)
def test_the_database_itself_refuses_to_change_what_was_written(written, statement):
    other = {"sqlite": POSTGRESQL, "postgresql": SQLITE}[connection.vendor]
    if statement in other:
        pytest.skip(f"not a statement of {connection.vendor}")

    with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_log_may_only_grow(written):
    [log] = Log.objects.all()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Log.objects.update(size=log.size)

    Log.objects.update(size=log.size + 1)


def test_a_key_may_be_revoked_once_and_never_again_be_taken_back(written):
    [listed] = KeyListing.objects.all()
    keys.revoke_key(keyid=listed.keyid, now=NOW)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        KeyListing.objects.update(revoked_position=None)
