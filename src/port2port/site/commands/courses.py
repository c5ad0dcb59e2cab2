"""`port2port courses`: check course files before anybody reads them."""

import argparse
import sys
from pathlib import Path

from port2port.site.command import prefer_demo, start_django

HELP = "Check course files: every fault with file, line and reason."
EXAMPLE = "port2port courses check guard/1"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and where the files lie."""
    parser.add_argument("what", choices=["check"], help="check: say what is wrong with each course")
    parser.add_argument(
        "path",
        nargs="?",
        type=Path,
        metavar="PATH",
        help="a folder with <id>/<version>/<language>.md below it (default: the courses that come with the software)",
    )


def run(options: argparse.Namespace) -> int:
    """0 when every course is sound, 1 when one is not, 2 when nothing is there to be read."""
    prefer_demo()
    start_django()
    from port2port.courses.faults import said
    from port2port.courses.files import STARTING, folders

    path = options.path or STARTING
    if not path.exists():
        sys.stderr.write(f"{path}: no such file or folder\n")
        return 2
    found = list(folders(path))
    for folder in found:
        for fault in folder.faults:
            print(f"{fault.file}:{fault.line}: {said(fault)} ({fault.rule})")
    unsound = sum(1 for folder in found if not folder.is_whole)
    print(f"{len(found) - unsound} of {len(found)} courses sound")
    return 1 if unsound else 0
