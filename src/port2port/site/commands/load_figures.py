"""`port2port load-figures`: published figures from a CSV file, or those that come with the software."""

import argparse
import sys
from pathlib import Path

from port2port.site.command import prefer_demo, start_django

HELP = "Load published figures: those of the software, or those of a CSV file; what is here already stays."
EXAMPLE = "port2port load-figures figures.csv --as secretariat-desk"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, on whose account."""
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="CSV file (default: the figures of the software)"
    )
    parser.add_argument(
        "--as", dest="login", metavar="LOGIN", help="who adds them, by an active seat (default: who runs the server)"
    )


def run(options: argparse.Namespace) -> int:
    """Loads them; 1 when a row was refused. Raises NotAllowed, MissingColumns, NoText."""
    prefer_demo()
    start_django()
    from django.db import transaction

    from port2port.base.clock import now
    from port2port.figures.actions import load_figures, load_packaged, load_series
    from port2port.figures.reading import text_of
    from port2port.site.commands.load_practices import member_of_login

    if options.file is None and options.login is None:
        loaded = load_packaged(now=now())
    else:
        from port2port.figures.starting import packaged_figures

        text = text_of(_content(options.file)) if options.file else packaged_figures()
        member = member_of_login(options.login) if options.login else None
        with transaction.atomic():
            load_series()
            loaded = load_figures(text=text, member=member, now=now())
    for fault in loaded.refused:
        sys.stderr.write(f"line {fault.line}: {fault.words}\n")
    print(f"{loaded.made} figures loaded, {loaded.here} were here, {len(loaded.refused)} rows refused.")
    return 1 if loaded.refused else 0


def _content(path: Path) -> bytes:
    from port2port.base.refusal import Refusal

    try:
        return path.read_bytes()
    except OSError as fault:
        raise Refusal(f"{path}: {fault.strerror}") from fault
