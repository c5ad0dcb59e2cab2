"""`port2port verify`: reads the whole ledger and proves it; needs neither Django nor a running server."""

import argparse

from port2port.site.command import prefer_demo

HELP = "Check every signature, leaf and root of the ledger; name the first bad entry."
EXAMPLE = "port2port verify --database sqlite:///srv/port2port/port2port.sqlite3"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which database."""
    parser.add_argument("--database", metavar="URL", help="database to read (default: the settings' own)")


def run(options: argparse.Namespace) -> int:
    """0 when the ledger is sound, 1 when an entry is not."""
    prefer_demo()
    from port2port.ledger.verify import main

    return main(["--database", options.database] if options.database else [])
