"""`port2port oscal`: judge OSCAL documents by the official schemas and by our rules."""

import argparse
import sys
from pathlib import Path

from port2port.site.command import prefer_demo, start_django

HELP = "Judge OSCAL 1.2 documents: by the official schema, by rules S1 to S10, and against one another."
EXAMPLE = "port2port oscal validate catalogues/p2p-controls/1.0/*.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which files."""
    parser.add_argument(
        "what",
        choices=["validate", "numbers"],
        help="validate: say of each file what is wrong with it; numbers: the headline numbers of proof packs as ZIP",
    )
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="documents (default: those that come with the software)"
    )


def run(options: argparse.Namespace) -> int:
    """0 when every file is sound, 1 when one is not, 2 when one cannot be read."""
    prefer_demo()
    start_django()
    return _validate(options) if options.what == "validate" else _numbers(options)


def _validate(options: argparse.Namespace) -> int:
    from port2port.norms import shipped
    from port2port.norms.faults import said
    from port2port.norms.judging import judged

    paths: list[Path] = options.files or shipped.paths()
    read = _read(paths)
    if read is None:
        return 2
    found = judged(read)
    for name, faults in found.items():
        print(f"{name}: {'sound' if not faults else f'{len(faults)} faults'}")
        for fault in faults:
            print(f"  {fault.rule} {fault.where or '/'}: {said(fault)}")
    unsound = sum(1 for faults in found.values() if faults)
    print(f"{len(found) - unsound} of {len(found)} sound")
    return 1 if unsound else 0


def _read(paths: list[Path]) -> dict[str, bytes] | None:
    """The files' bytes; None, and a line that says which, where one cannot be read."""
    read: dict[str, bytes] = {}
    for path in paths:
        try:
            read[str(path)] = path.read_bytes()
        except OSError as error:
            sys.stderr.write(f"{path}: {error.strerror}\n")
            return None
    return read


def _numbers(options: argparse.Namespace) -> int:
    from port2port.norms.faults import said
    from port2port.proof.reading import BadBundle, numbers_in

    read = _read(options.files)
    if read is None:
        return 2
    for name, data in read.items():
        try:
            found = numbers_in(data)
        except BadBundle as error:
            print(f"{name}: {error}")
            for file, faults in error.faults.items():
                print(*(f"  {file} {one.rule} {one.where or '/'}: {said(one)}" for one in faults), sep="\n")
            return 1
        print(f"{name}: {found.musts.open} open MUSTs of {found.musts.all}")
        for objective, level in sorted(found.levels.items()):
            print(f"  {objective} level {level}")
    return 0
