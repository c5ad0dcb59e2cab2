"""`port2port key`: the organisations' signing keys, to look at and to end."""

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from port2port.site.command import Form, prefer_demo, start_django

if TYPE_CHECKING:
    from port2port.ledger.keys import Listing

HELP = "List the organisations' signing keys, or revoke one."
EXAMPLE = "port2port key revoke 4f1c22d09ab3e871"
LIST_HELP = "List every signing key: whose it is, until when it serves, whether it was revoked."
REVOKE_HELP = "End a key that was lost or stolen; what was recorded before stays valid. Cannot be taken back."


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which key."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser(
        "list", help=LIST_HELP, description=LIST_HELP, epilog="Example:\n  port2port key list", formatter_class=Form
    )
    revoke = acts.add_parser(
        "revoke", help=REVOKE_HELP, description=REVOKE_HELP, epilog=f"Example:\n  {EXAMPLE}", formatter_class=Form
    )
    revoke.add_argument("keyid", metavar="KEYID", help="the key's id, as `port2port key list` shows it")
    revoke.add_argument("--yes", action="store_true", help="do not ask first")


def run(options: argparse.Namespace) -> int:
    """0 when done, 1 when it was not. Raises what the action raises."""
    prefer_demo()
    start_django()
    return _list() if options.act == "list" else _revoke(options.keyid, asks=not options.yes)


def _list() -> int:
    from port2port.ledger import keys

    found = keys.listings()
    names = _names(one.organisation for one in found)
    for one in found:
        print(f"{one.keyid}  {_state(one)}  {names[one.organisation]}")
    if not found:
        print("No key is listed yet; an organisation's first publication makes its key.")
    return 0


def _revoke(keyid: str, *, asks: bool) -> int:
    from port2port.base.clock import now
    from port2port.ledger import keys

    one = keys.listing(keyid)
    name = _names([one.organisation])[one.organisation]
    if asks and one.revoked_position is None and not _confirmed(keyid, name):
        sys.stderr.write("port2port key: nothing was revoked\n")
        return 1
    position = keys.revoke_key(keyid=keyid, now=now())
    print(f"Key {keyid} of {name} is revoked. Nothing signed with it at position {position} or later counts;")
    print("what was recorded before stays valid. Its file was removed. The next publication makes a new key.")
    return 0


def _confirmed(keyid: str, name: str) -> bool:
    print(f"Key {keyid} signs for {name}. Once revoked it can never sign again, and this cannot be taken back.")
    try:
        return input("Revoke it? Type yes: ").strip().lower() == "yes"
    except EOFError:
        return False


def _state(one: "Listing") -> str:
    if one.revoked_at is not None:
        return f"revoked {one.revoked_at:%Y-%m-%d} from position {one.revoked_position}"
    state = f"from {one.not_before:%Y-%m-%d} to {one.not_after:%Y-%m-%d}"
    return state if one.has_file else f"{state}, ITS FILE IS MISSING"


def _names(organisations: Iterable[str]) -> dict[str, str]:
    """What each organisation is called now; its id where nobody remembers it."""
    from port2port.members.models import Organisation

    wanted = set(organisations)
    known = Organisation.objects.filter(key__in=wanted)
    return {one: one for one in wanted} | {str(row.key): row.label for row in known}
