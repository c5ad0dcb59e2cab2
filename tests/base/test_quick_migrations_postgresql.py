"""On PostgreSQL too, quick migrations make what Django makes: everything that its catalogue knows is compared."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from psycopg.sql import SQL, Identifier

from tests.base.catalogue import Catalogue, catalogue
from tests.settings import RUN

ROOT = Path(__file__).parents[2]
# With what they stand on, these hold most of what alters, renames or moves something. All by Django's own command take
# more than a minute.
ALTERED = ["courses", "groups", "reviews", "knowledge"]
MIGRATE = """
import sys, django
django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
for label in sys.argv[2:]:
    call_command(Command() if sys.argv[1] == "django" else "migrate", label, verbosity=0)
"""
DRAW = """
import django
django.setup()
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command
settings.MIGRATION_MODULES = {one.label: None for one in apps.get_app_configs()}
call_command(Command(), run_syncdb=True, verbosity=0)
"""
# Names that are made of the first name of a table, which keeps them when it is renamed.
OWN_NAME = re.compile(r"\w+_(?:[0-9a-f]{8}(?![0-9a-z])\w*|pkey\b|key\b)")


@pytest.fixture(autouse=True)
def _only_here() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("tests/base/test_quick_migrations.py asks SQLite")


def address_of(name: str) -> str:
    return urlsplit(os.environ["PORT2PORT_DATABASE"])._replace(path=f"/{name}").geturl()


def on_the_server(statement: LiteralString, name: str) -> None:
    with psycopg.connect(os.environ["PORT2PORT_DATABASE"], autocommit=True) as server:
        server.execute(SQL(statement).format(Identifier(name)))


@contextmanager
def empty_database(way: str) -> Iterator[str]:
    """The address of a database of this run's own, which is gone afterwards."""
    name = f"test_port2port_{RUN}_{way}"
    on_the_server("CREATE DATABASE {} TEMPLATE template0", name)
    try:
        yield address_of(name)
    finally:
        on_the_server("DROP DATABASE {} WITH (FORCE)", name)


def run(code: str, address: str, folder: Path, *words: str) -> Catalogue:
    """What stands in the database after a process of its own."""
    given = {
        "DJANGO_SETTINGS_MODULE": "port2port.site.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "PORT2PORT_VAR": str(folder),
        "PORT2PORT_DATABASE": address,
    }
    subprocess.run([sys.executable, "-c", code, *words], env=os.environ | given, check=True)
    return catalogue(address)


def of_our_models(found: Catalogue) -> dict[str, list[str]]:
    """By table of a model of ours, its columns, constraints and indexes in no order."""
    models = [one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("port2port.")]
    told: dict[str, list[str]] = {one._meta.db_table: [] for one in models if one._meta.managed and not one._meta.proxy}
    for kind in ("columns", "constraints", "indexes"):
        for table, place, *rest in found[kind]:
            # A column that was added later stands further on.
            row = rest if kind == "columns" else [place, *rest]
            if table in told:
                told[str(table)].append(OWN_NAME.sub("*", f"{kind} {row}"))
    return {table: sorted(lines) for table, lines in told.items()}


@pytest.mark.slow
def test_what_is_made_on_postgresql_is_what_django_makes(tmp_path: Path) -> None:
    with ExitStack() as stack:
        ways = {way: stack.enter_context(empty_database(way)) for way in ("quick", "django")}
        ours, theirs = (run(MIGRATE, address, tmp_path, way, *ALTERED) for way, address in ways.items())

    assert len(ours["tables"]) > 100
    assert {"triggers", "functions"} <= {kind for kind, rows in ours.items() if rows}
    for kind, rows in ours.items():
        assert (kind, sorted({*map(repr, rows)} ^ {*map(repr, theirs[kind])})) == (kind, [])


@pytest.mark.slow
@pytest.mark.django_db
def test_the_migrated_tables_of_all_rooms_on_postgresql_are_those_of_the_models(tmp_path: Path) -> None:
    ours = of_our_models(catalogue(address_of(str(connection.settings_dict["NAME"]))))
    with empty_database("drawn") as address:
        drawn = of_our_models(run(DRAW, address, tmp_path))

    assert len(ours) > 250
    # Table by table: the first that differs is named.
    for table, lines in ours.items():
        assert (table, lines) == (table, drawn[table])
    assert min(map(len, ours.values())) > 2
