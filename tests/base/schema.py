"""The tables of every model, as SQLite itself tells of them: columns, constraints and indexes, in no order."""

import re

from django.apps import apps
from django.db import connection

type Schema = dict[str, list[str]]
# Words in quotes whole, else sign by sign: a comma or a bracket within them divides nothing.
PIECE = re.compile(r"'[^']*'|\"[^\"]*\"|.", re.DOTALL)
# Django's own names end in a mark that holds the table's first name; a table that was renamed keeps it.
OWN_NAME = re.compile(r"\w+_[0-9a-f]{8}(?![0-9a-z])\w*")


def schema() -> Schema:
    """By table, what the database that we are connected with has of it; an empty list where there is no such table."""
    models = apps.get_models(include_auto_created=True)
    names = sorted({one._meta.db_table for one in models if one._meta.managed and not one._meta.proxy})
    return {name: sorted(OWN_NAME.sub("*", one) for one in _lines(name)) for name in names}


def _lines(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'index')", [table]
        )
        rows = [(kind, sql) for kind, sql in cursor.fetchall() if sql]
    lines = [sql for kind, sql in rows if kind == "index"]
    for kind, sql in rows:
        if kind == "table":
            lines += pieces(sql)
    return lines


def pieces(sql: str) -> list[str]:
    """What stands between the commas of one CREATE TABLE: a column added later stands at another place."""
    found, depth = [""], 0
    for sign in PIECE.findall(sql[sql.index("(") + 1 : sql.rindex(")")]):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            found.append("")
        else:
            found[-1] += sign
    return [" ".join(one.split()) for one in found]
