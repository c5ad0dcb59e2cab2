"""A new database gets its tables: `migrate` as we run it, and as Django does, each in a process of its own.

Seconds of the processor in this process; what PostgreSQL itself spends is not in them. Floor: sending the statements.

    python bench/new_database.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "src")]

from reports_at_scale import engines, scratch  # noqa: E402


def main() -> None:
    """One line for each engine; ends with 1 where ours is no quicker than Django's."""
    print("\ntables of a new database, seconds of the processor")
    print(f"{'engine':12}{'ours':>8}{'floor':>8}{'ratio':>7}{'Django':>9}{'to Django':>11}")
    kept = True
    for engine in engines():
        ours, floor = timed(engine, "ours")
        django, _floor = timed(engine, "django")
        kept &= ours < django
        print(f"{engine:12}{ours:8.1f}{floor:8.2f}{ours / floor:7.0f}{django:9.1f}{ours / django:11.2f}")
    sys.exit(0 if kept else 1)


def timed(engine: str, way: str) -> tuple[float, float]:
    """Seconds of `migrate` and of its statements alone."""
    with scratch(engine) as url:
        given = {"PORT2PORT_DATABASE": url, "PORT2PORT_VAR": tempfile.mkdtemp()}
        out = subprocess.run(
            [sys.executable, str(HERE), "--measure", way],
            env=os.environ | given,
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    took, floor = out.stdout.splitlines()[-1].split()
    return float(took), float(floor)


def measure(way: str) -> None:
    """Migrate this process's database and print both figures."""
    import time

    os.environ["DJANGO_SETTINGS_MODULE"] = "port2port.site.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.management.commands.migrate import Command
    from django.db import connection

    sent = 0.0

    def heard(execute, sql, params, many, context):
        nonlocal sent
        start = time.process_time()
        try:
            return execute(sql, params, many, context)
        finally:
            sent += time.process_time() - start

    begun = time.process_time()
    with connection.execute_wrapper(heard):
        call_command(Command() if way == "django" else "migrate", verbosity=0)
    print(time.process_time() - begun, sent)


if __name__ == "__main__":
    measure(sys.argv[2]) if "--measure" in sys.argv else main()
