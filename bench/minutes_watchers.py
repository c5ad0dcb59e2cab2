"""How soon fifty people read a line of the minutes that one has just written, and what their watching costs the server.

Each watcher asks for the lines every two and a half seconds with the tag of what it has, as the meeting's page does; a
line is written every three seconds. The delay runs from the writer's answer to the watcher's; the share is the web processes'
time of one core while all watch, and the same as processor seconds a watcher and minute, which a machine that does other
things besides changes less. Floor: the same fifty asking as often for a file that the server keeps in memory.

    .venv/bin/python bench/minutes_watchers.py [--folder var/bench]
"""

import argparse
import os
import re
import sys
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from demonstration import FOLDER, PASSWORD, served
from idle_memory import family, name_of

WATCHERS, EVERY_S, LINES, LINE_EVERY_S = 50, 2.5, 12, 3.0
MOST_S, MOST_SHARE = 3.0, 25
WRITER = "northsea-officer"
READERS = ["northsea-officer", "antwerp-officer", "ostend-officer", "csd-analyst"]
STATIC = "/static/groups/groups.css"


@dataclass
class Watch:
    """What the watchers saw: the first moment at which each of them read each line."""

    seen: dict[str, dict[int, float]] = field(default_factory=dict)
    asked: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)


def signed_in(address: str, login: str) -> tuple[OpenerDirector, CookieJar]:
    """A browser of that person."""
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    browser.open(f"{address}/accounts/login/").read()
    form = {"login": login, "password": PASSWORD, "csrfmiddlewaretoken": token_in(jar)}
    browser.open(Request(f"{address}/accounts/login/", urlencode(form).encode(), {"Referer": address})).read()
    return browser, jar


def token_in(jar: CookieJar) -> str:
    """The cookie that a form must repeat."""
    return next(str(cookie.value) for cookie in jar if cookie.name == "csrftoken")


def coming_meeting(browser: OpenerDirector, address: str) -> str:
    """The address of a meeting that the writer keeps the minutes of."""
    for group in dict.fromkeys(
        re.findall(r"/groups/[0-9a-f-]{36}/", browser.open(f"{address}/groups/").read().decode())
    ):
        page = browser.open(f"{address}{group}").read().decode()
        for meeting in dict.fromkeys(re.findall(r"/meetings/[0-9a-f-]{36}/", page)):
            if f"{meeting}take/" in browser.open(f"{address}{meeting}").read().decode():
                return meeting
    sys.exit("the demonstration has no meeting whose minutes can be taken")


def watch(host: str, path: str, cookies: str, number: int, found: Watch) -> None:
    """Ask again and again until it is over."""
    connection, tag = HTTPConnection(host, timeout=30), ""
    time.sleep(EVERY_S * number / WATCHERS)
    while not found.over.is_set():
        begun = time.monotonic()
        connection.request("GET", path, headers={"Cookie": cookies, "HX-PTag": tag})
        answer = connection.getresponse()
        body, at = answer.read().decode(), time.monotonic()
        tag = answer.headers.get("HX-PTag", tag)
        with found.lock:
            found.asked += 1
            for line in re.findall(r"Line \d+ of [0-9.]+", body):
                found.seen.setdefault(line, {}).setdefault(number, at)
        found.over.wait(max(0.0, EVERY_S - (time.monotonic() - begun)))


def cpu_s(parent: int) -> float:
    """Seconds of processor that the web processes have used."""
    ticks = 0
    for pid in family(parent):
        if name_of(pid) == "web":
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def watched(host: str, path: str, cookies: list[str], parent: int, write: object) -> tuple[Watch, float]:
    """What fifty watchers saw while `write` ran, and the seconds of processor a second that the web processes took."""
    found = Watch()
    threads = [
        threading.Thread(target=watch, args=(host, path, cookies[number % len(cookies)], number, found))
        for number in range(WATCHERS)
    ]
    for thread in threads:
        thread.start()
    time.sleep(2 * EVERY_S)
    begun, used = time.monotonic(), cpu_s(parent)
    assert callable(write)
    write()
    time.sleep(2 * EVERY_S)
    share = (cpu_s(parent) - used) / (time.monotonic() - begun)
    found.over.set()
    for thread in threads:
        thread.join()
    return found, share


def told(found: Watch, written: dict[str, float], share: float, floor: float) -> bool:
    """Prints the figures; whether each line came in time."""
    delays = sorted(
        found.seen.get(words, {}).get(number, float("inf")) - at
        for words, at in written.items()
        for number in range(WATCHERS)
    )
    middle, worst = delays[len(delays) // 2], delays[-1]
    kept = worst <= MOST_S
    print(
        f"minutes, {WATCHERS} watchers: median {middle:.2f} s, worst {worst:.2f} s until a line is read; "
        f"floor {EVERY_S:.1f} s (between two questions); target <= {MOST_S:.0f} s: {'met' if kept else 'MISSED'}"
    )
    print(
        f"minutes, {WATCHERS} watchers: {100 * share:.0f} % of one core; floor {100 * floor:.0f} % (a file as often), "
        f"{share / max(floor, 0.001):.1f} x; goal <= {MOST_SHARE} %: {'met' if 100 * share <= MOST_SHARE else 'MISSED'}"
    )
    print(
        f"minutes, {WATCHERS} watchers: {60 * share / WATCHERS:.3f} s of processor a watcher and minute; "
        f"floor {60 * floor / WATCHERS:.3f} s"
    )
    return kept


def main() -> None:
    """Serves, writes, watches; 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--folder", type=Path, default=FOLDER, help="where the demonstration lies (default: %(default)s)"
    )
    options = parser.parse_args()
    with served(options.folder) as (address, parent):
        host = urlsplit(address).netloc
        browser, jar = signed_in(address, WRITER)
        meeting = coming_meeting(browser, address)
        jars = [jar, *(signed_in(address, login)[1] for login in READERS[1:])]
        cookies = ["; ".join(f"{one.name}={one.value}" for one in each) for each in jars]
        written: dict[str, float] = {}

        def write() -> None:
            run = f"{time.time():.3f}"
            for number in range(LINES):
                words = f"Line {number} of {run}"
                form = {"text": words, "item": "", "key": words, "csrfmiddlewaretoken": token_in(jar)}
                take = f"{address}{meeting}take/"
                browser.open(Request(take, urlencode(form).encode(), {"Referer": take})).read()
                written[words] = time.monotonic()
                time.sleep(LINE_EVERY_S)

        found, share = watched(host, f"{meeting}lines/", cookies, parent, write)
        _nothing, floor = watched(host, STATIC, cookies, parent, lambda: time.sleep(LINES * LINE_EVERY_S))
    sys.exit(0 if told(found, written, share, floor) else 1)


if __name__ == "__main__":
    main()
