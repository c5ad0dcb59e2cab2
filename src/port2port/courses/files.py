"""Courses in folders `<id>/<version>/<language>.md`: found, read, checked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from port2port.courses.roles import known
from port2port.pure.course_faults import Fault, Rule
from port2port.pure.course_file import CourseText, checked, file_name
from port2port.pure.course_front import LANGUAGES

STARTING = Path(__file__).resolve().parent / "starting"


@dataclass(frozen=True, slots=True)
class Folder:
    """One version of a course as it lies in its folder. raw, texts: by language."""

    path: Path
    raw: Mapping[str, bytes]
    texts: Mapping[str, CourseText]
    faults: tuple[Fault, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults


def folders(top: Path) -> Iterator[Folder]:
    """Every version below a folder, or the one of a file, in the order of their names."""
    paths = [top] if top.is_file() else sorted(top.rglob("*.md"))
    for folder in sorted({path.parent for path in paths}):
        yield read_folder(folder)


def read_folder(folder: Path) -> Folder:
    """The version in this very folder, and everything that is wrong with it."""
    names = {file_name(lang): lang for lang in LANGUAGES}
    found = sorted(folder.glob("*.md"))
    raw = {names[path.name]: path.read_bytes() for path in found if path.name in names}
    texts, faults = checked(raw, known(), name=f"{folder}/")
    strange = (Fault(str(path), 1, Rule.OTHER_FILE, path.name) for path in found if path.name not in names)
    faults += [*strange, *_misplaced(folder, texts.values())]
    return Folder(folder, raw, texts, tuple(faults))


def _misplaced(folder: Path, texts: Iterable[CourseText]) -> Iterator[Fault]:
    for text in texts:
        front = text.front
        if (front.id, str(front.version)) != (folder.parent.name, folder.name):
            file = str(folder / file_name(front.lang))
            yield Fault(file, 1, Rule.OTHER_FILE, f"{front.id}/{front.version}")
