"""What a phone keeps of the gate form: an empty page and its parts, the same for everybody.

No entry, no name, no place, no token of a session is in it; what belongs to a seat, the page adds from the phone's own
store (docs/explanation/gate-form.md).
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from port2port.log.models import Tile
from port2port.log.tiles import questions, tiles

PARTS = (
    "ui/tokens.css",
    "ui/base.css",
    "ui/components.css",
    "log/gate.css",
    "ui/app.js",
    "ui/waiting.js",
    "log/queue.js",
    "log/gate.js",
    "ui/favicon.svg",
)
WORKER = "log/sw.js"


@dataclass(frozen=True, slots=True)
class Shell:
    """The page without anybody's words, the addresses of its parts, and a version that changes with any of them."""

    page: str
    parts: tuple[str, ...]
    version: str


def page_words() -> dict[str, object]:
    """What the page says in each language, whoever reads it."""
    return {
        "community": settings.COMMUNITY_NAME,
        "tiles": tiles(),
        "questions": list(questions()),
        "needs_words": Tile.OTHER.value,
    }


@cache
def shell_in(language: str) -> Shell:
    """The shell in one language; made once, as its parts change only with the software."""
    with translation.override(language):
        # Without the request: nothing of whoever asks can get into it.
        languages = [(code, name, reverse("log:gate", args=[code])) for code, name in settings.LANGUAGES]
        page = render_to_string("log/gate/form.html", page_words() | {"language": language, "languages": languages})
    digest = sha256(page.encode())
    for part in (*PARTS, WORKER):
        digest.update(_content(part))
    return Shell(page=page, parts=tuple(static(part) for part in PARTS), version=digest.hexdigest()[:16])


def worker_source() -> str:
    """The service worker as it is written."""
    return _content(WORKER).decode()


def _content(part: str) -> bytes:
    found = finders.find(part)
    if not isinstance(found, str):
        raise FileNotFoundError(part)
    return Path(found).read_bytes()
