"""The reference of components names every part, tag and filter, and no other."""

import re
from pathlib import Path

import port2port
from port2port.base.templatetags import ui

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "components.md"
PARTS = Path(port2port.__file__).parent / "base" / "ui" / "templates" / "ui"
# Pieces of the frames, never used alone.
OF_THE_FRAME = {"account_menu", "demo_banner", "footer", "gallery", "head", "mark", "styles"}


def test_every_part_stands_in_the_reference():
    whole_pages = {path.stem for path in PARTS.glob("*.html") if "<!doctype" in path.read_text()}
    parts = {path.stem for path in PARTS.glob("*.html")} - OF_THE_FRAME - whole_pages

    named = set(re.findall(r"`(\w+)\.html`", PAGE.read_text())) - {"page", "page_plain", "page_static"}

    assert named == parts


def test_every_tag_stands_in_the_reference():
    text = PAGE.read_text()

    missing = [name for name in ui.register.tags if "{% " + name not in text]
    missing += [name for name in ui.register.filters if f"|{name}" not in text]

    assert missing == []
