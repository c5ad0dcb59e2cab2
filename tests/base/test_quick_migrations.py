"""Drawing new models alone makes the tables that Django makes, and hands a migration every model."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from port2port.base.quick_migrations import Guarding
from port2port.base.standing import operation
from port2port.groups.triggers import around
from port2port.live.triggers import STANDING
from tests.base.schema import Schema, pieces, schema

ROOT = Path(__file__).parents[2]
# Its tables point at each other to and fro, got fields and constraints later, and its migrations read and write rows.
MIGRATE = """
import sys, django
django.setup()
from django.core.management import call_command, commands
from django.core.management.commands.migrate import Command
call_command(Command() if sys.argv[1] == "django" else "migrate", "sharing", verbosity=0)
"""

# All migrations by Django's own command take more than a minute; the models themselves say in seconds what is to stand.
DRAW = """
import json, sys, django
django.setup()
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.migrate import Command
settings.MIGRATION_MODULES = {one.label: None for one in apps.get_app_configs()}
call_command(Command(), run_syncdb=True, verbosity=0)
from tests.base.schema import schema
json.dump(schema(), sys.stdout)
"""


def tables(folder: Path, way: str) -> list[tuple[str, ...]]:
    """Everything that SQLite knows of a database that was migrated so far."""
    file = folder / f"{way}.sqlite3"
    given = {
        "DJANGO_SETTINGS_MODULE": "port2port.site.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "PORT2PORT_VAR": str(folder),
        "PORT2PORT_DATABASE": f"sqlite:///{file}",
    }
    subprocess.run([sys.executable, "-c", MIGRATE, way], env=os.environ | given, check=True)
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()


def drawn_from_the_models(folder: Path) -> Schema:
    """What Django makes of the models of all apps without any migration."""
    given = {
        "DJANGO_SETTINGS_MODULE": "port2port.site.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "PORT2PORT_VAR": str(folder),
        "PORT2PORT_DATABASE": f"sqlite:///{folder / 'drawn.sqlite3'}",
    }
    done = subprocess.run([sys.executable, "-c", DRAW], env=os.environ | given, check=True, stdout=subprocess.PIPE)
    told: Schema = json.loads(done.stdout)
    return told


@pytest.mark.slow
@pytest.mark.anywhere
@pytest.mark.django_db
def test_the_migrated_tables_of_all_apps_are_those_of_the_models(tmp_path: Path) -> None:
    ours, drawn = schema(), drawn_from_the_models(tmp_path)

    assert len(ours) > 250
    assert {name: lines for name, lines in ours.items() if len(lines) < 2} == {}
    # Table by table: the first that differs is named.
    for name, lines in ours.items():
        assert (name, lines) == (name, drawn[name])


def test_commas_in_brackets_and_in_words_divide_no_columns() -> None:
    made = """CREATE TABLE "t" ("a" decimal(5, 2), "b,c" text CHECK ("b,c" IN ('x)', ',')), UNIQUE ("a", "b,c"))"""

    assert pieces(made) == ['"a" decimal(5, 2)', """"b,c" text CHECK ("b,c" IN ('x)', ','))""", 'UNIQUE ("a", "b,c")']


@pytest.mark.slow
@pytest.mark.anywhere
def test_what_is_made_is_what_django_makes(tmp_path: Path) -> None:
    ours = tables(tmp_path, "port2port")

    assert len(ours) > 100
    assert ours == tables(tmp_path, "django")


def test_guards_ask_for_no_models() -> None:
    assert all(isinstance(one, Guarding) for one in [operation(*STANDING), *around()])
