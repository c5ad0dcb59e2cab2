"""`port2port token`: secrets for machines."""

import argparse
from datetime import timedelta

from port2port.site.command import prefer_demo, start_django

HELP = "Make a token with which a machine acts for a member."
EXAMPLE = "port2port token create --member antwerp-officer --scope read --days 30"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whose token, for what, for how long."""
    parser.add_argument("act", choices=["create"], help="what to do")
    parser.add_argument("--member", required=True, metavar="NAME", help="login of the member that the token acts for")
    parser.add_argument("--scope", choices=["read", "write", "feed"], default="read", help="(default: %(default)s)")
    parser.add_argument("--purpose", default="", help="for the scope feed: what it opens, such as reports or duties")
    parser.add_argument("--days", type=int, default=90, help="days until it ends (default: %(default)s)")
    parser.add_argument("--label", default="made on the server", help="how the member's list of tokens calls it")


def run(options: argparse.Namespace) -> int:
    """Prints the token, which is shown this once only. Raises what the action raises."""
    prefer_demo()
    start_django()
    from port2port.base.clock import now
    from port2port.members.actions.tokens import create_token_for
    from port2port.members.secrets_once import new_token_secret

    secret = new_token_secret()
    at = now()
    create_token_for(
        login=options.member,
        label=options.label,
        scope=options.scope,
        purpose=options.purpose,
        secret=secret,
        # Whatever is longer than a year is refused; a few thousand years would be no date.
        expires_at=at + timedelta(days=min(options.days, 10_000)),
        now=at,
    )
    print(secret)
    return 0
