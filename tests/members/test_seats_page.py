"""docs/reference/seats.md says what the code says."""

from pathlib import Path

from port2port.members.member import ACTS, GIVES, STANDING_LIMIT, Act, Function, Standing
from port2port.members.middleware import LIMITS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "seats.md"


def tables():
    """The page's tables: head, then the rows, each a list of cells."""
    found, rows = [], []
    for line in [*PAGE.read_text().splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif rows:
            found.append((rows[0], rows[2:]))
            rows = []
    return found


def held(table):
    head, rows = table
    return {(column, row[0].strip("`")) for row in rows for column, cell in zip(head[1:], row[1:], strict=True) if cell}


def test_functions_and_acts():
    assert held(tables()[0]) == {(function, act) for function in Function for act in ACTS[function]}


def test_standing():
    limits = {one: frozenset(Act) if limit is None else limit for one, limit in STANDING_LIMIT.items()}

    assert held(tables()[1]) == {(standing, act) for standing in Standing for act in limits[standing]}


def test_tokens():
    assert held(tables()[2]) == {(scope.value, act) for scope, acts in LIMITS.items() for act in acts}


def test_who_gives_which():
    _head, rows = tables()[3]

    assert {row[0]: set(row[1].split(", ")) for row in rows} == {
        giver.value: {one.value for one in given} for giver, given in GIVES.items()
    }
