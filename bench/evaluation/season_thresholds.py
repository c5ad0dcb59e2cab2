"""Write the thresholds of practice seasons and what each budget buys there; they come with the software.

    python bench/evaluation/season_thresholds.py

Fixed seed, 2,000 networks of each world. A test draws the worlds anew and compares.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "port2port.site.settings")

import numpy as np  # noqa: E402

from port2port.earlywarning.seasons import BEFORE, DESIGN, TWO_PORTS  # noqa: E402
from port2port.earlywarning.thresholds import cases_of, reckoned, world  # noqa: E402
from port2port.pure.outbreak import drawn_paths  # noqa: E402
from port2port.pure.panels import nulls  # noqa: E402

OUT = ROOT / "src" / "port2port" / "earlywarning" / "starting" / "season-thresholds.json"
N, SEED = 2_000, 20_261


def main() -> None:
    """Draw, and write the file."""
    rng = np.random.default_rng(SEED)
    still = {kind.value: world(one) for kind, one in nulls(replace(DESIGN, share=0.0)).items()}
    worlds = drawn_paths(still, measure_week=BEFORE, n=N, rng=rng)
    moved = drawn_paths(cases_of(DESIGN, TWO_PORTS), measure_week=BEFORE, n=N, rng=rng)
    found = reckoned(worlds, moved, draws=N)
    made = {"seed": SEED, **asdict(found)}
    OUT.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print(f"{OUT.relative_to(ROOT)} written")


if __name__ == "__main__":
    main()
