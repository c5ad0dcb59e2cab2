"""A query without parameters, put into SQL once a process: for the few that run at every publication.

Django builds a query's SQL anew each time it runs, which takes longer than such a small query itself.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

type Row = tuple[Any, ...]
type Converter = Callable[[Any, Any, Any], Any]


class Prepared:
    """The rows of a `values_list`, asked anew at each call; only the words of the question are kept.

    queryset   makes the query; nothing in it may depend on who asks or when
    """

    def __init__(self, queryset: Callable[[], QuerySet[Any, Any]]) -> None:
        self._queryset = queryset
        self._said: dict[str, tuple[str, Sequence[Any], list[tuple[int, list[Converter], Any]]]] = {}

    def rows(self) -> list[Row]:
        """What the database says now."""
        sql, params, converters = self._said.get(connection.vendor) or self._say()
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found: list[Row] = cursor.fetchall()
        return [_converted(row, converters) for row in found] if converters else found

    def _say(self) -> tuple[str, Sequence[Any], list[tuple[int, list[Converter], Any]]]:
        compiler = self._queryset().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        chosen = [column[0] for column in (compiler.select or [])[: compiler.col_count]]
        converters = [(place, list(how), what) for place, (how, what) in compiler.get_converters(chosen).items()]
        self._said[connection.vendor] = said = (sql, tuple(params), converters)
        return said


def _converted(row: Row, converters: list[tuple[int, list[Converter], Any]]) -> Row:
    values = list(row)
    for place, how, what in converters:
        for convert in how:
            values[place] = convert(values[place], what, connection)
    return tuple(values)
