from datetime import timedelta

import pytest

from port2port.ledger.actions import trail
from port2port.ledger.store import Line, trail_of

from .conftest import NORTH, NOW, SOUTH

pytestmark = pytest.mark.django_db


def line(number, **changes):
    parts = {
        "actor": "a-1",
        "organisation": NORTH,
        "act": "token.create",
        "subject": f"token {number}",
        "outcome": "done",
    }
    trail(**(parts | {"now": NOW + timedelta(minutes=number)} | changes))


def test_an_organisation_reads_its_own_trail_newest_first():
    line(1), line(2, outcome="refused"), line(3, organisation=SOUTH)

    assert trail_of(NORTH) == [
        Line(NOW + timedelta(minutes=2), "a-1", NORTH, "token.create", "token 2", "refused"),
        Line(NOW + timedelta(minutes=1), "a-1", NORTH, "token.create", "token 1", "done"),
    ]


def test_the_trail_can_be_cut_to_a_time():
    line(1), line(2), line(3)

    lines = trail_of(NORTH, since=NOW + timedelta(minutes=2), until=NOW + timedelta(minutes=3))

    assert [one.subject for one in lines] == ["token 2"]


def test_words_longer_than_their_column_are_cut_rather_than_lost():
    line(1, subject="s" * 500, outcome="o" * 500)

    [one] = trail_of(NORTH)
    assert (len(one.subject), len(one.outcome)) == (200, 200)
