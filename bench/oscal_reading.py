"""A catalogue of 5,000 controls from its bytes to a verdict: strict JSON, the official schema, rules S1 to S10; seconds.

Floor beside: reading the same bytes with the standard library. BENCH_CONTROLS for another size.

    python bench/oscal_reading.py
"""

from __future__ import annotations

import json
import os
import time

from port2port.pure.oscal.catalogue_rules import faults_of
from port2port.pure.oscal.languages import parity_faults
from port2port.pure.oscal.reading import read
from port2port.pure.oscal.writing import LANGUAGES, Catalogue, Entry, Section, written

CONTROLS = int(os.environ.get("BENCH_CONTROLS", "5000"))
LIMIT_S = 3.0


def catalogue() -> Catalogue:
    """Controls of some hundred words each, fifty a section."""
    prose = "The site has a written picture of its assets, threats and weak points. " * 6
    props = [("obligation", "must"), ("obligation-basis", "a law"), ("addressee", "pfso"), ("security-level", "1")]

    def entry(number: int) -> Entry:
        words = dict.fromkeys(LANGUAGES, f"{prose} ({number})")
        title = dict.fromkeys(LANGUAGES, f"Control {number}")
        return Entry(f"c-{number}", f"C/{number}", "eu", title, words, props, [("guidance", words)])

    sections = [
        Section(
            f"s-{start}",
            dict.fromkeys(LANGUAGES, f"Section {start}"),
            [entry(n) for n in range(start, min(start + 50, CONTROLS))],
        )
        for start in range(0, CONTROLS, 50)
    ]
    return Catalogue("bench", "1", "2026-11-29", dict.fromkeys(LANGUAGES, "Bench"), "eu-law", "law", sections)


def main() -> None:
    """Print the figure, its floor and the ratio."""
    made = catalogue()
    data = {language: written(made, language) for language in LANGUAGES}
    started = time.perf_counter()
    json.loads(data["en"])
    floor = time.perf_counter() - started

    started = time.perf_counter()
    document = read(data["en"])
    faults = faults_of(document)
    took = time.perf_counter() - started

    started = time.perf_counter()
    faults += parity_faults({language: read(one) for language, one in data.items()})
    four = time.perf_counter() - started
    if faults:
        raise SystemExit(f"a sound catalogue has faults: {faults[:3]}")
    print(f"{CONTROLS:,} controls, {len(data['en']) / 2**20:.1f} MiB a language")
    print(f"{'':26}{'figure':>10}{'floor':>10}{'ratio':>8}{'target':>9}")
    print(f"{'one language, s':26}{took:10.2f}{floor:10.2f}{took / floor:8.1f}{LIMIT_S:9.0f}")
    print(f"{'four languages, alike, s':26}{four:10.2f}{4 * floor:10.2f}{four / (4 * floor):8.1f}")


if __name__ == "__main__":
    main()
