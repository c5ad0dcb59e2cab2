"""The page of the documentation that lists every code; a test holds it to the registers.

python -m port2port.vocabulary.docs    writes docs/reference/vocabulary-codes.md
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from port2port.pure.terms import LANGUAGES, Register, Term
from port2port.vocabulary.registers import registers

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "vocabulary-codes.md"
TITLES = {"methods": "Methods", "facets": "Facets", "controls": "Controls", "glossary": "Glossary"}


def codes_page() -> str:
    """The whole page, in MyST markdown."""
    lines = [
        "# Codes of the vocabulary",
        "",
        "Written by `python -m port2port.vocabulary.docs` from the registers. What a register is: [](vocabulary.md).",
    ]
    for name, register in registers().items():
        lines += ["", f"## {TITLES[name]}", "", f"Version {register.version} of {register.released_on:%Y-%m-%d}.", ""]
        lines += _table(register)
    return "\n".join(lines) + "\n"


def _table(register: Register) -> Iterator[str]:
    yield f"| code | {' | '.join(LANGUAGES)} | |"
    yield "|---|" + "---|" * (len(LANGUAGES) + 1)
    for term in register.terms:
        labels = " | ".join(_cell(term.label(language)) for language in LANGUAGES)
        yield f"| `{term.code}` | {labels} | {_note(term)} |"


def _note(term: Term) -> str:
    notes = [f"tier {term.tier}"] if term.tier else []
    if term.verified:
        notes.append("verified")
    if term.deprecated:
        successor = f", use `{term.deprecated.use}`" if term.deprecated.use else ""
        notes.append(f"deprecated since {term.deprecated.since:%Y-%m-%d}{successor}")
    return "; ".join(notes)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")


if __name__ == "__main__":
    PAGE.write_text(codes_page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}: {sum(len(register.terms) for register in registers().values())} codes\n")
