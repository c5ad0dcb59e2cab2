"""What a phone keeps of lessons besides themselves: style, script, and the worker that keeps them."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders

PARTS = (
    "ui/tokens.css",
    "ui/base.css",
    "ui/components.css",
    "courses/learn.css",
    "courses/learn.js",
    "ui/favicon.svg",
)
WORKER = "courses/sw.js"


@cache
def parts_version() -> str:
    """Changes with any of the parts; made once, as they change only with the software."""
    digest = sha256()
    for part in (*PARTS, WORKER, "courses/courses.css"):
        digest.update(_content(part))
    return digest.hexdigest()[:16]


def worker_source() -> str:
    """The service worker as it is written."""
    return _content(WORKER).decode()


def _content(part: str) -> bytes:
    found = finders.find(part)
    if not isinstance(found, str):
        raise FileNotFoundError(part)
    return Path(found).read_bytes()
