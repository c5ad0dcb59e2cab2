"""Courses as files: front matter, lessons under second-level headings, questions in fenced blocks.

A file is read whole and everything that is wrong with it is said at once, each with file, line and rule. Rules:
training design § 1; words and examples: docs/reference/courses.md.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from markdown_it import MarkdownIt
from markdown_it.token import Token

from port2port.pure.course_faults import Fault, Rule
from port2port.pure.course_front import LANGUAGES, Front, Known, front_matter
from port2port.pure.course_parity import parity
from port2port.pure.course_quiz_block import Quiz, quiz_of
from port2port.pure.course_text import CourseText, Lesson, Prose
from port2port.pure.markdown import MARKS, MarkdownFault, MarkdownRefusedError, check
from port2port.pure.texts import Room, TextRefusedError, clean

__all__ = ["CourseText", "Fault", "Known", "Lesson", "Prose", "Quiz", "ReadFile", "checked", "file_name", "read_file"]

MOST_BYTES = 256 * 1024
# Of a whole file: each may open something, and the parser is busy with thousands of them.
MOST_MARKS, MOST_LINES, MOST_COLUMNS = 6_000, 3_000, 30
_ROOM = Room(characters=200_000, byte_count=MOST_BYTES, lines=True)
_FENCE = "---"
_REMOTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_CLOSES = re.compile(r" {0,3}(`{3,}|~{3,})\s*")
LESSON_DEPTH = 2


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What one file gave. text: None where a fault keeps it from being read as a course."""

    text: CourseText | None
    faults: tuple[Fault, ...]


def file_name(lang: str) -> str:
    """The name of the file of a language."""
    return f"{lang}.md"


def read_file(raw: bytes, known: Known, *, file: str, lang: str = "") -> ReadFile:
    """One language of a course, and everything that is wrong with it. lang: by the file's name, where it has one."""
    words, fault = _words(raw, file)
    if fault is not None:
        return ReadFile(None, (fault,))
    lines = words.split("\n")
    end = _front_end(lines)
    if end is None:
        rule = Rule.FRONT_OPEN if lines[0].rstrip() == _FENCE else Rule.NO_FRONT
        return ReadFile(None, (Fault(file, 1, rule),))
    if (unread := _too_much(lines)) is not None:
        return ReadFile(None, (Fault(file, end + 2, Rule.NOT_SHOWABLE, unread.value),))
    head = front_matter("\n".join(lines[1:end]), known, file=file, first_line=2)
    body = _Body(lines[end + 1 :], file=file, first_line=end + 2, pictures=known.pictures)
    faults = [*head.faults, *body.faults]
    if head.front is not None:
        faults += _of_whole(head.front, body.quizzes, head.lines, file=file, lang=lang)
    text = None if head.front is None else CourseText(head.front, body.intro, tuple(body.lessons), tuple(body.headings))
    return ReadFile(text, tuple(sorted(faults, key=lambda one: one.line)))


def checked(files: Mapping[str, bytes], known: Known, *, name: str = "") -> tuple[dict[str, CourseText], list[Fault]]:
    """A course in its languages, and everything that is wrong with it.

    files   by language    name   what the names of its files begin with, such as `guard/1/`
    """
    texts: dict[str, CourseText] = {}
    faults: list[Fault] = []
    for lang in LANGUAGES:
        file = f"{name}{file_name(lang)}"
        if lang not in files:
            faults.append(Fault(file, 1, Rule.MISSING_LANGUAGE, lang))
            continue
        read = read_file(files[lang], known, file=file, lang=lang)
        faults += read.faults
        if read.text is not None:
            texts[lang] = read.text
    faults += parity(texts, name=name)
    return texts, faults


def _words(raw: bytes, file: str) -> tuple[str, Fault | None]:
    if len(raw) > MOST_BYTES:
        return "", Fault(file, 1, Rule.TOO_BIG)
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", Fault(file, raw.count(b"\n", 0, error.start) + 1, Rule.NOT_TEXT)
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    try:
        clean(words, _ROOM)
    except TextRefusedError as error:
        line = 1 if error.position is None else words.count("\n", 0, error.position) + 1
        return "", Fault(file, line, Rule.TOO_BIG if error.position is None else Rule.NOT_TEXT)
    return words, None


def _too_much(lines: Sequence[str]) -> MarkdownFault | None:
    """Whether the file would keep the parser busy: asked before it is parsed."""
    if len(lines) > MOST_LINES:
        return MarkdownFault.TOO_MANY_LINES
    many = sum(line.count(mark) for line in lines for mark in MARKS) > MOST_MARKS
    wide = any(line.count("|") > MOST_COLUMNS for line in lines)
    return MarkdownFault.TOO_MANY_MARKS if many or wide else None


def _front_end(lines: Sequence[str]) -> int | None:
    """Where the second line of hyphens stands."""
    if lines[0].rstrip() != _FENCE:
        return None
    return next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == _FENCE), None)


def _of_whole(
    front: Front, quizzes: Sequence[Quiz], lines: Mapping[str, int], *, file: str, lang: str
) -> Iterator[Fault]:
    if lang and front.lang != lang:
        yield Fault(file, lines["lang"], Rule.OTHER_FILE, front.lang)
    if not quizzes and not front.summary:
        yield Fault(file, 1, Rule.NO_QUIZ)
    if front.draw > len(quizzes) and not front.summary:
        yield Fault(file, lines["draw"], Rule.DRAW, str(len(quizzes)))


def parser() -> MarkdownIt:
    """As a course is read: raw HTML is seen, so that it can be refused."""
    return MarkdownIt("commonmark", {"html": True}).enable("table")


class _Body:
    """What stands below the front matter, gathered in one walk over its tokens."""

    def __init__(self, lines: Sequence[str], *, file: str, first_line: int, pictures: frozenset[str]) -> None:
        self.file, self.first_line, self.pictures, self.lines = file, first_line, pictures, lines
        self.faults: list[Fault] = []
        self.headings: list[int] = []
        self.quizzes: list[Quiz] = []
        self.lessons: list[Lesson] = []
        self.intro = ""
        self._title: str | None = None
        self._title_line = first_line
        self._blocks: list[Prose | Quiz] = []
        self._from = 0
        self._walk(parser().parse("\n".join(lines)))

    def _fault(self, row: int, rule: Rule, about: str = "") -> None:
        made = Fault(self.file, self.first_line + row, rule, about)
        # An element that opens and closes is one fault of its paragraph.
        if not any((one.line, one.rule) == (made.line, rule) for one in self.faults):
            self.faults.append(made)

    def _walk(self, tokens: Sequence[Token]) -> None:
        for token, following in zip_longest(tokens, tokens[1:]):
            row = token.map[0] if token.map else 0
            if token.type == "heading_open" and following is not None:
                self._heading(token, following.content, row)
            elif token.type == "fence" and token.info.strip().split(" ")[0].lower().startswith("quiz"):
                self._quiz(token, row)
            elif token.type == "html_block":
                self._fault(row, Rule.RAW_HTML, token.content.strip().split("\n")[0][:60])
            for child in token.children or ():
                self._inline(child, row)
        self._close(len(self.lines))
        if not self.lessons:
            self._fault(0, Rule.NO_LESSON)

    def _inline(self, token: Token, row: int) -> None:
        if token.type == "html_inline":
            self._fault(row, Rule.RAW_HTML, token.content[:60])
        if token.type != "image":
            return
        source = str(token.attrGet("src") or "")
        if _REMOTE.match(source):
            self._fault(row, Rule.REMOTE_IMAGE, source[:60])
        elif source not in self.pictures:
            self._fault(row, Rule.NO_SUCH_IMAGE, source[:60])
        if not token.content.strip():
            self._fault(row, Rule.NO_ALT, source[:60])

    def _heading(self, token: Token, title: str, row: int) -> None:
        depth = int(token.tag[1])
        if token.level:
            return
        self.headings.append(depth)
        if depth < LESSON_DEPTH:
            self._fault(row, Rule.TOP_HEADING, title[:60])
        if depth > LESSON_DEPTH and (len(self.headings) == 1 or depth > self.headings[-2] + 1):
            self._fault(row, Rule.SKIPPED_HEADING, title[:60])
        if depth == LESSON_DEPTH:
            self._close(row)
            self._title, self._title_line = title.strip(), row
            self._from = token.map[1] if token.map else row + 1

    def _quiz(self, token: Token, row: int) -> None:
        end = token.map[1] if token.map else row + 1
        if token.level:
            self._fault(row, Rule.QUIZ_NESTED)
            return
        if end <= row + 1 or not _CLOSES.fullmatch(self.lines[end - 1]):
            self._fault(row, Rule.QUIZ_OPEN)
        if self._title is None:
            self._fault(row, Rule.QUIZ_OUTSIDE)
        quiz, faults = quiz_of(
            token.info, token.content.rstrip("\n").split("\n"), file=self.file, line=self.first_line + row
        )
        self.faults += faults
        self._prose(row)
        self._from = end
        if quiz is None:
            return
        if any(quiz.id == one.id for one in self.quizzes):
            self._fault(row, Rule.QUIZ_TWICE, quiz.id)
        self.quizzes.append(quiz)
        self._blocks.append(quiz)
        for part in (quiz.ask, quiz.why, *(choice.text for choice in quiz.choices)):
            self._words_of_quiz(part, row)

    def _words_of_quiz(self, part: str, row: int) -> None:
        for token in parser().parse(part):
            if token.type == "html_block":
                self._fault(row, Rule.RAW_HTML, token.content.strip().split("\n")[0][:60])
            for child in token.children or ():
                self._inline(child, row)

    def _prose(self, end: int) -> None:
        words = "\n".join(self.lines[self._from : end]).strip("\n")
        if not words.strip():
            return
        try:
            check(words)
        except MarkdownRefusedError as error:
            self._fault(self._from, Rule.NOT_SHOWABLE, error.fault.value)
        self._blocks.append(Prose(words))

    def _close(self, end: int) -> None:
        """The lesson that was open, or what stands before the first one, ends here."""
        self._prose(end)
        if self._title is None:
            self.intro = "\n\n".join(one.text for one in self._blocks if isinstance(one, Prose))
        else:
            if not self._blocks:
                self._fault(self._title_line, Rule.EMPTY_LESSON, self._title[:60])
            self.lessons.append(Lesson(self._title, tuple(self._blocks)))
        self._blocks = []
