"""Publications a second: signed envelope, leaf, root and commit, one after the other.

Floor: the same bytes inserted and committed in one bare statement, without signature, tree or lock.

    .venv/bin/python bench/ledger_append.py [--database postgresql://…] [--count 500]

Without --database SQLite in a temporary folder is measured, and PostgreSQL too where PORT2PORT_BENCH_POSTGRES names a
server; each in tables of its own.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

TARGETS = {"sqlite": 100, "postgresql": 200}
OBJECTS = [
    {
        "type": "report",
        "id": f"report--{number}",
        "name": "Tampered seal",
        "description": "x" * 400,
        "labels": ["made up"],
    }
    for number in range(3)
]


def measure(count: int) -> None:
    """Prints the figures of the database that the settings name."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from port2port.ledger import store
    from port2port.ledger.models import Payload

    call_command("migrate", "ledger", verbosity=0)
    now = datetime(2026, 1, 1, tzinfo=UTC)

    def publish(number: int) -> None:
        with transaction.atomic():
            store.append(
                organisation=f"organisation-{number % 5}",
                actor="bench",
                handling={"tlp": "amber", "pap": "green", "circles": ["a", "b"], "named": []},
                objects=OBJECTS,
                prev=None,
                now=now,
            )

    for number in range(5):
        publish(number)
    appended = rate(publish, count)
    sample = bytes(Payload.objects.values_list("envelope", flat=True).first())

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_floor")
        kind = "bytea" if connection.vendor == "postgresql" else "blob"
        cursor.execute(f"CREATE TABLE bench_floor (id {kind}, bytes {kind})")

        def insert(number: int) -> None:
            with transaction.atomic():
                cursor.execute("INSERT INTO bench_floor VALUES (%s, %s)", [number.to_bytes(8), sample])

        floor = rate(insert, count)
        cursor.execute("DROP TABLE bench_floor")
    target = TARGETS[connection.vendor]
    print(
        f"ledger append, {connection.vendor}, envelopes of {len(sample)} bytes: {appended:.0f}/s; "
        f"floor {floor:.0f}/s (bare insert and commit); ratio {floor / appended:.2f}; "
        f"target {target}/s: {'met' if appended >= target else 'MISSED'}"
    )


def rate(act, count: int) -> float:
    """Acts a second, the best of three runs: the machine is never quite idle."""
    best = 0.0
    for _run in range(3):
        start = time.perf_counter()
        for number in range(count):
            act(number)
        best = max(best, count / (time.perf_counter() - start))
    return best


def postgresql(url: str, count: int) -> None:
    """Measures in a database made for it and dropped afterwards."""
    import psycopg

    name = f"bench_port2port_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            run(f"{url.rsplit('/', 1)[0]}/{name}", count)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(database: str, count: int) -> None:
    """One process a database: Django's settings are read once."""
    with tempfile.TemporaryDirectory(prefix="port2port-bench-") as folder:
        settings = {
            "PORT2PORT_VAR": folder,
            "PORT2PORT_DATABASE": database or f"sqlite:///{folder}/bench.sqlite3",
            "PORT2PORT_KEY_SECRET": "only for the length of this measurement",
            "DJANGO_SETTINGS_MODULE": "port2port.site.settings",
        }
        subprocess.run(
            [sys.executable, str(Path(__file__).resolve()), "--inside", "--count", str(count)],
            env=os.environ | settings,
            check=True,
        )


def main() -> None:
    """Measures what can be measured here."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument(
        "--database", help="a PostgreSQL server to measure instead; a database is made and dropped in it"
    )
    options.add_argument("--count", type=int, default=int(os.environ.get("BENCH_PUBLICATIONS", "500")))
    options.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given, _ = options.parse_known_args()
    if given.inside:
        measure(given.count)
        return
    server = given.database or os.environ.get("PORT2PORT_BENCH_POSTGRES", "")
    if not given.database:
        run("", given.count)
    if server:
        postgresql(server, given.count)


if __name__ == "__main__":
    main()
