"""`port2port certificate`: check a certificate without a network, hand out what that needs, rotate the issuer's key."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from port2port.site.command import Form, prefer_demo, start_django

if TYPE_CHECKING:
    from port2port.pure.badge_check import Bundle

HELP = "Check a certificate, write the bundle for checks without a network, or rotate the issuer's key."
EXAMPLE = "port2port certificate verify guard.pdf --bundle port2port-certificates.json"
VERIFY_HELP = "Check a certificate; with --bundle no network, no database and no Django are needed."
BUNDLE_HELP = "Write the keys and lists that checks without a network need; good for seven days."
ROTATE_HELP = "Make the next key of the issuer; what was issued stays valid unless --stolen is given."
# 0 = valid; the others tell a script what it may not rely on, and why.
CODES = {"valid": 0, "refused": 1, "revoked": 3, "expired": 4, "cannot tell": 5}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which file."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    verify = acts.add_parser(
        "verify",
        help=VERIFY_HELP,
        description=VERIFY_HELP,
        epilog=f"Exit codes: 0 valid, 1 refused, 3 revoked, 4 expired, 5 cannot tell.\n\nExample:\n  {EXAMPLE}",
        formatter_class=Form,
    )
    verify.add_argument("file", metavar="FILE", help="the PDF, or the signed certificate; - reads standard input")
    verify.add_argument(
        "--bundle", metavar="JSON", help="keys and lists, as `bundle` writes them (default: this node's)"
    )
    bundle = acts.add_parser(
        "bundle",
        help=BUNDLE_HELP,
        description=BUNDLE_HELP,
        epilog="Example:\n  port2port certificate bundle port2port-certificates.json",
        formatter_class=Form,
    )
    bundle.add_argument("file", metavar="JSON", help="where to write it; - writes standard output")
    rotate = acts.add_parser(
        "rotate",
        help=ROTATE_HELP,
        description=ROTATE_HELP,
        epilog="Example:\n  port2port certificate rotate",
        formatter_class=Form,
    )
    rotate.add_argument(
        "--stolen",
        nargs="*",
        metavar="KEYID",
        help="believe nothing that these keys signed (none named: every key that still has a file); no way back",
    )


def run(options: argparse.Namespace) -> int:
    """0 when done, or the code of the answer. Raises what the action raises."""
    if options.act == "verify":
        return _verify(options.file, options.bundle)
    prefer_demo()
    start_django()
    return _bundle(options.file) if options.act == "bundle" else _rotate(options.stolen)


def _verify(file: str, bundle: str | None) -> int:
    from port2port.pure.badge_check import BadBundle, code_words, find_token, read_bundle, verify

    try:
        shown = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        held = read_bundle(Path(bundle).read_bytes()) if bundle else _own_bundle()
    except OSError as problem:
        sys.stderr.write(f"port2port certificate: {problem.filename}: {problem.strerror}\n")
        return 2
    except BadBundle as problem:
        sys.stderr.write(f"port2port certificate: the bundle is refused: {problem}\n")
        return 2
    answer = verify(find_token(shown), held, at=datetime.now(UTC))
    print(f"{answer.verdict}{f': {answer.reason}' if answer.reason else ''}")
    for name, value in (
        ("certifies", answer.name),
        ("covers", ", ".join(code_words(code)[0] for code in answer.codes)),
        ("issued", answer.issued_at and answer.issued_at.isoformat()),
        ("until", answer.valid_until and answer.valid_until.isoformat()),
        ("issuer", held.did if answer.name else ""),
        ("as of", answer.as_of and answer.as_of.isoformat()),
    ):
        if value:
            print(f"  {name:<10} {value}")
    if answer.name and shown.startswith(b"%PDF"):
        print("Checked is the signed certificate in the PDF. Believe these lines, not the words on the paper.")
    return CODES[answer.verdict]


def _own_bundle() -> "Bundle":
    prefer_demo()
    start_django()
    from port2port.base.clock import now
    from port2port.certificates import issuer

    return issuer.bundle(now=now())


def _bundle(file: str) -> int:
    from port2port.base.clock import now
    from port2port.certificates import issuer

    text = json.dumps(issuer.bundle_file(now=now()), indent=1) + "\n"
    if file == "-":
        sys.stdout.write(text)
    else:
        Path(file).write_text(text, encoding="utf-8")
        print(f"Written to {file}. Its lists hold for seven days.")
    return 0


def _rotate(stolen: list[str] | None) -> int:
    from port2port.base.clock import now
    from port2port.certificates.actions import rotate

    key = rotate(member=None, is_stolen=stolen is not None, stolen=stolen or (), now=now())
    print(f"Key {key.keyid} signs what is issued from now on.")
    if stolen is not None:
        print("Nothing that the stolen keys signed is believed any more. What runs still is issued anew by itself.")
    return 0
