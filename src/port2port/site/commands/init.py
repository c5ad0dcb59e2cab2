"""`port2port init`: the first organisation and its first person, once, on the server."""

import argparse
import getpass
import sys

from port2port.site.command import start_django

HELP = "Make the tables, the places, the published figures, the secretariat and its first person."
EXAMPLE = 'port2port init --organisation "Ports platform" --login desk --name "Front desk" --email desk@ports.example'


def arguments(parser: argparse.ArgumentParser) -> None:
    """Who the secretariat is; the password is asked for, or read from a pipe."""
    parser.add_argument("--organisation", required=True, help="name of the secretariat")
    parser.add_argument("--login", required=True, help="login of its first person")
    parser.add_argument("--name", required=True, help="name of that person, shown inside the secretariat only")
    parser.add_argument("--email", required=True, help="e-mail address of that person")
    parser.add_argument("--language", choices=["nl", "fr", "de", "en"], default="en", help="(default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Founds the secretariat. Raises what the action raises, when there is one already or the password is weak."""
    start_django()
    from django.conf import settings
    from django.core.management import call_command

    from port2port.base.clock import now
    from port2port.figures.actions import load_packaged
    from port2port.ledger import keys
    from port2port.members.actions.founding import init
    from port2port.members.actions.organisations import Profile
    from port2port.members.actions.people import Newcomer
    from port2port.members.actions.places import load_places

    settings.VAR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    keys.make_master_key()
    load_places()
    init(
        profile=Profile(name=options.organisation, language=options.language),
        first=Newcomer(username=options.login, name=options.name, password=_password(), language=options.language),
        email=options.email,
        now=now(),
    )
    load_packaged(now=now())
    print(f"{options.organisation} stands; sign in as {options.login} and set up a second factor.")
    return 0


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password of the first person (at least 12 characters): ")
    return sys.stdin.readline().rstrip("\n")
