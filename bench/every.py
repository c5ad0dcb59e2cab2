"""Every script of this folder, one after the other, and at the end one table that says which kept its promise.

The short ones come first, those that fill a database last. A script that fails stops no other; the command then ends with 1.

    python bench/every.py              all of them, as `make bench` does
    python bench/every.py search share only those whose name holds one of these words
    BENCH_REPORTS=20000 BENCH_ROWS=500 BENCH_PUBLICATIONS=50 BENCH_ENTRIES=50 BENCH_FACILITIES=50 BENCH_PEOPLE=500 \\
    BENCH_COMMUNITIES=20 BENCH_ROUTES=60000 BENCH_SERIES=100 BENCH_SECONDS=3 python bench/every.py
                                       small: to see that all run, not what they measure
    BENCH_MINUTES=60                   a script that takes longer (otherwise: half an hour) is ended and kept no promise
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve()
# What takes minutes, in the order of how long it takes.
LAST = (
    "outbreak",
    "games",
    "disclosure_attack",
    "obligation_clock",
    "due_list",
    "live",
    "ledger_append",
    "publishing",
    "idle_memory",
    "minutes_watchers",
    "reports_at_scale",
)
MINUTES = float(os.environ.get("BENCH_MINUTES", "30"))
# As the command `timeout` says it.
TOOK_TOO_LONG = 124


@dataclass(frozen=True)
class Ran:
    """How one script ended, and in how many seconds."""

    name: str
    code: int
    seconds: float


def scripts(folder: Path, words: list[str]) -> list[Path]:
    """What can be run by itself, in the order in which it is run."""
    found = [path for path in sorted(folder.glob("*.py")) if path != HERE and "__main__" in path.read_text("utf-8")]
    wanted = [path for path in found if not words or any(word in path.stem for word in words)]
    return sorted(wanted, key=lambda path: LAST.index(path.stem) + 1 if path.stem in LAST else 0)


def run(path: Path) -> Ran:
    """The script in a process of its own, its words as they come; ended with all it has started after MINUTES."""
    print(f"\n=== {path.stem} ===", flush=True)
    start = time.monotonic()
    script = subprocess.Popen([sys.executable, str(path)], start_new_session=True)
    try:
        code = script.wait(timeout=60 * MINUTES)
    except subprocess.TimeoutExpired:
        os.killpg(script.pid, signal.SIGKILL)
        script.wait()
        code = TOOK_TOO_LONG
    except KeyboardInterrupt:
        os.killpg(script.pid, signal.SIGINT)
        raise
    return Ran(path.stem, code, time.monotonic() - start)


def ending(code: int) -> str:
    """In words, for the table."""
    words = f"took more than {MINUTES:g} minutes" if code == TOOK_TOO_LONG else f"exit {code}"
    return "kept" if code == 0 else f"not kept ({words})"


def main(folder: Path, words: list[str]) -> int:
    """1 when one of them failed or there was none."""
    ran = [run(path) for path in scripts(folder, words)]
    print(f"\n{'script':<24}{'seconds':>9}  promise")
    for one in ran:
        print(f"{one.name:<24}{one.seconds:>9.1f}  {ending(one.code)}")
    return 0 if ran and all(one.code == 0 for one in ran) else 1


if __name__ == "__main__":
    sys.exit(main(HERE.parent, sys.argv[1:]))
