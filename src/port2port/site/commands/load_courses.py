"""`port2port load-courses`: the courses that come with the software, released in this community as starting text."""

import argparse

from port2port.site.command import prefer_demo, start_django
from port2port.site.commands.load_practices import member_of_login

HELP = "Release the starting courses: signed by the secretariat, marked as starting text to be reviewed."
EXAMPLE = "port2port load-courses --as secretariat-desk"


def arguments(parser: argparse.ArgumentParser) -> None:
    """On whose account."""
    parser.add_argument(
        "--as", dest="login", required=True, metavar="LOGIN", help="who releases them, by an active secretariat seat"
    )


def run(options: argparse.Namespace) -> int:
    """Releases those that are not here yet. Raises NotAllowed for another seat than the secretariat's."""
    prefer_demo()
    start_django()
    from port2port.base.clock import now
    from port2port.courses.actions import load_starting

    made = load_starting(member=member_of_login(options.login), now=now())
    print(f"{len(made)} courses released as starting text.")
    return 0
