"""`port2port migrate`: tables as this version wants them."""

import argparse

from port2port.site.command import start_django

HELP = "Make or bring up to date the tables of the database."
EXAMPLE = "PORT2PORT_DATABASE=postgresql://port2port@localhost/port2port port2port migrate"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Only whether to speak."""
    parser.add_argument("--quiet", action="store_true", help="say nothing")


def run(options: argparse.Namespace) -> int:
    """Applies what is missing."""
    start_django()
    from django.conf import settings
    from django.core.management import call_command

    settings.VAR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0 if options.quiet else 1)
    return 0
