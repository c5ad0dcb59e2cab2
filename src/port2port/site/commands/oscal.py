"""`port2port oscal`: judge OSCAL documents by the official schemas and by our rules."""

import argparse
import sys
from pathlib import Path

from port2port.site.command import prefer_demo, start_django

HELP = "Judge OSCAL 1.2 documents: by the official schema, by rules S1 to S10, and against one another."
EXAMPLE = "port2port oscal validate catalogues/p2p-controls/1.0/*.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which files."""
    parser.add_argument("what", choices=["validate"], help="validate: say of each file what is wrong with it")
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="documents (default: those that come with the software)"
    )


def run(options: argparse.Namespace) -> int:
    """0 when every file is sound, 1 when one is not, 2 when one cannot be read."""
    prefer_demo()
    start_django()
    from port2port.norms import shipped
    from port2port.norms.faults import said
    from port2port.norms.judging import judged

    paths: list[Path] = options.files or shipped.paths()
    read: dict[str, bytes] = {}
    for path in paths:
        try:
            read[str(path)] = path.read_bytes()
        except OSError as error:
            sys.stderr.write(f"{path}: {error.strerror}\n")
            return 2
    found = judged(read)
    for name, faults in found.items():
        print(f"{name}: {'sound' if not faults else f'{len(faults)} faults'}")
        for fault in faults:
            print(f"  {fault.rule} {fault.where or '/'}: {said(fault)}")
    unsound = sum(1 for faults in found.values() if faults)
    print(f"{len(found) - unsound} of {len(found)} sound")
    return 1 if unsound else 0
