"""`port2port messages`: the catalogues of translations."""

import argparse

HELP = "Update, compile or check the translations of the pages."
EXAMPLE = "port2port messages check reports"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which contexts."""
    parser.add_argument("act", choices=["update", "compile", "check"], help="what to do")
    parser.add_argument("context", nargs="*", help="only these contexts (default: all)")


def run(options: argparse.Namespace) -> int:
    """Does it; `check` ends with 1 when something is missing."""
    from port2port.base.messages import main

    return main([options.act, *options.context])
