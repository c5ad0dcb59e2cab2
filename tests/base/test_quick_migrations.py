"""Drawing new models alone makes the tables that Django makes, and hands a migration every model."""

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

ROOT = Path(__file__).parents[2]
# Its tables point at each other to and fro, got fields and constraints later, and its migrations read and write rows.
MIGRATE = """
import sys, django
django.setup()
from django.core.management import call_command, commands
from django.core.management.commands.migrate import Command
call_command(Command() if sys.argv[1] == "django" else "migrate", "sharing", verbosity=0)
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


@pytest.mark.slow
@pytest.mark.anywhere
def test_what_is_made_is_what_django_makes(tmp_path: Path) -> None:
    ours = tables(tmp_path, "port2port")

    assert len(ours) > 100
    assert ours == tables(tmp_path, "django")


def test_guards_ask_for_no_models() -> None:
    assert all(isinstance(one, Guarding) for one in [operation(*STANDING), *around()])
