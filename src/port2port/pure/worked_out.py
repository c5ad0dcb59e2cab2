"""Which cells of an XLSX were worked out by a formula or hold an error; readers give their last value, or nothing."""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from port2port.pure.logbook_bounds import LogbookFault, LogbookRefusedError, pieces, said_of_cell, tokens

type Places = frozenset[tuple[int, int]]

_CELL_TOKEN = re.compile(rb"<(?:\w{1,20}:)?(?:(?P<tag>row|c)(?P<said>[\s/>][^<]{0,4000})|(?P<formula>f)(?=[\s/>]))")
_ROW = re.compile(rb"\br\s*=\s*[\"'](\d{1,12})[\"']")
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\s([^<>]{0,2000})>")
_RELATION = re.compile(rb"<(?:\w{1,20}:)?Relationship\s([^<>]{0,2000})>")
_SAID = re.compile(rb"([\w:.-]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def worked_out(raw: bytes) -> dict[str, Places]:
    """By the name of the sheet: row (from 1) and column (from 0) of each such cell.

    raw   an XLSX that `logbook_files.grids` has read: its size is bounded
    Raises LogbookRefusedError where the workbook does not say where its sheets lie.
    """
    with ZipFile(BytesIO(raw)) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        found = {}
        for name, part in _parts(archive):
            if part.lower() not in names:
                raise LogbookRefusedError(LogbookFault.BROKEN)
            found[name] = _places(archive, names[part.lower()])
        return found


def _parts(archive: ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet of the workbook, and where it lies."""
    relations = b"".join(pieces(archive, "xl/_rels/workbook.xml.rels"))
    targets = {said.get("Id", ""): said.get("Target", "") for said in map(_said, _RELATION.findall(relations))}
    for found in _SHEET.findall(b"".join(pieces(archive, "xl/workbook.xml"))):
        said = _said(found)
        target = targets.get(next((value for key, value in said.items() if key.endswith(":id")), ""), "")
        yield said.get("name", ""), target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _said(attributes: bytes) -> dict[str, str]:
    found = _SAID.findall(attributes)
    return {name.decode(): unescape((double or single).decode("utf-8", "replace")) for name, double, single in found}


def _places(archive: ZipFile, part: str) -> Places:
    found: set[tuple[int, int]] = set()
    row = column = 0
    for _, token in tokens(archive, part, _CELL_TOKEN):
        if token["tag"] == b"c":
            at, kind = said_of_cell(token["said"])
            row, column = at or (row, column + 1)
            if kind == b"e":
                found.add((row, column - 1))
        elif token["tag"]:
            told = _ROW.search(token["said"])
            row, column = int(told[1]) if told else row + 1, 0
        else:
            found.add((row, column - 1))
    return frozenset(found)
