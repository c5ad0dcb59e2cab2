"""One question of a course: the fenced block whose info string is `quiz <id> one|many`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from port2port.pure.course_faults import Fault, Rule

FEWEST, MOST = 2, 6
_HEAD = re.compile(r"quiz\s+([a-z0-9][a-z0-9-]{0,39})\s+(one|many)")
_CHOICE = re.compile(r"[-*] \[([ xX])\](?:\s+(.*))?")
_WHY = re.compile(r">\s?(.*)")


class QuizKind(StrEnum):
    """Whether exactly one choice is right, or some."""

    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen."""

    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Quiz:
    """One question. line: of its fence in the file. ask, why: Markdown; a choice's text: one line of Markdown."""

    id: str
    kind: QuizKind
    ask: str
    choices: tuple[Choice, ...]
    why: str
    line: int

    @property
    def right(self) -> frozenset[int]:
        """The positions of the right choices, counted from 0."""
        return frozenset(number for number, choice in enumerate(self.choices) if choice.right)


@dataclass(slots=True)
class _Parts:
    ask: list[str] = field(default_factory=list)
    choices: list[tuple[str, bool]] = field(default_factory=list)
    why: list[str] = field(default_factory=list)


def quiz_of(info: str, lines: Sequence[str], *, file: str, line: int) -> tuple[Quiz | None, list[Fault]]:
    """The question that a fence holds, and everything that is wrong with it.

    info    the words after the fence    lines   what stands between the fences    line   of the opening fence
    """
    head = _HEAD.fullmatch(info.strip())
    if head is None:
        return None, [Fault(file, line, Rule.QUIZ_HEAD, info.strip())]
    parts, faults = _parts(lines, file=file, line=line)
    choices = tuple(Choice(text, right) for text, right in parts.choices)
    made = Quiz(head[1], QuizKind(head[2]), "\n".join(parts.ask).strip(), choices, "\n".join(parts.why).strip(), line)
    return made, [*faults, *(Fault(file, line, rule, made.id) for rule in _broken(made))]


def _parts(lines: Sequence[str], *, file: str, line: int) -> tuple[_Parts, list[Fault]]:
    parts, faults = _Parts(), []
    for number, text in enumerate(lines, start=line + 1):
        if not _took(parts, text):
            faults.append(Fault(file, number, Rule.QUIZ_LINE, text.strip()[:60]))
    return parts, faults


def _took(parts: _Parts, text: str) -> bool:
    """Put the line where it belongs; False where it belongs nowhere."""
    if why := _WHY.fullmatch(text):
        parts.why.append(why[1])
        return bool(parts.choices)
    if choice := _CHOICE.fullmatch(text.rstrip()):
        parts.choices.append(((choice[2] or "").strip(), choice[1] != " "))
        return not parts.why
    if not parts.choices:
        parts.ask.append(text)
        return not parts.why
    if not text.strip():
        return True
    if text.startswith("  ") and not parts.why:
        words, right = parts.choices[-1]
        parts.choices[-1] = (f"{words} {text.strip()}".strip(), right)
        return True
    return False


def _broken(quiz: Quiz) -> list[Rule]:
    number, right = len(quiz.choices), len(quiz.right)
    words = [choice.text.casefold() for choice in quiz.choices]
    checks = {
        Rule.NO_PROMPT: not quiz.ask,
        Rule.CHOICES: not FEWEST <= number <= MOST or not all(words),
        Rule.CHOICE_TWICE: len(set(words)) < number,
        Rule.NOT_ONE: quiz.kind == QuizKind.ONE and right != 1,
        Rule.NONE_RIGHT: quiz.kind == QuizKind.MANY and right == 0,
        Rule.NONE_WRONG: quiz.kind == QuizKind.MANY and right == number,
        Rule.NO_WHY: not quiz.why,
    }
    return [rule for rule, applies in checks.items() if applies]
