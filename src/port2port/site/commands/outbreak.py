"""`port2port outbreak`: what in a file of weekly counts rises above the expected; no database and no Django."""

import argparse
import json
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

from port2port.site.command import Form
from port2port.site.given import content_of
from port2port.site.numbers import finite, whole

if TYPE_CHECKING:
    from port2port.pure.outbreak.count_file import CountFile
    from port2port.pure.outbreak.refusals import Refused
    from port2port.site.commands.outbreak_methods import Found

HELP = "Look for what rises above the expected in weekly counts; needs no database."
EXAMPLE = "port2port outbreak run counts.csv --method farrington --json"
RUN_HELP = "Judge the weeks of a file (formats: docs/reference/outbreak.md)."
EXITS = (
    "Exit codes: 0 judged, 1 no week could be assessed, 2 the file or a setting is refused (the message names the row)."
)
METHODS = (
    *("farrington", "flexible", "ears-c1", "ears-c2", "ears-c3", "bayes", "rki"),
    *("cusum", "glr", "watch", "scan", "hhh4"),
)
# Networks a null world: all are held in memory at once.
MOST_DRAWS = 20_000
FORMAT = "port2port-outbreak-1.1"
# Option, type, words. Each belongs to the methods that its words name; elsewhere it is refused.
NUMBERS = (
    ("--years-back", whole(), "farrington, flexible, bayes, rki: earlier years to compare with"),
    ("--half-window", whole(), "the same: weeks on either side"),
    ("--alpha", finite, "chance of an alarm in a week in which nothing is going on"),
    ("--period", whole(), "weeks of a year; not given, dates are matched by ISO week and numbers by 52"),
    ("--seasons", whole(), "flexible: levels of the year"),
    ("--skip-weeks", whole(), "flexible: last weeks left out of the reference"),
    ("--trend-p", finite, "flexible: keep the trend below this p-value"),
    ("--baseline", whole(), "ears: weeks to compare with"),
    ("--min-sigma", finite, "ears: least standard deviation"),
    ("--k", finite, "cusum: reference value"),
    ("--h", finite, "cusum: threshold"),
    ("--threshold", finite, "glr: threshold"),
    ("--budget", finite, "watch: chance of a false alarm a year (0.2)"),
)
SWITCHES = (
    ("--reweight", "farrington, flexible: less weight for earlier outbreaks"),
    ("--trend", "farrington, flexible, cusum, glr, hhh4: a trend over the years"),
    ("--this-year", "bayes, rki: also the weeks just before"),
    ("--present-week", "ears-c3: sum this week too"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, with which file and by which method."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    one = acts.add_parser(
        "run",
        help=RUN_HELP,
        description=RUN_HELP,
        epilog=f"{EXITS}\n\nExample:\n  {EXAMPLE}",
        formatter_class=Form,
    )
    one.add_argument("file", metavar="COUNTS", help="the counts as CSV; - reads standard input")
    one.add_argument("--method", choices=METHODS, default="farrington", metavar="METHOD", help=", ".join(METHODS))
    one.add_argument("--json", action="store_true", help="print every figure as JSON instead of the alarms")
    one.add_argument("--from", dest="first", metavar="WEEK", help="first week to judge, or the first of a measure")
    one.add_argument("--to", dest="last", metavar="WEEK", help="last week to judge")
    one.add_argument("--source", metavar="SERIES", help="watch, scan: the port of the measure (the first)")
    one.add_argument("--external", metavar="SERIES", help="watch, scan: the comparison from outside the network")
    one.add_argument("--transform", choices=("standard", "anscombe"), help="cusum: of the counts")
    one.add_argument("--family", choices=("poisson", "negbin1", "negbinM"), help="hhh4: law of the counts")
    for name, kind, words in NUMBERS:
        one.add_argument(name, type=kind, metavar="N", help=words)
    for name, words in SWITCHES:
        one.add_argument(name, action=argparse.BooleanOptionalAction, help=words)
    one.add_argument(
        "--draws",
        type=whole(least=1, most=MOST_DRAWS),
        metavar="N",
        help="watch: networks a null world (1000)",
    )
    one.add_argument("--seed", type=whole(), metavar="N", help="watch: of the draws (0)")


def run(options: argparse.Namespace) -> int:
    """0 judged, 1 no week could be assessed, 2 the file or a setting is refused."""
    from port2port.pure.outbreak.count_file import MOST_BYTES, read_counts
    from port2port.pure.outbreak.refusals import Refused
    from port2port.site.commands.outbreak_methods import METHODS as BY_NAME
    from port2port.site.commands.outbreak_methods import with_silent
    from port2port.site.commands.outbreak_settings import foreign

    if words := foreign(options):
        return _refused(options, words)
    given: CountFile | None = None
    try:
        content = content_of(options.file, most_bytes=MOST_BYTES)
    except OSError as problem:
        return _refused(options, f"{problem.strerror}")
    try:
        given = read_counts(content)
        found = with_silent(given, BY_NAME[options.method](given, options), options.method)
    except Refused as refused:
        return _refused(options, _where(refused, given) + refused.reason)
    if options.json:
        print(json.dumps(_document(given, found, options, content), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        print(*_lines(given, found, options), sep="\n")
    return 0 if any(row.get("assessed", True) for row in found.rows) else 1


def _refused(options: argparse.Namespace, words: str) -> int:
    sys.stderr.write(f"port2port outbreak: {options.file}: {words}\n")
    return 2


def _where(refused: "Refused", given: "CountFile | None") -> str:
    """The place of the fault: line and column of the file, or week and series of the counts."""
    line, column = getattr(refused, "line", None), getattr(refused, "column", "")
    parts = [f"line {line}" if line else "", f"column {column}" if column else ""]
    if given is not None and refused.row is not None and refused.row < len(given.weeks):
        parts.append(f"week {given.weeks[refused.row]}")
    if given is not None and refused.series is not None and refused.series < len(given.names):
        parts.append(f"series {given.names[refused.series]}")
    said = ", ".join(part for part in parts if part)
    return f"{said}: " if said else ""


def _document(given: "CountFile", found: "Found", options: argparse.Namespace, content: bytes) -> dict[str, object]:
    from port2port.site.commands.outbreak_settings import in_force

    return {
        "format": FORMAT,
        "method": options.method,
        "settings": in_force(given, found, options),
        "input_sha256": sha256(content).hexdigest(),
        "series": list(given.names),
        "summary": found.summary,
        "rows": found.rows,
    }


def _lines(given: "CountFile", found: "Found", options: argparse.Namespace) -> list[str]:
    from port2port.site.commands.outbreak_words import lines

    return lines(given, found, options.method)
