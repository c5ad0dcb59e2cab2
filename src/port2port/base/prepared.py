"""Statements put into SQL once a process, and planned by PostgreSQL once a connection: the few of every publication.

Django builds a statement's SQL anew each time it runs, which takes longer than such a small statement itself. Only the
words are kept; what they ask and what they write is given anew each time, and converted by the models' own fields.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, override

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import BigIntegerField, Expression, Field, Model, QuerySet

type Row = tuple[Any, ...]
type Converter = Callable[[Any, Any, Any], Any]
type AnyField = Field[Any, Any]
# A question that is on its way; calling it waits for what the database says.
type Answer[T] = Callable[[], T]


@contextmanager
def together() -> Iterator[None]:
    """What is said inside leaves for PostgreSQL together, when an answer is waited for or at the end: a fraction of the
    journeys. SQLite makes no journeys.

    A statement may fail later than it was made, and how many rows it changed is not known: nothing inside goes on after
    an error of the database, and no row that stands is changed by `save` or `update`.
    """
    connection.ensure_connection()
    if connection.vendor != "postgresql":
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def cursor() -> CursorWrapper:
    """A cursor for words that are always the same: PostgreSQL keeps its plan for them (`prepare_threshold`)."""
    here = connections[DEFAULT_DB_ALIAS]
    if here.vendor != "postgresql":
        return here.cursor()
    here.close_if_health_check_failed()
    here.ensure_connection()
    # Django's own cursors write the values into the words, so that the server never meets the same words again.
    made = _server_cursor()(here.connection)
    return here.make_debug_cursor(made) if here.queries_logged else here.make_cursor(made)


@cache
def _server_cursor() -> Any:
    from psycopg import Cursor  # noqa: PLC0415 - a server on SQLite never loads it

    return Cursor


def each(name: str, kind: str) -> str:
    """A list among the values, as SQL's table of that name with one column `value`; to be given as `listed`."""
    return f"json_each(%s) {name}" if connection.vendor == "sqlite" else f"unnest(%s::{kind}[]) {name} (value)"


def listed(values: Sequence[str] | Sequence[int]) -> Any:
    """The list that `each` unfolds."""
    return json.dumps(values) if connection.vendor == "sqlite" else list(values)


class Given(Expression):
    """A whole number that each asking gives, by name, where a prepared queryset filters by it."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=BigIntegerField())
        self.name = name

    @override
    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


@dataclass(frozen=True, slots=True)
class _Question:
    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, tuple[Converter, ...], Any], ...]


class Prepared:
    """The rows of a `values_list`, asked anew at each call; only the words of the question are kept.

    queryset   makes the query; whatever in it depends on who asks or when is a `Given`
    """

    def __init__(self, queryset: Callable[[], QuerySet[Any, Any]]) -> None:
        self._queryset = queryset
        self._asked: dict[str, _Question] = {}

    def rows(self, **given: int | None) -> list[Row]:
        """What the database says now."""
        return self.ask(**given)()

    def ask(self, **given: int | None) -> Answer[list[Row]]:
        """As `rows`, for several questions that go `together`: ask them all, then call each answer."""
        question = self._asked.get(connection.vendor) or self._say()
        values = [given[one.name] if isinstance(one, Given) else one for one in question.params]
        asking = cursor()
        asking.execute(question.sql, values)
        if connection.vendor == "sqlite":
            # Read at once: it would see what is written meanwhile.
            found = asking.fetchall()
            return lambda: _converted(found, question.converters)
        return lambda: _converted(asking.fetchall(), question.converters)

    def _say(self) -> _Question:
        compiler = self._queryset().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        chosen = [column[0] for column in (compiler.select or [])[: compiler.col_count]]
        converters = compiler.get_converters(chosen).items()
        self._asked[connection.vendor] = question = _Question(
            sql, tuple(params), tuple((place, tuple(how), what) for place, (how, what) in converters)
        )
        return question


class PreparedObjects[M: Model]:
    """The objects of a queryset without `only`, `defer` or `select_related`, asked anew at each call."""

    def __init__(self, model: type[M], queryset: Callable[[], QuerySet[M]]) -> None:
        self._model = model
        self._prepared = Prepared(queryset)

    def ask_first(self, **given: int | None) -> Answer[M | None]:
        """The first one as it is now; None when there is none."""
        names = [field.attname for field in self._model._meta.concrete_fields]
        answer = self._prepared.ask(**given)

        def first() -> M | None:
            return next((self._model.from_db(connection.alias, names, row) for row in answer()), None)

        return first


class Insert[M: Model]:
    """Writes new rows, as `bulk_create` does; each learns the id that the database gave it.

    model         its columns have no defaults of the database's own
    or_leave_be   rows that stand already stay as they are, and none learns its id
    """

    def __init__(self, model: type[M], *, or_leave_be: bool = False) -> None:
        self._model = model
        self._or_leave_be = or_leave_be
        self._words: dict[tuple[str, bool], tuple[list[AnyField], str, str]] = {}

    def __call__(self, *rows: M) -> None:
        """Write them in one statement."""
        if not rows:
            return
        is_numbered = rows[0].pk is not None
        fields, head, tail = self._words.get((connection.vendor, is_numbered)) or self._say(is_numbered=is_numbered)
        places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * len(rows))
        with cursor() as writing:
            writing.execute(head + places + tail, [one for row in rows for one in _values(row, fields, add=True)])
            ids = [row.pk for row in rows] if is_numbered or self._or_leave_be else [pk for (pk,) in writing.fetchall()]
        for row, pk in zip(rows, ids, strict=True):
            row.pk = pk
            row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as every backend's own insert

    def _say(self, *, is_numbered: bool) -> tuple[list[AnyField], str, str]:
        table, key, columns = _names(self._model)
        fields = [one for one in columns if is_numbered or not one.primary_key]
        tail = " ON CONFLICT DO NOTHING" if self._or_leave_be else "" if is_numbered else f" RETURNING {key}"
        words = (fields, f"INSERT INTO {table} ({', '.join(columns[one] for one in fields)}) VALUES ", tail)  # noqa: S608
        self._words[connection.vendor, is_numbered] = words
        return words


class Update[M: Model]:
    """Writes some fields of a row that the caller holds, as `save(update_fields=…)` does."""

    def __init__(self, model: type[M], *fields: str) -> None:
        self._model = model
        self._fields = fields
        self._words: dict[str, tuple[list[AnyField], str]] = {}

    def __call__(self, row: M) -> None:
        """Write them."""
        fields, sql = self._words.get(connection.vendor) or self._say()
        with cursor() as writing:
            writing.execute(sql, [*_values(row, fields, add=False), row.pk])

    def _say(self) -> tuple[list[AnyField], str]:
        table, key, columns = _names(self._model)
        fields = [one for one in columns if one.name in self._fields]
        what = ", ".join(f"{columns[one]} = %s" for one in fields)
        self._words[connection.vendor] = words = (fields, f"UPDATE {table} SET {what} WHERE {key} = %s")  # noqa: S608
        return words


def _names(model: type[Model]) -> tuple[str, str, dict[AnyField, str]]:
    """How SQL writes the table, its primary key and its columns."""
    quoted = connection.ops.quote_name
    columns = {one: quoted(str(one.column)) for one in model._meta.concrete_fields}
    return quoted(model._meta.db_table), next(columns[one] for one in columns if one.primary_key), columns


def _values(row: Model, fields: Sequence[AnyField], *, add: bool) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add), connection) for field in fields]


def _converted(rows: list[Row], converters: Sequence[tuple[int, Sequence[Converter], Any]]) -> list[Row]:
    if not converters:
        return rows
    changed = []
    for row in rows:
        values = list(row)
        for place, how, what in converters:
            for convert in how:
                values[place] = convert(values[place], what, connection)
        changed.append(tuple(values))
    return changed
