"""In the rooms of counts a day is written in one way, by the reader's language; figures alone stand in files."""

from pathlib import Path

import pytest

import port2port

PACKAGE = Path(port2port.__file__).parent
ROOMS = ("allocation", "counts", "earlywarning", "figures", "studies")


@pytest.mark.parametrize("room", ROOMS)
def test_no_page_writes_days_in_figures_beside_days_in_words(room: str) -> None:
    written = [*(PACKAGE / room).rglob("*.html"), *(PACKAGE / room).rglob("*.py")]

    assert [one.name for one in written if "SHORT_DATE" in one.read_text()] == []
