"""What a phone keeps of the form that records a drill: an empty page and its parts, the same for everybody.

No facility, no name, no token of a session is in it; what belongs to a seat, the page adds from the phone's own store.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from port2port.log.shell import worker_source

PARTS = (
    "ui/tokens.css",
    "ui/base.css",
    "ui/components.css",
    "drills/drills.css",
    "ui/app.js",
    "ui/waiting.js",
    "drills/record.js",
    "ui/favicon.svg",
)


def shell_in(language: str, context: dict[str, object]) -> str:
    """The page without anybody's words. `context` gives the form without choices of a seat."""
    with translation.override(language):
        return render_to_string("drills/record_shell.html", context | {"language": language})


def worker_in(language: str, page: str) -> str:
    """The service worker, told which page and parts it keeps; a version changes with any of them."""
    told = {
        "prefix": "drill-record-",
        "version": _version(page),
        "scope": reverse("drills:record"),
        "shell": reverse("drills:record_shell", args=[language]),
        "parts": [static(part) for part in PARTS],
    }
    return f"self.GATE = {json.dumps(told)};\n{worker_source()}"


@cache
def _version(page: str) -> str:
    digest = sha256(page.encode() + settings.COMMUNITY_NAME.encode() + worker_source().encode())
    for part in PARTS:
        found = finders.find(part)
        if not isinstance(found, str):
            raise FileNotFoundError(part)
        digest.update(Path(found).read_bytes())
    return digest.hexdigest()[:16]
