"""`port2port courses`: check course files before anybody reads them, and give them to other learning systems."""

import argparse
import sys
from pathlib import Path

from port2port.site.command import prefer_demo, start_django

HELP = "Check course files: every fault with file, line and reason; or write one as a SCORM 1.2 package."
EXAMPLE = "port2port courses check guard/1\n  port2port courses scorm guard --language nl --out guard-nl.zip"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and where the files lie."""
    parser.add_argument(
        "what",
        choices=["check", "scorm"],
        help="check: say what is wrong with each course; scorm: write one for another learning system",
    )
    parser.add_argument(
        "path",
        nargs="?",
        type=Path,
        metavar="PATH",
        help="a folder with <id>/<version>/<language>.md below it (default: the courses that come with the software); "
        "for scorm the course's id, or its folder",
    )
    parser.add_argument("--language", default="en", metavar="CODE", help="scorm: nl, fr, de or en (default: en)")
    parser.add_argument(
        "--out", type=Path, metavar="ZIP", help="scorm: the file to write (default: named after the course)"
    )


def run(options: argparse.Namespace) -> int:
    """0 when every course is sound or the package is written, 1 when one is not, 2 when nothing is there to be read."""
    prefer_demo()
    start_django()
    return _scorm(options) if options.what == "scorm" else _check(options)


def _scorm(options: argparse.Namespace) -> int:
    from port2port.courses.files import STARTING, folders
    from port2port.courses.scorm import NoImport, file_name, package_of

    named = options.path if options.path and options.path.exists() else STARTING / str(options.path)
    texts = [one.texts[options.language] for one in folders(named) if options.language in one.texts]
    if not texts:
        known = ", ".join(sorted({one.path.parent.name for one in folders(STARTING)}))
        sys.stderr.write(f"no such course in {options.language}: {options.path}; there are {known}\n")
        return 2
    newest = max(texts, key=lambda text: text.front.version)
    out = options.out or Path(file_name(newest))
    out.write_bytes(package_of(newest))
    print(f"{out}: {newest.front.title}, SCORM 1.2. {NoImport.words}")
    return 0


def _check(options: argparse.Namespace) -> int:
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
