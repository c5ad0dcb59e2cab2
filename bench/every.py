"""Every script of this folder, one after the other, and at the end one table that says which kept its promise.

The short ones come first, those that fill a database last. A script that fails stops no other; the command then ends with 1.

    python bench/every.py              all of them, as `make bench` does
    python bench/every.py search share only those whose name holds one of these words
    BENCH_REPORTS=20000 BENCH_ROWS=500 BENCH_PUBLICATIONS=50 BENCH_ENTRIES=50 BENCH_FACILITIES=50 python bench/every.py
                                       small: to see that all run, not what they measure
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve()
# What takes minutes, in the order of how long it takes.
LAST = (
    "obligation_clock",
    "due_list",
    "live",
    "ledger_append",
    "publishing",
    "idle_memory",
    "minutes_watchers",
    "reports_at_scale",
)


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
    """The script in a process of its own, its words as they come."""
    print(f"\n=== {path.stem} ===", flush=True)
    start = time.monotonic()
    code = subprocess.run([sys.executable, str(path)], check=False).returncode
    return Ran(path.stem, code, time.monotonic() - start)


def main(folder: Path, words: list[str]) -> int:
    """1 when one of them failed or there was none."""
    ran = [run(path) for path in scripts(folder, words)]
    print(f"\n{'script':<24}{'seconds':>9}  promise")
    for one in ran:
        print(f"{one.name:<24}{one.seconds:>9.1f}  {'kept' if one.code == 0 else f'not kept (exit {one.code})'}")
    return 0 if ran and all(one.code == 0 for one in ran) else 1


if __name__ == "__main__":
    sys.exit(main(HERE.parent, sys.argv[1:]))
