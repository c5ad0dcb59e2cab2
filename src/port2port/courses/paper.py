"""Lessons and questions as safe HTML."""

import re
from dataclasses import dataclass

from port2port.pure.course_file import CourseText, Lesson, Prose
from port2port.pure.course_quiz_block import Quiz
from port2port.pure.markdown import html

_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!<p>).)*)</p>\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """Words, or a question of a lesson on paper."""

    words: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """One lesson."""

    title: str
    blocks: tuple[Block, ...]


def inline(text: str) -> str:
    """One line of Markdown without the paragraph around it, for a label."""
    drawn = html(text)
    alone = _ONE_PARAGRAPH.fullmatch(drawn)
    return alone[1] if alone else drawn


def prose_of(lesson: Lesson) -> str:
    """What a lesson says, without its questions."""
    return "".join(html(block.text) for block in lesson.blocks if isinstance(block, Prose))


def whole(text: CourseText | None) -> list[Printed]:
    """Every lesson with its questions, without what is right."""
    if text is None:
        return []
    return [Printed(lesson.title, tuple(_block(block) for block in lesson.blocks)) for lesson in text.lessons]


def _block(block: Prose | Quiz) -> Block:
    if isinstance(block, Prose):
        return Block(html(block.text))
    return Block(html(block.ask), tuple(inline(choice.text) for choice in block.choices))


@dataclass(frozen=True, slots=True)
class Answered:
    """A block of a lesson as its writers read it. choices: words, and whether it is right."""

    words: str
    choices: tuple[tuple[str, bool], ...] = ()
    why: str = ""


def whole_with_answers(text: CourseText | None) -> list[tuple[str, list[Answered]]]:
    """Every lesson with its questions, what is right and why."""
    if text is None:
        return []
    return [(lesson.title, [_answered(block) for block in lesson.blocks]) for lesson in text.lessons]


def _answered(block: Prose | Quiz) -> Answered:
    if isinstance(block, Prose):
        return Answered(html(block.text))
    choices = tuple((inline(choice.text), choice.right) for choice in block.choices)
    return Answered(html(block.ask), choices, html(block.why))
