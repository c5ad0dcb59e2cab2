"""Writes docs/reference/evaluation.md: how often each method is right on networks whose truth is known.

Each part is a module of this folder with TITLE and `part()`, which gives its Markdown; its seeds are fixed, so that the
same code writes the same page. Add a part to PARTS, in the order in which a reader should meet it.

    python bench/evaluation/write.py                 every part
    python bench/evaluation/write.py displacement    these parts; the others stay as they stand in the page
"""

from __future__ import annotations

import re
import sys
import time
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "reference" / "evaluation.md"
PARTS = ("displacement", "outbreak", "outbreak_longer", "games")
OPENING = """# Evaluation

How often each method of foresight is right, measured on simulated networks of ports in which the truth is known. `make evaluate` writes
this page with fixed seeds. Everything on it is **synthetic**: it shows how a method behaves, not how a country is. The simulator shares
some of its form with the methods (counts that scatter as a gamma mixture), so the real world is harder than this; lognormal noise and
shocks of each port's own are there to show how much.
"""


def sections(page: str) -> dict[str, str]:
    """The parts of a page by their name, as they stand."""
    return dict(re.findall(r"<!-- part (\w+) -->\n(.*?)<!-- end of part -->", page, re.DOTALL))


def written(parts: dict[str, str]) -> str:
    """The page of these parts, in the order of PARTS."""
    bodies = [f"<!-- part {name} -->\n{parts[name]}<!-- end of part -->\n" for name in PARTS if name in parts]
    return "\n".join([OPENING, *bodies])


def made(name: str) -> str:
    """One part, made anew."""
    module = import_module(name)
    start = time.monotonic()
    body = f"## {module.TITLE}\n\n{module.part().strip()}\n\n"
    print(f"{name}: {time.monotonic() - start:.0f} s", flush=True)
    return body


def main(names: list[str], page: Path = PAGE) -> int:
    """2 when there is no such part."""
    unknown = set(names) - set(PARTS)
    if unknown:
        sys.stderr.write(f"no such part: {', '.join(sorted(unknown))}\n")
        return 2
    parts = sections(page.read_text(encoding="utf-8")) if page.exists() else {}
    for name in names or PARTS:
        parts[name] = made(name)
        page.write_text(written(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]
    sys.exit(main(sys.argv[1:]))
