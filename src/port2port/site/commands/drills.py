"""`port2port drills`: check the files of scenarios."""

import argparse
import sys
from pathlib import Path

from port2port.site.command import start_django

HELP = "Check files of scenarios for drills and exercises: fields, codes, texts in four languages."
EXAMPLE = "port2port drills check src/port2port/drills/scenarios"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which files."""
    parser.add_argument("what", choices=["check"], help="check: say of each file what is wrong with it, and where")
    parser.add_argument("path", nargs="?", type=Path, metavar="PATH", help="a file or a folder of them")


def run(options: argparse.Namespace) -> int:
    """0 when every file is sound, 1 when one is not, 2 when there is none."""
    start_django()
    from port2port.drills.library import FOLDER, faults_in

    path: Path = options.path or FOLDER
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files:
        sys.stderr.write(f"{path}: no files of scenarios\n")
        return 2
    found = {one.name: faults_in(one) for one in files}
    for faults in found.values():
        for fault in faults:
            print(fault)
    sound = sum(1 for faults in found.values() if not faults)
    print(f"{sound} of {len(found)} sound")
    return 0 if sound == len(found) else 1
