"""`port2port`, the command line: one small module a command, Django loaded only by those that need it."""

import argparse
import errno
import os
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType

# In the order in which a new operator meets them. A module of site/commands gives HELP, EXAMPLE, arguments and run.
COMMANDS = {
    "demo": "demo",
    "up": "up",
    "work": "work",
    "init": "init",
    "migrate": "migrate",
    "token": "token",
    "key": "key",
    "verify": "verify",
    "certificate": "certificate",
    "import-log": "import_log",
    "load-practices": "load_practices",
    "load-courses": "load_courses",
    "load-figures": "load_figures",
    "check-links": "check_links",
    "index": "index",
    "oscal": "oscal",
    "outbreak": "outbreak",
    "study": "study",
    "allocate": "allocate",
    "drills": "drills",
    "campaigns": "campaigns",
    "courses": "courses",
    "backup": "backup",
    "messages": "messages",
}

# As a shell says of what ended by SIGPIPE, and as sysexits.h says of an output that failed.
READER_LEFT, UNWRITTEN = 141, 74
# Of an OSError without a file's name: what standard output says that takes nothing more.
NOT_WRITTEN = {errno.EPIPE, errno.ENOSPC}


# A page's matrices are small: several threads for one of them wait for each other longer than they reckon. Whoever sets
# it otherwise is heard, so it is said before anything reckons.
os.environ.setdefault("OMP_NUM_THREADS", "1")


class Form(argparse.RawDescriptionHelpFormatter):
    """Help of a fixed width: docs/reference/commands.md holds the same text."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=96)


def module_of(command: str) -> ModuleType:
    """The module that a command lives in."""
    return import_module(f"port2port.site.commands.{COMMANDS[command]}")


def parser(names: Iterable[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="port2port", description="All sea and inland ports of a country secure themselves together.",
        epilog="Settings come from the environment: see docs/reference/settings.md.", formatter_class=Form,
    )  # fmt: skip
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in names:
        module = module_of(name)
        one = commands.add_parser(
            name,
            help=module.HELP,
            description=module.HELP,
            epilog=f"Example:\n  {module.EXAMPLE}",
            formatter_class=Form,
        )
        module.arguments(one)
        one.set_defaults(run=module.run)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    # Only the command that was asked for is imported: `verify` must work where Django cannot start.
    named = given[:1] if given[:1] and given[0] in COMMANDS else list(COMMANDS)
    options = parser(named).parse_args(given)
    try:
        code = int(options.run(options))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in NOT_WRITTEN:
            return _end_of_output(options.command, error)
        words = _words(error)
        if words is None:
            raise
        sys.stderr.write(f"port2port {options.command}: {words}\n")
        return 1
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        return _end_of_output(options.command, error)
    return code


def _end_of_output(command: str, error: OSError) -> int:
    """The exit code where the answer could not be printed: in words, but without one where a reader has left."""
    # Python flushes what is left once more when it ends, and would end with a trace.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return READER_LEFT
    sys.stderr.write(f"port2port {command}: the answer could not be written: {error.strerror}\n")
    return UNWRITTEN


def _words(error: Exception) -> str | None:
    """What an expected failure says; None for a fault of ours."""
    from port2port.site.env import BadSetting

    if isinstance(error, BadSetting):
        return str(error)
    if _lacks_tables(error):
        return "the database has no tables yet, or is another one. Run `port2port init` or `port2port migrate` first."
    if "port2port.base.refusal" in sys.modules:
        from port2port.base.refusal import Refusal

        return str(error) if isinstance(error, Refusal) else None
    return None


def _lacks_tables(error: Exception) -> bool:
    if "django.db.utils" not in sys.modules:
        return False
    from django.db.utils import OperationalError, ProgrammingError

    said = str(error)
    is_missing = "no such table" in said or ("relation" in said and "does not exist" in said)
    return isinstance(error, (OperationalError, ProgrammingError)) and is_missing


def start_django() -> None:
    """Loads settings and apps; the words of all languages are ready afterwards."""
    from port2port.base.messages import compile_stale

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "port2port.site.settings")
    compile_stale()
    import django

    django.setup()


def prefer_demo() -> None:
    """Points at the demo's folder where there is no other: what is tried beside a running demo means the demo."""
    if os.environ.get("PORT2PORT_DATABASE") or os.environ.get("PORT2PORT_VAR"):
        return
    demo = Path("var/demo")
    if (demo / "port2port.sqlite3").exists() and not Path("var/port2port.sqlite3").exists():
        os.environ["PORT2PORT_VAR"] = str(demo)
        os.environ["PORT2PORT_DEMO"] = "yes"
        sys.stderr.write(f"using the demo in {demo}\n")
