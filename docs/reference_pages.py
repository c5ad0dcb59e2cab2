"""Writes the reference pages that come from the code; a test compares them with the files."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from port2port.drills.library import Scenario
    from port2port.duties.rulebook import ClockRule
    from port2port.pure.notice_rules import NoticeRule, When

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS.parent), str(DOCS.parent / "src")]


def commands() -> str:
    """The command line, each command with its own help."""
    from port2port.site.command import COMMANDS, parser  # noqa: PLC0415

    top = parser()
    chosen = next(action for action in top._actions if action.dest == "command")  # noqa: SLF001
    opening = """# Commands

`port2port` is the console command. It is typed as `.venv/bin/port2port`, in the folder of the software; here and
wherever a page only speaks of a command it has its name alone. This page is written by
`make reference`, and a test compares it with what the commands say.
"""
    parts = [opening, f"```text\n{top.format_help()}```\n"]
    for name in COMMANDS:
        one = chosen.choices[name]  # type: ignore[index]
        parts.append(f"## {name}\n\n```text\n{one.format_help()}```\n")
        acts = [action.choices for action in one._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001
        parts += [f"```text\n{act.format_help()}```\n" for act in chain.from_iterable(each.values() for each in acts)]
    return "\n".join(parts)


def addresses() -> str:
    """Every address, its name and its methods."""
    import tests.settings  # noqa: F401, PLC0415

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415

    django.setup()
    from tests.doors.addresses import addresses as pairs  # noqa: PLC0415
    from tests.doors.addresses import routes  # noqa: PLC0415

    methods: dict[str, list[str]] = {}
    for name, method in sorted(pairs()):
        methods.setdefault(name, []).append(method.upper())
    rows = sorted((route, name, ", ".join(methods[name])) for name, route in routes().items())
    return "\n".join(
        [
            "# Addresses\n",
            "Who gets what at each address stands in the door table, `tests/doors/`. This page is written by",
            "`make reference`, and a test compares it with the code.\n",
            "| address | name | methods |",
            "|---|---|---|",
            *(f"| `/{_plain(route)}` | `{name}` | {served} |" for route, name, served in rows),
            "",
        ]
    )


def _plain(route: str) -> str:
    """A route without the marks of a regular expression."""
    return re.sub(r"\(\?P<(\w+)>.*?\)", r"<\1>", route).replace("^", "").replace("$", "")


def duties() -> str:
    """The rules of clocks and of who to tell, as the files of rules hold them."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415

    django.setup()
    opening = """# Rules of duties

What Port2Port reckons with, from `duties/rules/`. This page is written by `make reference`. What was not read in a
source is marked *(to verify)* here and on the pages; what is marked *(custom)* is an agreement among ports, no law.
"""
    return "\n".join([opening, *_clocks(), *_thirteen(), *_notices(), ""])


def _clocks() -> Iterator[str]:
    from port2port.duties.rulebook import clock_rules, element_groups  # noqa: PLC0415

    yield "## Clocks\n\n| code | duty | of | due | basis | counts when tested |\n|---|---|---|---|---|---|"
    for one in clock_rules().values():
        scope = f"{one.scope}{', ISPS only' if one.isps else ''}"
        tested = ", ".join(f"`{code}`" for code in one.tested)
        basis = one.bases["en"] + _mark(one)
        yield f"| `{one.code}` | {one.labels['en']} | {scope} | {_due(one)} | {basis} | {tested} |"
    yield "\n## What a drill or exercise can test\n"
    for group in element_groups().values():
        mark = "" if group.is_checked else ", *to verify*"
        yield f"- `{group.code}` ({group.basis}{mark}): " + "; ".join(one["en"] for one in group.entries.values())


def _thirteen() -> Iterator[str]:
    from port2port.duties.rulebook import pfso_duties  # noqa: PLC0415

    yield "\n## The thirteen duties of ISPS A/17.2\n\n| | asks | shown by |\n|---|---|---|"
    for one in pfso_duties():
        yield f"| {one.number} | {one.asks['en']} | {_listed(one.clocks)} |"


def _notices() -> Iterator[str]:
    from port2port.duties.noticebook import noticebook  # noqa: PLC0415

    book = noticebook()
    yield """
## Who to tell

Asked for when one of the codes, one of the ticks and one of the profile's words hold, where any are named.

| code | addressee | notice | term | codes | ticks | profile | basis |
|---|---|---|---|---|---|---|---|"""
    for one in book.rules.values():
        words = [one.addressees["en"], one.titles["en"], _term(one.rule)]
        when = [_listed(one.rule.when.codes), _listed(one.rule.when.flags), _profile(one.rule.when)]
        basis = one.bases["en"] if one.is_checked else f"{one.bases['en']} *(to verify)*"
        yield "| " + " | ".join([f"`{one.code}`", *words, *when, basis]) + " |"
    for heading, labels in (("tick", book.flags), ("profile", book.profile)):
        yield f"\n| {heading} | |\n|---|---|"
        yield from (f"| `{code}` | {words['en']} |" for code, words in labels.items())


def scenarios() -> str:
    """What the library of scenarios holds, and which threats have none."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415

    django.setup()
    from port2port.drills.library import library  # noqa: PLC0415
    from port2port.duties.rulebook import element_groups  # noqa: PLC0415

    held = library()
    tested = {key for one in held.values() for key in one.elements}
    missing = [words["en"] for key, words in element_groups()["b15_11"].entries.items() if key not in tested]
    opening = """# Library of scenarios

What lies in `src/port2port/drills/scenarios/`; the format: [scenario files](scenarios.md). This page is written by
`make reference`. What the elements mean: [rules of duties](duty-rules.md).

| scenario | held as | minutes | level | elements | method | controls |
|---|---|---|---|---|---|---|"""
    closing = """
## Threats without a scenario

Threats of ISPS B/15.11 that no scenario tests yet:
"""
    return "\n".join([opening, *map(_scenario, held.values()), closing, *(f"- {one}" for one in missing), ""])


def _scenario(one: Scenario) -> str:
    cells = [f"{one.code} {one.title['en']}", ", ".join(one.kinds), str(one.minutes), str(one.isps_level)]
    return "| " + " | ".join([*cells, *map(_listed, (one.elements, one.mo, one.controls))]) + " |"


def _due(rule: ClockRule) -> str:
    return {
        "months": f"last + {rule.suggested} months",
        "exercise": "last + 18 months or 31 December of the next calendar year, whichever is earlier",
        "end_date": "the end date on the paper",
        "own": f"period of the facility; every {rule.suggested} months suggested",
    }[rule.reckoned.reckoning] + ("; at once on a major change" if rule.takes_changes else "")


def _mark(rule: ClockRule) -> str:
    return " *(custom)*" if rule.is_own else "" if rule.is_checked else " *(to verify)*"


def _term(rule: NoticeRule) -> str:
    span = f"{rule.months} month" if rule.months else f"{rule.hours} h" if rule.hours else "no term"
    return f"{span} after `{rule.after}`" if rule.after else span


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _profile(when: When) -> str:
    return _listed(when.profile) + (f" not {_listed(when.never)}" if when.never else "")


PAGES = {"commands.md": commands, "addresses.md": addresses, "duty-rules.md": duties, "scenario-library.md": scenarios}

if __name__ == "__main__":
    for page, text in PAGES.items():
        (DOCS / "reference" / page).write_text(text(), encoding="utf-8")
