"""`port2port allocate`: where own units and lent ones prevent most harm; no database and no Django."""

import argparse
import json
import sys
from hashlib import sha256
from typing import TYPE_CHECKING

from port2port.site.given import content_of
from port2port.site.numbers import whole

if TYPE_CHECKING:
    import numpy as np

    from port2port.pure.games.answer_file import Answered
    from port2port.pure.games.faults import GameRefused

HELP = "Share out units that cover routes, under a model of who chooses a route; needs no database."
EXAMPLE = "port2port allocate game.json --objective worst_regret --json"
OBJECTIVES = ("expected", "weakest_link", "types", "mean", "worst_case", "worst_regret")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, and what is to be made least."""
    parser.add_argument("file", metavar="GAME", help="the game as JSON; - reads standard input")
    parser.add_argument(
        "--objective",
        choices=OBJECTIVES,
        default="expected",
        metavar="WHAT",
        help=f"what is made least: {', '.join(OBJECTIVES)} (expected)",
    )
    parser.add_argument("--json", action="store_true", help="print every figure as JSON instead of a table")
    parser.add_argument("--roster", action="store_true", help="draw this week's routes from the plan")
    parser.add_argument(
        "--seed", type=whole(), metavar="N", help="eight more starts where only a local answer is known"
    )


def run(options: argparse.Namespace) -> int:
    """0 planned, 1 no plan could be made or proven, 2 the file is refused or cannot be read."""
    from port2port.pure.games.answer_file import answered
    from port2port.pure.games.faults import GameRefused, Infeasible, NotSolved
    from port2port.pure.games.file import MOST_BYTES, read_game

    try:
        content = content_of(options.file, most_bytes=MOST_BYTES)
    except OSError as problem:
        sys.stderr.write(f"port2port allocate: {problem.filename}: {problem.strerror}\n")
        return 2
    try:
        found = answered(read_game(content), objective=options.objective, rng=_generator(options.seed))
    except GameRefused as refused:
        sys.stderr.write(f"port2port allocate: {options.file}: {_said(refused)}\n")
        return 1 if isinstance(refused, Infeasible | NotSolved) else 2
    _tell(found, content, options)
    return 0


def _said(refused: "GameRefused") -> str:
    """The reason, the place and the words."""
    return f"{refused.reason.value}: {refused}"


def _generator(seed: int | None) -> "np.random.Generator | None":
    import numpy as np

    return None if seed is None else np.random.default_rng(seed)


def _tell(found: "Answered", content: bytes, options: argparse.Namespace) -> None:
    from secrets import SystemRandom

    from port2port.pure.games.answer_file import document
    from port2port.pure.games.rosters import roster
    from port2port.site.commands.allocate_words import lines, roster_lines

    draw = SystemRandom().random if options.roster else None
    if options.json:
        answer = document(found, input_sha256=sha256(content).hexdigest(), draw=draw)
        print(json.dumps(answer, indent=1, ensure_ascii=False, allow_nan=False))
        return
    print(*lines(found), sep="\n")
    if draw is not None:
        print(*roster_lines(found, roster(found.given.game, found.plan, draw=draw)), sep="\n")
