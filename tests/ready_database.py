"""A migrated database, made once and then copied: for the other processes of a run, on SQLite also for the next run.

On SQLite it lies in pytest's cache under a name that says from which migrations it was made; `--cache-clear` drops it.
On PostgreSQL it is a database of the run's own, dropped at its end.
"""

import fcntl
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

import port2port
from tests.settings import RUN

PREFIX = "ready-"
ROOT = Path(port2port.__file__).parent.parent
OURS = re.compile(r"^(?:from|import) (port2port[\w.]*)(?: import (\w+))?", re.MULTILINE)


@contextmanager
def ready_database(config: pytest.Config) -> Iterator[None]:
    """Inside, the tests' database stands with all its tables."""
    folder = config.cache.mkdir("database") if config.cache else None
    if folder is None:
        made = setup_databases(verbosity=0, interactive=False)
    else:
        with _one_at_a_time(folder):
            is_copied = _copy(folder)
            made = setup_databases(verbosity=0, interactive=False, keepdb=is_copied)
            if not is_copied and (connection.vendor == "sqlite" or hasattr(config, "workerinput")):
                _keep(folder)
    yield
    teardown_databases(made, verbosity=0)


def drop_for_good() -> None:
    """Takes the run's own database off the PostgreSQL server; for the process that began the run."""
    if connection.vendor == "postgresql":
        _on_the_server(f'DROP DATABASE IF EXISTS "{_name_on_the_server()}"')


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _copy(folder: Path) -> bool:
    """Whether one was there to be copied."""
    ours = connection.creation._get_test_db_name()
    if connection.vendor == "postgresql":
        there = _on_the_server(f"SELECT 1 FROM pg_database WHERE datname = '{_name_on_the_server()}'")
        if there:
            _on_the_server(f'CREATE DATABASE "{ours}" TEMPLATE "{_name_on_the_server()}"')
        return there
    file = folder / f"{PREFIX}{_made_from()}.sqlite3"
    if file.exists():
        _copy_file(file, Path(ours))
    return file.exists()


def _keep(folder: Path) -> None:
    if connection.vendor == "postgresql":
        ours = connection.settings_dict["NAME"]
        # Nobody may be connected with what is copied.
        connection.close()
        _on_the_server(f'CREATE DATABASE "{_name_on_the_server()}" TEMPLATE "{ours}"')
        return
    for old in folder.glob(f"{PREFIX}*"):
        old.unlink()
    half = folder / "half.sqlite3"
    half.unlink(missing_ok=True)
    _copy_file(Path(connection.settings_dict["NAME"]), half)
    half.rename(folder / f"{PREFIX}{_made_from()}.sqlite3")


def _copy_file(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as full, closing(sqlite3.connect(target)) as empty:
        full.backup(empty)


def _name_on_the_server() -> str:
    return f"test_port2port_{RUN}_ready"


def _on_the_server(statement: str) -> bool:
    """Whether it gave a row."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
        return cursor.description is not None and cursor.fetchone() is not None


def _made_from() -> str:
    """Differs as soon as any file differs from which the tables come: migrations and what of ours they import."""
    told = sha256(django.__version__.encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        for file in sorted((Path(config.path) / "migrations").glob("*.py")):
            told.update(f"\0{config.label} {file.name}\0".encode() + file.read_bytes())
            for module in _imported(file.read_text()):
                told.update(module.read_bytes())
    return told.hexdigest()[:16]


def _imported(source: str) -> Iterator[Path]:
    for package, name in OURS.findall(source):
        for path in (ROOT / package.replace(".", "/"), ROOT / package.replace(".", "/") / (name or "__init__")):
            if path.with_suffix(".py").exists():
                yield path.with_suffix(".py")
