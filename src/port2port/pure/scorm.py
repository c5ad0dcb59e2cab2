"""A course as SCORM 1.2: one zip with a manifest, one page, one script, for the learning system of a firm.

Source: ADL, SCORM 1.2 Content Aggregation Model (manifest) and Run-Time Environment (what the script reports). The same
course gives the same bytes. No package is ever read back: its script would run as ours.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from io import BytesIO
from xml.sax.saxutils import escape as xml
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from port2port.pure.course_quiz_block import Quiz, QuizKind
from port2port.pure.course_text import CourseText, Lesson
from port2port.pure.markdown import html

MANIFEST, PAGE, SCRIPT, STYLE = "imsmanifest.xml", "index.html", "course.js", "course.css"
# The page asks for nothing but what lies beside it in the package.
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'"
_PACKAGING = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_SHARABLE = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
# The earliest that a zip can say; what was packed when is nobody's business and would change the bytes.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says around the course, in the course's language.

    score   with `%s` twice: how much was reached, how much is needed
    """

    lesson: str
    back: str
    forward: str
    finish: str
    again: str
    right: str
    wrong: str
    passed: str
    failed: str
    completed: str
    score: str
    unanswered: str
    not_reported: str
    one: str
    many: str


def package(text: CourseText, *, words: Words, script: bytes, style: bytes) -> bytes:
    """The zip. script, style   of the page, the same for every course"""
    files = {
        MANIFEST: manifest(text).encode(),
        PAGE: page(text, words=words).encode(),
        SCRIPT: script,
        STYLE: style,
    }
    out = BytesIO()
    # Stored, not packed: how a library packs may change, and with it the bytes.
    with ZipFile(out, "w", ZIP_STORED) as made:
        for name, content in files.items():
            entry = ZipInfo(name, _LONG_AGO)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            made.writestr(entry, content)
    return out.getvalue()


def manifest(text: CourseText) -> str:
    """What the package holds: one organisation, one item, one SCO."""
    front = text.front
    name, title = f"port2port-{front.id}-{front.version}-{front.lang}", xml(front.title)
    mastery = f"<adlcp:masteryscore>{front.pass_mark}</adlcp:masteryscore>" if text.quizzes else ""
    files = "".join(f"<file href={quoteattr(one)}/>" for one in (PAGE, SCRIPT, STYLE))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest identifier={quoteattr(name)} version="{front.version}"'
        f' xmlns="{_PACKAGING}" xmlns:adlcp="{_SHARABLE}">\n'
        "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>\n"
        f'<organizations default="course"><organization identifier="course"><title>{title}</title>'
        f'<item identifier="lessons" identifierref="sco"><title>{title}</title>{mastery}</item>'
        "</organization></organizations>\n"
        f'<resources><resource identifier="sco" type="webcontent" adlcp:scormtype="sco" href="{PAGE}">'
        f"{files}</resource></resources>\n</manifest>\n"
    )


def page(text: CourseText, *, words: Words) -> str:
    """All lessons on one page; the script shows them one after the other, without it all are there to be read."""
    front = text.front
    said = {name: getattr(words, name) for name in Words.__slots__}
    lessons = "".join(_lesson(number, lesson, words) for number, lesson in enumerate(text.lessons, start=1))
    intro = f"<div>{html(text.intro)}</div>" if text.intro else ""
    return (
        f'<!doctype html>\n<html lang="{front.lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(front.title)}</title>\n<link rel="stylesheet" href="{STYLE}">\n</head>\n'
        f'<body data-pass="{front.pass_mark}" data-words="{escape(json.dumps(said, ensure_ascii=False))}">\n'
        f"<header><h1>{escape(front.title)}</h1>{intro}</header>\n<main>{lessons}</main>\n"
        f'<p id="result" role="status" hidden></p>\n<nav hidden>'
        f'<button type="button" id="back">{escape(words.back)}</button>'
        '<span id="place" role="status"></span>'
        f'<button type="button" id="forward">{escape(words.forward)}</button></nav>\n'
        f'<script src="{SCRIPT}"></script>\n</body>\n</html>\n'
    )


def _lesson(number: int, lesson: Lesson, words: Words) -> str:
    blocks = "".join(
        _quiz(block, words) if isinstance(block, Quiz) else f"<div>{html(block.text)}</div>" for block in lesson.blocks
    )
    return f'<section id="lesson-{number}" tabindex="-1"><h2>{escape(lesson.title)}</h2>{blocks}</section>\n'


def _quiz(quiz: Quiz, words: Words) -> str:
    kind = "radio" if quiz.kind == QuizKind.ONE else "checkbox"
    choices = "".join(
        f'<label><input type="{kind}" name="{escape(quiz.id)}" value="{place}"'
        f"{' data-right' if choice.right else ''}> <span>{html(choice.text)}</span></label>"
        for place, choice in enumerate(quiz.choices)
    )
    hint = words.one if quiz.kind == QuizKind.ONE else words.many
    return (
        f'<fieldset data-quiz="{escape(quiz.id)}"><legend>{html(quiz.ask)}<small>{escape(hint)}</small></legend>'
        f'{choices}<div class="why" hidden><p class="verdict"></p>{html(quiz.why)}</div></fieldset>'
    )


def faults(zipped: bytes) -> list[str]:
    """What keeps a learning system from taking the package, as short English phrases; empty where nothing does."""
    with ZipFile(BytesIO(zipped)) as opened:
        names = opened.namelist()
        texts: Mapping[str, bytes] = {name: opened.read(name) for name in names}
    found = [f"{name} is missing" for name in (MANIFEST, PAGE, SCRIPT, STYLE) if name not in names]
    found += [f"{name} leads out of the package" for name in names if name.startswith(("/", "..")) or "\\" in name]
    if len(set(names)) != len(names):
        found.append("a file stands twice")
    listed = texts.get(MANIFEST, b"").decode()
    found += [f"{name} is not in the manifest" for name in names if name != MANIFEST and f'href="{name}"' not in listed]
    return found
