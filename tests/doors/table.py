"""The access specification: a row for each address and method, gathered from each context's own page of rows."""

from importlib import import_module
from pathlib import Path

from tests.doors.door import Door

PAGES = sorted(path.stem for path in Path(__file__).parent.glob("rows_*.py"))

DOORS: list[Door] = [door for page in PAGES for door in import_module(f"tests.doors.{page}").ROWS]
