"""Writes the reference pages that come from the code: commands and addresses. A test compares them with the files."""

import os
import re
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS.parent), str(DOCS.parent / "src")]


def commands() -> str:
    """The command line, each command with its own help."""
    from port2port.site.command import COMMANDS, parser  # noqa: PLC0415

    top = parser()
    chosen = next(action for action in top._actions if action.dest == "command")  # noqa: SLF001
    opening = """# Commands

`port2port` is the console command; in a checkout it is `.venv/bin/port2port`. This page is written by
`make reference`, and a test compares it with what the commands say.
"""
    parts = [opening, f"```text\n{top.format_help()}```\n"]
    parts += [f"## {name}\n\n```text\n{chosen.choices[name].format_help()}```\n" for name in COMMANDS]  # type: ignore[index]
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


PAGES = {"commands.md": commands, "addresses.md": addresses}

if __name__ == "__main__":
    for page, text in PAGES.items():
        (DOCS / "reference" / page).write_text(text(), encoding="utf-8")
