"""A logbook of ten thousand rows into the log: seconds and peak memory of a process that does nothing else.

Floor: the same number of rows into the same tables by bulk inserts alone, nothing read, checked or indexed for search.

    .venv/bin/python bench/log_import.py [--rows 10000]
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
MANAGE = Path(__file__).resolve().parents[1] / "manage.py"
MOST_SECONDS, MOST_MB = 20, 300
# How long the log was held: so long every other writer of a SQLite node waits.
HELD: list[float] = []


def started(folder: Path) -> Any:
    """A fresh database with one officer of one quay."""
    os.environ.update(
        PORT2PORT_DATABASE=f"sqlite:///{folder}/bench.sqlite3", PORT2PORT_VAR=str(folder), PORT2PORT_DEMO="yes"
    )
    # In a process of its own: what it takes to make tables is no part of an import.
    subprocess.run([sys.executable, str(MANAGE), "migrate", "--verbosity", "0"], check=True)
    from port2port.site.command import start_django

    start_django()
    from scale import found

    found()
    from port2port.members.models import Facility, Seat
    from port2port.members.readers import member_of_seat

    facility = Facility.objects.select_related("organisation").earliest("pk")
    seat = Seat.objects.filter(organisation=facility.organisation).earliest("pk")
    return member_of_seat(seat), facility


def ours(raw: bytes, member: Any, facility: Any) -> int:
    """Read, check and index; then number and write, in one transaction."""
    from port2port.base.clock import now
    from port2port.log.actions.importing import plan_import, write_import
    from port2port.pure import logbook

    (sheet,) = logbook.read(raw, "log.xlsx")
    mapping = logbook.guessed(sheet.headings, logbook.guess(sheet), language="nl")
    planned = plan_import(member=member, facility=facility, content=raw, name="log.xlsx", mapping=mapping, now=now())
    if planned.would.is_refused:
        raise SystemExit(f"rows were rejected: {planned.would.rows.rejected[:3]}")
    begun = time.perf_counter()
    done = write_import(member=member, planned=planned, now=now())
    HELD.append(time.perf_counter() - begun)
    return len(done.fresh)


def floor(raw: bytes, member: Any, facility: Any) -> int:
    """As many rows as the file has, of texts as long."""
    from django.db import transaction

    from port2port.base.clock import now
    from port2port.log.models import Line, Occurrence, Source, Version

    at, count = now(), int(os.environ["BENCH_ROWS"])
    text = "wacht meldt gat in het hek bij poort " * 7
    with transaction.atomic():
        for begun in range(0, count, 500):
            rows = Occurrence.objects.bulk_create(
                Occurrence(
                    facility=facility,
                    year=at.year,
                    sequence=number,
                    source=Source.IMPORT,
                    happened_at=at,
                    noted_at=at,
                    changed_at=at,
                    text=text,
                    words=text,
                    language="nl",
                    digest=f"{number:064}",
                )
                for number in range(begun + 1, min(begun + 500, count) + 1)
            )
            Version.objects.bulk_create(
                Version(occurrence=row, number=1, said={"text": text}, seat_id=member.seat_id, at=at) for row in rows
            )
            Line.objects.bulk_create(
                Line(occurrence=row, kind="told", to=to, language="nl", at=at, made_at=at)
                for row in rows
                for to in ("politie", "kapitein")
            )
    return count if raw else 0


def measure(which: str, path: Path) -> None:
    """Prints what this process took, as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        member, facility = started(Path(folder))
        raw = path.read_bytes()
        begun, processor = time.perf_counter(), time.process_time()
        count = {"ours": ours, "floor": floor}[which](raw, member, facility)
        figures = {
            "rows": count,
            "seconds": time.perf_counter() - begun,
            "processor_s": time.process_time() - processor,
            "held_s": sum(HELD),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1_000_000,
        }
    print(json.dumps(figures))


def main() -> None:
    """Makes the file, imports it in a process of its own, prints; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--rows",
        type=int,
        default=int(os.environ.get("BENCH_ROWS", "10000")),
        help="rows of the logbook (default: %(default)s)",
    )
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure[0], Path(options.measure[1]))
        return
    from logbook_import import made

    told = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.xlsx"
        path.write_bytes(made(options.rows))
        for which in ("ours", "floor"):
            answer = subprocess.run(
                [sys.executable, __file__, "--measure", which, str(path)],
                env=os.environ | {"BENCH_ROWS": str(options.rows)},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            told[which] = json.loads(answer.stdout.splitlines()[-1])
    mine, bare = told["ours"], told["floor"]
    holds = mine["rows"] == options.rows and mine["seconds"] <= MOST_SECONDS and mine["peak_mb"] <= MOST_MB
    print(
        f"logbook of {mine['rows']} rows into the log (SQLite): {mine['seconds']:.1f} s, "
        f"processor {mine['processor_s']:.1f} s (floor {bare['seconds']:.1f} s, processor {bare['processor_s']:.1f} s, "
        f"bulk inserts alone; {mine['processor_s'] / bare['processor_s']:.1f} x); "
        f"the log held for {mine['held_s']:.1f} s of it; "
        f"peak {mine['peak_mb']:.0f} MB (floor {bare['peak_mb']:.0f} MB); "
        f"targets <= {MOST_SECONDS} s, <= {MOST_MB} MB: {'met' if holds else 'MISSED'}"
    )
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
