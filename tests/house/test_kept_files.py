"""What the project's files must not hold, and what its pages may promise."""

import re
from pathlib import Path

import pytest

from port2port.site.command import COMMANDS
from tests.house.tree import ROOT, kept_files, name_of, texts

# Written in pieces, so that this page does not find itself.
PLACES_OF_A_MACHINE = ["/ho" + "me/", "/ro" + "ot/", "/Us" + "ers/", str(ROOT.parent) + "/"]
REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org", "reg" + "istry.yarnpkg.com"]
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIV" + r"ATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}\b|\bp2p_[\w-]{43}\b"
)
MAKE = re.compile(r"`make ([a-z]+)|^(?:\$ | {4})?make ([a-z]+)", re.MULTILINE)
PORT2PORT = re.compile(r"(?:^|[`/ ])port2port ([a-z][a-z-]+)(?=[ `\n])", re.MULTILINE)


def pages() -> list[tuple[Path, str]]:
    return [(path, text) for path, text in texts() if path.suffix == ".md"]


def test_no_file_knows_the_machine_it_was_written_on():
    found = [f"{name_of(path)}: {place}" for path, text in texts() for place in PLACES_OF_A_MACHINE if place in text]

    assert found == []


def test_no_file_names_a_package_registry():
    found = [f"{name_of(path)}: {host}" for path, text in texts() for host in REGISTRIES if host in text]

    assert found == []


def test_no_file_holds_a_secret():
    assert [name_of(path) for path, text in texts() if SECRETS.search(text)] == []


def test_nothing_that_is_made_is_kept():
    made = [path for path in kept_files() if path.suffix in {".mo", ".pyc", ".sqlite3"} or "__pycache__" in path.parts]

    assert made == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE"])
def test_the_pages_that_a_newcomer_looks_for_are_there(name: str):
    assert (ROOT / name).stat().st_size > 200


def test_every_make_command_that_a_page_names_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    named = {(name_of(path), one or two) for path, text in pages() for one, two in MAKE.findall(text)}

    assert {(page, target) for page, target in named if target not in targets} == set()
    assert ("README.md", "demo") in named


def test_every_port2port_command_that_a_page_names_exists():
    named = {(name_of(path), command) for path, text in pages() for command in PORT2PORT.findall(text)}

    assert {(page, command) for page, command in named if command not in COMMANDS} == set()
