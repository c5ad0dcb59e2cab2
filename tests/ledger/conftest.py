from datetime import UTC, datetime

import pytest

from port2port.ledger import keys, store

NOW = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)
NORTH, SOUTH = "0b4f0000-0000-4000-8000-000000000001", "0b4f0000-0000-4000-8000-000000000002"


@pytest.fixture(autouse=True)
def no_remembered_keys():
    keys.forget()
    yield
    keys.forget()


@pytest.fixture
def publish():
    """Append a made-up publication, as `sharing` does; keywords change one part of it."""

    def append(number=1, **changes):
        parts = {
            "organisation": NORTH,
            "actor": "6d1f0000-0000-4000-8000-00000000000a",
            "handling": {"tlp": "amber", "pap": "green", "circles": ["c-1"], "named": [], "openly": False},
            "objects": [{"type": "note", "id": f"note--{number}", "content": 'Loose seal – Zëgel {}[]"'}],
            "prev": None,
            "now": NOW,
        }
        return store.append(**(parts | changes))

    return append
