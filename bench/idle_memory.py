"""Memory of the whole demonstration at rest: web, worker and what holds them together.

The proportional share (PSS) of each process is counted, so that pages they share count once. It is measured twice:
after twenty quiet seconds from the start, and again after a person has signed in and looked around.
Floor: one bare Python process with Django set up.

    .venv/bin/python bench/idle_memory.py [--folder var/bench]
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from demonstration import FOLDER, PASSWORD, served

MOST_MB = 450
QUIET_S = 20
LOOKED_AT = [
    "/",
    "/reports/",
    "/reports/?q=container",
    "/reports/new/",
    "/levels/",
    "/vocabulary/",
    "/api/v1/openapi.json",
]


def family(pid: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from family(int(child))


def share_mb(pid: int) -> float:
    """The proportional share of a process, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / 1_000_000


def name_of(pid: int) -> str:
    """Which part of the demonstration it is."""
    words = Path(f"/proc/{pid}/cmdline").read_text()
    return "web" if "granian" in words else "worker" if "commands.work" in words else "parent"


def told(when: str, parent: int, floor: float) -> bool:
    """Prints the figures; whether they keep to the limit."""
    parts: dict[str, float] = {}
    for pid in family(parent):
        parts[name_of(pid)] = parts.get(name_of(pid), 0) + share_mb(pid)
    total = sum(parts.values())
    each = ", ".join(f"{name} {size:.0f}" for name, size in parts.items())
    print(
        f"idle memory {when}: {total:.0f} MB ({each}); floor {floor:.0f} MB (one Python with Django), "
        f"{total / floor:.1f} x; target <= {MOST_MB} MB: {'met' if total <= MOST_MB else 'MISSED'}"
    )
    return total <= MOST_MB


def bare() -> float:
    """The share of one Python process that has only set Django up."""
    words = "import django, sys; django.setup(); print('ready', flush=True); sys.stdin.read()"
    own = os.environ | {"DJANGO_SETTINGS_MODULE": "port2port.site.settings"}
    child = subprocess.Popen(
        [sys.executable, "-c", words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=own
    )
    assert child.stdout is not None
    child.stdout.readline()
    size = share_mb(child.pid)
    child.communicate("")
    return size


def look_around(address: str) -> None:
    """Signs in and opens some pages, as a person does."""
    jar = CookieJar()
    browser: OpenerDirector = build_opener(HTTPCookieProcessor(jar))
    browser.open(f"{address}/accounts/login/").read()
    token = next(cookie.value for cookie in jar if cookie.name == "csrftoken")
    form = {"login": "antwerp-officer", "password": PASSWORD, "csrfmiddlewaretoken": token}
    browser.open(Request(f"{address}/accounts/login/", urlencode(form).encode(), {"Referer": address})).read()
    for path in LOOKED_AT:
        browser.open(f"{address}{path}").read()


def main() -> None:
    """Serves, waits, measures; 1 when the limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--folder", type=Path, default=FOLDER, help="where the demonstration lies (default: %(default)s)"
    )
    options = parser.parse_args()
    floor = bare()
    with served(options.folder) as (address, parent):
        time.sleep(QUIET_S)
        kept = [told("after the start", parent, floor)]
        look_around(address)
        time.sleep(QUIET_S)
        kept.append(told("after a visit", parent, floor))
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
