"""The planted and the harmless lines, read from their files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from port2port.pure.share_guard import Kind

FOLDER = Path(__file__).parent
SPOTS = ("Poort Zonnedauw", "Voorbeeld Terminal", "Example Quay North")
_MARK = re.compile("⟦([a-z-]+):([^⟧]+)⟧")


@dataclass(frozen=True)
class Planted:
    """One thing to find: the line it stands in, where, and what it is."""

    language: str
    line: str
    kind: Kind
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.line[self.start : self.end]


def planted() -> list[Planted]:
    return [one for language, line in _lines("planted.yaml") for one in _marked(language, line)]


def harmless() -> list[tuple[str, str]]:
    return list(_lines("harmless.yaml"))


def unseen() -> list[Planted]:
    return [one for language, line in _lines("unseen.yaml", "planted") for one in _marked(language, line)]


def unseen_harmless() -> list[tuple[str, str]]:
    return list(_lines("unseen.yaml", "harmless"))


def _lines(name: str, part: str = "") -> Iterator[tuple[str, str]]:
    content = yaml.safe_load((FOLDER / name).read_text())
    for language, lines in (content[part] if part else content).items():
        for line in lines:
            yield language, line


def _marked(language: str, line: str) -> Iterator[Planted]:
    bare = _MARK.sub(lambda found: found[2], line)
    shift = 0
    for found in _MARK.finditer(line):
        start = found.start() - shift
        shift += len(found[0]) - len(found[2])
        yield Planted(language, bare, Kind(found[1]), start, start + len(found[2]))
