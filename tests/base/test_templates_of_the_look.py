"""The components keep their contract: inputs named, nothing inline, icons that exist."""

import re
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

import port2port
from port2port.base.messages import contexts

PACKAGE = Path(port2port.__file__).parent
LOOK = PACKAGE / "base" / "ui" / "templates"
# A whole document is a page, not a part.
COMPONENTS = sorted(path for path in (LOOK / "ui").glob("*.html") if "<!doctype" not in path.read_text())
ALL = sorted(path for context in contexts() for path in (PACKAGE / context).rglob("*.html"))
ICON = re.compile(r"""{% icon ["']([a-z0-9-]+)["']""")


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_names_its_inputs_first(path: Path):
    lines = path.read_text().splitlines()
    first = lines[1] if lines[0].startswith("{% extends") else lines[0]

    assert first.startswith("{# inputs: ")


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_page_carries_style_or_script_of_its_own(path: Path):
    text = path.read_text()

    assert not re.search(r"""\sstyle=["']""", text)
    assert not re.search(r"""\son[a-z]+=["']""", text)
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*(src=|application/json))", text)
    assert "hx-on" not in text


def test_every_icon_exists():
    known = set(ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes())).namelist())

    missing = {
        (path.name, icon) for path in ALL for icon in ICON.findall(path.read_text()) if f"{icon}.svg" not in known
    }

    assert missing == set()
