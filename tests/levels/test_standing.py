"""What both sides signed can neither be changed nor removed; after its time it can be erased, once and whole."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from port2port.levels import actions
from port2port.levels.models import Dos, DosStep
from tests.levels.conftest import END
from tests.personas import NOW

OVER = datetime(2029, 3, 5, 12, tzinfo=UTC)
CHANGES = [
    {"ship_name": "Other"},
    {"imo_number": "9074731"},
    {"berth": "12"},
    {"activity": "Other"},
    {"by_ship": []},
    {"paper": b"other"},
    {"sha256": "0" * 64},
    {"port_level": 3},
    {"from_at": NOW},
    {"to_at": END + timedelta(days=1)},
    {"agreed_at": None},
    {"acknowledged_at": NOW - timedelta(minutes=1)},
    {"ship_signatory": "master"},
    {"keep_until_on": NOW.date()},
    {"trigger": "pfso"},
]
ERASED = {
    "ship_name": "", "imo_number": "", "registry": "", "berth": "", "activity": "", "by_ship": [], "by_facility": [],
    "paper": b"", "paper_digest": "",
}  # fmt: skip


def refused(do):
    with pytest.raises(DatabaseError, match="stands as it was written"), transaction.atomic():
        do()


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: next(iter(one)))
def test_nothing_that_was_signed_changes(ask, change):
    ask("agreed")

    refused(lambda: Dos.objects.update(**change))


def test_before_that_it_still_changes(ask):
    ask("acknowledged")

    Dos.objects.update(ship_name="Other", by_ship=[], sha256="0" * 64, port_level=3, trigger="pfso")


@pytest.mark.parametrize("table", ["levels_dos", "levels_dosstep"])
def test_nothing_is_removed_or_replaced(ask, table):
    ask("agreed")

    def run(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    refused(lambda: run(f"DELETE FROM {table}"))
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        refused(lambda: run(f"TRUNCATE {table} CASCADE"))
    else:
        refused(lambda: run(f"REPLACE INTO {table} SELECT * FROM {table}"))


def test_a_step_is_not_given_to_another(ask, community):
    ask()

    refused(lambda: DosStep.objects.update(by=community.seats["coordinator"]))
    refused(lambda: DosStep.objects.update(move="erase"))


def test_an_end_is_not_moved(ask):
    ask("ended")

    refused(lambda: Dos.objects.update(ended_at=END))
    refused(lambda: Dos.objects.update(ended_at=None))


def test_it_is_not_erased_before_its_time_nor_changed_after(ask, author):
    ask("agreed")

    refused(lambda: Dos.objects.update(**ERASED, erased_at=NOW))
    actions.erase(member=author, dos=Dos.objects.get(), now=OVER)
    refused(lambda: Dos.objects.update(paper=b"again"))
    refused(lambda: Dos.objects.update(sha256="0" * 64))
