"""An independent player of SCORM 1.2 runs an exported course to its end, score and completion included."""

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, Route, expect

from port2port.courses.scorm import package_of
from port2port.pure.course_file import read_file
from port2port.pure.course_front import Known

PLAYER = Path(__file__).resolve().parents[2] / "var/player/node_modules/scorm-again/dist/scorm12.js"
HOST = "http://course.test"
HOME = """<!doctype html><title>Player</title><script src="/player.js"></script>
<script>window.API = new Scorm12API({autocommit: false, logLevel: 4});
if (location.hash) window.API.loadFromJSON(JSON.parse(decodeURIComponent(location.hash.slice(1))), "");
</script><iframe src="/course/index.html" width="700" height="600"></iframe>"""
COURSE = b"""---
id: gate
version: 1
lang: en
title: At the gate
minutes: 5
audience: [guard]
objectives: [Knows the gate]
covers: [b18-2-3]
controls: []
mo: []
pass_mark: 80
valid_months: 24
review_by: 2027-11-30
licence: EUPL-1.2
---

Read, then answer.

## Who comes in

Look at the **badge**.

```quiz q1 one
A badge shows another face. What first?
- [ ] Let the person in
- [x] Ask the person to wait
> Waiting costs a minute.
```

## What is told

```quiz q2 many
Whom do you tell?
- [x] The control room
- [x] The security officer
- [ ] The press
> Both, at once.
```
"""
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def package() -> ZipFile:
    if not PLAYER.exists():
        words = "no player of SCORM packages found: run `make scorm-player`"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    text = read_file(COURSE, Known(frozenset({"b18-2-3"}), frozenset(), frozenset()), file="en.md").text
    assert text is not None
    return ZipFile(BytesIO(package_of(text)))


@pytest.fixture
def play(browser: Browser, browser_context_args: dict[str, Any], package: ZipFile) -> Any:
    faults: list[str] = []
    contexts = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOST).partition("#")[0]
        if path == "/":
            route.fulfill(body=HOME, content_type="text/html")
        elif path == "/player.js":
            route.fulfill(path=PLAYER, content_type="text/javascript")
        elif path.removeprefix("/course/") in package.namelist():
            name = path.removeprefix("/course/")
            route.fulfill(body=package.read(name), content_type=TYPES[Path(name).suffix])
        else:
            route.fulfill(status=204)

    def opened(kept: str = "") -> Page:
        context = browser.new_context(**browser_context_args)
        contexts.append(context)
        page = context.new_page()
        page.route("**/*", answer)
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{HOST}/{kept}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def course(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def told(page: Page, name: str) -> str:
    return str(page.evaluate(f"API.LMSGetValue('{name}')"))


def answered(page: Page, *, right: bool) -> None:
    shown = course(page)
    shown.get_by_label("Ask the person to wait" if right else "Let the person in").check()
    shown.get_by_role("button", name="Next").click()
    shown.get_by_label("The control room").check()
    shown.get_by_label("The security officer").check()
    shown.get_by_role("button", name="Finish").click()


def test_a_course_that_is_passed_reports_score_and_status(play: Open):
    page = play()
    expect(course(page).get_by_text("Lesson 1 / 2")).to_be_visible()
    assert told(page, "cmi.core.lesson_status") == "incomplete"

    answered(page, right=True)

    expect(course(page).get_by_text("Passed. Score 100, needed 80.")).to_be_visible()
    assert told(page, "cmi.core.lesson_status") == "passed"
    assert [told(page, f"cmi.core.score.{part}") for part in ("raw", "min", "max")] == ["100", "0", "100"]


def test_leaving_ends_the_session_with_its_time(play: Open):
    page = play()
    answered(page, right=True)

    page.evaluate("document.querySelector('iframe').src = 'about:blank'")

    page.wait_for_function("API.isTerminated()")
    data = page.evaluate("API.renderCMIToJSONObject().cmi.core")
    assert data["lesson_status"] == "passed"


def test_a_course_that_is_failed_is_explained_and_tried_again(play: Open):
    page = play()
    answered(page, right=False)

    expect(course(page).get_by_text("Not passed yet. Score 50, needed 80.")).to_be_visible()
    expect(course(page).get_by_text("Waiting costs a minute.")).to_be_visible()
    assert (told(page, "cmi.core.lesson_status"), told(page, "cmi.core.score.raw")) == ("failed", "50")

    course(page).get_by_role("button", name="Try again").click()
    answered(page, right=True)
    assert told(page, "cmi.core.lesson_status") == "passed"


def test_an_open_question_is_shown_before_anything_is_reported(play: Open):
    page = play()
    course(page).get_by_role("button", name="Next").click()
    course(page).get_by_role("button", name="Finish").click()

    expect(course(page).get_by_text("This question has no answer yet.")).to_be_visible()
    expect(course(page).get_by_text("Lesson 1 / 2")).to_be_visible()
    assert told(page, "cmi.core.lesson_status") == "incomplete"


def test_who_comes_back_goes_on_where_it_stopped(play: Open):
    kept = '#{"cmi":{"core":{"lesson_location":"2","lesson_status":"incomplete"},"suspend_data":"1,"}}'
    page = play(kept)

    expect(course(page).get_by_text("Lesson 2 / 2")).to_be_visible()
    course(page).get_by_role("button", name="Back").click()
    expect(course(page).get_by_label("Ask the person to wait")).to_be_checked()
