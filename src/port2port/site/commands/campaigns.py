"""`port2port campaigns`: judge files of awareness kits."""

import argparse
from pathlib import Path

from port2port.site.command import prefer_demo, start_django

HELP = "Judge awareness kits: each fault with its file, the way to its key, and the reason."
EXAMPLE = "port2port campaigns check kits/offered-money.yaml"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which file or folder."""
    parser.add_argument("what", choices=["check"], help="check: say of each fault where it is, and why it is one")
    parser.add_argument("path", type=Path, metavar="PATH", help="a file of a kit, or a folder of them")


def run(options: argparse.Namespace) -> int:
    """0 when every file is sound, 1 when one is not."""
    prefer_demo()
    start_django()
    from port2port.campaigns.kits import faults_in

    faults = list(faults_in(options.path))
    print(*(faults or [f"{options.path}: sound"]), sep="\n")
    return 1 if faults else 0
