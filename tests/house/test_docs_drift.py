"""What the documentation says is what the code does."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from port2port.pure.audience import Handling, Reader, Stay, Tlp, audience, keys
from tests.house.tree import ROOT, modules

DOCS = ROOT / "docs"
READ_BY_NAME = re.compile(r"env\.(?:text|flag|words|number|at_least|day)\(\s*\"([A-Z0-9_]+)\"")
READ_FROM_THE_ENVIRONMENT = re.compile(r"(?:environ(?:\.get\(|\[)|bare_number\()\s*\"([A-Z0-9_]+)\"")
# The process's own surroundings, which nobody sets for our sake.
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "COLUMNS", "PATH"}


def reference_pages() -> ModuleType:
    spec = spec_from_file_location("reference_pages", DOCS / "reference_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def settings_read(paths: list[Path]) -> set[str]:
    code = "\n".join(path.read_text() for path in paths)
    named = {f"PORT2PORT_{name}" for name in READ_BY_NAME.findall(code)}
    return named | set(READ_FROM_THE_ENVIRONMENT.findall(code)) - NOT_OURS


def settings_told() -> set[str]:
    return set(re.findall(r"^\| `([A-Z0-9_]+)`", (DOCS / "reference" / "settings.md").read_text(), re.MULTILINE))


def test_every_setting_that_is_read_is_told():
    assert settings_read(modules()) - settings_told() == set()


def test_every_setting_that_is_told_is_read():
    tests = list((ROOT / "tests").rglob("*.py"))

    assert settings_told() - settings_read([*modules(), *tests]) == set()


@pytest.mark.parametrize("page", ["commands.md", "addresses.md", "duty-rules.md", "scenario-library.md"])
def test_a_page_that_comes_from_the_code_is_up_to_date(page: str):
    assert (DOCS / "reference" / page).read_text() == reference_pages().PAGES[page](), "run `make reference`"


# The columns of the table in docs/explanation/visibility.md, as readers; circle 1 is the chosen one.
READERS = (
    Reader(organisation=2, person=20, is_member=True, stays=(Stay(1),)),
    Reader(organisation=3, person=30, is_member=True, stays=(Stay(2),)),
    Reader(organisation=4, person=40, is_member=False, hosts=(Stay(1),)),
    Reader(organisation=5, person=50, is_member=False),
    None,
)


def visibility_table() -> dict[str, list[bool]]:
    page = (DOCS / "explanation" / "visibility.md").read_text()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| TLP:")
    ]
    return {row[0]: [cell.startswith("yes") for cell in row[1:]] for row in rows}


def test_the_visibility_table_says_what_the_rule_does():
    reached = {}
    for label in Tlp:
        handling = Handling(tlp=label, originator=1, author=10, circles=frozenset({1}))
        filed = audience(handling)
        reached[label.label] = [any(key.token in filed for key in keys(reader)) for reader in READERS]

    assert visibility_table() == reached
