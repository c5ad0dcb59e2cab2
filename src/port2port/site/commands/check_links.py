"""`port2port check-links`: which recorded objects point at something that nobody recorded."""

import argparse

from port2port.site.command import prefer_demo, start_django

HELP = "List the references in the ledger that lead nowhere."
EXAMPLE = "port2port check-links"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(_options: argparse.Namespace) -> int:
    """0 when every reference leads somewhere, 1 when one does not."""
    prefer_demo()
    start_django()
    from port2port.base.clock import now
    from port2port.site.links import dangling

    count = 0
    for link in dangling(until=now()):
        count += 1
        print(f"entry {link.position}: {link.source} names {link.target} as {link.name}, which is not there")
    print("every reference leads somewhere" if not count else f"{count} references lead nowhere")
    return 1 if count else 0
