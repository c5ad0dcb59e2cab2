"""The project's own files, as the checks of the house see them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "port2port"
BINARY = {".png", ".jpg", ".jpeg", ".webp", ".ico", ".heic", ".pdf", ".xlsx", ".mo", ".woff2"}


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that is kept under version control, or would be if it were added now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def texts() -> list[tuple[Path, str]]:
    """Those that people read, with their text."""
    return [(path, path.read_text(encoding="utf-8", errors="replace")) for path in kept_files() if _is_text(path)]


def _is_text(path: Path) -> bool:
    return path.suffix not in BINARY


def modules() -> list[Path]:
    """Our Python files, migrations apart."""
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "migrations" not in path.parts]


def templates() -> list[Path]:
    """Our templates."""
    return [
        path for path in sorted(PACKAGE.rglob("*")) if "templates" in path.parts and path.suffix in {".html", ".txt"}
    ]


def name_of(path: Path) -> str:
    """The path as a reader of the project writes it."""
    return path.relative_to(ROOT).as_posix()
