"""What an observer's phone keeps so that the page opens without a connection.

The page itself, with the sheet of one exercise, is kept when the observer opens it and taken away at signing out
(docs/reference/live.md); the parts are the same for everybody.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders

PARTS = (
    "ui/tokens.css",
    "ui/base.css",
    "ui/components.css",
    "ui/pages.css",
    "ui/print.css",
    "live/live.css",
    "live/clock.js",
    "ui/app.js",
    "ui/waiting.js",
    "live/queue.js",
    "live/observe.js",
    "ui/favicon.svg",
)
WORKER = "live/sw.js"


def worker_source() -> str:
    """The service worker as it is written."""
    return _content(WORKER).decode()


@cache
def worker_version() -> str:
    """Changes with any of the parts."""
    digest = sha256()
    for part in (*PARTS, WORKER):
        digest.update(_content(part))
    return digest.hexdigest()[:16]


def _content(part: str) -> bytes:
    found = finders.find(part)
    if not isinstance(found, str):
        raise FileNotFoundError(part)
    return Path(found).read_bytes()
