"""What the documentation says is what the code does."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from port2port.pure.audience import Handling, Reader, Stay, Tlp, audience, keys
from port2port.site.command import COMMANDS
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


# The help comes from the code, which knows its name and not where it was put; the list of changes tells no one to type.
ONLY_NAMES = {DOCS / "reference" / "commands.md", ROOT / "CHANGELOG.md"}
BARE_COMMAND = re.compile(rf"(?<![\w./-])port2port (?:{'|'.join(COMMANDS)})\b")


def typed(page: Path) -> str:
    """What a page tells the reader to type: on pages that guide every word, elsewhere its blocks of code."""
    text = page.read_text()
    if DOCS not in page.parents or page.relative_to(DOCS).parts[0] in {"tutorial", "how-to"}:
        return text
    fenced = re.findall(r"^ *```.*?^ *```", text, re.MULTILINE | re.DOTALL)
    return "\n".join([*fenced, *re.findall(r"^    .*", text, re.MULTILINE)])


@pytest.mark.parametrize(
    "file", sorted({*DOCS.rglob("*.md"), *ROOT.glob("*.md")} - ONLY_NAMES), ids=lambda file: file.stem
)
def test_a_command_is_written_as_a_newcomer_can_type_it(file: Path) -> None:
    assert BARE_COMMAND.findall(typed(file)) == [], "write `.venv/bin/port2port`"


def test_a_bare_command_is_found_where_it_is_to_be_typed() -> None:
    assert BARE_COMMAND.search("sudo port2port verify --database x")
    assert not BARE_COMMAND.search("/srv/app/.venv/bin/port2port up; systemctl restart port2port")
    assert any(".venv/bin/port2port" in typed(page) for page in (DOCS / "reference").glob("*.md"))


STEP_ASIDE = re.compile(r"(?:\bcd +|(?i:from the folder) +`)([\w.][\w./-]*)")
STUDIED = re.compile(r"\.venv/bin/port2port (?:study run|outbreak run|allocate) +([\w./-]+)")
REPOSITORY_FILES = {file.name for folder in ("docs", "tests") for file in (ROOT / folder).rglob("*.*")}


def elsewhere(text: str) -> list[str]:
    """What a page steps into or names as if the reader stood in another folder than the software's."""
    folders = [folder for folder in STEP_ASIDE.findall(text) if (ROOT / folder).is_dir()]
    files = [
        file for file in STUDIED.findall(text) if Path(file).name in REPOSITORY_FILES and not (ROOT / file).exists()
    ]
    return folders + files


@pytest.mark.parametrize(
    "file", sorted({*DOCS.rglob("*.md"), *ROOT.glob("*.md")} - ONLY_NAMES), ids=lambda file: file.stem
)
def test_a_command_works_from_the_folder_of_the_software(file: Path) -> None:
    assert elsewhere(file.read_text()) == [], "name the file from the root of the repository, without `cd`"


@pytest.mark.parametrize(
    "text",
    [
        "cd docs/reference\n.venv/bin/port2port verify",
        "From the folder `docs/reference`:",
        ".venv/bin/port2port study run examples/panel.json --json",
        ".venv/bin/port2port outbreak run salmonella_agona.csv",
    ],
)
def test_a_step_into_another_folder_is_found(text: str) -> None:
    assert elsewhere(text)
    assert not elsewhere("cd /srv/port2port/app\n.venv/bin/port2port study run my.json")


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
