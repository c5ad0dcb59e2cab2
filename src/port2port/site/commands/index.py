"""`port2port index`: every shared record filed anew in the search."""

import argparse

from port2port.site.command import prefer_demo, start_django

HELP = "File every shared record anew in the search: once after an upgrade that says so."
EXAMPLE = "port2port index"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(_options: argparse.Namespace) -> int:
    """0 when all are filed."""
    prefer_demo()
    start_django()
    from port2port.sharing.reindexing import index_all

    print(f"{index_all()} records filed anew")
    return 0
