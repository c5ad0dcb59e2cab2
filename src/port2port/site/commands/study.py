"""`port2port study`: whether what left a port came back elsewhere, from a file; no database and no Django."""

import argparse
import json
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

from port2port.site.command import Form
from port2port.site.given import content_of
from port2port.site.numbers import whole

if TYPE_CHECKING:
    from port2port.pure.displacement.panel_file import StudyPanel
    from port2port.pure.displacement.result_file import Value
    from port2port.pure.displacement.study import DisplacementReport

HELP = "Study whether what a measure removed at one port came back at others; needs no database."
EXAMPLE = "port2port study run panel.json --json"
RUN_HELP = "Make the study of a file (format: docs/reference/study-panel.md)."
# Of draws and of placebos: more take memory and time, and move no digit that is printed.
MOST = 100_000
SHORTER = "a number of weeks of which three fit into those that are compared"
EXITS = (
    "Exit codes: 0 assessed, 1 not assessable (the reasons say why), 2 the file is refused (the message names the row)."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which file."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    run_ = acts.add_parser(
        "run",
        help=RUN_HELP,
        description=RUN_HELP,
        epilog=f"{EXITS}\n\nExample:\n  {EXAMPLE}",
        formatter_class=Form,
    )
    run_.add_argument("file", metavar="PANEL", help="the study as JSON; - reads standard input")
    run_.add_argument("--json", action="store_true", help="print every figure as JSON instead of sentences")
    run_.add_argument(
        "--draws", type=whole(most=MOST), default=2000, metavar="N", help="draws of the cross-check (2000); 0: none"
    )
    run_.add_argument(
        "--placebos", type=whole(most=MOST), default=999, metavar="N", help="placebos in time (999); 0: none"
    )
    run_.add_argument("--seed", type=whole(), default=0, metavar="N", help="of the draws and placebos (0)")


def run(options: argparse.Namespace) -> int:
    """0 assessed, 1 not assessable, 2 the file is refused or cannot be read."""
    from port2port.pure.displacement.faults import Fault, StudyRefused
    from port2port.pure.displacement.json_fields import PanelRefused
    from port2port.pure.displacement.panel_file import MOST_BYTES, read_panel
    from port2port.site.commands.study_words import refusal

    try:
        content = content_of(options.file, most_bytes=MOST_BYTES)
    except OSError as problem:
        sys.stderr.write(f"port2port study: {problem.filename}: {problem.strerror}\n")
        return 2
    try:
        return _study(read_panel(content), content, options)
    except PanelRefused as refused:
        sys.stderr.write(
            f"port2port study: {options.file}: {refusal(refused.fault, refused.where, refused.expected)}\n"
        )
    except StudyRefused as refused:
        # Each setting was looked at by itself: what is left is a block for which these weeks are too few.
        where, expected = ("settings.block_weeks", SHORTER) if refused.fault is Fault.BAD_SETTING else ("", "")
        sys.stderr.write(f"port2port study: {options.file}: {refusal(refused.fault, where, expected)}\n")
    return 2


def _study(panel: "StudyPanel", content: bytes, options: argparse.Namespace) -> int:
    from port2port.pure.displacement.result_file import result
    from port2port.pure.displacement.study import Verdict, displacement
    from port2port.site.commands.study_words import lines

    said = panel.settings
    report = displacement(
        panel.counts, level=said.level, block_weeks=said.block_weeks, power=said.power, alpha=said.alpha
    )
    extra = _checks(panel, report, options) if report.elsewhere_change else {}
    planned = _planned(panel)
    if options.json:
        found = result(panel, report) | {"planned_minimum_detectable_share": planned} | extra
        found |= {"seed": options.seed, "input_sha256": sha256(content).hexdigest()}
        print(json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        print(*lines(panel, report, planned, extra), sep="\n")
    return 1 if report.verdict is Verdict.NOT_ASSESSABLE else 0


def _checks(panel: "StudyPanel", report: "DisplacementReport", options: argparse.Namespace) -> "dict[str, Value]":
    """The cross-check and the placebos that the counts allow."""
    import numpy as np

    from port2port.pure.displacement.crosscheck import cross_check
    from port2port.pure.displacement.placebo import Placebo, placebo
    from port2port.pure.displacement.result_file import cross_checked, placebo_of

    rng, said = np.random.default_rng(options.seed), report.settings
    found: dict[str, Value] = {"cross_check": None, "placebos": [], "panel_model": _modelled(panel)}
    if options.draws:
        found["cross_check"] = cross_checked(
            cross_check(panel.counts, rng=rng, draws=options.draws, level=said.level, block_weeks=said.block_weeks)
        )
    if options.placebos:
        kinds = [Placebo.TIME, Placebo.SPACE, *([] if panel.counts.still is None else [Placebo.CATEGORY])]
        found["placebos"] = [
            placebo_of(placebo(panel.counts, kind=kind, n=options.placebos, rng=rng, block_weeks=said.block_weeks))
            for kind in kinds
        ]
    return found


def _modelled(panel: "StudyPanel") -> "Value":
    """The model of all ports, where it can be had."""
    from port2port.pure.displacement.faults import StudyRefused
    from port2port.pure.displacement.panel_model import panel_model
    from port2port.pure.displacement.result_file import modelled

    try:
        fit = panel_model(panel.counts, level=panel.settings.level, block_weeks=panel.settings.block_weeks)
    except StudyRefused:
        return None
    return modelled(fit)


def _planned(panel: "StudyPanel") -> float | None:
    """What could have been seen, from the weeks before alone."""
    from port2port.pure.displacement.faults import NoCounts, WindowTooShort
    from port2port.pure.displacement.planning import minimum_detectable_share

    counts, said = panel.counts, panel.settings
    if panel.expected_reduction is None or counts.comparison is None:
        return None
    before = slice(counts.before.first, counts.before.end)
    try:
        return minimum_detectable_share(
            counts.others[before],
            counts.comparison[before],
            expected_reduction=panel.expected_reduction,
            weeks_after=counts.after.weeks,
            power=said.power,
            alpha=said.alpha,
            block_weeks=said.block_weeks,
        )
    except (NoCounts, WindowTooShort):
        return None
