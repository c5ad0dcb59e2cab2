"""The catalogues and baselines that come with the software, as the files that they are."""

from functools import cache
from pathlib import Path

from port2port.pure.oscal.reading import Document, read

FOLDER = Path(__file__).parent / "catalogues"


def paths() -> list[Path]:
    """Every shipped document, by name."""
    return sorted(FOLDER.glob("*/*/*.json"))


@cache
def documents() -> dict[Path, Document]:
    """Every shipped document, read."""
    return {path: read(path.read_bytes()) for path in paths()}


def shelf() -> dict[str, Document]:
    """The shipped catalogues by SHA-256 in hex, as profiles and crosswalks name them."""
    return {one.sha256: one for one in documents().values() if one.model == "catalog"}


def write(path: str, data: bytes) -> None:
    """Put a shipped file in its place."""
    place = FOLDER / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
