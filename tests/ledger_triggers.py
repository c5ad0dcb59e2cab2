"""Lifts the ledger's triggers while a test's database is emptied, or while a test plays the one who tampers."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from port2port.assessments.triggers import STANDING as OF_ASSESSMENTS
from port2port.base import standing
from port2port.groups import triggers as group_triggers
from port2port.ledger import keys, triggers
from port2port.levels.triggers import STANDING as OF_LEVELS
from port2port.norms.triggers import PUBLISHED as OF_NORMS

# Every context's rows that stand.
STANDING = (*OF_NORMS, *OF_LEVELS, *OF_ASSESSMENTS)


@contextmanager
def lifted() -> Iterator[None]:
    """Inside, rows of the ledger can be changed; afterwards the triggers stand and no key is remembered."""
    with transaction.atomic():
        triggers.drop(connection)
    try:
        yield
    finally:
        keys.forget()
        with transaction.atomic():
            triggers.create(connection)


@contextmanager
def emptied() -> Iterator[None]:
    """Inside, every table can be emptied, those of rows that stand too."""
    with transaction.atomic():
        standing.drop(connection, STANDING)
        group_triggers.drop_later(connection)
        group_triggers.drop_lasting(connection)
    try:
        with lifted():
            yield
    finally:
        with transaction.atomic():
            group_triggers.create_lasting(connection)
            group_triggers.create_later(connection)
            standing.create(connection, STANDING)
