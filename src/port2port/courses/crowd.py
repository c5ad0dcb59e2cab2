"""Many people at once for the list of what is due: columns of numbers, with no object a row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from port2port.courses.models import Course
from port2port.courses.record import passes_in, proofs_in, roles_said
from port2port.courses.roles import default_role, roles
from port2port.pure.due_list import Crowd, Numbers


class Ordinal(Func):
    """A day as its number, as `date.toordinal` counts: a hundred thousand days cost less to read so."""

    output_field = IntegerField()
    # Day 1 is 1 January of the year 1, which begins at the Julian day 1721425.5.
    template = "CAST(julianday(%(expressions)s) - 1721424.5 AS INTEGER)"

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> tuple[str, Sequence[Any]]:
        """The engine subtracts days itself."""
        return self.as_sql(compiler, connection, template="(%(expressions)s - DATE '0001-01-01' + 1)", **more)


class Place(NamedTuple):
    """What the list reads of a seat, in the order of `PLACE`."""

    seat: int
    person: int
    function: str
    facility: int | None
    given_at: datetime


PLACE = ("pk", "person_id", "function", "facility_id", "given_at")


def in_role(places: Iterable[Place], *, organisation: int) -> list[tuple[Place, str]]:
    """Each seat of this organisation with its role."""
    said = roles_said({organisation})
    return [
        (one, said.get(one.seat) or default_role(one.function, of_facility=one.facility is not None)) for one in places
    ]


def crowd_of(places: Sequence[Place], *, organisation: int) -> Crowd:
    """The seats of this organisation, and what their people have of it."""
    order = {role: place for place, role in enumerate(roles())}
    people = {one.person for one in places}
    return Crowd(
        keys=_column(one.seat for one in places),
        people=_column(one.person for one in places),
        roles=_column(order[role] for _one, role in in_role(places, organisation=organisation)),
        since=_column(timezone.localdate(one.given_at).toordinal() for one in places),
        needs=[one.needs for one in roles().values()],
        passed=_passed(organisation, people),
        proofs=_proofs(organisation, people),
    )


def _column(numbers: Iterable[int]) -> Numbers:
    return np.fromiter(numbers, np.int64)


def _passed(organisation: int, people: set[int]) -> Mapping[str, Numbers]:
    rows = passes_in(organisation, people).values_list("course_id", "person_id", Ordinal("on"), "valid_months")
    table = _column(chain.from_iterable(rows)).reshape(-1, 4)
    table = table[np.argsort(table[:, 0])]
    courses, starts = np.unique(table[:, 0], return_index=True)
    codes = dict(Course.objects.filter(pk__in=courses.tolist()).order_by().values_list("pk", "code"))
    parts = np.split(table[:, 1:], starts[1:])
    return {codes[course]: part for course, part in zip(courses.tolist(), parts, strict=False)}


def _proofs(organisation: int, people: set[int]) -> Mapping[str, Numbers]:
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for person, codes, until in proofs_in(organisation, people).values_list("person_id", "codes", "valid_to_on"):
        for code in codes:
            found[code].append((person, until.toordinal()))
    return {code: np.array(rows, dtype=np.int64) for code, rows in found.items()}
