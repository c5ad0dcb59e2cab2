"""A logbook of ten thousand rows, read and mapped: seconds and peak memory of a process that does nothing else.

Floor: the same bytes read into rows by calamine alone, with nothing checked and nothing understood.

    .venv/bin/python bench/logbook_import.py [--rows 10000]
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

MOST_SECONDS, MOST_MB = 10, 300
WORDS = [
    "wacht",
    "meldt",
    "gat",
    "in",
    "het",
    "hek",
    "bij",
    "poort",
    "loods",
    "kaai",
    "container",
    "zegel",
    "drone",
    "vrachtwagen",
    "zonder",
    "afspraak",
    "geweigerd",
]


def made(rows: int) -> bytes:
    """A workbook as a port keeps it: titles, dates and times in several ways, texts of some 250 characters."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Logboek")
        sheet.merge_range(0, 0, 0, 8, "Logboek 2025, made up")
        sheet.write_row(
            2, 0, ["Nr", "Datum", "Uur", "Plaats", "Soort", "Omschrijving", "Maatregelen", "Verwittigd", "Wachter"]
        )
        begun = datetime(2024, 1, 1)  # noqa: DTZ001
        for number in range(rows):
            moment = begun + timedelta(minutes=53 * number)
            text = " ".join(WORDS[(number * 7 + place * place) % len(WORDS)] for place in range(40))
            sheet.write_number(number + 3, 0, number + 1)
            if number % 3:
                sheet.write_datetime(number + 3, 1, moment, day)
            else:
                sheet.write_string(number + 3, 1, f"{moment:%d/%m/%Y}")
            sheet.write_string(number + 3, 2, f"{moment:%Hu%M}" if number % 2 else f"{moment:%H:%M}")
            kind = WORDS[number % 12]
            sheet.write_row(
                number + 3,
                3,
                [f"Poort {number % 9}", kind, f"{number} {text}", text[:60], "politie; kapitein", "wacht"],
            )
    return out.getvalue()


def ours(raw: bytes) -> int:
    """Read, guess, map."""
    from dataclasses import replace
    from zoneinfo import ZoneInfo

    from port2port.pure import logbook

    (sheet,) = logbook.read(raw, "log.xlsx")
    mapping = logbook.guessed(sheet.headings, logbook.guess(sheet))
    labels = {f"X-{word}": [word, f"andere {word}"] for word in WORDS}
    found = logbook.suggestions(logbook.categories(sheet, mapping), labels)
    values = tuple((value, (codes[0].code,)) for value, codes in found.items() if codes)
    applied = logbook.apply(sheet, replace(mapping, values=values), zone=ZoneInfo("Europe/Brussels"))
    if applied.errors or applied.unmapped:
        raise SystemExit(f"rows were not read: {applied.errors[:3]} {applied.unmapped[:3]}")
    return len(applied.entries)


def floor(raw: bytes) -> int:
    """Calamine alone."""
    from python_calamine import CalamineWorkbook

    return len(CalamineWorkbook.from_filelike(BytesIO(raw)).get_sheet_by_index(0).to_python()) - 3


def measure(which: str, path: Path) -> None:
    """Prints what this process took, as JSON."""
    raw = path.read_bytes()
    begun, processor = time.perf_counter(), time.process_time()
    count = {"ours": ours, "floor": floor}[which](raw)
    figures = {
        "rows": count,
        "seconds": time.perf_counter() - begun,
        "processor_s": time.process_time() - processor,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1_000_000,
    }
    print(json.dumps(figures))


def main() -> None:
    """Makes the file, reads it in two processes, prints; 1 when a target is missed."""
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
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.xlsx"
        path.write_bytes(made(options.rows))
        size = path.stat().st_size
        told = {}
        for which in ("ours", "floor"):
            answer = subprocess.run(
                [sys.executable, __file__, "--measure", which, str(path)], capture_output=True, text=True, check=True
            )
            told[which] = json.loads(answer.stdout)
    mine, bare = told["ours"], told["floor"]
    holds = mine["rows"] == options.rows and mine["seconds"] <= MOST_SECONDS and mine["peak_mb"] <= MOST_MB
    print(
        f"logbook of {mine['rows']} rows ({size / 1_000_000:.1f} MB XLSX): read and mapped in {mine['seconds']:.2f} s, "
        f"processor {mine['processor_s']:.2f} s (floor {bare['seconds']:.2f} s, processor {bare['processor_s']:.2f} s, "
        f"calamine alone; {mine['processor_s'] / bare['processor_s']:.1f} x); "
        f"peak {mine['peak_mb']:.0f} MB (floor {bare['peak_mb']:.0f} MB, {mine['peak_mb'] / bare['peak_mb']:.1f} x); "
        f"targets <= {MOST_SECONDS} s, <= {MOST_MB} MB: {'met' if holds else 'MISSED'}"
    )
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
